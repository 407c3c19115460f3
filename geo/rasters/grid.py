"""The grid of a surface: square cells of a coordinate system, edges at whole multiples of the cell."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyproj import Transformer

from geo.crs import GEOD, VN2000_TM3_105, WGS84, Offered
from geo.errors import QueryError

LEAST_CELL_M, MOST_CELL_M = 10.0, 1_000.0
METRES_OF_A_DEGREE = 111_120.0
"""Sixty nautical miles: a cell asked for in metres is this part of a degree where cells are degrees."""

_WEB_MERCATOR = 3857
_M2_PER_KM2 = 1e6
DEFAULT = f"EPSG:{VN2000_TM3_105}"


@dataclass(frozen=True)
class Grid:
    """Cells of a side in the unit of the system; `left` and `top` count cells from its origin."""

    system: Offered
    cell: float
    left: int
    top: int
    width: int
    height: int

    @property
    def cells(self) -> int:
        """Count the cells."""
        return self.width * self.height

    @property
    def west(self) -> float:
        """Return the left edge."""
        return self.left * self.cell

    def north(self, row: int = 0) -> float:
        """Return the upper edge of a row."""
        return (self.top - row) * self.cell

    @property
    def is_plain(self) -> bool:
        """Tell whether a cell has its own area on the ground.

        To 0.1 % this holds for the transverse Mercator systems; degrees and Web Mercator are stretched.
        """
        return self.system.crs.is_projected and self.system.epsg != _WEB_MERCATOR

    def cell_km2(self, first: int, rows: int) -> "np.ndarray[Any, np.dtype[np.float64]]":
        """Measure a cell of each of some rows: as the system counts, on the ellipsoid where it stretches."""
        if self.is_plain:
            return np.full(rows, self.cell**2 / _M2_PER_KM2)
        edges = self._latitudes(first, rows + 1)
        width = self.cell if self.system.crs.is_geographic else self._degrees_wide()
        return np.array([_box_km2(width, *edges[row : row + 2]) for row in range(rows)])

    def _latitudes(self, first: int, count: int) -> list[float]:
        edges = [self.north(first + row) for row in range(count)]
        if self.system.crs.is_geographic:
            return edges
        return [float(self._to_degrees().transform(self.west, edge)[1]) for edge in edges]

    def _degrees_wide(self) -> float:
        to_degrees = self._to_degrees()
        return float(to_degrees.transform(self.cell, 0.0)[0] - to_degrees.transform(0.0, 0.0)[0])

    def _to_degrees(self) -> Transformer:
        return Transformer.from_crs(self.system.crs, WGS84, always_xy=True)


def _box_km2(width: float, north: float, south: float) -> float:
    area, _ = GEOD.polygon_area_perimeter([0.0, width, width, 0.0], [south, south, north, north])
    return abs(area) / _M2_PER_KM2


def side_of(system: Offered, cell_m: float) -> float:
    """Return the side of a cell in the unit of a system."""
    return cell_m / METRES_OF_A_DEGREE if system.crs.is_geographic else cell_m


def make_grid(bounds: tuple[float, float, float, float], system: Offered, cell_m: float, most: int) -> Grid:
    """Lay a grid over bounds, x first; grids of the same system and cell lie on each other.

    Raises
    ------
    QueryError
        If it would have more than `most` cells; the message says the least cell that can be had.
    """
    cell = side_of(system, cell_m)
    west, south, east, north = bounds
    left, bottom = math.floor(west / cell), math.floor(south / cell)
    width, height = max(math.ceil(east / cell) - left, 1), max(math.ceil(north / cell) - bottom, 1)
    grid = Grid(system, cell, left, bottom + height, width, height)
    if grid.cells > most:
        raise QueryError(
            f"cell={cell_m:g} makes {width:,} × {height:,} cells; expected at most {most:,}:"
            f" cell={_least_cell(bounds, system, most)} or larger, or a filter that selects a smaller area"
        )
    return grid


def _least_cell(bounds: tuple[float, float, float, float], system: Offered, most: int) -> int:
    west, south, east, north = bounds
    unit = side_of(system, 1.0)
    wide, high = (east - west) / unit, (north - south) / unit
    # one cell more at each edge, since edges stand at whole multiples
    found = math.ceil(math.sqrt(wide * high / most))
    while (wide / found + 2) * (high / found + 2) > most:
        found += 1
    return found


def parse_cell(text: str) -> float:
    """Read the side of a cell in metres.

    Raises
    ------
    QueryError
        If it is no number from 10 to 1000.
    """
    try:
        cell = float(text)
    except ValueError:
        cell = math.nan
    if not LEAST_CELL_M <= cell <= MOST_CELL_M:
        raise QueryError(f"cell={text!r}; expected metres from {LEAST_CELL_M:g} to {MOST_CELL_M:g}")
    return cell
