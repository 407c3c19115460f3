"""The panels as the server renders them: fragments, each value with its grounds, cacheable."""

import pytest

from tests.webmap.test_pages import seen
from webmap import create_app
from webmap.settings import Settings


@pytest.fixture(scope="module")
def simulated(simulated_home):
    """A client of the service with a small simulated province, which has lots and periods."""
    return create_app(Settings(home=simulated_home)).test_client()


@pytest.fixture(scope="module")
def with_lots(simulated):
    """The id of a cluster that has lots."""
    return simulated.get("/api/collections/lots/items?limit=1").get_json()["features"][0]["properties"][
        "cluster_id"
    ]


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
    assert "Xã Phượng Dực suy ra, có thể khác" in text
    assert "Các nguồn mâu thuẫn nhau Ngày khởi công: đến quý 3/2022 (quý 3/2022) [2] ↔ " in text


def test_what_is_unknown_names_who_would_publish_it(client):
    text = seen(client, "/en/clusters/dai-thang/panel")
    unknown = text.split("No data:")[1].split("Place and further")[0]
    assert "Leased land" in unknown
    assert "the developer: Form (Biểu) 02" in unknown
    assert "Workers, Revenue, Budget contribution (each project: Form (Biểu) 01)" in unknown


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
    fragment = client.get(f"/clusters/{cluster_id}/panel").get_data(as_text=True)
    text = seen(client, f"/clusters/{cluster_id}/panel") + fragment
    for words in expected:
        assert words in text


def test_the_panel_links_to_the_factsheet_its_pdf_and_the_data(client):
    fragment = client.get("/en/clusters/dai-thang/panel").get_data(as_text=True)
    assert 'href="/en/clusters/dai-thang"' in fragment
    assert 'href="/en/clusters/dai-thang.pdf"' in fragment
    assert 'href="/api/collections/clusters/items/dai-thang?f=geojson"' in fragment


def test_the_past_of_a_cluster_is_that_of_the_service(simulated, with_lots):
    fragment = simulated.get(f"/en/clusters/{with_lots}/panel").get_data(as_text=True)
    answer = simulated.get(f"/api/collections/history/items?limit=100&cluster_id={with_lots}").get_json()
    workers = [one["properties"]["workers"] for one in answer["features"]]
    known = [count for count in workers if count is not None]
    assert fragment.count("spark-dot") >= len(known) > 1
    assert f"{known[0]:,.0f} (" in fragment and f"→ {known[-1]:,.0f} (" in fragment


def test_lots_are_summed_by_status(simulated, with_lots):
    text = seen(simulated, f"/en/clusters/{with_lots}/panel")
    answer = simulated.get(f"/api/collections/lots/items?limit=1000&cluster_id={with_lots}").get_json()
    lots = [one["properties"] for one in answer["features"]]
    leased = [lot["area_ha"] for lot in lots if lot["status"] == "leased"]
    assert f"Lots ({len(lots)})" in text
    assert f"leased {round(sum(leased), 2):,} ha {len(leased)} lots" in text


def test_a_panel_without_lots_or_past_says_nothing_of_them(client):
    text = seen(client, "/en/clusters/dai-thang/panel")
    assert "Lots" not in text
    assert "over time" not in text


def test_a_panel_is_asked_for_anew_only_when_it_changed(client):
    first = client.get("/clusters/dai-thang/panel")
    again = client.get("/clusters/dai-thang/panel", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    other = client.get("/en/clusters/dai-thang/panel")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_an_unknown_cluster_or_area_has_no_panel(client):
    for path in ("/clusters/atlantis/panel", "/areas/districts/1/panel", "/areas/planets/279/panel"):
        assert client.get(path).status_code == 404


def test_the_panel_of_an_area_sets_the_selection_beside_the_whole(client, records):
    text = seen(client, "/en/areas/districts/279/panel?status=active")
    own = [record for record in records if record["district_code"] == "279"]
    active = [record for record in own if record["status"] == "active"]
    assert f"{len(active)} of its {len(own)} clusters are selected" in text
    planned = [record["planned_area_ha"] for record in own if record["planned_area_ha"] is not None]
    assert f"{round(sum(planned), 2):,.10g} ha {len(planned)} of {len(own)}" in text


def test_the_clusters_of_an_area_are_steps_of_the_address(client, records):
    fragment = client.get("/en/areas/wards/10003/panel?layer=status&areas=wards").get_data(as_text=True)
    own = [record for record in records if record["ward_code"] == "10003"]
    assert fragment.count("?layer=status&amp;cluster=") == len(own)
    assert 'href="/en/?layer=status&amp;ward_code=10003" data-step' in fragment


def test_a_mistake_in_the_address_of_an_area_is_refused(client):
    assert client.get("/areas/districts/279/panel?planned_area_ha=many").status_code == 400
