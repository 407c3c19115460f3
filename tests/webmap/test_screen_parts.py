"""The parts of the map's screen: their figures and counts are those of the service, their links the question."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from geo.published import COLLECTIONS
from webmap.screen.tidy import is_untidy, tidy

COLUMNS = {column.name: column for column in COLLECTIONS["clusters"].columns}
EVERY = (
    "",
    "status=active",
    "district_code=268,276&planned_area_ha=10..",
    "q=dong&workers=missing",
    "id=none",
)


def parts(client, query="", language="en"):
    answer = client.get(f"{'/en' if language == 'en' else ''}/selection?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return {name: unescape(text) for name, text in answer.get_json()["parts"].items()}


def selected(client, query):
    """Return what the service says of the clusters of a question."""
    rows = client.get(f"/en/selection?{query}").get_json()["rows"]
    features = client.get("/api/collections/clusters/items?limit=1000").get_json()["features"]
    return [features[row]["properties"] for row in rows]


def figure(page, name):
    return re.sub(r"<[^>]+>|\s+", " ", page.split(f'data-figure="{name}"')[1].split("</div>")[0])


def addresses(page):
    return [dict(parse_qsl(urlsplit(one).query)) for one in re.findall(r'href="([^"]+)" data-step', page)]


@pytest.mark.parametrize("query", EVERY)
def test_key_figures_are_the_sums_of_what_the_service_knows(client, query):
    clusters, page = selected(client, query), parts(client, query)["figures"]
    assert f" {len(clusters):,} " in figure(page, "clusters")
    for column in ("planned_area_ha", "leased_area_ha", "workers", "revenue_bn_vnd", "budget_bn_vnd"):
        known = [one[column] for one in clusters if one[column] is not None]
        said = figure(page, column)
        assert f"{len(known)} of {len(clusters)} report it" in said
        assert f"{round(sum(known), 2):,g}"[:4] in said if known else "no data" in said


def test_registered_households_are_named_beside_the_establishments(client):
    said = figure(parts(client)["figures"], "enterprises")
    assert "226 registered households not counted" in said
    assert "447" in said


def test_a_choice_counts_what_it_would_find(client):
    query = "planned_area_ha=10..&status=active"
    page = parts(client, query)["filters"]
    for status in ("planned", "established", "active"):
        found = len(selected(client, f"planned_area_ha=10..&status={status}"))
        assert re.search(rf'value="{status}"[^>]*>[^<]*<span>[^<]*</span> <b>{found}</b>', page)
    assert re.search(r'name="status" id="[^"]+" value="active" checked', page)
    assert '<input type="hidden" name="planned_area_ha" value="10..">' not in page
    assert re.search(r'name="planned_area_ha.least" id="[^"]+" value="10"', page)


def test_every_bar_of_a_district_counts_and_adds_or_removes_it(client):
    page = parts(client, "status=active")["charts"]
    for asked in addresses(page):
        if "district_code" in asked:
            count = len(selected(client, f"status=active&district_code={asked['district_code']}"))
            assert f"&district_code={asked['district_code']}" in page.replace("?", "&")
            assert count > 0
    chosen = parts(client, "district_code=268")["charts"]
    assert re.search(r'href="/en/" data-step aria-current="true">\s*<span class="label" lang="vi"', chosen)


def test_districts_are_measured_by_what_is_known_of_their_land(client):
    page = parts(client, "chart=planned_area_ha")["charts"]
    clusters = selected(client, "district_code=268")
    known = [one["planned_area_ha"] for one in clusters if one["planned_area_ha"] is not None]
    bar = page.split("district_code=268")[1].split("</a>")[0]
    assert f"{round(sum(known), 2):,g} ha" in bar
    assert f"known of {len(known)} of {len(clusters)}" in bar
    least = parts(client, "chart=completeness")["charts"].split('id="chart-district-title"')[1]
    shares = [float(share) for share in re.findall(r"<b>([\d.]+)%</b>", least.split("chart-class-title")[0])]
    assert shares == sorted(shares) and len(shares) > 10


def test_a_condition_no_field_can_show_goes_along_and_is_said(client):
    page = parts(client, "planned_area_ha=10..<20,50..&workers=known")["filters"]
    assert '<input type="hidden" name="planned_area_ha" value="10..<20,50..">' in page
    assert "now: 10 to less than 20 ha or at least 50 ha" in page
    assert '<input type="hidden" name="workers" value="known">' in page


@pytest.mark.parametrize(
    ("language", "sent", "expected"),
    [
        ("vi", [("planned_area_ha.least", "12,5"), ("planned_area_ha.most", "1.200")], {"planned_area_ha": "12.5..1200"}),
        ("en", [("planned_area_ha.least", "1,200.5"), ("planned_area_ha.most", "")], {"planned_area_ha": "1200.5.."}),
        ("vi", [("fill_rate.least", "62,5"), ("fill_rate.most", "100%")], {"fill_rate": "0.625..1"}),
        ("en", [("status", "active"), ("status", "planned"), ("q", "")], {"status": "active,planned"}),
        ("en", [("planned_area_ha", "10..<20"), ("planned_area_ha.most", "5")], {"planned_area_ha": "..5"}),
        ("en", [("ready_area_ha.least", "3"), ("ready_area_ha.known", "missing")], {"ready_area_ha": "3..,missing"}),
        ("en", [("known.column", "workers"), ("known.is", "missing")], {"workers": "missing"}),
        ("en", [("known.column", ""), ("known.is", "known")], {}),
        ("en", [("layer", "status"), ("beside.layer", "fill_rate"), ("beside.time", "")], {"layer": "status", "beside": "fill_rate"}),
        ("en", [("status", "active"), ("planned_area_ha", "10..75")], {"status": "active", "planned_area_ha": "10..75"}),
    ],
)  # fmt: skip
def test_what_a_form_sends_becomes_a_tidy_address(language, sent, expected):
    found = tidy(MultiDict(sent), COLUMNS, language)
    assert (found.texts, found.problems) == (expected, {})
    assert is_untidy(MultiDict(sent)) == (dict(sent) != expected)


def test_a_number_that_cannot_be_read_is_said_beside_its_field_and_the_rest_holds(client):
    query = "status=active&planned_area_ha.least=nhiều&fill_rate.most=120&workers=known"
    answer = client.get(f"/selection?{query}").get_json()
    page = unescape(answer["parts"]["filters"])
    assert 'value="nhiều" inputmode="decimal" maxlength="20" aria-invalid="true"' in page
    assert "một số như 12,5" in page and "phần trăm từ 0 đến 100" in page
    assert answer["address"] == "/?status=active&workers=known"


def test_the_drawer_holds_its_rows_only_when_it_is_open(client):
    assert "<table>" not in parts(client)["table"]
    page = parts(client, "status=active&open=table&sort=-planned_area_ha")["table"]
    expected = selected(client, "status=active")
    assert set(re.findall(r'<tr data-id="([^"]+)"', page)) == {one["id"] for one in expected}
    assert 'aria-sort="descending"' in page
    assert 'href="/en/table?status=active&sort=-planned_area_ha"' in page
    assert all(asked["status"] == "active" for asked in addresses(page))


def test_a_page_beyond_the_last_is_the_last_and_an_unknown_order_is_said(client):
    assert len(re.findall("<tr data-id", parts(client, "open=table&page=9")["table"])) == 13
    assert "sort=size" in parts(client, "open=table&sort=size")["table"]


def test_clusters_without_a_place_are_listed_under_their_district(client):
    query = "status=active"
    page = parts(client, query)["unplaced"]
    unplaced = {one["id"] for one in selected(client, query) if one["place_basis"] == "district"}
    assert set(re.findall(r'data-id="([^"]+)"', page)) == unplaced
    assert all("cluster" in asked and asked["status"] == "active" for asked in addresses(page))


@pytest.mark.parametrize(
    "query", [*EVERY, "time=2025", "time=2025&open=table&chart=workers", "layer=status&areas=wards"]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_part_is_made_in_both_languages(client, query, language):
    made = parts(client, query, language)
    assert {"figures", "filters", "charts", "table"} <= {name for name, text in made.items() if text}
    english = ("report it", "known of", "Apply", "City totals", "By status")
    found = [word for word in english if any(word in text for text in made.values())]
    assert found == [] if language == "vi" else len(found) >= 4
