"""Coordinate systems: WGS 84 inside, VN-2000 by EPSG code, areas measured on the ellipsoid.

Vietnamese papers write X for the northing; here x is always the easting or longitude.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError as ProjCRSError
from pyproj.exceptions import ProjError
from pyproj.transformer import AreaOfInterest
from shapely import Geometry

from geo.errors import CRSError, QueryError

WGS84 = 4326
VN2000_TM3_105 = 5897
"""VN-2000 / TM-3 zone 482, central meridian 105°00': the official plans of Hanoi."""

VIETNAM = AreaOfInterest(102.1, 8.3, 109.6, 23.4)
GEOD = Geod(ellps="WGS84")
M2_PER_HA = 10_000.0
_SLACK = 0.01
"""Degrees around a box carried by its edges, whose bends are followed at some points only."""

_STORED_DECIMALS, _DEGREE_DECIMALS, _METRE_DECIMALS = 7, 9, 3

Geometries = np.ndarray[Any, Any]
"""Shapely geometries, None where there is none."""


@dataclass(frozen=True)
class Offered:
    """A coordinate system the service speaks; `latitude_first` is the order its URI asks for."""

    name: str
    uri: str
    epsg: int
    latitude_first: bool = False

    @property
    def crs(self) -> CRS:
        """Return the system itself."""
        return _system(self.epsg)

    @property
    def urn(self) -> str:
        """Name it as the legacy `crs` member of GeoJSON does."""
        return (
            f"urn:ogc:def:crs:EPSG::{self.epsg}" if self.name != "CRS84" else "urn:ogc:def:crs:OGC:1.3:CRS84"
        )

    @property
    def decimals(self) -> int:
        """Return how many decimals a coordinate bears: a centimetre in WGS 84, as stored, else a millimetre.

        A hectare carried to another system with an error of a centimetre would be off by 0.02 %.
        """
        if not self.crs.is_geographic:
            return _METRE_DECIMALS
        return _STORED_DECIMALS if self.epsg == WGS84 else _DEGREE_DECIMALS


def is_in_vietnam(lon: float, lat: float) -> bool:
    """Tell whether a position lies in the box around the country."""
    return (
        VIETNAM.west_lon_degree <= lon <= VIETNAM.east_lon_degree
        and VIETNAM.south_lat_degree <= lat <= VIETNAM.north_lat_degree
    )


@lru_cache(maxsize=64)
def _system(epsg: int) -> CRS:
    return CRS.from_epsg(epsg)


def _of_epsg(epsg: int, latitude_first: bool = False) -> Offered:
    return Offered(f"EPSG:{epsg}", f"http://www.opengis.net/def/crs/EPSG/0/{epsg}", epsg, latitude_first)


CRS84 = Offered("CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", WGS84)
OFFERED: dict[str, Offered] = {
    offered.name: offered
    for offered in (
        CRS84,
        _of_epsg(WGS84, latitude_first=True),
        _of_epsg(3857),
        _of_epsg(4756, latitude_first=True),
        *map(_of_epsg, (VN2000_TM3_105, 3405, *range(9205, 9219), 5896, 5898, 5899)),
    )
}
"""The coordinate systems of the service, by short name; the first is that of storage."""

_BY_URI = {offered.uri: offered for offered in OFFERED.values()}


def parse_crs(parameter: str, text: str) -> Offered:
    """Read a coordinate system of the query string: its URI, `EPSG:5897` or the safe CURIE `[EPSG:5897]`.

    Raises
    ------
    QueryError
        If it is none of those offered.
    """
    found = _BY_URI.get(text.replace("https://", "http://")) or OFFERED.get(
        text.removeprefix("[").removesuffix("]").removeprefix("OGC:").upper()
    )
    if found is None:
        raise QueryError(f"{parameter}={text!r}; expected one of {', '.join(_BY_URI)}")
    return found


@lru_cache(maxsize=64)
def _transformer(from_epsg: int | CRS, to_epsg: int | CRS) -> Transformer:
    try:
        return Transformer.from_crs(
            from_epsg,
            to_epsg,
            always_xy=True,
            area_of_interest=VIETNAM,
            allow_ballpark=False,
        )
    except (ProjCRSError, ProjError) as error:
        names = [
            CRS(system).to_string() if isinstance(system, CRS) else f"EPSG:{system}"
            for system in (from_epsg, to_epsg)
        ]
        raise CRSError(f"no accurate transformation from {names[0]} to {names[1]}") from error


