"""The small charts beside the map: each bar is a condition one may add, with its number and coverage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from flask import render_template
from flask_babel import gettext, ngettext

from geo.published import INDICATORS
from geo.schema import Status
from webmap.pages.condition_words import district_names
from webmap.pages.layers import LAYERS, Categories, Layer
from webmap.pages.legends import say
from webmap.pages.table_cells import Wording
from webmap.pages.wording import amount, percent
from webmap.pages.words import status_words
from webmap.screen.classes import classes_for
from webmap.screen.drawn import columns_needed, draw
from webmap.screen.legend import filter_of
from webmap.screen.question import Question
from webmap.screen.shown import Shown

CHART = "chart"
COUNT, COMPLETENESS = "clusters", "completeness"
MEASURES = (COUNT, "planned_area_ha", "unleased_area_ha", "ready_area_ha", "workers", COMPLETENESS)
"""What a district may be measured by; the first unless another is asked for."""

_COLUMN = {COMPLETENESS: "known_indicators"}
_SEEN = 8
"""So many districts are in sight; the rest unfold."""


@dataclass(frozen=True)
class Bar:
    """One bar: its length as a share of the longest, its number in words, what stands behind it.

    `look` is `solid`, `pale` where little is known behind the number, or `hollow` where it is no measurement.
    """

    label: str
    length: float
    figure: str
    behind: str = ""
    address: str | None = None
    on: bool = False
    look: str = "solid"
    vietnamese: bool = False


@dataclass(frozen=True)
class Chart:
    """Bars under a title; `rest` unfold, `choices` are other measures with their addresses."""

    id: str
    title: str
    bars: Sequence[Bar]
    rest: Sequence[Bar] = ()
    choices: Sequence[tuple[str, str, bool]] = ()
    note: str = ""
    folded: bool = False


def render_charts(shown: Shown) -> str:
    """Make the charts of the selection."""
    charts = [by_status(shown), by_district(shown), by_class(shown), by_indicator(shown)]
    return render_template("screen/_bars.html", charts=charts)


def by_status(shown: Shown) -> Chart:
    """Count the clusters by how far they have come."""
    counts, words = shown.facets.counts("status"), status_words()
    listed = [
        status for status in Status if counts.get(status) or status in shown.question.address.chosen("status")
    ]
    most = max((counts.get(status, 0) for status in listed), default=0)
    bars = [
        _bar(shown.question, "status", status, words[status], counts.get(status, 0), most)
        for status in listed
    ]
    return Chart("status", gettext("By status"), bars)


def _bar(question: Question, column: str, value: str, label: str, count: int, most: int) -> Bar:
    return Bar(
        label,
        _share(count, most),
        amount(count),
        address=question.address.toggled(column, value),
        on=value in question.address.chosen(column),
    )


def _share(value: float, most: float) -> float:
    return round(100 * value / most, 1) if most else 0.0


def by_district(shown: Shown) -> Chart:
    """Measure the former districts, the one of most first; of completeness, the one of least."""
    question, measure = shown.question, measure_of(shown.question)
    found = measure_districts(shown, measure)
    most = max((one.amount for one in found if one.amount is not None), default=0.0)
    bars = [_district_bar(question, measure, one, most) for one in found]
    seen = [bar for place, bar in enumerate(bars) if place < _SEEN or bar.on]
    return Chart(
        "district",
        gettext("By former district"),
        seen,
        [bar for bar in bars if bar not in seen],
        [
            (title, question.address.but({CHART: None if name == COUNT else name}), name == measure)
            for name, title in _measure_titles(shown).items()
        ],
        _measure_note(measure),
    )


def measure_of(question: Question) -> str:
    """Take the measure the address asks for, or the first."""
    asked = question.text(CHART)
    return asked if asked in MEASURES else COUNT


@dataclass(frozen=True)
class District:
    """What is measured of a former district: a sum or mean of what is known, of how many clusters."""

    code: str
    name: str
    amount: float | None
    known: int
    clusters: int


def measure_districts(shown: Shown, measure: str) -> list[District]:
    """Measure every former district that has clusters, whatever districts are asked for.

    Those of which nothing is known come last.
    """
    facets = shown.facets
    rows = facets.rows("district_code")
    codes, places = np.unique(facets.texts("district_code", rows), return_inverse=True)
    names = district_names(shown.snapshot.collections["clusters"])
    clusters = np.bincount(places, minlength=len(codes))
    values = np.ones(len(rows)) if measure == COUNT else facets.numbers(_COLUMN.get(measure, measure), rows)
    there = ~np.isnan(values)
    known = np.bincount(places[there], minlength=len(codes))
    sums = np.bincount(places[there], values[there], minlength=len(codes))
    whole = np.maximum(known, 1) * len(INDICATORS) if measure == COMPLETENESS else 1.0
    found = [
        District(str(code), names[code], round(float(total), 6) if behind else None, int(behind), int(count))
        for code, total, behind, count in zip(codes, sums / whole, known, clusters, strict=True)
    ]
    sign = 1 if measure == COMPLETENESS else -1
    return sorted(found, key=lambda one: (one.amount is None, sign * (one.amount or 0.0)))


def _district_bar(question: Question, measure: str, one: District, most: float) -> Bar:
    behind = (
        ""
        if measure == COUNT
        else str(gettext("known of %(known)s of %(all)s", known=amount(one.known), all=amount(one.clusters)))
    )
    if measure == COMPLETENESS:
        said = ngettext("%(shown)s cluster", "%(shown)s clusters", one.clusters, shown=amount(one.clusters))
        behind = str(said)
    return Bar(
        one.name,
        _share(one.amount or 0.0, 1.0 if measure == COMPLETENESS else most),
        gettext("no data") if one.amount is None else _said(measure, one.amount),
        behind,
        question.address.toggled("district_code", one.code),
        one.code in question.address.chosen("district_code"),
        "pale" if measure != COUNT and one.known * 2 < one.clusters else "solid",
        vietnamese=True,
    )


def _said(measure: str, value: float) -> str:
    if measure == COMPLETENESS:
        return percent(value)
    return amount(value) + (" ha" if measure.endswith("_ha") else "")


def _measure_titles(shown: Shown) -> dict[str, str]:
    columns = shown.question.columns
    own = {COUNT: gettext("clusters"), COMPLETENESS: gettext("what is known")}
    language = shown.question.language
    return {name: own.get(name) or columns[name].title.in_language(language) for name in MEASURES}


def _measure_note(measure: str) -> str:
    if measure == COUNT:
        return ""
    if measure == COMPLETENESS:
        said = gettext("Mean share of the {count} indicators that are known, lowest first.")
        return str(said).format(count=amount(len(INDICATORS)))
    return str(gettext("Sum of what is known; pale where less than half of the clusters report it."))


def by_class(shown: Shown) -> Chart:
    """Count the clusters in the classes of the layer, or of planned area where it has no numbers."""
    question = replace(shown.question, layer=_numbered_layer(shown.question), areas="clusters", versus=None)
    rows = shown.facets.rows(question.layer.column)
    records = shown.frozen.records(rows, columns_needed(question, shown.frozen.property_names))
    drawn = draw(question, shown.snapshot, records, rows.tolist())
    counts = drawn.counts()
    most = max(counts, default=0)
    bars = []
    for one, count in zip(classes_for(question, shown.snapshot), counts, strict=True):
        on, address = filter_of(question, one)
        if count or on or not one.get("onlyIfAny"):
            look = "hollow" if one.get("hollow") or one["id"] == "missing" else "solid"
            bars.append(Bar(one["label"], _share(count, most), amount(count), "", address, on, look))
    return Chart("class", say(question.layer.title, question.language), bars)


def _numbered_layer(question: Question) -> Layer:
    if not isinstance(question.layer.classes, Categories):
        return question.layer
    return next(layer for layer in LAYERS if layer.id == "planned_area_ha")


def by_indicator(shown: Shown) -> Chart:
    """Count of how many clusters each indicator is known, the best known first."""
    question, total = shown.question, len(shown.found)
    titles = Wording(question.columns, {}, question.language).titles
    names = [name for name in (_column_of(one) for one in INDICATORS) if name in question.columns]
    counts = {name: total - shown.column(name).count(None) for name in names}
    bars = [
        Bar(
            titles[name],
            _share(counts[name], total),
            f"{amount(counts[name])} · {percent(counts[name] / total)}" if total else amount(0),
            "",
            question.address.toggled(name, "known"),
            "known" in question.address.chosen(name),
        )
        for name in sorted(names, key=lambda name: -counts[name])
    ]
    return Chart("known", gettext("What is known of the selection"), bars, folded=True)


def _column_of(indicator: str) -> str:
    return f"{indicator}_min" if indicator == "land_rent_usd_m2" else indicator
