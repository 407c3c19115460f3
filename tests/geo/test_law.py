"""The dated rules, on areas whose figures can be checked by hand.

The usual cluster has 100 ha of industrial land, so that hectares committed are percent of fill. Days:
NĐ 32/2024 alone (ND32), with NĐ 139/2025 (ND139), and NĐ 303/2026 (ND303).
"""

import math
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import law_rules
from geo.law import (
    Answer,
    Area,
    ClusterLand,
    Condition,
    Verdict,
    all_of,
    any_of,
    may_establish,
    may_expand,
    regularisation,
    rules_on,
    size_lawful,
)
from geo.law_rules import RULE_SETS, AreaUnit
from geo.schema import Kind, Text

YES, NO, NOT_COMPUTABLE = Answer.YES, Answer.NO, Answer.NOT_COMPUTABLE
DISTRICT, COMMUNE = AreaUnit.DISTRICT, AreaUnit.COMMUNE
BEFORE, ND32, ND139, ND303 = date(2024, 4, 30), date(2024, 5, 1), date(2025, 7, 1), date(2026, 9, 15)
LAST_ND32, LAST_ND139 = date(2025, 6, 30), date(2026, 9, 14)


def land(committed: float | None = 0.0, leased: float | None = 0.0, industrial: float | None = 100.0):
    return ClusterLand("c", industrial, committed, leased)


def district(*clusters: ClusterLand) -> Area:
    return Area(DISTRICT, "Phú Xuyên", clusters)


def commune(*clusters: ClusterLand) -> Area:
    return Area(COMMUNE, "Đại Xuyên", clusters)


def condition(verdict: Verdict, id: str) -> Condition:
    return next(one for one in verdict.conditions if one.id == id)


def ids(verdict: Verdict) -> list[str]:
    return [one.id for one in verdict.conditions]


def expand(file_date: date = ND32, committed: float | None = 60.0, **stated) -> Verdict:
    """Ask about a cluster for which all is in order, but for what is stated otherwise."""
    usual = {"planned_area_ha": 50.0, "added_area_ha": 20.0, "essential_works_done": True}
    return may_expand(land(committed), file_date, **(usual | {"demand_above_stock": False} | stated))


def size(planned_area_ha: float | None, on: date = ND32, **stated) -> Verdict:
    """Ask about an ordinary cluster of 2020 in the plain, but for what is stated otherwise."""
    usual = {"kind": Kind.INDUSTRIAL, "mountain_district": False, "date_established": date(2020, 1, 1)}
    return size_lawful(planned_area_ha, on, **(usual | stated))


# The table


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (BEFORE, None),
        (ND32, "nd-32-2024"),
        (LAST_ND32, "nd-32-2024"),
        (ND139, "nd-32-2024-nd-139-2025"),
        (LAST_ND139, "nd-32-2024-nd-139-2025"),
        (ND303, "nd-303-2026"),
        (date(2030, 1, 1), "nd-303-2026"),
    ],
    ids=str,
)
def test_the_day_decides_which_rules_apply(day, expected):
    rules = rules_on(day)
    assert (rules.id if rules else None) == expected


def test_a_rule_set_ends_the_day_before_the_next_begins():
    assert [rules.effective_to for rules in RULE_SETS] == [LAST_ND32, LAST_ND139, None]


def test_the_thresholds_are_those_of_the_decrees():
    assert [
        (
            rules.establish_average_fill_over,
            rules.establish_unleased_ha_most,
            rules.expand_fill_least,
            rules.total_ha_most,
            rules.size_ha_least,
            rules.special_size_ha_least,
        )
        for rules in RULE_SETS
    ] == [(0.5, 100, 0.6, 75, 10, 5), (0.5, 100, 0.6, 75, 10, 5), (0.5, 50, 0.5, 75, 5, 5)]


def test_only_the_newest_rules_rest_on_a_secondary_source():
    assert [rules.secondary for rules in RULE_SETS] == [False, False, True]


def test_the_secondary_source_is_named_as_such():
    assert (law_rules.CONFIRM.vi, law_rules.CONFIRM.en) == (
        "nguồn thứ cấp, cần xác nhận",
        "secondary source, confirm the original",
    )


