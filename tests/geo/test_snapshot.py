import json

import numpy as np
import pytest
from geopandas import GeoDataFrame
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo.bbox import BBox
from geo.errors import ClusterNotFoundError, QueryError, SourceError
from geo.formats.delimited import to_csv
from geo.formats.offered import export_collection, extract_all
from geo.geojson import read_geojson
from geo.interval import Interval
from geo.schema import number, text
from geo.select import Query, select_rows
from geo.snapshot import Frozen, find_current, freeze, open_snapshot
from tests.geo.conftest import square

ABOUT = {"credits": ["test"], "simulated": False, "boundary_credits": {"wards": "© test (ODbL-1.0)"}}
COLUMNS = {
    column.name: column
    for column in (
        text("id", "", ""),
        text("status", "", "", enum=("active", "planned")),
        number("area_ha", "", ""),
        number("workers", "", ""),
    )
}


@pytest.fixture
def layer():
    """A square at 105.80 21.10 of 100 m, a point at 105.90 21.00, and a feature without a place."""
    return GeoDataFrame(
        {
            "id": ["square", "point", "nowhere"],
            "status": ["active", "planned", "active"],
            "area_ha": [1.0, None, 3.5],
            "workers": [None, None, None],
            "valid_from": [None, "2025-07-01", "2020-01-01"],
            "valid_to": ["2025-06-30", None, None],
        },
        geometry=[square(105.80, 21.10, 100), Point(105.9, 21.0), None],
        crs=4326,
    )


@pytest.fixture
def home(tmp_path):
    return tmp_path / "snapshots"


@pytest.fixture
def frozen(home, layer) -> Frozen:
    return freeze(home, {"clusters": layer}, ABOUT, {}, "x").collections["clusters"]


def names(frozen, query):
    ids = frozen.columns["id"].to_pylist()
    return [ids[row] for row in select_rows(frozen, query, COLUMNS)]


def test_what_is_frozen_reads_back(frozen, layer):
    assert len(frozen) == 3
    assert frozen.records()[0]["area_ha"] == 1.0
    assert frozen.records()[1]["area_ha"] is None
    assert frozen.geometries(np.array([0]))[0].equals(layer.geometry[0])
    assert json.loads(frozen.feature(2))["geometry"] is None
    assert json.loads(frozen.feature(0))["id"] == "square"
    assert frozen.extent == pytest.approx((105.8, 21.0, 105.9, 21.1009), abs=1e-3)


def test_a_feature_is_found_by_id_or_not_at_all(frozen):
    assert frozen.get_row("point") == 1
    with pytest.raises(ClusterNotFoundError, match="'atlantis'"):
        frozen.get_row("atlantis")


def test_the_same_layers_make_the_same_revision_and_others_another(home, layer):
    first = freeze(home, {"clusters": layer}, ABOUT, {}, "x").revision
    assert freeze(home, {"clusters": layer}, ABOUT, {}, "y").revision == first
    assert freeze(home, {"clusters": layer.iloc[:2]}, ABOUT, {}, "x").revision != first
    assert freeze(home, {"clusters": layer}, ABOUT | {"simulated": True}, {}, "x").revision != first


def test_an_empty_collection_is_a_collection(home, layer):
    empty = freeze(home, {"clusters": layer.iloc[:0]}, ABOUT, {}, "x").collections["clusters"]
    assert len(empty) == 0
    assert empty.extent is None
    assert names(empty, Query(BBox(0, 0, 180, 90), equal={"status": "active"})) == []


def test_a_damaged_or_missing_file_is_refused_and_named(home, layer):
    folder = freeze(home, {"clusters": layer}, ABOUT, {}, "x").folder
    features = folder / "clusters.features"
    whole = features.read_bytes()
    features.write_bytes(whole.replace(b"square", b"circle"))
    with pytest.raises(SourceError, match=r"clusters\.features .* damaged"):
        open_snapshot(home)
    features.unlink()
    with pytest.raises(SourceError, match=r"lacks clusters\.features"):
        open_snapshot(home)


