"""The geometry of the bar charts: where every bar, band, gap and word of a drawing stands."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 420
_LEFT = 116
_RIGHT = 304
"""Labels stand left of the first, and the longest bar ends at the second: its value follows it."""

_LANE, _BAR, _GAP, _TOP = 22, 14, 8, 4
_SPACE = 6


@dataclass(frozen=True)
class Bar:
    """One figure to draw: solid up to `low`, a band up to `high`, an arrow where it has no upper end.

    A bar without figures is a gap, in which its words stand.
    """

    kind: str
    words: str
    low: float | None = None
    high: float | None = None
    open_end: bool = False


@dataclass(frozen=True)
class Group:
    """The bars of one period, under one label."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Lane:
    """One bar in units of the drawing; `label` only in the first lane of its group."""

    kind: str
    label: str
    words: str
    top: float
    middle: float
    solid: float
    band: float
    tip: float | None
    words_at: float


@dataclass(frozen=True)
class Chart:
    """A whole drawing; `whole` is where the figure stands that all bars are a part of."""

    width: int
    height: float
    left: int
    right: int
    bar: int
    lanes: tuple[Lane, ...]
    whole: float | None = None


def draw_bars(groups: Sequence[Group], whole: float | None = None) -> Chart:
    """Lay out groups of bars below each other on one scale that begins at 0."""
    ends = [end for group in groups for bar in group.bars for end in (bar.low, bar.high) if end is not None]
    most = max([*ends, whole or 0.0], default=0.0) or 1.0
    lanes: list[Lane] = []
    top = float(_TOP)
    for group in groups:
        for place, bar in enumerate(group.bars):
            lanes.append(_lane(bar, group.label if place == 0 else "", top, most))
            top += _LANE
        top += _GAP
    return Chart(WIDTH, top, _LEFT, _RIGHT, _BAR, tuple(lanes), None if whole is None else _x(whole, most))


def _x(value: float, most: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * value / most, 1)


def _lane(bar: Bar, label: str, top: float, most: float) -> Lane:
    low = bar.low if bar.low is not None else 0.0
    high = bar.high if bar.high is not None else low
    solid, band = _x(low, most) - _LEFT, _x(high, most) - _x(low, most)
    end = _LEFT + solid + band
    tip = end + 9 if bar.open_end else None
    words_at = _LEFT + _SPACE if bar.kind == "gap" else (tip or end) + _SPACE
    return Lane(
        bar.kind, label, bar.words, top, top + _BAR / 2, round(solid, 1), round(band, 1), tip, words_at
    )
