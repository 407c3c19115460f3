"""The index finds what a look at every box finds, and packed parts make one gzip body."""

import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.boxtree import BoxTree, pack, touching
from geo.packing import Check, deflate, gzip_of

numbers = st.floats(-180, 180, allow_nan=False)


def tree_of(bounds):
    order, nodes = pack(bounds)
    return BoxTree(order, nodes, int(np.isfinite(bounds).all(axis=1).sum()))


def found(bounds, box):
    near = tree_of(bounds).near(box)
    return sorted(near[touching(bounds[near], box)].tolist())


@pytest.mark.parametrize("count", [0, 1, 2, 15, 16, 17, 255, 256, 257, 5_000])
def test_a_tree_of_any_size_finds_what_a_look_at_every_box_finds(count):
    random = np.random.default_rng(count)
    corners = random.uniform(-90, 90, (count, 2))
    bounds = np.column_stack([corners, corners + random.uniform(0, 5, (count, 2))])
    bounds[random.uniform(size=count) < 0.1] = np.nan
    for box in ((-10, -10, 10, 10), (-200, -200, 200, 200), (0, 0, 0, 0), (300, 300, 301, 301)):
        assert found(bounds, box) == np.flatnonzero(touching(bounds, box)).tolist()


@given(
    st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=60),
    st.tuples(numbers, numbers, numbers, numbers),
)
def test_any_boxes_are_found(boxes, box):
    bounds = np.array([[min(a, c), min(b, d), max(a, c), max(b, d)] for a, b, c, d in boxes]).reshape(-1, 4)
    assert found(bounds, box) == np.flatnonzero(touching(bounds, box)).tolist()


def test_nothing_with_a_place_is_an_empty_tree():
    assert found(np.full((3, 4), np.nan), (-180, -90, 180, 90)) == []


def test_only_a_small_part_of_a_large_tree_is_looked_at():
    along, up = (axis.ravel() for axis in np.meshgrid(np.arange(200.0), np.arange(200.0)))
    tree = tree_of(np.column_stack([along, up, along + 0.5, up + 0.5]))
    assert len(tree.near((50, 50, 52, 52))) < 200


@given(st.binary(max_size=2_000), st.binary(max_size=5_000))
def test_a_head_before_a_packed_part_unpacks_to_both(head, part):
    assert gzip.decompress(gzip_of(head, deflate(part), Check.of(part))) == head + part
