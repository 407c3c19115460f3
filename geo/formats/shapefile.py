"""Shapefiles in a zip: one for each kind of geometry, with the full names, texts and provenance beside."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio

from geo.formats.archive import to_zip
from geo.formats.arrow import GEOMETRY, with_geometry
from geo.formats.delimited import to_text, write_csv
from geo.formats.extract import Extract
from geo.formats.provenance import published_on, to_lines

ROW = "row_no"
"""The place of a feature in the whole, since the kinds of geometry lie in different files."""

_MOST_BYTES = 254
_NAME_LENGTH = 10
_KINDS = {
    "points": ("Point", ("Point",)),
    "multipoints": ("MultiPoint", ("MultiPoint",)),
    "lines": ("LineString", ("LineString", "MultiLineString", "LinearRing")),
    "polygons": ("Polygon", ("Polygon", "MultiPolygon")),
    "noplace": (None, ()),
}
_README = """CCN Atlas

{provenance}

Mỗi loại hình học là một shapefile; đối tượng chưa có vị trí nằm trong bảng -noplace.dbf.
Cột row_no giữ thứ tự chung. Tên cột rút gọn còn 10 ký tự: xem columns.csv.
Văn bản dài hơn 254 byte bị cắt trong .dbf: attributes.csv có đủ.

One shapefile for each kind of geometry; features without a place are in the table -noplace.dbf.
The column row_no keeps the common order. Column names are shortened to 10 characters: see columns.csv.
Texts of more than 254 bytes are cut in the .dbf: attributes.csv has them whole.
"""


def write_shp(extract: Extract) -> bytes:
    """Write a zip of shapefiles."""
    day = published_on(extract.snapshot)
    names = shorten(extract.properties)
    files = {
        "README.txt": _README.format(provenance="\n".join(to_lines(extract))).encode(),
        "columns.csv": _names_table(extract, names),
        "attributes.csv": write_csv(extract),
    }
    table = _to_dbase(extract, names)
    with tempfile.TemporaryDirectory() as folder:
        for kind, rows in _rows_by_kind(extract):
            _write_kind(extract, Path(folder), kind, table, rows, day.isoformat())
        files |= {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
    return to_zip(files, day)


def shorten(names: Sequence[str]) -> list[str]:
    """Shorten names to what a .dbf holds, each another; a name that is short enough stays."""
    taken = {ROW, *(name for name in names if len(name) <= _NAME_LENGTH)}
    short: list[str] = []
    for name in names:
        short.append(name if len(name) <= _NAME_LENGTH else _free(name, taken))
        taken.add(short[-1])
    return short


def _free(name: str, taken: set[str]) -> str:
    tries = (name[:_NAME_LENGTH], *(f"{name[: _NAME_LENGTH - 4]}_{number:03d}" for number in range(1, 1000)))
    return next(attempt for attempt in tries if attempt not in taken)


def _rows_by_kind(extract: Extract) -> Iterator[tuple[str, Any]]:
    """Sort the rows by kind of geometry; where there is nothing, an empty file of polygons stands for it."""
    if not extract.is_spatial:
        yield "noplace", np.arange(len(extract.rows))
        return
    types = np.array([shape.geom_type if shape else "" for shape in extract.geometries], dtype=object)
    for kind, (_, held) in _KINDS.items():
        rows = np.flatnonzero(np.isin(types, held or ("", "GeometryCollection")))
        if len(rows) or (kind == "polygons" and not len(types)):
            yield kind, rows


def _write_kind(extract: Extract, folder: Path, kind: str, table: pa.Table, rows: Any, day: str) -> None:
    geometry_type, _ = _KINDS[kind]
    part = table.take(pa.array(rows))
    spatial: dict[str, Any] = {}
    if geometry_type:
        part = with_geometry(part, extract.geometries[rows])
        spatial = {
            "geometry_name": GEOMETRY,
            "geometry_type": geometry_type,
            "crs": f"EPSG:{extract.system.epsg}",
        }
    ends = "shp" if geometry_type else "dbf"
    pyogrio.write_arrow(
        part,
        folder / f"{extract.name}-{kind}.{ends}",
        driver="ESRI Shapefile",
        encoding="UTF-8",
        layer_options={"DBF_DATE_LAST_UPDATE": day},
        **spatial,
    )


def _to_dbase(extract: Extract, names: Sequence[str]) -> pa.Table:
    """Return the columns under their short names, texts cut to what a .dbf holds."""
    table = extract.table.rename_columns([*names])
    for number, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(number, field, _cut(table.column(number)))
    return table.append_column(ROW, pa.array(range(1, len(table) + 1), pa.int32()))


def _cut(texts: pa.ChunkedArray) -> pa.Array:
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    if longest <= _MOST_BYTES:
        return texts
    return pa.array([text and _cut_text(text) for text in texts.to_pylist()], pa.string())


def _cut_text(text: str) -> str:
    return text.encode()[:_MOST_BYTES].decode(errors="ignore")


def _names_table(extract: Extract, names: Sequence[str]) -> bytes:
    rows = (
        (short, column.name, column.title.vi, column.title.en, column.unit, column.type)
        for short, column in zip(names, extract.columns, strict=True)
    )
    return to_text(("short_name", "name", "tiêu đề", "title", "unit", "type"), rows).encode()
