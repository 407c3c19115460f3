"""Figures against the last known ones of the same cluster: jumps, and slips of the decimal sign."""

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from geo.fields import FIELDS
from geo.intake.nonsense_subject import Fact, Found, Read, Subject, exact_number
from geo.intake.numbers import said
from geo.interval import parse_day
from geo.schema import Text

_JUMP_SHARE = 0.5
_SLIP_TOLERANCE = 0.06
"""How far the logarithm of a quotient may be off a power of ten: about 15 %."""
_MOST_POWER = 3
LONG_AGO = 400
"""After so many days a figure may have changed by any measure."""
_WHOLE_PCT = 100.0
_LEAST = {"lao động": 10.0, "doanh nghiệp": 10.0, "dự án": 10.0, "người": 10.0, "cụm": 10.0, "ha": 3.0}
_LEAST_OTHERWISE = 5.0
"""By unit: below this much, half as much more is no jump."""


def slips(subject: Subject) -> Iterator[Found]:
    """Find figures about 10, 100 or 1000 times the last one, or a 10th, 100th or 1000th of it."""
    for read, before in _pairs(subject):
        if power := power_of(exact_number(before), read.number):
            yield Found(read.place, _told(read, before, power))


def jumps(subject: Subject) -> Iterator[Found]:
    """Find figures that changed by more than half since the last period, slips apart."""
    for read, before in _pairs(subject):
        field = FIELDS[read.fact["field"]]
        age = _day(read.fact["valid_until"]) - _day(before["valid_until"])
        old, unit = exact_number(before), next(iter(field.units), "")
        if field.varies and age.days <= LONG_AGO and is_jump(old, read.number, unit=unit):
            yield Found(read.place, _told(read, before, 0))


def power_of(old: float | None, new: float | None) -> int:
    """Tell of which power of ten a figure is the last one, about; 0 where it is of none."""
    if not old or not new or old < 0 or new < 0:
        return 0
    exponent = math.log10(new / old)
    power = round(exponent)
    return power if abs(exponent - power) < _SLIP_TOLERANCE and 0 < abs(power) <= _MOST_POWER else 0


def is_jump(old: float | None, new: float | None, *, unit: str) -> bool:
    """Tell whether a figure changed by more than half, and is no slip."""
    if not old or new is None or power_of(old, new):
        return False
    return abs(new - old) > _JUMP_SHARE * old and max(old, new) > _LEAST.get(unit, _LEAST_OTHERWISE)


def told_of(title: Text | str, new: float, old: float, when: str, power: int) -> dict[str, Any]:
    """Say what a figure is and was."""
    times = f"{10 ** abs(power):,}".replace(",", ".") if power > 0 else f"1/{10 ** abs(power)}"
    change = said(round(100 * (new - old) / old)) if old else said(0.0)
    return {
        "title": title,
        "got": said(new),
        "before": said(old),
        "when": when,
        "times": times,
        "change": change,
    }


def _told(read: Read, before: Fact, power: int) -> dict[str, Any]:
    when = str(before["period"] or before["as_of"] or "–")
    return told_of(
        FIELDS[read.fact["field"]].title, read.number or 0.0, exact_number(before) or 0.0, when, power
    )


def _pairs(subject: Subject) -> Iterator[tuple[Read, Fact]]:
    """Pair each exact number with the last one known before it, earned over as long a time."""
    for read in subject.read:
        field = FIELDS[read.fact["field"]]
        if field.kind != "number" or read.number is None or field.name in ("lat", "lon"):
            continue
        known = subject.history.get((read.fact["cluster_id"], field.name), ())
        fitting = [fact for fact in known if _is_before(fact, read.fact, field.flow)]
        if fitting:
            yield read, max(fitting, key=lambda fact: _day(fact["valid_until"]))


def _is_before(fact: Fact, read: Fact, flow: bool) -> bool:
    number = exact_number(fact)
    if (
        number is None
        or _is_no_share(fact, number)
        or fact["scope"] != "cluster"
        or fact["unit"] != read["unit"]
    ):
        return False
    if flow and str(fact["period"] or "").endswith("-H1") != str(read["period"] or "").endswith("-H1"):
        return False
    varies = FIELDS[read["field"]].varies
    return _day(fact["valid_until"]) < _day(read["valid_until"]) if varies else True


def _is_no_share(fact: Fact, number: float) -> bool:
    """Tell a year, or whatever else cannot be a share: nothing is to be held against it."""
    return FIELDS[fact["field"]].units[:1] == ("%",) and number > _WHOLE_PCT


def _day(day: Any) -> date:
    if isinstance(day, str):
        return parse_day(day)
    return day if isinstance(day, date) else date.min
