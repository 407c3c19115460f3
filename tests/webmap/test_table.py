"""The table: what is asked stands in the address, and the rows and the file answer exactly that."""

import csv
import io
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.published import COLLECTIONS
from tests.geo.formats.reading_back import READERS
from webmap.pages.table_columns import ALL, GROUPS, choose_columns, grounds_of

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
COLUMNS = {column.name: column for column in COLLECTIONS["clusters"].columns}


class Grid(HTMLParser):
    """Keeps the cells of the rows of the first table body, and the heads."""

    def __init__(self):
        super().__init__()
        self.heads, self.rows, self.place = [], [], None

    def handle_starttag(self, tag, attrs):
        if tag in ("thead", "tbody"):
            self.place = tag
        elif tag == "tr" and self.place == "tbody":
            self.rows.append([])
        elif tag in ("td", "th") and self.place:
            (self.heads if self.place == "thead" else self.rows[-1]).append("")

    def handle_endtag(self, tag):
        self.place = None if tag == "table" else self.place

    def handle_data(self, data):
        cells = self.heads if self.place == "thead" else self.rows[-1] if self.rows and self.place else None
        if cells:
            cells[-1] = f"{cells[-1]} {data.strip()}".strip()


def grid(client, address):
    response = client.get(address)
    assert response.status_code == 200, unescape(response.get_data(as_text=True))[:2000]
    found = Grid()
    found.feed(response.get_data(as_text=True))
    return found


def file_rows(client, address):
    return list(
        csv.DictReader(io.StringIO(client.get(address).get_data(as_text=True).removeprefix("\ufeff")))
    )


@pytest.mark.parametrize(
    ("query", "meets"),
    [
        ("district_code=268", lambda r: r["district_code"] == "268"),
        ("status=active", lambda r: r["status"] == "active"),
        ("workers=known", lambda r: r["workers"] is not None),
        ("planned_area_ha=10..75", lambda r: 10 <= (r["planned_area_ha"] or 0) <= 75),
        ("planned_area_ha=bound", lambda r: "planned_area_ha: " in (r["bounds"] or "")),
        ("stated_fill_rate=90%25..", lambda r: (r["stated_fill_rate"] or 0) >= 0.9),
        ("sectors=co+khi&status=active", lambda r: "cơ khí" in (r["sectors"] or "").lower() and r["status"] == "active"),
    ],
)  # fmt: skip
def test_the_file_of_a_question_holds_what_the_service_knows_to_meet_it(client, records, query, meets):
    expected = {record["id"] for record in records if meets(record)}
    assert expected
    assert {row["id"] for row in file_rows(client, f"/table.csv?{query}")} == expected
    said = client.get(f"/en/table?{query}").get_data(as_text=True)
    assert f"{len(expected)} of 113 clusters" in said


def test_what_one_sees_is_what_one_gets(client):
    query = "?status=active&columns=land&sort=-planned_area_ha"
    seen = grid(client, f"/en/table{query}")
    got = file_rows(client, f"/en/table.csv{query}")
    assert len(seen.rows) == len(got)
    for cells, row in zip(seen.rows, got, strict=True):
        assert row["name_en"].startswith(cells[0].split(",")[0][:4])
        area = row["planned_area_ha"]
        assert cells[1] == (f"{round(float(area), 2):,g}" if area else "no data") or "bound" in cells[1]
    assert {"id", "bounds"} <= got[0].keys()


def test_missing_rows_come_last_and_the_head_says_the_order(client):
    page = client.get("/en/table?sort=-planned_area_ha").get_data(as_text=True)
    assert 'aria-sort="descending"' in page
    areas = [row[2] for row in grid(client, "/en/table?sort=-planned_area_ha").rows]
    numbers = [float(area.replace(",", "")) for area in areas if re.fullmatch(r"[0-9,.]+", area)]
    assert numbers == sorted(numbers, reverse=True)
    assert areas[: len(numbers)] == [area for area in areas if re.fullmatch(r"[0-9,.]+", area)]
    assert "sort=planned_area_ha" in page