def transform(x: float, y: float, *, from_epsg: int, to_epsg: int) -> tuple[float, float]:
    """Carry one position from one CRS to another.

    Parameters
    ----------
    x, y : easting, northing in metres or longitude, latitude in degrees, in this order

    Raises
    ------
    CRSError
        If PROJ has no transformation better than a ballpark, or the position is outside its use.
    """
    moved_x, moved_y = _transformer(from_epsg, to_epsg).transform(x, y)
    if not (math.isfinite(moved_x) and math.isfinite(moved_y)):
        raise CRSError(
            f"position {x}, {y} of EPSG:{from_epsg} has no place in EPSG:{to_epsg};"
            " expected a position in Vietnam, easting or longitude first"
        )
    return moved_x, moved_y


def transform_geometries(geometries: Geometries, crs: CRS) -> Geometries:
    """Carry WGS 84 geometries (longitude, latitude) into a CRS; the easting or longitude comes first.

    Parameters
    ----------
    geometries : (n,) geometries, None where there is none

    Returns
    -------
    (n,) new geometries; None stays None

    Raises
    ------
    CRSError
        If PROJ has no transformation better than a ballpark, or a position has no place there.
    """
    return _carry(geometries, _system(WGS84), crs)


def to_wgs84(geometries: Geometries, crs: CRS) -> Geometries:
    """Carry geometries of a CRS, easting or longitude first, to WGS 84; the way back of the above."""
    return _carry(geometries, crs, _system(WGS84))


def _carry(geometries: Geometries, source: CRS, target: CRS) -> Geometries:
    if source.equals(target, ignore_axis_order=True):
        return geometries
    carried = _transformer(source, target)

    def carry(positions: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        moved = np.column_stack(carried.transform(positions[:, 0], positions[:, 1]))
        if not np.isfinite(moved).all():
            raise CRSError(f"a position of {source.to_string()} has no place in {target.to_string()}")
        return moved

    return shapely.transform(geometries, carry)  # type: ignore[no-any-return]


def bounds_in_wgs84(
    corners: tuple[float, float, float, float], crs: CRS
) -> tuple[float, float, float, float] | None:
    """Find a WGS 84 box around a box of another system, x first; None where its edges lie nowhere."""
    carried = _transformer(crs, _system(WGS84))
    try:
        west, south, east, north = carried.transform_bounds(*corners)
    except ProjError:
        return None
    found = (west - _SLACK, south - _SLACK, east + _SLACK, north + _SLACK)
    return found if np.isfinite(found).all() and west <= east else None


def require_crs(layer: GeoDataFrame, epsg: int) -> GeoDataFrame:
    """Return the layer when it is in the CRS promised, and stop otherwise.

    Raises
    ------
    CRSError
        If the layer has no CRS, or another one.
    """
    if layer.crs is None:
        raise CRSError(f"the layer has no CRS; expected EPSG:{epsg}")
    if not CRS(layer.crs).equals(CRS.from_epsg(epsg), ignore_axis_order=True):
        raise CRSError(f"the layer is in {layer.crs.to_string()}; expected EPSG:{epsg}")
    return layer


def geodesic_area_ha(geometry: Geometry | None) -> float:
    """Measure a WGS 84 geometry on the ellipsoid, in hectares; nothing and points measure 0."""
    if geometry is None or geometry.is_empty:
        return 0.0
    area_m2, _ = GEOD.geometry_area_perimeter(geometry)
    return abs(area_m2) / M2_PER_HA


def geodesic_perimeter_m(geometry: Geometry) -> float:
    """Measure the length of the border of a WGS 84 geometry on the ellipsoid, in metres."""
    return float(GEOD.geometry_area_perimeter(geometry)[1])


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Measure the geodesic distance between two WGS 84 positions, in metres."""
    return float(GEOD.inv(lon, lat, other_lon, other_lat)[2])


def forward(lon: float, lat: float, azimuth: float, length_m: float) -> tuple[float, float]:
    """Walk from a WGS 84 position along an azimuth in degrees; the longitude, latitude reached."""
    end_lon, end_lat, _ = GEOD.fwd(lon, lat, azimuth, length_m)
    return end_lon, end_lat
