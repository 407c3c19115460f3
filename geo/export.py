"""Formats: the same rows of a frozen collection as GeoJSON or CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS

from geo.crs import CRS84, Geometries, Offered, parse_crs, transform_geometries
from geo.errors import QueryError
from geo.geojson import DECIMALS, dumps, to_geometry_texts
from geo.published import COLLECTIONS
from geo.snapshot import Frozen, Rows, Snapshot
from geo.stored import PROPERTIES

WKT = "WKT"
"""The CSV column of the geometry, by the name GDAL looks for."""

NOTICE = "SIMULATED: a fictional province, made by a program; no figure here is about any real place."

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"


@dataclass(frozen=True)
class Extract:
    """Rows on their way into a file.

    `properties` are the columns chosen, in their order; `question` is the address that was asked, so
    that a file can say what it holds.
    """

    snapshot: Snapshot
    frozen: Frozen
    rows: Rows
    properties: tuple[str, ...]
    crs: CRS
    crs_uri: str
    question: str

    @property
    def system(self) -> Offered:
        """Find the CRS among those offered."""
        return parse_crs("crs", self.crs_uri)

    @property
    def is_crs84(self) -> bool:
        """Tell whether positions are asked for as they are stored."""
        return self.crs_uri == CRS84.uri

    @property
    def is_as_stored(self) -> bool:
        """Tell whether the stored features are the very ones asked for."""
        return self.is_crs84 and list(self.properties) == self.frozen.property_names

    @cached_property
    def geometries(self) -> Geometries:
        """Carry the geometries to the CRS, easting or longitude first."""
        return transform_geometries(self.frozen.geometries(self.rows), self.crs)

    def records(self) -> list[dict[str, Any]]:
        """Return the chosen properties of the rows as Python values."""
        columns = self.frozen.columns.select(list(self.properties))
        return columns.take(pa.array(self.rows)).to_pylist()  # type: ignore[no-any-return]


def write_geojson(extract: Extract, members: Mapping[str, Any]) -> Iterator[bytes]:
    """Write a FeatureCollection in pieces; `members` stand before the features.

    In CRS84 it is RFC 7946; in any other system it bears the legacy `crs` member, by which GDAL and
    QGIS know where a saved file belongs.
    """
    yield geojson_head(extract, members)
    pieces = extract.frozen.runs(extract.rows) if extract.is_as_stored else to_features(extract)
    for number, piece in enumerate(pieces):
        yield b"," + piece if number else piece
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


def to_csv(extract: Extract) -> str:
    """Write rows as CSV for spreadsheets: UTF-8 with a mark, text that looks like a formula defused."""
    spatial = extract.frozen.extent is not None
    names = list(extract.properties)
    text = io.StringIO()
    text.write(_BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*names, WKT] if spatial else names)
    shapes = _to_wkt(extract) if spatial else extract.rows
    for record, shape in zip(extract.records(), shapes, strict=True):
        cells = [_defused(record[name]) for name in names]
        writer.writerow([*cells, shape] if spatial else cells)
    return text.getvalue()


def _to_wkt(extract: Extract) -> Iterable[str]:
    return shapely.to_wkt(extract.geometries, rounding_precision=extract.system.decimals)  # type: ignore[no-any-return]


def _defused(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value


def provenance(snapshot: Snapshot, collection: str | None = None) -> dict[str, Any]:
    """Say what every file carries along: revision, licence, credits, and whether it is simulated.

    Outlines that were imported keep a licence of their own, beside that of the figures.
    """
    outlines = snapshot.about["boundary_credits"].get(collection)
    carried: dict[str, Any] = {
        "revision": snapshot.revision,
        "license": f"figures: CC-BY-4.0; outlines: {outlines}" if outlines else "CC-BY-4.0",
        "attribution": "; ".join([*snapshot.about["credits"], *([outlines] if outlines else [])]),
    }
    return {"simulated": True, "notice": NOTICE, **carried} if snapshot.simulated else carried


FORMATS: Mapping[str, Callable[[Extract], bytes]] = {
    "geojson": lambda extract: b"".join(
        write_geojson(extract, provenance(extract.snapshot, extract.frozen.name))
    ),
    "csv": lambda extract: to_csv(extract).encode(),
}
"""The files that can be written, by the name of their format."""


def extract_all(snapshot: Snapshot, name: str) -> Extract:
    """Take a whole published collection, in WGS 84.

    Raises
    ------
    QueryError
        If there is no such collection.
    """
    if name not in COLLECTIONS:
        raise QueryError(f"there is no collection {name!r}; expected one of {', '.join(COLLECTIONS)}")
    frozen = snapshot.collections[name]
    question = f"/api/collections/{name}/items"
    return Extract(
        snapshot, frozen, frozen.rows, tuple(frozen.property_names), CRS84.crs, CRS84.uri, question
    )


def export_collection(snapshot: Snapshot, name: str, file_format: str) -> bytes:
    """Write a whole published collection as one file."""
    return FORMATS[file_format](extract_all(snapshot, name))
