"""Text files with rows and cells: their encoding and their separator are worked out and said."""

import csv
import io
import re
import unicodedata
from collections import Counter
from itertools import islice
from typing import Literal, NamedTuple

from geo.intake.reading import Brought
from geo.intake.refusals import refusal

_SEPARATORS = "\t;|,"
_LOOKED_AT = 300
_FIELD_LIMIT = 100_000
_MARKED_ENCODINGS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_TONES_1258 = "\u0300\u0309\u0303\u0301\u0323"
_VIETNAMESE_1258 = frozenset("ĂăĐđƠơƯư₫" + _TONES_1258)
_TONE_OFF_VOWEL = re.compile(rf"(?<![aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])[{_TONES_1258}]")


class Delimited(NamedTuple):
    """A text file taken apart; every row bears the number of its first line."""

    encoding: str
    separator: str | None
    rows: list[tuple[int, list[str]]]


def read_delimited(file: Brought, most_cells: int) -> Delimited:
    """Take a text file apart into rows and cells.

    Raises
    ------
    RefusedError
        If it is no text in an encoding known here, or has more than `most_cells` cells.
    """
    encoding, text = decode(file)
    separator = _separator(text)
    csv.field_size_limit(_FIELD_LIMIT)
    rows, cells, line = [], 0, 1
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator or "\x1f", quoting=_quoting(separator)
    )
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
            cells += len(row)
            if cells > most_cells:
                raise refusal("file.cells", file.name, got=file.name, most=most_cells)
    except csv.Error as error:
        raise refusal("file.damaged", file.name, got=str(error)) from error
    return Delimited(encoding, separator, rows)


def decode(file: Brought) -> tuple[str, str]:
    """Work out the encoding of a text and decode it; accents put together into single letters (NFC)."""
    content = file.content
    for mark, encoding in _MARKED_ENCODINGS:
        if content.startswith(mark):
            return encoding, _decoded(file, encoding)
    if guessed := _unmarked_utf16(content):
        return guessed, _decoded(file, guessed)
    try:
        return "utf-8", _checked(file, content.decode("utf-8"))
    except UnicodeDecodeError:
        return _one_byte(file)


def _unmarked_utf16(content: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in most of its even or odd bytes."""
    sample = content[:2000]
    half = len(sample) // 2 or 1
    if sample[1::2].count(0) > half * 0.4:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > half * 0.4 else None


def _decoded(file: Brought, encoding: str) -> str:
    try:
        return _checked(file, file.content.decode(encoding))
    except UnicodeDecodeError as error:
        raise refusal("file.encoding", file.name, got=f"{encoding}, byte {error.start + 1}") from error


def _one_byte(file: Brought) -> tuple[str, str]:
    """Windows-1258 has Vietnamese letters where 1252 has Western ones, and its tones follow vowels."""
    vietnamese = file.content.decode("cp1258", "replace")
    strange = len(_TONE_OFF_VOWEL.findall(vietnamese)) + vietnamese.count("\ufffd")
    if _VIETNAMESE_1258 & set(vietnamese) and not strange:
        return "windows-1258", _checked(file, vietnamese)
    try:
        return "windows-1252", _checked(file, file.content.decode("cp1252"))
    except UnicodeDecodeError as error:
        raise refusal("file.encoding", file.name, got=f"byte {error.start + 1}") from error


def _checked(file: Brought, text: str) -> str:
    if found := _NOT_TEXT.search(text):
        raise refusal("file.encoding", file.name, got=f"U+{ord(found[0]):04X}")
    return unicodedata.normalize("NFC", text)


def _separator(text: str) -> str | None:
    """Choose the separator that cuts most rows into the same number of cells, the more cells the better."""
    best, separator = 0, None
    for sign in _SEPARATORS:
        widths = Counter(len(row) for row in _first_rows(text, sign) if len(row) > 1)
        score = max((count * (width - 1) for width, count in widths.items()), default=0)
        if score > best:
            best, separator = score, sign
    return separator


def _first_rows(text: str, separator: str) -> list[list[str]]:
    start = io.StringIO(text[: _LOOKED_AT * 1000], newline="")
    try:
        return list(islice(csv.reader(start, delimiter=separator), _LOOKED_AT))
    except csv.Error:
        return []


def _quoting(separator: str | None) -> Literal[0, 3]:
    return csv.QUOTE_MINIMAL if separator else csv.QUOTE_NONE
