"""CSV, for spreadsheets: UTF-8 with a mark, the geometry as WKT, nothing that is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import shapely

from geo.formats.extract import Extract, Record
from geo.geojson import DECIMALS
from geo.snapshot import Frozen, Rows

WKT = "WKT"
"""The column of the geometry, by the name GDAL looks for."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"


def to_csv(frozen: Frozen, rows: Rows) -> str:
    """Write all columns of rows as CSV; the geometry is in WGS 84."""
    shapes = frozen.geometries(rows) if frozen.extent is not None else None
    return _to_text(frozen.property_names, frozen.records(rows), _to_wkt(shapes, DECIMALS))


def write_csv(extract: Extract) -> bytes:
    """Write an extract as CSV, the geometry in its CRS, longitude or easting first."""
    shapes = extract.geometries if extract.is_spatial else None
    text = _to_text(extract.properties, extract.stored_records(), _to_wkt(shapes, extract.decimals))
    return text.encode()


def _to_wkt(shapes: Any, decimals: int) -> Sequence[str | None] | None:
    return None if shapes is None else shapely.to_wkt(shapes, rounding_precision=decimals)


def _to_text(names: Sequence[str], records: Iterable[Record], shapes: Sequence[str | None] | None) -> str:
    text = io.StringIO()
    text.write(_BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names if shapes is None else [*names, WKT])
    for number, record in enumerate(records):
        cells = [_cell(record[name]) for name in names]
        writer.writerow(cells if shapes is None else [*cells, shapes[number]])
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value
