"""The difference between two periods: what the map draws of it."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from flask_babel import gettext

from geo.selection import rows_of_period
from geo.snapshot import Snapshot
from webmap.pages.colours import diverging
from webmap.pages.layers import Layer
from webmap.pages.legend_classes import doubtful_classes, value_of
from webmap.pages.wording import amount, with_unit
from webmap.screen.classes import Drawn, pooled_values, step_of
from webmap.screen.question import Question, rows_by_id

Json = dict[str, Any]
Record = Mapping[str, Any]

_DIFFERENCE_STEPS = 3
_WHOLE = 100


def draw_difference(
    question: Question, snapshot: Snapshot, records: Sequence[Record], rows: Sequence[int]
) -> Drawn:
    """Set each cluster's value against that of another period; without both there is no difference."""
    layer = question.layer
    before = values_in(layer, snapshot, str(question.versus))
    values: list[float | None] = []
    for record, row in zip(records, rows, strict=True):
        now, then = value_of(layer, record), before.get(row)
        known = isinstance(now, (int, float)) and isinstance(then, (int, float))
        values.append(round(now - then, 6) if known else None)
    classes = _difference_classes(layer, snapshot)
    missing = len(classes) - 1
    marks = [missing if value is None else step_of(classes, value) or 0 for value in values]
    return Drawn("clusters", classes, rows, marks, values)


def values_in(layer: Layer, snapshot: Snapshot, period: str) -> dict[int, Any]:
    """Return what a layer shows of each cluster in a period, by its row among the clusters."""
    frozen = snapshot.collections["history"]
    place = rows_by_id(snapshot)
    records = frozen.records(rows_of_period(frozen, period))
    return {place[record["cluster_id"]]: value_of(layer, record) for record in records}


def _difference_classes(layer: Layer, snapshot: Snapshot) -> list[Json]:
    """Make classes on both sides of no change, as wide whatever the two periods are."""
    values = [value for value in pooled_values(layer, snapshot) if isinstance(value, (int, float))]
    step = 0.1 if layer.share else _round_step((max(values, default=1.0) - min(values, default=0.0)) / 10)
    edges = [turn * step for turn in range(-_DIFFERENCE_STEPS, _DIFFERENCE_STEPS + 1)]
    ends = [-math.inf, *(edge for edge in edges if edge), math.inf]
    colours = diverging(len(ends) - 1)
    made = [
        {"id": f"change-{place}", "label": _said_change(layer, low, high), "colour": colour,
         "from": low, "to": None if high == math.inf else high, "closed": False}
        for place, (colour, (low, high)) in enumerate(zip(colours, pairwise(ends), strict=True))
    ]  # fmt: skip
    return [*made, doubtful_classes(layer)[-1]]


def _round_step(width: float) -> float:
    power = 10.0 ** math.floor(math.log10(width)) if width > 0 else 1.0
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= width)


def _said_change(layer: Layer, low: float, high: float) -> str:
    def said(edge: float) -> str:
        unit = gettext("pp") if layer.share else ""
        points = with_unit(amount(_WHOLE * edge if layer.share else edge), unit)
        return f"+{points}" if edge > 0 else points.replace("-", "−")

    if low == -math.inf:
        return f"< {said(high)}"
    if high == math.inf:
        return f"≥ {said(low)}"
    return str(gettext("{least} to less than {most}")).format(least=said(low), most=said(high))
