"""XLSX: typed cells on the first sheet; what the columns mean, provenance and sources on further ones."""

from collections.abc import Iterable, Sequence
from typing import Any

from geo.errors import QueryError
from geo.formats.delimited import WKT, to_wkt
from geo.formats.extract import Extract
from geo.formats.provenance import LABELS, published_on, sources, statement
from geo.formats.sheets import MOST_CHARACTERS, MOST_ROWS, Sheet, to_workbook

_WIDTH, _WIDE = 16, 44
_COLUMNS_HEAD = ("name", "tiêu đề", "title", "unit", "type", "values")
_PROVENANCE_HEAD = ("mục", "item", "")
_TOO_LONG = (
    "{count} outlines are longer than a cell holds; they are in the other formats"
    " / {count} ranh giới dài hơn sức chứa của một ô; có trong các định dạng khác"
)


def write_xlsx(extract: Extract) -> bytes:
    """Write a workbook.

    Raises
    ------
    QueryError
        If there are more rows than a sheet holds.
    """
    if len(extract.rows) > MOST_ROWS:
        raise QueryError(
            f"{len(extract.rows)} rows; a spreadsheet holds {MOST_ROWS}: filter, or take another format"
        )
    shapes = to_wkt(extract)
    sheets = [
        _data(extract, shapes),
        Sheet("Columns", _COLUMNS_HEAD, _column_rows(extract), (24, 44, 44, 14, 10, 60)),
        Sheet("Provenance", _PROVENANCE_HEAD, _provenance_rows(extract, shapes), (30, 30, 110)),
    ]
    if cited := sources(extract):
        sheets.append(Sheet("Sources", [*cited[0]], [[*one.values()] for one in cited], (12, 80, 80, 20)))
    return to_workbook(sheets, published_on(extract.snapshot), "CCN Atlas")


def _data(extract: Extract, shapes: Sequence[str | None] | None) -> Sheet:
    """Fill the first sheet; an outline too long for a cell stays out, and the sheet *Provenance* says so."""
    names = [*extract.properties, *([] if shapes is None else [WKT])]
    rows: Iterable[Sequence[Any]] = zip(
        *(column.to_pylist() for column in extract.table.columns), strict=True
    )
    if shapes is not None:
        fitting = (shape if shape and len(shape) <= MOST_CHARACTERS else None for shape in shapes)
        rows = ((*row, shape) for row, shape in zip(rows, fitting, strict=True))
    widths = [_WIDE if name.startswith("name") else _WIDTH for name in names]
    return Sheet(extract.name, names, rows, widths, count=len(extract.rows))


def _column_rows(extract: Extract) -> list[tuple[str | None, ...]]:
    return [
        (column.name, column.title.vi, column.title.en, column.unit, column.type, ", ".join(column.enum))
        for column in extract.columns
    ]


def _provenance_rows(extract: Extract, shapes: Sequence[str | None] | None) -> list[tuple[str, str, str]]:
    rows = [(LABELS[name].vi, LABELS[name].en, line) for name, line in statement(extract).items()]
    too_long = sum(len(shape or "") > MOST_CHARACTERS for shape in shapes or ())
    return [*rows, ("Cột WKT", "Column WKT", _TOO_LONG.format(count=too_long))] if too_long else rows
