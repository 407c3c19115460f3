"""What is left of what was brought when all that is at fault is put aside."""

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.intake.plan import Plan
from geo.intake.reading import Brought, Place, Reading
from geo.schema import Level

_ROW = re.compile(r"[0-9]+")


def sound_files(files: Sequence[Brought], found: Plan) -> list[Brought]:
    """Leave the files in which nothing is wrong and nothing is asked: a form is right or wrong as a whole."""
    faulty = {place.file for place in _faults(found)}
    return [file for file in files if file.name not in faulty]


def sound_rows(reading: Reading, found: Plan) -> Reading:
    """Leave the rows of a table, of corners or of features in which nothing is wrong and nothing is asked."""
    faults = _faults(found)
    rows = tuple(row for row in reading.rows if not any(_is_at(row.place, fault) for fault in faults))
    return replace(reading, rows=rows)


def _faults(found: Plan) -> list[Place]:
    errors = [finding.place for finding in found.findings if finding.level is Level.ERROR]
    return errors + [question.place for question in found.questions]


def _is_at(place: Place, fault: Place) -> bool:
    """Tell whether a row is where a fault is; a fault of a whole file or sheet is in all of its rows."""
    if place.file != fault.file or fault.sheet not in (None, place.sheet):
        return False
    return _row(fault) is None or _row(fault) == _row(place)


def _row(place: Place) -> tuple[str, int] | None:
    if place.feature is not None:
        return "feature", place.feature
    if place.cell is not None and (digits := _ROW.search(place.cell)):
        return "row", int(digits[0])
    return None if place.line is None else ("row", place.line)
