"""Formats: the same rows of a frozen collection as GeoJSON or CSV."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import shapely

from geo.errors import QueryError
from geo.geojson import DECIMALS, dumps
from geo.published import COLLECTIONS
from geo.snapshot import Frozen, Rows, Snapshot

WKT = "WKT"
"""The CSV column of the geometry, by the name GDAL looks for."""

NOTICE = "SIMULATED: a fictional province, made by a program; no figure here is about any real place."

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"


def bbox_of(frozen: Frozen, rows: Rows) -> list[float] | None:
    """Measure the box around rows, west south east north; None where none has a geometry."""
    bounds = frozen.bounds_of(rows)
    held = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(held):
        return None
    box = [*held[:, :2].min(axis=0), *held[:, 2:].max(axis=0)]
    return [round(float(degrees), DECIMALS) for degrees in box]


def to_geojson(frozen: Frozen, rows: Rows, members: Mapping[str, Any]) -> Iterator[bytes]:
    """Write an RFC 7946 FeatureCollection in pieces; `members` stand before the features."""
    yield geojson_head(frozen, rows, members)
    for number, run in enumerate(frozen.runs(rows)):
        yield b"," + run if number else run
    yield b"]}"


def geojson_head(frozen: Frozen, rows: Rows, members: Mapping[str, Any]) -> bytes:
    """Write a FeatureCollection up to its first feature."""
    box = bbox_of(frozen, rows)
    head = {"type": "FeatureCollection", **({"bbox": box} if box else {}), **members}
    return dumps(head)[:-1] + b',"features":['


def to_csv(frozen: Frozen, rows: Rows) -> str:
    """Write rows as CSV for spreadsheets: UTF-8 with a mark, text that looks like a formula defused."""
    spatial = frozen.extent is not None
    names = frozen.property_names
    text = io.StringIO()
    text.write(_BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*names, WKT] if spatial else names)
    shapes = shapely.to_wkt(frozen.geometries(rows), rounding_precision=DECIMALS) if spatial else rows
    for record, shape in zip(frozen.records(rows), shapes, strict=True):
        cells = [_defused(record[name]) for name in names]
        writer.writerow([*cells, shape] if spatial else cells)
    return text.getvalue()


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


FORMATS: Mapping[str, Callable[[Snapshot, Frozen, Rows], bytes]] = {
    "geojson": lambda snapshot, frozen, rows: b"".join(
        to_geojson(frozen, rows, provenance(snapshot, frozen.name))
    ),
    "csv": lambda snapshot, frozen, rows: to_csv(frozen, rows).encode(),
}
"""The files that can be written, by the name of their format."""


def export_collection(snapshot: Snapshot, name: str, file_format: str) -> bytes:
    """Write a whole published collection as one file.

    Raises
    ------
    QueryError
        If there is no such collection.
    """
    if name not in COLLECTIONS:
        raise QueryError(f"there is no collection {name!r}; expected one of {', '.join(COLLECTIONS)}")
    frozen = snapshot.collections[name]
    return FORMATS[file_format](snapshot, frozen, np.arange(len(frozen)))
