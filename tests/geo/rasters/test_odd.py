"""Odd rasters and odd words about them: each is refused in a sentence, and the home stays as it was."""

import os
import time

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from geo.errors import QueryError, RefusedError
from geo.rasters.adding import add_raster
from geo.rasters.library import FOLDER, find_rasters, remove_raster
from tests.geo.rasters.conftest import ORIGIN, PROVINCE, brought, full, write


@pytest.mark.parametrize("scale", [float("nan"), float("inf")])
def test_a_scale_that_is_no_number_is_refused(home, tmp_path, scale):
    path = write(tmp_path / "x.tif", full(10, dtype="uint8"), scale=scale)
    with pytest.raises(RefusedError, match="cannot be"):
        add_raster(home, str(path), brought(), PROVINCE)
    assert find_rasters(home) == []


def test_an_image_of_too_many_bands_for_the_memory_is_refused(home, tmp_path):
    shape = {"width": 512, "height": 512, "count": 400, "dtype": "float32"}
    blocks = {"tiled": True, "blockxsize": 256, "blockysize": 256, "interleave": "band", "sparse_ok": True}
    place = {"crs": "EPSG:5897", "transform": from_origin(*ORIGIN, 10, 10)}
    rasterio.open(tmp_path / "x.tif", "w", driver="GTiff", **shape, **blocks, **place).close()
    with pytest.raises(RefusedError, match="one block of its 400 bands has 100 MB, at most 64 MB"):
        add_raster(home, str(tmp_path / "x.tif"), brought("bands"), PROVINCE)


def test_an_address_that_is_none_is_refused(home):
    with pytest.raises(RefusedError, match="malformed"):
        add_raster(home, "http://[bad/x.tif", brought(), PROVINCE)


def test_a_date_to_come_is_refused(home, tmp_path):
    path = write(tmp_path / "x.tif", full(5.0))
    with pytest.raises(QueryError, match="that has begun"):
        add_raster(home, str(path), brought(date="9999"), PROVINCE)


def test_the_value_of_no_data_is_told_as_the_file_has_it(home, tmp_path):
    path = write(tmp_path / "x.tif", full(-9_999.0), nodata=-9_999)
    with pytest.raises(RefusedError) as refused:
        add_raster(home, str(path), brought(), PROVINCE)
    assert "(-9999)" in refused.value.suggestion.en


def test_the_same_cells_of_another_date_stand_beside_the_first(add, home):
    add(full(0.25), "builtup", {"date": "2023"})
    add(full(0.25), "builtup", {"date": "2024"})
    assert [(one.id, one.date) for one in find_rasters(home)] == [
        ("builtup-2024", "2024"),
        ("builtup-2023", "2023"),
    ]


def test_two_terrain_models_with_one_slope_have_a_slope_each(add, home):
    plane = np.add.outer(np.zeros(400), np.arange(400)).astype("float32")
    first, second = add(plane), add(plane + 1)
    remove_raster(home, second.id)
    assert [(one.kind, one.derived_from) for one in find_rasters(home)] == [
        ("dem", None),
        ("slope", first.id),
    ]


def test_what_a_broken_import_left_is_swept_by_a_later_one(add, home):
    left = home / FOLDER / ".adding-x"
    left.mkdir(parents=True)
    os.utime(left, (time.time() - 100_000,) * 2)
    add(full(5.0))
    assert not left.exists()
