"""Which system the shapes of a file are in, where the place of their cluster is known to kilometres only."""

from dataclasses import replace

from shapely import Point

from geo.crs import transform
from geo.intake.crs_guess import Expected
from geo.intake.gis_prj import Stated
from geo.intake.gis_system import find_system
from geo.intake.reading import Place
from geo.intake.whereabouts import expected_place
from geo.schema import Text
from tests.geo.conftest import make_package


def test_a_shapefile_without_prj_is_asked_about_though_its_place_is_off_by_some_hundred_metres():
    east, north = transform(105.8, 20.914, from_epsg=4326, to_epsg=5897)
    around = Expected(Point(105.8, 20.95), 3_600.0, Text("xã", "commune"))
    package = make_package()
    package = replace(package, about=replace(package.about, province_vi="Hà Nội"))
    province = expected_place(package, None)
    shape = Point(east, north).buffer(100)
    system = find_system([(shape, around)], None, "", package, province, Place("ranh.zip"))
    assert system.questions[0].proposed == "EPSG:5897"
    utm = Stated(32648, "WGS 84 / UTM zone 48N")
    (doubt,) = find_system([(shape, around)], utm, "", package, province, Place("ranh.zip")).findings
    assert doubt.rule == "gis.crs-usual-slip"
