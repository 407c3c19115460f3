"""Where things lie in a file: the CRS it names, the order of its axes, areas that agree."""

import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely import Point, Polygon

from geo.crs import OFFERED, geodesic_area_ha
from geo.formats.extract import Extract
from geo.formats.geojson import to_features
from geo.formats.offered import extract_all, to_bytes
from geo.snapshot import freeze
from tests.geo.conftest import square
from tests.geo.formats.conftest import ABOUT, ALL, chosen, in_crs, read_back

SMALLEST_HA, AGREEMENT = 1.0, 1e-4


def back_to_wgs84(geometry, crs: CRS, latitude_first=False):
    carried = Transformer.from_crs(crs, 4326, always_xy=True)
    return shapely.transform(
        geometry, lambda p: np.column_stack(carried.transform(*(p[:, ::-1] if latitude_first else p).T))
    )


@pytest.mark.parametrize("crs", ["CRS84", "EPSG:4326", "EPSG:4756", "EPSG:5897", "EPSG:3405", "EPSG:3857"])
@pytest.mark.parametrize("name", [name for name in ALL if name not in ("kml", "dxf")])
def test_places_lie_where_they_should_in_every_crs(tricky, tmp_path, name, crs):
    extract = in_crs(extract_all(tricky, "lots"), crs)
    read = read_back(extract, name, tmp_path)
    assert read.geometries[2] is None
    flipped = name in ("geojson", "jsonl") and OFFERED[crs].latitude_first
    stored = extract.frozen.geometries(extract.rows)
    for got, expected in zip(read.geometries, stored, strict=True):
        if expected is not None:
            back = back_to_wgs84(got, read.crs or OFFERED[crs].crs, flipped)
            assert back.geom_type == expected.geom_type
            assert shapely.hausdorff_distance(back, expected) < 2e-7


@pytest.mark.parametrize("name", ["geojson", "gpkg", "fgb", "shp", "parquet"])
def test_a_file_in_vn2000_says_so(tricky, tmp_path, name):
    read = read_back(in_crs(extract_all(tricky, "lots"), "EPSG:5897"), name, tmp_path)
    assert read.crs is not None
    assert CRS(read.crs).to_epsg(min_confidence=60) == 5897


def test_geojson_in_vn2000_lands_in_the_right_place_in_gdal(tricky, tmp_path):
    path = tmp_path / "lots.geojson"
    path.write_bytes(to_bytes(in_crs(extract_all(tricky, "lots"), "EPSG:5897"), "geojson"))
    found = pyogrio.read_dataframe(path)
    assert found.crs.to_epsg() == 5897
    assert found.to_crs(4326).geometry.iloc[1].distance(Point(105.9, 21.0)) < 1e-6
    assert "crs" not in json.loads(to_bytes(extract_all(tricky, "lots"), "geojson"))


@pytest.mark.parametrize("name", ALL)
def test_an_empty_shape_is_no_place(tmp_path, name):
    layer = GeoDataFrame({"id": ["a", "b"]}, geometry=[Polygon(), Point(105.8, 21)], crs=4326)
    extract = extract_all(freeze(tmp_path, {"lots": layer}, ABOUT, {}, "x"), "lots")
    read = read_back(extract, name, tmp_path)
    assert dict(zip(read.ids, read.geometries, strict=True)).get("a") is None
    assert "b" in read.ids


def test_the_box_of_a_geojson_file_is_in_its_own_crs(tricky):
    body = json.loads(to_bytes(in_crs(extract_all(tricky, "lots"), "EPSG:5897"), "geojson"))
    west, south, east, north = body["bbox"]
    assert 529_800 < west < east < 605_900
    assert 2_274_900 < south < north < 2_365_900
    latitude_first = json.loads(to_bytes(in_crs(extract_all(tricky, "lots"), "EPSG:4326"), "geojson"))
    assert latitude_first["bbox"][:2] == pytest.approx([20.9, 105.7])


def assert_areas_agree(extract: Extract, name: str, folder: Path):
    shapes = extract.frozen.geometries(extract.rows)
    expected = {i: geodesic_area_ha(shape) for i, shape in zip(extract.ids, shapes, strict=True)}
    large = {i: area for i, area in expected.items() if area >= SMALLEST_HA}
    written_in = extract.crs if extract.crs.is_projected or name != "dxf" else CRS.from_epsg(5897)
    got = read_back(extract, name, folder).areas_ha(written_in)
    assert large
    assert {i: got[i] for i in large} == pytest.approx(large, rel=AGREEMENT)


@pytest.mark.parametrize("crs", ["CRS84", "EPSG:5897", "EPSG:3405"])
@pytest.mark.parametrize("name", ALL)
def test_areas_agree_in_every_format(hanoi, demo, tmp_path, name, crs):
    asked = "CRS84" if name == "kml" else crs
    for snapshot, collection in ((hanoi, "clusters"), (demo, "clusters"), (demo, "lots")):
        extract = chosen(extract_all(snapshot, collection), properties=("id",))
        assert_areas_agree(in_crs(extract, asked), name, tmp_path)


@given(
    lon=st.floats(105.3, 106.0),
    lat=st.floats(20.6, 21.3),
    side_m=st.floats(105, 5000),
    crs=st.sampled_from(["EPSG:5897", "EPSG:4756", "EPSG:9205", "EPSG:3857"]),
)
def test_a_rounded_square_of_a_hectare_keeps_its_area(tmp_path_factory, lon, lat, side_m, crs):
    layer = GeoDataFrame({"id": ["a"]}, geometry=[square(lon, lat, side_m)], crs=4326)
    snapshot = freeze(tmp_path_factory.mktemp("one"), {"lots": layer}, ABOUT, {}, "x")
    extract = in_crs(extract_all(snapshot, "lots"), crs)
    shape = shapely.from_geojson(json.dumps(json.loads(next(iter(to_features(extract))))["geometry"]))
    back = back_to_wgs84(shape, extract.crs, extract.system.latitude_first)
    assert geodesic_area_ha(back) == pytest.approx(geodesic_area_ha(layer.geometry[0]), rel=AGREEMENT)
