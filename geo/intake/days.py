"""Days and stretches of time as people write them, in Vietnamese or English; day before month."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from geo.intake.numbers import CellValue, clean
from geo.text import fold

_DAY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*((?:19|20|21)\d{2})")
_ISO = re.compile(r"((?:19|20|21)\d{2})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?")
_WORDS = re.compile(r"(?:ngay\s+)?(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+((?:19|20|21)\d{2})")
_ENGLISH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]*,? ((?:19|20|21)\d{2})")
_AMERICAN = re.compile(r"([a-z]{3})[a-z]* (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20|21)\d{2})")
_MONTH = re.compile(r"(?:thang\s*)?(\d{1,2})\s*(?:[-/.]|\s+nam\s+)\s*((?:19|20|21)\d{2})")
_ISO_MONTH = re.compile(r"((?:19|20|21)\d{2})-(\d{2})")
_QUARTER = re.compile(r"(?:quy|q)\s*(iv|iii|ii|i|[1-4])\s*(?:[-/.,]|\s+nam)?\s*((?:19|20|21)\d{2})")
_YEAR = re.compile(r"(?:nam\s+)?((?:19|20|21)\d{2})")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIAL_ORIGIN = date(1899, 12, 30)
_SERIALS = range(1, 73_415)


def parse_day(cell: CellValue) -> date | None:
    """Read one whole day: `15/12/2025`, `15.12.2025`, `ngày 15 tháng 12 năm 2025`, `15 Dec 2025`."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    text = fold(clean(cell))
    for pattern in (_DAY, _WORDS):
        if found := pattern.fullmatch(text):
            return _day(found[3], found[2], found[1])
    if found := _ISO.fullmatch(text.upper()):
        return _day(found[1], found[2], found[3])
    return _named_day(text)


def _named_day(text: str) -> date | None:
    for pattern, month, day in ((_ENGLISH, 2, 1), (_AMERICAN, 1, 2)):
        found = pattern.fullmatch(text)
        if found and found[month] in _MONTHS:
            return _day(found[3], str(_MONTHS.index(found[month]) + 1), found[day])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_time(cell: CellValue) -> str | None:
    """Read a day, month, quarter or year; write it as facts do: `2025-12-15`, `2025-12`, `2025-Q4`."""
    if day := parse_day(cell):
        return day.isoformat()
    if isinstance(cell, bool | date) or cell is None:
        return None
    text = fold(clean(cell if isinstance(cell, str) else f"{cell:.10g}"))
    if found := _QUARTER.fullmatch(text):
        return f"{found[2]}-Q{_ROMAN.get(found[1]) or found[1]}"
    for pattern, year, month in ((_MONTH, 2, 1), (_ISO_MONTH, 1, 2)):
        if found := pattern.fullmatch(text):
            return f"{found[year]}-{int(found[month]):02d}" if 1 <= int(found[month]) <= 12 else None
    found = _YEAR.fullmatch(text)
    return found[1] if found else None


def day_of_serial(number: float) -> date | None:
    """Read the number by which a spreadsheet keeps a day: 46006 is 15 December 2025."""
    return _SERIAL_ORIGIN + timedelta(int(number)) if int(number) in _SERIALS else None


def find_days(text: str) -> Iterator[tuple[re.Match[str], date]]:
    """Find the days a longer text names, with where they stand in the folded text."""
    folded = fold(clean(text))
    for found in sorted((*_DAY.finditer(folded), *_WORDS.finditer(folded)), key=lambda one: one.start()):
        if day := _day(found[3], found[2], found[1]):
            yield found, day
