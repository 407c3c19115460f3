"""CSV, for spreadsheets: UTF-8 with a mark, the geometry as WKT, nothing that is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import shapely

from geo.formats.extract import Extract

WKT = "WKT"
"""The column of the geometry, by the name GDAL looks for."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM = "\ufeff"


def write_csv(extract: Extract) -> bytes:
    """Write an extract as CSV."""
    return to_csv(extract).encode()


def to_csv(extract: Extract, *, with_geometry: bool = True) -> str:
    """Write an extract as the text of a CSV file, the geometry in its CRS, longitude or easting first."""
    names, shapes = extract.properties, to_wkt(extract) if with_geometry else None
    rows: Iterable[Sequence[Any]] = ([record[name] for name in names] for record in extract.records())
    if shapes is None:
        return to_text(names, rows)
    return to_text((*names, WKT), ((*row, shape) for row, shape in zip(rows, shapes, strict=True)))


def to_text(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Write rows as the text of a CSV file that a spreadsheet opens without running anything in it."""
    text = io.StringIO()
    text.write(_BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(map(_cell, row) for row in rows)
    return text.getvalue()


def to_wkt(extract: Extract) -> Sequence[str | None] | None:
    """Write the geometries as WKT; None for a collection that has none."""
    if not extract.is_spatial:
        return None
    return [*shapely.to_wkt(extract.geometries, rounding_precision=extract.system.decimals)]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value
