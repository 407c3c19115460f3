"""Each format is written and read back by a program that is not ours: same rows, order, cells, places."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyogrio
import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely import MultiPolygon, Point, Polygon

from geo.crs import OFFERED, geodesic_area_ha
from geo.delivered import PACKAGE
from geo.demo.province import simulate
from geo.errors import QueryError
from geo.formats.extract import Extract, printable, with_carried
from geo.formats.geojson import to_features
from geo.formats.offered import FORMATS, extract_all, to_bytes
from geo.formats.provenance import describe
from geo.formats.shapefile import shorten
from geo.package import write_package
from geo.publish import SNAPSHOTS, publish
from geo.snapshot import freeze, open_snapshot
from tests.geo.conftest import square
from tests.geo.reading_back import READERS, Read

PROJECT = Path(__file__).resolve().parents[2]
ABOUT = {
    "title_vi": "Thử",
    "title_en": "Test",
    "credits": ["nguồn thử"],
    "simulated": False,
    "boundary_credits": {},
}
EVIL = "<b>&\"'</b>]]>\nđất =1; ô tô 🏭"
LONG = "đường " * 100 + "hết"
SMALLEST_HA, AGREEMENT = 1.0, 1e-4
ALL = tuple(FORMATS)
WITH_TABLES = tuple(name for name in ALL if name != "dxf")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The shipped data, published once."""
    home = tmp_path_factory.mktemp("home")
    publish(PACKAGE, home, date(2026, 9, 20))
    return home


