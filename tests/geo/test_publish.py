import json
import shutil
from contextlib import nullcontext
from datetime import date

import pytest

from geo.boundaries import import_boundaries, load_boundaries, with_outlines
from geo.errors import DataError, IntakeError, SourceError
from geo.package import write_package
from geo.publish import SNAPSHOTS, is_published, publish
from geo.snapshot import open_snapshot
from tests.geo.conftest import square

TODAY = date(2026, 11, 22)
KM = 1000.0


@pytest.fixture
def folder(tmp_path, package):
    write_package(package, tmp_path / "package")
    return tmp_path / "package"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def test_a_package_becomes_a_snapshot_with_its_reports(folder, home):
    snapshot = publish(folder, home, TODAY)
    assert len(snapshot.collections["clusters"]) == 3
    assert len(snapshot.collections["facts"]) == 17
    assert snapshot.about["title_vi"] == "Tỉnh thử"
    accounts = {account["line"]: account for account in snapshot.reports["totals"]["accounts"]}
    assert accounts["workers"]["reported"]["amount"] == 300
    assert {breach["rule"] for breach in snapshot.reports["breaches"]} >= {"contradiction"}


def test_the_year_2024_is_held_against_the_reports_of_2024(folder, home):
    facts = folder / "facts.csv"
    later = "f00099,north,workers,999,999.0,999.0,exact,lao động,2025,,2025-12-14,press,high,cluster,"
    facts.write_text(facts.read_text(encoding="utf-8") + later + "\n", encoding="utf-8")
    snapshot = publish(folder, home, TODAY)
    assert snapshot.collections["clusters"].record(0)["workers"] == 999
    accounts = {account["line"]: account for account in snapshot.reports["totals"]["accounts"]}
    assert accounts["workers"]["reported"]["amount"] == 300


def test_what_is_published_is_known_until_anything_changes(folder, home):
    assert not is_published(folder, home)
    publish(folder, home, TODAY)
    assert is_published(folder, home)
    clusters = folder / "clusters.csv"
    clusters.write_text(
        clusters.read_text(encoding="utf-8").replace("North Industrial", "Northern Industrial")
    )
    assert not is_published(folder, home)


@pytest.mark.parametrize("file", ["facts.csv", "outlines.geojson", "datapackage.json", "clusters.csv"])
def test_a_damaged_or_missing_file_leaves_what_is_served(folder, home, file):
    served = publish(folder, home, TODAY).revision
    (folder / file).write_text("nonsense")
    with pytest.raises(DataError, match=file):
        publish(folder, home, TODAY)
    (folder / file).unlink()
    with pytest.raises(SourceError, match=file):
        publish(folder, home, TODAY)
    assert open_snapshot(home / SNAPSHOTS).revision == served


def wards_file(path, *features):
    path.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": properties,
                        "geometry": shape.__geo_interface__ if shape else None,
                    }
                    for properties, shape in features
                ],
            }
        )
    )
    return path


NORTH, SOUTH = square(105.70, 21.05, 10 * KM), square(105.70, 20.90, 10 * KM)


def take(kind, file, package, home):
    units = package.tables[f"admin_{kind}"]
    return import_boundaries(
        kind, file, units, home, bbox=package.about.bbox, credit="© test", licence="ODbL-1.0"
    )


def test_ward_outlines_are_matched_by_code_or_name_and_kept_with_their_credit(
    tmp_path, package, home, folder
):
    file = wards_file(tmp_path / "wards.geojson", ({"code": "00001"}, NORTH), ({"name": "xã NAM"}, SOUTH))
    imported = take("wards", file, package, home)
    assert (imported.units, imported.missing) == (2, ())
    assert imported.area_km2 == pytest.approx(200, rel=1e-3)
    kept = load_boundaries(home)["wards"]
    assert kept.credit == "© test (ODbL-1.0)"
    assert kept.layer["code"].tolist() == ["00001", "00002"]
    wards = publish(folder, home, TODAY).collections["wards"].records()
    assert [ward["boundary_credit"] for ward in wards] == ["© test (ODbL-1.0)"] * 2


