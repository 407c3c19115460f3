"""The figures of an area: sums and means of what is known, with how many clusters stand behind each."""

import pytest

from geo.published import INDICATORS
from geo.summary import unit_figures


def cluster(**known):
    """A cluster of which nothing is known but what is given."""
    return {
        **dict.fromkeys(INDICATORS), "unleased_area_ha": None, "ready_area_ha": None, "status": "active",
        "enterprises_unit": None, **known,
    }  # fmt: skip


def test_a_sum_is_of_what_is_known_and_says_of_how_many():
    figures = unit_figures([cluster(workers=300), cluster(workers=200), cluster()])
    assert (figures["clusters"], figures["workers"], figures["workers_known"]) == (3, 500, 2)
    assert (figures["revenue_bn_vnd"], figures["revenue_bn_vnd_known"]) == (None, 0)


def test_a_known_zero_is_no_missing_value():
    figures = unit_figures([cluster(ready_area_ha=0.0), cluster()])
    assert (figures["ready_area_ha"], figures["ready_area_ha_known"]) == (0, 1)


def test_a_density_is_averaged_over_the_clusters_of_which_both_are_known():
    figures = unit_figures([
        cluster(workers=100, planned_area_ha=10), cluster(workers=600, planned_area_ha=20),
        cluster(workers=999), cluster(planned_area_ha=50), cluster(workers=5, planned_area_ha=0),
    ])  # fmt: skip
    assert figures["workers_per_ha_weighted"] == pytest.approx(700 / 30, abs=1e-6)
    assert figures["workers_per_ha_simple"] == pytest.approx((10 + 30) / 2)
    assert figures["workers_per_ha_known"] == 2


def test_registered_households_are_no_establishments():
    figures = unit_figures([
        cluster(enterprises=200, enterprises_unit="hộ đăng ký sản xuất, kinh doanh"),
        cluster(enterprises=7, enterprises_unit="doanh nghiệp"),
    ])  # fmt: skip
    assert (figures["enterprises"], figures["enterprises_known"]) == (7, 1)


def test_an_area_without_clusters_has_no_figures():
    figures = unit_figures([])
    assert figures.pop("clusters") == 0
    assert set(figures.values()) == {None, 0}
