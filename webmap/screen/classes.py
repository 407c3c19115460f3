"""The classes of a layer: the same in every period and for every selection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.snapshot import Snapshot
from webmap.pages.classes import scheme_edges
from webmap.pages.layers import Categories, Layer
from webmap.pages.legend_classes import classes_of, numbered_classes
from webmap.screen.question import Question, Scheme

Json = dict[str, Any]
Record = Mapping[str, Any]
Key = tuple[Path, str, Scheme, str]

_MOST_KEPT = 256
_kept: dict[Key, Sequence[Json]] = {}
"""Classes that were made, until there are too many: a reader may ask for any edges."""


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
    key = (snapshot.folder, question.layer.id, question.scheme, question.language)
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = _make_classes(question.layer, question.scheme, snapshot)
    return _kept[key]


def _make_classes(layer: Layer, scheme: Scheme, snapshot: Snapshot) -> Sequence[Json]:
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
