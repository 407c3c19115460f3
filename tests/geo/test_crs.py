import pytest
from geopandas import GeoDataFrame
from shapely import Point, Polygon

from geo.crs import (
    OFFERED,
    VN2000_TM3_105,
    WGS84,
    distance_m,
    forward,
    geodesic_area_ha,
    require_crs,
    transform,
)
from geo.errors import CRSError
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


@pytest.mark.parametrize("epsg", OFFERED)
def test_every_crs_offered_leads_there_and_back(epsg):
    x, y = transform(105.8, 21.0, from_epsg=WGS84, to_epsg=epsg)
    lon, lat = transform(x, y, from_epsg=epsg, to_epsg=WGS84)
    assert (lon, lat) == pytest.approx((105.8, 21.0), abs=1e-7)


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
