"""The accounts: what the city says, what clusters report of it, and what would close the gap."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, render_template

from geo.facts import parse_days
from geo.schema import Status
from geo.totals import LINES, Line
from webmap.pages.wording import amount, as_stated, when
from webmap.pages.words import status_words
from webmap.state import state

Record = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One line of the accounts with its figures, the latest first."""

    line: Line
    accounts: list[Record]


def show_totals(language: str) -> Response:
    """Answer with the accounts of the province."""
    snapshot = state().snapshot
    totals = snapshot.reports["totals"]
    page = render_template(
        "totals.html",
        lang=language,
        sections=[_section(line, totals["accounts"]) for line in LINES],
        districts=totals["district_accounts"],
        titles={line.id: line.title.in_language(language) for line in LINES},
        by_status=_in_words(totals["by_status"]),
        by_district=totals["by_district"],
        by_ward=totals["by_ward"],
        columns=[line for line in LINES if line.column],
        sources={source["id"]: source for source in snapshot.collections["sources"].records()},
        amount=amount,
        as_stated=as_stated,
        when=when,
    )
    return Response(page)


def _section(line: Line, accounts: list[Record]) -> Section:
    own = [account for account in accounts if account["line"] == line.id]
    return Section(line, sorted(own, key=_last_day, reverse=True))


def _last_day(account: Record) -> date:
    days = parse_days(account["as_of"]) if account["as_of"] else None
    return days[1] if days else date.min


def _in_words(rows: list[Record]) -> list[Record]:
    words = status_words()
    order = list(Status)
    ranked = sorted(rows, key=lambda row: order.index(row["group"]), reverse=True)
    return [row | {"group": words[row["group"]]} for row in ranked]