def test_qualified_values_are_flagged_and_their_flags_are_in_the_file(client):
    found = grid(client, "/en/table?stated_fill_rate_scope=group")
    assert len(found.rows) == 5
    at = next(place for place, head in enumerate(found.heads) if head.startswith("Fill rate as stated"))
    assert all("group of 5" in row[at] for row in found.rows)
    row = grid(client, "/en/table?q=thanh-van-tan-uoc&columns=investment_bn_vnd").rows[0]
    assert row[1] == "> 1,100 bound"
    assert file_rows(client, "/table.csv?q=quat-dong")[0]["stated_fill_rate_scope"] == "group"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?colour=red", "colour=red"),
        ("?planned_area_ha=12,5", "decimal point"),
        ("?status=closed", "under_construction"),
        ("?time=1999", "one of the periods"),
        ("?within=105,21,106", "corners"),
        ("?sort=size", "published column"),
        ("?columns=everything", "grounds"),
        ("?page=9", "from 1 to 2"),
        ("?page=0", "page from 1"),
        ("?fill_rate=60", "50%..90%"),
        (f"?q={'a' * 300}", "200"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_what_is_expected(client, query, expected):
    response = client.get(f"/en/table{query}")
    assert response.status_code == 400
    assert expected in unescape(response.get_data(as_text=True))
    assert "Cần có" in client.get(f"/table{query}").get_data(as_text=True)
    if "page" not in query:
        assert client.get(f"/table.csv{query}").status_code == 400


def test_a_sent_form_leads_to_an_address_without_empty_fields(client):
    response = client.get(
        "/en/table?q=&status=active&district_code=&columns=land&columns=rates&sort=-workers"
    )
    assert response.status_code == 303
    assert response.headers["Location"] == "/en/table?status=active&sort=-workers&columns=land,rates"


def test_repeated_choices_and_numbers_as_people_type_them_lead_to_a_tidy_address(client):
    for path, typed in (("/table", "12,5-1.200"), ("/en/table", "12.5-1,200")):
        response = client.get(
            path, query_string={"status": ["active", "planned"], "planned_area_ha.typed": typed}
        )
        assert response.headers["Location"] == f"{path}?status=active,planned&planned_area_ha=12.5-1200"
    assert 'value="12,5-1200"' in client.get("/table?planned_area_ha=12.5-1200").get_data(as_text=True)


def test_the_whole_question_of_the_map_is_answered_and_kept(client):
    query = "status=active&within=105.5,20.8,106,20.8,106,21.2,105.5,21.2&filter=planned_area_ha%20%3E%2010&layer=fill_rate&view=11,21,105"
    page = unescape(client.get(f"/en/table?{query}&sort=-workers").get_data(as_text=True))
    assert re.search(
        r'href="/en/\?status=active&within=[^"]+&layer=fill_rate&view=11,21,105">Show on the map', page
    )
    assert "inside the drawn shape" in page and "CQL2: planned_area_ha > 10" in page
    ids = {row["id"] for row in file_rows(client, f"/table.csv?{query}")}
    assert 0 < len(ids) < 30
    address = next(one for one in re.findall(r'href="(/api/[^"]+)"', page) if one.endswith("f=geojson"))
    assert {feature["id"] for feature in client.get(address).get_json()["features"]} == ids


def test_a_period_has_its_own_rows_without_the_columns_it_does_not_have(client):
    records = client.get("/api/collections/history/items?limit=1000").get_json()["features"]
    of_period = {one["properties"]["cluster_id"] for one in records if one["properties"]["period"] == "2025"}
    rows = file_rows(client, "/en/table.csv?time=2025&columns=all")
    assert {row["cluster_id"] for row in rows} == of_period
    assert "workers" in rows[0] and "workers_source" not in rows[0]
    assert "as of 2025" in client.get("/en/table?time=2025").get_data(as_text=True)
    assert client.get("/en/table?time=2025&workers_source=known").status_code == 400


def test_every_published_column_can_be_shown(client):
    reached = {name for names in GROUPS.values() for name in names}
    reached |= {each for name in reached for each in grounds_of(name, COLUMNS)}
    assert reached == COLUMNS.keys()
    heads = grid(client, "/en/table?columns=all&status=planned").heads
    assert len(heads) == len(COLUMNS) == len(choose_columns([ALL], COLUMNS))


@pytest.mark.parametrize(
    "query",
    [
        "district_code=268",
        "planned_area_ha=10..75",
        "planned_area_ha=bound",
        "planned_area_ha=%3E10",
        "planned_area_ha=%3C%3D10",
        "workers=known&sort=-workers",
        "stated_fill_rate=missing",
        "land_rent_usd_m2_min=50..",
        "q=dong&sort=-status",
        "sectors=co+khi",
        "developer=missing&sort=status",
        "q=100%25_x%27%5C",
        "columns=all",
    ],
)
@pytest.mark.parametrize("name", ["geojson", "gpkg", "xlsx"])
def test_the_service_gives_the_same_clusters_in_the_same_order(client, query, name, tmp_path):
    page = unescape(client.get(f"/en/table?{query}").get_data(as_text=True))
    address = next(one for one in re.findall(r'href="(/api/[^"]+)"', page) if one.endswith(f"f={name}"))
    path = tmp_path / f"clusters.{name}"
    path.write_bytes(client.get(address).get_data())
    read = READERS[name](path)
    expected = file_rows(client, f"/en/table.csv?{query}")
    assert sorted(read.ids) == sorted(row["id"] for row in expected)
    by = re.search(r"sort=-?(\w+)", query)
    known = [row["id"] for row in expected if row[by[1] if by else "name_en"]]
    assert read.ids[: len(known)] == known
    if expected:
        assert read.records[0].keys() <= {*expected[0], "boundary_quality"}


def test_a_question_longer_than_the_service_reads_is_offered_as_csv_alone(client):
    page = client.get(f"/en/table?q={'a+' * 99}").get_data(as_text=True)
    assert "/en/table.csv?q=a" in page
    assert "f=gpkg" not in page


def test_pages_hold_a_hundred_rows_and_all_of_them_together(client):
    first, second = (grid(client, f"/table?page={page}").rows for page in (1, 2))
    assert (len(first), len(second)) == (100, 13)
    assert len({row[0] for row in first + second}) == 113


def test_the_table_is_asked_by_keyboard_alone(visit, server_url):
    page = visit(f"{server_url}/en/table")
    page.get_by_role("searchbox", name="Name").focus()
    page.keyboard.type("dong")
    page.keyboard.press("Tab")
    page.keyboard.type("active")
    page.keyboard.press("Enter") if page.evaluate("document.activeElement.tagName") != "SELECT" else None
    page.get_by_role("button", name="Show").first.press("Enter")
    page.wait_for_url("**/en/table?q=dong&status=active#rows")
    chip = page.get_by_role("link", name="Remove the filter Status: active")
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/table?q=dong#rows")
    head = page.get_by_role("columnheader", name="Planned area").get_by_role("link")
    head.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Planned area")).to_have_attribute("aria-sort", "descending")


@pytest.mark.parametrize("language", ["", "/en"])
def test_only_the_table_scrolls_on_a_phone_and_the_form_unfolds(visit, server_url, language):
    page = visit(f"{server_url}{language}/table?status=active", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.get_by_role("searchbox").is_visible()
    page.locator(".folds > summary").click()
    assert page.get_by_role("searchbox").is_visible()
    region = page.locator(".grid")
    assert region.evaluate("region => region.scrollWidth > region.clientWidth")
    region.evaluate("region => region.scrollTo(400, 300)")
    name, corner = page.locator(".grid tbody th").nth(8), page.locator(".grid thead th").first
    assert name.bounding_box()["x"] == corner.bounding_box()["x"] == region.bounding_box()["x"] + 1


@pytest.mark.parametrize("path", ["/table", "/en/table?columns=all&status=active", "/en/table?columns=x"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_no_barrier_in_the_table(visit, browser, server_url, path, width):
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(server_url + path)
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    page.close()
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
