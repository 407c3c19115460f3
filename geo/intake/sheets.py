"""Rows and cells of any file that has them, each cell with its place, whatever the format."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any, NamedTuple

from geo.intake import guard
from geo.intake.delimited import read_delimited
from geo.intake.document import DocumentRow, read_document
from geo.intake.kinds import FileKind, contradicted_ending, file_kind
from geo.intake.reading import Brought, Finding, Level, Place, Statement
from geo.intake.spreadsheet import MOST_CELLS, Grid, Value, read_spreadsheet
from geo.intake.tcvn3 import from_font, from_fonts
from geo.intake.workbook_marks import Marks, find_marks
from geo.schema import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value as stored (None where empty), and where it stands."""

    value: Value
    place: Place


@dataclass(frozen=True)
class Sheet:
    """One sheet, or the one sequence of rows of a document or text.

    Every row starts with the first column; rows end with their last filled cell, empty ones are kept,
    so that `rows[4]` of a spreadsheet is its row 5. A merged area has its value in its first cell.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Opened:
    """The sheets of a file, and what is to be said about how it was read."""

    sheets: tuple[Sheet, ...]
    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Parsed(NamedTuple):
    """A sheet as parsed: table and number of each row, and its values."""

    name: str
    rows: list[tuple[int | None, int, list[Value]]]


def read_sheets(file: Brought) -> tuple[Sheet, ...]:
    """Read the sheets of a file: XLSX, XLS, ODS, DOCX or delimited text, told by its content.

    A DOCX is one sheet without a name: its paragraphs are rows of one cell among the rows of its tables.

    Raises
    ------
    RefusedError
        If the file is no such file, is damaged, protected, too large, or holds macros.
    """
    return open_sheets(file).sheets


def open_sheets(file: Brought) -> Opened:
    """Read the sheets of a file as `read_sheets` does, with what is to be said about it."""
    kind, parsed, statements, uncalculated = guard.run(parse_sheets, file)
    parsed = [_without_fonts(sheet, statements) for sheet in parsed]
    return Opened(
        tuple(Sheet(sheet.name, _cells(file.name, kind, sheet)) for sheet in parsed),
        (
            Statement(_KIND_TEXT[kind], Place(file.name)),
            *(Statement(text, Place(file.name)) for text in statements),
        ),
        (*_ending_findings(file, kind), *_uncalculated_findings(file.name, uncalculated)),
    )


def parse_sheets(file: Brought) -> tuple[FileKind, list[_Parsed], list[Text], list[tuple[str, str]]]:
    """Parse a file into plain rows, inside the guard; the last are cells of formulas without a value."""
    kind = file_kind(file)
    parsed, statements, *uncalculated = _READERS[kind](file)
    return kind, parsed, statements, [cell for cells in uncalculated for cell in cells]


def _without_fonts(sheet: _Parsed, statements: list[Text]) -> _Parsed:
    """Read a sheet typed for the fonts named .Vn… as what its readers saw."""
    if not from_fonts(value for _, _, row in sheet.rows for value in row if isinstance(value, str)):
        return sheet
    name = f" “{sheet.name}”" if sheet.name else ""
    statements.append(
        Text(f"trang{name} gõ bằng phông chữ TCVN3 (.Vn…): đã đổi sang Unicode",
             f"sheet{name} was typed for the fonts of TCVN3 (.Vn…): brought into Unicode")
    )  # fmt: skip
    rows = [
        (table, number, [from_font(value) if isinstance(value, str) else value for value in row])
        for table, number, row in sheet.rows
    ]
    return _Parsed(sheet.name, rows)


def column_letters(number: int) -> str:
    """Name a column as spreadsheets do: 1 is `A`, 27 is `AA`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, len(ascii_uppercase))
        letters = ascii_uppercase[rest] + letters
    return letters