def test_imported_outlines_are_at_hand_where_a_package_brings_none(tmp_path, package, home):
    file = wards_file(tmp_path / "w.geojson", ({"code": "00001"}, NORTH), ({"code": "00002"}, SOUTH))
    take("wards", file, package, home)
    layers = with_outlines(package, home).layers
    assert layers["ward_outlines"]["code"].tolist() == ["00001", "00002"]
    assert layers["outlines"] is package.layers["outlines"]


def test_imported_outlines_make_the_snapshot_be_published_anew(tmp_path, package, home, folder):
    publish(folder, home, TODAY)
    take(
        "wards",
        wards_file(tmp_path / "w.geojson", ({"code": "00001"}, NORTH), ({"code": "00002"}, SOUTH)),
        package,
        home,
    )
    assert not is_published(folder, home)


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ([({"code": "00001"}, NORTH)], "no outline for 1 wards: 00002"),
        ([({"code": "00001"}, NORTH), ({"code": "00001"}, SOUTH)], "stands already in feature 1"),
        ([({"code": "77777", "name": "Mặt Trăng"}, NORTH), ({"code": "00002"}, SOUTH)], "feature 1: neither"),
        ([({"code": "00001"}, NORTH), ({"code": "00002"}, None)], "feature 2: expected a valid polygon"),
        ([({"code": "00001"}, NORTH), ({"code": "00002"}, square(105.7, 20.9, 5 * KM))], "total area"),
    ],
    ids=["missing", "twice", "unknown", "no polygon", "too small"],
)
def test_a_file_at_fault_is_refused_with_every_problem_and_changes_nothing(
    tmp_path, package, home, features, expected
):
    with pytest.raises(IntakeError, match=expected):
        take("wards", wards_file(tmp_path / "wards.geojson", *features), package, home)
    assert load_boundaries(home) == {}


@pytest.mark.parametrize(
    ("share", "taken"), [(0.9935, False), (0.9945, True), (1.0025, True), (1.0035, False)]
)
def test_wards_must_add_up_to_the_area_of_the_table(tmp_path, package, home, share, taken):
    side = 10 * KM * share**0.5
    north, south = square(105.70, 21.05, side), square(105.70, 20.90, side)
    file = wards_file(tmp_path / "wards.geojson", ({"code": "00001"}, north), ({"code": "00002"}, south))
    with nullcontext() if taken else pytest.raises(IntakeError, match="total area"):
        take("wards", file, package, home)
    assert bool(load_boundaries(home)) == taken


def test_a_file_that_is_no_geojson_is_refused(tmp_path, package, home):
    (tmp_path / "x.geojson").write_text("PK")
    with pytest.raises(IntakeError, match="not JSON"):
        take("wards", tmp_path / "x.geojson", package, home)


def test_districts_may_be_missing_and_are_named(tmp_path, package, home):
    file = wards_file(tmp_path / "d.geojson", ({"name_vi": "Từ Liêm"}, SOUTH), ({"name_vi": "Đông"}, NORTH))
    imported = take("districts", file, package, home)
    assert (imported.units, imported.missing, imported.left_out) == (1, (), (1,))


def test_outlines_that_lost_their_credit_are_refused(tmp_path, package, home):
    take("districts", wards_file(tmp_path / "d.geojson", ({"code": "001"}, NORTH)), package, home)
    kept = home / "boundaries" / "districts.geojson"
    kept.write_text(kept.read_text().replace('"credit"', '"thanks"'))
    with pytest.raises(SourceError, match="credit"):
        load_boundaries(home)


def test_outlines_inside_the_package_are_used_as_a_simulated_one_brings_them(folder, home):
    wards = wards_file(
        folder / "ward_outlines.geojson",
        ({"id": "00001", "code": "00001"}, NORTH),
        ({"id": "00002", "code": "00002"}, SOUTH),
    )
    assert wards.exists()
    records = publish(folder, home, TODAY).collections["wards"].records()
    assert [ward["boundary_quality"] for ward in records] == ["digitised", "digitised"]


def test_a_copy_of_the_package_elsewhere_is_the_same_package(folder, home, tmp_path):
    publish(folder, home, TODAY)
    shutil.copytree(folder, tmp_path / "copy")
    assert is_published(tmp_path / "copy", home)
