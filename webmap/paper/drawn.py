"""What a map on paper shows: shapes, each in a class of the legend."""

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import Geometry

MISSING = ("missing", "none")
"""Classes of what has no figure."""


@dataclass(frozen=True)
class MapClass:
    """One class of the legend; a hollow one is no measurement of the cluster (of a group, or a bound)."""

    id: str
    label: str
    colour: str
    hollow: bool = False
    count: int = 0

    @property
    def missing(self) -> bool:
        """Tell whether these have no figure."""
        return self.id in MISSING


@dataclass(frozen=True)
class Shape:
    """One cluster or area on the map.

    `colour` is that of its step where its class is hollow; `radius_mm` draws an area as a circle instead of
    its outline; `accuracy_m` draws how far off the place may be; `pale` is known of fewer than half.
    """

    geometry: Geometry
    class_id: str
    name: str = ""
    schematic: bool = False
    accuracy_m: float | None = None
    emphasised: bool = False
    radius_mm: float | None = None
    pale: bool = False
    colour: str | None = None


@dataclass(frozen=True)
class Drawn:
    """All that is mapped; a shape without a place is not among them."""

    shapes: Sequence[Shape]
    classes: Sequence[MapClass]

    def class_of(self, shape: Shape) -> MapClass:
        """Return the class of a shape.

        Raises
        ------
        KeyError
            If its class is not among those of the legend.
        """
        return {one.id: one for one in self.classes}[shape.class_id]
