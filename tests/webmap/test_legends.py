"""What the legends say of Hanoi: classes without gaps, periods, what is missing."""

from dataclasses import asdict
from itertools import pairwise

import pytest

from geo.snapshot import open_snapshot
from webmap.pages.layers import LAYERS
from webmap.pages.legend_classes import classes_of, value_of
from webmap.pages.legends import explain, said_of_areas
from webmap.settings import Settings


@pytest.fixture(scope="module")
def snapshot(published_home):
    return open_snapshot(Settings(home=published_home).snapshots)


@pytest.fixture(scope="module")
def clusters(snapshot):
    return snapshot.collections["clusters"].records()


def explained(app, clusters, language):
    with app.test_request_context("/en/" if language == "en" else "/"):
        return {
            layer.id: {
                **asdict(explain(layer, clusters, language)),
                "classes": classes_of(
                    layer, [value_of(layer, one) for one in clusters if value_of(layer, one)]
                ),
                "areas": said_of_areas(layer),
            }
            for layer in LAYERS
        }


@pytest.fixture(scope="module")
def legends(app, clusters):
    return explained(app, clusters, "en")


def labels(legend):
    return [one["label"] for one in legend["classes"]]


def test_every_layer_says_what_it_is_in_both_languages(app, clusters, legends):
    vietnamese = explained(app, clusters, "vi")
    for layer, english in legends.items():
        for said in ("title", "definition", "period", "method"):
            assert english[said]
            assert vietnamese[layer][said] != english[said]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_the_classes_of_a_layer_have_no_gap(legends, layer):
    steps = [one for one in legends[layer.id]["classes"] if "from" in one]
    assert all(one["to"] == other["from"] for one, other in pairwise(steps))
    assert len({one["colour"] for one in steps}) == len(steps)


def test_legal_limits_divide_the_planned_areas(legends):
    assert labels(legends["planned_area_ha"]) == [
        "< 5 ha", "5 – < 10 ha", "10 – < 20 ha", "20 – < 35 ha", "35 – < 50 ha", "50 – 75 ha", "> 75 ha",
        "known as a bound only", "no data",
    ]  # fmt: skip


def test_a_rate_says_of_how_many_it_is_known_and_what_is_missing(legends):
    assert legends["fill_rate"]["note"] == (
        "Computable for 0 of 113. Missing: committed land at 113; industrial land at 113."
    )
    assert legends["fill_rate_gross"]["note"] == (
        "Computable for 1 of 113. Missing: leased land at 112; planned area at 38."
    )
    assert "a statement that it operates at 83" in legends["fill_rate_statistical"]["note"]
    assert legends["workers_per_ha"]["note"].startswith("Computable for 1 of 113.")


def test_a_period_runs_from_the_first_to_the_last_figure_and_counts_the_undated(legends):
    assert legends["stated_fill_rate"]["period"] == "Figures of 18 May 2022 to 2025. Undated: 2 of 8."
    assert legends["fill_rate"]["period"] == "No figure yet, so no period."
    assert legends["fill_rate_gross"]["period"] == "Undated: 1 of 1."


def test_the_coverage_counts_the_reported_indicators_and_names_them(legends):
    assert "asking land rent" in legends["data_coverage"]["note"]
    assert "25 indicators" in legends["data_coverage"]["definition"]


def test_a_bound_is_no_value():
    area = next(layer for layer in LAYERS if layer.id == "planned_area_ha")
    assert value_of(area, {"planned_area_ha": 20, "bounds": "planned_area_ha: about 20"}) is None
    assert value_of(area, {"planned_area_ha": 20, "bounds": None}) == 20


def test_a_stated_rate_is_not_averaged_over_an_area(legends):
    assert "definition is unknown" in legends["stated_fill_rate"]["areas"]
    assert "Two means" in legends["fill_rate"]["areas"]
    assert "sum of what is known" in legends["planned_area_ha"]["areas"]
