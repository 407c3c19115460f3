"""Lists beside the map: which area has most, what fell and rose most between two periods."""

import re
from html import unescape

import pytest

from webmap import create_app
from webmap.settings import Settings


@pytest.fixture(scope="module")
def ask(simulated_home):
    client = create_app(Settings(home=simulated_home)).test_client()

    def _ask(query, language="/en"):
        answer = client.get(f"{language}/selection?{query}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    return _ask


def charts(answer):
    """Return the lines of every chart by its title."""
    found = {}
    for section in answer["parts"]["charts"].split("<section")[1:]:
        title = re.search(r"<h3[^>]*>([^<]+)", section)[1]
        labels = re.findall(r'class="label"[^>]*>([^<]+)</span>', section)
        found[unescape(title)] = list(zip(labels, re.findall(r"<b>([^<]+)</b>", section), strict=True))
    return found


def number(said):
    return float(re.sub(r"[^\d.−-]", "", said).replace("−", "-"))


@pytest.mark.parametrize(("kind", "title"), [("districts", "Former districts"), ("wards", "Wards")])
def test_areas_are_listed_by_what_colours_them_the_highest_first(ask, kind, title):
    answer = ask(f"layer=ready_area_ha&areas={kind}")
    listed = charts(answer)[f"{title}, highest first"]
    known = [value for value, count in zip(answer["values"], answer["clusters"], strict=True)
             if value is not None and count]  # fmt: skip
    assert [number(said) for _, said in listed] == pytest.approx(sorted(known, reverse=True)[:40], abs=0.01)


def test_the_largest_falls_and_rises_are_listed_with_their_sign(ask):
    answer = ask("layer=fill_rate&time=2025&versus=2024")
    known = [value for value in answer["values"] if value is not None]
    rises = charts(answer)["Largest rises"]
    assert rises[0][1].startswith("+") and rises[0][1].endswith("pp")
    assert number(rises[0][1]) == pytest.approx(100 * max(known), abs=0.05)
    assert f"Clusters known in both periods: {len(known):,} of" in answer["parts"]["charts"]


def test_the_other_way_round_rises_are_falls(ask):
    there = charts(ask("layer=fill_rate&time=2025&versus=2024"))["Largest rises"]
    back = charts(ask("layer=fill_rate&time=2024&versus=2025"))["Largest falls"]
    assert [(name, said.replace("+", "−")) for name, said in there] == back


@pytest.mark.parametrize("kind", ["districts", "wards"])
def test_an_area_is_compared_by_the_clusters_known_in_both_periods(ask, kind):
    whole = ask(f"layer=ready_area_ha&time=2025&versus=2024&areas={kind}")
    clusters = ask("layer=ready_area_ha&time=2025&versus=2024")
    known = [value for value in clusters["values"] if value is not None]
    assert sum(whole["known"]) <= len(known)
    if kind == "districts":
        changes = [value for value in whole["values"] if value is not None]
        assert sum(changes) == pytest.approx(sum(known), abs=0.01)
    assert "less 2024" in whole["layer"]["title"]


def test_a_layer_that_is_counted_in_areas_is_not_said_to_be_a_difference(ask):
    answer = ask("layer=status&areas=districts&versus=2024")
    assert answer["layer"]["title"] == "Clusters" and not answer["layer"]["change"]


def test_the_legend_names_the_period_that_is_shown(ask):
    assert "Legal fill rate – 2024" in unescape(ask("layer=fill_rate&time=2024")["parts"]["legend"])
    assert ask("layer=fill_rate&time=2025&versus=2024")["title"].endswith("2025 less 2024")


def test_districts_are_measured_by_what_colours_the_map_unless_another_measure_is_asked_for(ask):
    assert charts(ask("layer=ready_area_ha"))["By former district"][0][1].endswith("ha")
    assert not charts(ask("layer=ready_area_ha&chart=clusters"))["By former district"][0][1].endswith("ha")


def test_what_is_missing_of_an_indicator_is_one_link_away(ask):
    page = unescape(ask("district_code=910")["parts"]["charts"])
    assert re.search(r'href="[^"]*leased_area_ha=missing"[^>]*>.*?without data', page)
    assert "leased_area_ha=known" in page
