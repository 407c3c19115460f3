"""The city's own figures in one line, each with how many clusters stand behind it here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from geo.facts import parse_days
from geo.totals import LINES
from webmap.pages.wording import amount, as_stated, when

Account = Mapping[str, Any]

_WITH_UNIT = ("planned_area_ha", "serviced_area_ha", "budget_bn_vnd")
"""The lines whose title does not say already what is counted."""


@dataclass(frozen=True)
class Headline:
    """A figure, what it is, when it held, and what the atlas knows of it."""

    figure: str
    title: str
    as_of: str
    coverage: str


def find_headlines(accounts: Iterable[Account], language: str, registered: float = 0.0) -> list[Headline]:
    """Print the latest dated account of each line that the city gives a figure for.

    `registered` are the households that only registered: they are named beside the establishments.
    """
    listed = list(accounts)
    headlines = []
    for line in LINES:
        latest = latest_account(listed, line.id)
        if latest is not None:
            unit = line.unit.in_language(language)
            headlines.append(
                Headline(
                    figure=_with_unit(as_stated(latest["stated"]), unit if line.id in _WITH_UNIT else ""),
                    title=line.title.in_language(language),
                    as_of=when(latest["as_of"]),
                    coverage=_coverage(latest, unit if line.id in _WITH_UNIT else "")
                    + (_left_out(registered) if line.column == "enterprises" else ""),
                )
            )
    return headlines


def latest_account(accounts: Iterable[Account], line: str) -> Account | None:
    """Find the latest dated account of a line that the city gives a figure for."""
    dated = [one for one in accounts if one["line"] == line and one["city"] is not None and one["as_of"]]
    return max(dated, key=last_day, default=None)


def _left_out(registered: float) -> str:
    if not registered:
        return ""
    said = gettext("{count} registered households not counted")
    return "; " + str(said).format(count=amount(registered))


def last_day(account: Account) -> date:
    """Return the last day of the time an account is about; the earliest there is where it has none."""
    days = parse_days(account["as_of"]) if account["as_of"] else None
    return days[1] if days else date.min


def _with_unit(figure: str, unit: str) -> str:
    return f"{figure} {unit}".strip()


def _coverage(account: Account, unit: str) -> str:
    behind, rest = account["reported"]["clusters"], account["not_reported_clusters"]
    values = {"known": amount(behind), "all": None if rest is None else amount(behind + rest)}
    if account["line"] == LINES[0].id:
        said = gettext("{known} of them in the atlas")
    elif not behind:
        said = gettext("no cluster's figure known")
    elif rest is None:
        said = gettext("{sum} from {known} clusters")
    else:
        said = gettext("{sum} from {known} of {all}")
    return str(said).format(sum=_with_unit(amount(account["reported"]["amount"]), unit), **values)
