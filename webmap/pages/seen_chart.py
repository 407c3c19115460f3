"""The chart of one cluster over time: what was reported for each period, and what images show built up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.facts import parse_days

WIDTH, HEIGHT = 640, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 624, 14, 196
_MOST_LABELS = 6
_GRID = (0.0, 0.5, 1.0)

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """A rate reported for a period, drawn over its length."""

    begin: float
    end: float
    y: float


@dataclass(frozen=True)
class Mark:
    """A share seen; the bar of its tolerance has no ends where it was not judged."""

    x: float
    y: float
    bar: tuple[float, float] | None


@dataclass(frozen=True)
class SeenChart:
    """A whole drawing: lines of the shares by their share, years by their name, steps and marks."""

    grid: list[tuple[float, float]]
    years: list[tuple[float, str]]
    steps: list[Step]
    marks: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    bottom: int = _BOTTOM


def draw_seen(told: Sequence[tuple[str, float]], seen: Sequence[Record]) -> SeenChart:
    """Lay out the rates told, by period, and the comparisons, of which there is one at least."""
    periods = [(days, share) for period, share in told if (days := parse_days(period))]
    dated = [(days, one) for one in seen if (days := parse_days(one["seen_date"]))]
    all_days = [day for days, _ in (*periods, *dated) for day in days]
    first = min(all_days).year
    last = max(all_days).year + 1
    begin = date(first, 1, 1).toordinal()
    length = date(last, 1, 1).toordinal() - begin

    def x(ordinal: int) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (ordinal - begin) / length, 1)

    every = -(-(last - first) // _MOST_LABELS)
    return SeenChart(
        grid=[(_y(share), share) for share in _GRID],
        years=[(x(date(year, 7, 1).toordinal()), str(year)) for year in range(first, last, every)],
        steps=[
            Step(x(days[0].toordinal()), x(days[1].toordinal() + 1), _y(share)) for days, share in periods
        ],
        marks=[
            Mark(x(days[1].toordinal()), _y(one["seen_share"]), _bar(one))
            for days, one in sorted(dated, key=lambda pair: pair[0])
        ],
    )


def _y(share: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * min(max(share, 0.0), 1.0), 1)


def _bar(one: Record) -> tuple[float, float] | None:
    tolerance = one["tolerance_share"]
    return (
        None if tolerance is None else (_y(one["seen_share"] + tolerance), _y(one["seen_share"] - tolerance))
    )
