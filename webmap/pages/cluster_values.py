"""The values of one cluster as pages print them: each with its basis, date, doubts and numbered sources."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow.compute as pc
from flask_babel import gettext

from geo.fields import FIELD_OF_INDICATOR
from geo.occupancy import REMEDIES
from geo.published import COLLECTIONS, RATES
from geo.schema import Qualifier
from geo.snapshot import Frozen, Snapshot
from geo.totals import LINES
from webmap.pages.wording import amount, as_stated, percent, when
from webmap.pages.words import code_words, flag_words, unit_words

Record = dict[str, Any]

LAND = (
    "planned_area_ha", "industrial_area_ha", "serviced_area_ha", "cleared_area_ha", "leased_area_ha",
    "committed_area_ha", "unleased_area_ha", "ready_area_ha",
)  # fmt: skip
TERMS = (
    "developer", "sectors", "decision_no", "date_established", "date_groundbreaking", "investment_bn_vnd",
    "land_rent_usd_m2", "management_fee_usd_m2_year", "operating_period", "building_density_max", "far_max",
    "max_floors", "site_clearance_pct", "wastewater_capacity_m3_day",
)  # fmt: skip
ACTIVITY = ("enterprises", "workers", "revenue_bn_vnd", "budget_bn_vnd")
STATED = "stated_fill_rate"
RENT = "land_rent_usd_m2"

_SHARES = (STATED, "building_density_max", *RATES)
_DATES = ("date_established", "date_groundbreaking")
_COLUMNS = {column.name: column for column in COLLECTIONS["clusters"].columns}
_REMEDIES = {
    **REMEDIES,
    **{line.column: line.remedy for line in LINES if line.column and line.column not in REMEDIES},
}
"""What would supply a value that is missing, where a form or a document is known to."""


@dataclass(frozen=True)
class Citation:
    """A source under the number that a page gives it; `url` only where it is an address of the web."""

    number: int
    title: str
    url: str | None
    kind: str


@dataclass
class Citations:
    """Numbers sources in the order in which a page cites them."""

    sources: Frozen
    cited: dict[str, Citation] = field(default_factory=dict)

    def cite(self, ids: str | None) -> list[Citation]:
        """Cite sources by their ids, joined as the service joins them."""
        return [self._cite(source_id) for source_id in (ids or "").split("; ") if source_id]

    def _cite(self, source_id: str) -> Citation:
        if source_id not in self.cited:
            source = self.sources.record(self.sources.get_row(source_id))
            url = source["url"] if (source["url"] or "").lower().startswith(("http://", "https://")) else None
            kind = code_words()["source_kind"].get(source["kind"], source["kind"])
            title = source["title"] or source["url"] or source_id
            self.cited[source_id] = Citation(len(self.cited) + 1, title, url, kind)
        return self.cited[source_id]


@dataclass(frozen=True)
class Subject:
    """The cluster a page is about: its published record, all facts about it, and what was cited so far."""

    snapshot: Snapshot
    row: int
    language: str
    citations: Citations

    @cached_property
    def record(self) -> Record:
        """Return the published properties."""
        return self.snapshot.collections["clusters"].record(self.row)

    @cached_property
    def facts(self) -> list[Record]:
        """Return every fact about the cluster."""
        columns = self.snapshot.collections["facts"].columns
        own = columns.filter(pc.equal(columns["cluster_id"], self.record["id"]))
        return list(own.to_pylist())

    @cached_property
    def published(self) -> dict[str, Record]:
        """Return the published fact of each field."""
        return {fact["field"]: fact for fact in self.facts if fact["published"]}

    @cached_property
    def contradicted(self) -> frozenset[str]:
        """Name the fields of which sources say what cannot hold together."""
        return frozenset(fact["field"] for fact in self.facts if fact["contradicts"])

    @cached_property
    def bounds(self) -> dict[str, str]:
        """Return what is known only as a bound, as stated, by indicator."""
        parts = (self.record["bounds"] or "").split("; ")
        return dict(part.split(": ", 1) for part in parts if part)

    @property
    def name(self) -> str:
        """Return the name in the language of the page."""
        return str(self.record[f"name_{self.language}"])

    def count_members(self, group_id: str) -> int:
        """Count the clusters that one statement is about."""
        columns = self.snapshot.collections["facts"].columns
        members = columns.filter(pc.equal(columns["group_id"], group_id))["cluster_id"]
        return len(members.unique())


@dataclass(frozen=True)
class Value:
    """One value as it is printed; `shown` is None where it is missing, and `remedy` says what would tell."""

    name: str
    title: str
    shown: str | None
    unit: str
    basis: str
    as_of: str
    flags: tuple[str, ...]
    citations: list[Citation]
    remedy: str | None = None


def open_subject(snapshot: Snapshot, cluster_id: str, language: str) -> Subject:
    """Find the cluster a page is about.

    Raises
    ------
    ClusterNotFoundError
        If there is none.
    """
    row = snapshot.collections["clusters"].get_row(cluster_id)
    return Subject(snapshot, row, language, Citations(snapshot.collections["sources"]))


def title_of(name: str, language: str) -> str:
    """Name a published value; the two ends of a rent have one name."""
    if name == RENT:
        return FIELD_OF_INDICATOR[RENT].title.in_language(language)
    return _COLUMNS[name].title.in_language(language)


def value_of(subject: Subject, name: str) -> Value:
    """Put one published value together with all that a reader needs to judge it."""
    record, known = subject.record, subject.record[f"{name}_basis"] != "missing"
    as_of = record[f"{name}_as_of"]
    remedy = _REMEDIES.get(name)
    return Value(
        name=name,
        title=title_of(name, subject.language),
        shown=_shown(subject, name) if known else None,
        unit=_unit(record, name) if known else "",
        basis=code_words()["basis"][record[f"{name}_basis"]],
        as_of=print_times(as_of) if as_of else gettext("undated"),
        flags=tuple(_find_flags(subject, name)) if known else (),
        citations=subject.citations.cite(record[f"{name}_source"]),
        remedy=remedy.in_language(subject.language) if remedy and not known else None,
    )


def values_of(subject: Subject, names: tuple[str, ...]) -> list[Value]:
    """Put several values together, in their order."""
    return [value_of(subject, name) for name in names]


def print_times(stated: str) -> str:
    """Print the times of one or several inputs."""
    return ", ".join(when(time) for time in stated.split("; "))


def print_bound(name: str, stated: str) -> str:
    """Print a value that is known as a bound only, without its unit; of a share, as a percentage."""
    printed = as_stated(stated)
    return f"{printed}%" if name in _SHARES and not printed.endswith("%") else printed


def _shown(subject: Subject, name: str) -> str:
    value = subject.record.get(name)
    if name == RENT:
        return _rent(subject)
    if name in subject.bounds:
        return print_bound(name, subject.bounds[name])
    if name in _DATES:
        return print_times(str(value))
    if isinstance(value, str):
        return value
    return percent(value) if name in _SHARES else amount(value)  # type: ignore[arg-type]


def _rent(subject: Subject) -> str:
    if RENT in subject.bounds:
        return as_stated(subject.bounds[RENT])
    least, most = subject.record[f"{RENT}_min"], subject.record[f"{RENT}_max"]
    if most is None or least == most:
        return amount(least)
    return str(gettext("{least} to {most}")).format(least=amount(least), most=amount(most))


def _unit(record: Record, name: str) -> str:
    if name in _SHARES:
        return ""
    if name == "enterprises":
        stated = record["enterprises_unit"] or ""
        return unit_words().get(stated, stated)
    unit = _COLUMNS[f"{RENT}_min" if name == RENT else name].unit
    return unit_words().get(unit or "", "")


def _find_flags(subject: Subject, name: str) -> list[str]:
    """Say every doubt about a value."""
    if name not in FIELD_OF_INDICATOR:
        return []
    fact = subject.published.get(FIELD_OF_INDICATOR[name].name)
    flags = [gettext("as the source states it, definition unknown")] if name == STATED else []
    if name == RENT:
        flags.append(gettext("asking price, VAT not included"))
    return [*flags, *(_doubts(subject, name, fact) if fact else ())]


def _doubts(subject: Subject, name: str, fact: Record) -> list[str]:
    flags = []
    if fact["scope"] == "group":
        members = amount(subject.count_members(fact["group_id"]))
        said = gettext("one statement about {clusters} clusters, not a measurement of this one")
        flags.append(str(said).format(clusters=members))
    if name in subject.bounds:
        exact = fact["qualifier"] == Qualifier.EXACT
        flags.append(gettext("cannot be: not used") if exact else gettext("known as a bound only"))
    if fact["field"] in subject.contradicted:
        flags.append(gettext("the sources contradict each other"))
    if doubt := flag_words()["confidence"].get(fact["confidence"]):
        flags.append(doubt)
    return flags
