"""What is asked of every server, and what we want to reach. A new question is one more line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from geo.bbox import BBox
from geo.select import Query, select_rows
from geo.snapshot import Frozen

COLLECTION = "clusters"
DATA = ("S", "M")
CONCURRENCIES = (1, 16)
BUSY = CONCURRENCIES[-1]

ANOTHER = "000000000000"
"""Decimals that `wrk.lua` counts up, so that nobody can answer from what was answered before.

They are too small to change the answer.
"""


@dataclass(frozen=True)
class Share:
    """At least this share of the rate of fixed bytes through Flask, when busy."""

    least: float


@dataclass(frozen=True)
class Within:
    """At most this many milliseconds for half of the answers, for one client alone."""

    most_ms: float


@dataclass(frozen=True)
class Task:
    """One question: what it is called, what it is put to, its parameters, and which records answer it."""

    name: str
    title: str
    data: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    feature: str | None = None
    keeps: Callable[[dict[str, Any]], bool] | None = None
    revalidates: bool = False
    packed: bool = False
    goal: Share | Within | None = None

    @property
    def varies(self) -> bool:
        """Tell whether it is another question each time."""
        return any(ANOTHER in value for value in self.parameters.values())

    @property
    def headers(self) -> dict[str, str]:
        """Return what the question says besides its address; the ETag to revalidate is known later."""
        return {"Accept-Encoding": "gzip"} if self.packed else {}


def _filtered(decimals: str) -> dict[str, Any]:
    """Put the question, and say in Python which records answer it."""
    return {
        "parameters": {"limit": "1000", "filter": f"status = 'active' AND planned_area_ha > 10{decimals}"},
        "keeps": lambda record: record["status"] == "active" and (record["planned_area_ha"] or 0) > 10,
    }


TASKS = (
    Task("whole", "the whole layer as GeoJSON", "S", {"limit": "1000"}, goal=Share(0.95)),
    Task("whole-gzip", "the whole layer, packed with gzip", "S", {"limit": "1000"}, packed=True),
    Task("item", "one feature", "S", feature="di-nau", goal=Share(0.90)),
    Task("filter-again", "a CQL2 filter on two properties, repeated", "S", **_filtered(""), goal=Share(0.40)),
    Task(
        "filter",
        "a CQL2 filter on two properties, another number each time",
        "S",
        **_filtered(f".{ANOTHER}"),
        goal=Share(0.40),
    ),
    Task("unchanged", "304, nothing has changed", "S", {"limit": "1000"}, revalidates=True, goal=Share(0.90)),
    Task(
        "ten-thousand", "10,000 features in one answer, as GeoJSON", "M", {"limit": "10000"}, goal=Within(50)
    ),
    Task("ten-thousand-gzip", "10,000 features, packed with gzip", "M", {"limit": "10000"}, packed=True),
    Task(
        "box",
        "100 features of a box, another one each time",
        "M",
        {"limit": "100", "bbox": f"107.{ANOTHER},19.7,107.1,19.8"},
    ),
)


def expected_features(task: Task, frozen: Frozen) -> int:
    """Count the features a right answer holds."""
    if task.feature is not None:
        return 1
    box = BBox.parse(task.parameters["bbox"]) if "bbox" in task.parameters else None
    rows = select_rows(frozen, Query(bbox=box), {})
    kept = rows if task.keeps is None else np.array([task.keeps(record) for record in frozen.records(rows)])
    matched = len(rows) if task.keeps is None else int(kept.sum())
    return min(matched, int(task.parameters["limit"]))
