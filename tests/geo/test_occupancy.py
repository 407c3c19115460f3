import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.occupancy import (
    DEFINITIONS,
    REMEDIES,
    Average,
    Rate,
    average,
    cleared_land,
    difference_ha,
    gross,
    legal,
    ready_ha,
    ready_land,
    statistical,
    unleased_ha,
)

NORTH = {
    "status": "active",
    "planned_area_ha": 20.0,
    "industrial_area_ha": 10.0,
    "serviced_area_ha": 8.0,
    "cleared_area_ha": 5.0,
    "leased_area_ha": 4.0,
    "committed_area_ha": 6.0,
}


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(legal, 0.6), (statistical, 0.4), (ready_land, 0.5), (cleared_land, 0.8), (gross, 0.2)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_each_definition_has_its_own_numerator_and_denominator(rate, expected):
    assert rate(NORTH) == Rate(pytest.approx(expected))


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.code)
def test_a_definition_says_what_it_divides(definition):
    expected = NORTH[definition.numerator] / NORTH[definition.denominator]
    assert definition.compute(NORTH).value == pytest.approx(expected)
    for column in (definition.numerator, definition.denominator):
        assert definition.compute(NORTH | {column: None}) == Rate(None, (column,))
        assert REMEDIES[column].vi
        assert REMEDIES[column].en


@pytest.mark.parametrize("unknown", [None, float("nan"), -1.0])
def test_a_missing_input_is_named_and_never_replaced(unknown):
    assert legal(NORTH | {"industrial_area_ha": unknown}) == Rate(None, ("industrial_area_ha",))
    assert legal({}) == Rate(None, ("committed_area_ha", "industrial_area_ha"))


def test_nothing_let_is_a_rate_of_zero_but_no_land_is_no_rate():
    assert gross(NORTH | {"leased_area_ha": 0.0}) == Rate(0.0)
    assert gross(NORTH | {"planned_area_ha": 0.0}) == Rate(None, ("planned_area_ha",))


def test_the_statistical_rate_counts_operating_clusters_only():
    assert statistical(NORTH | {"status": "established"}) == Rate(None, ("operating",))
    assert legal(NORTH | {"status": "established"}).value == pytest.approx(0.6)


def test_a_numerator_beyond_its_denominator_contradicts_and_gives_no_rate():
    assert legal(NORTH | {"committed_area_ha": 10.1}) == Rate(None, ("contradiction",))
    assert legal(NORTH | {"committed_area_ha": 10.0}) == Rate(1.0)


@given(st.floats(0, 1e4), st.floats(0.01, 1e4))
def test_a_rate_lies_between_zero_and_one_or_is_not_computable(leased, planned):
    rate = gross({"leased_area_ha": leased, "planned_area_ha": planned})
    assert (rate.value is None) == (leased > planned * (1 + 1e-9))
    assert rate.value is None or 0 <= rate.value <= 1


def test_the_two_stocks_of_free_land_are_different_quantities():
    assert unleased_ha(NORTH) == 6.0
    assert ready_ha(NORTH) == 4.0
    assert unleased_ha(NORTH | {"leased_area_ha": None}) is None
    assert ready_ha(NORTH | {"leased_area_ha": 9.0}) is None
    assert difference_ha(5.0, 5.0) == 0.0
    assert difference_ha(None, 1.0) is None


def test_an_area_has_a_weighted_and_a_simple_mean():
    small = NORTH | {"committed_area_ha": 10.0, "industrial_area_ha": 10.0}
    large = NORTH | {"committed_area_ha": 0.0, "industrial_area_ha": 30.0, "planned_area_ha": 40.0}
    large["leased_area_ha"] = 0.0
    unknown = {"status": "active"}
    assert average([small, large, unknown], DEFINITIONS[0]) == Average(0.25, 0.5, 2, 3)


def test_an_area_without_computable_rates_has_no_mean():
    assert average([{"status": "active"}], DEFINITIONS[0]) == Average(None, None, 0, 1)
    assert average([], DEFINITIONS[0]) == Average(None, None, 0, 0)


def test_more_leased_than_committed_land_is_a_contradiction():
    assert legal(NORTH | {"leased_area_ha": 6.1}) == Rate(None, ("contradiction",))
    assert legal(NORTH | {"leased_area_ha": 6.0}) == Rate(0.6)


def test_a_contradicting_cluster_counts_in_neither_mean():
    wrong = NORTH | {"committed_area_ha": 99.0}
    assert average([NORTH, wrong], DEFINITIONS[0]) == Average(pytest.approx(0.6), pytest.approx(0.6), 1, 2)
