"""The clusters around one cluster: how far they lie, and how sure that is."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.crs import GEOD
from geo.snapshot import Frozen, Rows


@dataclass(frozen=True)
class Neighbour:
    """Another cluster by its row; `uncertainty_m` sums both position accuracies, None if one is unknown."""

    row: int
    distance_m: float
    uncertainty_m: float | None


def find_nearest(clusters: Frozen, row: int, most: int) -> list[Neighbour]:
    """List the clusters nearest to one, from middle to middle on the ellipsoid; none if it has no place."""
    middles = _middles(clusters)
    lon, lat = middles[row]
    placed = np.flatnonzero(np.isfinite(middles).all(axis=1))
    others = placed[placed != row]
    if not np.isfinite((lon, lat)).all() or not len(others):
        return []
    far = np.full(len(others), lon), np.full(len(others), lat)
    metres = GEOD.inv(*far, middles[others, 0], middles[others, 1])[2]
    accuracies = clusters.columns["position_accuracy_m"].to_pylist()
    return [
        Neighbour(int(others[nth]), float(metres[nth]), _sum(accuracies[row], accuracies[others[nth]]))
        for nth in np.argsort(metres, kind="stable")[:most]
    ]


def find_in_same_district(clusters: Frozen, row: int) -> Rows:
    """List the rows of the other clusters of the same former district."""
    codes = clusters.columns["district_code"].to_pylist()
    same = [other for other, code in enumerate(codes) if code == codes[row] and other != row]
    return np.array(same, dtype=np.int64)


def middle(clusters: Frozen, row: int) -> tuple[float, float] | None:
    """Return the longitude and latitude of the middle of a cluster's outline or place, if it has one."""
    lon, lat = _middles(clusters)[row]
    return (float(lon), float(lat)) if np.isfinite((lon, lat)).all() else None


def _middles(clusters: Frozen) -> np.ndarray[Any, np.dtype[np.float64]]:
    bounds = clusters.bounds
    return (bounds[:, :2] + bounds[:, 2:]) / 2


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
