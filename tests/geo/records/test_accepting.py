"""Accepting: new rows get their ids, what does not fit is refused with every reason, and two never overwrite."""

import multiprocessing

import pytest
from shapely.geometry import mapping

from geo.changes import Action, Change
from geo.errors import IntakeError, MovedOnError, QueryError
from geo.records.revisions import Kind
from geo.records.store import open_records
from tests.geo.conftest import cluster, square
from tests.geo.records.conftest import FORM, URL, accept, facts_at, new_fact


def added(table: str, key: str, **row) -> Change:
    return Change(table, key, Action.ADDED, None, row)


def test_new_facts_and_their_source_get_ids_no_package_comes_near(records):
    accept(records, new_fact("320"), new_fact("12", field="enterprises", unit="cơ sở"))
    tables = records.package_at(2).tables
    assert list(tables["facts"]["id"])[-2:] == ["f900000001", "f900000002"]
    assert list(tables["sources"]["id"])[-1] == "s900001"
    assert set(tables["facts"]["source_id"][-2:]) == {"s900001"}
    assert tables["sources"].iloc[-1]["title"] == FORM.title


def test_an_id_is_never_given_twice_even_after_going_back(records):
    accept(records, new_fact("320"))
    records.roll_back(1, "Lan", "nhầm")
    accept(records, new_fact("321"))
    assert "f900000002" in facts_at(records, 4)


def test_the_same_document_is_one_source(records):
    accept(records, new_fact("320"))
    accept(records, new_fact("12", field="enterprises", unit="cơ sở"))
    sources = records.package_at(3).tables["sources"]
    assert list(sources["id"]).count("s900001") == 1
    assert len(sources) == 4


def test_rows_that_name_each_other_by_key_name_each_other_by_id(records):
    decision = added("decisions", "", cluster_id="south", field="workers", fact_id="new-1", reason="Biểu 02")
    accept(records, new_fact("320", key="new-1"), decision)
    assert records.package_at(2).tables["decisions"].iloc[0]["fact_id"] == "f900000001"


def test_decisions_alone_are_a_revision_of_their_own_kind(records):
    decision = added(
        "decisions", "", cluster_id="south", field="planned_area_ha", fact_id="f00011", reason="đo lại"
    )
    assert accept(records, decision).kind is Kind.DECISION


def test_a_new_outline_takes_the_place_of_the_one_before(records):
    row = {"id": "south", "boundary_quality": "official", "position_accuracy_m": 1.0, "place_basis": "outline",
           "source_id": "form", "geometry": mapping(square(105.8, 20.95, 600))}  # fmt: skip
    accept(records, Change("outlines", "south", Action.SUPERSEDED, None, row))
    layer = records.package_at(2).layers["outlines"]
    assert list(layer["id"]) == ["north", "south", "west"]
    assert layer.iloc[1]["source_id"] == "s900001"
    assert layer.geometry[1].equals(square(105.8, 20.95, 600))


FAULTY = {
    "an unknown cluster": (new_fact("1", cluster_id="east"), "cluster_id: 'east' is not in clusters"),
    "an unknown field": (new_fact("1", field="height"), "'height'; expected one of"),
    "a source nobody gave": (new_fact("1", source_id="other"), "'other' is not in sources"),
    "a text for a number": (new_fact("1", value_min="1"), "value_min: '1' is no number"),
    "a number that is none": (new_fact("1", value_min=True), "value_min: True is no number"),
    "an impossible period": (new_fact("1", period="2024-H3"), "'2024-H3' is no string that is allowed"),
    "an impossible day": (new_fact("1", valid_until="2024-02-30"), "'2024-02-30' is no date"),
    "a column that is not there": (new_fact("1", colour="red"), "has no column colour"),
    "nothing required": (added("facts", ""), "cluster_id: is missing"),
    "a row that is there": (added("clusters", "north", id="north"), "clusters north: is there already"),
    "a row that is not there": (
        Change("facts", "f00099", Action.WITHDRAWN, None, None),
        "facts f00099: is not in the record",
    ),
    "a table that is not there": (added("moons", "x"), "there is no table moons"),
    "no new content": (Change("facts", "f00001", Action.SUPERSEDED, None, None), "content is missing"),
    "a cluster without a place": (
        added("clusters", "east", **cluster("east", "planned")),
        "clusters east has no feature in outlines",
    ),
    "a cluster that facts name": (
        Change("clusters", "west", Action.WITHDRAWN, None, None),
        "clusters west cannot be withdrawn: facts f00017 names it",
    ),
    "an outline of no cluster": (
        added("outlines", "east", id="east", boundary_quality="official", place_basis="outline"),
        "'east' is not in clusters",
    ),
    "an outline of no known quality": (
        Change("outlines", "west", Action.SUPERSEDED, None, {"id": "west", "boundary_quality": "good"}),
        "property boundary_quality: 'good'; expected one of",
    ),
}


@pytest.mark.parametrize(("change", "told"), FAULTY.values(), ids=FAULTY)
def test_what_would_not_be_a_whole_package_is_refused(records, change, told):
    with pytest.raises(IntakeError, match=told.replace("(", r"\(")):
        accept(records, change)
    assert records.head().number == 1


def test_all_reasons_are_told_at_once(records):
    with pytest.raises(IntakeError, match="2 problem") as refused:
        accept(records, new_fact("1", cluster_id="east"), new_fact("1", field="height"))
    assert "east" in str(refused.value)
    assert "height" in str(refused.value)


def test_the_same_row_twice_no_change_and_no_reason_are_refused(records):
    change = Change("facts", "f00001", Action.WITHDRAWN, None, None)
    with pytest.raises(IntakeError, match="facts f00001: is changed twice"):
        accept(records, change, change)
    with pytest.raises(QueryError, match="nothing to accept"):
        accept(records)
    with pytest.raises(QueryError, match="expected a name and a reason"):
        records.accept([change], "Lan", " ")


def test_who_comes_second_is_shown_what_others_changed_and_what_both_touch(records):
    accept(records, new_fact("320"), new_fact("12", field="enterprises", unit="cơ sở"), based_on=1)
    with pytest.raises(MovedOnError) as moved:
        accept(records, new_fact("400"), based_on=1)
    assert (moved.value.based_on, moved.value.head) == (1, 2)
    assert [change.key for change in moved.value.changes] == ["f900000001", "f900000002", "s900001"]
    assert moved.value.both == (("facts", "f900000001"),)
    assert accept(records, new_fact("400"), based_on=2).number == 3


def edit(home, value, gate, answers):
    records = open_records(home, URL)
    gate.wait()
    try:
        answers.put(accept(records, new_fact(value), based_on=1).number)
    except MovedOnError as moved:
        answers.put(("moved", moved.head, moved.both))


def test_of_two_editors_at_the_same_instant_one_is_first_and_the_other_is_told(records):
    processes = multiprocessing.get_context("forkserver")
    gate, answers = processes.Barrier(2), processes.Queue()
    editors = [
        processes.Process(target=edit, args=(records.home, value, gate, answers)) for value in ("1", "2")
    ]
    for editor in editors:
        editor.start()
    told = sorted([answers.get(timeout=60), answers.get(timeout=60)], key=str)
    for editor in editors:
        editor.join()
    assert told == [("moved", 2, (("facts", "f900000001"),)), 2]
    assert records.head().number == 2
