"""Straight-line distances from a chosen place to the clusters, each with how far off it may be.

They are geodesics on the ellipsoid, from the place to the middle of a cluster; nothing here says how
long a road is or how long a journey takes, because no source does.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.crs import GEOD, distance_m
from geo.nearby import middle
from geo.snapshot import Frozen

_STATED = re.compile(r"~\s?([0-9]+(?:\.[0-9]+)?) ?(k?m)\b")
_MINUTES = 60.0
_WHOLE = 1.2e-3
"""How far from a whole arc-minute five decimals of a degree can lie, in minutes."""


@dataclass(frozen=True)
class Spot:
    """A chosen place; `accuracy_m` is how far off its own position may be."""

    lon: float
    lat: float
    accuracy_m: float = 0.0


@dataclass(frozen=True)
class Distance:
    """How far a cluster lies, and by how much that may be wrong either way."""

    metres: float
    uncertainty_m: float

    @property
    def least_m(self) -> float:
        """Return the shortest it can be."""
        return max(0.0, self.metres - self.uncertainty_m)

    @property
    def most_m(self) -> float:
        """Return the longest it can be."""
        return self.metres + self.uncertainty_m


def find_distances(clusters: Frozen, spot: Spot) -> list[Distance | None]:
    """Measure how far each cluster lies; None where its place, or how sure that is, is unknown."""
    bounds = clusters.bounds
    middles = (bounds[:, :2] + bounds[:, 2:]) / 2
    accuracies = _numbers(clusters.columns["position_accuracy_m"].to_pylist())
    known = np.isfinite(middles).all(axis=1) & np.isfinite(accuracies)
    found: list[Distance | None] = [None] * len(clusters)
    rows = np.flatnonzero(known)
    here = np.full(len(rows), spot.lon), np.full(len(rows), spot.lat)
    metres = GEOD.inv(*here, middles[rows, 0], middles[rows, 1])[2]
    for row, length in zip(rows.tolist(), np.atleast_1d(metres).tolist(), strict=True):
        found[row] = Distance(length, float(accuracies[row]) + spot.accuracy_m)
    return found


def _numbers(cells: list[float | None]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([np.nan if cell is None else cell for cell in cells], dtype=float)


def to_spot(places: Frozen, row: int) -> Spot | None:
    """Choose a place of the collection `places`; None where it has no position."""
    spot = middle(places, row)
    if spot is None:
        return None
    precision = places.columns["precision"][row].as_py()
    return Spot(*spot, accuracy_m=place_accuracy_m(*spot, precision))


def place_accuracy_m(lon: float, lat: float, precision: str | None) -> float:
    """Tell how far off a named place may be.

    A position that stands on whole arc-minutes was rounded to them: it may be half a minute off each way.
    Else the accuracy its source states counts, where it states one of this very point.
    """
    if _is_rounded(lon) and _is_rounded(lat):
        half = 0.5 / _MINUTES
        return distance_m(lon, lat, lon + half, lat + half)
    stated = _STATED.search(precision or "")
    if stated is None or "arc-minute" in (precision or ""):
        return 0.0
    return float(stated[1]) * (1000.0 if stated[2] == "km" else 1.0)


def _is_rounded(degrees: float) -> bool:
    minutes = degrees * _MINUTES
    return abs(minutes - round(minutes)) < _WHOLE
