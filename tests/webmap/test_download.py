"""“Download what I see”: the page says the rows first, and the file is that of the service."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.webmap.test_pages import seen

QUESTION = "status=active&planned_area_ha=10..75"


def file_of(client, query):
    """Follow the button of the page to the file it leads to."""
    led = client.get(f"/en/download?{query}&get=1")
    assert led.status_code == 303
    return led.headers["Location"]


@pytest.fixture(scope="module")
def selected(records):
    """The clusters the question is about, by the service's own records."""
    return [
        record["id"]
        for record in records
        if record["status"] == "active" and 10 <= (record["planned_area_ha"] or 0) <= 75
    ]


def test_the_page_states_rows_filter_period_and_collection_first(client, records, selected):
    text = seen(client, f"/en/download?{QUESTION}")
    assert f"{len(selected)} of {len(records)} clusters · latest published values" in text
    assert "collection clusters of the service" in text
    assert "Status: active" in text and "Planned area: 10 to 75 ha" in text


@pytest.mark.parametrize("form", ["csv", "xlsx", "gpkg", "geojson", "kml", "dxf"])
def test_every_format_holds_the_selection(client, form, selected):
    address = file_of(client, f"{QUESTION}&f={form}&crs=EPSG:5897")
    answer = client.get(address)
    assert answer.status_code == 200
    assert int(answer.headers["OGC-NumberReturned"]) == len(selected)


def test_the_file_has_the_columns_chosen_and_the_order_of_the_table(client, selected):
    address = file_of(client, f"{QUESTION}&f=csv&with=identity&with=land&sort=-planned_area_ha")
    rows = list(csv.DictReader(io.StringIO(client.get(address).get_data(as_text=True).lstrip("\ufeff"))))
    areas = [float(row["planned_area_ha"]) for row in rows]
    assert {row["id"] for row in rows} == set(selected)
    assert areas == sorted(areas, reverse=True)
    assert "kind" in rows[0] and "workers" not in rows[0]


def test_all_columns_are_asked_for_without_naming_any(client):
    assert "properties" not in parse_qs(urlsplit(file_of(client, "with=all&f=geojson")).query)


def test_a_period_is_downloaded_from_the_history(client):
    address = file_of(client, "time=2025-H1&f=geojson&status=active")
    answer = client.get(address).get_json()
    assert address.startswith("/api/collections/history/items")
    assert {one["properties"]["period"] for one in answer["features"]} == {"2025-H1"}


def test_kml_is_not_asked_for_in_metres(client):
    assert "crs=" not in file_of(client, "f=kml&crs=EPSG:5897")


def test_a_filter_too_long_says_what_to_do(client, records):
    ids = ",".join(["hapro"] + [record["id"] for record in records] * 4)
    own = " OR ".join(f"workers = {number}" for number in range(200))
    page = client.get("/en/download", query_string={"filter": own, "id": ids})
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "longer than the service reads" in text or "nothing to download" in text
    assert "curl" not in text


def test_nothing_selected_is_nothing_to_download(client):
    text = seen(client, "/en/download?planned_area_ha=>5000")
    assert "nothing to download" in text
    assert "curl" not in text


@pytest.mark.parametrize("query", ["f=doc", "crs=EPSG:1", "with=nonsense", "planned_area_ha=many"])
def test_a_mistake_is_refused(client, query):
    assert client.get(f"/download?{query}").status_code == 400


def test_the_address_survives_quotes_and_markup(client):
    page = client.get("/en/download", query_string={"q": "</script>'\"<b>"}).get_data(as_text=True)
    assert "<b>" not in page.split("<main")[1].split("</main>")[0]
