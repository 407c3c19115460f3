"""What a file is made of: rows of a frozen collection, the columns chosen, the CRS asked for."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyarrow as pa
import shapely
from pyproj import CRS

from geo.crs import CRS84, OFFERED, VN2000_TM3_105, Geometries, Offered, parse_crs, transform_geometries
from geo.published import COLLECTIONS, SIMULATED
from geo.schema import Column, Text, type_name
from geo.snapshot import Frozen, Rows, Snapshot

SPATIAL = frozenset(COLLECTIONS) - {"observations"}
"""The collections whose features have geometry, also where none has been published yet."""

Record = dict[str, Any]

_ARROW_TYPES: dict[type_name, pa.DataType] = {
    "string": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Extract:
    """Rows on their way into a file.

    `properties` are the columns chosen, in their order; `question` is the address that was asked,
    with its filter, so that the file says what it holds.
    """

    snapshot: Snapshot
    frozen: Frozen
    rows: Rows
    properties: tuple[str, ...]
    crs: CRS
    crs_uri: str
    question: str

    @property
    def name(self) -> str:
        """Name the collection."""
        return self.frozen.name

    @property
    def system(self) -> Offered:
        """Find the CRS among those offered: its number, its names, the order of its axes."""
        return parse_crs("crs", self.crs_uri)

    @property
    def is_crs84(self) -> bool:
        """Tell whether positions are asked for as they are stored: WGS 84, longitude first."""
        return self.crs_uri == CRS84.uri

    @property
    def is_spatial(self) -> bool:
        """Tell whether the features have geometry."""
        return is_spatial(self.frozen)

    @property
    def is_as_stored(self) -> bool:
        """Tell whether the stored features are the very ones asked for."""
        return self.is_crs84 and list(self.properties) == self.frozen.property_names

    @cached_property
    def geometries(self) -> Geometries:
        """Carry the geometries to the CRS, longitude or easting first; None where there is none."""
        stored = self.frozen.geometries(self.rows)
        stored[shapely.is_empty(stored)] = None
        return transform_geometries(shapely.orient_polygons(stored), self.crs)

    def in_crs(self, system: Offered) -> "Extract":
        """Ask for another CRS."""
        return replace(self, crs=system.crs, crs_uri=system.uri)

    def in_metres(self) -> "Extract":
        """Ask for a plane CRS: the own one, or that of the official plans of Hanoi."""
        return self if self.crs.is_projected else self.in_crs(OFFERED[f"EPSG:{VN2000_TM3_105}"])

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Describe the columns chosen."""
        return tuple(_describe(self.frozen, name) for name in self.properties)

    @cached_property
    def table(self) -> pa.Table:
        """Take the columns chosen with the types they are described by; days are days."""
        taken = self.frozen.columns.select(list(self.properties)).take(pa.array(self.rows))
        cells = [taken[column.name].cast(_ARROW_TYPES[column.type]) for column in self.columns]
        fields = [pa.field(column.name, _ARROW_TYPES[column.type]) for column in self.columns]
        return pa.table(cells, schema=pa.schema(fields))

    @cached_property
    def ids(self) -> list[str]:
        """List the ids of the rows, whether or not they are among the columns."""
        return self.take("id")

    def take(self, name: str) -> list[Any]:
        """Take one column of the rows, chosen or not; all None where there is no such column."""
        if name not in self.frozen.property_names:
            return [None] * len(self.rows)
        return self.frozen.columns[name].take(pa.array(self.rows)).to_pylist()  # type: ignore[no-any-return]

    def records(self) -> list[Record]:
        """Return the columns chosen as they are stored, a day as text."""
        return self.frozen.records(self.rows, self.properties)


def is_spatial(frozen: Frozen) -> bool:
    """Tell whether the features of a collection have geometry."""
    return frozen.extent is not None or frozen.name in SPATIAL


def with_carried(frozen: Frozen, properties: tuple[str, ...]) -> tuple[str, ...]:
    """Add what no file may go without to a choice of columns: the id, the quality of the outline."""
    held = set(frozen.property_names)
    first = ("id",) if "id" not in properties else ()
    last = [name for name in ("boundary_quality", SIMULATED.name) if name in held and name not in properties]
    return (*first, *properties, *last)


def _describe(frozen: Frozen, name: str) -> Column:
    known = COLLECTIONS[frozen.name].columns if frozen.name in COLLECTIONS else ()
    stored = frozen.columns.schema.field(name).type
    for column in (*known, SIMULATED):
        if column.name == name and _holds(column, stored):
            return column
    return Column(name, _type_of(stored), Text(name, name))


def _holds(column: Column, stored: pa.DataType) -> bool:
    if pa.types.is_null(stored) or column.type == _type_of(stored):
        return True
    return (column.type, _type_of(stored)) in (
        ("date", "string"),
        ("number", "integer"),
        ("integer", "number"),
    )


def _type_of(stored: pa.DataType) -> type_name:
    if pa.types.is_boolean(stored):
        return "boolean"
    if pa.types.is_integer(stored):
        return "integer"
    return "number" if pa.types.is_floating(stored) else "string"


def printable(text: str) -> str:
    """Leave out the control characters that XML and spreadsheets cannot hold."""
    return _UNPRINTABLE.sub("", text)


def rounded(geometries: Geometries, decimals: int) -> Geometries:
    """Round every coordinate."""
    return shapely.transform(geometries, lambda positions: positions.round(decimals))  # type: ignore[no-any-return]