def column_number(letters: str) -> int:
    """Count a column by its letters: `A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * len(ascii_uppercase) + ascii_uppercase.index(letter) + 1
    return number


_MOST_SHOWN = 100
_KIND_TEXT = {
    FileKind.XLSX: Text("Bảng tính Excel (XLSX)", "Excel workbook (XLSX)"),
    FileKind.XLS: Text("Bảng tính Excel 97–2003 (XLS)", "Excel 97–2003 workbook (XLS)"),
    FileKind.ODS: Text("Bảng tính OpenDocument (ODS)", "OpenDocument spreadsheet (ODS)"),
    FileKind.DOCX: Text("Văn bản Word (DOCX)", "Word document (DOCX)"),
    FileKind.TEXT: Text("Văn bản thuần (CSV, TXT)", "Plain text (CSV, TXT)"),
}


def _ending_findings(file: Brought, kind: FileKind) -> list[Finding]:
    ending = contradicted_ending(file, kind)
    if ending is None:
        return []
    vi, en = _KIND_TEXT[kind].vi, _KIND_TEXT[kind].en
    return [
        Finding(
            Level.WARNING,
            "file.ending",
            Place(file.name),
            Text(f"tên tệp có đuôi .{ending} nhưng nội dung là: {vi}", f"named .{ending}, but it is: {en}"),
            Text("Kiểm tra có đúng tệp không; nội dung đã được đọc theo định dạng thật.",
                 "Check that it is the right file; it was read as what it is."),
        )
    ]  # fmt: skip


def _cells(file: str, kind: FileKind, sheet: _Parsed) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(
            Cell(_clean(value), _place(file, kind, sheet.name, table, number, position, column))
            for column, value in enumerate(_trimmed(values), start=1)
        )
        for position, (table, number, values) in enumerate(sheet.rows, start=1)
    )


def _trimmed(values: list[Value]) -> list[Value]:
    last = max((column for column, value in enumerate(values, start=1) if value is not None), default=0)
    return values[:last]


def _clean(value: Value) -> Value:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _place(
    file: str, kind: FileKind, name: str, table: int | None, number: int, position: int, column: int
) -> Place:
    """A row of a table in a document counts within that table, a line of text within the file."""
    if kind is FileKind.DOCX:
        if table is None:
            return Place(file, line=number)
        return Place(file, sheet=f"bảng/table {table}", cell=f"{column_letters(column)}{number}")
    if kind is FileKind.TEXT:
        return Place(file, cell=f"{column_letters(column)}{position}", line=number)
    return Place(file, sheet=name, cell=f"{column_letters(column)}{number}")


def _uncalculated_findings(file: str, cells: list[tuple[str, str]]) -> Iterator[Finding]:
    for sheet, cell in cells:
        yield Finding(
            Level.WARNING,
            "file.formula",
            Place(file, sheet=sheet, cell=cell),
            Text("ô có công thức nhưng chưa từng được tính, nên đọc là trống",
                 "the formula in this cell was never calculated: it is read as empty"),
            Text("Mở tệp bằng Excel, lưu lại rồi nộp.", "Open it in Excel, save it and bring that."),
        )  # fmt: skip


def _read_workbook(file: Brought, kind: FileKind) -> tuple[list[_Parsed], list[Text], list[tuple[str, str]]]:
    sheets = read_spreadsheet(file)
    marks = find_marks(file) if kind is FileKind.XLSX else {}
    said = [Text(f"trang “{name}” đang ẩn, vẫn được đọc", f"sheet “{name}” is hidden and was read too")
            for name, hidden, grid in sheets if hidden and grid]  # fmt: skip
    if formulas := sum(mark.formulas for mark in marks.values()):
        said.append(
            Text(f"{formulas} ô có công thức: dùng giá trị đã lưu, không tính lại",
                 f"{formulas} cells have formulas: the values stored are used, nothing is calculated")
        )  # fmt: skip
    for name, _, grid in sheets:
        _put_errors(grid, marks.get(name))
    uncalculated = [(name, cell) for name, mark in marks.items() for cell in mark.uncalculated]
    return [_Parsed(name, _numbered(grid)) for name, _, grid in sheets], said, uncalculated[:_MOST_SHOWN]


def _put_errors(grid: Grid, marks: Marks | None) -> None:
    """Write the text of an error into its cell."""
    for cell, error in (marks.errors if marks else {}).items():
        letters = cell.rstrip("0123456789")
        row, column = int(cell[len(letters) :]) - 1, column_number(letters) - 1
        if 0 <= row < len(grid) and column < len(grid[row]):
            grid[row][column] = error


def _numbered(grid: Grid) -> list[tuple[int | None, int, list[Value]]]:
    return [(None, number, row) for number, row in enumerate(grid, start=1)]


def _read_docx(file: Brought) -> tuple[list[_Parsed], list[Text]]:
    rows: list[DocumentRow] = read_document(file)
    return [_Parsed("", [(row.table, row.number, list(row.cells)) for row in rows])], []


_SEPARATOR_TEXT = {
    None: Text("không có dấu phân cách", "no separator"),
    "\t": Text("phân cách bằng dấu tab", "separated by tabs"),
    ";": Text("phân cách bằng dấu chấm phẩy", "separated by semicolons"),
    ",": Text("phân cách bằng dấu phẩy", "separated by commas"),
    "|": Text("phân cách bằng dấu gạch đứng", "separated by vertical bars"),
}


def _read_text(file: Brought) -> tuple[list[_Parsed], list[Text]]:
    encoding, separator, rows = read_delimited(file, MOST_CELLS)
    told = _SEPARATOR_TEXT[separator]
    parsed = [(None, line, [cell.strip() or None for cell in row]) for line, row in rows]
    return [_Parsed("", [(table, line, list(cells)) for table, line, cells in parsed])], [
        Text(f"bảng mã {encoding}, {told.vi}", f"encoding {encoding}, {told.en}")
    ]


_READERS: dict[FileKind, Callable[[Brought], tuple[Any, ...]]] = {
    FileKind.XLSX: lambda file: _read_workbook(file, FileKind.XLSX),
    FileKind.XLS: lambda file: _read_workbook(file, FileKind.XLS),
    FileKind.ODS: lambda file: _read_workbook(file, FileKind.ODS),
    FileKind.DOCX: _read_docx,
    FileKind.TEXT: _read_text,
}
