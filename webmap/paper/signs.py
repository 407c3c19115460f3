"""Scale bar, north arrow and degrees of a map on paper."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from webmap.paper.frame import Frame
from webmap.paper.svg import Part, element, haloed

_INK = "#16242d"
_GRID = "#cdd8dc"
_PARTS = 4
_STEPS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
_LEAST_MM = 28.0

Amount = Callable[[float], str]


def bar_length_m(metres_per_mm: float, most_mm: float) -> float:
    """Choose the longest of 1, 2, 5, 10 … metres that is no longer on paper than it may be."""
    most = most_mm * metres_per_mm
    power = 10.0 ** math.floor(math.log10(most))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= most)


def scale_bar(frame: Frame, amount: Amount) -> tuple[Part, float]:
    """Draw a scale bar from the origin to the right; returns its width as well."""
    length = bar_length_m(frame.metres_per_mm, min(frame.width_mm / 3, 50.0))
    width = length / frame.metres_per_mm
    step = width / _PARTS
    unit, over = ("km", 1000.0) if length >= 1000 else ("m", 1.0)
    pieces: list[Part] = [
        element("rect", x=nth * step, y=0, width=step, height=1.2, fill=_INK if nth % 2 == 0 else "#fff",
                stroke=_INK, stroke_width=0.2)
        for nth in range(_PARTS)
    ]  # fmt: skip
    marks = ((0.0, "0"), (width / 2, amount(length / 2 / over)), (width, f"{amount(length / over)} {unit}"))
    for x, text in marks:
        pieces.append(haloed(text, x, -0.8, 2.5, fill=_INK, text_anchor="middle"))
    return element("g", *pieces), width


def north_arrow(frame: Frame, letter: str) -> Part:
    """Draw an arrow to true north around the origin, 4 mm wide and 10 mm high."""
    needle = (
        element("path", d="M0 -5L2 3L0 1.4Z", fill=_INK, stroke=_INK, stroke_width=0.2),
        element("path", d="M0 -5L-2 3L0 1.4Z", fill="#fff", stroke=_INK, stroke_width=0.2),
    )
    text = haloed(letter, 0, -5.8, 3.4, fill=_INK, text_anchor="middle", font_weight="bold")
    return element("g", *needle, text, transform=f"rotate({frame.convergence:.2f})")


def degree_lines(frame: Frame, degrees: Amount) -> tuple[list[Part], list[Part]]:
    """Draw meridians and parallels, and apart from them their degrees along the upper and right edge."""
    box = frame.box
    step = _step(frame, box.east - box.west)
    lines, texts = [], []
    for lon in _multiples(box.west, box.east, step):
        lines.append(_line([frame.point(lon, lat) for lat in np.linspace(box.south, box.north, 5)]))
        x = _crossing([frame.point(lon, lat) for lat in (box.south, box.north)], 0.0)
        if 8 < x < frame.width_mm - 14:
            texts.append(haloed(f"{degrees(lon)}°", x, 2.6, 2.0, fill="#52626c", text_anchor="middle"))
    for lat in _multiples(box.south, box.north, step):
        lines.append(_line([frame.point(lon, lat) for lon in np.linspace(box.west, box.east, 5)]))
        y = frame.point(box.east, lat)[1]
        if 8 < y < frame.height_mm - 8:
            texts.append(
                haloed(
                    f"{degrees(lat)}°", frame.width_mm - 0.8, y - 0.5, 2.0, fill="#52626c", text_anchor="end"
                )
            )
    return lines, list(texts)


def _step(frame: Frame, span: float) -> float:
    least = span * _LEAST_MM / frame.width_mm
    return next((step for step in _STEPS if step >= least), _STEPS[-1])


def _multiples(least: float, most: float, step: float) -> Iterator[float]:
    for turn in range(math.ceil(least / step), math.floor(most / step) + 1):
        yield round(turn * step, 4)


def _line(places: list[tuple[float, float]]) -> Part:
    written = "L".join(f"{x:.2f} {y:.2f}" for x, y in places)
    return element("path", d=f"M{written}", fill="none", stroke=_GRID, stroke_width=0.15)


def _crossing(places: list[tuple[float, float]], y: float) -> float:
    """Find where a line crosses a height."""
    (x_low, y_low), (x_high, y_high) = places
    return x_low + (x_high - x_low) * (y - y_low) / (y_high - y_low)
