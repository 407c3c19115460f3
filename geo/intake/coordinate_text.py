"""Points of an outline read from pasted text or the cells of a sheet, each with its place and name.

Which number is the northing follows from the digits alone: seven before the decimal sign, as Vietnamese
papers write X, against six of the easting; latitudes and longitudes of Vietnam share no value either.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geo.intake.coordinate_fields import (
    Chunk,
    Field,
    Pair,
    choose_style,
    clean,
    east_weight,
    fields_of,
    is_northing,
    pairs_of,
    prefix_of,
    without_prefix,
)
from geo.intake.reading import Place
from geo.text import fold

_MOST_WORDS_BESIDE = 3
_FEWEST_DIGITS = 5
_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)")
_HEADER = re.compile(
    r"\b(x|y|e|n|vn ?2000|bac|dong|kinh do|vi do|toa do|lat\w*|lon\w*|diem|stt|tt|canh|m|hieu)\b"
)
_HEAD_OF = (
    ("x", re.compile(r"\bx\b")),
    ("y", re.compile(r"\by\b")),
    ("longitude", re.compile(r"\b(kinh do|lon|long|longitude)\b")),
    ("latitude", re.compile(r"\b(vi do|lat|latitude)\b")),
)


@dataclass(frozen=True)
class Point:
    """One position as listed: x is the easting or longitude, y the northing or latitude."""

    name: str | None
    x: float
    y: float
    place: Place
    north_first: bool = True
    prefix: str | None = None


@dataclass(frozen=True)
class Listing:
    """The points of one outline, part or hole in their order, under the words that head them."""

    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Fault:
    """A line that should be a position and is none; `kind` says why."""

    kind: str
    place: Place
    text: str


@dataclass(frozen=True)
class Coordinates:
    """All that a list of coordinates holds.

    `heads` are the columns as headed, in their order; `words` is the text around the numbers.
    """

    metres: bool = True
    listings: tuple[Listing, ...] = ()
    faults: tuple[Fault, ...] = ()
    heads: tuple[str, ...] = ()
    words: str = ""

    @property
    def points(self) -> list[Point]:
        """List all points of all rings."""
        return [point for listing in self.listings for point in listing.points]


@dataclass
class _Block:
    """Lines that follow one another; `gap` tells what stood before: nothing, a blank line or a heading."""

    gap: str
    heading: str
    rows: list[list[Point]] = field(default_factory=list)


def read_coordinates_of(lines: Sequence[Sequence[Chunk]]) -> Coordinates:
    """Read lines of text or rows of cells; nothing is raised, whatever they hold."""
    style = choose_style(lines)
    split = [fields_of(line, style) for line in lines]
    paired = [pairs_of(fields) for fields in split]
    if not any(paired):
        return Coordinates(words=_joined(lines))
    metres = Counter(pair.metres for pairs in paired for pair in pairs).most_common(1)[0][0]
    sure = max(pair.weight for pairs in paired for pair in pairs)
    kept = [[pair for pair in pairs if pair.metres is metres and pair.weight == sure] for pairs in paired]
    blocks, faults = _blocks(split, kept, metres)
    words = _joined(line for line, pairs in zip(lines, kept, strict=True) if not pairs)
    listings = tuple(listing for group in _merged(blocks) for listing in _rings(group))
    return Coordinates(metres, listings, tuple(faults), _heads(split, kept), words)


def _joined(lines: Iterable[Sequence[Chunk]]) -> str:
    return "\n".join(" ".join(clean(str(chunk.content)) for chunk in line) for line in lines)


def _blocks(
    split: list[list[Field]], paired: list[list[Pair]], metres: bool
) -> tuple[list[_Block], list[Fault]]:
    blocks, faults = [_Block("", "")], []
    for fields, pairs in zip(split, paired, strict=True):
        if pairs:
            blocks[-1].rows.append(_points(fields, pairs))
        elif not fields:
            if blocks[-1].rows:
                blocks.append(_Block("blank", ""))
        elif fault := _fault(fields, metres) if any(block.rows for block in blocks) else None:
            faults.append(fault)
        elif any(one.value is None for one in fields):
            heading = " ".join(one.text for one in fields)
            if blocks[-1].rows or blocks[-1].gap == "blank":
                blocks.append(_Block("heading", heading))
            else:
                blocks[-1].heading = f"{blocks[-1].heading} {heading}".strip()
    return [block for block in blocks if block.rows], faults


def _points(fields: list[Field], pairs: list[Pair]) -> list[Point]:
    points, begin = [], 0
    for pair in pairs:
        first, second = fields[pair.at], fields[pair.after]
        north, east = (first, second) if pair.north_first else (second, first)
        before = [one.text for one in fields[begin : pair.at] if fold(one.text) not in ("x", "y", "m")]
        begin = pair.after + 1
        name = " ".join(before[-_MOST_WORDS_BESIDE:]) if begin <= len(fields) and before else None
        east_value = east.value or 0.0
        x = without_prefix(east_value) if pair.metres else east_value
        prefix = prefix_of(east_value) if pair.metres else None
        points.append(Point(name, x, north.value or 0.0, first.place, pair.north_first, prefix))
    return points


def _fault(fields: list[Field], metres: bool) -> Fault | None:
    """Say why a line that looks like a row of the list holds no position."""
    numbers = [one.value for one in fields if one.value is not None]
    broken = [
        one for one in fields if one.value is None and sum(map(str.isdigit, one.text)) >= _FEWEST_DIGITS
    ]
    others = [one for one in fields if one.value is None and one not in broken]
    if len(others) > _MOST_WORDS_BESIDE or _is_numbering(numbers) or (others and len(fields) > 8):
        return None
    text, place = " ".join(one.text for one in fields), fields[0].place
    fits = [
        is_northing(value) or east_weight(value) > 1 if metres else 7 <= value <= 119 for value in numbers
    ]
    if broken and any(fits):
        return Fault("unreadable", broken[0].place, text)
    if not any(fits) and not (metres and any(abs(value) > 10_000 for value in numbers)):
        return None
    return Fault(
        "implausible" if len(numbers) > 1 and len(fits) > 1 and _second(numbers, fits) else "missing",
        place,
        text,
    )


def _second(numbers: list[float], fits: list[bool]) -> bool:
    """Tell whether a number that does not fit stands where the other coordinate should."""
    return (
        any(not fit and abs(value) > 100 for value, fit in zip(numbers, fits, strict=True)) or sum(fits) > 1
    )


def _is_numbering(numbers: Sequence[float]) -> bool:
    """Recognise the line (1) (2) (3) under the head of an official table."""
    return list(numbers) == [float(n) for n in range(1, len(numbers) + 1)]


def _merged(blocks: list[_Block]) -> list[list[_Block]]:
    """Put together what only a page break or blank lines part: the numbering goes on, or too few points."""
    groups: list[list[_Block]] = []
    enough = all(sum(map(len, block.rows)) >= 3 for block in blocks)
    for block in blocks:
        before = groups[-1][-1] if groups else None
        apart = block.gap == "heading" or (block.gap == "blank" and enough)
        if before and (not apart or _goes_on(before.rows[-1][-1].name, block.rows[0][0].name)):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _number(name: str | None) -> int | None:
    found = _LAST_NUMBER.search(name or "")
    return int(found[1][:9]) if found else None


def _stem(name: str | None) -> str:
    return _LAST_NUMBER.sub("", name or "").strip().casefold()


def _goes_on(before: str | None, after: str | None) -> bool:
    last, first = _number(before), _number(after)
    return last is not None and first == last + 1 and _stem(before) == _stem(after)


def _rings(group: list[_Block]) -> list[Listing]:
    """Read side-by-side columns one after the other, and part the points where a ring ends."""
    rows = [row for block in group for row in block.rows]
    points = [row[k] for k in range(max(map(len, rows))) for row in rows if k < len(row)]
    rings: list[list[Point]] = [[]]
    for at, point in enumerate(points):
        if _begins(rings[-1], point, points[at + 1 :]):
            rings.append([])
        rings[-1].append(point)
    return [Listing(group[0].heading, tuple(ring)) for ring in rings]


def _begins(ring: list[Point], point: Point, later: Sequence[Point]) -> bool:
    """Tell whether a point begins another ring: the last one is closed, or the numbering starts again."""
    if len(ring) < 3:
        return False
    if _same(ring[0], ring[-1]) and (len(ring) > 3 or not _same(ring[0], point)):
        return True
    first, last, number = _number(ring[0].name), _number(ring[-1].name), _number(point.name)
    if first is None or last is None or number is None or _same(ring[0], point):
        return False
    again = number == first and last > first
    # a last row that repeats the first name with other digits is a slip in a closing point, not a ring
    return again and len(later) >= 2 and (number < last or _stem(point.name) != _stem(ring[-1].name))


def _same(one: Point, other: Point) -> bool:
    return one is not other and (one.x, one.y) == (other.x, other.y)


def _heads(split: list[list[Field]], paired: list[list[Pair]]) -> tuple[str, ...]:
    """Name the columns as the first line of heads has them, in their order."""
    for fields, pairs in zip(split, paired, strict=True):
        text = fold(" ".join(one.text for one in fields))
        if not pairs and _HEADER.search(text):
            found = sorted((match.start(), head) for head, way in _HEAD_OF if (match := way.search(text)))
            if len(found) == 2:
                return tuple(head for _, head in found)
    return ()
