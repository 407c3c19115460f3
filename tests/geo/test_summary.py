"""The figures of a selection, in numbers that can be checked by hand."""

import pytest

from geo import occupancy
from geo.published import INDICATORS
from geo.summary import SUMMED, Sum, summarise, unit_figures

GROSS = occupancy.DEFINITIONS[-1]


def cluster(**known):
    """A cluster of which nothing is known but what is given."""
    return {**dict.fromkeys((*INDICATORS, *SUMMED, "enterprises_unit")), "status": "active", **known}


THREE = [
    cluster(planned_area_ha=10.0, leased_area_ha=5.0, workers=100, workers_as_of="2024-H1"),
    cluster(planned_area_ha=30.0, leased_area_ha=30.0, workers=50, workers_as_of="2021-06-30; 2022"),
    cluster(planned_area_ha=5.5),
]


def test_sums_say_of_how_many_clusters_and_years_they_are():
    summary = summarise(THREE)
    assert summary.clusters == 3
    assert summary.sums["planned_area_ha"] == Sum(45.5, 3)
    assert summary.sums["workers"] == Sum(150, 2, (2021, 2024))


def test_a_sum_over_nothing_known_is_no_nought():
    assert summarise(THREE).sums["budget_bn_vnd"] == Sum(None, 0)
    assert summarise([]).sums["planned_area_ha"] == Sum(None, 0)
    assert summarise([cluster(ready_area_ha=0.0)]).sums["ready_area_ha"] == Sum(0.0, 1)


def test_the_fill_rate_is_that_of_the_definition_both_ways():
    gross = summarise(THREE, GROSS).rate
    assert gross.weighted == pytest.approx(35 / 40)
    assert gross.simple == pytest.approx((0.5 + 1.0) / 2)
    assert (gross.computable, gross.clusters) == (2, 3)
    assert summarise(THREE).rate.weighted is None


def test_registered_households_stand_apart():
    summary = summarise([
        cluster(enterprises=226, enterprises_unit="hộ đăng ký sản xuất, kinh doanh"),
        cluster(enterprises=7, enterprises_unit="doanh nghiệp"),
    ])  # fmt: skip
    assert summary.sums["enterprises"] == Sum(7, 1)
    assert summary.registered == Sum(226, 1)


def test_a_selection_and_an_area_of_the_same_clusters_have_the_same_figures():
    summary, figures = summarise(THREE, GROSS), unit_figures(THREE)
    assert figures["workers"] == summary.sums["workers"].amount
    assert figures["fill_rate_gross_weighted"] == pytest.approx(summary.rate.weighted)
    assert figures["planned_area_known"] == summary.sums["planned_area_ha"].known
