"""The accounts: what the city says, what clusters report of it, and what would close the gap."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template

from geo import area_reports, totals
from geo.fields import FIELD_OF_INDICATOR
from geo.occupancy import DEFINITIONS, REMEDIES
from geo.published import parse_bounds
from geo.schema import Status, Text
from geo.totals import LINES, Line
from webmap.pages.frame import page_address
from webmap.pages.headlines import last_day
from webmap.pages.wording import amount, as_stated, percent, when
from webmap.pages.words import status_words
from webmap.state import state

Record = dict[str, Any]

_NOT_TO_ASK = ("operating", "contradiction")
"""What stands in the way of a rate and is no missing figure."""


@dataclass(frozen=True)
class Section:
    """One line of the accounts: its latest dated figure, or none, and all the others."""

    line: Line
    latest: Record | None
    others: list[Record]

    @property
    def share(self) -> float | None:
        """Return the part of the latest figure that clusters report, in per cent."""
        latest = self.latest
        if latest is None or not latest["city"] or latest["not_reported"] is None:
            return None
        return float(round(100 * latest["reported"]["amount"] / latest["city"], 1))


@dataclass(frozen=True)
class Wanted:
    """One figure of each cluster to ask for: who lacks it, and what waits for it."""

    column: str
    title: Text
    remedy: Text
    active: int
    clusters: int
    rates: int
    open_share: float | None


def show_totals(language: str) -> Response:
    """Answer with the accounts of the province."""
    snapshot = state().snapshot
    report = snapshot.reports["totals"]
    clusters = snapshot.collections["clusters"].records()
    sections = [_section(line, report["accounts"]) for line in LINES]
    page = render_template(
        "totals.html",
        lang=language,
        sections=sections,
        wanted=find_wanted(clusters, sections),
        active=sum(cluster["status"] == Status.ACTIVE for cluster in clusters),
        clusters=len(clusters),
        districts=report["district_accounts"],
        titles={line.id: line.title.in_language(language) for line in LINES},
        units={line.id: line.unit.in_language(language) for line in LINES},
        breakdowns=_breakdowns(report, clusters),
        columns=[line for line in LINES if line.column],
        sums={"clusters": len(clusters), **totals.sums(clusters)},
        table=lambda **filters: page_address(language, "table") + _query(filters),
        sources={source["id"]: source for source in snapshot.collections["sources"].records()},
        registered=totals.registrations(clusters),
        reported=snapshot.reports["area_reports"],
        lines=area_reports.LINES,
        beside=area_reports.BESIDE,
        amount=amount,
        percent=percent,
        as_stated=as_stated,
        when=when,
    )
    return Response(page)


def find_wanted(clusters: Iterable[Record], sections: Iterable[Section]) -> list[Wanted]:
    """List the figures that clusters lack: those first that most rates and open accounts wait for."""
    listed = list(clusters)
    waiting = _waiting_rates(listed)
    shares = {section.line.column: section.share for section in sections if section.line.column}
    asked = {line.column: (line.title, line.remedy) for line in LINES if line.column}
    for definition in DEFINITIONS:
        for column in (definition.numerator, definition.denominator):
            asked.setdefault(column, (FIELD_OF_INDICATOR[column].title, _where(REMEDIES[column])))
    wanted = [
        _wanted(column, title, remedy, listed, waiting[column], shares.get(column))
        for column, (title, remedy) in asked.items()
    ]
    missing = [one for one in wanted if one.clusters]
    return sorted(missing, key=lambda one: (one.rates + one.active, one.clusters), reverse=True)


def _where(remedy: Text) -> Text:
    """Keep of a remedy where the figure stands, without what is lacking."""
    return Text(remedy.vi.split(": ", 1)[-1], remedy.en.split(": ", 1)[-1])


def _wanted(
    column: str, title: Text, remedy: Text, clusters: list[Record], rates: int, share: float | None
) -> Wanted:
    lacking = [
        cluster
        for cluster in clusters
        if cluster[column] is None and column not in parse_bounds(cluster["bounds"])
    ]
    active = sum(cluster["status"] == Status.ACTIVE for cluster in lacking)
    open_share = None if share is None else round(100 - share, 1)
    return Wanted(column, title, remedy, active, len(lacking), rates, open_share)


def _waiting_rates(clusters: list[Record]) -> Counter[str]:
    """Count, for each figure, the fill rates of clusters that cannot be computed without it."""
    names: Counter[str] = Counter()
    for cluster in clusters:
        for definition in DEFINITIONS:
            names.update((cluster[f"{definition.column}_missing"] or "").split())
    return Counter({name: count for name, count in names.items() if name not in _NOT_TO_ASK})


def _section(line: Line, accounts: list[Record]) -> Section:
    own = [account for account in accounts if account["line"] == line.id]
    ranked = sorted(own, key=last_day, reverse=True)
    latest = next((account for account in ranked if account["as_of"]), None)
    return Section(line, latest, [account for account in ranked if account is not latest])


@dataclass(frozen=True)
class Breakdown:
    """The sums by one property, and how the table is asked for a group of it."""

    id: str
    rows: list[Record]


def _breakdowns(report: Record, clusters: list[Record]) -> list[Breakdown]:
    districts = {cluster["district_name"]: cluster["district_code"] for cluster in clusters}
    wards = {cluster["ward_name"]: cluster["ward_code"] for cluster in clusters if cluster["ward_name"]}
    return [
        Breakdown("by-status", _in_words(report["by_status"])),
        Breakdown("by-district", [_linked(row, "district_code", districts) for row in report["by_district"]]),
        Breakdown("by-ward", [_linked(row, "ward_code", wards) for row in report["by_ward"]]),
    ]


def _linked(row: Record, column: str, codes: dict[str, str]) -> Record:
    code = codes.get(row["group"])
    return row | {"filter": {column: code} if code else None}


def _in_words(rows: list[Record]) -> list[Record]:
    words = status_words()
    order = list(Status)
    ranked = sorted(rows, key=lambda row: order.index(row["group"]), reverse=True)
    return [row | {"group": words[row["group"]], "filter": {"status": row["group"]}} for row in ranked]


def _query(filters: dict[str, str]) -> str:
    return f"?{urlencode(filters)}"
