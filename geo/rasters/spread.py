"""Values of outlines spread over the cells they cover, each by the exact part of a cell it covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.rasters.grid import Grid

Cells = np.ndarray[Any, np.dtype[np.float64]]

STRIP = 512
"""Rows that are made at once, so that a surface of any height takes the same memory."""


@dataclass(frozen=True)
class Spread:
    """Outlines in the system of the grid, and the value of each; `shares` are averaged, others divided up."""

    outlines: np.ndarray[Any, Any]
    values: Cells
    shares: bool

    def strips(self, grid: Grid) -> Iterator[tuple[int, Cells]]:
        """Make the cells from top to bottom, each strip with its first row; NaN where no outline lies."""
        for first in range(0, grid.height, STRIP):
            rows = min(STRIP, grid.height - first)
            yield first, self._strip(grid, first, rows)

    def _strip(self, grid: Grid, first: int, rows: int) -> Cells:
        covered, spread = np.zeros(rows * grid.width), np.zeros(rows * grid.width)
        bounds = grid.west, grid.north(first + rows), grid.west + grid.width * grid.cell, grid.north(first)
        near = np.flatnonzero(shapely.intersects(self.outlines, shapely.box(*bounds)))
        for number, cells, parts in _coverage(self.outlines[near], bounds, (rows, grid.width)):
            row = near[number]
            share = 1.0 if self.shares else grid.cell**2 / shapely.area(self.outlines[row])
            covered[cells] += parts
            spread[cells] += parts * share * self.values[row]
        with np.errstate(invalid="ignore"):
            found = spread / covered if self.shares else spread
        return np.where(covered > 0, found, np.nan).reshape(rows, grid.width)


def _coverage(
    outlines: np.ndarray[Any, Any], bounds: tuple[float, float, float, float], shape: tuple[int, int]
) -> Iterator[tuple[int, np.ndarray[Any, np.dtype[np.int64]], Cells]]:
    """List for each outline the cells it covers and which part of each."""
    if not len(outlines):
        return
    # Imported here, as rasterio is: a worker that is never asked for a raster needs neither
    from exactextract import exact_extract
    from exactextract.feature import JSONFeatureSource
    from exactextract.raster import NumPyRasterSource

    empty = np.broadcast_to(np.zeros(1, dtype=np.uint8), shape)
    west, south, east, north = bounds
    source = NumPyRasterSource(empty, west, south, east, north)
    features = [
        {"type": "Feature", "id": number, "geometry": shapely.geometry.mapping(outline)}
        for number, outline in enumerate(outlines)
    ]
    for number, found in enumerate(
        exact_extract(source, JSONFeatureSource(features), ["cell_id", "coverage"])
    ):
        told = found["properties"]
        yield number, np.asarray(told["cell_id"], dtype=np.int64), np.asarray(told["coverage"], dtype=float)
