"""The whole package as one file: what is in it, that it is valid, and that it is always the same."""

from datetime import date
from zipfile import ZipFile

import frictionless
import pandas as pd
import pytest

from geo.bundle import BUNDLE
from geo.delivered import PACKAGE
from geo.errors import SourceError
from geo.package import checksum, write_package
from geo.publish import SNAPSHOTS, publish
from geo.snapshot import open_snapshot

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path, package):
    write_package(package, tmp_path / "package")
    return tmp_path / "package"


def unpack(snapshot, target):
    with ZipFile(snapshot.folder / BUNDLE) as packed:
        assert packed.testzip() is None
        packed.extractall(target)
    return target


def test_the_bundle_of_hanoi_is_the_package_and_valid(tmp_path, published_home):
    snapshot = open_snapshot(published_home / SNAPSHOTS)
    target = unpack(snapshot, tmp_path / "unpacked")
    (target / "dictionary.csv").rename(tmp_path / "dictionary.csv")
    assert checksum(target) == checksum(PACKAGE)
    report = frictionless.Package(str(target / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "message"])
    readme = (target / "README.md").read_text(encoding="utf-8")
    for expected in (snapshot.revision, "CC-BY-4.0", "MIT", "IIPMap", "facts.csv", "never means zero"):
        assert expected in readme


def test_the_same_package_gives_the_same_bytes_and_another_another_revision(tmp_path, folder):
    one, other = (publish(folder, tmp_path / home, TODAY) for home in ("one", "other"))
    assert (one.folder / BUNDLE).read_bytes() == (other.folder / BUNDLE).read_bytes()
    communes = folder / "admin_communes.csv"
    communes.write_text(communes.read_text() + "00001,A,Xã A,001,,,,,\n")
    changed = publish(folder, tmp_path / "one", TODAY)
    assert changed.revision != one.revision
    assert b"00001" in ZipFile(changed.folder / BUNDLE).read("admin_communes.csv")


def test_a_damaged_bundle_is_found_like_any_other_file(tmp_path, folder):
    snapshot = publish(folder, tmp_path / "home", TODAY)
    with (snapshot.folder / BUNDLE).open("ab") as file:
        file.write(b"x")
    with pytest.raises(SourceError, match=r"package\.zip .* damaged"):
        open_snapshot(tmp_path / "home" / "snapshots")


def test_the_bundle_holds_what_is_published_and_says_what_each_column_means(tmp_path, published_home):
    snapshot = open_snapshot(published_home / SNAPSHOTS)
    target = unpack(snapshot, tmp_path / "unpacked")
    clusters = pd.read_csv(target / "published" / "clusters.csv", dtype={"ward_code": str})
    frozen = snapshot.collections["clusters"]
    assert list(clusters) == frozen.property_names
    assert clusters["planned_area_ha"].sum() == pytest.approx(1459.253)
    meanings = pd.read_csv(target / "dictionary.csv").set_index(["collection", "column"])
    assert meanings.loc[("clusters", "budget_bn_vnd"), "unit"] == "10^9 VND"
    assert meanings.loc[("clusters", "stated_fill_rate_scope"), "allowed_values"] == "cluster | group"
    assert {name for _, name in meanings.loc[["clusters"]].index} == set(frozen.property_names)


def test_text_like_a_formula_is_defused_in_what_is_published_and_left_alone_in_the_package(tmp_path, folder):
    evil = "=HYPERLINK(1)"
    facts = folder / "facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("Công ty Tây", evil), encoding="utf-8")
    target = unpack(publish(folder, tmp_path / "home", TODAY), tmp_path / "unpacked")
    assert evil in pd.read_csv(target / "facts.csv")["value"].tolist()
    published = pd.read_csv(target / "published" / "clusters.csv")
    assert "'" + evil in published["developer"].tolist()
    assert (target / "published" / "clusters.csv").read_bytes().startswith(b"\xef\xbb\xbf")
