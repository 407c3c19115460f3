"""Statistics inside outlines against answers computed by hand: cells of 10 m, counted by their parts."""

import numpy as np
import pytest
from pyproj import CRS
from shapely import Point, box

from geo.crs import transform_geometries
from geo.rasters.reading import open_kept
from geo.rasters.zonal import zonal_statistics
from tests.geo.rasters.conftest import CELL_M, ORIGIN, full, in_degrees

LEFT, TOP = ORIGIN
close = {"rel": 5e-5, "abs": 1e-4}


def cells(column, row, columns, rows):
    """Draw a box by cells: it may begin and end inside one."""
    left, top = LEFT + column * CELL_M, TOP - row * CELL_M
    return box(left, top - rows * CELL_M, left + columns * CELL_M, top)


def test_a_plane_has_the_height_of_the_middle_as_its_mean(measure):
    columns = np.arange(400, dtype="float32")[None, :] + full(0.0)
    [found] = measure(columns, cells(100, 100, 20, 10), statistics=("mean", "min", "max", "median", "stdev"))
    # columns 100 to 119, each ten times: mean and median 109.5, variance (20² − 1) / 12
    assert found.cells == pytest.approx(200.0, **close)
    assert found.covered == pytest.approx(1.0, **close)
    assert found.values["mean"] == pytest.approx(109.5, **close)
    assert found.values["median"] == pytest.approx(109.5, rel=1e-2)
    assert found.values["stdev"] == pytest.approx((399 / 12) ** 0.5, **close)


def test_cells_cut_by_the_outline_count_by_the_part_inside(measure):
    columns = np.arange(400, dtype="float32")[None, :] + full(0.0)
    [found] = measure(columns, cells(100.75, 100.5, 1.5, 1.0))
    # a quarter of column 100, all of 101, a quarter of 102: one and a half cells around 101
    assert found.cells == pytest.approx(1.5, **close)
    assert found.values == pytest.approx({"mean": 101.0, "min": 100.0, "max": 102.0}, **close)


def test_a_step_is_weighed_by_the_ground_on_each_side(measure):
    step = np.where(np.arange(400)[None, :] < 110, 1.0, 5.0).astype("float32") + full(0.0)
    [found] = measure(step, cells(100, 100, 40, 8))
    assert found.values["mean"] == pytest.approx((10 * 1.0 + 30 * 5.0) / 40, **close)


def test_percentiles_of_equal_parts_lie_where_the_parts_end(measure):
    tens = (np.arange(400) // 10).astype("float32")[None, :] + full(0.0)
    [found] = measure(tens, cells(100, 100, 100, 10), statistics=("p10", "median", "p90"))
    assert found.values["p10"] == pytest.approx(10.5, abs=0.51)
    assert found.values["median"] == pytest.approx(14.5, abs=0.51)
    assert found.values["p90"] == pytest.approx(18.5, abs=0.51)


def test_a_checkerboard_is_half_and_half_and_its_majority_the_larger_half(measure):
    board = (np.indices((400, 400)).sum(axis=0) % 2).astype("uint8") * 10 + 10
    even, odd = measure(
        board, cells(100, 100, 4, 4), cells(100, 100, 3, 3),
        statistics=("majority", "share"), kind="landcover",
    )  # fmt: skip
    assert even.shares == pytest.approx({"10": 0.5, "20": 0.5}, **close)
    assert odd.shares == pytest.approx({"10": 5 / 9, "20": 4 / 9}, **close)
    assert odd.values["majority"] == 10.0


def test_cells_without_data_never_count_and_lower_the_cover(measure):
    holed = full(7.0)
    holed[100:110, 100:105] = -1.0
    [found] = measure(holed, cells(100, 100, 10, 10), said={"nodata": -1.0})
    assert (found.cells, found.covered) == pytest.approx((50.0, 0.5), **close)
    assert found.values == {"mean": 7.0, "min": 7.0, "max": 7.0}


def test_an_outline_without_any_data_has_no_value(measure):
    holed = full(7.0)
    holed[100:110, 100:110] = np.nan
    inside, outside = measure(holed, cells(102, 102, 3, 3), cells(1_000, 1_000, 3, 3))
    assert (inside.cells, inside.covered, inside.values) == (0.0, 0.0, {})
    assert (outside.cells, outside.covered, outside.values) == (0.0, 0.0, {})


def test_an_outline_half_outside_the_raster_is_covered_by_half(measure):
    [found] = measure(full(3.0), cells(-10, 100, 20, 10))
    assert (found.cells, found.covered) == pytest.approx((100.0, 0.5), **close)


def test_an_outline_smaller_than_a_cell_takes_the_value_of_that_cell(measure):
    one = full(0.0)
    one[200, 200] = 42.0
    [found] = measure(one, cells(200.25, 200.25, 0.5, 0.5))
    assert found.cells == pytest.approx(0.25, rel=1e-3)
    assert found.values == {"mean": 42.0, "min": 42.0, "max": 42.0}


def test_an_outline_across_four_cells_takes_a_quarter_of_each(measure):
    four = full(0.0)
    four[199:201, 199:201] = [[1.0, 2.0], [3.0, 6.0]]
    [found] = measure(four, cells(199.5, 199.5, 1.0, 1.0))
    assert found.values["mean"] == pytest.approx(3.0, abs=1e-3)


def test_scale_and_offset_are_applied_and_nodata_stays_nodata(measure):
    stored = full(100, dtype="int16")
    stored[100:105, 100:110] = -32768
    [found] = measure(stored, cells(100, 100, 10, 10), scale=0.1, offset=5.0, nodata=-32768)
    assert found.cells == pytest.approx(50.0, **close)
    assert found.values["mean"] == pytest.approx(100 * 0.1 + 5.0)


def test_outlines_of_vn_2000_are_carried_into_a_utm_raster(measure):
    utm = CRS.from_epsg(32648)
    outline = cells(100, 100, 60, 40)
    carried = transform_geometries(np.array([in_degrees(outline)], dtype=object), utm)[0]
    left, top = round(carried.bounds[0], -1) - 1_000.0, round(carried.bounds[3], -1) + 1_000.0
    eastings = (left + 10.0 * (np.arange(400) + 0.5))[None, :] - left + np.zeros((400, 1))
    [found] = measure(eastings.astype("float32"), outline, origin=(left, top), written_in="EPSG:32648")
    # the mean of a plane over a shape is its height at the middle of the shape
    assert found.values["mean"] == pytest.approx(carried.centroid.x - left, abs=0.05)
    assert found.cells == pytest.approx(carried.area / 100.0, rel=1e-6)


def test_another_order_of_outlines_gives_the_same_answers(measure):
    noise = np.random.default_rng(1).normal(50, 9, (400, 400)).astype("float32")
    shapes = [Point(LEFT + x, TOP - y).buffer(70) for x, y in ((900, 900), (3_000, 3_000), (950, 880))]
    found = measure(noise, *shapes)
    again = measure(noise, *shapes[::-1])
    assert [one.values for one in found] == [one.values for one in again[::-1]]


def test_several_bands_become_what_is_made_of_them(add, home):
    bands = np.stack([full(0.2), full(0.6)])
    raster = add(bands, "bands", said={"bands": ("nir", "swir")})
    with open_kept(home, raster) as dataset:
        [found] = zonal_statistics(
            dataset, np.array([in_degrees(cells(100, 100, 5, 5))]), ("mean",), crs=raster.system, bands=(1, 2),
            change=lambda nir, swir: (swir - nir) / (swir + nir),
        )  # fmt: skip
    assert found.values["mean"] == pytest.approx(0.5, rel=1e-6)
