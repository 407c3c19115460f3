"""The chart of the selection over time: one value a period, of how many clusters, each a step to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from flask import render_template

from geo.fields import FIELD_OF_INDICATOR
from geo.series import QUOTIENTS, Step, series_of
from webmap.pages.layers import AreaRule, Layer
from webmap.pages.legend_classes import unit_of
from webmap.pages.legends import say
from webmap.pages.sparklines import path_of, place_points
from webmap.pages.wording import amount, percent, when, with_unit
from webmap.screen.shown import Shown
from webmap.screen.timeline import changes_with_time

WIDTH, HEIGHT = 320, 130
_PAD = 14
_LEAST_PERIODS = 2
_SMALLEST, _LARGEST = 2.0, 5.0


@dataclass(frozen=True)
class Point:
    """One period: where it stands, how it is said, and the address that shows it."""

    x: float
    y: float
    radius: float
    hollow: bool
    period: str
    value: str
    simple: str | None
    known: str
    address: str
    current: bool


def render_series(shown: Shown) -> str:
    """Make the chart; nothing where the layer is not summed or averaged, or has fewer than two periods."""
    layer = shown.question.layer
    if layer.areas is AreaRule.COUNT or not changes_with_time(layer):
        return ""
    steps = series_of(shown.snapshot, layer.column, np.asarray(shown.rows, dtype=np.int64))
    points = _points(steps, shown)
    if len(points) < _LEAST_PERIODS:
        return ""
    periods = [one.period for one in steps]
    lines = [place_points(periods, values, WIDTH, HEIGHT, _PAD) for values in _values(steps)]
    return render_template(
        "screen/_series.html",
        title=say(layer.title, shown.question.language),
        points=points,
        ends=_ends(points),
        line="" if _is_earned(layer) else path_of(lines[0]),
        simple="" if _is_earned(layer) or layer.column not in QUOTIENTS else path_of(lines[1]),
        averaged=layer.column in QUOTIENTS,
        latest=shown.question.address.but(time=None, versus=None, page=None),
        size=(WIDTH, HEIGHT),
        base=HEIGHT - _PAD,
        some_hollow=any(point.hollow for point in points),
        varies=len({point.known for point in points}) > 1,
    )


def _values(steps: Sequence[Step]) -> tuple[list[float | None], list[float | None]]:
    """Put both lines on one scale: the largest value of either stands at the top of both."""
    most = max(
        (value for one in steps for value in (one.value, one.simple) if value is not None), default=1.0
    )
    scaled = [
        [None if value is None else value / (most or 1.0) for value in values]
        for values in ([one.value for one in steps], [one.simple for one in steps])
    ]
    return scaled[0], scaled[1]


def _points(steps: Sequence[Step], shown: Shown) -> list[Point]:
    question, layer = shown.question, shown.question.layer
    places = place_points([one.period for one in steps], _values(steps)[0], WIDTH, HEIGHT, _PAD)
    most = max((one.known for one in steps), default=1) or 1
    return [
        Point(
            *place,
            radius=round(_SMALLEST + (_LARGEST - _SMALLEST) * (one.known / most) ** 0.5, 1),
            hollow=_is_earned(layer) and "H" in one.period,
            period=when(one.period),
            value=_said(layer, one.value),
            simple=None if one.simple is None else _said(layer, one.simple),
            known=amount(one.known),
            address=question.address.but(time=one.period, page=None),
            current=one.period == question.selection.period,
        )
        for one, place in zip(steps, places, strict=True)
        if place is not None and one.value is not None
    ]


def _ends(points: Sequence[Point]) -> tuple[Point, Point]:
    """Take the first and the last point that compare with each other: years go before half-years."""
    years = [point for point in points if not point.hollow]
    taken = years if len(years) >= _LEAST_PERIODS else points
    return taken[0], taken[-1]


def _is_earned(layer: Layer) -> bool:
    """Tell whether a figure is earned over its period: half a year then compares with no year."""
    names = QUOTIENTS.get(layer.column, (layer.column,))
    return any(name in FIELD_OF_INDICATOR and FIELD_OF_INDICATOR[name].flow for name in names)


def _said(layer: Layer, value: float) -> str:
    return percent(value) if layer.share else with_unit(amount(round(value, 2)), unit_of(layer))
