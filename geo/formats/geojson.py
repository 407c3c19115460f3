"""GeoJSON and JSON lines: the stored features as they are, or with other columns or coordinates."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import shapely

from geo.crs import Offered
from geo.formats.extract import Extract
from geo.formats.provenance import members as provenance_members
from geo.geojson import DECIMALS, dumps, to_geometry_texts
from geo.stored import PROPERTIES

Piece = bytes | memoryview


def write_geojson(extract: Extract, members: Mapping[str, Any] | None = None) -> Iterator[Piece]:
    """Write a FeatureCollection in pieces.

    In CRS84 it is RFC 7946; in any other system it bears the legacy `crs` member, by which GDAL and
    QGIS know where a saved file belongs.

    Parameters
    ----------
    members : stand before the features; the provenance by default
    """
    yield geojson_head(extract, provenance_members(extract) if members is None else members)
    stored = extract.is_as_stored
    pieces: Iterable[Piece] = extract.frozen.runs(extract.rows) if stored else to_features(extract)
    for number, piece in enumerate(pieces):
        if number:
            yield b","
        yield piece
    yield b"]}"


def geojson_head(extract: Extract, members: Mapping[str, Any]) -> bytes:
    """Write a FeatureCollection up to its first feature."""
    box = _bbox(extract)
    crs = {} if extract.is_crs84 else {"crs": legacy_crs(extract.system)}
    head = {"type": "FeatureCollection", **crs, **({"bbox": box} if box else {}), **members}
    return dumps(head)[:-1] + b',"features":['


def legacy_crs(system: Offered) -> dict[str, Any]:
    """Name a system as GeoJSON did before RFC 7946."""
    return {"type": "name", "properties": {"name": system.urn}}


def write_lines(extract: Extract) -> Iterator[bytes]:
    """Write a feature a line."""
    stored = extract.frozen.features(extract.rows)
    return (feature + b"\n" for feature in (stored if extract.is_as_stored else to_features(extract)))


def to_features(extract: Extract) -> Iterator[bytes]:
    """Serialise features anew as far as they differ from the stored ones."""
    parts = list(extract.frozen.parts(extract.rows))
    shapes: Iterable[bytes] = (shape for _, shape, _ in parts)
    bodies: Iterable[bytes] = (body for *_, body in parts)
    if not extract.is_crs84:
        system = extract.system
        shapes = to_geometry_texts(extract.geometries, system.decimals, latitude_first=system.latitude_first)
    if list(extract.properties) != extract.frozen.property_names:
        bodies = map(dumps, extract.records())
    for (head, *_), shape, body in zip(parts, shapes, bodies, strict=True):
        yield b"".join((head, shape, PROPERTIES, body, b"}"))


def _bbox(extract: Extract) -> list[float] | None:
    """Measure the box around the rows in the order of the coordinates; None where none has a geometry."""
    if extract.is_crs84:
        bounds, decimals = extract.frozen.bounds_of(extract.rows), DECIMALS
    else:
        bounds, decimals = shapely.bounds(extract.geometries).reshape(-1, 4), extract.system.decimals
    held = bounds[~np.isnan(bounds[:, 0])]
    if not len(held):
        return None
    box = [*held[:, :2].min(axis=0), *held[:, 2:].max(axis=0)]
    if extract.system.latitude_first:
        box = [box[1], box[0], box[3], box[2]]
    return [round(float(number), decimals) for number in box]
