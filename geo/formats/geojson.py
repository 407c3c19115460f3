"""GeoJSON and JSON lines: the stored features as they are, or with other columns or coordinates."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import shapely

from geo.crs import Geometries
from geo.formats.extract import Extract, flipped, rounded
from geo.formats.provenance import members as provenance_members
from geo.geojson import DECIMALS, dumps
from geo.snapshot import Frozen, Rows

_GEOMETRY = b',"geometry":'
_PROPERTIES = b',"properties":{'
"""Where the parts of a stored feature begin; a text inside a feature cannot hold bare quotes."""


def bbox_of(frozen: Frozen, rows: Rows) -> list[float] | None:
    """Measure the box around rows, west south east north; None where none has a geometry."""
    return _box(frozen.bounds[rows], DECIMALS)


def to_geojson(frozen: Frozen, rows: Rows, members: Mapping[str, Any]) -> Iterator[bytes]:
    """Write an RFC 7946 FeatureCollection in pieces; `members` stand before the features."""
    return _collection(bbox_of(frozen, rows), members, frozen.features(rows))


def write_geojson(extract: Extract, members: Mapping[str, Any] | None = None) -> Iterator[bytes]:
    """Write a FeatureCollection in pieces; in another CRS than CRS84 it names it in the old `crs` member.

    Parameters
    ----------
    members : stand before the features; the provenance by default
    """
    named = {} if extract.is_crs84 else {"crs": _legacy_crs(extract)}
    head = {**named, **(provenance_members(extract) if members is None else members)}
    return _collection(_bbox(extract), head, to_features(extract))


def write_lines(extract: Extract) -> Iterator[bytes]:
    """Write a feature a line."""
    return (feature + b"\n" for feature in to_features(extract))


def to_features(extract: Extract) -> Iterator[bytes]:
    """Serialise the features; where nothing was changed they are slices of the stored file."""
    stored = extract.frozen.features(extract.rows)
    if extract.is_as_stored:
        return stored
    return map(_put_together, stored, _shapes(extract), _chosen(extract))


def _chosen(extract: Extract) -> Iterator[bytes | None]:
    if list(extract.properties) == extract.frozen.property_names:
        return (None for _ in extract.rows)
    return map(dumps, extract.stored_records())


def _shapes(extract: Extract) -> Iterator[bytes | None]:
    if extract.is_crs84:
        return (None for _ in extract.rows)
    shapes = shapely.to_geojson(_positions(extract))
    return (b"null" if shape is None else shape.encode() for shape in shapes)


def _put_together(stored: bytes, shape: bytes | None, properties: bytes | None) -> bytes:
    """Exchange the geometry, the properties or both of a stored feature."""
    end_of_id, end_of_shape = stored.index(_GEOMETRY), stored.index(_PROPERTIES)
    head = stored[:end_of_shape] if shape is None else stored[:end_of_id] + _GEOMETRY + shape
    tail = stored[end_of_shape:] if properties is None else b',"properties":' + properties + b"}"
    return head + tail


def _positions(extract: Extract) -> Geometries:
    """Return the geometries as they are written: rounded, and the latitude first where the CRS says so."""
    positioned = rounded(extract.geometries, extract.decimals)
    return flipped(positioned) if extract.system.latitude_first else positioned


def _bbox(extract: Extract) -> list[float] | None:
    if extract.is_crs84:
        return bbox_of(extract.frozen, extract.rows)
    return _box(shapely.bounds(_positions(extract)).reshape(-1, 4), extract.decimals)


def _box(bounds: np.ndarray[Any, Any], decimals: int) -> list[float] | None:
    held = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(held):
        return None
    box = [*held[:, :2].min(axis=0), *held[:, 2:].max(axis=0)]
    return [round(float(number), decimals) for number in box]


def _legacy_crs(extract: Extract) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": extract.system.urn}}


def _collection(
    box: list[float] | None, members: Mapping[str, Any], features: Iterable[bytes]
) -> Iterator[bytes]:
    head = {"type": "FeatureCollection", **({"bbox": box} if box else {}), **members}
    yield dumps(head)[:-1] + b',"features":['
    for number, feature in enumerate(features):
        yield b"," + feature if number else feature
    yield b"]}"
