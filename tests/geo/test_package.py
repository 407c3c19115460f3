import json
from dataclasses import replace

import frictionless
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon

from geo.errors import CRSError, DataError, SourceError
from geo.geojson import read_geojson, to_feature, to_geometry, to_plain_value, write_geojson
from geo.package import TABLES, checksum, empty_layer, read_package, write_package
from tests.geo.conftest import make_package, square


@pytest.fixture
def folder(tmp_path, package):
    write_package(package, tmp_path / "package")
    return tmp_path / "package"


def test_a_package_reads_back_as_it_was_written(folder, package):
    again = read_package(folder)
    assert again.about == package.about
    for name, table in package.tables.items():
        read = again.tables[name]
        pd.testing.assert_frame_equal(read.astype(object).where(read.notna(), None), table)
    assert again.layers["outlines"].geometry[0].equals_exact(package.layers["outlines"].geometry[0], 1e-6)
    assert again.layers["outlines"].geometry[2] is None


def test_the_same_package_gives_the_same_bytes(folder, package, tmp_path):
    write_package(package, tmp_path / "again")
    assert checksum(tmp_path / "again") == checksum(folder)
    assert {p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()} == {
        p.name: p.read_bytes() for p in folder.iterdir()
    }


def test_it_validates_with_a_public_validator(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])


def test_the_descriptor_gives_type_unit_and_constraint_of_every_column(folder):
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    for name, table in ((name, table) for name, table in TABLES.items() if table.always):
        fields = resources[name]["schema"]["fields"]
        assert [field["name"] for field in fields] == table.names()
        assert all(field["type"] and field["title"] and field["title_en"] for field in fields)
        assert resources[name]["licenses"]
    area = next(f for f in resources["lots"]["schema"]["fields"] if f["name"] == "area_ha")
    assert area["unit"] == "ha"
    assert area["constraints"] == {"minimum": 0.0}
    assert descriptor["credits"] == ["thử"]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "facts.csv",
            ",20,20.0,20.0,exact,",
            ",20,x,20.0,exact,",
            ["facts.csv", "row 2", "column value_min"],
        ),
        ("clusters.csv", ",active,", ",asleep,", ["clusters.csv", "row 2", "column status"]),
        ("facts.csv", "f00001,north", "f00001,atlantis", ["facts.csv", "row 2", "cluster_id"]),
        ("facts.csv", "f00001,", "f00002,", ["facts.csv", "row 3", "id"]),
        ("clusters.csv", "north,Cụm", ",Cụm", ["clusters.csv", "row 2", "column id"]),
        ("clusters.csv", "id,name_vi", "id,ten", ["clusters.csv", "column name_vi"]),
    ],
    ids=["no number", "unknown word", "unknown cluster", "same id twice", "empty id", "renamed column"],
)
def test_a_damaged_table_is_refused_with_file_row_and_column(folder, file, old, new, expected):
    path = folder / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_package(folder)
    assert all(part in str(caught.value) for part in expected), str(caught.value)


@pytest.mark.parametrize("file", ["facts.csv", "outlines.geojson", "datapackage.json"])
def test_a_missing_file_is_named(folder, file):
    (folder / file).unlink()
    with pytest.raises(SourceError, match=file):
        read_package(folder)


@pytest.mark.parametrize(
    ("file", "body", "expected"),
    [
        ("datapackage.json", "{", "no descriptor"),
        ("datapackage.json", "{}", "no descriptor"),
        ("outlines.geojson", "{", "not JSON"),
        ("outlines.geojson", "[]", "not a GeoJSON FeatureCollection"),
        ("outlines.geojson", '{"features":[{"properties":{},"geometry":{"type":"Point"}}]}', "feature 1"),
        (
            "outlines.geojson",
            '{"features":[],"crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::5897"}}}',
            "5897",
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named(folder, file, body, expected):
    (folder / file).write_text(body)
    with pytest.raises(DataError, match=expected):
        read_package(folder)


def test_a_stated_crs_that_is_the_right_one_passes(tmp_path):
    path = tmp_path / "x.geojson"
    path.write_text('{"features":[],"crs":{"properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}}')
    assert read_geojson(path).empty
    path.write_text('{"features":[],"crs":"EPSG:5897"}')
    with pytest.raises(CRSError):
        read_geojson(path)


def test_every_file_of_a_simulated_package_says_so(tmp_path, package):
    simulated = replace(package, about=replace(package.about, simulated=True))
    write_package(simulated, tmp_path)
    for path in tmp_path.iterdir():
        assert "simulated" in path.read_text(encoding="utf-8").lower(), path.name
    assert set(read_package(tmp_path).tables["clusters"]["simulated"]) == {"SIMULATED"}


def test_the_checksum_follows_every_file_it_counts(folder):
    before = checksum(folder)
    (folder / "README.md").write_text("no data")
    assert checksum(folder) == before
    (folder / "facts.csv").write_text((folder / "facts.csv").read_text() + "\n")
    assert checksum(folder) != before


def test_geojson_rounds_orients_and_keeps_null():
    clockwise = Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    assert to_geometry(clockwise)["coordinates"][0][1] == [1.0, 0.0]
    assert to_geometry(Point(1.123456789, 2))["coordinates"] == [1.1234568, 2.0]
    assert to_geometry(MultiPolygon([clockwise]))["type"] == "MultiPolygon"
    assert to_geometry(Polygon()) is None
    assert to_feature("a", None, {"x": float("nan"), "y": pd.NA})["properties"] == {"x": None, "y": None}


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), pd.NA, pd.NaT])
def test_every_kind_of_missing_is_null(value):
    assert to_plain_value(value) is None


