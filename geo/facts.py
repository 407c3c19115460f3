"""Facts: what a source's words mean as numbers and days, and which of several facts is published."""

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pandas as pd

from geo.schema import Qualifier

_NUMBER = r"\d+(?:\.\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*[-–]\s*({_NUMBER})\s*%?")
_ONE = re.compile(rf"(>|nearly |about |hầu hết |khoảng |gần )?\s*(-?{_NUMBER})\s*%?", re.IGNORECASE)
_WHEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-?H([12])|-?Q([1-4])| \(by Q([1-4])\))?")


class Value(NamedTuple):
    """What a stated value says as a number; both ends are None where it is no number.

    A bound from below has no `largest`.
    """

    smallest: float | None
    largest: float | None
    qualifier: Qualifier | None

    @property
    def exact(self) -> float | None:
        """Return the number if the source states one, and nothing for a range or a bound."""
        return self.smallest if self.qualifier == Qualifier.EXACT else None


NO_NUMBER = Value(None, None, None)


def parse_value(text: str) -> Value:
    """Read a number as sources write it: `12.5`, `70%`, `280 - 300`, `>2.8`, `nearly 21`."""
    stated = text.strip()
    if found := _RANGE.fullmatch(stated):
        return Value(float(found[1]), float(found[2]), Qualifier.RANGE)
    if found := _ONE.fullmatch(stated):
        amount = float(found[2])
        if found[1] is None:
            return Value(amount, amount, Qualifier.EXACT)
        if found[1] == ">":
            return Value(amount, None, Qualifier.MORE_THAN)
        return Value(amount, amount, Qualifier.ABOUT)
    return NO_NUMBER


def parse_days(text: str) -> tuple[date, date] | None:
    """Read a time as sources write it, to its first and last day; None where no year is given.

    Understands `2017`, `2017-12`, `2017-12-05`, `2024-H1`, `2022-Q3` and `2022 (by Q3)`.
    """
    found = _WHEN.fullmatch(text.strip())
    if not found:
        return None
    year = int(found[1])
    first_month, last_month = _months(found)
    try:
        if found[3]:
            day = date(year, first_month, int(found[3]))
            return day, day
        last_day = calendar.monthrange(year, last_month)[1]
        return date(year, first_month, 1), date(year, last_month, last_day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def _months(found: re.Match[str]) -> tuple[int, int]:
    if found[2]:
        return int(found[2]), int(found[2])
    if found[4]:
        return 6 * int(found[4]) - 5, 6 * int(found[4])
    if found[5]:
        return 3 * int(found[5]) - 2, 3 * int(found[5])
    if found[6]:
        return 1, 3 * int(found[6])
    return 1, 12


def period_days(period: str) -> tuple[date, date]:
    """Return the first and last day of a reporting period of Thông tư 14/2024: `2024-H1` or `2024`.

    Both begin on 15 December of the year before; a half-year ends on 14 June, a year on 14 December.
    """
    year = int(period[:4])
    return date(year - 1, 12, 15), date(year, 6 if period.endswith("H1") else 12, 14)


def period_end(period: str) -> date:
    """Return the last day of a reporting period."""
    return period_days(period)[1]


SOURCE_RANK = {"decision": 0, "government": 1, "report": 1, "press": 2, "commercial_portal": 3}
"""Lower is believed first. A decision stands above all, so only a later decision replaces it."""

CHOICE: tuple[tuple[str, Callable[[pd.DataFrame], pd.Series]], ...] = (
    ("decided: the one a person chose, with a reason", lambda facts: ~_is_decided(facts)),
    ("scope: cluster before group", lambda facts: facts["scope"].map({"cluster": 0, "group": 1})),
    ("source: decision, government, press, portal", lambda facts: facts["source_kind"].map(SOURCE_RANK)),
    ("valid date: latest first, undated last", lambda facts: -_day_number(facts["valid_until"])),
    ("order of delivery", lambda facts: facts["id"]),
)
"""The one rule table that decides which fact is published; each rule breaks the ties of those above."""


def _day_number(days: pd.Series) -> pd.Series:
    return days.map(lambda day: day.toordinal() if isinstance(day, date) else 0)


def _is_decided(facts: pd.DataFrame) -> pd.Series:
    return facts["decided"] if "decided" in facts else pd.Series(False, index=facts.index)


def choose(facts: pd.DataFrame) -> pd.DataFrame:
    """Pick the published fact of every (cluster, field) by the rule table `CHOICE`.

    Parameters
    ----------
    facts : (n,) rows with cluster_id, field, scope, source_kind, valid_until (date or None), id and,
        where a person decided, decided (True for the fact chosen)

    Returns
    -------
    (m,) rows, one for each cluster and field, on the index of `facts`
    """
    if facts.empty:
        return facts
    ranks = pd.DataFrame({rule: rank(facts) for rule, rank in CHOICE}, index=facts.index)
    ordered = facts.loc[ranks.sort_values(list(ranks.columns), kind="stable").index]
    return ordered.drop_duplicates(["cluster_id", "field"], keep="first").sort_index()


CONTRADICTION_SHARE = 0.01
"""Two numbers contradict each other when they differ by more than this share of the larger."""


def contradicts(one: Value, other: Value) -> bool:
    """Tell whether two stated numbers cannot both hold; bounds and ranges are read as such."""
    if one.smallest is None or other.smallest is None:
        return False
    low, high = sorted((one, other), key=lambda value: value.smallest or 0.0)
    if low.largest is None:
        return False
    gap = (high.smallest or 0.0) - low.largest
    return gap > CONTRADICTION_SHARE * max(abs(low.largest), abs(high.smallest or 0.0))


def dates_contradict(one: str, other: str) -> bool:
    """Tell whether two stated times cannot be the same day; a time without a year contradicts none."""
    first, second = parse_days(one), parse_days(other)
    if first is None or second is None:
        return False
    return first[0] > second[1] or second[0] > first[1]
