"""Natural breaks at readable numbers."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmap.pages.classes import natural_edges, roundest


@pytest.mark.parametrize(
    ("below", "at_most", "expected"),
    [
        (293, 312, 300),
        (0.061, 0.069, 0.065),
        (14, 15, 15),
        (-3, 7, 0),
        (1299, 1301, 1300),
        (0.3, 0.30001, 0.30001),
    ],
)
def test_the_roundest_number_of_a_gap_is_taken(below, at_most, expected):
    assert roundest(below, at_most) == pytest.approx(expected)


def test_groups_of_values_that_stand_apart_become_classes():
    values = [1, 2, 3, 11, 12, 13, 51, 52, 101, 102, 201, 203]
    assert natural_edges(values) == [0, 10, 50, 100, 200, 220]


def test_few_values_are_each_a_class():
    assert natural_edges([290, 300, 300, 425]) == [280, 300, 400, 430]
    assert natural_edges([66.5]) == [60, 70]


def test_no_values_make_no_class():
    assert natural_edges([]) == []


def test_nothing_at_all_is_a_value_too():
    assert natural_edges([0.0]) == [0, 0]


@given(st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=60))
def test_every_value_lies_in_a_class(values):
    edges = natural_edges(values)
    assert edges[0] <= min(values)
    assert edges[-1] >= max(values)
    assert all(low < high for low, high in pairwise(edges)) or edges[0] == edges[1] == values[0]


def test_thousands_of_values_take_no_longer_than_a_hundred():
    values = [(7919 * turn) % 10_007 / 100 for turn in range(5_000)]
    assert len(natural_edges(values)) == 6
