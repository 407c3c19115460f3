"""The programmes: targets and results side by side, and what can be said of whether a target was met."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from geo.programme_words import (
    DATED_LABELS,
    DECISIONS,
    INDICATORS,
    LABELS,
    PROGRAMMES,
    REMARKS,
    SERIES,
    Bound,
    Indicator,
    Label,
    Measure,
    Remark,
)
from geo.schema import Text
from geo.text import slug
from geo.units import unit_text

Record = Mapping[str, Any]

_REMARK = re.compile(r"\s*(\(.*\))\s*$")
_PERIOD = re.compile(r"(?:(?P<first>\d{4})-)?(?:(?P<month>\d{2})/)?(?P<last>\d{4})")


class Verdict(StrEnum):
    """What can be said of a target."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"
    NO_RESULT = "no_result"


@dataclass(frozen=True)
class Period:
    """A time as the source writes it, without its remark; `last` is None for one that recurs."""

    stated: str
    first: int | None = None
    month: int | None = None
    last: int | None = None

    @property
    def spans_years(self) -> bool:
        """Tell whether this is several years together."""
        return self.first is not None and self.first != self.last

    @property
    def order(self) -> tuple[int, int, int]:
        """Sort by the end, a month before the year it lies in, what recurs last."""
        return self.last or 9999, self.month or 13, self.first or self.last or 0


@dataclass(frozen=True)
class Statement:
    """One figure of one period, with everyone who states it; `rows` are the ids of its delivered rows."""

    kind: str
    low: float | None
    high: float | None
    bound: Bound
    remarks: tuple[Remark, ...] = ()
    decisions: tuple[Text, ...] = ()
    sources: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """All that is known of one indicator in one period."""

    period: Period
    targets: tuple[Statement, ...]
    actuals: tuple[Statement, ...]

    @property
    def contradicted(self) -> bool:
        """Tell whether sources give different results."""
        return len({(actual.low, actual.high) for actual in self.actuals}) > 1

    def verdict(self, target: Statement) -> tuple[Verdict, Text | None]:
        """Say what the results mean for a target, and why it cannot be said where it cannot."""
        return judge(target, self.actuals)


@dataclass(frozen=True)
class Section:
    """One indicator of a programme in one unit; totals of several years stand apart from single ones."""

    indicator: Indicator
    unit: Text
    several_years: bool
    whole: Statement | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Programme:
    """A programme with its indicators."""

    id: str
    title: Text
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Summary:
    """How many targets there are, and for how many of them what can be said."""

    targets: int
    with_result: int
    met: int
    not_met: int
    undecided: int


APPROXIMATE = Text("kết quả chỉ là con số gần đúng", "the result is only approximate")
CONTRADICTORY = Text("các nguồn nêu kết quả khác nhau", "sources give different results")
OPEN_END = Text("kết quả chỉ là một cận", "the result is only a bound")


def judge(target: Statement, actuals: tuple[Statement, ...]) -> tuple[Verdict, Text | None]:
    """Hold a target against the results of the same indicator, unit and period.

    The lower end of a target decides; `more than` asks for more. A remark that makes year or scope
    doubtful, an approximate result, and results that disagree leave it open.
    """
    if not actuals:
        return Verdict.NO_RESULT, None
    for statement in (target, *actuals):
        if doubts := [remark.text for remark in statement.remarks if remark.decides]:
            return Verdict.UNDECIDED, doubts[0]
    if any(stated.bound is Bound.ABOUT for stated in (target, *actuals)):
        return Verdict.UNDECIDED, APPROXIMATE
    found = {_reaches(target, actual) for actual in actuals}
    if len(found) > 1:
        return Verdict.UNDECIDED, CONTRADICTORY
    met = found.pop()
    if met is None:
        return Verdict.UNDECIDED, OPEN_END
    return (Verdict.MET if met else Verdict.NOT_MET), None


