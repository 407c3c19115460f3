"""Small charts of one figure over time, for paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from webmap.paper.svg import Part, document, element, words

_WIDTH, _HEIGHT = 56.0, 19.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 3.0, 53.0, 5.2, 14.6
_INK, _BRAND, _MUTED, _LINE = "#16242d", "#0b4a5a", "#52626c", "#d7dee1"


@dataclass(frozen=True)
class Dot:
    """One figure: its year, its number, and how it is printed; a hollow one is of half a year."""

    year: str
    value: float
    text: str
    hollow: bool = False


def draw_curve(dots: Sequence[Dot | None], joined: bool) -> bytes:
    """Draw figures over periods at equal steps from 0 up; None leaves a gap, over which no line goes."""
    most = max((dot.value for dot in dots if dot), default=0.0) or 1.0
    step = (_RIGHT - _LEFT) / max(len(dots) - 1, 1)
    spots = [
        (_LEFT + nth * step, _BOTTOM - (_BOTTOM - _TOP) * max(dot.value, 0.0) / most, dot) if dot else None
        for nth, dot in enumerate(dots)
    ]
    known = [spot for spot in spots if spot]
    return document(
        _WIDTH,
        _HEIGHT,
        element("path", d=f"M{_LEFT} {_BOTTOM}L{_RIGHT} {_BOTTOM}", stroke=_LINE, stroke_width=0.3),
        *(_joins(spots) if joined else ()),
        *(_mark(x, y, dot) for x, y, dot in known),
        *_ends(known),
    )


def _joins(spots: Sequence[tuple[float, float, Dot] | None]) -> Iterator[Part]:
    for one, other in pairwise(spots):
        if one and other:
            line = f"M{one[0]:.2f} {one[1]:.2f}L{other[0]:.2f} {other[1]:.2f}"
            yield element("path", d=line, stroke=_BRAND, stroke_width=0.4, fill="none")


def _mark(x: float, y: float, dot: Dot) -> Part:
    fill = "#fff" if dot.hollow else _BRAND
    return element("circle", cx=x, cy=y, r=0.75, fill=fill, stroke=_BRAND, stroke_width=0.3)


def _ends(known: Sequence[tuple[float, float, Dot]]) -> Iterator[Part]:
    """Print the first and the last figure, of whole years where there are any, and their years."""
    whole = [spot for spot in known if not spot[2].hollow] or known
    for (x, _, dot), anchor in ((whole[0], "start"), (whole[-1], "end")):
        at = max(x - 1, 0.5) if anchor == "start" else min(x + 1, _WIDTH - 0.5)
        yield words(dot.text, at, 2.9, 2.8, fill=_INK, text_anchor=anchor, font_weight="bold")
        yield words(dot.year, at, _HEIGHT - 1.0, 2.5, fill=_MUTED, text_anchor=anchor)