def test_every_text_is_there_in_both_languages():
    texts = [text for value in vars(law_rules).values() for text in _texts(value)]
    assert len(texts) > 30
    assert all(text.vi.strip() and text.en.strip() and text.vi != text.en for text in texts)


def _texts(value: object) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, dict):
        return _texts(tuple(value.values()))
    if isinstance(value, tuple):
        return [text for one in value for text in _texts(one)]
    if is_dataclass(value) and not isinstance(value, type):
        return [text for field in fields(value) for text in _texts(getattr(value, field.name))]
    return []


# Three values


@pytest.mark.parametrize(
    ("met", "either", "both"),
    [
        ((), False, True),
        ((True, True), True, True),
        ((True, False), True, False),
        ((True, None), True, None),
        ((False, False), False, False),
        ((False, None), None, False),
        ((None, None), None, None),
    ],
    ids=str,
)
def test_the_unknown_counts_only_where_it_could_decide(met, either, both):
    assert any_of(*met) is any_of(*reversed(met)) is either
    assert all_of(*met) is all_of(*reversed(met)) is both


# Establishing


@pytest.mark.parametrize(
    ("committed", "answer", "to_go"),
    [(0.0, NO, 100.0), (49.0, NO, 51.0), (100.0, NO, 0.0), (100.0002, YES, 0.0), (160.0, YES, 0.0)],
)
def test_the_average_fill_must_exceed_half(committed, answer, to_go):
    verdict = may_establish(district(land(committed, 0.0, 200.0)), ND32)
    weighted = condition(verdict, "average_fill_weighted")
    assert verdict.answer is answer
    assert (weighted.value, weighted.threshold) == (pytest.approx(committed / 200), 0.5)
    assert weighted.hectares_to_go == to_go


@pytest.mark.parametrize(
    ("file_date", "area", "limit"),
    [
        (ND32, district, 100.0),
        (LAST_ND139, district, 100.0),
        (LAST_ND139, commune, 100.0),
        (ND303, commune, 50.0),
    ],
)
@pytest.mark.parametrize(("beyond", "answer"), [(0.0, YES), (0.0001, NO), (20.0, NO)])
def test_the_unleased_land_may_reach_its_limit(file_date, area, limit, beyond, answer):
    verdict = may_establish(area(land(limit, limit - beyond, 2 * limit)), file_date)
    unleased = condition(verdict, "unleased_land")
    assert verdict.answer is answer
    assert (unleased.value, unleased.threshold) == (pytest.approx(limit + beyond), limit)
    assert unleased.hectares_to_go == pytest.approx(beyond)


def test_committed_land_below_the_leased_is_taken_as_unknown():
    verdict = may_establish(district(land(60.0, 61.0, 200.0)), ND32)
    assert verdict.answer is NOT_COMPUTABLE
    assert condition(verdict, "average_fill_weighted").missing == ("committed_area_ha",)


def test_noise_in_the_last_binary_digit_does_not_decide_on_unleased_land():
    assert 128.3 - 28.3 > 100
    assert may_establish(district(land(28.3, 28.3, 128.3)), ND32).answer is YES


def test_noise_in_the_last_binary_digit_does_not_decide_on_the_fill():
    assert 4.02 / 6.7 < 0.6
    verdict = may_expand(land(4.02, industrial=6.7), ND32, planned_area_ha=10.0, added_area_ha=5.0)
    assert condition(verdict, "cluster_fill").met


def test_the_weighted_average_counts_hectares_and_the_simple_one_clusters():
    verdict = may_establish(district(land(90.0, 0.0, 100.0), land(30.0, 0.0, 300.0)), ND32)
    assert condition(verdict, "average_fill_weighted").value == 0.3
    assert condition(verdict, "average_fill_simple").value == 0.5
    assert condition(verdict, "average_fill_weighted").hectares_to_go == 80.0
    assert condition(verdict, "average_fill_simple").hectares_to_go is None


