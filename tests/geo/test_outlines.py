from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo.bbox import BBox
from geo.crs import distance_m, forward, geodesic_area_ha
from geo.outlines import Place, arrange, geometry_of, pin_problem, schematic_outline
from geo.schema import Quality

HANOI = BBox(105.28, 20.56, 106.03, 21.39)
ONE_TENTH_PERCENT = 1e-3


@given(st.floats(105.3, 106.0), st.floats(20.6, 21.3), st.floats(1, 80))
def test_a_schematic_outline_has_exactly_the_planned_area(lon, lat, area_ha):
    outline = schematic_outline(lon, lat, area_ha)
    assert geodesic_area_ha(outline) == pytest.approx(area_ha, rel=ONE_TENTH_PERCENT)
    assert outline.is_valid
    assert outline.exterior.is_ccw
    assert outline.contains(Point(lon, lat))


def test_a_schematic_outline_is_a_regular_hexagon():
    corners = list(schematic_outline(105.8, 21.0, 20).exterior.coords)[:-1]
    sides = [distance_m(*one, *other) for one, other in zip(corners, corners[1:] + corners[:1], strict=True)]
    assert len(corners) == 6
    assert max(sides) - min(sides) < 0.1
    assert corners[0][0] == pytest.approx(105.8, abs=1e-7)
    assert corners[0][1] > 21.0


def place(cluster_id, lon, lat, accuracy_m=200.0, area_ha=20.0):
    return Place(cluster_id, lon, lat, "pin", accuracy_m, area_ha)


@given(
    st.lists(
        st.tuples(
            st.floats(105.80, 105.81), st.floats(21.0, 21.01), st.sampled_from([None, 1.4, 20.0, 75.0])
        ),
        min_size=2,
        max_size=8,
    )
)
def test_arranged_outlines_never_overlap_and_always_stand_alike(spots):
    places = [place(f"c{n}", lon, lat, 200.0 + n, area) for n, (lon, lat, area) in enumerate(spots)]
    arranged = arrange(places)
    assert arranged == arrange(list(reversed(places)))
    for one, other in combinations(arranged, 2):
        assert not geometry_of(one).intersects(geometry_of(other))


def test_the_better_placed_stays_and_the_move_is_added_to_the_accuracy():
    pin, commune = place("z", 105.8, 21.0, 200.0), place("a", 105.8, 21.0, 1000.0)
    moved, stayed = arrange([commune, pin])
    assert stayed == pin
    assert moved.moved_m > 0
    assert moved.accuracy_m == pytest.approx(1000.0 + moved.moved_m)
    assert distance_m(105.8, 21.0, moved.lon, moved.lat) == pytest.approx(moved.moved_m, abs=1e-3)


def test_places_that_do_not_meet_stay():
    apart = [place("a", 105.8, 21.0), place("b", 105.9, 21.0)]
    assert arrange(apart) == apart
    assert arrange([]) == []


def test_without_an_area_a_place_is_a_point_of_missing_quality():
    bare = place("a", 105.8, 21.0, area_ha=None)
    assert geometry_of(bare) == Point(105.8, 21.0)
    assert bare.quality is Quality.MISSING
    assert place("a", 105.8, 21.0).quality is Quality.SCHEMATIC


COMMUNE = Place("c", 105.8, 21.0, "commune", 1000.0)


def pin_at(metres):
    return forward(105.8, 21.0, 90, metres)


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        (pin_at(51), None),
        (pin_at(3999), None),
        (pin_at(4001), "4,001 m from the point of its commune"),
        (pin_at(49), "is the point of its commune"),
        ((21.0, 105.8), "swapped"),
        ((107.0, 21.0), "outside"),
    ],
    ids=["near", "just near", "too far", "the commune itself", "swapped", "outside"],
)
def test_a_pin_is_checked_before_it_is_used(pin, expected):
    problem = pin_problem(*pin, HANOI, COMMUNE, [(105.8, 21.0)])
    assert problem is None if expected is None else expected in problem


def test_a_pin_of_a_cluster_without_commune_can_only_be_checked_against_the_province():
    assert pin_problem(105.8, 21.0, HANOI, None) is None
    assert pin_problem(0.0, 0.0, HANOI, None) == "lies outside the province"
