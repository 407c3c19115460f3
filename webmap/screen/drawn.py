"""What the map draws: the class and value of every cluster or area selected, and what that is called."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from geo.published import DENSITIES, parse_bounds
from geo.snapshot import Snapshot
from webmap.pages.layers import AreaRule, Layer
from webmap.pages.legend_classes import method_of, said_of_natural_breaks, value_of
from webmap.pages.legends import say
from webmap.pages.wording import when
from webmap.screen.areas import CODES, draw_areas
from webmap.screen.classes import Drawn, classes_for, step_of
from webmap.screen.difference import draw_difference
from webmap.screen.question import Question

Json = dict[str, Any]
Record = Mapping[str, Any]

_MISSING, _GROUP, _BOUND = "missing", "group", "bounds"


def draw(question: Question, snapshot: Snapshot, records: Sequence[Record], rows: Sequence[int]) -> Drawn:
    """Put what is selected into the classes of the layer; `rows` are the places of `records`."""
    if question.areas != "clusters":
        return draw_areas(question, snapshot, records)
    if question.versus:
        return draw_difference(question, snapshot, records, rows)
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
