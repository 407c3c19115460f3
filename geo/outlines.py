"""Outlines of clusters whose real boundary nobody has published: where to draw them, and how.

A schematic outline is a regular hexagon standing on a point. No surveyed plot looks like that, so
it cannot be mistaken for one; only its area and, roughly, its place mean something.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from shapely import Geometry, Point, Polygon

from geo.bbox import BBox
from geo.crs import M2_PER_HA, distance_m, forward, geodesic_area_ha
from geo.schema import Quality

DECIMALS = 7
ACCURACY_M = {"pin": 200.0, "commune": 1_000.0, "ward": 2_500.0}
"""How far a place may be off, by what it rests on. These are assumptions, not measurements."""

PIN_REACH_M = 3_000.0
"""A pin further than this (plus the accuracy of the commune's point) is not near its commune."""

SAME_POINT_M = 50.0
"""A pin this close to the commune's point is that point, and no more accurate than it."""

_POINT_RADIUS_M = 75.0
_GAP_M = 20.0
_CORNERS = tuple(range(0, 360, 60))


@dataclass(frozen=True)
class Place:
    """Where a cluster is believed to stand; `area_ha` is None when its area is not known exactly."""

    id: str
    lon: float
    lat: float
    basis: str
    accuracy_m: float
    area_ha: float | None = None
    moved_m: float = 0.0

    @property
    def radius_m(self) -> float:
        """Return the reach of the mark drawn: the corner of the hexagon, or that of a point's symbol."""
        return _corner_m(self.area_ha) if self.area_ha else _POINT_RADIUS_M

    @property
    def quality(self) -> Quality:
        """Say what the geometry drawn for this place is worth."""
        return Quality.SCHEMATIC if self.area_ha else Quality.MISSING


def _corner_m(area_ha: float) -> float:
    return math.sqrt(2 * area_ha * M2_PER_HA / (3 * math.sqrt(3)))


def _hexagon(lon: float, lat: float, corner_m: float) -> Polygon:
    corners = (forward(lon, lat, -azimuth, corner_m) for azimuth in _CORNERS)
    return Polygon([(round(x, DECIMALS), round(y, DECIMALS)) for x, y in corners])


def schematic_outline(lon: float, lat: float, area_ha: float) -> Polygon:
    """Draw the hexagon of a given geodesic area around a WGS 84 position, a corner to the north."""
    corner_m = _corner_m(area_ha)
    measured = geodesic_area_ha(_hexagon(lon, lat, corner_m))
    return _hexagon(lon, lat, corner_m * math.sqrt(area_ha / measured))


def geometry_of(place: Place) -> Geometry:
    """Draw a place: its schematic outline, or a point where no area is known."""
    if place.area_ha:
        return schematic_outline(place.lon, place.lat, place.area_ha)
    return Point(round(place.lon, DECIMALS), round(place.lat, DECIMALS))


def arrange(places: Iterable[Place]) -> list[Place]:
    """Move marks apart where two would overlap; the better placed stays, the other gives way.

    The order of the answer and every move follow from accuracy and id alone, so the same places
    are always arranged alike. A move is added to `accuracy_m` and kept in `moved_m`.
    """
    standing: list[Place] = []
    for place in sorted(places, key=lambda place: (place.accuracy_m, place.id)):
        standing.append(next(spot for spot in _spots(place) if _is_free(spot, standing)))
    return sorted(standing, key=lambda place: place.id)


def _spots(place: Place) -> Iterator[Place]:
    yield place
    ring = 0
    while True:
        ring += 1
        step_m = ring * (place.radius_m + _GAP_M)
        for turn in range(6 * ring):
            lon, lat = forward(place.lon, place.lat, 60.0 * turn / ring, step_m)
            yield replace(place, lon=lon, lat=lat, moved_m=step_m, accuracy_m=place.accuracy_m + step_m)


def _is_free(spot: Place, standing: list[Place]) -> bool:
    return all(
        distance_m(spot.lon, spot.lat, other.lon, other.lat) >= spot.radius_m + other.radius_m
        for other in standing
    )


def pin_problem(
    lon: float,
    lat: float,
    bbox: BBox,
    unit: Place | None,
    marks: Iterable[tuple[float, float]] = (),
) -> str | None:
    """Say what is wrong with a pin, if anything.

    Parameters
    ----------
    lon, lat : the pin, WGS 84 degrees
    bbox : the extent of the province
    unit : the place of the cluster's commune or ward, where one is known
    marks : longitude, latitude of the points that stand for its communes or wards

    Returns
    -------
    a clause such as "latitude and longitude are swapped", or None for a pin that can be used
    """
    if bbox.south <= lon <= bbox.north and bbox.west <= lat <= bbox.east:
        return "latitude and longitude are swapped"
    if not (bbox.west <= lon <= bbox.east and bbox.south <= lat <= bbox.north):
        return "lies outside the province"
    if unit is None:
        return None
    if any(distance_m(lon, lat, *mark) < SAME_POINT_M for mark in marks):
        return f"is the point of its {unit.basis}, not of the cluster"
    distance = distance_m(lon, lat, unit.lon, unit.lat)
    if distance > PIN_REACH_M + unit.accuracy_m:
        return f"lies {distance:,.0f} m from the point of its {unit.basis}"
    return None
