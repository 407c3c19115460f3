"""Surfaces: figures of clusters spread over their outlines, as a grid for the GIS of whoever plans.

What a cell says follows from the clusters that lie in it, each by the exact part of the cell its outline
covers. Nothing is spread over a cluster whose value is missing, or that has no outline: both are counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.crs import Offered, transform_geometries
from geo.errors import QueryError
from geo.law_rules import RULE_SETS
from geo.occupancy import DEFINITIONS
from geo.published import COLLECTIONS, DIFFERENCES, RATES, SIMULATED, parse_bounds
from geo.rasters.cog import Band, Strips, write_cog
from geo.rasters.grid import Grid, make_grid
from geo.rasters.spread import Cells, Spread
from geo.schema import Column, Quality, Text
from geo.selection import Selection
from geo.snapshot import Frozen, Rows, Snapshot

MOST_CELLS = 25_000_000
"""What the service makes at once; ten metres over 50 by 50 kilometres."""

UNITS: Mapping[str, Text] = {
    "1": Text("", ""),
    "ha": Text("ha mỗi ô", "ha per cell"),
    "1/km2": Text("lao động/km²", "workers/km²"),
    "10^9 VND/km2": Text("tỷ đồng/km²", "billion VND/km²"),
}
"""How a unit of a surface is said."""

_HECTARES_OF_A_KM2 = 100.0
_LAW = RULE_SETS[0]


class Kind(StrEnum):
    """How a value is spread: averaged, divided up, or divided up and set against the area of the cell."""

    SHARE = "share"
    AMOUNT = "amount"
    DENSITY = "density"


@dataclass(frozen=True)
class Surface:
    """One surface; `column` holds its values, `indicator` the one whose bound is no value.

    `edges` are those of its classes: of an amount, as parts of what one square kilometre can hold.
    """

    name: str
    title: Text
    definition: Text
    column: str
    kind: Kind
    unit: str
    total_unit: str
    inputs: tuple[str, ...]
    edges: tuple[float, ...]
    indicator: str | None = None

    def edges_at(self, grid: Grid) -> tuple[float, ...]:
        """Return the edges of the classes for cells of a grid."""
        if self.kind is not Kind.AMOUNT:
            return self.edges
        largest = float(grid.cell_km2(grid.height - 1, 1)[0]) * _HECTARES_OF_A_KM2
        return tuple(float(f"{edge * largest:.3g}") for edge in self.edges)


_SHARES = (0.0, 0.25, _LAW.establish_average_fill_over, _LAW.expand_fill_least, 0.75, 0.9, 1.0)

SURFACES: Mapping[str, Surface] = {
    surface.name: surface
    for surface in (
        *(
            Surface(
                one.column, RATES[one.column], one.article, one.column, Kind.SHARE, "1", "",
                (one.numerator, one.denominator), _SHARES,
            )
            for one in DEFINITIONS
        ),
        Surface(
            "unleased_area_ha", DIFFERENCES["unleased_area_ha"],
            Text("Số ha trong mỗi ô lưới: đất công nghiệp trừ đất đã cho thuê, chia đều trên cụm",
                 "Hectares in each cell: industrial less leased land, spread evenly over the cluster"),
            "unleased_area_ha", Kind.AMOUNT, "ha", "ha", ("industrial_area_ha", "leased_area_ha"),
            (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 1.0),
        ),
        Surface(
            "workers_per_km2", Text("Lao động trên một km²", "Workers per km²"),
            Text("Lao động của cụm chia đều trên diện tích cụm",
                 "The workers of a cluster spread evenly over its area"),
            "workers", Kind.DENSITY, "1/km2", "workers", ("workers",),
            (0.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0, inf), "workers",
        ),
        Surface(
            "revenue_per_km2", Text("Doanh thu trên một km²", "Revenue per km²"),
            Text("Doanh thu của cụm chia đều trên diện tích cụm; kỳ H1 là của nửa năm",
                 "The revenue of a cluster spread evenly over its area; of a period H1, that of half a year"),
            "revenue_bn_vnd", Kind.DENSITY, "10^9 VND/km2", "10^9 VND", ("revenue_bn_vnd",),
            (0.0, 100.0, 500.0, 1_000.0, 5_000.0, 10_000.0, inf), "revenue_bn_vnd",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question for a surface; `classes` asks for the numbers of its classes, which bear a colour table."""

    surface: Surface
    selection: Selection
    cell_m: float
    system: Offered
    classes: bool = False


def get_surface(name: str) -> Surface:
    """Find a surface by its name.

    Raises
    ------
    QueryError
        If there is none of that name.
    """
    if name not in SURFACES:
        raise QueryError(f"there is no surface {name!r}; expected one of {', '.join(SURFACES)}")
    return SURFACES[name]


