"""The slope of the ground from its heights, by Horn's method.

B. K. P. Horn, Hill shading and the reflectance map, Proceedings of the IEEE 69 (1981): the rise along x and
along y, each as the difference of the two sides of the eight neighbours with weights 1 2 1. A cell with a
neighbour that has no data, or that lies outside, has none. Cells are measured in metres: those of a metric
system by its own unit; those in degrees, or of a system that stretches the ground, on the ellipsoid, by row.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import CRS
from pyproj.exceptions import ProjError
from rasterio.io import DatasetReader
from rasterio.windows import Window
from shapely import get_coordinates, points

from geo.crs import GEOD, to_wgs84
from geo.rasters.deriving import write_derived
from geo.rasters.zonal import Cells, real_cells

METHOD = "horn1981"
_WEIGHTS = 8.0
_PERCENT = 100.0
_STRETCH = 0.005
"""By how much a metric system may stretch the ground before cells are measured on the ellipsoid."""

_CELLS_AT_ONCE = 1_000_000


def horn_percent(heights: Cells, width_m: Any, height_m: Any) -> Cells:
    """Compute slopes in percent.

    Parameters
    ----------
    heights : (rows + 2, columns + 2) metres, the neighbours of the edges included, NaN where unknown
    width_m, height_m : of a cell; numbers, or (rows, 1) where they differ by row

    Returns
    -------
    (rows, columns) percent, NaN where one of the nine cells is unknown
    """
    north, middle, south = heights[:-2], heights[1:-1], heights[2:]
    east = north[:, 2:] + 2.0 * middle[:, 2:] + south[:, 2:]
    west = north[:, :-2] + 2.0 * middle[:, :-2] + south[:, :-2]
    above = north[:, :-2] + 2.0 * north[:, 1:-1] + north[:, 2:]
    below = south[:, :-2] + 2.0 * south[:, 1:-1] + south[:, 2:]
    slopes = _PERCENT * np.hypot(
        (east - west) / (_WEIGHTS * width_m), (above - below) / (_WEIGHTS * height_m)
    )
    found: Cells = np.where(np.isnan(middle[:, 1:-1]), np.nan, slopes)
    return found


def write_slope(heights: DatasetReader, crs: CRS, target: Path) -> tuple[int, float, float]:
    """Write the slopes of a terrain model as a COG; return how many are known, the least and the most."""

    def make(window: Window) -> Cells:
        return horn_percent(_with_neighbours(heights, window), *cell_sizes_m(heights, crs, window))

    return write_derived(heights, _windows(heights), make, target)


def cell_sizes_m(dataset: DatasetReader, crs: CRS, window: Window) -> tuple[Any, Any]:
    """Measure the width and height of the cells of a window, in metres: numbers, or (rows, 1) by row."""
    grid = dataset.transform
    if _is_metric(crs, grid.c + grid.a * dataset.width / 2, grid.f + grid.e * dataset.height / 2):
        return grid.a, -grid.e
    x = grid.c + grid.a * (window.col_off + window.width / 2)
    y = grid.f + grid.e * (window.row_off + np.arange(window.height) + 0.5)
    half_x, half_y = grid.a / 2, grid.e / 2
    widths = _apart_m(crs, x - half_x, y, x + half_x, y)
    heights = _apart_m(crs, x, y - half_y, x, y + half_y)
    return widths[:, None], heights[:, None]


def _is_metric(crs: CRS, x: float, y: float) -> bool:
    if not crs.is_projected or any(axis.unit_conversion_factor != 1.0 for axis in crs.axis_info[:2]):
        return False
    metre = _apart_m(crs, x, np.array([y]), x + 1_000.0, np.array([y]))[0] / 1_000.0
    return abs(float(metre) - 1.0) < _STRETCH


def _apart_m(crs: CRS, x: float, y: Any, other_x: float, other_y: Any) -> Any:
    begin, end = (
        get_coordinates(to_wgs84(points(np.full(len(ys), xs), ys), crs))
        for xs, ys in ((x, y), (other_x, other_y))
    )
    try:
        return np.asarray(GEOD.inv(begin[:, 0], begin[:, 1], end[:, 0], end[:, 1])[2])
    except ProjError:
        return np.full(len(begin), np.nan)


def _windows(dataset: DatasetReader) -> Iterator[Window]:
    """Take whole rows, many at once."""
    step = max(1, _CELLS_AT_ONCE // dataset.width)
    for row in range(0, dataset.height, step):
        yield Window(0, row, dataset.width, min(step, dataset.height - row))


def _with_neighbours(dataset: DatasetReader, window: Window) -> Cells:
    first, last = window.row_off, window.row_off + window.height
    above, below = int(first > 0), int(last < dataset.height)
    read = real_cells(dataset, 1, Window(0, first - above, dataset.width, window.height + above + below))
    return np.pad(read, ((1 - above, 1 - below), (1, 1)), constant_values=np.nan)
