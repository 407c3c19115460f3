"""Rings in round metres: what is wrong with them, by the names of their points."""

import pytest
from shapely import Polygon

from geo.intake.rings import Corner, assemble_rings, check_ring


def ring(*positions: tuple[float, float]):
    return check_ring([Corner(str(n + 1), x, y, n) for n, (x, y) in enumerate(positions)])


def troubles(found):
    return [(one.kind, [corner.name for corner in one.corners]) for one in found.troubles]


SQUARE = [(0, 0), (0, 100), (100, 100), (100, 0)]


def test_a_ring_is_closed_whether_or_not_its_first_point_is_repeated():
    assert ring(*SQUARE).polygon.area == ring(*SQUARE, (0, 0)).polygon.area == 10_000
    assert (ring(*SQUARE).closed, ring(*SQUARE, (0, 0)).closed) == (False, True)


def test_the_sense_of_a_ring_is_known():
    assert (ring(*SQUARE).clockwise, ring(*reversed(SQUARE)).clockwise) == (True, False)


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        (SQUARE, []),
        ([(0, 0), (100, 100), (100, 0), (0, 100)], [("crossing", ["1", "2", "3", "4"])]),
        ([(0, 0), (0, 100), (0, 100), (100, 100)], [("repeated", ["2", "3"])]),
        ([(0, 0), (50, 50), (0, 100), (100, 100), (50, 50), (100, 0)], [("twice", ["2", "5"])]),
        ([(0, 0), (0, 100)], [("too-few", ["2"])]),
        ([(0, 0), (0, 50), (0, 100)], [("no-area", ["1"]), ("spike", ["1"]), ("spike", ["3"])]),
        ([(0, 0), (0, 100), (0.5, 300), (1, 100), (100, 100), (100, 0)], [("spike", ["3"])]),
        ([*SQUARE, (50, 100_000)], [("far", ["5"])]),
    ],
    ids=["none", "crossing", "repeated", "twice", "too few", "on a line", "spike", "far"],
)
def test_the_faults_of_a_ring_are_named(positions, expected):
    assert troubles(ring(*positions)) == expected


def test_a_crossing_is_located_and_a_better_order_is_found():
    (crossing,) = ring((0, 0), (100, 100), (100, 0), (0, 100)).troubles
    assert (crossing.x, crossing.y) == (50, 50)
    assert crossing.better == ("1", "3", "2", "4")


def box_at(x, y, side):
    return Polygon([(x, y), (x, y + side), (x + side, y + side), (x + side, y)])


def test_a_ring_inside_another_is_its_hole_and_one_inside_the_hole_a_part():
    assembled = assemble_rings(
        [box_at(0, 0, 100), box_at(20, 20, 40), box_at(30, 30, 10), box_at(200, 0, 10)]
    )
    assert assembled.holes == ((1, 0),)
    assert assembled.shape.area == 10_000 - 1_600 + 100 + 100


def test_parts_that_overlap_are_told_with_their_shared_area():
    assert assemble_rings([box_at(0, 0, 100), box_at(90, 0, 100)]).overlaps == ((0, 1, 1_000.0),)
