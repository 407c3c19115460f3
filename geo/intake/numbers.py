"""Numbers as people write them, in Vietnamese or English; what can be read in two ways says so."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from geo.intake.quantities import Unit, find_unit
from geo.schema import Text
from geo.text import fold

CellValue = str | float | int | bool | date | None
"""What a cell holds; a time of day is a date too."""


class State(StrEnum):
    """What a cell holds where a number should be. A dash and an empty cell are no nought."""

    NUMBER = "number"
    EMPTY = "empty"
    NONE = "none"
    YES_NO = "yes_no"
    DATE = "date"
    TEXT = "text"


class Basis(StrEnum):
    """Why a number was read so: it can be read in one way only, by the file's other numbers, or by custom."""

    PLAIN = "plain"
    CONTEXT = "context"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Stated:
    """What a cell says. `unit` is one written behind the number; `other` the second way to read it."""

    state: State
    value: float | None = None
    unit: Unit | None = None
    basis: Basis = Basis.PLAIN
    other: float | None = None


class DecimalSign(NamedTuple):
    """The sign a file writes before decimals, and the number that shows it; None where none or both do."""

    sign: str | None
    example: str | None


UNKNOWN_SIGN = DecimalSign(None, None)

_NO_NUMBER = {
    *(
        "-",
        "–",
        "—",
        "−",
        "...",
        "…",
        "/",
        "x",
        "n/a",
        "#n/a",
        "na",
        "nil",
        "none",
        "null",
        "khong co",
        "chua co",
    ),
    *("chua xac dinh", "dang cap nhat", "chua cap nhat", "khong ro", "chua ro", "..", "...."),
    *("khong co so lieu", "chua co so lieu", "chua thong ke", "khong phat sinh"),
}
_YES = {"co", "yes", "true", "dat", "da co", "☑", "✓"}
_NO = {"khong", "no", "false", "khong dat", "chua", "chua dat", "☐"}
_LONGEST = 100
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_WRITTEN = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?P<body>\d[\d.,'’ ]*|[.,]\d+)"
    r"(?P<power>[eE][+-]?\d{1,3})?\s*(?(open)\))(?P<unit>.*)"
)
_BLANK_GROUPS = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?=[.,]\d+$|$)")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_SHAPES = (
    (re.compile(r"\d+"), None),
    (re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"), ","),
    (re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"), "."),
    (re.compile(r"\d*,\d+"), ","),
    (re.compile(r"\d*\.\d+"), "."),
)
"""The shapes of numbers that can be read in one way, and the decimal sign each one shows."""


def clean(text: str) -> str:
    """Make one plain blank of every kind of blank, drop what cannot be seen, and trim."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def find_decimal_sign(cells: Iterable[CellValue]) -> DecimalSign:
    """Find the decimal sign that the unmistakable numbers among the cells agree on."""
    shown: dict[str, str] = {}
    for cell in cells:
        found = _WRITTEN.fullmatch(clean(cell)) if isinstance(cell, str) else None
        sign = _shown_sign(found["body"]) if found else None
        if sign and found:
            shown.setdefault(sign, found["body"])
    return DecimalSign(*next(iter(shown.items()))) if len(shown) == 1 else UNKNOWN_SIGN


def _shown_sign(body: str) -> str | None:
    bare = _without_blank_groups(body)
    return None if _TWO_WAYS.fullmatch(bare) else _shape(bare)[1]


def _without_blank_groups(body: str) -> str:
    bare = body.strip(" '’").rstrip(".,")
    return re.sub("[ '’]", "", bare) if _BLANK_GROUPS.match(bare) else bare


def _shape(bare: str) -> tuple[bool, str | None]:
    return next(((True, sign) for shape, sign in _SHAPES if shape.fullmatch(bare)), (False, None))


def parse_number(cell: CellValue, sign: DecimalSign = UNKNOWN_SIGN) -> Stated:
    """Read a cell that should hold a number.

    `1.234` and `1,234` can be read in two ways. The decimal sign of the file decides; without one,
    Vietnamese custom does (`1.234` is a thousand and more), and the answer says that it was assumed.
    """
    if cell is None:
        return Stated(State.EMPTY)
    if isinstance(cell, bool):
        return Stated(State.YES_NO, float(cell))
    if isinstance(cell, date):
        return Stated(State.DATE)
    if isinstance(cell, int | float):
        return Stated(State.NUMBER, float(cell)) if _is_finite(cell) else Stated(State.TEXT)
    return _parse_text(clean(cell), sign)


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _parse_text(text: str, sign: DecimalSign) -> Stated:
    if len(text) > _LONGEST:
        return Stated(State.TEXT)
    word = fold(text)
    if not word or word in _NO_NUMBER:
        return Stated(State.NONE if word else State.EMPTY)
    if word in _YES | _NO:
        return Stated(State.YES_NO, float(word in _YES))
    found = _WRITTEN.fullmatch(text)
    unit = find_unit(found["unit"]) if found and found["unit"].strip() else None
    if found is None or (found["unit"].strip() and unit is None):
        return Stated(State.TEXT)
    return _as_stated(found, unit, sign)


def _as_stated(found: re.Match[str], unit: Unit | None, sign: DecimalSign) -> Stated:
    bare = _without_blank_groups(found["body"])
    fits, shown = _shape(bare)
    if not fits:
        return Stated(State.TEXT)
    negative = bool(found["open"]) or (found["sign"] or "+") != "+"
    if not _TWO_WAYS.fullmatch(bare):
        return _number(_float(bare, shown, negative, found["power"]), unit)
    before = sign.sign or ","
    after = "." if before == "," else ","
    value, other = (_float(bare, one, negative, found["power"]) for one in (before, after))
    return _number(value, unit, Basis.CONTEXT if sign.sign else Basis.ASSUMED, other)


def _number(
    value: float, unit: Unit | None, basis: Basis = Basis.PLAIN, other: float | None = None
) -> Stated:
    return Stated(State.NUMBER, value, unit, basis, other) if math.isfinite(value) else Stated(State.TEXT)


def _float(bare: str, sign: str | None, negative: bool, power: str | None) -> float:
    plain = bare.replace("." if sign == "," else ",", "").replace(",", ".")
    return float(f"{'-' if negative else ''}{plain}{power or ''}")


def plain(value: float) -> str:
    """Write a number as the package keeps it: all its digits, a dot before decimals, no groups."""
    written = format(Decimal(repr(float(value))), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def said(value: float) -> Text:
    """Write a number for people: 1.686,5 in Vietnamese, 1,686.5 in English."""
    whole, _, decimals = plain(value).partition(".")
    english = f"{int(whole):,}" if whole not in ("-0", "") else whole
    vietnamese = english.replace(",", ".")
    return (
        Text(f"{vietnamese},{decimals}", f"{english}.{decimals}") if decimals else Text(vietnamese, english)
    )


_DOTTED_LINE = re.compile(r"\(?0*(\d{1,2})(?:[.,]0*([1-9])0?)?[.,)]*")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/ ](?:thg |t)?(\d{1,2})(?:[-/ ]\d{2,4})?")
_ISO_DAY = re.compile(r"\d{4}-(\d{2})-(\d{2})(?:[ T]00:00:00)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = re.compile(rf"(\d{{1,2}})[- ]({'|'.join(_MONTHS)})(?:[- ]\d{{2,4}})?")


def parse_line_number(cell: CellValue) -> str | None:
    """Read the number of a form's line, also where a spreadsheet made `15.1` a decimal or 15 January."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, date):
        return f"{cell.day}.{cell.month}"
    text = fold(clean(cell if isinstance(cell, str) else f"{cell:.10g}"))
    if found := _DOTTED_LINE.fullmatch(text):
        return f"{found[1]}.{found[2]}" if found[2] else found[1]
    if found := _ISO_DAY.fullmatch(text):
        return f"{int(found[2])}.{int(found[1])}"
    if found := _NAMED_MONTH.fullmatch(text):
        return f"{int(found[1])}.{_MONTHS.index(found[2]) + 1}"
    if found := _DAY_MONTH.fullmatch(text):
        return f"{int(found[1])}.{int(found[2])}"
    return None
