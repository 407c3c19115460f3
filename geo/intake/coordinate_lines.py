"""The files that hold coordinates: pasted text, CSV, XLSX, DOCX; what is large is read behind the guard."""

from collections.abc import Sequence

from geo.errors import IntakeError
from geo.intake import guard
from geo.intake.coordinate_fields import Chunk
from geo.intake.coordinate_text import Coordinates, read_coordinates_of
from geo.intake.drawing_words import statement
from geo.intake.kinds import FileKind, file_kind
from geo.intake.reading import Brought, Finding, Place, Statement
from geo.intake.refusals import refusal
from geo.intake.sheets import Cell, Opened, open_sheets
from geo.intake.tcvn3 import decode

_MOST_MB = 5
_MOST_LINES = 20_000
_LONGEST = 2_000

_SMALL = 50_000
"""Text of up to this many bytes is read where it is: nothing in it can take long."""

Line = Sequence[Chunk]
Said = tuple[Coordinates, list[Statement], list[Finding]]


def read_files(files: Sequence[Brought]) -> Said:
    """Read the points of all files, with what is to be said of the files themselves.

    Raises
    ------
    IntakeError
        If a file is no text, sheet or document, or is larger than any list of coordinates.
    """
    brought = list(files)
    if all(_is_text(file) for file in brought) and sum(len(file.content) for file in brought) <= _SMALL:
        return _read(brought)
    return guard.run(_read, brought)


def _read(files: list[Brought]) -> Said:
    lines, statements, findings = lines_of(files)
    return read_coordinates_of(lines), statements, findings


def lines_of(files: Sequence[Brought]) -> tuple[list[Line], list[Statement], list[Finding]]:
    """Read the lines of all files, an empty one between two; rows of sheets are lines of cells.

    Raises
    ------
    IntakeError
        If a file is no text, sheet or document, or is larger than any list of coordinates.
    """
    lines: list[Line] = []
    statements: list[Statement] = []
    findings: list[Finding] = []
    for file in files:
        if _is_text(file):
            found, said = _text_lines(file)
            lines += found
            statements += said
        else:
            opened = open_sheets(file)
            lines += _rows(opened)
            statements += opened.statements
            findings += opened.findings
        lines.append(())
    if len(lines) > _MOST_LINES:
        raise IntakeError(f"{len(lines)} lines; expected at most {_MOST_LINES}, one a point")
    return lines, statements, findings


def _is_text(file: Brought) -> bool:
    """Tell pasted text and CSV from packed files; a file that is none of what is read here is refused."""
    return not file.content or (not file.content.startswith(b"PK") and file_kind(file) is FileKind.TEXT)


def _text_lines(file: Brought) -> tuple[list[Line], list[Statement]]:
    if len(file.content) > _MOST_MB << 20:
        raise refusal("file.size", file.name, got=len(file.content) >> 20, most=_MOST_MB)
    decoded = decode(file.content)
    if "\0" in decoded.text:
        raise refusal("file.encoding", file.name, got=decoded.encoding)
    lines: list[Line] = [
        (Chunk(line[:_LONGEST], Place(file.name, line=number)),) if line.strip() else ()
        for number, line in enumerate(decoded.text.splitlines(), start=1)
    ]
    if decoded.encoding == "UTF-8":
        return lines, []
    vi, en = "Bảng mã {encoding}: {why}", "Encoding {encoding}: {why}"
    place = Place(file.name)
    return lines, [statement(vi, en, place, encoding=decoded.encoding, why=decoded.why)]


def _rows(opened: Opened) -> list[Line]:
    lines: list[Line] = []
    for sheet in opened.sheets:
        for row in sheet.rows:
            filled = [cell for cell in row if cell.value is not None and str(cell.value).strip()]
            if len(filled) == 1 and isinstance(filled[0].value, str):
                lines += [(Chunk(part[:_LONGEST], filled[0].place),) for part in filled[0].value.splitlines()]
            else:
                lines.append(tuple(_chunk(cell) for cell in filled))
        lines.append(())
    return lines


def _chunk(cell: Cell) -> Chunk:
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return Chunk(float(cell.value), cell.place)
    return Chunk(str(cell.value).replace("\n", " ")[:_LONGEST], cell.place)
