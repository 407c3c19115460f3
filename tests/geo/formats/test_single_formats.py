"""What single formats promise beyond rows and places."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pyogrio
import pytest
from geopandas import GeoDataFrame
from shapely import LinearRing, Point

from geo.errors import QueryError
from geo.formats.offered import FORMATS, extract_all, to_bytes
from geo.formats.provenance import published_on
from geo.formats.shapefile import shorten
from geo.snapshot import freeze
from tests.geo.formats.conftest import ABOUT, LONG, all_text, in_crs, read_back


def test_a_spreadsheet_opens_with_a_fixed_head_a_filter_and_no_formula(tricky):
    body = to_bytes(extract_all(tricky, "lots"), "xlsx")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:L5"' in sheet
    assert "<f>" not in sheet
    assert 'quotePrefix="1"' in all_text(body, "xlsx")


def test_a_spreadsheet_explains_its_columns_in_both_languages(hanoi, tmp_path):
    notes = read_back(extract_all(hanoi, "clusters"), "xlsx", tmp_path).notes
    assert ["planned_area_ha", "Diện tích theo quy hoạch", "Planned area", "ha", "number", ""] in notes[
        "Columns"
    ]
    assert notes["Provenance"][0][:2] == ["mục", "item"]


def test_an_outline_too_long_for_a_cell_is_left_out_and_said(tmp_path):
    circle = Point(105.8, 21.0).buffer(0.01, quad_segs=1000)
    layer = GeoDataFrame({"id": ["a"]}, geometry=[circle], crs=4326)
    extract = extract_all(freeze(tmp_path, {"wards": layer}, ABOUT, {}, "x"), "wards")
    read = read_back(extract, "xlsx", tmp_path)
    assert read.geometries == [None]
    assert "1 outlines are longer" in str(read.notes["Provenance"])


def test_shapefiles_come_one_for_each_shape_with_a_table_of_names(tricky, tmp_path):
    read = read_back(extract_all(tricky, "lots"), "shp", tmp_path)
    names = zipfile.ZipFile(tmp_path / "lots.shp.zip").namelist()
    assert {"lots-points.shp", "lots-polygons.shp", "lots-noplace.dbf", "README.txt"} <= set(names)
    assert read.notes["lots-polygons.cpg"] == "UTF-8"
    assert LONG in read.notes["attributes.csv"]
    assert "blocked_re,blocked_reason,Lý do vướng mắc" in read.notes["columns.csv"]


def test_shortened_names_are_each_another():
    names = [f"fill_rate_statistical_{number}" for number in range(150)]
    short = shorten(["fill_rate_", "id", *names])
    assert short[:2] == ["fill_rate_", "id"]
    assert len({name.lower() for name in short}) == len(short)
    assert max(map(len, short)) == 10


def test_a_schematic_outline_of_kml_is_not_filled_and_texts_are_escaped(tricky):
    body = to_bytes(replace(extract_all(tricky, "lots"), question="/items?q=<b>&f=kml"), "kml")
    kml = {"k": "http://www.opengis.net/kml/2.2"}
    root = ElementTree.fromstring(body)
    styles = {
        mark.get("id"): mark.find("k:styleUrl", kml).text for mark in root.iterfind(".//k:Placemark", kml)
    }
    assert styles == {"hole": "#outline", "point": "#outline", "nowhere": "#outline", "two": "#schematic"}
    assert root.find(".//k:Style[@id='schematic']/k:PolyStyle/k:fill", kml).text == "0"
    read_as_html = "".join(element.text for element in root.iterfind(".//k:description", kml))
    assert "/items?q=&lt;b&gt;&amp;f=kml" in read_as_html
    assert "<b>" not in read_as_html
    assert len(root.findall(".//k:innerBoundaryIs", kml)) == 1


def test_kml_in_another_system_than_wgs84_is_a_mistake_of_the_question(tricky):
    extract = in_crs(extract_all(tricky, "lots"), "EPSG:5897")
    assert not FORMATS["kml"].holds(extract)
    with pytest.raises(QueryError, match="CRS84, the only one of KML"):
        to_bytes(extract, "kml")


def test_a_drawing_has_metres_layers_by_status_and_ids(hanoi, demo, tmp_path):
    read = read_back(extract_all(hanoi, "clusters"), "dxf", tmp_path)
    placed = [
        i
        for i, g in zip(extract_all(hanoi, "clusters").ids, hanoi_shapes(hanoi), strict=True)
        if g is not None
    ]
    assert read.ids == placed
    assert read.notes["units"] == 6
    assert {record["layer"] for record in read.records} >= {"CLUSTERS-ACTIVE", "CLUSTERS-ACTIVE-SCHEMATIC"}
    x, y = next(g for g in read.geometries if g.geom_type == "Point").coords[0]
    assert 529_800 < x < 605_900
    assert 2_274_900 < y < 2_365_900
    assert len(pyogrio.read_dataframe(tmp_path / "clusters.dxf")) == 2 * len(placed)


def hanoi_shapes(snapshot):
    extract = extract_all(snapshot, "clusters")
    return extract.frozen.geometries(extract.rows)


def test_a_drawing_survives_texts_with_line_breaks_and_holes(tricky, tmp_path):
    read = read_back(in_crs(extract_all(tricky, "lots"), "EPSG:3405"), "dxf", tmp_path)
    assert read.ids == ["hole", "point", "two"]
    assert "EPSG/0/3405" in read.notes["crs"]
    assert len(read.geometries[0].interiors) == 1
    assert read.geometries[2].geom_type == "MultiPolygon"


def test_a_collection_without_geometry_cannot_be_drawn(hanoi):
    with pytest.raises(QueryError, match="observations has no geometry to draw; expected another format"):
        to_bytes(extract_all(hanoi, "observations"), "dxf")


def test_outer_rings_of_kml_run_counterclockwise(tricky):
    root = ElementTree.fromstring(to_bytes(extract_all(tricky, "lots"), "kml"))
    rings = root.findall(".//{*}outerBoundaryIs//{*}coordinates")
    assert len(rings) == 3
    for ring in rings:
        assert LinearRing([tuple(map(float, pair.split(","))) for pair in ring.text.split()]).is_ccw


@pytest.mark.parametrize("name", ["xlsx", "shp"])
def test_files_inside_a_zip_are_dated_the_day_of_publication(hanoi, name):
    day = published_on(hanoi)
    with zipfile.ZipFile(io.BytesIO(to_bytes(extract_all(hanoi, "places"), name))) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(day.year, day.month, day.day)}
