"""How pages say numbers and missing things: one percent sign, reasons in words, areas never mixed up."""

import re
from html import unescape

import pytest

from geo.occupancy import difference_ha


def text_of(client, address):
    page = client.get(address).get_data(as_text=True)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("path", ["totals", "table", "about", "programmes", "clusters/quat-dong"])
@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_a_percent_sign_stands_close_to_its_number(client, prefix, path):
    assert not re.search(r"[0-9] %(?! a year)", text_of(client, prefix + path))


def test_a_difference_of_areas_has_no_digits_nobody_stated():
    assert difference_ha(50.0, 16.79) == 33.21


def test_serviced_land_and_what_is_left_of_it_have_names_of_their_own(client):
    said = text_of(client, "/en/clusters/quat-dong")
    assert "Serviced land not yet leased = serviced land − leased land" in said
    assert "Đất đã có hạ tầng, chưa cho thuê = đất đã xây dựng hạ tầng − đất đã cho thuê" in text_of(
        client, "/clusters/quat-dong"
    )
    assert "serviced land not yet leased (= serviced land − leased land)" in text_of(client, "/en/about")


def test_a_missing_value_says_where_it_would_stand(client):
    assert "Not published. It would be in: Form (Biểu) 02, line 4" in text_of(
        client, "/en/clusters/quat-dong"
    )
    assert "Chưa công bố. Có trong: Biểu 02 dòng 4" in text_of(client, "/clusters/quat-dong")


def test_an_area_of_another_kind_is_named_and_never_taken_for_the_planned_one(client):
    said = text_of(client, "/en/clusters/quat-dong")
    assert "a source states 23.6 ha: Area, of a kind not stated; not used as the planned area" in said
    feature = client.get("/api/collections/clusters/items/quat-dong?f=geojson").get_json()
    assert feature["properties"]["planned_area_ha"] is None


def test_a_rent_has_a_card_only_where_it_is_known(client):
    cards = [
        client.get(f"/en/clusters/{one}").get_data(as_text=True).split('<nav class="toc"')[0]
        for one in ("cau-bau", "quat-dong")
    ]
    assert "Asking land rent" in cards[0]
    assert "Asking land rent" not in cards[1]


def test_about_says_how_much_is_missing_from_the_list(client):
    said = text_of(client, "/en/about")
    assert "113 found so far; 12 of them without a place on the map" in said
    assert "counts 70 active clusters, and sources name 30 of them one by one" in said
    assert "confidence never decides which fact is shown" in said


def test_totals_say_which_households_are_not_counted(client):
    said = text_of(client, "/en/totals")
    assert "a figure of 6 clusters" in said
    assert "226 households) are counted nowhere" in said
    assert not re.search(r"\b1 clusters", said)


@pytest.mark.parametrize("path", ["/en/clusters/quat-dong", "/clusters/dai-thang"])
def test_on_a_phone_the_tables_of_a_factsheet_need_no_sideways_scroll(visit, server_url, path):
    page = visit(server_url + path, viewport={"width": 390, "height": 844})
    for box in page.locator(".scroll:has(table.stack)").all():
        assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 1
    assert page.locator("#values [role=row]").count() > 20
    assert page.locator("#values [role=rowheader]").first.bounding_box()["width"] > 200


@pytest.mark.parametrize(
    "path",
    ["?f=html", "conformance?f=html", "collections?f=html", "collections/clusters/items/cau-bau?f=html"],
)
def test_pages_of_the_service_fit_a_narrow_phone(visit, server_url, path):
    page = visit(f"{server_url}/api/{path}", viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_how_far_off_a_place_may_be_is_read_in_round_metres(client):
    assert "accurate to about 2,000 m" in text_of(client, "/en/clusters/thanh-oai")
    assert "may be off by" in text_of(client, "/en/about")
