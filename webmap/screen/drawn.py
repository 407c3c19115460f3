"""What the map draws: the classes of a layer, and the class and value of every cluster or area selected."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from flask_babel import gettext

from geo import occupancy
from geo.published import DENSITIES, RATES, parse_bounds
from geo.selection import rows_of_period
from geo.snapshot import Snapshot
from webmap.pages.classes import scheme_edges
from webmap.pages.colours import diverging
from webmap.pages.layers import AreaRule, Categories, Layer
from webmap.pages.legend_classes import (
    area_doubts,
    classes_of,
    doubtful_classes,
    method_of,
    numbered_classes,
    said_of_natural_breaks,
    value_of,
)
from webmap.pages.legends import say
from webmap.pages.wording import amount, when, with_unit
from webmap.screen.question import Question, Scheme, rows_by_id

Json = dict[str, Any]
Record = Mapping[str, Any]

CODES = {"districts": "district_code", "wards": "ward_code"}
_NONE, _MISSING, _GROUP, _BOUND = "none", "missing", "group", "bounds"
_DIFFERENCE_STEPS = 3
_WHOLE = 100


@dataclass(frozen=True)
class Drawn:
    """Classes, and for every cluster or area selected its place in the collection, class and value.

    `sizes` are what circles of areas stand for, `known` and `clusters` how much is behind an area. `tints`
    are the classes a hollow sign takes its colour from, where a layer has statements about groups.
    """

    kind: str
    classes: Sequence[Json]
    rows: Sequence[int]
    marks: Sequence[int]
    values: Sequence[Any]
    clusters: Sequence[int] = ()
    known: Sequence[int] = ()
    sizes: Sequence[float | None] = ()
    tints: Sequence[int] = ()

    def counts(self) -> list[int]:
        """Count what falls into each class."""
        found = [0] * len(self.classes)
        for mark in self.marks:
            found[mark] += 1
        return found


def draw(question: Question, snapshot: Snapshot, records: Sequence[Record], rows: Sequence[int]) -> Drawn:
    """Put what is selected into the classes of the layer; `rows` are the places of `records`."""
    if question.areas != "clusters":
        return _draw_areas(question, snapshot, records)
    if question.versus:
        return _draw_difference(question, snapshot, records, rows)
    classes = classes_for(question, snapshot)
    ids = {one["id"]: place for place, one in enumerate(classes)}
    values = [value_of(question.layer, record) for record in records]
    marks = [
        _mark(question.layer, record, value, classes, ids)
        for record, value in zip(records, values, strict=True)
    ]
    tinted = zip(marks, values, strict=True) if question.layer.of_groups else ()
    tints = [mark if value is None else step_of(classes, value) or 0 for mark, value in tinted]
    return Drawn("clusters", classes, rows, marks, values, tints=tints)


def _mark(layer: Layer, record: Record, value: Any, classes: Sequence[Json], ids: Mapping[str, int]) -> int:
    """Find the class of a cluster: a statement about a group, or a mere bound, is no measurement of it."""
    if value is None:
        bound = layer.indicator and layer.indicator in parse_bounds(record["bounds"])
        return ids[_BOUND] if bound and _BOUND in ids else ids.get(_MISSING, len(ids) - 1)
    if layer.of_groups and record["stated_fill_rate_scope"] == "group":
        return ids[_GROUP]
    found = step_of(classes, value)
    return ids.get(_MISSING, len(ids) - 1) if found is None else found


def step_of(classes: Sequence[Json], value: Any) -> int | None:
    """Find the class that holds a code or a number."""
    for place, one in enumerate(classes):
        if "value" in one:
            if one["value"] == value:
                return place
        elif "from" in one and one["from"] <= value:
            most = one["to"]
            if most is None or value < most or (one["closed"] and value == most):
                return place
    return None


def classes_for(question: Question, snapshot: Snapshot) -> Sequence[Json]:
    """Make the classes of the layer: over all periods at once, so that they stay the same over time."""
    return _classes(
        snapshot.folder, question.layer.id, question.scheme, question.language, _Held(question, snapshot)
    )


class _Held:
    """Carries what is needed to make classes past the key they are remembered by."""

    def __init__(self, question: Question, snapshot: Snapshot) -> None:
        self.question, self.snapshot = question, snapshot

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=256)
def _classes(_: Any, __: str, scheme: Scheme, ___: str, held: _Held) -> Sequence[Json]:
    layer, snapshot = held.question.layer, held.snapshot
    values = pooled_values(layer, snapshot)
    if isinstance(layer.classes, Categories) or scheme.method == "own":
        return classes_of(layer, values)
    return numbered_classes(layer, scheme_edges(values, scheme.method, scheme.count, scheme.edges))


def pooled_values(layer: Layer, snapshot: Snapshot) -> list[float]:
    """Collect every value a layer has, the latest and those of all periods."""
    found: list[float] = []
    for name in ("clusters", "history"):
        frozen = snapshot.collections[name]
        if layer.column in frozen.property_names:
            found += [value for value in frozen.columns[layer.column].to_pylist() if value is not None]
    return found


def _draw_difference(
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


def _draw_areas(question: Question, snapshot: Snapshot, records: Sequence[Record]) -> Drawn:
    """Put districts or wards into classes by the clusters selected in them."""
    kind, layer = question.areas, question.layer
    members: dict[Any, list[Record]] = defaultdict(list)
    for record in records:
        members[record[CODES[kind]]].append(record)
    codes = snapshot.collections[kind].columns["code"].to_pylist()
    found = [area_figure(layer, question.mean, members.get(code, [])) for code in codes]
    values = [one.value for one in found]
    classes = [*_area_steps(question, snapshot, values), *area_doubts()]
    ids = {one["id"]: place for place, one in enumerate(classes)}
    marks = []
    for one in found:
        step = None if one.value is None else step_of(classes, one.value)
        nothing = ids[_NONE] if not one.clusters else ids[_MISSING]
        marks.append(nothing if step is None or not one.clusters else step)
    return Drawn(
        kind, classes, range(len(codes)), marks, values,
        [one.clusters for one in found], [one.known for one in found], [one.size for one in found],
    )  # fmt: skip


@dataclass(frozen=True)
class AreaFigure:
    """What a layer says of an area: its value, of how many clusters it is known, its circle's size."""

    value: float | None
    known: int
    clusters: int
    size: float | None


