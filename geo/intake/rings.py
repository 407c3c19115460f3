"""What is wrong with the rings of an outline, told by the names of their points; plane metres throughout."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import shapely
from shapely import LineString, MultiPolygon, Polygon

SAME_M = 0.01
"""Two positions nearer than this are one: papers give centimetres at best."""

_SPIKE_DEGREES = 2.0
_FAR_TIMES = 8.0
_FAR_M = 2_000.0
_MOST_CROSSINGS = 20
_MOST_POINTS_CROSSED = 3_000


@dataclass(frozen=True)
class Corner:
    """A point of a ring in plane metres, under its name; `at` is its place in the list, from 0."""

    name: str
    x: float
    y: float
    at: int


@dataclass(frozen=True)
class Trouble:
    """One fault of a ring: its kind, the points it concerns, and where it lies in the plane."""

    kind: str
    corners: tuple[Corner, ...]
    x: float
    y: float
    better: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ring:
    """A ring put in order: its corners without the closing one, what was done to it and what is wrong."""

    corners: tuple[Corner, ...]
    closed: bool
    clockwise: bool | None
    troubles: tuple[Trouble, ...] = field(default=())

    @property
    def polygon(self) -> Polygon:
        """Draw the ring; empty where it has too few corners."""
        return Polygon([(one.x, one.y) for one in self.corners]) if len(self.corners) > 2 else Polygon()


def check_ring(corners: Sequence[Corner]) -> Ring:
    """Close a ring, leave out points that stand twice in a row, and find what is wrong with it."""
    closed = len(corners) > 1 and _distance(corners[0], corners[-1]) <= SAME_M
    opened = list(corners[:-1]) if closed else list(corners)
    kept: list[Corner] = []
    troubles: list[Trouble] = []
    for corner in opened:
        if kept and _distance(kept[-1], corner) <= SAME_M:
            troubles.append(_trouble("repeated", kept[-1], corner))
        else:
            kept.append(corner)
    if len(kept) < 3:
        last = kept[-1] if kept else Corner("", 0.0, 0.0, 0)
        return Ring(tuple(kept), closed, None, (*troubles, _trouble("too-few", last)))
    far = _far(kept)
    crossings = _crossings(kept) if not far else []
    area = _signed_area(kept)
    if not crossings and abs(area) < 1.0:
        troubles.append(_trouble("no-area", kept[0]))
    spikes = _spikes(kept) if not far else []
    return Ring(
        tuple(kept),
        closed,
        area < 0 if not crossings else None,
        (*troubles, *_touching(kept), *far, *crossings, *spikes),
    )


def _trouble(kind: str, *corners: Corner) -> Trouble:
    return Trouble(kind, corners, corners[-1].x, corners[-1].y)


def _distance(one: Corner, other: Corner) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)


def _signed_area(corners: Sequence[Corner]) -> float:
    """Measure by the shoelace; positive where the corners run counterclockwise."""
    x0, y0 = corners[0].x, corners[0].y
    return 0.5 * sum(
        (one.x - x0) * (two.y - y0) - (two.x - x0) * (one.y - y0)
        for one, two in zip(corners, (*corners[1:], corners[0]), strict=True)
    )


def _touching(corners: Sequence[Corner]) -> list[Trouble]:
    """Find positions that stand twice in a ring, but not in a row."""
    seen: dict[tuple[int, int], Corner] = {}
    found = []
    for corner in corners:
        key = (round(corner.x / SAME_M), round(corner.y / SAME_M))
        if key in seen:
            found.append(_trouble("twice", seen[key], corner))
        seen.setdefault(key, corner)
    return found


def _far(corners: Sequence[Corner]) -> list[Trouble]:
    """Find a point far from all others: a slip of a digit, most often."""
    xs, ys = sorted(one.x for one in corners), sorted(one.y for one in corners)
    middle = Corner("", xs[len(xs) // 2], ys[len(ys) // 2], -1)
    reach = sorted(_distance(one, middle) for one in corners)[len(corners) // 2]
    limit = max(_FAR_M, _FAR_TIMES * reach)
    far = [one for one in corners if _distance(one, middle) > limit]
    return [_trouble("far", one) for one in far] if len(far) * 3 <= len(corners) else []


def _edges(corners: Sequence[Corner]) -> list[LineString]:
    ends = zip(corners, (*corners[1:], corners[0]), strict=True)
    return [LineString([(one.x, one.y), (two.x, two.y)]) for one, two in ends]


def _crossings(corners: Sequence[Corner]) -> list[Trouble]:
    """Find edges that cross, with the points at their ends and the position; the first twenty."""
    if len(corners) > _MOST_POINTS_CROSSED:
        return []
    edges = _edges(corners)
    count = len(edges)
    pairs = shapely.STRtree(edges).query(edges, predicate="crosses").T
    found = []
    for one, two in sorted((int(i), int(j)) for i, j in pairs if i < j):
        where = edges[one].intersection(edges[two])
        if (one + 1) % count == two or (two + 1) % count == one or where.geom_type != "Point":
            continue
        ends = tuple(corners[at % count] for at in (one, one + 1, two, two + 1))
        found.append(Trouble("crossing", ends, where.x, where.y, _uncrossed(corners, one, two)))
    return found[:_MOST_CROSSINGS]


def _uncrossed(corners: Sequence[Corner], one: int, two: int) -> tuple[str, ...]:
    """Find an order of the points without the crossing; empty where turning one run is not enough."""
    turned = [*corners[: one + 1], *reversed(corners[one + 1 : two + 1]), *corners[two + 1 :]]
    if len(turned) > 200 or not Polygon([(c.x, c.y) for c in turned]).is_valid:
        return ()
    return tuple(corner.name for corner in turned[one : two + 2])


def _spikes(corners: Sequence[Corner]) -> list[Trouble]:
    """Find points where the line turns back on itself."""
    found = []
    for before, corner, after in zip(
        (corners[-1], *corners[:-1]), corners, (*corners[1:], corners[0]), strict=True
    ):
        one = math.atan2(before.y - corner.y, before.x - corner.x)
        two = math.atan2(after.y - corner.y, after.x - corner.x)
        angle = abs(math.degrees(math.remainder(one - two, math.tau)))
        if angle < _SPIKE_DEGREES and min(_distance(before, corner), _distance(corner, after)) > 1.0:
            found.append(_trouble("spike", corner))
    return found


@dataclass(frozen=True)
class Assembled:
    """Rings put together: the shape, which rings are holes of which, and pairs that overlap."""

    shape: Polygon | MultiPolygon
    holes: tuple[tuple[int, int], ...]
    overlaps: tuple[tuple[int, int, float], ...]


def assemble_rings(rings: Sequence[Polygon]) -> Assembled:
    """Put simple rings together: one inside another is its hole, others are parts.

    Returns
    -------
    the shape; (hole, shell) by the place of each ring; (ring, ring, m²) of parts that overlap
    """
    order = sorted(range(len(rings)), key=lambda at: -rings[at].area)
    shells: dict[int, list[int]] = {}
    for at in order:
        around = next((shell for shell in shells if _holds(rings[shell], shells[shell], rings, at)), None)
        if around is None:
            shells[at] = []
        else:
            shells[around].append(at)
    parts = {
        shell: Polygon(rings[shell].exterior, [rings[hole].exterior for hole in holes])
        for shell, holes in shells.items()
    }
    overlaps = [
        (one, two, shared)
        for one, two in combinations(sorted(parts), 2)
        if (shared := parts[one].intersection(parts[two]).area) > 1.0
    ]
    kept = [parts[at] for at in sorted(parts)]
    shape = kept[0] if len(kept) == 1 else MultiPolygon(kept)
    return Assembled(
        shape,
        tuple(sorted((hole, shell) for shell, all_ in shells.items() for hole in all_)),
        tuple(overlaps),
    )


def _holds(shell: Polygon, holes: Sequence[int], rings: Sequence[Polygon], at: int) -> bool:
    """Tell whether a ring is a hole of a shell: inside it, and not inside one of its holes (an island)."""
    inner = rings[at]
    return bool(shell.covers(inner)) and not any(rings[hole].covers(inner) for hole in holes)
