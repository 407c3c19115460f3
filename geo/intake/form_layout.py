"""Where the forms stand in a file: what is written above each table, and its rows by column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from geo.intake.form_lines import FORMS
from geo.intake.form_wordings import find_line
from geo.intake.numbers import clean, parse_line_number
from geo.intake.quantities import find_unit
from geo.intake.reading import Place
from geo.intake.sheets import Cell, Sheet
from geo.text import fold

MOST_ROWS = 120
"""No form has more rows than this, notes and blank rows included."""
_SEARCHED_ROWS = 300
_MOST_HEADING, _LONGEST_LINE = 60, 300
_LEAST_LINES = 3
_MOST_COLUMNS, _LONGEST_HEAD = 12, 80

_LABEL = re.compile(r"^(ten )?(chi tieu|noi dung|indicator)")
_COLUMNS = (
    ("number", re.compile(r"^(tt|stt|so tt|so thu tu|no\.?|#)$")),
    ("unit", re.compile(r"^(don vi|dvt|unit)")),
    ("note", re.compile(r"^(ghi chu|note|remark)")),
    ("result", re.compile(r"ket qua|so lieu|gia tri|thuc hien|luy ke|result|value")),
)
_BESIDE = re.compile(r"(?<![:\s])[ ]*\t\s*|\s+(?=cộng h(?:òa|oà) xã hội chủ nghĩa)", re.IGNORECASE)
"""Where a line of a letter's head has a left and a right half."""
_COLUMN_NUMBERS = re.compile(r"\(?[\dA-E]\)?")


@dataclass(frozen=True)
class Said:
    """One line of text above a table."""

    text: str
    place: Place


@dataclass(frozen=True)
class FormRow:
    """One row of a table: what stands in each column of the form; `results` are the cells under *Kết quả*."""

    number: Cell | None
    label: str
    unit: str
    results: tuple[Cell, ...]
    note: str
    place: Place


@dataclass(frozen=True)
class Block:
    """One table that looks like a form, with the text above it."""

    heading: tuple[Said, ...]
    rows: tuple[FormRow, ...]
    place: Place


class _Columns(NamedTuple):
    number: int | None
    label: int
    unit: int | None
    results: range
    note: int | None


def find_blocks(sheet: Sheet) -> list[Block]:
    """Find the tables of a sheet that look like forms: by their heads, or by the lines they have."""
    heads = [(row, row + 1, columns) for row, cells in enumerate(sheet.rows) if (columns := _head(cells))]
    if not heads and (columns := _columns_by_lines(sheet.rows[:_SEARCHED_ROWS])):
        first = next(row for row, cells in enumerate(sheet.rows) if _is_line(cells, columns))
        heads = [(first, first, columns)]
    blocks: list[Block] = []
    after = 0
    ends = [*(head for head, _, _ in heads[1:]), len(sheet.rows)]
    for (head, start, columns), end in zip(heads, ends, strict=False):
        inside = range(start, min(end, start + MOST_ROWS))
        lines = [row for row in inside if _is_line(sheet.rows[row], columns)]
        if lines:
            rows = tuple(_form_row(sheet.rows[row], columns) for row in lines)
            heading = tuple(islice(_said(sheet.rows[max(after, head - _MOST_HEADING) : head]), _MOST_HEADING))
            blocks.append(Block(heading, rows, rows[0].place))
            after = lines[-1] + 1
    return blocks


def _words(cell: Cell) -> str:
    return fold(clean(cell.value)) if isinstance(cell.value, str) and len(cell.value) < _LONGEST_HEAD else ""


def _head(cells: Sequence[Cell]) -> _Columns | None:
    """Read a row as the head of a form, if it names an indicator and its result or unit."""
    words = [_words(cell) for cell in cells[:_MOST_COLUMNS]]
    label = next((column for column, text in enumerate(words) if _LABEL.search(text)), None)
    if label is None:
        return None
    named: dict[str, int] = {}
    for column, text in enumerate(words):
        for name, pattern in _COLUMNS:
            if column != label and text and pattern.search(text):
                named.setdefault(name, column)
                break
    if "result" not in named and "unit" not in named:
        return None
    first = named.get("result", named.get("unit", label) + 1)
    after = [column for column, text in enumerate(words) if column > first and text]
    return _Columns(
        named.get("number", label - 1 if label else None),
        label,
        named.get("unit"),
        range(first, after[0] if after else first + 1),
        named.get("note"),
    )


def _columns_by_lines(rows: Sequence[Sequence[Cell]]) -> _Columns | None:
    """Find the columns of a table that lost its head, by the wordings and units of its rows."""
    labels, units = [0] * _MOST_COLUMNS, [0] * _MOST_COLUMNS
    for cells in rows:
        for column, cell in enumerate(cells[:_MOST_COLUMNS]):
            text = clean(cell.value) if isinstance(cell.value, str) else ""
            units[column] += bool(text and find_unit(text))
            labels[column] += len(text) > 5 and any(find_line(form, text) for form in FORMS.values())
    label = labels.index(max(labels))
    if labels[label] < _LEAST_LINES:
        return None
    unit = max(range(label + 1, _MOST_COLUMNS), key=lambda column: units[column], default=None)
    unit = unit if unit is not None and units[unit] else None
    first = (label if unit is None else unit) + 1
    return _Columns(label - 1 if label else None, label, unit, range(first, first + 1), None)


def _at(cells: Sequence[Cell], column: int | None) -> Cell | None:
    return cells[column] if column is not None and 0 <= column < len(cells) else None


def _text(cell: Cell | None) -> str:
    return clean(cell.value[:_LONGEST_LINE]) if cell and isinstance(cell.value, str) else ""


def _is_line(cells: Sequence[Cell], columns: _Columns) -> bool:
    """Tell a line of the form from the numbers of the columns, blank rows and what is signed below."""
    number, named = _at(cells, columns.number), _at(cells, columns.label)
    numbered = number is not None and parse_line_number(number.value) is not None
    label = _text(named)
    if named is None or named.value is None:
        return numbered and _at(cells, columns.results.start) is not None
    if not label or _COLUMN_NUMBERS.fullmatch(label):
        return False
    measured = find_unit(_text(_at(cells, columns.unit))) is not None
    return numbered or measured or any(find_line(form, label) for form in FORMS.values())


def _form_row(cells: Sequence[Cell], columns: _Columns) -> FormRow:
    results = tuple(cell for column in columns.results if (cell := _at(cells, column)) is not None)
    first = next(cell for cell in cells if cell.value is not None)
    return FormRow(
        _at(cells, columns.number),
        _text(_at(cells, columns.label)),
        _text(_at(cells, columns.unit)),
        results,
        _text(_at(cells, columns.note)),
        results[0].place if results else first.place,
    )


def _said(rows: Sequence[Sequence[Cell]]) -> Iterator[Said]:
    """Read the text above a table, line by line; a label with a colon has the next cell's text too."""
    for cells in rows:
        told = [replace(cell, value=str(cell.value)) for cell in cells if cell.value is not None]
        for index, cell in enumerate(told):
            text = str(cell.value)
            if text.rstrip().endswith(":") and index + 1 < len(told):
                text = f"{text} {told[index + 1].value}"
            parts = (part for line in text.splitlines()[:_MOST_HEADING] for part in _BESIDE.split(line))
            lines = (clean(line[:_LONGEST_LINE]) for line in parts)
            yield from (Said(line, cell.place) for line in lines if line)
