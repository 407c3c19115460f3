"""Conditions on the ground: what is measured meets or fails by so much, what nobody measured is unknown."""

import pytest

from geo.finding import find
from geo.ground import Ground
from geo.judging import Verdict
from geo.rasters.kinds import MEASURED
from geo.sites import Site


def site(quality="official", **measured):
    record = {"id": "a", "boundary_quality": quality, **{one.name: None for one in MEASURED}, **measured}
    areas = dict.fromkeys(("planned_area_ha", "unleased_area_ha", "ready_area_ha"))
    return Site(0, {**areas, **record})


@pytest.mark.parametrize(
    ("code", "limit", "measured", "verdict", "found", "short"),
    [
        ("slope", 5.0, {"slope_mean_pct": 5.0}, "meets", 5.0, None),
        ("slope", 5.0, {"slope_mean_pct": 7.5}, "fails", 7.5, 2.5),
        ("height", 4.0, {"height_mean_m": 4.2}, "meets", 4.2, None),
        ("height", 4.0, {"height_mean_m": 2.5}, "fails", 2.5, 1.5),
        ("flood", 10.0, {"flood_share": 0.1}, "meets", 10.0, None),
        ("flood", 0.0, {"flood_share": 0.25}, "fails", 25.0, 25.0),
        ("depth", 0.0, {"flood_depth_max_m": 0.0}, "meets", 0.0, None),
        ("depth", 0.5, {"flood_depth_max_m": 2.0}, "fails", 2.0, 1.5),
    ],
)
def test_what_is_measured_meets_or_fails_by_so_much(code, limit, measured, verdict, found, short):
    judged = Ground(code, limit).judge(site(**measured))
    assert (judged.verdict, judged.found, judged.short) == (verdict, pytest.approx(found), short)


def test_what_nobody_measured_is_unknown_and_says_why():
    for quality, reason in (
        ("official", "no_raster"),
        ("digitised", "no_raster"),
        ("schematic", "no_survey"),
    ):
        judged = Ground("slope", 5.0).judge(site(quality))
        assert (judged.verdict, judged.reason) == (Verdict.UNKNOWN, reason)


def test_unknown_ground_is_kept_unless_only_known_sites_are_wanted():
    sites = [site(slope_mean_pct=2.0), site("schematic"), site(slope_mean_pct=9.0)]
    asked = [Ground("slope", 5.0)]
    assert len(find(sites, asked).left) == 2
    answer = find(sites, asked, with_unknown=False)
    assert [one.site for one in answer.left] == sites[:1]
    assert [miss.short for miss in answer.misses] == [4.0]


def test_a_site_that_is_flooded_a_little_is_a_near_miss_of_none_at_all():
    answer = find([site(flood_share=0.02)], [Ground("flood", 0.0)])
    assert [miss.short for miss in answer.misses] == [pytest.approx(2.0)]
