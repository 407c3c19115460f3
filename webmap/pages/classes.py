"""The edges of classes: natural breaks of what is known, moved to readable numbers."""

import math
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

_MOST_CLASSES = 5
_MOST_VALUES = 100
"""The search for breaks takes the square of this; of more values, so many are taken evenly by rank."""

_MARGIN = 0.1
_TOLERANCE = 0.04
"""How far, of the whole span, an edge may be moved to a rounder number where the values stand close."""


def natural_edges(values: Iterable[float], count: int = _MOST_CLASSES) -> list[float]:
    """Find the edges of classes for some values: none without values, one more than there are classes.

    The breaks are those of Fisher and Jenks (mapclassify), each moved to the roundest number between its
    two classes; so few values that each is a class of its own are not searched.
    """
    ranked = sorted(values)
    if not ranked:
        return []
    if ranked[-1] == 0:
        return [0.0, 0.0]
    tops = _class_tops(tuple(_thinned(ranked)), count)
    span = (ranked[-1] - ranked[0]) or abs(ranked[-1]) or 1.0
    inner = [_edge_above(top, ranked, span * _TOLERANCE) for top in tops[:-1]]
    low = roundest(ranked[0] - _MARGIN * span, ranked[0])
    low = max(low, 0.0) if ranked[0] >= 0 else low
    high = -roundest(-(ranked[-1] + _MARGIN * span), -ranked[-1])
    edges = sorted({low, *inner, high})
    return edges if len(edges) > 1 else [low, high]


def scheme_edges(
    values: Iterable[float], method: str, count: int, edges: Sequence[float] = ()
) -> list[float]:
    """Find the edges of classes by a method the reader chose: none without values.

    Parameters
    ----------
    method : natural, quantiles or equal, by mapclassify; fixed takes `edges` as they are, and what lies
        beyond them as classes of their own
    count : how many classes are wanted; fewer are made where values repeat
    """
    ranked = sorted(values)
    if not ranked:
        return list(edges) if method == "fixed" else []
    if method == "fixed" and edges:
        return sorted({min(edges[0], ranked[0]), *edges, max(edges[-1], ranked[-1])})
    if method == "natural" or ranked[0] == ranked[-1]:
        return natural_edges(ranked, count)
    import mapclassify

    scheme = mapclassify.Quantiles if method == "quantiles" else mapclassify.EqualInterval
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tops = sorted({float(top) for top in scheme(ranked, k=count).bins})
    return sorted({ranked[0], *tops[:-1], ranked[-1]})


def _thinned(ranked: Sequence[float]) -> list[float]:
    if len(ranked) <= _MOST_VALUES:
        return list(ranked)
    last = len(ranked) - 1
    return [ranked[round(turn * last / (_MOST_VALUES - 1))] for turn in range(_MOST_VALUES)]


def _edge_above(top: float, ranked: Sequence[float], tolerance: float) -> float:
    following = ranked[bisect_right(ranked, top)]
    slack = max(tolerance - (following - top), 0.0) / 2
    return roundest(top - slack, following + slack)


@lru_cache(maxsize=64)
def _class_tops(ranked: tuple[float, ...], count: int) -> list[float]:
    """Return the largest value of each class, ascending."""
    distinct = sorted(set(ranked))
    if len(distinct) <= count:
        return distinct
    # Imported here: it brings scikit-learn and takes seconds, which only a first map should cost
    from mapclassify import FisherJenks

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Numba not installed")
        return sorted({float(top) for top in FisherJenks(ranked, k=count).bins})


def roundest(below: float, at_most: float) -> float:
    """Return the roundest number above one number and not above another.

    >>> roundest(293, 312)
    300.0
    """
    exponent = math.ceil(math.log10(max(abs(below), abs(at_most), 1e-9)))
    for power in range(exponent, exponent - 16, -1):
        for factor in (5, 2, 1):
            found = _multiple(factor, power, at_most)
            if below < found <= at_most:
                return found
    return at_most


def _multiple(factor: int, power: int, at_most: float) -> float:
    """Return the largest multiple of `factor` × 10^`power` that is not above a number."""
    if power >= 0:
        step = factor * 10**power
        return float(math.floor(at_most / step) * step)
    parts = float(10**-power) / factor
    return float(math.floor(at_most * parts) / parts)
