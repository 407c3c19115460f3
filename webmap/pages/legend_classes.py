"""The classes of a layer as the browser gets them: edges or a code, a label, a colour."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf, isfinite
from typing import Any

from flask_babel import format_percent, gettext

from geo.published import parse_bounds
from geo.schema import Basis
from geo.snapshot import Snapshot
from webmap.pages.classes import natural_edges
from webmap.pages.colours import BOUNDS, GROUP, NO_DATA, NOTHING, steps
from webmap.pages.layers import AREAS, Categories, Fixed, Group, Layer, Natural
from webmap.pages.wording import amount
from webmap.pages.words import code_words, unit_words

Json = dict[str, Any]
Record = Mapping[str, Any]

_COUNTED = Layer("clusters", Group.DATA, "", "", Natural(), whole=True)


def value_of(layer: Layer, cluster: Record) -> Any:
    """Return what a layer shows of a cluster; None where it is missing, or known as a bound only."""
    if layer.counted:
        return sum(cluster[f"{name}_basis"] != Basis.MISSING for name in layer.counted)
    if layer.quotient:
        part, whole = (cluster[name] for name in layer.quotient)
        return None if part is None or not whole else part / whole
    if layer.indicator in parse_bounds(cluster["bounds"]):
        return None
    return cluster[str(layer.column)]


def unit_of(layer: Layer) -> str:
    """Say the unit of a layer's values."""
    return unit_words().get(layer.unit, "")


def classes_of(layer: Layer, clusters: Sequence[Record]) -> list[Json]:
    """Make the classes of clusters; the last ones are of what is no measurement, or missing."""
    if isinstance(layer.classes, Categories):
        words = code_words()[str(layer.column)]
        return [
            _class(code, words[code], colour, value=code) for code, colour in layer.classes.colours.items()
        ]
    if isinstance(layer.classes, Fixed):
        return [*_steps(layer, layer.classes.edges), *_doubtful(layer)]
    values = (value_of(layer, cluster) for cluster in clusters)
    return [*_steps(layer, natural_edges(value for value in values if value is not None)), *_doubtful(layer)]


def sum_classes(layer: Layer, column: str, snapshot: Snapshot) -> Json:
    """Make the classes of the sums of areas; every kind of area has its own size."""
    units = {kind: snapshot.collections[kind].columns[column].to_pylist() for kind in AREAS[1:]}
    return {
        kind: _steps(layer, natural_edges(value for value in values if value is not None))
        for kind, values in units.items()
    }


def count_classes(snapshot: Snapshot) -> Json:
    """Make the classes of areas by how many clusters they have."""
    return sum_classes(_COUNTED, "clusters", snapshot)


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


def _doubtful(layer: Layer) -> list[Json]:
    found = []
    if layer.of_groups:
        found.append(_class("group", gettext("stated of a group of clusters"), GROUP, hollow=True))
    if layer.indicator:
        word = gettext("known as a bound only")
        found.append(_class("bounds", word, BOUNDS, hollow=True, onlyIfAny=True))
    word = gettext("not computable: no data") if layer.inputs else gettext("no data")
    return [*found, _class("missing", word, NO_DATA, onlyIfAny=bool(layer.counted))]


def _steps(layer: Layer, edges: Sequence[float]) -> list[Json]:
    closed = (*(layer.classes.closed if isinstance(layer.classes, Fixed) else ()), *edges[-1:])
    return [
        _class(
            f"from-{low:g}",
            _label(layer, low, high, closed),
            colour,
            **{"from": low, "to": high if isfinite(high) else None, "closed": high in closed},
        )
        for colour, (low, high) in zip(steps(len(edges) - 1), pairwise(edges), strict=True)
    ]


def _label(layer: Layer, low: float, high: float, closed: tuple[float, ...]) -> str:
    if layer.whole:
        return _whole_label(layer, low, high if high in closed else high - 1)
    least, most = (format_percent(edge) if layer.share else amount(edge) for edge in (low, min(high, 1e12)))
    if high == inf:
        said = f"> {least}" if low in closed else f"≥ {least}"
    elif low == 0 and high not in closed:
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
