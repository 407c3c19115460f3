"""The rows of a data package as the record keeps them, and back: what comes out equals what was read."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from shapely import Geometry
from shapely.geometry import shape

from geo.bbox import BBox
from geo.crs import WGS84
from geo.geojson import dumps, to_plain_value
from geo.interval import parse_day
from geo.layers import LAYERS
from geo.package import About, Package, columns_of, empty_table
from geo.schema import Column, Table
from geo.tables import SIMULATED, TABLES

_GEOMETRY = ',"geometry":'
_KEY_LENGTH = 20


class Kept(NamedTuple):
    """A row in the record: its content is JSON, its place in the table a number."""

    table: str
    key: str
    content: str
    position: int


def kept_rows(package: Package) -> Iterator[Kept]:
    """List all rows of a package, in their order."""
    for table in TABLES.values():
        if table.name in package.tables:
            contents = _table_contents(package.tables[table.name], columns_of(table, package.about.simulated))
            yield from _numbered(table.name, _keyed(table, contents))
    for name, layer in package.layers.items():
        yield from _numbered(name, _layer_contents(layer, LAYERS[name].key))


def _numbered(table: str, rows: Iterable[tuple[str, str]]) -> Iterator[Kept]:
    return (Kept(table, key, content, place) for place, (key, content) in enumerate(rows))


def _table_contents(rows: pd.DataFrame, columns: tuple[Column, ...]) -> Iterator[dict[str, Any]]:
    names = [column.name for column in columns]
    marked = rows if SIMULATED not in columns else rows.assign(simulated="SIMULATED")
    cells = [[to_plain_value(value) for value in marked[name].tolist()] for name in names]
    return (dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True))


def _keyed(table: Table, contents: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Give each row its key: its id, or where the table has none what it says, told apart by a count."""
    seen: dict[str, int] = defaultdict(int)
    for content in contents:
        text = dumps(content).decode()
        if table.primary_key:
            yield str(content[table.primary_key]), text
        else:
            digest = hashlib.sha256(text.encode()).hexdigest()[:_KEY_LENGTH]
            seen[digest] += 1
            yield f"{digest}-{seen[digest]}", text


def _layer_contents(layer: GeoDataFrame, key: str) -> Iterator[tuple[str, str]]:
    names = [name for name in layer.columns if name != layer.geometry.name]
    if not names:
        return
    cells = [[to_plain_value(value) for value in layer[name].tolist()] for name in names]
    shapes = shapely.to_geojson(layer.geometry.to_numpy())
    for row, geometry in zip(zip(*cells, strict=True), shapes, strict=True):
        properties = dict(zip(names, row, strict=True))
        yield str(properties[key]), _joined(properties, geometry)


def _joined(properties: Mapping[str, Any], geometry: str | None) -> str:
    return f"{dumps(properties).decode()[:-1]}{_GEOMETRY}{geometry or 'null'}}}"


def to_content(table: str, cells: Mapping[str, Any], simulated: bool) -> str:
    """Write one row as the record keeps it; a column that is not named is missing."""
    marked = dict(cells) | ({"simulated": "SIMULATED"} if simulated else {})
    if table in TABLES:
        names = _names(table, simulated)
        return dumps({name: to_plain_value(marked.get(name)) for name in names}).decode()
    geometry = marked.pop("geometry", None)
    properties = {name: to_plain_value(value) for name, value in marked.items()}
    return _joined(properties, shapely.to_geojson(to_shape(geometry)))


@cache
def _names(table: str, simulated: bool) -> tuple[str, ...]:
    return tuple(column.name for column in columns_of(TABLES[table], simulated))


def to_shape(geometry: Any) -> Geometry | None:
    """Take a geometry as a GeoJSON object or as shapely's."""
    return shape(geometry) if isinstance(geometry, Mapping) else geometry


def to_package(about: Mapping[str, Any], rows: Iterable[tuple[str, str]]) -> Package:
    """Put a package together from what it is about and its rows, (table, content) in their order."""
    contents: dict[str, list[str]] = defaultdict(list)
    for table, content in rows:
        contents[table].append(content)
    stated = to_about(about)
    tables = {
        table.name: _to_table(table, contents[table.name], stated.simulated) for table in TABLES.values()
    }
    layers = {name: _to_layer(contents[name]) for name in LAYERS if name in about["layers"] or contents[name]}
    return Package(stated, tables, layers)


def _to_table(table: Table, contents: list[str], simulated: bool) -> pd.DataFrame:
    if not contents and not table.always:
        return empty_table(table, simulated)
    rows = _parse(contents)
    columns = columns_of(table, simulated)
    return pd.DataFrame({column.name: _to_column(column, rows) for column in columns})


def _parse(contents: list[str]) -> list[dict[str, Any]]:
    # one array is read three times as fast as its parts
    return json.loads(f"[{','.join(contents)}]") if contents else []


def _to_column(column: Column, rows: list[dict[str, Any]]) -> pd.Series:
    cells = [row.get(column.name) for row in rows]
    if column.type == "date":
        cells = [cell and parse_day(cell) for cell in cells]
    return pd.Series(cells, dtype="float64" if column.type in ("number", "integer") else object)


def _to_layer(contents: list[str]) -> GeoDataFrame:
    parts = [content.rpartition(_GEOMETRY) for content in contents]
    rows = _parse([f"{properties}}}" for properties, _, _ in parts])
    shapes = [None if text == "null}" else text[:-1] for _, _, text in parts]
    return GeoDataFrame(rows, geometry=shapely.from_geojson(np.array(shapes, dtype=object)), crs=WGS84)


def about_of(package: Package, checksum: str | None) -> dict[str, Any]:
    """Say what a package is about as the record keeps it, with the checksum of its files."""
    stated = asdict(package.about) | {
        "bbox": list(package.about.bbox),
        "credits": list(package.about.credits),
    }
    return stated | {"layers": list(package.layers), "checksum": checksum}


def to_about(about: Mapping[str, Any]) -> About:
    """Read what a package is about from the record."""
    stated = {name: value for name, value in about.items() if name not in ("layers", "checksum")}
    return About(**stated | {"bbox": BBox(*stated["bbox"]), "credits": tuple(stated["credits"])})
