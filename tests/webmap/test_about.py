"""The page about the atlas: its numbers are those of the snapshot, and it says what is not known."""

import re
from html import unescape
from pathlib import Path

import pytest

from geo.law_rules import RULE_SETS
from geo.occupancy import DEFINITIONS
from geo.published import RATES

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()


def words(client, path="/en/about"):
    page = client.get(path).get_data(as_text=True)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_its_numbers_are_those_of_the_service(client, records):
    said = words(client)
    facts = Path("data/clusters/facts.csv").read_text(encoding="utf-8")
    assert f"{len(records)} clusters and {len(facts.splitlines()) - 1} facts" in said
    doubtful = sum(record["contradictions"] > 0 for record in records)
    assert f"they concern {doubtful} clusters" in said
    groups = sum(record["stated_fill_rate_scope"] == "group" for record in records)
    assert f"for {groups} more in statements about groups" in said


def test_each_rate_says_for_how_many_clusters_it_can_be_computed(client, records):
    said = words(client)
    for definition in DEFINITIONS:
        known = sum(record[definition.column] is not None for record in records)
        row = said.split(f" {RATES[definition.column].en} ", 1)[1]
        assert re.search(r"(\d+) of 113", row)[1] == str(known)


def test_every_set_of_rules_stands_there_with_its_source_and_dates(client):
    said = words(client, "/about")
    for rules in RULE_SETS:
        assert rules.title.vi in said
        assert rules.source.vi in said
    assert "từ 15/09/2026" in said
    assert "nguồn thứ cấp, cần xác nhận" in said


def test_what_is_known_of_no_cluster_is_named(client):
    said = words(client).split("What the atlas does not know")[-1]
    assert "Not known of a single cluster: Cleared land; Serviced land" in said
    assert "12 clusters are known by their former district only" in said


def test_the_citation_names_the_revision(client):
    revision = client.get("/api/?f=json").get_json()["revision"]
    assert f"Revision {revision}, read on" in words(client)


def test_every_entry_of_the_contents_leads_somewhere(client):
    page = client.get("/about").get_data(as_text=True)
    for target in re.findall(r'href="#([a-z]+)"', page):
        assert f'id="{target}"' in page


@pytest.mark.parametrize("path", ["/about", "/en/about"])
def test_the_page_is_without_barriers_and_fits_a_phone(browser, server_url, path):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(server_url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    page.close()
    assert [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found] == []