def test_publishing_again_mends_a_damaged_snapshot(home, layer):
    folder = freeze(home, {"clusters": layer}, ABOUT, {}, "x").folder
    (folder / "clusters.features").write_bytes(b"")
    freeze(home, {"clusters": layer}, ABOUT, {}, "x")
    assert len(open_snapshot(home).collections["clusters"]) == 3


def test_nothing_published_is_said(home):
    assert find_current(home) is None
    with pytest.raises(SourceError, match="nothing is published"):
        open_snapshot(home)


def test_a_folder_that_cannot_be_written_is_said(tmp_path, layer):
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match="cannot write the snapshot"):
        freeze(tmp_path / "file", {"clusters": layer}, ABOUT, {}, "x")


def test_a_failure_while_freezing_leaves_what_is_served(home, layer, monkeypatch):
    served = freeze(home, {"clusters": layer}, ABOUT, {}, "x").revision
    broken = layer.assign(status=[object(), object(), object()])
    with pytest.raises(TypeError):
        freeze(home, {"clusters": broken}, ABOUT, {}, "x")
    assert open_snapshot(home).revision == served
    assert sorted(path.name for path in home.iterdir()) == sorted(["current", served])


def test_a_reader_keeps_its_files_when_later_revisions_push_its_own_out(home, layer):
    freeze(home, {"clusters": layer}, ABOUT, {}, "x")
    reader = open_snapshot(home)
    for step in range(5):
        freeze(home, {"clusters": layer.assign(area_ha=float(step))}, ABOUT, {}, "x")
    assert not reader.folder.exists()
    assert json.loads(reader.collections["clusters"].feature(0))["id"] == "square"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), ["square", "point", "nowhere"]),
        (Query(BBox(105.85, 20.9, 105.95, 21.05)), ["point"]),
        (Query(BBox(105.0, 20.0, 106.0, 22.0)), ["square", "point"]),
        (Query(BBox(105.9, 21.0, 106.0, 21.5)), ["point"]),
        (Query(BBox(170.0, -90.0, 105.85, 90.0)), ["square"]),
        (Query(BBox(0, 0, 1, 1)), []),
        (Query(equal={"status": "active"}), ["square", "nowhere"]),
        (Query(equal={"area_ha": "3.5"}), ["nowhere"]),
        (Query(equal={"area_ha": "1", "status": "planned"}), []),
        (Query(equal={"workers": "1"}), []),
        (Query(days=Interval.parse("2025-07-01")), ["point", "nowhere"]),
        (Query(days=Interval.parse("2025-06-30")), ["square", "nowhere"]),
        (Query(days=Interval.parse("../2019-12-31")), ["square"]),
        (Query(days=Interval.parse("2025-06-30/2025-07-01")), ["square", "point", "nowhere"]),
    ],
)
def test_a_question_selects_what_it_asks_for(frozen, query, expected):
    assert names(frozen, query) == expected


def test_a_diagonal_shape_is_asked_exactly_and_not_by_its_bounds(home, layer):
    triangle = layer.iloc[:1].assign(id=["triangle"])
    triangle.geometry = triangle.geometry.map(lambda shape: type(shape)(list(shape.exterior.coords)[:3]))
    frozen = freeze(home, {"clusters": triangle}, ABOUT, {}, "x").collections["clusters"]
    west, south, _, north = triangle.total_bounds
    corner = BBox(west, north - 1e-5, west + 1e-5, north)
    assert south < corner.south
    assert names(frozen, Query(corner)) == []


