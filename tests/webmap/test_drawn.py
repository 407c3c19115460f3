"""What the screen draws: classes that hold over time, counts that the filter of the legend keeps, areas."""

import pytest
from flask import url_for
from werkzeug.datastructures import MultiDict

from geo.published import RATES
from webmap.pages.layers import LAYERS
from webmap.screen.legend import list_items
from webmap.screen.question import parse_question
from webmap.screen.shown import show
from webmap.state import state


@pytest.fixture
def ask(app):
    """Ask the screen in this process: `ask("status=active")` is what is shown."""

    def shown(query, language="en"):
        with app.test_request_context(f"/{language}/?{query}"):
            from flask import request

            snapshot = state().snapshot
            return show(parse_question(request.args, url_for("pages_en.index"), snapshot, language), snapshot)

    return shown


@pytest.fixture
def selection(client):
    """Ask the endpoint of the script: `selection("layer=status")` is its answer."""

    def asked(query, status=200):
        answer = client.get(f"/en/selection?{query}")
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json()

    return asked


@pytest.mark.parametrize("layer", [layer.id for layer in LAYERS])
def test_every_cluster_selected_falls_into_one_class_of_every_layer(selection, records, layer):
    drawn = selection(f"layer={layer}")
    assert drawn["rows"] == list(range(len(records)))
    assert len(drawn["marks"]) == len(drawn["values"]) == len(records)
    assert all(0 <= mark < len(drawn["classes"]) for mark in drawn["marks"])


@pytest.mark.parametrize("layer", [layer.id for layer in LAYERS])
def test_a_click_on_the_legend_leaves_as_many_clusters_as_the_legend_counts(app, client, layer):
    with app.test_request_context("/en/"):
        snapshot = state().snapshot
        question = parse_question(MultiDict({"layer": layer}), "/en/", snapshot, "en")
        items = [item for item in list_items(show(question, snapshot)) if item.address]
    assert items
    for item in items:
        left = client.get(item.address.replace("/en/", "/en/selection", 1)).get_json()
        assert len(left["rows"]) == int(item.count), item.label


def test_a_class_that_is_on_is_turned_off_by_the_same_link(selection):
    on = selection("layer=status&status=active")
    assert 'href="/en/?layer=status" data-step aria-current="true"' in on["parts"]["legend"]


def test_classes_stay_the_same_in_every_period_and_selection(selection):
    latest = selection("layer=stated_fill_rate&classes=quantiles&k=4")
    before = selection("layer=stated_fill_rate&classes=quantiles&k=4&time=2025&status=active")
    assert latest["classes"] == before["classes"]


def test_values_of_a_period_are_those_the_service_has_for_it(selection, client):
    drawn = selection("layer=stated_fill_rate&time=2025")
    known = [value for value in drawn["values"] if value is not None]
    served = client.get(
        "/api/collections/history/items?limit=1000&filter=period='2025' AND stated_fill_rate IS NOT NULL"
    ).get_json()
    assert sorted(known) == sorted(one["properties"]["stated_fill_rate"] for one in served["features"])


def test_a_difference_needs_both_periods(selection):
    drawn = selection("layer=stated_fill_rate&time=2025&versus=2022-H1")
    both = [value for value in drawn["values"] if value is not None]
    single = [value for value in selection("layer=stated_fill_rate&time=2025")["values"] if value is not None]
    assert len(both) < len(single)
    assert drawn["classes"][-1]["id"] == "missing"


def test_a_group_statement_is_a_class_of_its_own_tinted_by_what_it_states(selection):
    drawn = selection("layer=stated_fill_rate&stated_fill_rate_scope=group")
    ids = [one["id"] for one in drawn["classes"]]
    assert drawn["rows"]
    assert {ids[mark] for mark in drawn["marks"]} == {"group"}
    assert all(ids[tint].startswith("from-") for tint in drawn["tints"])


@pytest.mark.parametrize("kind", ["districts", "wards"])
def test_areas_count_the_selected_clusters_alone(selection, client, kind):
    whole = selection(f"layer=planned_area_ha&areas={kind}")
    part = selection(f"layer=planned_area_ha&areas={kind}&status=active")
    served = client.get(f"/api/collections/{kind}/items?limit=1000").get_json()["features"]
    assert whole["clusters"] == [one["properties"]["clusters"] for one in served]
    assert whole["values"] == pytest.approx(
        [one["properties"]["planned_area_ha"] for one in served], nan_ok=True
    )
    assert sum(part["clusters"]) < sum(whole["clusters"])


@pytest.mark.parametrize("mean", ["weighted", "simple"])
@pytest.mark.parametrize("rate", RATES)
def test_means_of_areas_are_those_the_service_publishes(selection, client, mean, rate):
    drawn = selection(f"layer={rate}&areas=districts&mean={mean}")
    served = client.get("/api/collections/districts/items?limit=1000").get_json()["features"]
    for value, one in zip(drawn["values"], served, strict=True):
        assert value == pytest.approx(one["properties"][f"{rate}_{mean}"], abs=1e-6)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("planned_area_ha=many", "planned_area_ha"),
        ("status=active,gone", "status"),
        ("within=105,21,106", "within"),
        ("extent=1,2,3", "extent"),
        ("filter=planned_area_ha >", "filter"),
        ("filter=nothing=1", "filter"),
        ("time=1999", "time"),
        ("versus=1999", "versus"),
        ("classes=best", "classes"),
        ("k=99", "k"),
        ("classes=fixed&edges=3,2", "edges"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(selection, query, parameter):
    problem = selection(query, status=400)
    assert problem["parameter"] == parameter
    assert problem["expected"]


def test_edges_of_the_reader_are_kept_and_widened_to_hold_every_value(selection):
    drawn = selection("layer=planned_area_ha&classes=fixed&edges=10,20,40")
    steps = [one for one in drawn["classes"] if one["id"].startswith("from-")]
    assert len(steps) == 2
    assert all(
        drawn["classes"][mark]["id"] in (*(one["id"] for one in steps), "missing", "bounds")
        for mark in drawn["marks"]
    )
