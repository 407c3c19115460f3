"""The classes of a layer as the browser gets them: edges or a code, a label, a colour."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf, isfinite
from typing import Any

from flask_babel import format_percent, gettext

from geo.published import parse_bounds
from webmap.pages.classes import natural_edges
from webmap.pages.colours import BOUNDS, GROUP, NO_DATA, NOTHING, steps
from webmap.pages.layers import Categories, Fixed, Group, Layer
from webmap.pages.wording import amount
from webmap.pages.words import code_words, unit_words

Json = dict[str, Any]
Record = Mapping[str, Any]


def value_of(layer: Layer, record: Record) -> Any:
    """Return what a layer shows of a cluster; None where it is missing, or known as a bound only."""
    if layer.indicator and layer.indicator in parse_bounds(record["bounds"]):
        return None
    return record.get(layer.column)  # what rasters measure belongs to no period


def unit_of(layer: Layer) -> str:
    """Say the unit of a layer's values."""
    return unit_words().get(layer.unit, "")


def classes_of(layer: Layer, values: Iterable[Any]) -> list[Json]:
    """Make the layer's own classes; the last ones are of what is no measurement, or missing."""
    if isinstance(layer.classes, Categories):
        words = code_words()[layer.column]
        return [
            _class(code, words[code], colour, value=code) for code, colour in layer.classes.colours.items()
        ]
    edges = layer.classes.edges if isinstance(layer.classes, Fixed) else natural_edges(values)
    closed = layer.classes.closed if isinstance(layer.classes, Fixed) else ()
    return [*_steps(layer, edges, closed), *doubtful_classes(layer)]


def numbered_classes(layer: Layer, edges: Sequence[float], *, counts: bool = False) -> list[Json]:
    """Make classes between edges that were chosen for numbers; `counts` says that they count clusters."""
    steps = _steps(replace(layer, whole=True, share=False, unit="1") if counts else layer, edges)
    return [*steps, *doubtful_classes(layer)]


def area_doubts() -> list[Json]:
    """List the classes of areas without a figure."""
    return [
        _class("missing", gettext("clusters, but no figure"), NO_DATA),
        _class("none", gettext("no cluster known there"), NOTHING, onlyIfAny=True),
    ]


def said_of_natural_breaks() -> str:
    """Say how classes without fixed edges are made."""
    return str(gettext("Natural breaks (Fisher–Jenks) of what is known, at round numbers."))


def method_of(layer: Layer) -> str:
    """Say how the classes of a layer are made."""
    if isinstance(layer.classes, Categories):
        return str(gettext("One class for each word of the list."))
    if isinstance(layer.classes, Fixed):
        return str(layer.classes.reason)
    return said_of_natural_breaks()


def doubtful_classes(layer: Layer) -> list[Json]:
    """Make the classes of what is no measurement of one cluster, or missing."""
    found = []
    if layer.of_groups:
        found.append(_class("group", gettext("stated of a group of clusters"), GROUP, hollow=True))
    if layer.indicator:
        word = gettext("known as a bound only")
        found.append(_class("bounds", word, BOUNDS, hollow=True, onlyIfAny=True))
    word = gettext("not computable: no data") if layer.inputs else gettext("no data")
    if layer.group is Group.GROUND:
        word = gettext("not measured: no surveyed outline, or no raster there")
    return [*found, _class("missing", word, NO_DATA, onlyIfAny=bool(layer.counted))]


def _steps(layer: Layer, edges: Sequence[float], closed: tuple[float, ...] = ()) -> list[Json]:
    shut = (*closed, *edges[-1:])
    return [
        _class(
            f"from-{low:g}",
            _label(layer, low, high, shut, edges[0]),
            colour,
            **{
                "from": low,
                "to": high if isfinite(high) else None,
                "closed": high in shut,
                "above": low in shut,
            },
        )
        for colour, (low, high) in zip(steps(len(edges) - 1), pairwise(edges), strict=True)
    ]


def _label(layer: Layer, low: float, high: float, closed: tuple[float, ...], lowest: float) -> str:
    if layer.whole:
        return _whole_label(layer, low, high if high in closed else high - 1)
    least, most = (format_percent(edge) if layer.share else amount(edge) for edge in (low, min(high, 1e12)))
    if high == inf:
        said = f"> {least}" if low in closed else f"≥ {least}"
    elif low == lowest == 0 and high not in closed:
        said = f"< {most}"
    elif least == most:
        said = least
    else:
        said = f"{least} – {'' if high in closed else '< '}{most}"
    return f"{said} {unit_of(layer)}".strip()


def _whole_label(layer: Layer, low: float, last: float) -> str:
    """Print whole numbers from first to last; where areas without clusters stand apart, from 1."""
    first = low if layer.counted else max(low, 1.0)
    return amount(first) if first == last else f"{amount(first)} – {amount(last)}"


def _class(code: str, label: str, colour: str, **more: Any) -> Json:
    return {"id": code, "label": label, "colour": colour, **more}
