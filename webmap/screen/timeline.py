"""The periods a layer can be shown for, as steps of the address."""

from dataclasses import dataclass
from functools import lru_cache

import pyarrow.compute as pc
from flask import render_template

from geo.fields import FIELD_OF_INDICATOR
from geo.history import periods_of
from geo.published import COMPUTED, DENSITIES
from geo.snapshot import Frozen
from webmap.pages.layers import Layer
from webmap.pages.wording import amount, when
from webmap.screen.shown import Shown

_LEAST_PERIODS = 2
_COMPUTED = (*COMPUTED, *(one.name for one in DENSITIES), "known_indicators")


@dataclass(frozen=True)
class Step:
    """One period of the slider: how many clusters have a value of the layer then."""

    period: str
    title: str
    known: str
    address: str
    current: bool


def changes_with_time(layer: Layer) -> bool:
    """Tell whether a layer rests on figures that vary with time."""
    field = FIELD_OF_INDICATOR.get(layer.column)
    return layer.column in _COMPUTED or (field is not None and field.varies)


def render_timeline(shown: Shown) -> str:
    """Make the slider; nothing where the layer has one period, or does not change with time."""
    question = shown.question
    steps = list_steps(shown) if question.areas == "clusters" or changes_with_time(question.layer) else []
    if len(steps) < _LEAST_PERIODS and question.selection.period is None:
        return ""
    return render_template(
        "screen/_timeline.html",
        steps=steps,
        latest=question.address.but(time=None, versus=None),
        period=question.selection.period,
    )


def list_steps(shown: Shown) -> list[Step]:
    """List the periods in which the layer is known of any cluster, and the one that is shown."""
    question = shown.question
    shown_now = question.selection.period
    periods = [shown_now] if shown_now else []
    if changes_with_time(question.layer):
        periods = periods_of(shown.snapshot)
    known = _known_by_period(shown.snapshot.collections["history"], question.layer.column)
    return [
        Step(
            period,
            when(period),
            amount(known.get(period, 0)),
            question.address.but(time=period),
            period == shown_now,
        )
        for period in periods
        if known.get(period) or period == shown_now
    ]


@lru_cache(maxsize=64)
def _known_by_period(history: Frozen, column: str) -> dict[str, int]:
    if not len(history) or column not in history.property_names:
        return {}
    valid = history.columns.filter(pc.is_valid(history.columns[column]))
    return {one["values"]: one["counts"] for one in valid["period"].value_counts().to_pylist()}
