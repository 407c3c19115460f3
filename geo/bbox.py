"""Bounding boxes as OGC API – Features asks for them: WGS 84 degrees, west south east north."""

import math
from typing import NamedTuple, Self

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
        try:
            numbers = [float(part) for part in text.split(",")]
        except ValueError:
            raise BBoxError(f"bbox {text!r} is not a list of numbers; {_EXPECTED}") from None
        if len(numbers) not in (4, 6):
            raise BBoxError(f"bbox has {len(numbers)} numbers; {_EXPECTED}, or six with heights")
        if not all(math.isfinite(number) for number in numbers):
            raise BBoxError(f"bbox {text!r} has a number that is not finite; {_EXPECTED}")
        if len(numbers) == 6:
            west, south, low, east, north, high = numbers
            if not low <= high:
                raise BBoxError(f"bbox has its lower height {low} above its upper height {high}")
        else:
            west, south, east, north = numbers
        return cls(west, south, east, north)._require_world(text)

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
