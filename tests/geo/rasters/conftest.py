"""Small rasters with known answers, around the square official outline `north` of the small package.

Unless a test says otherwise they lie in EPSG:5897 with cells of 10 m, their upper left corner at ORIGIN; the
square of 447.2136 m stands well inside 400 x 400 of them.
"""

import numpy as np
import pytest
import rasterio
from pyproj import CRS
from rasterio.transform import from_origin

from geo.bbox import BBox
from geo.crs import to_wgs84, transform
from geo.rasters.library import Brought, add_raster, open_kept
from geo.rasters.zonal import zonal_statistics

METRIC = CRS.from_epsg(5897)
PROVINCE = BBox(105.0, 20.5, 106.5, 21.5)
CELL_M = 10.0
_X, _Y = transform(105.80, 21.10, from_epsg=4326, to_epsg=5897)
ORIGIN = (round(_X, -1) - 1_000.0, round(_Y, -1) + 3_000.0)


def write(path, cells, crs="EPSG:5897", origin=ORIGIN, cell=CELL_M, **more):
    """Write cells (rows, columns) or (bands, rows, columns) as a GeoTIFF; `scale`, `offset`, `names` as tags."""
    cells = np.asarray(cells)
    layers = cells if cells.ndim == 3 else cells[None]
    tags = {name: more.pop(name, None) for name in ("scale", "offset", "names", "units")}
    count, height, width = layers.shape
    profile = {"driver": "GTiff", "count": count, "height": height, "width": width, "dtype": layers.dtype}
    profile |= {"crs": crs, "transform": from_origin(*origin, cell, cell)} | more
    with rasterio.open(path, "w", **{name: one for name, one in profile.items() if one is not None}) as file:
        file.write(layers)
        if tags["scale"] is not None:
            file.scales = [tags["scale"]] * count
        if tags["offset"] is not None:
            file.offsets = [tags["offset"]] * count
        if tags["units"] is not None:
            file.units = [tags["units"]] * count
        for band, name in enumerate(tags["names"] or (), start=1):
            file.set_band_description(band, name)
    return path


def full(value, shape=(400, 400), dtype="float32"):
    return np.full(shape, value, dtype=dtype)


def in_degrees(shape, crs=METRIC):
    """Carry a shape of the raster's system to WGS 84, as outlines are kept."""
    return to_wgs84(np.array([shape], dtype=object), crs)[0]


def brought(kind="dem", **more):
    return Brought(**{"kind": kind, "source": "Đo thử", "date": "2021-04-22", **more})


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def add(home, tmp_path):
    """Write cells and bring them in; the raster kept."""

    def adding(cells, kind="dem", said=None, **more):
        path = write(tmp_path / f"{kind}-{len(list(tmp_path.iterdir()))}.tif", cells, **more)
        return add_raster(home, str(path), brought(kind, **(said or {})), PROVINCE)[0]

    return adding


@pytest.fixture
def measure(add, home):
    """Measure shapes of the raster's own system on cells; the answers."""

    def measuring(cells, *shapes, statistics=("mean", "min", "max"), crs=METRIC, kind="lights", **more):
        raster = add(cells, kind, **more)
        outlines = np.array([in_degrees(shape, crs) for shape in shapes], dtype=object)
        with open_kept(home, raster) as dataset:
            return zonal_statistics(dataset, outlines, statistics, crs=raster.system)

    return measuring
