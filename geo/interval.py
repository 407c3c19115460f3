"""Stretches of valid time as OGC API – Features asks for them: an instant, or two ends with `..`."""

import re
from datetime import date, datetime
from typing import NamedTuple, Self

from geo.errors import QueryError

_EXPECTED = (
    "expected a date, a date-time with its zone, or an interval such as 2024-01-01/.. or ../2025-06-30"
)
_OPEN = ("", "..")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str) -> date:
    """Read a day written `2025-07-01` and in no other way ISO 8601 allows.

    Raises
    ------
    ValueError
        If it is no such day.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is no day such as 2025-07-01")
    return date.fromisoformat(text)


class Interval(NamedTuple):
    """Days from `first` to `last`, both included; None where an end is open."""

    first: date | None
    last: date | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the `datetime` parameter; times of day are cut to their day.

        Raises
        ------
        QueryError
            If it is no date, no interval, open at both ends, or ends before it begins.
        """
        parts = text.split("/")
        if len(parts) > 2:
            raise QueryError(f"datetime={text!r}; {_EXPECTED}")
        if len(parts) == 1:
            day = _parse_day(text)
            return cls(day, day)
        first, last = (None if part in _OPEN else _parse_day(part) for part in parts)
        if first is None and last is None:
            raise QueryError(f"datetime={text!r} is open at both ends; {_EXPECTED}")
        if first and last and first > last:
            raise QueryError(f"datetime={text!r} ends before it begins; {_EXPECTED}")
        return cls(first, last)


def _parse_day(text: str) -> date:
    try:
        if _DAY.match(text) and text[10:11].upper() == "T":
            instant = datetime.fromisoformat(text.upper())
            if instant.tzinfo is None:
                raise ValueError(text)
            return instant.date()
        return parse_day(text)
    except ValueError:
        pass
    raise QueryError(f"datetime={text!r}; {_EXPECTED}")