def _reaches(target: Statement, actual: Statement) -> bool | None:
    """Tell whether a result certainly reaches a target, certainly misses it, or neither."""
    if target.bound is Bound.AT_MOST:
        if target.high is None:
            return None
        if actual.high is not None and actual.high <= target.high:
            return True
        return False if actual.low is not None and actual.low > target.high else None
    if actual.low is None or target.low is None:
        return None
    over = target.bound is Bound.MORE_THAN
    if actual.low > target.low:
        return True
    if actual.low == target.low and (not over or actual.bound is Bound.MORE_THAN):
        return True
    missed = actual.high is not None and (actual.high < target.low or (over and actual.high == target.low))
    return False if missed else None


def parse_period(text: str) -> tuple[Period, tuple[Remark, ...]]:
    """Read a delivered year: `2020`, `2016-2020`, `06/2023`, `2018-10/2022`, `mỗi năm`, with its remark."""
    found = _REMARK.search(text)
    bare = text[: found.start()] if found else text
    remarks = (REMARKS.get(found[1]) or Remark(Text(found[1], found[1])),) if found else ()
    period = _PERIOD.fullmatch(bare)
    if not period:
        return Period(bare), remarks
    first, month, last = (int(part) if part else None for part in period.group("first", "month", "last"))
    return Period(bare, first, month, last), remarks


@dataclass(frozen=True)
class Entry:
    """One delivered row, read: where it belongs and what it states."""

    programme: str
    indicator: Indicator
    unit: str
    period: Period
    statement: Statement

    @property
    def section(self) -> tuple[str, str, str, bool]:
        """Name the section this belongs to."""
        counted = self.indicator.measure is Measure.PER_PERIOD
        return self.programme, self.indicator.id, self.unit, counted and self.period.spans_years


def programmes(targets: Iterable[Record], city_series: Iterable[Record]) -> list[Programme]:
    """Put every target and every result where it belongs; no row is lost and none stands twice.

    Parameters
    ----------
    targets : rows of `programme_targets`, with their ids
    city_series : rows of `city_series`; those named in `SERIES` join the programme they speak of
    """
    figures = [row for row in city_series if row["area"] == "city"]
    entries = [to_entry(row) for row in targets]
    known = {entry.programme for entry in entries}
    entries += [entry for entry in _series_entries(figures) if entry.programme in known]
    names = [*PROGRAMMES, *dict.fromkeys(entry.programme for entry in entries)]
    return [_programme(name, entries, figures) for name in dict.fromkeys(names) if name in known]


def to_entry(row: Record) -> Entry:
    """Read one delivered row of `programme_targets`."""
    period, remarks = parse_period(row["year"])
    label = _label(row, period)
    indicator = INDICATORS.get(label.indicator) or Indicator(
        slug(row["indicator"]), Text(row["indicator"], row["indicator"]), None
    )
    decision = row["decision"]
    statement = Statement(
        kind=row["kind"],
        low=_number(row["value_low"]),
        high=_number(row["value_high"]),
        bound=label.bound or _bound(_number(row["value_low"]), _number(row["value_high"])),
        remarks=(*remarks, *((label.remark,) if label.remark else ())),
        decisions=(DECISIONS.get(decision) or Text(decision, decision),) if decision else (),
        sources=(row["source_id"],),
        rows=(row["id"],),
    )
    return Entry(row["programme"], indicator, row["unit"] or "", period, statement)


def _label(row: Record, period: Period) -> Label:
    name = row["indicator"]
    if row["kind"] == "actual" and period.month and name in DATED_LABELS:
        return DATED_LABELS[name]
    return LABELS.get(name) or Label(name)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def _bound(low: float | None, high: float | None) -> Bound:
    if low is None:
        return Bound.AT_MOST
    if high is None:
        return Bound.AT_LEAST
    return Bound.EXACT if low == high else Bound.RANGE


