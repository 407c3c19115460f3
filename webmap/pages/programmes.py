"""The city's programmes: what was aimed at, and what is known to have come of it."""

from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc
from flask import Response, render_template
from flask_babel import gettext

from geo import programmes
from geo.facts import parse_days
from geo.programme_words import Bound, Measure
from geo.programmes import Period, Programme, Row, Section, Statement, Verdict
from geo.snapshot import Snapshot
from webmap.pages.charts import Bar, Chart, Group, draw_bars
from webmap.pages.wording import amount, when
from webmap.state import state

Record = dict[str, Any]

_STARTED = "clusters_started_2022_q3"
_REGISTERED = "clusters_started_2022_q3_fill"


@dataclass(frozen=True)
class Drawn:
    """A section with its drawing, and the same in words."""

    section: Section
    id: str
    title: str
    chart: Chart
    spoken: str


@dataclass(frozen=True)
class Started:
    """The clusters a source says were just started: its figures, and those that have a date here."""

    figure: Record
    registered: Record | None
    clusters: list[Record]


def show_programmes(language: str) -> Response:
    """Answer with every target and every result, side by side."""
    snapshot = state().snapshot
    series = snapshot.collections["city_series"].records()
    listed = programmes.programmes(snapshot.collections["programme_targets"].records(), series)
    page = render_template(
        "programmes.html",
        lang=language,
        programmes=listed,
        drawn={programme.id: _draw_all(programme, language) for programme in listed},
        summary=programmes.summary(listed),
        started=_find_started(snapshot, series),
        measures=_measure_words(),
        verdicts=_verdict_words(),
        said=say,
        period=say_period,
        sources={source["id"]: source for source in snapshot.collections["sources"].records()},
        amount=amount,
        when=when,
    )
    return Response(page)


def say(statement: Statement) -> str:
    """Print the number of a statement with its qualifier: `300–350`, `more than 12`, `about 200`."""
    low, high = (None if end is None else amount(end) for end in (statement.low, statement.high))
    if low is not None and high is not None and low != high:
        return f"{low}–{high}"
    words = {
        Bound.MORE_THAN: gettext("more than {number}"),
        Bound.AT_LEAST: gettext("at least {number}"),
        Bound.AT_MOST: gettext("at most {number}"),
        Bound.ABOUT: gettext("about {number}"),
    }
    number = low or high or gettext("no data")
    return str(words.get(statement.bound, "{number}")).format(number=number)


def say_period(period: Period, measure: Measure | None = None) -> str:
    """Print a period in the language of the request; one that cannot be read stands as it is.

    A running total of a year is one of its end.
    """
    if period.last is None:
        return str(gettext("each year")) if period.stated == "mỗi năm" else period.stated
    end = when(f"{period.last}-{period.month:02d}") if period.month else str(period.last)
    if measure is Measure.CUMULATIVE and not period.month:
        end = str(gettext("end of {year}")).format(year=end)
    if period.first is None:
        return end
    return f"{period.first} – {end}" if period.month else f"{period.first}–{end}"


def _draw_all(programme: Programme, language: str) -> list[Drawn]:
    drawn = []
    for place, section in enumerate(programme.sections, start=1):
        title = section.indicator.title.in_language(language)
        if section.several_years:
            title += " – " + gettext("over several years")
        whole = section.whole.low if section.whole else None
        chart = draw_bars([_group(row, section) for row in section.rows], whole)
        spoken = "; ".join(_spoken(row, section) for row in section.rows)
        drawn.append(Drawn(section, f"{programme.id}-{place}", title, chart, spoken))
    return drawn


def _group(row: Row, section: Section) -> Group:
    bars = [
        *(_bar(statement) for statement in row.targets),
        *(_bar(statement) for statement in row.actuals),
    ]
    if not row.actuals:
        bars.append(Bar("gap", gettext("no result known")))
    elif not row.targets and any(other.targets for other in section.rows):
        bars.insert(0, Bar("gap", gettext("no target known")))
    return Group(say_period(row.period, section.indicator.measure), tuple(bars))


def _bar(statement: Statement) -> Bar:
    low = statement.high if statement.low is None else statement.low
    upward = statement.bound in (Bound.MORE_THAN, Bound.AT_LEAST)
    return Bar(statement.kind, say(statement), low, statement.high, upward)


def _spoken(row: Row, section: Section) -> str:
    group = _group(row, section)
    said = [bar.words if bar.kind == "gap" else f"{_kind(bar)} {bar.words}" for bar in group.bars]
    return f"{group.label}: {', '.join(said)}"


def _kind(bar: Bar) -> str:
    return str(gettext("target") if bar.kind == "target" else gettext("result"))


def _find_started(snapshot: Snapshot, series: list[Record]) -> Started | None:
    """Find the clusters that broke ground in the year of the city's figure, up to its day."""
    figures = {row["field"]: row for row in series if row["area"] == "city"}
    figure = figures.get(_STARTED)
    days = parse_days(figure["as_of"]) if figure and figure["as_of"] else None
    if figure is None or days is None:
        return None
    facts = snapshot.collections["facts"].columns
    dated = facts.filter(pc.equal(facts["field"], "date_groundbreaking")).to_pylist()
    named = {
        fact["cluster_id"]
        for fact in dated
        if (found := parse_days(fact["as_of"] or ""))
        and found[0].year == days[1].year
        and found[1] <= days[1]
    }
    clusters = [row for row in snapshot.collections["clusters"].records() if row["id"] in named]
    return Started(figure, figures.get(_REGISTERED), clusters)


def _measure_words() -> dict[Measure | None, str]:
    return {
        Measure.PER_PERIOD: gettext("counted within the period named"),
        Measure.CUMULATIVE: gettext("cumulative up to the time named"),
        Measure.LEVEL: gettext("as it stands at the time named"),
        Measure.RATE: gettext("growth a year"),
        Measure.TERMS: gettext("terms of support"),
        None: gettext("how it is counted is not stated"),
    }


def _verdict_words() -> dict[Verdict, tuple[str, str]]:
    """Say each verdict, with the class of its mark."""
    return {
        Verdict.MET: (gettext("target met"), "good"),
        Verdict.NOT_MET: (gettext("target not met"), "bad"),
        Verdict.UNDECIDED: (gettext("cannot be said"), ""),
        Verdict.NO_RESULT: (gettext("no result known"), "none"),
    }