APART = (land(90.0, 0.0, 100.0), land(60.0, 0.0, 300.0))
"""Weighted 37.5 %, simple 55 %."""


def test_where_the_averages_disagree_the_verdict_waits_and_says_why():
    verdict = may_establish(district(*APART), ND32)
    assert [one.met for one in verdict.conditions] == [False, True, False]
    assert verdict.answer is NOT_COMPUTABLE
    assert law_rules.AVERAGES_DISAGREE in verdict.notes


def test_averages_that_disagree_the_other_way_wait_too():
    verdict = may_establish(district(land(10.0, 0.0, 100.0), land(240.0, 0.0, 300.0)), ND32)
    assert [one.met for one in verdict.conditions] == [True, False, False]
    assert verdict.answer is NOT_COMPUTABLE


def test_averages_that_disagree_do_not_matter_where_little_land_is_left():
    leased = (land(90.0, 90.0, 100.0), land(60.0, 210.0, 300.0))
    verdict = may_establish(district(*leased), ND32)
    assert verdict.answer is YES
    assert law_rules.AVERAGES_DISAGREE not in verdict.notes


def test_averages_that_agree_are_not_flagged():
    assert law_rules.AVERAGES_DISAGREE not in may_establish(district(land(20.0, None)), ND32).notes


def test_an_area_without_clusters_is_free():
    verdict = may_establish(district(), ND32)
    assert (verdict.answer, ids(verdict)) == (YES, ["no_cluster_yet"])


@pytest.mark.parametrize(
    ("cluster", "missing"),
    [
        (land(None), ("committed_area_ha",)),
        (land(industrial=None), ("industrial_area_ha",)),
        (land(None, industrial=None), ("industrial_area_ha", "committed_area_ha")),
        (land(industrial=0.0), ("industrial_area_ha",)),
        (land(101.0), ("committed_area_ha",)),
        (land(-1.0), ("committed_area_ha",)),
        (land(math.nan), ("committed_area_ha",)),
    ],
    ids=str,
)
def test_the_average_needs_every_cluster(cluster, missing):
    verdict = may_establish(district(land(100.0), cluster), ND32)
    for id in ("average_fill_weighted", "average_fill_simple"):
        one = condition(verdict, id)
        assert (one.met, one.value, one.hectares_to_go, one.missing) == (None, None, None, missing)


def test_an_unknown_fill_leaves_the_question_open():
    assert may_establish(district(land(None), land(None)), ND32).answer is NOT_COMPUTABLE


def test_an_unknown_fill_does_not_matter_where_little_land_is_left():
    assert may_establish(district(land(None)), ND32).answer is YES


def test_unknown_leases_do_not_matter_where_the_fill_is_enough():
    assert may_establish(district(land(51.0, None)), ND32).answer is YES


def test_unleased_land_already_above_the_limit_decides_though_part_is_unknown():
    verdict = may_establish(district(land(10.0, 0.0, 120.0), land(10.0, None)), ND32)
    unleased = condition(verdict, "unleased_land")
    assert verdict.answer is NO
    assert (unleased.met, unleased.value, unleased.hectares_to_go) == (False, 120.0, 20.0)
    assert unleased.missing == ("leased_area_ha",)
    assert law_rules.AT_LEAST in verdict.notes


@pytest.mark.parametrize("unknown", [land(10.0, None), land(10.0, 101.0), land(10.0, -1.0)], ids=str)
def test_unleased_land_up_to_the_limit_decides_nothing_while_part_is_unknown(unknown):
    verdict = may_establish(district(land(10.0, 0.0, 100.0), unknown), ND32)
    unleased = condition(verdict, "unleased_land")
    assert verdict.answer is NOT_COMPUTABLE
    assert (unleased.met, unleased.value, unleased.hectares_to_go) == (None, None, None)
    assert law_rules.AT_LEAST not in verdict.notes


def test_clusters_without_usable_figures_are_named_once():
    clusters = (
        ClusterLand("whole", 100.0, 10.0, 0.0),
        ClusterLand("bare"),
        ClusterLand("let", 10.0, 5.0, 11.0),
    )
    assert any(note.en.endswith(": bare, let.") for note in may_establish(district(*clusters), ND32).notes)


