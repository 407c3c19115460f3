"""Districts and wards by the clusters selected in them: what the map draws of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo import occupancy
from geo.published import DENSITIES
from geo.snapshot import Snapshot
from geo.summary import average_density, sum_of
from webmap.pages.classes import scheme_edges
from webmap.pages.layers import AreaRule, Layer
from webmap.pages.legend_classes import area_doubts, numbered_classes, value_of
from webmap.screen.classes import Drawn, classes_for, step_of
from webmap.screen.question import Question

Json = dict[str, Any]
Record = Mapping[str, Any]

CODES = {"districts": "district_code", "wards": "ward_code"}
_NONE, _MISSING = "none", "missing"


def draw_areas(question: Question, snapshot: Snapshot, records: Sequence[Record]) -> Drawn:
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
    if layer.areas is AreaRule.COUNT:
        return AreaFigure(float(len(members)), len(members), len(members), float(len(members)))
    if layer.areas is AreaRule.SUM:
        total = sum_of(known, layer.column).amount
        return AreaFigure(total, len(known), len(members), total)
    average = _average(layer, members)
    planned = sum_of(members, "planned_area_ha").amount
    return AreaFigure(
        average.weighted if mean == "weighted" else average.simple, len(known), len(members), planned
    )


def _average(layer: Layer, members: Sequence[Record]) -> occupancy.Average:
    for definition in occupancy.DEFINITIONS:
        if definition.column == layer.column:
            return occupancy.average(members, definition)
    return average_density(members, next(one for one in DENSITIES if one.name == layer.column))


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
