import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame
from pyproj import CRS
from shapely import LineString, Point, Polygon

from geo.crs import (
    CRS84,
    OFFERED,
    VN2000_TM3_105,
    WGS84,
    distance_m,
    forward,
    geodesic_area_ha,
    parse_crs,
    require_crs,
    to_wgs84,
    transform,
    transform_geometries,
)
from geo.errors import CRSError, QueryError
from tests.geo.conftest import square

VECTORS = [
    ("Hồ Gươm", 105.8522, 21.0287, 588383.929, 2326366.344),
    ("Sơn Tây", 105.5050, 21.1380, 552255.781, 2338313.519),
    ("Mỹ Đức", 105.7000, 20.6500, 572745.469, 2284363.714),
    ("Nội Bài", 105.8070, 21.2212, 583577.287, 2347654.616),
]
MILLIMETRE = 0.001


@pytest.mark.parametrize(("name", "lon", "lat", "x", "y"), VECTORS, ids=[vector[0] for vector in VECTORS])
def test_vn2000_of_hanoi_agrees_to_a_millimetre(name, lon, lat, x, y):
    easting, northing = transform(lon, lat, from_epsg=WGS84, to_epsg=VN2000_TM3_105)
    assert abs(easting - x) <= MILLIMETRE
    assert abs(northing - y) <= MILLIMETRE


@pytest.mark.parametrize("offered", OFFERED.values(), ids=list(OFFERED))
def test_every_crs_offered_leads_there_and_back(offered):
    there = transform_geometries(np.array([Point(105.8, 21.0), None]), offered.crs)
    back = to_wgs84(there, offered.crs)
    assert (back[0].x, back[0].y) == pytest.approx((105.8, 21.0), abs=1e-7)
    assert back[1] is None


def test_geometries_of_every_kind_agree_with_the_vectors_to_a_millimetre():
    corners = [(lon, lat) for _, lon, lat, _, _ in VECTORS]
    shapes = np.array([Point(corners[0]), LineString(corners[:2]), Polygon(corners), None])
    moved = transform_geometries(shapes, CRS.from_epsg(VN2000_TM3_105))
    expected = np.array([vector[3:] for vector in VECTORS])
    assert shapely.get_coordinates(moved[:1]) == pytest.approx(expected[:1], abs=MILLIMETRE)
    assert shapely.get_coordinates(moved[1:2]) == pytest.approx(expected[:2], abs=MILLIMETRE)
    assert shapely.get_coordinates(moved[2:3])[:4] == pytest.approx(expected, abs=MILLIMETRE)
    assert moved[3] is None


def test_no_geometries_and_the_same_system_stay_as_they_are():
    assert len(transform_geometries(np.array([], dtype=object), OFFERED["EPSG:5897"].crs)) == 0
    shapes = np.array([Point(105.8, 21.0)])
    assert transform_geometries(shapes, CRS84.crs)[0].equals(shapes[0])


def test_a_position_without_a_place_stops():
    with pytest.raises(CRSError, match="has no place in EPSG:5897"):
        transform_geometries(np.array([Point(float("inf"), 21.0)]), OFFERED["EPSG:5897"].crs)


@pytest.mark.parametrize(
    "text",
    ["http://www.opengis.net/def/crs/EPSG/0/5897", "EPSG:5897", "[EPSG:5897]", "epsg:5897",
     "https://www.opengis.net/def/crs/EPSG/0/5897"],
)  # fmt: skip
def test_a_system_is_asked_by_uri_or_short_name(text):
    assert parse_crs("crs", text).epsg == 5897


@pytest.mark.parametrize("text", ["", "5897", "EPSG:4269", "http://www.opengis.net/def/crs/EPSG/0/1"])
def test_a_system_not_offered_is_refused_with_those_that_are(text):
    with pytest.raises(QueryError, match=r"crs=.*expected one of http"):
        parse_crs("crs", text)


def test_only_the_two_geographic_systems_of_epsg_put_latitude_first():
    assert [name for name, offered in OFFERED.items() if offered.latitude_first] == ["EPSG:4326", "EPSG:4756"]
    decimals = {name: offered.decimals for name, offered in OFFERED.items() if offered.decimals != 3}
    assert decimals == {"CRS84": 7, "EPSG:4326": 7, "EPSG:4756": 9}
    assert len(OFFERED) == 1 + 5 + 14 + 3


def test_geographic_vn2000_takes_longitude_first():
    lon, lat = transform(105.8, 21.0, from_epsg=WGS84, to_epsg=4756)
    assert lon > 100 > lat


def test_an_unknown_crs_or_a_position_nowhere_stops():
    with pytest.raises(CRSError, match="EPSG:999999"):
        transform(105.8, 21.0, from_epsg=WGS84, to_epsg=999999)
    with pytest.raises(CRSError, match="no place"):
        transform(float("nan"), 21.0, from_epsg=WGS84, to_epsg=VN2000_TM3_105)


def test_a_layer_without_crs_or_with_another_one_stops():
    with pytest.raises(CRSError, match="no CRS"):
        require_crs(GeoDataFrame(geometry=[Point(0, 0)]), WGS84)
    with pytest.raises(CRSError, match="expected EPSG:4326"):
        require_crs(GeoDataFrame(geometry=[Point(0, 0)], crs=3405), WGS84)


def test_a_layer_in_the_crs_promised_passes_whatever_its_axis_order_is_called():
    layer = GeoDataFrame(geometry=[Point(0, 0)], crs="OGC:CRS84")
    assert require_crs(layer, WGS84) is layer


def test_areas_are_measured_on_the_ellipsoid_in_hectares():
    assert geodesic_area_ha(square(105.8, 21.0, 1000)) == pytest.approx(100, rel=1e-4)
    assert geodesic_area_ha(Polygon(square(105.8, 21.0, 1000).exterior.coords[::-1])) == pytest.approx(
        100, rel=1e-4
    )
    assert geodesic_area_ha(Point(105.8, 21.0)) == 0
    assert geodesic_area_ha(None) == 0
    assert geodesic_area_ha(Polygon()) == 0


def test_walking_and_measuring_agree():
    lon, lat = forward(105.8, 21.0, 90, 1234.5)
    assert distance_m(105.8, 21.0, lon, lat) == pytest.approx(1234.5, abs=1e-6)