@pytest.fixture(scope="module")
def hanoi(home):
    return open_snapshot(home / SNAPSHOTS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A simulated province of 30 clusters and 150 lots, with outlines of every quality."""
    folder = tmp_path_factory.mktemp("demo")
    write_package(simulate(30, 150, (2024, 2026), 3), folder / "package")
    return publish(folder / "package", folder / "home", date(2026, 9, 20))


@pytest.fixture(scope="module")
def tricky(tmp_path_factory):
    """Lots whose texts, gaps and shapes are those that break files; four of them, each of another shape."""
    hole = Polygon(square(105.80, 21.10, 300).exterior, [square(105.801, 21.101, 50).exterior.coords])
    layer = GeoDataFrame(
        {
            "id": ["hole", "point", "nowhere", "two"],
            "cluster_id": ["=1+1", "@sum", "-3", "+84"],
            "status": ["ready", "leased", "unknown", "blocked"],
            "blocked_reason": [EVIL, None, "a\x0bb", LONG],
            "area_ha": [1.5, None, 0.0, 2.0],
            "price_usd_m2": [None, None, None, None],
            "valid_from": ["2025-07-01", None, None, "2020-02-29"],
            "boundary_quality": ["official", "missing", "missing", "schematic"],
            "blocked_reason_count": [1, 2, 3, 4],
            "is_published": [True, False, True, False],
        },
        geometry=[
            hole,
            Point(105.9, 21.0),
            None,
            MultiPolygon([square(105.7, 20.9, 120), square(105.71, 20.91, 120)]),
        ],
        crs=4326,
    )
    return freeze(tmp_path_factory.mktemp("tricky"), {"lots": layer}, ABOUT, {}, "x")


def in_crs(extract: Extract, name: str) -> Extract:
    return extract.in_crs(OFFERED[name])


def chosen(extract: Extract, rows=None, properties=None) -> Extract:
    return replace(
        extract,
        rows=extract.rows if rows is None else np.array(rows, dtype=np.int64),
        properties=properties or extract.properties,
    )


def read_back(extract: Extract, name: str, folder: Path) -> Read:
    path = folder / f"{extract.name}.{FORMATS[name].extension}"
    path.write_bytes(to_bytes(extract, name))
    return READERS[name](path)


def plain(value):
    """Bring a cell of any reader to what JSON would say."""
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


def as_text(value):
    """Bring a cell to what CSV would say."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value if value.startswith(("=", "+", "-", "@")) else value
    return None if value is None else str(value)


def expected_records(extract: Extract, name: str):
    records = extract.stored_records()
    if name == "csv":
        return [{key: as_text(value) for key, value in record.items()} for record in records]
    if name in ("xlsx", "kml"):
        return [
            {key: printable(v) if isinstance(v, str) else v for key, v in record.items()}
            for record in records
        ]
    if name == "shp":
        cut = {key: lambda v: v.encode()[:254].decode(errors="ignore") for key in extract.properties}
        return [
            {key: cut[key](v) if isinstance(v, str) else v for key, v in record.items()} for record in records
        ]
    return records


def assert_cells(read: Read, extract: Extract, name: str):
    for got, expected in zip(read.records, expected_records(extract, name), strict=True):
        assert {key: plain(got[key]) for key in expected} == expected


# Rows, order and cells


@pytest.mark.parametrize("name", WITH_TABLES)
@pytest.mark.parametrize("collection", ["clusters", "observations", "wards", "places"])
def test_every_row_cell_and_gap_of_hanoi_survives_in_order(hanoi, tmp_path, collection, name):
    extract = extract_all(hanoi, collection)
    read = read_back(extract, name, tmp_path)
    assert read.ids == extract.ids
    assert_cells(read, extract, name)


@pytest.mark.parametrize("name", WITH_TABLES)
def test_texts_gaps_and_types_that_break_files_survive(tricky, tmp_path, name):
    extract = extract_all(tricky, "lots")
    read = read_back(extract, name, tmp_path)
    assert read.ids == ["hole", "point", "nowhere", "two"]
    assert_cells(read, extract, name)


@pytest.mark.parametrize("name", [name for name in WITH_TABLES if name not in ("csv", "kml")])
def test_numbers_whole_numbers_and_truth_values_keep_their_types(tricky, tmp_path, name):
    read = read_back(extract_all(tricky, "lots"), name, tmp_path)
    first = {key: plain(value) for key, value in read.records[0].items()}
    assert isinstance(first["area_ha"], float)
    assert first["blocked_reason_count"] == 1
    assert first["is_published"] in (True, 1)
    assert first["price_usd_m2"] is None


@pytest.mark.parametrize("name", ["xlsx", "gpkg", "shp", "fgb", "parquet"])
def test_days_are_days_where_the_format_has_them(tricky, tmp_path, name):
    days = [record["valid_from"] for record in read_back(extract_all(tricky, "lots"), name, tmp_path).records]
    assert [(day.year, day.month, day.day) if day is not None else None for day in days] == [
        (2025, 7, 1),
        None,
        None,
        (2020, 2, 29),
    ]


@pytest.mark.parametrize("name", WITH_TABLES)
def test_chosen_rows_and_columns_come_in_the_order_asked_for(tricky, tmp_path, name):
    extract = chosen(extract_all(tricky, "lots"), [3, 0, 2], ("status", "id", "area_ha"))
    read = read_back(extract, name, tmp_path)
    assert read.ids == ["two", "hole", "nowhere"]
    assert_cells(read, extract, name)
    got = [key for key in read.records[0] if key in extract.properties]
    assert got == (["id", "status", "area_ha"] if name == "kml" else ["status", "id", "area_ha"])


@pytest.mark.parametrize("name", ALL)
def test_an_empty_selection_is_a_valid_empty_file(hanoi, tmp_path, name):
    read = read_back(chosen(extract_all(hanoi, "clusters"), []), name, tmp_path)
    assert (read.ids, read.records, read.geometries) == ([], [], [])


@pytest.mark.parametrize("name", ALL)
def test_a_collection_of_which_nothing_is_published_is_an_empty_file_too(hanoi, tmp_path, name):
    assert read_back(extract_all(hanoi, "lots"), name, tmp_path).ids == []


def test_the_whole_collection_is_the_stored_features_joined(hanoi):
    extract = extract_all(hanoi, "clusters")
    frozen = extract.frozen
    assert [*to_features(extract)] == [*frozen.features(extract.rows)]
    started = time.perf_counter()
    to_bytes(replace(extract, rows=np.resize(extract.rows, 10_000)), "geojson")
    assert time.perf_counter() - started < 1


def test_what_no_file_goes_without_is_added_to_a_choice_of_columns(hanoi, demo):
    assert with_carried(hanoi.collections["clusters"], ("status",)) == ("id", "status", "boundary_quality")
    assert with_carried(demo.collections["lots"], ("id",)) == ("id", "boundary_quality", "simulated")
    assert with_carried(hanoi.collections["places"], ("name", "id")) == ("name", "id")


# Places


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


# Provenance


def all_text(body: bytes, name: str) -> str:
    """Read whatever text a file holds, packed or not."""
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return body.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(
            archive.read(entry).decode("utf-8", errors="replace") for entry in archive.namelist()
        )


SELF_DESCRIBING = [name for name, form in FORMATS.items() if form.is_self_describing]


@pytest.mark.parametrize("name", SELF_DESCRIBING)
def test_a_file_carries_its_provenance_inside(hanoi, tmp_path, name):
    extract = replace(extract_all(hanoi, "clusters"), question="https://x.vn/api/items?filter=a%3C1&f=x")
    told = json.dumps(read_back(extract, name, tmp_path).notes, ensure_ascii=False, default=str)
    if name == "kml":
        told = to_bytes(extract, name).decode().replace("&amp;", "&")
    for expected in (hanoi.revision, "CC-BY-4.0", "IIPMap", extract.question):
        assert expected in told, expected
    assert re.search(r"20\d\d-\d\d-\d\d", told)


@pytest.mark.parametrize("name", ALL)
def test_a_simulated_file_says_so_and_states_the_quality_of_each_outline(demo, name):
    text = all_text(to_bytes(extract_all(demo, "clusters"), name), name)
    assert "SIMULATED" in text or name == "parquet"
    if name == "parquet":
        assert b"SIMULATED" in to_bytes(extract_all(demo, "clusters"), name)
    assert "boundary_quality" in text or "boundary_q" in text


def test_the_document_beside_a_file_says_what_it_holds(hanoi):
    extract = in_crs(replace(extract_all(hanoi, "clusters"), question="https://x.vn/items"), "EPSG:5897")
    body = to_bytes(extract, "csv")
    document = json.loads(json.dumps(describe(extract, hashlib.sha256(body).hexdigest())))
    assert document["numberReturned"] == 113
    assert document["withoutGeometry"] == 12
    assert document["crs"].endswith("5897")
    assert document["sha256"] == hashlib.sha256(body).hexdigest()
    assert document["boundary_quality"] == {"missing": 39, "schematic": 74}
    planned = next(column for column in document["columns"] if column["name"] == "planned_area_ha")
    assert planned == {
        "name": "planned_area_ha",
        "type": "number",
        "title": "Planned area",
        "title_vi": "Diện tích theo quy hoạch",
        "unit": "ha",
    }
    assert "sha256" not in describe(extract, None)
    assert {"id", "title", "url", "kind"} == set(document["sources"][0])


@pytest.mark.parametrize("name", ["gpkg", "fgb", "shp", "parquet", "kml", "xlsx"])
def test_the_sources_that_figures_cite_are_spelled_out(hanoi, tmp_path, name):
    extract = chosen(extract_all(hanoi, "clusters"), [0], ("id", "sectors", "sectors_source"))
    text = all_text(to_bytes(extract, name), name)
    assert "Hanoi: Six industrial clusters to be established" in text
    assert "s027" not in text


@pytest.mark.parametrize("name", ["gpkg", "fgb"])
def test_gdal_knows_the_titles_of_the_columns(hanoi, tmp_path, name):
    path = tmp_path / f"wards.{name}"
    path.write_bytes(to_bytes(extract_all(hanoi, "wards"), name))
    _, table = pyogrio.read_arrow(path)
    assert table.schema.field("area_km2").metadata[b"GDAL:OGR:alternative_name"].decode() == "Diện tích (km2)"


# Bytes


def test_the_same_rows_give_the_same_bytes_in_every_process(home, hanoi):
    script = (
        "import hashlib, sys; from pathlib import Path; from geo.formats.offered import *\n"
        "from geo.snapshot import open_snapshot\n"
        "snapshot = open_snapshot(Path(sys.argv[1]))\n"
        "for name in FORMATS: print(name, hashlib.sha256(export_collection(snapshot, 'clusters', name)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(home / SNAPSHOTS)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    extract = extract_all(hanoi, "clusters")
    here = {name: hashlib.sha256(to_bytes(extract, name)).hexdigest() for name in FORMATS}
    assert dict(line.split() for line in done.stdout.splitlines()) == here


# What single formats promise


def test_a_spreadsheet_opens_with_a_fixed_head_a_filter_and_no_formula(tricky):
    body = to_bytes(extract_all(tricky, "lots"), "xlsx")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:K5"' in sheet
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
    body = to_bytes(extract_all(tricky, "lots"), "kml")
    kml = {"k": "http://www.opengis.net/kml/2.2"}
    root = ElementTree.fromstring(body)
    styles = {
        mark.get("id"): mark.find("k:styleUrl", kml).text for mark in root.iterfind(".//k:Placemark", kml)
    }
    assert styles == {"hole": "#outline", "point": "#outline", "nowhere": "#outline", "two": "#schematic"}
    assert root.find(".//k:Style[@id='schematic']/k:PolyStyle/k:fill", kml).text == "0"
    assert "<b>" not in "".join(element.text or "" for element in root.iterfind(".//k:description", kml))
    assert len(root.findall(".//k:innerBoundaryIs", kml)) == 1


def test_kml_is_in_wgs84_whatever_is_asked_for(tricky):
    extract = extract_all(tricky, "lots")
    assert not FORMATS["kml"].any_crs
    assert to_bytes(in_crs(extract, "EPSG:5897"), "kml") == to_bytes(extract, "kml")


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
