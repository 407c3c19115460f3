"""GIS files of every format become outlines and lots; what is wrong in them is told with place and hectares."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import ezdxf
import pyogrio
import pytest
from geopandas import GeoDataFrame
from shapely import MultiPolygon, Point, Polygon, box, transform
from shapely.geometry import shape

from geo.crs import geodesic_area_ha
from geo.errors import IntakeError, RefusedError
from geo.intake import guard
from geo.intake.gis import read_gis
from geo.intake.reading import Brought
from geo.intake.tcvn3 import encode_tcvn3
from tests.geo.conftest import make_package
from tests.geo.intake.listing import SOUTH, rectangle, rules, wards

X, Y = SOUTH


@pytest.fixture(autouse=True)
def guarded(request, monkeypatch):
    """Start a process for what is damaged or hostile only: that it makes no difference else is tested below."""
    if "refused" not in request.node.name and "guard" not in request.node.name:
        monkeypatch.setattr(guard, "inside", True)


FORTY_HA = Polygon(rectangle(1000, 400))
ANSWERS = {"decision_no": "12/QĐ-UBND"}


def layer(*shapes, crs=5897, **columns) -> GeoDataFrame:
    return GeoDataFrame(columns or {"id": ["south"]}, geometry=list(shapes) or [FORTY_HA], crs=crs)


def written(made: GeoDataFrame, ending: str, folder: Path, **more) -> bytes:
    path = folder / f"a{ending}"
    pyogrio.write_dataframe(made, path, **more)
    return path.read_bytes()


def zipped(made: GeoDataFrame, folder: Path, prj: str | None = "", cpg: str | None = None, **more) -> bytes:
    """Zip a Shapefile; `prj` and `cpg` replace what is written, None leaves them out."""
    pyogrio.write_dataframe(made, folder / "a.shp", **more)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for ending in (".shp", ".shx", ".dbf"):
            archive.writestr(f"lop/a{ending}", (folder / f"a{ending}").read_bytes())
        if prj is not None:
            archive.writestr("lop/a.prj", prj or (folder / "a.prj").read_bytes())
        if cpg:
            archive.writestr("lop/a.cpg", cpg)
    return packed.getvalue()


def read(name: str, content: bytes, package=None, **options):
    return read_gis([Brought(name, content)], package or make_package(), ANSWERS | options)


def geojson(*shapes, crs=4326, **columns) -> bytes:
    made = layer(*shapes, **columns).to_crs(crs)
    return (
        made.to_json(drop_id=True).encode()
        if crs == 4326
        else made.to_json(drop_id=True, show_bbox=False).encode()
    )


def said(reading) -> str:
    return "\n".join(one.text.en for one in reading.statements)


def assert_forty_ha(reading):
    assert reading.questions == () and [one for one in rules(reading) if one != "gis.crs-misnamed"] == []
    (row,) = reading.rows
    assert (row.table, row.content["id"], row.content["boundary_quality"]) == (
        "outlines",
        "south",
        "official",
    )
    drawn = shape(row.content["geometry"])
    assert geodesic_area_ha(drawn) == pytest.approx(40.0015, abs=0.01)
    back = GeoDataFrame(geometry=[drawn], crs=4326).to_crs(5897).geometry[0]
    assert back.symmetric_difference(FORTY_HA).area < 30  # a centimetre along 2,800 m of line


def test_behind_the_guard_the_same_is_read(tmp_path):
    assert_forty_ha(read("a.zip", zipped(layer(), tmp_path)))


@pytest.mark.parametrize("ending", [".gpkg", ".fgb"])
def test_geopackage_and_flatgeobuf_are_read_in_the_system_they_state(ending, tmp_path):
    assert_forty_ha(read(f"a{ending}", written(layer(), ending, tmp_path)))


def test_geojson_is_read():
    assert_forty_ha(read("a.geojson", geojson()))


def test_geoparquet_is_read():
    kept = io.BytesIO()
    layer().to_parquet(kept)
    assert_forty_ha(read("a.parquet", kept.getvalue()))


def test_a_zipped_shapefile_is_read(tmp_path):
    assert_forty_ha(read("a.zip", zipped(layer(), tmp_path)))


def test_the_loose_files_of_a_shapefile_are_one(tmp_path):
    pyogrio.write_dataframe(layer(), tmp_path / "a.shp")
    files = [Brought(path.name, path.read_bytes()) for path in sorted(tmp_path.glob("a.*"))]
    assert_forty_ha(read_gis(files, make_package(), ANSWERS))


def kml(made: GeoDataFrame) -> bytes:
    ring = " ".join(f"{lon},{lat},12" for lon, lat in made.to_crs(4326).geometry[0].exterior.coords)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
        "<name>Cụm công nghiệp South</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
    ).encode()


def test_kml_and_kmz_are_read_and_their_heights_dropped():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("doc.kml", kml(layer()))
    for name, content in (("a.kml", kml(layer())), ("a.kmz", packed.getvalue())):
        reading = read(name, content)
        assert_forty_ha(reading)
        assert "1 shapes have heights" in said(reading)


def drawing(*rings, layer_name="RANH", chained=False) -> bytes:
    made = ezdxf.new()
    for ring in rings:
        if chained:
            for one, two in zip(ring, (*ring[1:], ring[0]), strict=True):
                made.modelspace().add_line(one, two, dxfattribs={"layer": layer_name})
        else:
            made.modelspace().add_lwpolyline(ring, close=True, dxfattribs={"layer": layer_name})
    made.modelspace().add_text("south", dxfattribs={"insert": (X + 10, Y + 10)})
    text = io.StringIO()
    made.write(text)
    return text.getvalue().encode()


@pytest.mark.parametrize("chained", [False, True], ids=["closed line", "chain of lines"])
def test_a_drawing_is_read_its_areas_named_by_the_texts_inside(chained):
    reading = read("a.dxf", drawing(rectangle(1000, 400), chained=chained), crs="EPSG:5897")
    assert_forty_ha(reading)


def test_a_drawing_says_no_system_so_it_is_asked_for():
    (question,) = read("a.dxf", drawing(rectangle(1000, 400))).questions
    assert (question.name, question.proposed) == ("crs", "EPSG:5897")


@pytest.mark.parametrize(
    ("encode", "cpg", "name"),
    [(lambda text: text.encode(), "UTF-8", "UTF-8"), (encode_tcvn3, None, "TCVN3"), (encode_tcvn3, "UTF-8", "TCVN3"),
     (lambda text: text.replace("ụ", "u\u0323").replace("ệ", "ê\u0323").replace("ố", "ô\u0301").encode("cp1258"), None, "Windows-1258")],
    ids=["UTF-8", "TCVN3", "TCVN3 under a wrong cpg", "Windows-1258"],
)  # fmt: skip
def test_the_encoding_of_a_shapefile_is_told_by_its_words(encode, cpg, name, tmp_path):
    text = "Cụm công nghiệp South số hai"
    raw = encode(text)
    content = zipped(
        layer(id=["south"], ten=[raw.decode("latin-1")]), tmp_path, cpg=cpg, encoding="ISO-8859-1"
    )
    reading = read("a.zip", content)
    assert f"Encoding {name}" in said(reading)


def test_a_cluster_is_found_by_a_name_in_tcvn3(tmp_path):
    package = make_package()
    clusters = package.tables["clusters"].assign(
        name_vi=["Cụm công nghiệp Bắc", "Cụm công nghiệp Đại Thắng", "Tây"]
    )
    package = replace(package, tables={**package.tables, "clusters": clusters})
    raw = encode_tcvn3("CCN Đại Thắng").decode("latin-1")
    content = zipped(layer(TEN_CUM=[raw]), tmp_path, encoding="ISO-8859-1")
    assert read("a.zip", content, package).rows[0].content["id"] == "south"


PRJ = """PROJCS["{name}",GEOGCS["{geo}",DATUM["{datum}",SPHEROID["WGS_1984",6378137,298.257223563]{shift}],
PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],
PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",{meridian}],PARAMETER["scale_factor",{scale}],
PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["Meter",1]]"""
SHIFT = ",TOWGS84[-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278]"


@pytest.mark.parametrize(
    ("prj", "found"),
    [
        ({"name": "VN_2000_TM3_105", "geo": "GCS_VN_2000", "datum": "D_Vietnam_2000", "shift": ""}, []),
        ({"name": "unnamed", "geo": "unnamed", "datum": "unknown", "shift": SHIFT}, []),
        ({"name": "TM3", "geo": "GCS_WGS_1984", "datum": "D_WGS_1984", "shift": ""}, ["gis.crs-misnamed"]),
    ],
    ids=["by name", "by the seven parameters", "on WGS 84 by mistake"],
)
def test_the_spellings_of_vn2000_are_recognised(prj, found, tmp_path):
    reading = read("a.zip", zipped(layer(), tmp_path, prj=PRJ.format(meridian=105, scale=0.9999, **prj)))
    assert_forty_ha(reading)
    assert rules(reading) == found


def sharp():
    """The package with `south` surveyed before, so that 700 m show."""
    known = layer().to_crs(4326).geometry[0]
    outlines = [
        ("north", "missing", None, "district", None), ("south", "digitised", 5.0, "outline", known),
        ("west", "missing", None, "district", None),
    ]  # fmt: skip
    return make_package(outlines=outlines)


def test_a_prj_that_says_wgs84_utm_over_tm3_digits_is_doubted_by_the_place(tmp_path):
    wrong = PRJ.format(name="WGS_1984_UTM_Zone_48N", geo="GCS_WGS_1984", datum="D_WGS_1984", shift="", meridian=105, scale=0.9996)  # fmt: skip
    reading = read("a.zip", zipped(layer(), tmp_path, prj=wrong), sharp())
    assert "gis.crs-doubtful" in rules(reading) and reading.rows == ()
    assert reading.questions[0].proposed == "EPSG:5897"
    answered = read("a.zip", zipped(layer(), tmp_path, prj=wrong), sharp(), crs="EPSG:5897")
    assert len(answered.rows) == 1


def test_a_prj_that_says_wgs84_utm_is_doubted_where_the_place_cannot_tell(tmp_path):
    wrong = PRJ.format(name="WGS_1984_UTM_Zone_48N", geo="GCS_WGS_1984", datum="D_WGS_1984", shift="", meridian=105, scale=0.9996)  # fmt: skip
    package = make_package()
    hanoi = replace(package, about=replace(package.about, province_vi="Hà Nội"))
    reading = read("a.zip", zipped(layer(), tmp_path, prj=wrong), hanoi)
    (found,) = [one for one in reading.findings if one.rule == "gis.crs-usual-slip"]
    assert (
        "105°00' (EPSG:5897) in truth, shapes are 7" in found.message.en or "shapes are 8" in found.message.en
    )


def test_without_a_prj_the_place_decides_or_it_is_asked(tmp_path):
    content = zipped(layer(), tmp_path, prj=None)
    assert [one.name for one in read("a.zip", content).questions] == ["crs"]
    taken = read("a.zip", content, sharp())
    assert_forty_ha(taken)
    assert "EPSG:5897" in said(taken)


def test_metres_in_geojson_are_told_and_asked_about():
    content = json.dumps(
        {"type": "Feature", "properties": {"id": "south"}, "geometry": FORTY_HA.__geo_interface__}
    )
    reading = read("a.geojson", content.encode())
    assert reading.questions[0].name == "crs" and "gis.crs-doubtful" in rules(reading)


def test_swapped_longitude_and_latitude_are_told():
    turned = transform(layer().to_crs(4326).geometry[0], lambda at: at[:, ::-1])
    content = json.dumps(
        {"type": "Feature", "properties": {"id": "south"}, "geometry": turned.__geo_interface__}
    )
    assert "gis.crs-swapped" in rules(read("a.geojson", content.encode()))


BOWTIE = Polygon([(X, Y), (X + 400, Y + 400), (X + 400, Y), (X, Y + 400)])


def test_an_invalid_shape_is_explained_and_repaired_only_with_consent(tmp_path):
    content = written(layer(BOWTIE), ".gpkg", tmp_path)
    asked = read("a.gpkg", content)
    (found,) = [one for one in asked.findings if one.rule == "gis.invalid"]
    assert "the outline crosses itself at 583200" in found.message.en and found.place.feature == 1
    assert (
        asked.questions[0].name == "repair"
        and "0.0000 ha becomes 8.0000 ha" in asked.questions[0].choices[0].why.en
    )
    mended = read("a.gpkg", content, repair="yes")
    assert "gis.repaired" in rules(mended)
    assert geodesic_area_ha(shape(mended.rows[0].content["geometry"])) == pytest.approx(8, rel=0.001)


def test_empty_shapes_points_and_slivers_are_told(tmp_path):
    sliver = MultiPolygon([FORTY_HA, box(X + 2000, Y, X + 2001, Y + 5)])
    made = layer(sliver, Point(X, Y), None, id=["south", "north", "west"])
    reading = read("a.gpkg", written(made, ".gpkg", tmp_path))
    found = {one.rule: one for one in reading.findings}
    assert {"gis.sliver", "gis.not-area", "gis.empty"} <= set(found)
    assert "1 parts smaller than 10 m², 5.00 m² together" in found["gis.sliver"].message.en
    assert (found["gis.not-area"].place.feature, found["gis.empty"].place.feature) == (2, 3)


def test_a_feature_of_no_known_cluster_is_asked_about(tmp_path):
    content = written(layer(name=["Sout"]), ".gpkg", tmp_path)
    reading = read("a.gpkg", content)
    assert "gis.unmatched" in rules(reading)
    assert (reading.questions[0].name, reading.questions[0].proposed) == ("cluster", "south")
    assert read("a.gpkg", content, cluster="south").rows[0].content["id"] == "south"


def test_several_features_each_have_a_question_of_their_own(tmp_path):
    other = box(X, Y + 2000, X + 100, Y + 2100)
    content = written(layer(FORTY_HA, other, name=["??", "South"]), ".gpkg", tmp_path)
    reading = read("a.gpkg", content)
    assert [one.name for one in reading.questions] == ["cluster.1"]
    assert "gis.twice" in rules(read("a.gpkg", content, **{"cluster.1": "south"}))


def test_without_a_decision_the_outline_is_digitised_and_says_from_what(tmp_path):
    content = written(layer(), ".gpkg", tmp_path)
    assert [one.name for one in read("a.gpkg", content, decision_no="").questions] == ["decision_no"]
    reading = read("a.gpkg", content, decision_no="", source_title="Bản đồ hiện trạng 2024")
    assert reading.rows[0].content["boundary_quality"] == "digitised"
    assert reading.sources[0].title == "Bản đồ hiện trạng 2024"


def test_an_outline_outside_its_commune_is_told(tmp_path):
    content = written(layer(box(X, Y + 5000, X + 400, Y + 5400)), ".gpkg", tmp_path)
    reading = read_gis([Brought("a.gpkg", content)], make_package(), {**ANSWERS, "crs": "EPSG:5897"}, wards())
    assert "coordinates.not-in-commune" in rules(reading)


A, B = box(X, Y, X + 500, Y + 400), box(X + 500, Y, X + 1000, Y + 400)


def lots(*shapes, **options):
    columns = {
        "lo": [f"A{n}" for n in range(1, len(shapes) + 1)],
        "trang_thai": ["Đã cho thuê", "Còn trống", *["?!"] * len(shapes)][: len(shapes)],
    }
    content = layer(*shapes, **columns).to_crs(4326).to_json(drop_id=True).encode()
    return read("a.geojson", content, sharp(), layer="lots", cluster="south", **options)


def test_lots_become_rows_and_outlines():
    reading = lots(A, B)
    assert not reading.has_errors()
    assert [(row.table, row.content["id"]) for row in reading.rows] == [
        ("lots", "south-a1"), ("lot_outlines", "south-a1"), ("lots", "south-a2"), ("lot_outlines", "south-a2")
    ]  # fmt: skip
    first = reading.rows[0].content
    assert (first["cluster_id"], first["status"], first["boundary_quality"]) == (
        "south",
        "leased",
        "digitised",
    )
    assert first["area_ha"] == pytest.approx(20, abs=0.01)
    assert reading.rows[2].content["status"] == "ready"
    assert "2 lots, 40.00" in said(reading)


def test_lots_beyond_their_cluster_are_cut_with_consent_only():
    beyond = box(X + 500, Y, X + 1100, Y + 400)
    asked = lots(A, beyond)
    (found,) = [one for one in asked.findings if one.rule == "gis.lot-outside"]
    assert found.message.en.startswith("4.00") and [one.name for one in asked.questions] == ["cut"]
    cut = lots(A, beyond, cut="yes")
    assert "gis.lot-cut" in rules(cut) and cut.questions == ()
    assert cut.rows[2].content["area_ha"] == pytest.approx(20, abs=0.01)


def test_overlaps_and_gaps_of_lots_are_told_in_hectares():
    found = next(
        one for one in lots(A, box(X + 400, Y, X + 1000, Y + 400)).findings if one.rule == "gis.lots-overlap"
    )
    assert "lots A1 and A2 overlap by 4.00" in found.message.en
    holed = Polygon(A.exterior, [box(X + 100, Y + 100, X + 120, Y + 110).exterior])
    gap = next(one for one in lots(holed, B).findings if one.rule == "gis.lots-gap")
    assert "a gap of 0.0200 ha" in gap.message.en


def test_a_state_that_is_not_understood_becomes_unknown_and_is_told():
    third = box(X, Y + 300, X + 1000, Y + 400)
    reading = lots(box(X, Y, X + 500, Y + 300), box(X + 500, Y, X + 1000, Y + 300), third)
    assert "gis.lot-status" in rules(reading) and reading.rows[4].content["status"] == "unknown"


def test_layers_of_a_drawing_tell_the_state_of_its_lots():
    content = drawing(rectangle(500, 400), layer_name="DA_CHO_THUE")
    reading = read("a.dxf", content, sharp(), layer="lots", cluster="south", crs="EPSG:5897")
    assert reading.rows[0].content["status"] == "leased" and reading.rows[0].content["id"] == "south-south"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.geojson", b"{"), ("a.geojson", b'{"features": 5}'), ("a.gpkg", b"SQLite format 3\0" + b"x" * 900), ("a.fgb", b"fgb\x03junk"),
     ("a.parquet", b"PAR1junkPAR1"), ("a.kml", b"<kml><Placemark></kml"), ("a.dxf", b"0\nSECTION\n2\nENTITIES\n0\nLWPOLY"),
     ("a.zip", b"PK\x03\x04junk"), ("a.pdf", b"%PDF-1.7"), ("a.shp", b"\0\0\x27\x0a" + b"\0" * 200), ("a.geojson", b""),
     ("a.kml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><kml>&a;</kml>")],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_damaged_or_hostile_is_refused_as_a_whole(name, content):
    try:
        reading = read(name, content)
    except IntakeError as error:
        assert isinstance(error, RefusedError) and error.message.vi and error.suggestion.en
    else:
        assert reading.rows == () and reading.has_errors()


def test_the_line_around_all_lots_is_no_lot():
    around = box(X, Y, X + 1000, Y + 400)
    reading = lots(around, *(box(X + 250 * n, Y, X + 250 * (n + 1), Y + 400) for n in range(4)))
    assert "gis.lots-overlap" not in rules(reading)
    assert len([row for row in reading.rows if row.table == "lots"]) == 4
    assert "4 lots is an outline" in said(reading)
