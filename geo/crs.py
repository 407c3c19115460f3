"""Coordinate systems: WGS 84 inside, VN-2000 by EPSG code, areas measured on the ellipsoid.

Vietnamese papers write X for the northing; here x is always the easting or longitude.
"""

import math
from functools import lru_cache

from geopandas import GeoDataFrame
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError as ProjCRSError
from pyproj.exceptions import ProjError
from pyproj.transformer import AreaOfInterest
from shapely import Geometry

from geo.errors import CRSError

WGS84 = 4326
VN2000_TM3_105 = 5897
"""VN-2000 / TM-3 zone 482, central meridian 105°00': the official plans of Hanoi."""

OFFERED = (4326, 3857, 4756, 5897, 3405, *range(9205, 9219), *range(5896, 5900))
VIETNAM = AreaOfInterest(102.1, 8.3, 109.6, 23.4)
GEOD = Geod(ellps="WGS84")
M2_PER_HA = 10_000.0


@lru_cache(maxsize=64)
def _transformer(from_epsg: int, to_epsg: int) -> Transformer:
    try:
        return Transformer.from_crs(
            from_epsg,
            to_epsg,
            always_xy=True,
            area_of_interest=VIETNAM,
            allow_ballpark=False,
        )
    except (ProjCRSError, ProjError) as error:
        raise CRSError(f"no accurate transformation from EPSG:{from_epsg} to EPSG:{to_epsg}") from error


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


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Measure the geodesic distance between two WGS 84 positions, in metres."""
    return float(GEOD.inv(lon, lat, other_lon, other_lat)[2])


def forward(lon: float, lat: float, azimuth: float, length_m: float) -> tuple[float, float]:
    """Walk from a WGS 84 position along an azimuth in degrees; the longitude, latitude reached."""
    end_lon, end_lat, _ = GEOD.fwd(lon, lat, azimuth, length_m)
    return end_lon, end_lat