def area_figure(layer: Layer, mean: str, members: Sequence[Record]) -> AreaFigure:
    """Average, sum or count the clusters of an area, as the layer wants it."""
    known = [record for record in members if value_of(layer, record) is not None]
    planned = _sum(record["planned_area_ha"] for record in members)
    if layer.areas is AreaRule.COUNT:
        return AreaFigure(float(len(members)), len(members), len(members), float(len(members)))
    if layer.areas is AreaRule.SUM:
        total = _sum(record[layer.column] for record in known)
        return AreaFigure(total, len(known), len(members), total)
    weighted, simple = _means(layer, members)
    return AreaFigure(weighted if mean == "weighted" else simple, len(known), len(members), planned)


def _means(layer: Layer, members: Sequence[Record]) -> tuple[float | None, float | None]:
    if layer.column in RATES:
        definition = next(one for one in occupancy.DEFINITIONS if one.column == layer.column)
        average = occupancy.average(members, definition)
        return average.weighted, average.simple
    density = next(one for one in DENSITIES if one.name == layer.column)
    pairs = [
        (record[density.numerator], record[density.denominator])
        for record in members
        if record[density.numerator] is not None and record[density.denominator]
    ]
    if not pairs:
        return None, None
    weighted = math.fsum(part for part, _ in pairs) / math.fsum(whole for _, whole in pairs)
    return weighted, math.fsum(part / whole for part, whole in pairs) / len(pairs)


def _sum(values: Any) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def _area_steps(question: Question, snapshot: Snapshot, values: Sequence[float | None]) -> list[Json]:
    """Means keep the classes of the clusters; sums and counts have their own sizes."""
    if question.layer.areas is AreaRule.MEANS:
        return [one for one in classes_for(question, snapshot) if "from" in one]
    known = [value for value in values if value]
    method = "natural" if question.scheme.method == "own" else question.scheme.method
    edges = scheme_edges(known, method, question.scheme.count, question.scheme.edges)
    return numbered_classes(question.layer, edges, counts=question.layer.areas is AreaRule.COUNT)[
        : len(edges) - 1
    ]


def columns_needed(question: Question, offered: Sequence[str]) -> list[str]:
    """Name the columns that classes and legend are made of, of those a collection has."""
    layer = question.layer
    named = [layer.column, f"{layer.column}_missing", "bounds", "stated_fill_rate_scope", "planned_area_ha",
             *CODES.values(), *layer.inputs]  # fmt: skip
    named += [f"{name}_{end}" for name in layer.dated for end in ("basis", "as_of")]
    if question.areas != "clusters" and layer.areas is AreaRule.MEANS:
        named += ["status", "committed_area_ha", "industrial_area_ha", "leased_area_ha", "serviced_area_ha",
                  "cleared_area_ha", *(one.numerator for one in DENSITIES)]  # fmt: skip
    return [name for name in dict.fromkeys(named) if name in offered]


def title_of(question: Question) -> str:
    """Say what colours the map, as the head of its legend."""
    title = say(question.layer.title, question.language)
    if question.versus:
        now, then = (when(period) if period else gettext("latest figures")
                     for period in (question.selection.period, question.versus))  # fmt: skip
        return str(gettext("{title}: {now} less {then}")).format(title=title, now=now, then=then)
    if question.areas != "clusters" and question.layer.areas is AreaRule.COUNT:
        return str(gettext("Clusters"))
    if question.areas != "clusters" and question.layer.areas is AreaRule.MEANS:
        said = {"weighted": gettext("weighted by hectares"), "simple": gettext("simple")}[question.mean]
        return f"{title}, {said}"
    return title


def method_of_question(question: Question) -> str:
    """Say how the classes that are shown were made."""
    if question.versus:
        return str(gettext("Steps as wide on both sides of no change, the same for any two periods."))
    own_sizes = question.areas != "clusters" and question.layer.areas is not AreaRule.MEANS
    method = question.scheme.method
    if method == "own" and not own_sizes:
        return method_of(question.layer)
    return {
        "own": said_of_natural_breaks(),
        "natural": said_of_natural_breaks(),
        "quantiles": str(gettext("Quantiles: as many values in each class, over all periods.")),
        "equal": str(gettext("Equal intervals between the least and the largest value of all periods.")),
        "fixed": str(gettext("Edges as set in the address; the outer ones are widened to hold every value.")),
    }[method]
