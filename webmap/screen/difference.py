"""The difference between two periods, of clusters and of areas: what the map draws of it."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from flask_babel import gettext

from geo.selection import rows_of_period
from geo.snapshot import Snapshot
from webmap.pages.colours import diverging
from webmap.pages.layers import AreaRule, Layer
from webmap.pages.legend_classes import area_doubts, doubtful_classes, unit_of, value_of
from webmap.pages.wording import amount, with_unit
from webmap.screen.areas import CODES, area_figure
from webmap.screen.classes import Drawn, pooled_values, step_of
from webmap.screen.question import Question, rows_by_id

Json = dict[str, Any]
Record = Mapping[str, Any]

_SHARES = (0.02, 0.05, 0.1)
"""Where a change of a share begins to be seen, to be notable, to be large."""

_PARTS = (0.2, 0.5, 1.0)
"""The same of other numbers, as parts of a tenth of their range."""

_SCOPE = "stated_fill_rate_scope"
_WHOLE = 100


def draw_difference(
    question: Question, snapshot: Snapshot, records: Sequence[Record], rows: Sequence[int]
) -> Drawn:
    """Set each cluster's value against that of another period; without both there is no difference."""
    layer = question.layer
    earlier = records_in(snapshot, str(question.versus), records)
    before = {row: _measured(layer, record) for row, record in earlier.items()}
    values: list[float | None] = []
    for record, row in zip(records, rows, strict=True):
        now, then = _measured(layer, record), before.get(row)
        known = isinstance(now, (int, float)) and isinstance(then, (int, float))
        values.append(round(now - then, 6) if known else None)
    pooled = [value for value in pooled_values(layer, snapshot) if isinstance(value, (int, float))]
    classes = [
        *_steps(layer, max(pooled, default=1.0) - min(pooled, default=0.0)),
        doubtful_classes(layer)[-1],
    ]
    missing = len(classes) - 1
    marks = [missing if value is None else step_of(classes, value) or 0 for value in values]
    return Drawn("clusters", classes, rows, marks, values)


def draw_area_difference(
    question: Question, snapshot: Snapshot, records: Sequence[Record], rows: Sequence[int]
) -> Drawn:
    """Compare areas by the clusters known in both periods alone: others would be taken for a change."""
    kind, layer = question.areas, question.layer
    before = records_in(snapshot, str(question.versus), records)
    now: dict[Any, list[Record]] = defaultdict(list)
    pairs: dict[Any, list[tuple[Record, Record]]] = defaultdict(list)
    for record, row in zip(records, rows, strict=True):
        now[record[CODES[kind]]].append(record)
        then = before.get(row)
        if then and _measured(layer, record) is not None and _measured(layer, then) is not None:
            pairs[record[CODES[kind]]].append((record, then))
    codes = snapshot.collections[kind].columns["code"].to_pylist()
    values = [_change_of(question, pairs[code]) for code in codes]
    classes = [*_steps(layer, _range_of_areas(kind, layer, snapshot)), *area_doubts()]
    missing = len(classes) - len(area_doubts())
    marks = [
        missing + (not now[code]) if value is None else step_of(classes, value) or 0
        for code, value in zip(codes, values, strict=True)
    ]
    sizes = [area_figure(layer, question.mean, now[code]).size for code in codes]
    counts = [len(now[code]) for code in codes], [len(pairs[code]) for code in codes]
    return Drawn(kind, classes, range(len(codes)), marks, values, *counts, sizes)


def _change_of(question: Question, pairs: Sequence[tuple[Record, Record]]) -> float | None:
    now, then = (
        area_figure(question.layer, question.mean, [pair[end] for pair in pairs]).value for end in (0, 1)
    )
    return round(now - then, 6) if pairs and now is not None and then is not None else None


def _range_of_areas(kind: str, layer: Layer, snapshot: Snapshot) -> float:
    """Say how far the values of areas reach, whatever is selected: means as far as clusters, sums farther."""
    if layer.areas is AreaRule.MEANS:
        pooled = pooled_values(layer, snapshot)
        return max(pooled, default=1.0) - min(pooled, default=0.0)
    sums: dict[Any, float] = defaultdict(float)
    for record in snapshot.collections["clusters"].records(None, [CODES[kind], layer.column]):
        sums[record[CODES[kind]]] += record[layer.column] or 0.0
    return max(sums.values(), default=1.0)


def records_in(snapshot: Snapshot, period: str, alike: Sequence[Record]) -> dict[int, Record]:
    """Read of a period what the records alike hold, by the row among the clusters."""
    frozen = snapshot.collections["history"]
    place, rows = rows_by_id(snapshot), rows_of_period(frozen, period)
    names = [name for name in frozen.property_names if not alike or name in alike[0]]
    records = frozen.records(rows, [*{*names, "cluster_id"}])
    return {place[record["cluster_id"]]: record for record in records}


def _measured(layer: Layer, record: Record) -> Any:
    """Return the value of one cluster; what is stated of a group is none."""
    return None if layer.of_groups and record[_SCOPE] == "group" else value_of(layer, record)


def _steps(layer: Layer, reach: float) -> list[Json]:
    """Make classes on both sides of no change, as wide whatever the two periods are."""
    whole = _round_step(reach / 10)
    positive = _SHARES if layer.share else tuple(round(part * whole, 9) for part in _PARTS)
    edges = [*(-edge for edge in reversed(positive)), *positive]
    ends = [-math.inf, *edges, math.inf]
    colours = diverging(len(ends) - 1)
    return [
        {"id": f"change-{place}", "label": _said_step(layer, low, high), "colour": colour,
         "from": low, "to": None if high == math.inf else high, "closed": False}
        for place, (colour, (low, high)) in enumerate(zip(colours, pairwise(ends), strict=True))
    ]  # fmt: skip


def _round_step(width: float) -> float:
    power = 10.0 ** math.floor(math.log10(width)) if width > 0 else 1.0
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= width)


def say_change(layer: Layer, value: float) -> str:
    """Say a change with its sign; of shares in percentage points."""
    return with_unit(_signed(layer, value), unit_of_change(layer))


def _signed(layer: Layer, value: float) -> str:
    said = amount(round(_WHOLE * value, 1) if layer.share else value).replace("-", "−")
    return f"+{said}" if value > 0 else said


def unit_of_change(layer: Layer) -> str:
    """Say the unit of a change."""
    return str(gettext("pp")) if layer.share else unit_of(layer)


def _said_step(layer: Layer, low: float, high: float) -> str:
    if low == -math.inf:
        return f"< {say_change(layer, high)}"
    if high == math.inf:
        return f"≥ {say_change(layer, low)}"
    said = gettext("{least} to less than {most}")
    return str(said).format(least=_signed(layer, low), most=say_change(layer, high))
