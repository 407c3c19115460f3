"""The reporting period a form's heading names: `2026-H1` to 14 June, `2025` to 14 December."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from geo.facts import period_days
from geo.intake.days import find_days
from geo.intake.form_layout import Said
from geo.intake.numbers import clean
from geo.intake.reading import Place
from geo.schema import Text
from geo.text import fold

_YEAR = r"((?:19|20|21)\d{2})"
_FIRST_HALF = re.compile(
    r"(?:(?:0?6|sau)(?:\s*\(sau\))? thang dau nam|nua dau nam|(?:first half|h1)(?: of)?|ban nien|6 thang)"
    rf"[\s,:-]*{_YEAR}|\b{_YEAR}\s*[-/]?\s*h1\b"
)
_SECOND_HALF = re.compile(
    rf"(?:(?:0?6|sau) thang cuoi nam|nua cuoi nam|(?:second half|h2)(?: of)?)[\s,:-]*{_YEAR}"
)
_WHOLE_YEAR = re.compile(
    r"(?:\bca nam|(?<!den )\bnam|ky bao cao|ky so lieu|\byear(?: of)?|\bperiod)\s*:?\s*"
    rf"{_YEAR}(?!\s*[-/]\s*\d)"
)
_LAW = re.compile(
    r"(?:thong tu|nghi dinh|quyet dinh|cong van|so)\b[^;]*?\d+/(?:19|20|21)\d{2}/[a-z0-9-]+"
    r"[^;:]*?(?=;|:|$|ky bao cao|\(ky)"
)
_DATED = re.compile(
    r"ngay\s+[\d.…]*\s*thang\s+[\d.…]*\s*nam\s+[\d.…]*|\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}"
)
_SIGNED = re.compile(r"^[^:]{2,40},\s*ngay\s")

_PERIOD = re.compile(r"((?:19|20|21)\d{2})(?:\s*-?\s*(h1))?")


class Named(NamedTuple):
    """A period a heading names, and where; None where it names a stretch that is no reporting period."""

    period: str | None
    text: str
    place: Place


def parse_period(text: str) -> str | None:
    """Read a period as an option gives it: `2026-H1`, `2025`, or in words."""
    folded = fold(clean(text))
    if found := _PERIOD.fullmatch(folded):
        return f"{found[1]}-H1" if found[2] else found[1]
    named = list(find_periods([Said(text, Place(""))]))
    return named[0].period if len({one.period for one in named}) == 1 else None


def find_periods(heading: Iterable[Said]) -> Iterator[Named]:
    """List every period a heading names; laws, and the day it was signed, name none."""
    for said in heading:
        folded = fold(said.text)
        if not _SIGNED.search(folded):
            for period in _periods_of(folded, said.text):
                yield Named(period, said.text, said.place)


def _periods_of(folded: str, text: str) -> Iterator[str | None]:
    days = [day for _, day in find_days(text)]
    if len(days) == 2 and re.search(r"\bden\b|\bto\b|-|–", folded) and not _LAW.search(folded):
        yield _period_of_days(*days)
        return
    rest = _DATED.sub(" ", _LAW.sub(" ", folded))
    for found in _FIRST_HALF.finditer(rest):
        yield f"{found[1] or found[2]}-H1"
    if _SECOND_HALF.search(rest):
        yield None
    rest = _SECOND_HALF.sub(" ", _FIRST_HALF.sub(" ", rest))
    for found in _WHOLE_YEAR.finditer(rest):
        yield found[1]


def _period_of_days(first: date, last: date) -> str | None:
    for period in (f"{last.year}-H1", str(last.year)):
        if period_days(period) == (first, last):
            return period
    return None


def near_period(heading: Iterable[Said]) -> str | None:
    """Guess the period meant by two days that are none: by where the later one stands in its year."""
    for said in heading:
        days = [day for _, day in find_days(said.text)]
        if len(days) == 2 and days[0] < days[1]:
            return f"{days[1].year}-H1" if days[1].month <= 7 else str(days[1].year)
    return None


def ended_periods(today: date, count: int) -> list[str]:
    """List the last periods that have ended, the latest first."""
    periods = (period for year in range(today.year, 1900, -1) for period in (str(year), f"{year}-H1"))
    ended = (period for period in periods if has_ended(period, today))
    return [period for period, _ in zip(ended, range(count), strict=False)]


def has_ended(period: str, today: date) -> bool:
    """Tell whether the last day of a period has passed."""
    return period_days(period)[1] < today


_DUE = {"01": (20, 20), "02": (20, 20), "03": (25, 25), "04": (30, 31)}
"""The day of June, and of December, before which a form is due."""


def due_day(form: str, period: str) -> date:
    """Return the day a form is due (Thông tư 14/2024/TT-BCT)."""
    half = period.endswith("H1")
    return date(int(period[:4]), 6 if half else 12, _DUE[form][0 if half else 1])


def find_signing(heading: Iterable[Said]) -> tuple[date, Place] | None:
    """Find the day a form was signed: `Hà Nội, ngày 18 tháng 6 năm 2026`."""
    for said in heading:
        if _SIGNED.search(fold(said.text)):
            for _, day in find_days(said.text):
                return day, said.place
    return None


def period_text(period: str) -> Text:
    """Name a period."""
    if period.endswith("-H1"):
        return Text(f"6 tháng đầu năm {period[:4]}", f"first half of {period[:4]}")
    return Text(f"năm {period}", f"year {period}")
