"""A condition on one column, as it stands in an address: `10..75`, `active,established`, `thạch`, `known`."""

import re
from dataclasses import dataclass
from enum import StrEnum

from geo.errors import QueryError
from geo.fields import FIELD_OF_INDICATOR
from geo.published import RATES
from geo.rasters.kinds import MEASURED
from geo.schema import Column, Text
from geo.text import to_nfc

SHARES = frozenset(
    (
        *RATES,
        *(name for name, field in FIELD_OF_INDICATOR.items() if field.factor != 1.0),
        *(one.name for one in MEASURED if one.unit == "1"),
    )
)
"""The columns that run from 0 to 1 and are read as percent."""

_AMOUNT = r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?%?"
_SPAN = re.compile(rf"({_AMOUNT})?(<?)\.\.(<?)({_AMOUNT})?")
_ONE = re.compile(_AMOUNT)
_DASHED = re.compile(rf"({_AMOUNT})[-–]({_AMOUNT})")
_COMPARED = re.compile(rf"(>=|≥|<=|≤|>|<)({_AMOUNT})")
_PERCENT = 100.0

_OF_A_NUMBER = Text(
    "một số như 12.5, một khoảng như 10-75 hoặc 10..<75, một cận như >=10 hoặc <75 "
    "(dùng dấu chấm thập phân), "
    "hoặc một trong các từ known (đã biết), bound (chỉ biết cận), missing (chưa có)",
    "a number such as 12.5, a range such as 10-75 or 10..<75, a limit such as >=10 or <75 "
    "(with a decimal point), "
    "or one of the words known, bound, missing",
)
_OF_A_SHARE = Text(
    "tỷ lệ từ 0 đến 1 hoặc phần trăm: 0.5..0.9, 50%..90% hay >=50% (dùng dấu chấm thập phân), "
    "hoặc một trong các từ known (đã biết), bound (chỉ biết cận), missing (chưa có)",
    "a share from 0 to 1 or a percentage: 0.5..0.9, 50%..90% or >=50% (with a decimal point), "
    "or one of the words known, bound, missing",
)


class AskedError(QueryError):
    """A parameter that cannot be answered; `expected` says in both languages what could be."""

    def __init__(self, name: str, got: str, expected: Text) -> None:
        super().__init__(f"{name}={got!r}; expected {expected.en}")
        self.name = name
        self.got = got
        self.expected = expected


class Presence(StrEnum):
    """Whether a value is there: known, known as a bound only, or stated by no source."""

    KNOWN = "known"
    BOUND = "bound"
    MISSING = "missing"


@dataclass(frozen=True)
class Span:
    """From one number to another; None leaves an end open, `above` and `below` leave the end itself out."""

    least: float | None
    most: float | None
    above: bool = False
    below: bool = False


@dataclass(frozen=True)
class Exactly:
    """One of a closed list, or a code."""

    text: str


@dataclass(frozen=True)
class Containing:
    """Text that contains this, accents and case aside."""

    text: str


@dataclass(frozen=True)
class Holding:
    """A word of a closed list, which stands in a cell among others."""

    text: str


@dataclass(frozen=True)
class AnyOf:
    """Alternatives, of which one is enough."""

    parts: tuple[Presence | Span | Exactly | Holding, ...]


Condition = Presence | Span | Exactly | Holding | Containing | AnyOf

_MOST_PARTS = 2_000
"""So many alternatives one condition may have: a list of ids is as long as a province has clusters."""

_FEWER = Text(f"không quá {_MOST_PARTS} giá trị", f"no more than {_MOST_PARTS} values")


def is_code(column: Column) -> bool:
    """Tell whether the texts of a column are codes, which are the same or not."""
    return column.name == "id" or column.name.endswith(("_code", "_group"))


def is_number(column: Column) -> bool:
    """Tell whether a column holds numbers."""
    return column.type in ("number", "integer")


def parse_condition(column: Column, text: str) -> Condition:
    """Read the condition that a parameter named like a column states.

    Commas part alternatives of ranges, choices and codes; in other text they are part of the text. Bare
    numbers are no alternatives: `12,5` is more often a decimal comma than two numbers.

    Raises
    ------
    AskedError
        If the column can meet no such condition; it says what it expects.
    """
    if "," not in text or _is_free_text(column):
        return _parse_one(column, text)
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > _MOST_PARTS:
        raise AskedError(column.name, f"{text[:80]}…", _FEWER)
    if is_number(column) and any(_ONE.fullmatch(part) for part in parts):
        raise AskedError(column.name, text, _OF_A_SHARE if column.name in SHARES else _OF_A_NUMBER)
    return AnyOf(tuple(_parse_one(column, part) for part in dict.fromkeys(parts)))  # type: ignore[misc]


def _is_free_text(column: Column) -> bool:
    return not (is_number(column) or column.words or is_code(column))


def _parse_one(column: Column, text: str) -> Presence | Span | Exactly | Holding | Containing:
    if text in column.enum:
        return Exactly(text)
    if text in tuple(Presence) and (text != Presence.BOUND or is_number(column)):
        return Presence(text)
    if is_number(column):
        return _parse_span(column, text)
    if column.words:
        return _parse_choice(column, text)
    return Exactly(to_nfc(text)) if is_code(column) else Containing(to_nfc(text))


def _parse_choice(column: Column, text: str) -> Exactly | Holding:
    if text not in column.words:
        words = ", ".join([*column.words, Presence.KNOWN, Presence.MISSING])
        raise AskedError(column.name, text, Text(f"một trong: {words}", f"one of {words}"))
    return Exactly(text) if column.enum else Holding(text)


def _parse_span(column: Column, text: str) -> Span:
    share = column.name in SHARES
    plain = text.replace(" ", "")
    ends, above, below = _find_ends(plain)
    if not all(end is None or _ONE.fullmatch(end) for end in ends) or ends == (None, None):
        raise AskedError(column.name, text, _OF_A_SHARE if share else _OF_A_NUMBER)
    least, most = (None if end is None else _amount(end) for end in ends)
    if (least is not None and most is not None and least > most) or ("%" in text and not share):
        raise AskedError(column.name, text, _OF_A_SHARE if share else _OF_A_NUMBER)
    if share and max(least or 0.0, most or 0.0) > 1.0:
        raise AskedError(column.name, text, _OF_A_SHARE)
    return Span(least, most, above, below)


def _find_ends(text: str) -> tuple[tuple[str | None, str | None], bool, bool]:
    """Tell the ends of a range as it is written, and which of them are left out."""
    if found := _SPAN.fullmatch(text):
        return (found[1], found[4]), bool(found[2]), bool(found[3])
    if found := _DASHED.fullmatch(text):
        return (found[1], found[2]), False, False
    if found := _COMPARED.fullmatch(text):
        sign, end = found.groups()
        least = sign in (">", ">=", "≥")
        return ((end, None) if least else (None, end)), sign == ">", sign == "<"
    return (text, text), False, False


def _amount(text: str) -> float:
    return float(text[:-1]) / _PERCENT if text.endswith("%") else float(text)
