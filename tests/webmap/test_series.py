"""The selection over time: each point is what the service says of that period, and a step of the address."""

import re

import pytest

from geo.series import series_of
from geo.snapshot import open_snapshot
from webmap import create_app
from webmap.settings import Settings


@pytest.fixture(scope="module")
def simulated(simulated_home):
    """A client of the service with a small simulated province."""
    return create_app(Settings(home=simulated_home)).test_client()


def part(client, query):
    """The chart as the map gets it."""
    return client.get(f"/en/selection?parts=series&{query}").get_json()["parts"]["series"]


def history_of(client, query):
    """The rows of the service for a period."""
    answer = client.get(f"/api/collections/history/items?limit=1000&{query}").get_json()
    return [one["properties"] for one in answer["features"]]


def test_a_rate_is_averaged_by_hectares_and_simply(simulated_home, simulated):
    snapshot = open_snapshot(simulated_home / "snapshots")
    steps = {
        one.period: one
        for one in series_of(snapshot, "fill_rate_gross", snapshot.collections["clusters"].rows)
    }
    for period, step in steps.items():
        known = [
            one for one in history_of(simulated, f"period={period}") if one["fill_rate_gross"] is not None
        ]
        assert step.known == len(known)
        if known:
            leased, planned = (
                sum(one[name] for one in known) for name in ("leased_area_ha", "planned_area_ha")
            )
            assert step.value == pytest.approx(leased / planned)
            assert step.simple == pytest.approx(sum(one["fill_rate_gross"] for one in known) / len(known))


def test_hectares_are_added_over_the_clusters_selected(simulated):
    fragment = part(simulated, "layer=ready_area_ha&status=active")
    active = {
        one["properties"]["id"]
        for one in simulated.get("/api/collections/clusters/items?limit=1000&status=active").get_json()[
            "features"
        ]
    }
    rows = [one for one in history_of(simulated, "period=2025") if one["cluster_id"] in active]
    total = sum(one["ready_area_ha"] for one in rows if one["ready_area_ha"] is not None)
    assert f"2025</a></th><td>{round(total, 2):,.10g} ha</td>" in fragment


def test_every_point_leads_to_its_period(simulated):
    fragment = part(simulated, "layer=fill_rate_gross&status=active")
    steps = re.findall(r'<a href="(/en/\?[^"]*)" data-step aria-label', fragment)
    assert len(steps) >= 2
    assert all("time=" in step and "status=active" in step for step in steps)


@pytest.mark.parametrize("layer", ["status", "stated_fill_rate", "boundary_quality"])
def test_what_is_neither_summed_nor_averaged_has_no_chart(simulated, layer):
    assert part(simulated, f"layer={layer}") == ""


def test_with_one_period_there_is_no_chart(client):
    assert part(client, "layer=fill_rate") == ""