def _series_entries(figures: list[Record]) -> list[Entry]:
    """Read what the city series adds; a low and a high end of one target become one range."""
    found: dict[tuple[str, str, str, str], Entry] = {}
    for row in figures:
        entry = SERIES.get(row["field"])
        value = _number(row["value_min"])
        if entry is None or value is None:
            continue
        low, high = (None if entry.end == "high" else value), (None if entry.end == "low" else value)
        statement = Statement(
            entry.kind, low, high, _bound(low, high),
            remarks=(entry.remark,) if entry.remark else (), sources=(row["source_id"],),
        )  # fmt: skip
        key = (entry.indicator, entry.kind, entry.year, row["source_id"])
        if key in found:
            statement = _join_ends(found[key].statement, statement)
        indicator = INDICATORS[entry.indicator]
        period = parse_period(entry.year)[0]
        found[key] = Entry(entry.programme, indicator, row["unit"] or "", period, statement)
    return list(found.values())


def _join_ends(one: Statement, other: Statement) -> Statement:
    low = one.low if one.low is not None else other.low
    high = one.high if one.high is not None else other.high
    return replace(one, low=low, high=high, bound=_bound(low, high))


def _programme(name: str, entries: list[Entry], figures: list[Record]) -> Programme:
    groups: dict[tuple[str, str, str, bool], list[Entry]] = {}
    for entry in entries:
        if entry.programme == name:
            groups.setdefault(entry.section, []).append(entry)
    order = {indicator: place for place, indicator in enumerate(INDICATORS)}
    ranked = sorted(
        groups.values(), key=lambda group: (order.get(group[0].section[1], len(order)), group[0].section[-1])
    )
    title = PROGRAMMES.get(name) or Text(name, name)
    return Programme(slug(title.en), title, tuple(_section(group, figures) for group in ranked))


def _section(entries: list[Entry], figures: list[Record]) -> Section:
    indicator, unit = entries[0].indicator, entries[0].unit
    by_period: dict[Period, list[Statement]] = {}
    for entry in entries:
        by_period.setdefault(entry.period, []).append(entry.statement)
    rows = [_row(period, stated) for period, stated in by_period.items()]
    return Section(
        indicator=indicator,
        unit=unit_text(unit),
        several_years=entries[0].section[-1],
        whole=_whole(indicator, figures),
        rows=tuple(sorted(rows, key=lambda row: row.period.order)),
    )


def _row(period: Period, statements: list[Statement]) -> Row:
    merged = _merge(statements)
    return Row(
        period,
        tuple(statement for statement in merged if statement.kind == "target"),
        tuple(statement for statement in merged if statement.kind == "actual"),
    )


def _merge(statements: list[Statement]) -> list[Statement]:
    """State what several sources say alike once, with all of them."""
    merged: dict[tuple[Any, ...], Statement] = {}
    for said in statements:
        key = (said.kind, said.low, said.high, said.bound, said.remarks)
        before = merged.get(key)
        merged[key] = said if before is None else _with_grounds(before, said)
    return list(merged.values())


def _with_grounds(one: Statement, other: Statement) -> Statement:
    return replace(
        one,
        decisions=tuple(dict.fromkeys((*one.decisions, *other.decisions))),
        sources=tuple(dict.fromkeys((*one.sources, *other.sources))),
        rows=(*one.rows, *other.rows),
    )


def _whole(indicator: Indicator, figures: list[Record]) -> Statement | None:
    """Find the city's figure that an indicator is a part of."""
    for row in figures:
        value = _number(row["value_min"])
        if indicator.whole and row["field"] == indicator.whole and value is not None:
            return Statement("whole", value, value, Bound.EXACT, sources=(row["source_id"],))
    return None


def summary(listed: Iterable[Programme]) -> Summary:
    """Count the targets by what can be said of them."""
    found = [
        row.verdict(target)[0]
        for programme in listed
        for section in programme.sections
        for row in section.rows
        for target in row.targets
    ]
    return Summary(
        targets=len(found),
        with_result=sum(verdict is not Verdict.NO_RESULT for verdict in found),
        met=found.count(Verdict.MET),
        not_met=found.count(Verdict.NOT_MET),
        undecided=found.count(Verdict.UNDECIDED),
    )
