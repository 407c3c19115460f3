"""Table, data and method of a simulated province: filled where Hanoi is empty, and marked wherever they go."""

import csv
import io
import re
from html import unescape
from zipfile import ZipFile

import pytest

from geo.demo.province import simulate
from webmap import create_app
from webmap.settings import Settings


@pytest.fixture(scope="module")
def client(simulated_home):
    return create_app(Settings(home=simulated_home)).test_client()


@pytest.mark.parametrize(
    "path", ["/table", "/en/table?columns=all", "/data", "/en/data", "/about", "/en/about"]
)
def test_the_pages_say_that_they_are_simulated(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert 'class="simulated"' in response.get_data(as_text=True)


def test_the_rows_of_the_table_are_marked_one_by_one(client):
    response = client.get("/table.csv?columns=land")
    assert "SIMULATED-" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert {row["simulated"] for row in rows} == {"SIMULATED"}


def test_the_package_is_marked_in_its_name_and_its_readme(client):
    with client.get("/data/package.zip") as response:
        assert "filename=SIMULATED-ccn-atlas-" in response.headers["Content-Disposition"]
        with ZipFile(io.BytesIO(response.get_data())) as packed:
            assert "SIMULATED" in packed.read("README.md").decode()
            assert "ward_outlines.geojson" in packed.namelist()


def test_the_page_about_it_says_that_nothing_is_real(client):
    assert "was made by a program" in client.get("/en/about").get_data(as_text=True)
    assert "SIMULATED. CCN Atlas" in client.get("/en/about").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/table", "/table?columns=x", "/data", "/about"])
def test_the_pages_bring_no_inline_styles_or_handlers(client, path):
    page = client.get(path).get_data(as_text=True)
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


@pytest.mark.parametrize("path", ["/table", "/table?columns=production,quality", "/about"])
def test_the_vietnamese_pages_speak_vietnamese(client, path):
    page = unescape(client.get(path).get_data(as_text=True)).split('<thead><tr><th scope="col">Tiếng Việt')[0]
    for english in ("Show", "Planned", "no data", "known", "Filter", "clusters ", "Licence"):
        assert english not in re.sub(r'<[^>]+>|known \(|value="[^"]+"', "", page)


def test_land_not_yet_leased_is_doubted_where_more_is_committed_than_leased(client):
    query = "committed_area_ha=known&ready_area_ha=known&columns=committed_area_ha,leased_area_ha"
    text = client.get(f"/en/table.csv?{query}").get_data(as_text=True).removeprefix("\ufeff")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["leased_area_ha"]]
    assert rows
    for row in rows[:3]:
        page = client.get(f"/en/clusters/{row['id']}").get_data(as_text=True)
        beyond = float(row["committed_area_ha"]) > float(row["leased_area_ha"])
        assert ("part of it may be committed already" in page) == beyond


def test_a_year_is_no_source_of_a_day(client):
    said = [
        (fact["value"], fact["as_of"])
        for fact in simulate(12, 60, (2024, 2026), 1).tables["facts"].to_dict("records")
        if fact["field"] == "date_groundbreaking"
    ]
    assert said
    assert all(value == as_of for value, as_of in said)
