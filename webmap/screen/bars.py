"""Bars under a title: what the charts beside the map are made of."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar: its length as a share of the longest, its number in words, what stands behind it.

    `look` is `solid`, `pale` where little is known behind the number, or `hollow` where it is no measurement.
    `opposite` is the rest as a link: its words, its address, whether it is on.
    """

    label: str
    length: float
    figure: str
    behind: str = ""
    address: str | None = None
    on: bool = False
    look: str = "solid"
    vietnamese: bool = False
    opposite: tuple[str, str, bool] | None = None


@dataclass(frozen=True)
class Chart:
    """Bars under a title; `rest` unfold, `choices` are other measures with their addresses."""

    id: str
    title: str
    bars: Sequence[Bar]
    rest: Sequence[Bar] = ()
    choices: Sequence[tuple[str, str, bool]] = ()
    note: str = ""
    folded: bool = False


def length_of(value: float, most: float) -> float:
    """Say a value as a share of the longest, in percent."""
    return round(100 * value / most, 1) if most else 0.0
