"""The city's own accounts: the latest one of a line."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from geo.facts import parse_days

Account = Mapping[str, Any]


def latest_account(accounts: Iterable[Account], line: str) -> Account | None:
    """Find the latest dated account of a line that the city gives a figure for."""
    dated = [one for one in accounts if one["line"] == line and one["city"] is not None and one["as_of"]]
    return max(dated, key=last_day, default=None)


def last_day(account: Account) -> date:
    """Return the last day of the time an account is about; the earliest there is where it has none."""
    days = parse_days(account["as_of"]) if account["as_of"] else None
    return days[1] if days else date.min