def test_complete_figures_bring_no_note_of_gaps():
    assert may_establish(district(land(51.0)), ND32).notes == (law_rules.OTHER_CONDITIONS,)


@pytest.mark.parametrize(
    ("exempt", "answer", "missing"),
    [(True, YES, ()), (False, NO, ()), (None, NOT_COMPUTABLE, ("exempt",))],
)
def test_the_newest_rules_exempt_high_tech_and_ecological_clusters(exempt, answer, missing):
    verdict = may_establish(commune(land()), ND303, exempt=exempt)
    assert verdict.answer is answer
    assert condition(verdict, "exempt").missing == missing
    assert law_rules.NO_EXEMPTION not in verdict.notes


@pytest.mark.parametrize(("exempt", "noted"), [(True, True), (False, False), (None, False)])
def test_the_older_rules_exempt_nobody(exempt, noted):
    verdict = may_establish(district(land(0.0, 0.0, 200.0)), ND32, exempt=exempt)
    assert verdict.answer is NO
    assert "exempt" not in ids(verdict)
    assert (law_rules.NO_EXEMPTION in verdict.notes) is noted


@pytest.mark.parametrize(
    ("file_date", "area", "reading"),
    [
        (ND32, district, "counted by district"),
        (LAST_ND32, district, "counted by district"),
        (ND139, district, "counted by former district"),
        (ND139, commune, "counted by commune"),
        (LAST_ND139, district, "counted by former district"),
        (LAST_ND139, commune, "counted by commune"),
        (ND303, commune, "counted by commune"),
    ],
)
def test_a_verdict_names_the_reading_it_used(file_date, area, reading):
    verdict = may_establish(area(land(51.0)), file_date)
    assert (verdict.answer, verdict.reading.en) == (YES, reading)


@pytest.mark.parametrize(("file_date", "area", "noted"), [(ND32, district, False), (ND139, commune, True)])
def test_a_verdict_says_that_there_is_another_reading(file_date, area, noted):
    assert (law_rules.TWO_READINGS in may_establish(area(), file_date).notes) is noted


@pytest.mark.parametrize(
    ("file_date", "area", "wanted"),
    [
        (LAST_ND32, commune, "count by the district, not by the commune"),
        (ND303, district, "count by the commune, not by the district"),
    ],
)
@pytest.mark.parametrize("clusters", [(), (land(99.0),)], ids=["empty", "full"])
def test_an_area_of_the_wrong_unit_gets_no_answer(file_date, area, wanted, clusters):
    verdict = may_establish(area(*clusters), file_date)
    assert (verdict.answer, verdict.conditions, verdict.reading) == (NOT_COMPUTABLE, (), None)
    assert wanted in verdict.notes[0].en


@given(
    st.lists(st.tuples(*[st.sampled_from([0.0, 40.0, 60.0, 100.0])] * 2), min_size=1, max_size=4), st.data()
)
def test_what_is_learned_later_never_overturns_an_answer(pairs, data):
    hidden = data.draw(st.lists(st.tuples(*[st.booleans()] * 3), min_size=len(pairs), max_size=len(pairs)))
    known = tuple(land(*pair) for pair in pairs)
    partly = tuple(
        ClusterLand("c", *(None if hide else value for hide, value in zip(mask, (100.0, *pair), strict=True)))
        for mask, pair in zip(hidden, pairs, strict=True)
    )
    early = may_establish(district(*partly), ND32).answer
    assert early in (NOT_COMPUTABLE, may_establish(district(*known), ND32).answer)


# Expanding


@pytest.mark.parametrize(
    ("file_date", "committed", "answer", "to_go"),
    [
        (ND32, 60.0, YES, 0.0),
        (ND32, 59.9999, NO, 0.0001),
        (LAST_ND139, 59.0, NO, 1.0),
        (ND303, 50.0, YES, 0.0),
        (ND303, 49.0, NO, 1.0),
    ],
)
def test_the_fill_of_a_cluster_that_expands_may_equal_the_threshold(file_date, committed, answer, to_go):
    verdict = expand(file_date, committed)
    assert verdict.answer is answer
    assert condition(verdict, "cluster_fill").hectares_to_go == pytest.approx(to_go)


