"""What a map of areas or of a difference comes to as lists: the highest, the largest falls and rises."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from flask_babel import gettext

from webmap.pages.layers import AreaRule
from webmap.pages.legend_classes import unit_of
from webmap.pages.table_cells import short_name
from webmap.pages.wording import amount, percent, with_unit
from webmap.screen.bars import Bar, Chart, length_of
from webmap.screen.difference import say_change
from webmap.screen.drawn import heading_of
from webmap.screen.shown import Shown

_SEEN, _MOST = 8, 40


@dataclass(frozen=True)
class _Place:
    """One cluster or area that has a value: where it stands, and how much is known behind it."""

    row: int
    value: float
    known: int = 1
    clusters: int = 1


def rank(shown: Shown) -> list[Chart]:
    """List the areas by their value or, of a difference, what fell and what rose most."""
    question, drawn = shown.question, shown.drawn
    if not (question.versus or question.areas != "clusters"):
        return []
    counts = zip(drawn.known, drawn.clusters, strict=True) if drawn.known else [(1, 1)] * len(drawn.rows)
    places = [
        _Place(row, value, *count)
        for row, value, count in zip(drawn.rows, drawn.values, counts, strict=True)
        if isinstance(value, (int, float)) and count[1]
    ]
    return _changes(shown, places) if question.versus else [_highest(shown, places)]


def _highest(shown: Shown, places: Sequence[_Place]) -> Chart:
    kind = {
        "districts": gettext("Former districts, highest first"),
        "wards": gettext("Wards, highest first"),
    }[shown.question.areas]
    ranked = sorted(places, key=lambda one: -one.value)
    note = heading_of(shown.question) if ranked else gettext("no data")
    return _chart(shown, "highest", str(kind), ranked, str(note))


def _changes(shown: Shown, places: Sequence[_Place]) -> list[Chart]:
    falls = sorted((one for one in places if one.value < 0), key=lambda one: one.value)
    rises = sorted((one for one in places if one.value > 0), key=lambda one: -one.value)
    known = sum(one.known for one in places)
    said = gettext("Clusters known in both periods: {known} of {all}. Fell: {falls}, rose: {rises}.")
    counts = {"known": known, "all": len(shown.found), "falls": len(falls), "rises": len(rises)}
    note = str(said).format(**{name: amount(count) for name, count in counts.items()})
    return [
        _chart(shown, "falls", str(gettext("Largest falls")), falls, f"{heading_of(shown.question)}. {note}"),
        _chart(shown, "rises", str(gettext("Largest rises")), rises, ""),
    ]


def _chart(shown: Shown, chart: str, title: str, ranked: Sequence[_Place], note: str) -> Chart:
    names = _name(shown, ranked[:_MOST])
    most = max((abs(one.value) for one in ranked), default=0.0)
    bars = [_bar(shown, one, *name, most) for one, name in zip(ranked, names, strict=False)]
    return Chart(
        chart, title, bars[:_SEEN], bars[_SEEN:], note=note if bars or note else str(gettext("none"))
    )


def _name(shown: Shown, ranked: Sequence[_Place]) -> list[tuple[str, str]]:
    """Return the id or code of each and its name."""
    question = shown.question
    frozen = shown.snapshot.collections[question.areas]
    named = ("id", f"name_{question.language}") if question.areas == "clusters" else ("code", "name")
    records = frozen.records(np.array([one.row for one in ranked], dtype=np.int64), named)
    return [(record[named[0]], short_name(record[named[1]])) for record in records]


def _bar(shown: Shown, one: _Place, code: str, name: str, most: float) -> Bar:
    question = shown.question
    of_area = question.areas != "clusters"
    chosen = "area" if of_area else "cluster"
    behind = gettext("known of %(known)s of %(all)s", known=amount(one.known), all=amount(one.clusters))
    return Bar(
        name,
        length_of(abs(one.value), most),
        _say(shown, one.value),
        str(behind) if of_area and question.layer.areas is not AreaRule.COUNT else "",
        question.address.but({"cluster": None, "area": None, chosen: code}),
        question.text(chosen) == code,
        "pale" if one.known * 2 < one.clusters else "solid",
        vietnamese=of_area or question.language == "vi",
    )


def _say(shown: Shown, value: float) -> str:
    layer = shown.question.layer
    if shown.question.versus:
        return say_change(layer, value)
    if layer.areas is AreaRule.COUNT:
        return amount(value)
    return percent(value) if layer.share else with_unit(amount(value), unit_of(layer))
