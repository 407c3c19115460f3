"""Names on a map on paper: each where there is room, the important ones first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from geo.text import fold
from webmap.paper.svg import Part, haloed

_MUTED = "#52626c"
_INK = "#16242d"
_CELL = 8.0
_WIDE = 0.52
"""Width of a letter of the font in sizes, taken a little large."""


@dataclass(frozen=True)
class Look:
    """How names of a kind are written: `most` is the n of the smallest scale 1 : n that shows them."""

    size: float
    most: float
    fill: str = _MUTED
    weight: str = "normal"
    style: str = "normal"
    spaced: float = 0.0


LOOKS = {
    "own": Look(3.3, 9e9, _INK, "bold"),
    "capital": Look(4.2, 9e9, _MUTED, "bold"),
    "area": Look(2.8, 9e9, _INK),
    "district": Look(3.0, 1_500_000, _MUTED, "bold", spaced=0.25),
    "airport": Look(2.5, 1_000_000, style="italic"),
    "cluster": Look(2.3, 700_000, _INK),
    "place": Look(2.3, 300_000, style="italic"),
    "ward": Look(2.3, 160_000),
}
"""By kind; the important ones come first."""

_OVER_MARKS = ("own", "capital", "area", "district")
"""Kinds so important that they are rather written over marks than left out."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A name beside a place, at least `off` millimetres from it; 0 writes it over the place.

    `inside` is the width of an outline in which it may stand, where it fits.
    """

    kind: str
    text: str
    x: float
    y: float
    off: float = 0.0
    inside: float = 0.0


@dataclass
class Room:
    """The paper still free: boxes taken are found by the cells they touch. Marks may be written over."""

    width: float
    height: float
    _taken: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))
    _marks: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def is_free(self, box: Box, over_marks: bool = False) -> bool:
        """Tell whether a box lies on the paper and touches nothing taken."""
        left, top, right, bottom = box
        if left < 0.5 or top < 0.5 or right > self.width - 0.5 or bottom > self.height - 0.5:
            return False
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for cell in _cells(box)
            for held in ((self._taken,) if over_marks else (self._taken, self._marks))
            for other in held.get(cell, ())
        )

    def take(self, box: Box, is_mark: bool = False) -> None:
        """Keep others out of a box."""
        for cell in _cells(box):
            (self._marks if is_mark else self._taken)[cell].append(box)


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row


def write_labels(labels: Iterable[Label], room: Room, scale: float) -> list[Part]:
    """Write the names for which there is room at a scale 1 : n; the same name of two units stands once."""
    order = list(LOOKS)
    written: list[Part] = []
    seen: set[str] = set()
    for label in sorted(labels, key=lambda one: order.index(one.kind)):
        look, bare = LOOKS[label.kind], fold(label.text).replace(" ", "")
        if scale > look.most or (label.kind not in ("own", "area", "cluster") and bare in seen):
            continue
        spots = list(_spots(label, look))
        spot = next((spot for spot in spots if room.is_free(spot[2], over_marks=spot[3])), None)
        if spot is None and label.kind in _OVER_MARKS:
            spot = next((spot for spot in spots if room.is_free(spot[2], over_marks=True)), None)
        if spot is None:
            continue
        seen.add(bare)
        room.take(spot[2])
        written.append(_write(label, look, spot[0], spot[1]))
    return written


def _spots(label: Label, look: Look) -> Iterator[tuple[float, float, Box, bool]]:
    """List where a name may stand: its middle and base line, the box it takes, whether over its outline."""
    width = len(label.text) * (_WIDE * look.size + look.spaced) * (1.06 if look.weight == "bold" else 1)
    height = look.size
    aside, above = label.off + width / 2 + 0.6, label.off + height / 2 + 0.3
    around = [(0, -above), (0, above), (aside, 0), (-aside, 0), (aside, -above), (-aside, -above)]
    shifts = around if label.off else [(0, 0), (0, height), (0, -height), (0, 2 * height), (0, -2 * height)]
    fits = width < label.inside
    for shift_x, shift_y in ((0, 0), *shifts) if fits else shifts:
        x, y = label.x + shift_x, label.y + shift_y
        box = (x - width / 2, y - height * 0.6, x + width / 2, y + height * 0.6)
        yield x, y + 0.32 * height, box, fits and not (shift_x or shift_y)


def _write(label: Label, look: Look, x: float, y: float) -> Part:
    looks = {
        "fill": look.fill,
        "text_anchor": "middle",
        "font_weight": look.weight if look.weight != "normal" else None,
        "font_style": look.style if look.style != "normal" else None,
        "letter_spacing": look.spaced or None,
    }
    return haloed(label.text, x, y, look.size, **looks)