def test_demand_above_the_stock_stands_in_for_the_fill():
    assert expand(committed=0.0, demand_above_stock=True).answer is YES


@pytest.mark.parametrize(
    ("planned", "added", "met", "to_go"),
    [
        (50.0, 20.0, True, 5.0),
        (50.0, 25.0, True, 0.0),
        (50.0, 25.0001, False, 0.0001),
        (80.0, 0.0, False, 5.0),
    ],
)
def test_the_total_may_reach_75_hectares(planned, added, met, to_go):
    verdict = expand(planned_area_ha=planned, added_area_ha=added)
    total = condition(verdict, "total_area")
    assert verdict.answer is (YES if met else NO)
    assert (total.met, total.value, total.threshold) == (met, planned + added, 75.0)
    assert total.hectares_to_go == pytest.approx(to_go)


@pytest.mark.parametrize(
    ("planned", "added", "answer", "missing"),
    [
        (None, 20.0, NOT_COMPUTABLE, ("planned_area_ha",)),
        (50.0, None, NOT_COMPUTABLE, ("added_area_ha",)),
        (None, None, NOT_COMPUTABLE, ("planned_area_ha", "added_area_ha")),
        (0.0, 20.0, NOT_COMPUTABLE, ("planned_area_ha",)),
        (50.0, math.nan, NOT_COMPUTABLE, ("added_area_ha",)),
        (76.0, None, NO, ("added_area_ha",)),
        (None, 76.0, NO, ("planned_area_ha",)),
    ],
)
def test_an_unknown_area_matters_unless_the_other_is_too_large_alone(planned, added, answer, missing):
    verdict = expand(planned_area_ha=planned, added_area_ha=added)
    assert verdict.answer is answer
    assert condition(verdict, "total_area").missing == missing
    assert (law_rules.AT_LEAST in verdict.notes) is (answer is NO)


@pytest.mark.parametrize(("done", "answer"), [(True, YES), (False, NO), (None, NOT_COMPUTABLE)])
def test_the_shared_works_must_be_done(done, answer):
    assert expand(essential_works_done=done).answer is answer


@pytest.mark.parametrize("done", [True, False, None])
def test_the_newest_rules_as_reported_do_not_ask_for_the_shared_works(done):
    verdict = expand(ND303, essential_works_done=done)
    assert (verdict.answer, ids(verdict)) == (YES, ["cluster_fill", "demand_above_stock", "total_area"])
    assert law_rules.WORKS_NOT_MENTIONED in verdict.notes


def test_the_older_rules_say_nothing_of_works_not_mentioned():
    assert expand().notes == (law_rules.OTHER_CONDITIONS,)


@pytest.mark.parametrize(
    ("committed", "demand", "answer"),
    [
        (60.0, True, YES),
        (60.0, None, YES),
        (0.0, True, YES),
        (0.0, False, NO),
        (0.0, None, NOT_COMPUTABLE),
        (None, True, YES),
        (None, False, NOT_COMPUTABLE),
        (None, None, NOT_COMPUTABLE),
    ],
)
def test_fill_and_demand_combine_in_three_values(committed, demand, answer):
    assert expand(committed=committed, demand_above_stock=demand).answer is answer


def test_unknown_inputs_of_an_expansion_are_named():
    verdict = may_expand(ClusterLand("bare"), ND32, planned_area_ha=None, added_area_ha=None)
    assert [one.missing for one in verdict.conditions] == [
        ("industrial_area_ha", "committed_area_ha"),
        ("demand_above_stock",),
        ("planned_area_ha", "added_area_ha"),
        ("essential_works_done",),
    ]


def test_a_failed_condition_decides_though_the_rest_is_unknown():
    assert expand(committed=None, demand_above_stock=None, essential_works_done=False).answer is NO


# Size