@given(st.floats(105, 106), st.floats(20, 21), st.integers(10, 1000))
def test_a_layer_survives_its_file(lon, lat, side_m):
    import tempfile
    from pathlib import Path

    layer = empty_layer().reindex([0]).assign(id=["a"])
    layer.geometry = [square(lon, lat, side_m)]
    layer = layer.set_crs(4326, allow_override=True)
    with tempfile.TemporaryDirectory() as folder:
        write_geojson(layer, Path(folder) / "x.geojson")
        again = read_geojson(Path(folder) / "x.geojson")
    assert again.geometry[0].normalize().equals_exact(layer.geometry[0].normalize(), 1e-7)


def test_a_package_without_clusters_can_be_written_and_read(tmp_path):
    package = make_package()
    bare = {name: table.iloc[:0] for name, table in package.tables.items()}
    write_package(replace(package, tables=bare, layers={"outlines": empty_layer()}), tmp_path)
    assert read_package(tmp_path).tables["clusters"].empty


def broken_outlines(folder, **changes):
    """Rewrite the first outline of a package with other properties or another geometry."""
    path = folder / "outlines.geojson"
    body = json.loads(path.read_text(encoding="utf-8"))
    geometry = changes.pop("geometry", body["features"][0]["geometry"])
    body["features"][0]["properties"] |= changes
    body["features"][0]["geometry"] = geometry
    path.write_text(json.dumps(body), encoding="utf-8")


FAR = {"type": "Point", "coordinates": [905.8, 21.0]}
LINE = {"type": "LineString", "coordinates": [[105.8, 21.0], [105.9, 21.0]]}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": None}, "feature 1, property id: is missing"),
        ({"id": 7}, "feature 1, property id: 7 is not a text"),
        ({"id": "atlantis"}, "'atlantis' is not in clusters.csv"),
        ({"id": "south"}, "feature 2, property id: 'south' stands already in feature 1"),
        ({"id": "south"}, "no feature for 'north' (clusters.csv, row 2)"),
        (
            {"boundary_quality": "superb"},
            "feature 1, property boundary_quality: 'superb'; expected one of official",
        ),
        ({"place_basis": None}, "feature 1, property place_basis: is missing"),
        ({"position_accuracy_m": "5 m"}, "property position_accuracy_m: '5 m' is not a number"),
        ({"position_accuracy_m": -5}, "property position_accuracy_m: -5.0 is below 0"),
        ({"geometry": FAR}, "feature 1, geometry: 905.8, 21.0 to 905.8, 21.0 is outside the world"),
        ({"geometry": LINE}, "feature 1, geometry: LineString; expected Polygon or MultiPolygon or Point"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_outlines_are_checked_by_our_own_rules(folder, changes, expected):
    broken_outlines(folder, **changes)
    with pytest.raises(DataError) as caught:
        read_package(folder)
    assert expected in str(caught.value)


@pytest.mark.parametrize("name", ["lot_outlines", "ward_outlines", "district_outlines"])
def test_a_layer_whose_features_bear_nothing_is_refused(folder, name):
    body = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": None}],
    }
    (folder / f"{name}.geojson").write_text(json.dumps(body))
    with pytest.raises(DataError, match=f"{name}.geojson, feature 1, property id: is missing"):
        read_package(folder)


def test_a_descriptor_whose_box_is_no_box_is_refused(folder):
    path = folder / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace("105.0", '"a"'), encoding="utf-8")
    with pytest.raises(DataError, match="no descriptor"):
        read_package(folder)


def test_a_field_nobody_knows_is_refused(folder):
    path = folder / "facts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",workers,", ",nonsense,"), encoding="utf-8")
    with pytest.raises(DataError, match=r"facts\.csv, row 8, column field"):
        read_package(folder)


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [(",20,20.0,20.0,", ",20,NaN,20.0,", 2, "value_min"), (",20,20.0,20.0,", ",20,2_0,20.0,", 2, "value_min"),
     (",20,20.0,20.0,", ",20,INF,20.0,", 2, "value_min"),
     (",2018-05-01,decision", ",2018-5-1,decision", 2, "valid_until")],
)  # fmt: skip
def test_what_a_validator_lets_pass_but_is_no_value_is_refused_in_its_place(folder, old, new, row, column):
    path = folder / "facts.csv"
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=rf"facts\.csv, row {row}, column {column}"):
        read_package(folder)
