"""The lines of files that hold coordinates: pasted text, CSV, XLSX, DOCX."""

from collections.abc import Sequence

from geo.errors import IntakeError
from geo.intake.coordinate_fields import Chunk
from geo.intake.drawing_words import statement
from geo.intake.reading import Brought, Place, Statement
from geo.intake.tcvn3 import decode

_MOST_BYTES = 20_000_000
_MOST_LINES = 50_000
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Line = Sequence[Chunk]


def lines_of(files: Sequence[Brought]) -> tuple[list[Line], list[Statement]]:
    """Read the lines of all files, an empty one between two; rows of sheets are lines of cells.

    Raises
    ------
    IntakeError
        If a file is no text, sheet or document, or is larger than any list of coordinates.
    """
    lines: list[Line] = []
    said: list[Statement] = []
    for file in files:
        if file.content.startswith(_PACKED):
            lines += _sheet_lines(file)
        else:
            found, statements = _text_lines(file)
            lines += found
            said += statements
        lines.append(())
    if len(lines) > _MOST_LINES:
        raise IntakeError(f"{len(lines)} lines; expected at most {_MOST_LINES}, one a point")
    return lines, said


def _text_lines(file: Brought) -> tuple[list[Line], list[Statement]]:
    if len(file.content) > _MOST_BYTES or (
        b"\0" in file.content[:4_096].replace(b"\xff\xfe", b"")
        and not (file.content.startswith((b"\xff\xfe", b"\xfe\xff")))
    ):
        raise IntakeError(f"{file.name} is no text; expected lines of coordinates as TXT, CSV, XLSX or DOCX")
    decoded = decode(file.content)
    lines: list[Line] = [
        (Chunk(line[:2_000], Place(file.name, line=number)),) if line.strip() else ()
        for number, line in enumerate(decoded.text.splitlines(), start=1)
    ]
    if decoded.encoding == "UTF-8":
        return lines, []
    why = statement(
        "Bảng mã {encoding}: {why}", "Encoding {encoding}: {why}", Place(file.name),
        encoding=decoded.encoding, why=decoded.why,
    )  # fmt: skip
    return lines, [why]


def _sheet_lines(file: Brought) -> list[Line]:
    raise IntakeError(f"{file.name}: workbooks and documents are not read yet; paste the coordinates as text")
