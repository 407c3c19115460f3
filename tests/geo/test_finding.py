"""An investor's conditions: met, failed by an amount, or unknown; the order in which they rule out is no matter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distances import Distance
from geo.finding import find
from geo.judging import (
    Industries,
    Listed,
    OnePiece,
    ReadyLand,
    Rent,
    Verdict,
    Wastewater,
    Within,
    most_ha,
    ready_ha,
)
from geo.ranking import WEIGHTS, rank
from geo.sites import COLUMNS, Lot, Site

MEETS, FAILS, UNKNOWN = Verdict


def site(row=0, lots=(), adjoining=(), **known):
    """A site of which nothing is known but what is given."""
    record = dict.fromkeys(COLUMNS) | {"id": f"site-{row}", "name_vi": f"Site {row}"} | known
    return Site(row, record, tuple(lots), tuple(adjoining), bool(lots))


def ready(number, area_ha):
    return Lot(number, area_ha, is_ready=True, day=None)


def later(number, area_ha, day=None):
    return Lot(number, area_ha, is_ready=False, day=day)


NEXT_YEAR = date(2027, 12, 31)


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        (ReadyLand(3.0), {"ready_area_ha": 3.0}, (MEETS, "ready", 3.0, None)),
        (ReadyLand(3.0), {"ready_area_ha": 2.6}, (FAILS, "ready", 2.6, 0.4)),
        (ReadyLand(3.0), {}, (UNKNOWN, "ready_unknown", None, None)),
        (ReadyLand(3.0), {"unleased_area_ha": 9.0}, (UNKNOWN, "ready_unknown", None, None)),
        (ReadyLand(3.0), {"unleased_area_ha": 2.0}, (FAILS, "unleased", 2.0, 1.0)),
        (ReadyLand(3.0), {"planned_area_ha": 2.0}, (FAILS, "planned", 2.0, 1.0)),
        (ReadyLand(3.0), {"planned_area_ha": 9.0, "leased_area_ha": 8.0}, (FAILS, "unlet", 1.0, 2.0)),
        (ReadyLand(3.0, NEXT_YEAR), {"ready_area_ha": 2.0}, (UNKNOWN, "later_unknown", 2.0, None)),
        (Rent(320), {"land_rent_usd_m2_min": 320.0}, (MEETS, "rent", 320.0, None)),
        (Rent(320, below=True), {"land_rent_usd_m2_min": 320.0}, (FAILS, "rent", 320.0, 0.0)),
        (Rent(320, below=True), {"land_rent_usd_m2_min": 319.5}, (MEETS, "rent", 319.5, None)),
        (Rent(320), {"land_rent_usd_m2_min": 350.0}, (FAILS, "rent", 350.0, 30.0)),
        (Rent(320), {}, (UNKNOWN, "not_stated", None, None)),
        (Rent(320), {"bounds": "land_rent_usd_m2: >100"}, (UNKNOWN, "bound_only", None, None)),
        (Industries(("wood",)), {"industries": "mechanical;wood"}, (MEETS, "named", None, None)),
        (Industries(("wood",)), {"industries": "mechanical"}, (FAILS, "names_others", None, None)),
        (Industries(("wood",)), {"industries": "mechanical;many"}, (UNKNOWN, "several", None, None)),
        (Industries(("wood",)), {}, (UNKNOWN, "not_stated", None, None)),
        (Listed("ward_code", ("1", "2")), {"ward_code": "2"}, (MEETS, "stated:2", None, None)),
        (Listed("ward_code", ("1", "2")), {"ward_code": "3"}, (FAILS, "stated:3", None, None)),
        (Listed("ward_code", ("1", "2")), {}, (UNKNOWN, "not_stated", None, None)),
    ],
)
def test_a_condition_is_met_failed_by_an_amount_or_unknown(condition, known, expected):
    found = condition.judge(site(**known))
    assert (found.verdict, found.reason, found.found) == expected[:3]
    assert found.short == (None if expected[3] is None else pytest.approx(expected[3]))


@pytest.mark.parametrize(
    ("status", "named", "built"),
    [
        ("capacity_named", MEETS, UNKNOWN),
        ("planned", MEETS, FAILS),
        ("built", MEETS, MEETS),
        (None, UNKNOWN, UNKNOWN),
    ],
)
def test_a_capacity_that_is_named_is_not_a_plant_that_is_built(status, named, built):
    one = site(wastewater_status=status, wastewater_capacity_m3_day=None if status is None else 900.0)
    assert Wastewater().judge(one).verdict == named
    assert Wastewater(built=True).judge(one).verdict == built


@pytest.mark.parametrize(
    ("metres", "verdict", "reason"),
    [
        (29_000.0, MEETS, "distance"),
        (29_500.0, UNKNOWN, "position"),
        (30_900.0, UNKNOWN, "position"),
        (31_500.0, FAILS, "distance"),
    ],
)
def test_a_site_that_may_lie_on_either_side_of_the_limit_is_unknown(metres, verdict, reason):
    found = Within(30.0, [Distance(metres, 1000.0)]).judge(site())
    assert (found.verdict, found.reason) == (verdict, reason)


def test_a_site_without_a_place_is_neither_near_nor_far():
    assert Within(30.0, [None]).judge(site()).verdict == UNKNOWN


@pytest.mark.parametrize(
    ("condition", "lots", "reason"),
    [
        (ReadyLand(3.0), [ready(0, 1.0), ready(1, None)], "ready_unknown"),
        (ReadyLand(3.0, NEXT_YEAR), [ready(0, 1.0), later(1, None, date(2027, 6, 1))], "later_unknown"),
        (OnePiece(3.0), [ready(0, 1.0), ready(1, None)], "no_lots"),
        (OnePiece(3.0, NEXT_YEAR), [ready(0, 1.0), later(1, None)], "later_unknown"),
    ],
)
def test_a_lot_that_nobody_measured_is_not_of_no_size(condition, lots, reason):
    found = condition.judge(site(lots=lots))
    assert (found.verdict, found.reason) == (UNKNOWN, reason)


def test_lots_that_come_by_the_day_count_and_those_that_come_later_do_not():
    lots = [ready(0, 1.0), later(1, 1.5, date(2027, 6, 1)), later(2, 9.0, date(2028, 6, 1))]
    assert ReadyLand(2.5, NEXT_YEAR).judge(site(lots=lots)).reason == "ready_by"
    assert ReadyLand(3.0, NEXT_YEAR).judge(site(lots=lots)).short == pytest.approx(0.5)


def test_lots_of_which_nobody_says_when_they_come_leave_it_open():
    found = ReadyLand(3.0, NEXT_YEAR).judge(site(lots=[ready(0, 1.0), later(1, 2.0)]))
    assert (found.verdict, found.found) == (UNKNOWN, 1.0)


def test_ready_land_is_what_the_cluster_states_before_what_its_lots_add_up_to():
    lots = [ready(0, 1.0), ready(1, 2.0), later(2, 4.0)]
    assert ready_ha(site(lots=lots)) == 3.0
    assert ready_ha(site(lots=lots, ready_area_ha=5.0)) == 5.0
    assert ready_ha(site()) is None


def test_one_piece_is_made_of_lots_that_adjoin():
    lots = [ready(0, 1.0), ready(1, 1.5), ready(2, 1.0)]
    apart, joined = site(lots=lots), site(lots=lots, adjoining=[(0, 1)])
    assert OnePiece(2.0).judge(apart).short == pytest.approx(0.5)
    assert OnePiece(2.0).judge(joined).found == pytest.approx(2.5)
    assert OnePiece(2.0).judge(site(ready_area_ha=9.0)).reason == "no_lots"


def test_figures_that_contradict_each_other_prove_nothing():
    assert most_ha(site(unleased_area_ha=-1.0)) is None


SITES = [
    site(0, land_rent_usd_m2_min=300.0, ready_area_ha=5.0, planned_area_ha=20.0, district_code="1"),
    site(1, land_rent_usd_m2_min=350.0, ready_area_ha=5.0, planned_area_ha=10.0, district_code="1"),
    site(2, planned_area_ha=30.0, district_code="1"),
    site(3, land_rent_usd_m2_min=300.0, ready_area_ha=2.6, district_code="2"),
    site(4, land_rent_usd_m2_min=400.0, ready_area_ha=1.0, district_code="2"),
]
QUESTION = [ReadyLand(3.0), Rent(320.0), Listed("district_code", ("1", "2"))]


def ids(found):
    return [one.site.row for one in found]


def test_each_step_says_how_many_sites_and_hectares_fall_away():
    land, rent, _ = find(SITES, QUESTION).steps
    assert (land.failed.sites, land.left.sites, land.unknown_left) == (2, 3, 1)
    assert land.left.areas["planned_area_ha"] == (60.0, 3)
    assert land.failed.areas["ready_area_ha"] == (pytest.approx(3.6), 2)
    assert (rent.failed.sites, rent.left.sites, rent.left.areas["ready_area_ha"]) == (1, 2, (5.0, 1))


def test_a_site_that_does_not_say_is_left_unless_only_known_ones_are_wanted():
    assert ids(find(SITES, QUESTION).left) == [0, 2]
    strict = find(SITES, QUESTION, with_unknown=False)
    assert ids(strict.left) == [0]
    assert strict.steps[0].silent.sites == 1


def test_near_misses_fail_one_condition_by_an_amount_the_nearest_first():
    misses = find(SITES, QUESTION).misses
    assert [(miss.found.site.row, miss.condition.code) for miss in misses] == [(1, "rent"), (3, "land")]
    assert [miss.short for miss in misses] == [30.0, pytest.approx(0.4)]


def test_another_industry_is_no_near_miss():
    assert find([site(industries="wood")], [Industries(("food",))]).misses == []


numbers = st.none() | st.floats(0, 10)
any_site = st.fixed_dictionaries(
    {
        "ready_area_ha": numbers,
        "planned_area_ha": numbers,
        "land_rent_usd_m2_min": numbers,
        "district_code": st.sampled_from("123"),
    }
)
conditions = st.permutations([ReadyLand(4.0), Rent(5.0), Wastewater(), Listed("district_code", ("1", "2"))])


@given(st.lists(any_site, max_size=12), conditions, conditions, st.booleans())
def test_the_order_of_the_conditions_changes_nothing(known, one_order, other_order, with_unknown):
    sites = [site(row, **record) for row, record in enumerate(known)]
    one = find(sites, one_order, with_unknown=with_unknown)
    other = find(sites, other_order, with_unknown=with_unknown)
    assert ids(one.left) == ids(other.left)
    assert {miss.found.site.row for miss in one.misses} == {miss.found.site.row for miss in other.misses}
    fallen = sum(step.failed.sites + step.silent.sites for step in one.steps)
    assert fallen + len(one.left) == len(sites)


def test_the_best_known_value_earns_the_whole_weight_and_the_unknown_nothing():
    found = find(SITES[:3], []).left
    first, second, third = rank(found, WEIGHTS | {"land": 0, "distance": 0}, None)
    rents = [next(term for term in one.terms if term.code == "rent") for one in (first, second, third)]
    assert [term.value for term in rents] == [300.0, 350.0, None]
    assert [term.share for term in rents] == [1.0, pytest.approx(0.1), 0.0]
    assert rents[0].points == pytest.approx(60.0)  # 3 of 3 + 2 weights


def test_a_score_is_the_sum_of_its_terms():
    for one in rank(find(SITES, []).left, WEIGHTS, [Distance(1000.0 * row, 0.0) for row in range(1, 6)]):
        assert one.score == pytest.approx(sum(term.points for term in one.terms))
        assert sum(term.most for term in one.terms) == pytest.approx(100.0)


def test_sites_that_surely_meet_everything_come_before_those_that_may():
    ranked = rank(find(SITES, QUESTION).left, {"known": 1}, None)
    assert [one.found.site.row for one in ranked] == [0, 2]


def test_without_weights_everything_is_level():
    ranked = rank(find(SITES, []).left, dict.fromkeys(WEIGHTS, 0), None)
    assert [one.score for one in ranked] == [0] * 5
