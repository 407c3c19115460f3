"""Against rasterstats, which counts whole cells by their centres, and by what must hold for any outline."""

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterstats import zonal_stats
from shapely import LineString, box
from shapely.ops import split

from geo.rasters.zonal import zonal_statistics
from tests.geo.rasters.conftest import METRIC, ORIGIN, in_degrees, write

LEFT, TOP = ORIGIN
SIDE = 400 * 10.0
WHOLE = ("mean", "min", "max", "sum", "cells")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Cells of noise with holes, and classes of their tens."""
    noise = np.random.default_rng(7).normal(50, 12, (400, 400)).astype("float32")
    noise[np.random.default_rng(8).random((400, 400)) < 0.05] = np.nan
    path = write(tmp_path_factory.mktemp("noise") / "x.tif", noise, nodata=np.nan)
    with rasterio.open(path) as file:
        yield file


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    cells = np.random.default_rng(9).integers(1, 6, (400, 400)).astype("uint8")
    with rasterio.open(write(tmp_path_factory.mktemp("classes") / "x.tif", cells)) as file:
        yield file


def ask(file, statistics, *shapes):
    outlines = np.array([in_degrees(shape) for shape in shapes], dtype=object)
    return zonal_statistics(file, outlines, statistics, crs=METRIC)


corners = st.floats(10.0, SIDE - 10.0)
boxes = st.builds(
    lambda x, y, w, h: box(LEFT + x, TOP - y, LEFT + min(x + w, SIDE), TOP - max(y - h, 0.0)),
    corners, corners, st.floats(15.0, 900.0), st.floats(15.0, 900.0),
)  # fmt: skip
rounds = st.builds(lambda shape, cut: shape.buffer(cut), boxes, st.floats(1.0, 5.0))
shapes = st.one_of(boxes, rounds)


@given(shape=shapes)
def test_shares_of_classes_add_up_to_one(classes, shape):
    [found] = ask(classes, ("share", "majority"), shape)
    assert sum(found.shares.values()) == pytest.approx(1.0)
    assert found.shares[f"{found.values['majority']:.0f}"] == max(found.shares.values())


@given(shape=shapes)
def test_the_mean_lies_between_the_lowest_and_the_highest(dataset, shape):
    [found] = ask(dataset, ("mean", "min", "max", "median", "p10", "p90"), shape)
    if found.cells > 0:
        said = found.values
        assert said["min"] <= said["p10"] <= said["median"] <= said["p90"] <= said["max"]
        assert said["min"] <= said["mean"] <= said["max"]
    assert 0.0 <= found.covered <= 1.0


@given(shape=shapes, at=st.floats(0.1, 0.9))
def test_the_parts_of_an_outline_add_up_to_the_whole(dataset, shape, at):
    west, south, east, north = shape.bounds
    x = west + at * (east - west)
    parts = list(split(shape, LineString([(x, south - 1), (x, north + 1)])).geoms)
    [whole], found = ask(dataset, ("sum",), shape), ask(dataset, ("sum",), *parts)
    assert sum(one.cells for one in found) == pytest.approx(whole.cells, rel=1e-4, abs=1e-2)
    sums = sum(one.values.get("sum", 0.0) for one in found)
    assert sums == pytest.approx(whole.values.get("sum", 0.0), rel=1e-4, abs=1.0)


def theirs_of(dataset, shape, all_touched):
    wanted = ["count", "sum", "min", "max"]
    return zonal_stats([shape], dataset.name, stats=wanted, all_touched=all_touched, nodata=-1)[0]


@settings(max_examples=25)
@given(shape=shapes)
def test_rasterstats_differs_by_no_more_than_the_cells_on_the_boundary(dataset, shape):
    """It counts a cell whole or not at all, by its centre; here it counts by the part of it inside."""
    [ours] = ask(dataset, WHOLE, shape)
    centres = theirs_of(dataset, shape, False)
    # every cell of which a part lies inside, and those beyond an edge that runs along the cells
    reached = theirs_of(dataset, shape.buffer(1.0), True)
    boundary = shape.length / 10.0 * 2 + 4
    assert abs(ours.cells - (centres["count"] or 0)) <= boundary
    assert ours.cells <= (reached["count"] or 0) + 0.01
    if ours.cells > 0:
        # cells that only one of the two counts, or counts in part, lie on the boundary
        assert abs(ours.values["sum"] - (centres["sum"] or 0.0)) <= boundary * reached["max"]
        assert reached["min"] <= ours.values["min"] <= ours.values["max"] <= reached["max"]
    if centres["count"]:
        assert ours.values["min"] <= centres["min"] <= centres["max"] <= ours.values["max"]


def test_over_many_outlines_the_differences_cancel_out(dataset):
    generator = np.random.default_rng(3)
    places = generator.uniform(200.0, SIDE - 200.0, (200, 2))
    circles = [box(LEFT + x, TOP - y, LEFT + x + 101, TOP - y + 97).buffer(20) for x, y in places]
    ours = ask(dataset, ("mean",), *circles)
    theirs = zonal_stats(circles, dataset.name, stats=["mean"], nodata=-1)
    gaps = [one.values["mean"] - other["mean"] for one, other in zip(ours, theirs, strict=True)]
    assert np.abs(gaps).max() < 1.5
    assert abs(np.mean(gaps)) < 0.05


def test_a_plain_outline_along_the_cells_is_the_same_for_both(dataset):
    shape = box(LEFT + 500, TOP - 900, LEFT + 800, TOP - 500)
    [ours] = ask(dataset, ("mean",), shape)
    [theirs] = zonal_stats([shape], dataset.name, stats=["mean", "count"], nodata=-1)
    assert ours.cells == pytest.approx(theirs["count"], rel=1e-4)
    assert ours.values["mean"] == pytest.approx(theirs["mean"], rel=1e-4)