@pytest.mark.parametrize(
    ("equal", "message"),
    [({"status": "sunk"}, "expected one of active, planned"), ({"area_ha": "x"}, "expected a number"),
     ({"area_ha": "nan"}, "expected a number"), ({"nonsense": "1"}, "no property 'nonsense'")],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused(frozen, equal, message):
    with pytest.raises(QueryError, match=message):
        select_rows(frozen, Query(equal=equal), COLUMNS)


@given(st.integers(-180, 179), st.integers(-90, 89), st.integers(1, 90), st.integers(1, 90))
def test_boxes_agree_with_geometry(west, south, width, height):
    import tempfile
    from pathlib import Path

    points = [Point(lon, lat) for lon in range(-180, 180, 30) for lat in range(-80, 90, 20)]
    layer = GeoDataFrame({"id": [str(n) for n in range(len(points))]}, geometry=points, crs=4326)
    box = BBox(west, south, min(west + width, 180), min(south + height, 90))
    with tempfile.TemporaryDirectory() as folder:
        frozen = freeze(Path(folder), {"clusters": layer}, ABOUT, {}, "x").collections["clusters"]
        rows = select_rows(frozen, Query(box), COLUMNS)
    inside = [box.west <= p.x <= box.east and box.south <= p.y <= box.north for p in points]
    assert rows.tolist() == np.flatnonzero(inside).tolist()


def test_the_geojson_file_reads_back_with_its_provenance(home, layer, tmp_path):
    snapshot = freeze(home, {"clusters": layer}, ABOUT, {}, "x")
    path = tmp_path / "clusters.geojson"
    path.write_bytes(export_collection(snapshot, "clusters", "geojson"))
    assert read_geojson(path)["id"].tolist() == ["square", "point", "nowhere"]
    body = json.loads(path.read_bytes())
    assert body["revision"] == snapshot.revision
    assert body["license"] == "CC-BY-4.0"
    assert body["bbox"] == pytest.approx([105.8, 21.0, 105.9, 21.1009], abs=1e-3)
    assert "simulated" not in body


def test_imported_outlines_keep_a_licence_of_their_own(home, layer):
    snapshot = freeze(home, {"clusters": layer, "wards": layer}, ABOUT, {}, "x")
    wards = json.loads(export_collection(snapshot, "wards", "geojson"))
    assert wards["license"] == "figures: CC-BY-4.0; outlines: © test (ODbL-1.0)"
    assert wards["attribution"] == "test; © test (ODbL-1.0)"
    assert json.loads(export_collection(snapshot, "clusters", "geojson"))["license"] == "CC-BY-4.0"


def test_a_simulated_file_says_so(home, layer):
    snapshot = freeze(home, {"clusters": layer}, ABOUT | {"simulated": True}, {}, "x")
    body = json.loads(export_collection(snapshot, "clusters", "geojson"))
    assert body["simulated"] is True
    assert body["notice"].startswith("SIMULATED")


def test_an_unknown_collection_is_refused(home, layer):
    with pytest.raises(QueryError, match="no collection 'moon'"):
        export_collection(freeze(home, {"clusters": layer}, ABOUT, {}, "x"), "moon", "csv")


def test_csv_opens_in_a_spreadsheet_and_defuses_formulas(home, layer):
    evil = layer.assign(status=["=1+1", "@x", "đất"])
    snapshot = freeze(home, {"clusters": evil}, ABOUT, {}, "x")
    lines = to_csv(extract_all(snapshot, "clusters")).split("\r\n")
    assert lines[0].startswith("\ufeffid,status,area_ha")
    assert lines[0].endswith(",WKT")
    assert lines[1].startswith("square,'=1+1,1.0,")
    assert "POLYGON" in lines[1]
    assert lines[2].startswith("point,'@x,,")
    assert lines[3].startswith("nowhere,đất,3.5,")
    assert lines[3].endswith(",")


def test_a_table_without_places_has_no_geometry_column(home, layer):
    bare = layer.assign(geometry=[None, None, None])
    snapshot = freeze(home, {"observations": bare, "clusters": bare}, ABOUT, {}, "x")
    assert "WKT" not in to_csv(extract_all(snapshot, "observations"))
    assert "WKT" in to_csv(extract_all(snapshot, "clusters"))


def test_a_snapshot_of_another_version_is_refused_and_made_anew(home, layer):
    folder = freeze(home, {"clusters": layer}, ABOUT, {}, "x").folder
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps(meta | {"layout": 1, "collections": ["clusters"]}))
    with pytest.raises(SourceError, match="another version; publish again"):
        open_snapshot(home)
    freeze(home, {"clusters": layer}, ABOUT, {}, "x")
    assert len(open_snapshot(home).collections["clusters"]) == 3
