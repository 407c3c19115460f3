"""The GeoJSON files of a data package: what each feature must bear, and whose id it bears."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame
from shapely import Geometry

from geo.schema import Column, Quality, Text, choice, number, text

_AREAL = ("Polygon", "MultiPolygon")
_WORLD = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True)
class Layer:
    """One GeoJSON file of the package.

    `key` is the property that names a row of `table` by its column `column`. A `complete` layer has
    a feature for every row of that table.
    """

    name: str
    title: Text
    properties: tuple[Column, ...]
    key: str
    table: str
    column: str
    shapes: tuple[str, ...]
    complete: bool = False

    @property
    def path(self) -> str:
        """Name the file of this layer inside the package."""
        return f"{self.name}.geojson"


_ID = text("id", "Mã", "Id", required=True)
_CODE = text("code", "Mã", "Code", required=True)
PLACE_BASES = ("outline", "pin", "commune", "ward", "district")

LAYERS: dict[str, Layer] = {
    layer.name: layer
    for layer in (
        Layer(
            "outlines",
            Text("Ranh giới hoặc vị trí các cụm", "Outlines or places of the clusters"),
            (
                _ID,
                choice("boundary_quality", "Chất lượng ranh giới", "Boundary quality", Quality,
                       required=True),
                number("position_accuracy_m", "Độ chính xác vị trí", "Position accuracy", "m"),
                text("place_basis", "Căn cứ vị trí", "Basis of the place", required=True, enum=PLACE_BASES),
                text("source_id", "Nguồn của ranh giới", "Source of the outline"),
            ),
            "id",
            "clusters",
            "id",
            (*_AREAL, "Point"),
            complete=True,
        ),
        Layer(
            "lot_outlines",
            Text("Ranh giới lô đất", "Outlines of the lots"),
            (_ID,),
            "id",
            "lots",
            "id",
            _AREAL,
        ),
        Layer(
            "ward_outlines",
            Text("Ranh giới xã, phường", "Outlines of the wards"),
            (_ID, _CODE),
            "code",
            "admin_wards",
            "code",
            _AREAL,
        ),
        Layer(
            "district_outlines",
            Text("Ranh giới huyện cũ", "Outlines of the former districts"),
            (_ID, _CODE),
            "code",
            "admin_districts",
            "code",
            _AREAL,
        ),
    )
}  # fmt: skip
"""Only `outlines` must be there."""


def find_layer_problems(layer: Layer, features: GeoDataFrame, rows: pd.DataFrame) -> Iterator[str]:
    """Say what keeps a layer from being used: a sentence for each fault, with feature and property.

    Parameters
    ----------
    features : the layer as read
    rows : the table its features belong to
    """
    keys = []
    for feature, (properties, geometry) in enumerate(_features(features), start=1):
        place = f"{layer.path}, feature {feature}"
        for column in layer.properties:
            if fault := _cell_fault(column, properties.get(column.name)):
                yield f"{place}, property {column.name}: {fault}"
        if fault := _geometry_fault(layer, geometry):
            yield f"{place}, geometry: {fault}"
        keys.append(properties.get(layer.key))
    yield from _key_problems(layer, keys, list(rows[layer.column]))


def _key_problems(layer: Layer, keys: list[Any], known: list[str]) -> Iterator[str]:
    rows = set(known)
    seen: dict[str, int] = {}
    for feature, key in enumerate(keys, start=1):
        if not isinstance(key, str):
            continue
        place = f"{layer.path}, feature {feature}, property {layer.key}"
        if key in seen:
            yield f"{place}: {key!r} stands already in feature {seen[key]}"
        elif key not in rows:
            yield f"{place}: {key!r} is not in {layer.table}.csv"
        seen.setdefault(key, feature)
    if layer.complete:
        for row, key in enumerate(known, start=2):
            if key not in seen:
                yield f"{layer.path}: no feature for {key!r} ({layer.table}.csv, row {row})"


def _features(features: GeoDataFrame) -> Iterator[tuple[Mapping[str, Any], Geometry | None]]:
    records = features.drop(columns=features.geometry.name).to_dict("records")
    return zip(records or [{}] * len(features), features.geometry, strict=True)


def _cell_fault(column: Column, value: Any) -> str | None:
    if value is None or value != value:
        return "is missing" if column.required else None
    if column.type == "number":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return f"{value!r} is not a number"
        return f"{value!r} is below {column.minimum}" if value < (column.minimum or 0) else None
    if not isinstance(value, str):
        return f"{value!r} is not a text"
    if column.enum and value not in column.enum:
        return f"{value!r}; expected one of {', '.join(column.enum)}"
    return None


def _geometry_fault(layer: Layer, geometry: Geometry | None) -> str | None:
    if geometry is None:
        return None
    if geometry.geom_type not in layer.shapes or geometry.is_empty:
        return f"{geometry.geom_type}; expected {' or '.join(layer.shapes)}, not empty"
    west, south, east, north = geometry.bounds
    if not (_WORLD[0] <= west and _WORLD[1] <= south and east <= _WORLD[2] and north <= _WORLD[3]):
        return f"{west}, {south} to {east}, {north} is outside the world; expected longitude, latitude"
    return None
