"""XLSX: typed cells on the first sheet; what the columns mean, provenance and sources on further ones."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from geo.errors import QueryError
from geo.formats.archive import to_zip
from geo.formats.delimited import WKT, to_wkt
from geo.formats.extract import Extract, printable
from geo.formats.provenance import LABELS, published_on, sources, statement

MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
"""What a sheet holds beside its head, and what a cell holds; longer texts would be cut without a word."""

_WIDTH, _WIDE = 16, 44
_FORMULA = ("=", "+", "-", "@")
_COLUMNS_HEAD = ("name", "tiêu đề", "title", "unit", "type", "values")
_PROVENANCE_HEAD = ("mục", "item", "")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would read as the number of a character: `_x000B_`."""

_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
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
    book = Workbook(write_only=True)
    _fill_data(book.create_sheet(extract.name), extract, shapes)
    _fill(book.create_sheet("Columns"), _COLUMNS_HEAD, _column_rows(extract), (24, 44, 44, 14, 10, 60))
    _fill(book.create_sheet("Provenance"), _PROVENANCE_HEAD, _provenance_rows(extract, shapes), (30, 30, 110))
    if cited := sources(extract):
        _fill(book.create_sheet("Sources"), [*cited[0]], (one.values() for one in cited), (12, 80, 80, 20))
    return _saved(book, published_on(extract.snapshot))


def _fill_data(sheet: Worksheet, extract: Extract, shapes: Sequence[str | None] | None) -> None:
    """Fill the first sheet; an outline too long for a cell stays out, and the sheet *Provenance* says so."""
    names = [*extract.properties, *([] if shapes is None else [WKT])]
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(names), 1))}{len(extract.rows) + 1}"
    rows: Iterable[Sequence[Any]] = zip(
        *(column.to_pylist() for column in extract.table.columns), strict=True
    )
    if shapes is not None:
        fitting = (shape if shape and len(shape) <= MOST_CHARACTERS else None for shape in shapes)
        rows = ((*row, shape) for row, shape in zip(rows, fitting, strict=True))
    _fill(sheet, names, rows, [_WIDE if name.startswith("name") else _WIDTH for name in names])


def _fill(
    sheet: Worksheet, head: Sequence[str], rows: Iterable[Iterable[Any]], widths: Sequence[int]
) -> None:
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_heading(sheet, name) for name in head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _heading(sheet: Worksheet, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _cell(sheet: Worksheet, value: Any) -> Any:
    """Keep numbers, days and truth values; a text is a text, even one that looks like a formula."""
    if isinstance(value, str):
        return _text(sheet, _ESCAPE.sub("_x005F_", printable(value))[:MOST_CHARACTERS])
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value


def _text(sheet: Worksheet, text: str) -> Any:
    if not text.startswith(_FORMULA):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _column_rows(extract: Extract) -> list[tuple[str | None, ...]]:
    return [
        (column.name, column.title.vi, column.title.en, column.unit, column.type, ", ".join(column.words))
        for column in extract.columns
    ]


def _provenance_rows(extract: Extract, shapes: Sequence[str | None] | None) -> list[tuple[str, str, str]]:
    rows = [(LABELS[name].vi, LABELS[name].en, line) for name, line in statement(extract).items()]
    too_long = sum(len(shape or "") > MOST_CHARACTERS for shape in shapes or ())
    return [*rows, ("Cột WKT", "Column WKT", _TOO_LONG.format(count=too_long))] if too_long else rows


def _saved(book: Workbook, day: date) -> bytes:
    """Save with the days of the snapshot, not of the clock, so that the same rows give the same bytes."""
    book.properties.creator = "CCN Atlas"
    written = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED)).save()
    with zipfile.ZipFile(written) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    core = files["docProps/core.xml"]
    files["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode(), core)
    return to_zip(files, day)
