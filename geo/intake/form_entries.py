"""The lines of one form as numbers in the form's units, with everything that hinders a reading."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from geo.intake.form_layout import FormRow
from geo.intake.form_lines import INCOME, Form, Line
from geo.intake.form_says import finding
from geo.intake.form_wordings import find_line, likeness
from geo.intake.numbers import (
    Basis,
    CellValue,
    DecimalSign,
    State,
    Stated,
    clean,
    parse_line_number,
    parse_number,
    said,
)
from geo.intake.quantities import Unit, convert, find_unit
from geo.intake.reading import Finding, Place
from geo.schema import Text

_ALIEN = 0.5
"""Below this a wording is not that of the line its number names."""
_MOST_INCOME = 1_000.0
"""Nobody earns a billion dong a month on average: such a figure is in another unit."""
_CLEARLY = 0.1
"""How much more like another line a wording must be to contradict its number."""


@dataclass(frozen=True)
class Entry:
    """One line as read; `value` is None where the line is empty, or cannot be read and a finding says so."""

    line: Line
    value: float | None
    place: Place
    note: str = ""
    empty: bool = False


@dataclass
class Entries:
    """The lines of a form by number, and what was found wrong in them."""

    by_line: dict[str, Entry] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    by_context: list[tuple[str, float]] = field(default_factory=list)

    @property
    def values(self) -> Mapping[str, float]:
        """The values that are there, by line."""
        return {number: one.value for number, one in self.by_line.items() if one.value is not None}


def read_entries(form: Form, rows: Iterable[FormRow], sign: DecimalSign) -> Entries:
    """Read the rows of a form; each problem is found once, at its cell."""
    read = Entries()
    for row in rows:
        line = _line_of(form, row, read)
        if line is not None:
            _add(read, _read_row(line, row, sign, read))
    read.findings.extend(_absent(form, read))
    return read


def _line_of(form: Form, row: FormRow, read: Entries) -> Line | None:
    """Tell which line a row is, by its number and its wording; where they disagree, neither is taken."""
    number = parse_line_number(row.number.value) if row.number else None
    numbered = form.line(number) if number else None
    named = find_line(form, row.label) if row.label else None
    if numbered is None:
        if named is None and any(cell.value is not None for cell in row.results):
            read.findings.append(finding("line-unknown", row.place, label=row.label or str(number)))
        return form.line(named) if named else None
    alike = likeness(form, numbered.number, row.label) if row.label else 1.0
    if named is None or named == numbered.number or likeness(form, named, row.label) - alike <= _CLEARLY:
        unlike = alike < _ALIEN and not row.results and find_unit(row.unit) is None
        return None if unlike else numbered
    read.findings.append(
        finding("line-mismatch", row.place, number=numbered.number, label=row.label, other=named)
    )
    return None


def _add(read: Entries, entry: Entry) -> None:
    known = read.by_line.get(entry.line.number)
    if known is None:
        read.by_line[entry.line.number] = entry
        return
    rule = "line-twice" if known.value == entry.value else "line-twice-differs"
    read.findings.append(finding(rule, entry.place, line=entry.line.number, first=known.place.text()))
    if rule == "line-twice-differs":
        read.by_line[entry.line.number] = replace(known, value=None)


def _read_row(line: Line, row: FormRow, sign: DecimalSign, read: Entries) -> Entry:
    filled = [cell for cell in row.results if parse_number(cell.value).state is not State.EMPTY]
    place = filled[0].place if filled else row.place
    stated = parse_number(filled[0].value, sign) if filled else Stated(State.EMPTY)
    if line.unit == "0/1" and stated.state is State.YES_NO:
        stated = replace(stated, state=State.NUMBER)
    if stated.state in (State.EMPTY, State.NONE):
        return Entry(line, None, place, row.note, empty=True)
    written = _as_written(filled[0].value)
    if len({parse_number(cell.value, sign) for cell in filled}) > 1:
        others = " | ".join(_as_written(cell.value) for cell in filled)
        read.findings.append(finding("two-results", place, line=line.number, got=others))
        return Entry(line, None, place, row.note)
    problems = list(_problems(line, stated, written, place))
    read.findings.extend(problems)
    if problems or stated.value is None:
        return Entry(line, None, place, row.note)
    if line.whole and stated.basis is Basis.ASSUMED and stated.value != round(stated.value):
        stated = replace(stated, value=stated.other, other=stated.value)
    _tell_readings(line, stated, written, place, read)
    value = _in_unit_of_form(line, row, stated, place, read)
    return Entry(line, value, place, row.note)


def _as_written(value: CellValue) -> str:
    """Say what a cell holds; a spreadsheet keeps 2 as 2.0, which nobody wrote."""
    if isinstance(value, float):
        return said(value).vi
    return clean(str(value))


def _problems(line: Line, stated: Stated, written: str, place: Place) -> Iterator[Finding]:
    if stated.state is State.DATE:
        yield finding("date-for-number", place, line=line.number, got=written)
    elif stated.state is not State.NUMBER or stated.value is None:
        yield finding("text-for-number", place, line=line.number, got=written)
    elif stated.value < 0:
        yield finding("negative", place, line=line.number, got=written)
    elif line.unit == "0/1" and stated.value not in (0, 1):
        yield finding("not-yes-no", place, line=line.number, got=written)


def _tell_readings(line: Line, stated: Stated, written: str, place: Place, read: Entries) -> None:
    if stated.value is None or stated.other is None:
        return
    if stated.basis is Basis.CONTEXT:
        read.by_context.append((written, stated.value))
    if stated.basis is Basis.ASSUMED and not (line.whole and stated.value == round(stated.value)):
        more: dict[str, str | Text] = {
            "got": written,
            "read": said(stated.value),
            "other": said(stated.other),
        }
        read.findings.append(finding("two-readings", place, line=line.number, **more))


def _in_unit_of_form(line: Line, row: FormRow, stated: Stated, place: Place, read: Entries) -> float | None:
    """Say a value in the unit of the form, from the unit behind the number or in the row."""
    value = stated.value
    unit = stated.unit or find_unit(row.unit)
    if unit is None and row.unit and row.unit not in ("-", "…"):
        read.findings.append(finding("unit-unknown", place, line=line.number, got=row.unit, unit=line.unit))
    if value is not None and unit is not None and unit.name != line.unit:
        value = _converted(line, unit, value, place, read)
    if value is not None and line.unit == INCOME and value > _MOST_INCOME:
        read.findings.append(finding("income", place, line=line.number, got=said(value)))
        return None
    if value is not None and line.whole and value != round(value):
        thousand = said(round(value * 1000)) if value * 1000 == round(value * 1000) else Text("…", "…")
        read.findings.append(finding("not-whole", place, line=line.number, got=said(value), maybe=thousand))
        return None
    return value


def _converted(line: Line, unit: Unit, value: float, place: Place, read: Entries) -> float | None:
    converted = convert(value, unit, line.unit)
    told = {"line": line.number, "unit": line.unit, "got": unit.name}
    if converted is not None:
        more = {"value": said(value), "converted": said(converted)}
        read.findings.append(finding("unit-converted", place, **told, **more))
        return converted
    if unit.noun and line.whole:
        read.findings.append(finding("unit-noun", place, **told))
        return value
    read.findings.append(finding("unit-different", place, **told))
    return None


def _absent(form: Form, read: Entries) -> Iterator[Finding]:
    if not read.by_line:
        return
    place = next(iter(read.by_line.values())).place
    for line in form.lines:
        entry = read.by_line.get(line.number)
        told: dict[str, str | Text] = {"line": line.number, "title": line.title}
        if entry is None:
            yield finding("line-absent", replace(place, cell=None, line=None), **told)
        elif entry.empty and line.needed:
            yield finding("line-empty", entry.place, **told)