@dataclass(frozen=True)
class Found:
    """What a question selects: rows that are spread, and what is left out."""

    snapshot: Snapshot
    asked: Asked
    frozen: Frozen
    rows: Rows

    @cached_property
    def outlines(self) -> np.ndarray[Any, Any]:
        """Return the geometries of the rows, in the system asked for."""
        return transform_geometries(self._stored, self.asked.system.crs)

    @cached_property
    def _stored(self) -> np.ndarray[Any, Any]:
        return self.frozen.geometries(self.rows)

    @cached_property
    def has_outline(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Tell which of them have an area to be spread over."""
        return np.asarray(shapely.area(self._stored) > 0)

    @cached_property
    def values(self) -> Cells:
        """Return the values of the rows, NaN where one is missing, or known as a bound only."""
        surface = self.asked.surface
        found = pc.cast(self.take(surface.column), pa.float64()).to_numpy()
        bounds = self.take("bounds").to_pylist() if surface.indicator else [None] * len(self.rows)
        bounded = [surface.indicator in parse_bounds(bound) for bound in bounds]
        return np.where(bounded, np.nan, found)

    @cached_property
    def used(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Tell which of them are spread."""
        return self.has_outline & np.isfinite(self.values)

    def take(self, name: str) -> Any:
        """Take a column of the rows."""
        return self.frozen.columns[name].take(pa.array(self.rows))

    @cached_property
    def qualities(self) -> Counter[str]:
        """Count the outlines that are spread over, by their quality."""
        told = self.take("boundary_quality").to_pylist()
        return Counter(word for word, used in zip(told, self.used, strict=True) if used)

    @property
    def is_schematic(self) -> bool:
        """Tell whether any of the outlines has the right area and no more."""
        return self.qualities[Quality.SCHEMATIC] > 0

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Return where the outlines selected lie: west, south, east, north in degrees."""
        west, south, east, north = shapely.total_bounds(self._stored[self.has_outline]).tolist()
        return west, south, east, north

    @cached_property
    def total(self) -> float:
        """Return what all cells come to: the sum over the clusters, of shares their mean by outline."""
        values = self.values[self.used]
        if self.asked.surface.kind is not Kind.SHARE:
            return float(values.sum())
        return float(np.average(values, weights=shapely.area(self.outlines[self.used])))

    def grid(self, most: int = MOST_CELLS) -> Grid:
        """Lay the grid over every outline selected, whether or not its value is known.

        Raises
        ------
        QueryError
            If nothing can be spread, or the grid has too many cells.
        """
        if not self.used.any():
            raise QueryError(
                f"{self.asked.surface.name}: nothing to spread; of {len(self.rows)} clusters selected"
                f" {int(np.isfinite(self.values).sum())} have the value, {int(self.has_outline.sum())} an"
                " outline, none both"
            )
        bounds = shapely.total_bounds(self.outlines[self.has_outline]).tolist()
        return make_grid(tuple(bounds), self.asked.system, self.asked.cell_m, most)

    def strips(self, grid: Grid) -> Strips:
        """Make the cells from top to bottom."""
        kind = self.asked.surface.kind
        spread = Spread(self.outlines[self.used], self.values[self.used], kind is Kind.SHARE)
        for first, cells in spread.strips(grid):
            if kind is Kind.DENSITY:
                cells /= grid.cell_km2(first, len(cells))[:, np.newaxis]
            yield first, self._classed(cells, grid) if self.asked.classes else cells

    def _classed(self, cells: Cells, grid: Grid) -> np.ndarray[Any, Any]:
        inner = np.array(self.asked.surface.edges_at(grid)[1:-1])
        return np.where(np.isnan(cells), 0, np.digitize(cells, inner) + 1)


def find(snapshot: Snapshot, asked: Asked) -> Found:
    """Find what a question selects.

    Raises
    ------
    QueryError
        If it asks what the collection does not have.
    """
    collection = asked.selection.collection
    frozen = snapshot.collections[collection]
    columns = columns_of(snapshot, collection)
    return Found(snapshot, asked, frozen, asked.selection.rows(frozen, columns))


def columns_of(snapshot: Snapshot, collection: str) -> dict[str, Column]:
    """Name every column of a collection as it is published."""
    marks = (SIMULATED,) if snapshot.simulated else ()
    return {column.name: column for column in (*COLLECTIONS[collection].columns, *marks)}


def write_surface(
    path: Path, found: Found, tags: Mapping[str, str], colours: Sequence[str], most: int = MOST_CELLS
) -> None:
    """Write the surface as a Cloud Optimised GeoTIFF.

    Raises
    ------
    QueryError
        If it cannot be made.
    """
    grid, surface = found.grid(most), found.asked.surface
    unit = "class" if found.asked.classes else surface.unit
    rgb = [_rgb(colour) for colour in colours] if found.asked.classes else []
    write_cog(path, grid, found.strips(grid), Band(surface.title.en, unit, tags, rgb))


def numbered_classes(surface: Surface, grid: Grid, colours: Sequence[str]) -> list[dict[str, Any]]:
    """List the classes of a surface: number, from, to and colour; a class holds its lower edge."""
    spans = pairwise(surface.edges_at(grid))
    return [
        {"class": number, "from": low, "to": None if high == inf else high, "colour": colour}
        for number, ((low, high), colour) in enumerate(zip(spans, colours, strict=True), start=1)
    ]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
