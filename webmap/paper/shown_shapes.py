"""What the screen shows, as shapes for paper: the same classes, hollow, hatched and dashed alike."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from webmap.pages.layers import AreaRule
from webmap.paper.drawn import Drawn, MapClass, Shape
from webmap.paper.site_map import paper_name
from webmap.screen.shown import Shown

_LARGEST_MM, _LEAST_MM = 8.0, 1.0


def to_paper(shown: Shown) -> Drawn:
    """Make the shapes of all that has a place."""
    drawn = shown.drawn
    classes = [
        MapClass(one["id"], one["label"], one["colour"], bool(one.get("hollow")), count)
        for one, count in zip(drawn.classes, drawn.counts(), strict=True)
        if count or not one.get("onlyIfAny")
    ]
    made = _clusters(shown) if drawn.kind == "clusters" else _areas(shown)
    return Drawn(list(made), classes)


def _clusters(shown: Shown) -> Iterator[Shape]:
    drawn, language = shown.drawn, shown.question.language
    rows = np.asarray(drawn.rows, dtype=np.int64)
    geometries = shown.snapshot.collections["clusters"].geometries(rows)
    chosen = shown.question.text("cluster")
    alone = sum(geometry is not None for geometry in geometries) == 1
    for nth, (record, geometry) in enumerate(zip(shown.records, geometries, strict=True)):
        if geometry is None:
            continue
        is_chosen = record.get("cluster_id", record["id"]) == chosen
        yield Shape(
            geometry,
            drawn.classes[drawn.marks[nth]]["id"],
            paper_name(record, language),
            schematic=record["boundary_quality"] == "schematic",
            accuracy_m=record["position_accuracy_m"] if alone or is_chosen else None,
            emphasised=is_chosen,
            colour=drawn.classes[drawn.tints[nth]]["colour"] if drawn.tints else None,
        )


def _areas(shown: Shown) -> Iterator[Shape]:
    drawn, layer = shown.drawn, shown.question.layer
    geometries = shown.snapshot.collections[drawn.kind].geometries(np.asarray(drawn.rows, dtype=np.int64))
    most = largest(drawn.sizes)
    for nth, geometry in enumerate(geometries):
        if geometry is None:
            continue
        is_round = drawn.kind == "districts" or geometry.geom_type == "Point"
        if is_round and not drawn.clusters[nth]:
            continue
        few = 0 < 2 * drawn.known[nth] < drawn.clusters[nth]
        yield Shape(
            geometry,
            drawn.classes[drawn.marks[nth]]["id"],
            radius_mm=_radius(drawn.sizes[nth], most) if is_round else None,
            pale=few and layer.areas is not AreaRule.COUNT,
        )


def largest(sizes: Sequence[float | None]) -> float:
    """Return the size that the largest circle stands for; 0 where none is known."""
    return max((size for size in sizes if size is not None), default=0.0)


def _radius(size: Any, most: float) -> float:
    """The area of a circle is in proportion to its size."""
    return max(_LARGEST_MM * math.sqrt(size / most), _LEAST_MM) if size and most else _LEAST_MM