@pytest.mark.parametrize(
    ("planned", "stated", "answer", "to_go"),
    [
        (10.0, {}, YES, 0.0),
        (9.9999, {}, NO, 0.0001),
        (5.0, {"mountain_district": True}, YES, 0.0),
        (4.0, {"mountain_district": True}, NO, 1.0),
        (5.0, {"kind": Kind.CRAFT_VILLAGE}, YES, 0.0),
        (4.9999, {"kind": Kind.CRAFT_VILLAGE}, NO, 0.0001),
        (5.0, {"kind": Kind.CRAFT_VILLAGE, "mountain_district": None}, YES, 0.0),
        (10.0, {"mountain_district": None}, YES, 0.0),
        (4.0, {"mountain_district": None}, NO, 1.0),
        (5.0, {"on": ND303}, YES, 0.0),
        (4.0, {"on": ND303}, NO, 1.0),
        (5.0, {"on": ND303, "mountain_district": None}, YES, 0.0),
        (5.0, {"on": LAST_ND139}, NO, 5.0),
    ],
)
def test_a_cluster_may_be_as_small_as_the_minimum(planned, stated, answer, to_go):
    verdict = size(planned, **stated)
    least = condition(verdict, "least_area")
    assert verdict.answer is answer
    assert (least.hectares_to_go, least.missing) == (pytest.approx(to_go), ())


@pytest.mark.parametrize("planned", [5.0, 9.9999])
def test_between_the_minimums_it_matters_whether_the_district_is_a_mountain_one(planned):
    verdict = size(planned, mountain_district=None)
    least = condition(verdict, "least_area")
    assert verdict.answer is NOT_COMPUTABLE
    assert (least.met, least.missing, least.threshold) == (None, ("mountain_district",), None)


@pytest.mark.parametrize(
    ("planned", "mountain", "threshold"), [(10.0, None, 10), (4.0, None, 5), (7.0, True, 5), (7.0, False, 10)]
)
def test_the_minimum_that_decided_is_shown(planned, mountain, threshold):
    assert condition(size(planned, mountain_district=mountain), "least_area").threshold == threshold


@pytest.mark.parametrize("on", [ND32, ND139, ND303])
@pytest.mark.parametrize(
    ("planned", "answer", "to_go"), [(75.0, YES, 0.0), (75.0001, NO, 0.0001), (80.0, NO, 5.0)]
)
def test_a_cluster_may_be_as_large_as_the_maximum(on, planned, answer, to_go):
    verdict = size(planned, on)
    assert verdict.answer is answer
    assert condition(verdict, "most_area").hectares_to_go == pytest.approx(to_go)


@pytest.mark.parametrize(
    ("planned", "established", "answer"),
    [
        (4.0, date(2017, 7, 14), YES),
        (4.0, date(2017, 7, 15), NO),
        (4.0, None, NOT_COMPUTABLE),
        (80.0, date(2009, 10, 4), YES),
        (80.0, date(2009, 10, 5), NO),
        (80.0, None, NOT_COMPUTABLE),
        (50.0, None, YES),
    ],
)
def test_older_clusters_may_keep_their_size(planned, established, answer):
    assert size(planned, date_established=established).answer is answer


@pytest.mark.parametrize(
    ("planned", "conditions"),
    [
        (50.0, ["least_area", "most_area"]),
        (4.0, ["least_area", "established_before_nd_68_2017", "most_area"]),
        (80.0, ["least_area", "most_area", "established_before_qd_105_2009"]),
    ],
)
def test_the_age_is_asked_only_where_it_matters(planned, conditions):
    assert ids(size(planned)) == conditions


def test_an_old_cluster_is_lawful_whichever_minimum_applies():
    verdict = size(7.0, mountain_district=None, date_established=date(2010, 1, 1))
    assert verdict.answer is YES
    assert condition(verdict, "established_before_nd_68_2017").article == "NĐ 32/2024 Đ35.1"


def test_an_unknown_age_is_named_as_missing():
    one = condition(size(4.0, date_established=None), "established_before_nd_68_2017")
    assert (one.met, one.missing) == (None, ("date_established",))


