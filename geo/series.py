"""A figure of some clusters taken together, period by period: its two means or its sum, and of how many."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from geo.history import in_order_of_time
from geo.occupancy import DEFINITIONS
from geo.published import DENSITIES
from geo.snapshot import Frozen, Snapshot

Numbers = np.ndarray[Any, Any]

QUOTIENTS = {
    **{one.column: (one.numerator, one.denominator) for one in DEFINITIONS},
    **{one.name: (one.numerator, one.denominator) for one in DENSITIES},
}
"""What a published rate or density divides by what."""


@dataclass(frozen=True)
class Step:
    """One period: the sum or weighted mean, the simple mean of a quotient, and how many clusters know it."""

    period: str
    value: float | None
    simple: float | None
    known: int


def series_of(snapshot: Snapshot, column: str, rows: Numbers) -> list[Step]:
    """Follow a figure of some clusters through all periods; nothing is carried from one to another.

    A quotient is averaged over the clusters for which it was computed when the data were published.

    Parameters
    ----------
    column : a rate, a density, or a number that is added up
    rows : the clusters, by their rows in the collection `clusters`
    """
    history = snapshot.collections["history"]
    if not len(history):
        return []
    cluster, turn, periods = _places(snapshot.folder, _Held(snapshot))
    chosen = np.zeros(len(snapshot.collections["clusters"]), dtype=bool)
    chosen[rows] = True
    values = _numbers(history, column)
    taken = chosen[cluster] & ~np.isnan(values)
    at, count = turn[taken], len(periods)
    known = np.bincount(at, minlength=count)
    added = np.bincount(at, weights=values[taken], minlength=count)
    if column not in QUOTIENTS:
        return [
            Step(period, float(total) if number else None, None, int(number))
            for period, total, number in zip(periods, added, known, strict=True)
        ]
    part, whole = (
        np.bincount(at, weights=_numbers(history, name)[taken], minlength=count) for name in QUOTIENTS[column]
    )
    return [
        Step(period, float(part[nth] / whole[nth]), float(added[nth] / known[nth]), int(known[nth]))
        if known[nth] and whole[nth]
        else Step(period, None, None, int(known[nth]))
        for nth, period in enumerate(periods)
    ]


def _numbers(history: Frozen, column: str) -> Numbers:
    found: Numbers = history.cells(column, pa.float64()).to_numpy(zero_copy_only=False)
    return found


class _Held:
    """Carries the snapshot past the key its places are remembered by."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=4)
def _places(_: Path, held: _Held) -> tuple[Numbers, Numbers, list[str]]:
    """Tell of each row of the history which cluster and which period it is about."""
    collections = held.snapshot.collections
    columns, ids = collections["history"].columns, collections["clusters"].columns["id"].to_pylist()
    places = {cluster_id: row for row, cluster_id in enumerate(ids)}
    named = columns["period"].to_pylist()
    periods = in_order_of_time(named)
    turns = {period: turn for turn, period in enumerate(periods)}
    cluster = np.array([places[one] for one in columns["cluster_id"].to_pylist()], dtype=np.int64)
    return cluster, np.array([turns[period] for period in named], dtype=np.int64), periods
