"""The slope made of a terrain model, against planes whose slope is known, and against GDAL's own."""

import subprocess

import numpy as np
import pytest
import rasterio

from geo.crs import GEOD
from geo.rasters.library import find_rasters, raster_path
from geo.rasters.reading import open_kept
from geo.rasters.slope import horn_percent
from tests.geo.rasters.conftest import full

ROWS, COLUMNS = np.arange(400.0)[:, None], np.arange(400.0)[None, :]


@pytest.fixture
def slope_of(add, home):
    """Bring in a terrain model; the cells of the slope made of it."""

    def made(cells, **more):
        add(cells, "dem", **more)
        slope = next(one for one in find_rasters(home) if one.kind == "slope")
        assert (slope.derived_from, slope.method) == ("dem-2021-04-22", "horn1981")
        with open_kept(home, slope) as dataset:
            return dataset.read(1)

    return made


@pytest.mark.parametrize(
    ("rise_x", "rise_y", "percent"), [(0.0, 0.0, 0.0), (1.0, 0.0, 10.0), (0.0, -0.5, 5.0), (0.3, 0.4, 5.0)]
)
def test_a_plane_has_one_slope_everywhere(slope_of, rise_x, rise_y, percent):
    slopes = slope_of((100 + rise_x * COLUMNS + rise_y * ROWS).astype("float32"))
    assert slopes[1:-1, 1:-1] == pytest.approx(percent, abs=1e-3)


def test_the_edge_and_the_neighbours_of_a_hole_have_none(slope_of):
    holed = full(5.0)
    holed[200, 200] = np.nan
    missing = np.isnan(slope_of(holed))
    assert missing[0].all()
    assert missing[:, -1].all()
    assert missing[199:202, 199:202].all()
    assert missing[1:-1, 1:-1].sum() == 9


def test_a_step_is_spread_over_the_two_cells_beside_it():
    step = np.where(np.arange(6)[None, :] < 3, 0.0, 8.0) + np.zeros((3, 1))
    assert horn_percent(step, 10.0, 10.0).tolist() == [[0.0, 40.0, 40.0, 0.0]]


def test_cells_in_degrees_are_measured_on_the_ellipsoid(slope_of):
    cell = 1 / 3600
    slopes = slope_of(
        (100 + COLUMNS + 0 * ROWS).astype("float32"), crs="EPSG:4326", origin=(105.7, 21.2), cell=cell
    )
    north = 21.2 - 1.5 * cell
    width_m = GEOD.inv(105.7, north, 105.7 + cell, north)[2]
    assert slopes[1, 1] == pytest.approx(100 / width_m, rel=1e-4)


def test_web_mercator_stretches_the_ground_and_the_slope_does_not_follow(slope_of):
    x, y = 11_777_000.0, 2_400_000.0
    slopes = slope_of((100 + COLUMNS + 0 * ROWS).astype("float32"), crs="EPSG:3857", origin=(x, y))
    # 10 m of Web Mercator at 21° are 9.3 m of ground
    assert slopes[200, 200] == pytest.approx(10.0 / np.cos(np.radians(21.08)), rel=5e-3)


def test_it_is_the_slope_that_gdal_computes(add, home, tmp_path):
    hills = (100 + 20 * np.sin(COLUMNS / 9) * np.cos(ROWS / 7)).astype("float32")
    raster = add(hills)
    target = tmp_path / "gdal.tif"
    command = ("gdaldem", "slope", "-p", "-q", str(raster_path(home, raster.id)), str(target))
    subprocess.run(command, check=True)
    with rasterio.open(target) as theirs, rasterio.open(raster_path(home, "slope-2021-04-22")) as ours:
        assert ours.read(1)[1:-1, 1:-1] == pytest.approx(theirs.read(1)[1:-1, 1:-1], rel=1e-4, abs=1e-3)