@pytest.mark.parametrize("planned", [None, 0.0, math.nan, -1.0])
def test_without_an_area_its_lawfulness_is_unknown(planned):
    verdict = size(planned)
    assert verdict.answer is NOT_COMPUTABLE
    assert condition(verdict, "least_area").missing == ("planned_area_ha",)
    assert condition(verdict, "most_area").missing == ("planned_area_ha",)


def test_without_area_and_district_both_are_missing():
    least = condition(size(None, mountain_district=None), "least_area")
    assert least.missing == ("planned_area_ha", "mountain_district")


def test_a_cluster_that_may_keep_any_size_is_lawful_without_an_area():
    assert size(None, date_established=date(2009, 10, 4)).answer is YES


# Regularising


@pytest.mark.parametrize(
    ("established", "answer", "missing"),
    [
        (date(2009, 10, 4), YES, ()),
        (date(2009, 10, 5), NO, ()),
        (None, NOT_COMPUTABLE, ("date_established",)),
    ],
)
def test_clusters_formed_before_decision_105_must_be_regularised(established, answer, missing):
    verdict = regularisation(established, ND32)
    assert (verdict.answer, verdict.conditions[0].missing) == (answer, missing)


@pytest.mark.parametrize(
    ("on", "days", "late"),
    [(date(2026, 12, 30), 1, False), (date(2026, 12, 31), 0, False), (date(2027, 1, 1), -1, True)],
)
def test_the_days_left_count_to_the_end_of_2026(on, days, late):
    verdict = regularisation(date(2000, 1, 1), on)
    assert (verdict.conditions[0].value, verdict.conditions[0].unit) == (days, "day")
    assert (law_rules.DEADLINE_PASSED in verdict.notes) is late
    assert law_rules.MAY_BE_DONE in verdict.notes


def test_no_days_are_counted_where_the_duty_does_not_hold():
    verdict = regularisation(date(2020, 1, 1), date(2027, 1, 1))
    assert verdict.conditions[0].value is None
    assert law_rules.DEADLINE_PASSED not in verdict.notes


# All questions


QUESTIONS = {
    "establish": lambda day: may_establish(commune(land()), day),
    "expand": lambda day: expand(day),
    "size": lambda day: size(4.0, day),
    "regularise": lambda day: regularisation(date(2000, 1, 1), day),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_before_the_first_rules_nothing_is_computable(question):
    verdict = QUESTIONS[question](BEFORE)
    assert verdict == Verdict(question, NOT_COMPUTABLE, (), None, None, (law_rules.NO_RULES,))


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("day", "noted"), [(LAST_ND139, False), (ND303, True)])
def test_a_verdict_under_the_newest_rules_asks_to_confirm_the_source(question, day, noted):
    verdict = QUESTIONS[question](day)
    assert verdict.rule_set is rules_on(day)
    assert (law_rules.CONFIRM in verdict.notes) is noted


@pytest.mark.parametrize(
    ("verdict", "noted"),
    [
        (size(4.0, ND303), True),
        (size(50.0, ND303), False),
        (size(4.0, LAST_ND139), False),
        (regularisation(None, ND303), True),
        (regularisation(None, LAST_ND139), False),
    ],
    ids=str,
)
def test_a_transitional_rule_under_the_newest_rules_is_marked_as_assumed(verdict, noted):
    assert (law_rules.TRANSITION_CARRIED_OVER in verdict.notes) is noted


@pytest.mark.parametrize(
    ("verdict", "articles"),
    [
        (may_establish(district(land()), ND32), ["Đ8.1c", "Đ8.1c", "Đ8.1c"]),
        (expand(), ["Đ8.2c", "Đ8.2c", "Đ8.2a", "Đ8.2d"]),
        (size(4.0), ["Đ2.1", "Đ35.1", "Đ2.1"]),
        (size(80.0), ["Đ2.1", "Đ2.1", "Đ35.1"]),
        (regularisation(None, ND32), ["Đ35.4"]),
    ],
    ids=["establish", "expand", "small", "large", "regularise"],
)
def test_each_condition_cites_its_article(verdict, articles):
    assert [one.article for one in verdict.conditions] == [f"NĐ 32/2024 {article}" for article in articles]
