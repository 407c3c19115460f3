"""Bounding boxes as OGC API – Features asks for them: WGS 84 degrees, or another system's own corners."""

import math
from typing import NamedTuple, Self

from geo.crs import WGS84, Offered
from geo.errors import BBoxError

_EXPECTED = "expected west,south,east,north in degrees, for example 105.3,20.6,106.0,21.4"


class BBox(NamedTuple):
    """A box in WGS 84 degrees; west greater than east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read four numbers, or six of which the third and last are heights and are dropped.

        Raises
        ------
        BBoxError
            If the text is no such list, or lies outside the world, or has south above north.
        """
        return cls(*_parse_corners(text, _EXPECTED))._require_world(text)

    def _require_world(self, text: str) -> Self:
        west, south, east, north = self
        if not (-180 <= west <= 180 and -180 <= east <= 180):
            raise BBoxError(f"bbox {text!r} has a longitude outside -180 to 180; {_EXPECTED}")
        if not (-90 <= south <= 90 and -90 <= north <= 90):
            raise BBoxError(f"bbox {text!r} has a latitude outside -90 to 90; {_EXPECTED}")
        if not south <= north:
            raise BBoxError(f"bbox {text!r} has south {south} above north {north}; {_EXPECTED}")
        return self

    def to_parts(self) -> tuple["BBox", ...]:
        """Split a box that crosses the antimeridian in two; any other is its own only part."""
        if self.west <= self.east:
            return (self,)
        return (
            BBox(self.west, self.south, 180.0, self.north),
            BBox(-180.0, self.south, self.east, self.north),
        )


def _parse_corners(text: str, expected: str) -> tuple[float, float, float, float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise BBoxError(f"bbox {text!r} is not a list of numbers; {expected}") from None
    if len(numbers) not in (4, 6):
        raise BBoxError(f"bbox has {len(numbers)} numbers; {expected}, or six with heights")
    if not all(math.isfinite(number) for number in numbers):
        raise BBoxError(f"bbox {text!r} has a number that is not finite; {expected}")
    if len(numbers) == 4:
        return numbers[0], numbers[1], numbers[2], numbers[3]
    west, south, low, east, north, high = numbers
    if not low <= high:
        raise BBoxError(f"bbox has its lower height {low} above its upper height {high}")
    return west, south, east, north


class Corners(NamedTuple):
    """A box in the metres of a projected system, or the degrees of another datum, x before y."""

    minx: float
    miny: float
    maxx: float
    maxy: float
    system: Offered


def parse_bbox(text: str, system: Offered) -> BBox | Corners:
    """Read a box given in a coordinate system, in the axis order its URI asks for.

    Raises
    ------
    BBoxError
        If it is no box there; the message says what was expected.
    """
    if system.epsg == WGS84 and not system.latitude_first:
        return BBox.parse(text)
    order = "south,west,north,east" if system.latitude_first else "west,south,east,north"
    expected = f"expected {order} in the units of {system.name}"
    minx, miny, maxx, maxy = _parse_corners(text, expected)
    if system.latitude_first:
        minx, miny, maxx, maxy = miny, minx, maxy, maxx
    if system.epsg == WGS84:
        return BBox(minx, miny, maxx, maxy)._require_world(text)
    if not (minx <= maxx and miny <= maxy):
        raise BBoxError(f"bbox {text!r} has its larger corner first; {expected}")
    return Corners(minx, miny, maxx, maxy, system)
