"""The ledger of contradictions: what weighs how much, what settles it, and how a person decides."""

import pytest

from geo.changes import Action
from geo.errors import QueryError
from geo.intake.effects import apply_changes
from geo.ledger import Stake, State, decide, find_ledger, report, withdraw
from tests.geo.conftest import FACTS, fact, make_package

AREA = ("south", "planned_area_ha")


def with_facts(*more):
    return make_package([*FACTS, *more])


def decided(package, fact_id="f00011"):
    return apply_changes(package, decide(package, *AREA, fact_id, "theo quyết định", "2026-11-22"), [])


def test_two_sources_that_disagree_are_one_line_with_the_rule_that_settles_it():
    (one,) = find_ledger(make_package())
    assert (one.cluster_id, one.field) == AREA
    assert (one.state, one.stake, one.weight) == (State.RULE, Stake.HECTARES, 10.0)
    assert (one.published, one.others) == ("f00010", (("f00011", 2),))


def test_where_only_the_order_of_delivery_settles_it_is_open_and_comes_first():
    package = with_facts(
        fact(18, "north", "workers", "500", "lao động", period="2024"),
        fact(19, "north", "serviced_area_ha", "8.2", period="2024"),
    )
    ledger = find_ledger(package)
    assert [(one.field, one.state, one.stake, one.weight) for one in ledger] == [
        ("serviced_area_ha", State.OPEN, Stake.HECTARES, 0.2),
        ("workers", State.OPEN, Stake.PEOPLE, 200.0),
        ("planned_area_ha", State.RULE, Stake.HECTARES, 10.0),
    ]


def test_other_quantities_weigh_by_the_share_they_differ_by():
    package = with_facts(fact(18, "north", "revenue_bn_vnd", "40", "tỷ đồng", period="2024"))
    (one,) = [one for one in find_ledger(package) if one.field == "revenue_bn_vnd"]
    assert (one.stake, one.weight) == (Stake.SHARE, 0.2)


def test_a_person_decides_with_a_reason_and_both_values_stay():
    package = decided(make_package())
    (one,) = find_ledger(package)
    assert (one.state, one.published, one.others) == (State.PERSON, "f00011", (("f00010", 0),))
    assert (one.reason, one.decided_on) == ("theo quyết định", "2026-11-22")


def test_a_second_decision_supersedes_the_first_and_either_can_be_withdrawn():
    package = decided(make_package())
    (change,) = decide(package, *AREA, "f00010", "nhầm", "2026-11-23")
    assert (change.action, change.after["fact_id"]) == (Action.SUPERSEDED, "f00010")
    assert find_ledger(apply_changes(package, [change], []))[0].published == "f00010"
    (gone,) = withdraw(package, *AREA)
    assert find_ledger(apply_changes(package, [gone], []))[0].state is State.RULE


def test_only_a_value_that_takes_part_can_be_chosen():
    with pytest.raises(QueryError, match="expected one of f00010, f00011"):
        decide(make_package(), *AREA, "f00001", "x", "2026-11-22")
    with pytest.raises(QueryError, match="no sources contradict"):
        decide(make_package(), "north", "workers", "f00007", "x", "2026-11-22")


def test_a_package_without_contradictions_has_an_empty_ledger():
    assert report(make_package(FACTS[:9])) == []
