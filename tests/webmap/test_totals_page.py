"""The page of the accounts: each figure is what is reported and what is not, and says what would close it."""

import re
from html import unescape

import pytest

from geo.totals import LINES
from webmap.pages.totals import find_wanted
from webmap.state import state


@pytest.fixture(scope="module")
def page(client):
    return unescape(client.get("/en/totals").get_data(as_text=True))


def section_of(page, line):
    return page.split(f'<h3 id="{line}">')[1].split("</section>")[0]


def test_the_latest_dated_figure_of_each_line_is_shown_before_the_older_ones(page):
    workers = section_of(page, "workers")
    shown, older = workers.split("<details>")
    assert "80,000" in shown and "60,000" not in shown
    assert "60,000" in older


def test_the_two_sides_add_up_to_the_figure(page):
    area = section_of(page, "planned_area_ha").split("<details>")[0]
    figure, reported, rest = (
        float(text.replace(",", "")) for text in re.findall(r"<strong>([\d,.]+)</strong>", area)[:3]
    )
    assert figure == pytest.approx(reported + rest)


def test_every_line_says_what_would_close_it(page):
    for line in LINES:
        assert line.remedy.en in section_of(page, line.id)


def test_a_bar_says_in_words_what_it_shows(page):
    bars = re.findall(r'<svg class="bar split" role="img" aria-label="([^"]+)"', page)
    assert bars
    assert all(re.fullmatch(r"[\d.]+% reported by clusters, [\d.]+% not yet reported", said) for said in bars)


def test_what_is_asked_for_first_is_what_most_waits_for(client):
    with client.application.test_request_context("/"):
        clusters = state().snapshot.collections["clusters"].records()
        wanted = find_wanted(clusters, [])
    leased = next(one for one in wanted if one.column == "leased_area_ha")
    assert wanted[0] is leased
    assert leased.clusters == sum(cluster["leased_area_ha"] is None for cluster in clusters)
    assert [one.rates + one.active for one in wanted] == sorted(
        (one.rates + one.active for one in wanted), reverse=True
    )


def test_nothing_is_asked_for_where_nothing_is_missing():
    assert find_wanted([], []) == []


def test_clusters_behind_a_figure_are_one_link_away(page):
    assert "/en/table?status=active&workers=known" in page
    assert re.search(r'/en/table\?district_code=\d{3}"', page)


def test_the_totals_of_the_breakdowns_are_those_of_all_clusters(client, page):
    total = len(client.get("/api/collections/clusters/items?limit=1000").get_json()["features"])
    feet = re.findall(r"<tfoot>(.*?)</tfoot>", page, re.DOTALL)
    assert len(feet) == 3
    assert all(f'<td class="number">{total}</td>' in foot for foot in feet)


def test_every_count_of_what_is_missing_is_the_table_behind_its_link(client, page):
    links = re.findall(r'href="(/en/table\?[^"]*=missing)">([\d,]+) / ', page)
    assert len(links) > 10
    for address, count in links:
        found = re.search(r"<strong>([\d,]+) (?:of|clusters)", client.get(address).get_data(as_text=True))
        assert (found[1] if found else "0") == count, address


def test_households_that_only_registered_are_counted_nowhere(client, page):
    feet = page.split('id="by-district"')[1].split("<tfoot>")[1].split("</tfoot>")[0]
    districts = client.get("/api/collections/districts/items?limit=100").get_json()["features"]
    there = sum(district["properties"]["enterprises"] or 0 for district in districts)
    assert f"{there:,.0f}" in feet
