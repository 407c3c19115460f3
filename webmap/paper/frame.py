"""The part of the ground a map on paper shows, and the way from degrees to millimetres."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from pyproj import CRS
from shapely import Geometry

from geo.bbox import BBox
from geo.boxtree import Numbers
from geo.crs import VN2000_TM3_105, WGS84, Geometries, bounds_in_wgs84, transform, transform_geometries
from geo.errors import CRSError

_EDGE_POINTS = 9
_SCREEN_PX = (1200.0, 760.0)
"""The window that a view of the map on a screen is taken for, whose own size the address does not say."""

_TILE_PX, _EQUATOR_M = 256.0, 40_075_016.686
_MM_PER_M = 1_000.0


@dataclass(frozen=True)
class Frame:
    """A rectangle of paper over a rectangle of ground in the official metric system of the province."""

    width_mm: float
    height_mm: float
    x: float
    y: float
    metres_per_mm: float
    epsg: int = VN2000_TM3_105

    @cached_property
    def box(self) -> BBox:
        """Return a box in degrees around all that is shown."""
        corners = (self.x, self.y, self.x + self._across, self.y + self._down)
        found = bounds_in_wgs84(corners, CRS.from_epsg(self.epsg))
        if found is None:
            raise CRSError(f"{corners} of EPSG:{self.epsg} lie nowhere on the ground")
        return BBox(*found)

    @property
    def scale(self) -> float:
        """Return the n of the scale 1 : n."""
        return self.metres_per_mm * _MM_PER_M

    @property
    def _across(self) -> float:
        return self.width_mm * self.metres_per_mm

    @property
    def _down(self) -> float:
        return self.height_mm * self.metres_per_mm

    def to_paper(self, geometries: Geometries) -> Geometries:
        """Carry WGS 84 geometries to millimetres from the upper left corner; None stays None."""
        metric = transform_geometries(geometries, CRS.from_epsg(self.epsg))
        origin, step = np.array([self.x, self.y]), self.metres_per_mm

        def carry(places: Numbers) -> Numbers:
            moved: Numbers = (places - origin) / step
            moved[:, 1] = self.height_mm - moved[:, 1]
            return moved

        return shapely.transform(metric, carry)  # type: ignore[no-any-return]

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Carry one place in degrees to millimetres."""
        x, y = transform(lon, lat, from_epsg=WGS84, to_epsg=self.epsg)
        return (x - self.x) / self.metres_per_mm, self.height_mm - (y - self.y) / self.metres_per_mm

    @property
    def sheet(self) -> Geometry:
        """Return the rectangle of paper."""
        return shapely.box(0, 0, self.width_mm, self.height_mm)

    @cached_property
    def convergence(self) -> float:
        """Return how far true north leans from the upper edge, in degrees, clockwise."""
        box = self.box
        lon, lat = (box.west + box.east) / 2, (box.south + box.north) / 2
        (x, y), (x_above, y_above) = self.point(lon, lat), self.point(lon, lat + 0.01)
        return math.degrees(math.atan2(x_above - x, y - y_above))


def frame_of(
    box: BBox, width_mm: float, height_mm: float, margin: float = 0.04, least_m: float = 3_000.0
) -> Frame:
    """Frame a box in degrees, whole, with a margin, in the middle of the paper; `least_m` across at least."""
    edges = [
        transform(lon, lat, from_epsg=WGS84, to_epsg=VN2000_TM3_105)
        for lon in np.linspace(box.west, box.east, _EDGE_POINTS).tolist()
        for lat in np.linspace(box.south, box.north, _EDGE_POINTS).tolist()
    ]
    (west, south), (east, north) = np.min(edges, axis=0).tolist(), np.max(edges, axis=0).tolist()
    room = 1 - 2 * margin
    least = least_m / min(width_mm, height_mm)
    step = max((east - west) / (width_mm * room), (north - south) / (height_mm * room), least)
    return _around((west + east) / 2, (south + north) / 2, step, width_mm, height_mm)


def frame_around(lon: float, lat: float, half_m: float, width_mm: float, height_mm: float) -> Frame:
    """Frame what lies within so many metres, east to west and north to south, of a place."""
    x, y = transform(lon, lat, from_epsg=WGS84, to_epsg=VN2000_TM3_105)
    return _around(x, y, 2 * half_m / min(width_mm, height_mm), width_mm, height_mm)


def frame_of_view(lon: float, lat: float, zoom: float, width_mm: float, height_mm: float) -> Frame:
    """Frame what a window shows that has a place in its middle, at a zoom of web maps."""
    x, y = transform(lon, lat, from_epsg=WGS84, to_epsg=VN2000_TM3_105)
    metres_per_px = _EQUATOR_M * math.cos(math.radians(lat)) / (_TILE_PX * 2**zoom)
    step = max(px * metres_per_px / room for px, room in zip(_SCREEN_PX, (width_mm, height_mm), strict=True))
    return _around(x, y, step, width_mm, height_mm)


def _around(x: float, y: float, step: float, width_mm: float, height_mm: float) -> Frame:
    return Frame(width_mm, height_mm, x - width_mm * step / 2, y - height_mm * step / 2, step)
