"""The panel as the server renders it: a fragment with every value's grounds, cacheable."""

import pytest

from tests.webmap.test_pages import seen


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_cluster_has_a_panel(client, prefix):
    for feature in client.get("/api/collections/clusters/items?limit=1000").get_json()["features"]:
        fragment = client.get(f"{prefix}/clusters/{feature['id']}/panel").get_data(as_text=True)
        assert fragment.lstrip().startswith("<header>")
        assert '<h2 id="panel-title" tabindex="-1">' in fragment
        assert "<html" not in fragment


def test_the_panel_says_what_is_missing_and_what_is_doubtful(client):
    text = seen(client, "/clusters/dai-thang/panel")
    assert text.count("chưa tính được") == 5
    assert text.count("suy ra, có thể khác") == 1
    assert "Các nguồn mâu thuẫn nhau về: Ngày khởi công." in text


@pytest.mark.parametrize(
    ("cluster_id", "expected"),
    [
        ("lien-phuong", ["một phát biểu chung về 5 cụm, không phải số đo của riêng cụm này", "100%"]),
        ("thanh-van-tan-uoc", ["> 1.100 tỷ đồng", "chỉ biết cận hoặc khoảng", "280–300 USD/m²"]),
        ("duc-tu", ["độ tin cậy thấp", "giá chào, chưa VAT"]),
        ("binh-minh", ["đọc từ tên cụm"]),
        ("ngoc-liep", ["các nguồn mâu thuẫn nhau", "37,78 ha", "nguồn nêu, 07/2017 [1]"]),
        ("thanh-oai", ["99%", "tính toán, không rõ thời điểm [1]", "Cần gì để tính được"]),
        ("cau-bau-gd2", ["thiếu: "]),
    ],
)
def test_a_value_keeps_its_grounds_and_doubts(client, cluster_id, expected):
    text = seen(client, f"/clusters/{cluster_id}/panel")
    for words in expected:
        assert words in text


def test_the_panel_links_to_the_factsheet_and_the_data(client):
    fragment = client.get("/en/clusters/dai-thang/panel").get_data(as_text=True)
    assert fragment.count('href="/en/clusters/dai-thang"') == 2
    assert 'href="/api/collections/clusters/items/dai-thang?f=geojson"' in fragment


def test_a_panel_is_asked_for_anew_only_when_it_changed(client):
    first = client.get("/clusters/dai-thang/panel")
    again = client.get("/clusters/dai-thang/panel", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    other = client.get("/en/clusters/dai-thang/panel")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_an_unknown_cluster_has_no_panel(client):
    assert client.get("/clusters/atlantis/panel").status_code == 404
