"""A worker between requests: it takes up a new snapshot, and keeps the last good one."""

import logging
import shutil
from datetime import date
from pathlib import Path

import pytest

from geo.delivered import PACKAGE
from geo.errors import SourceError
from geo.package import read_package, write_package
from geo.publish import SNAPSHOTS, publish
from geo.snapshot import CURRENT, find_current
from webmap import create_app
from webmap.api import items
from webmap.settings import Settings

TODAY = date(2026, 11, 22)


@pytest.fixture
def home(tmp_path, published_home) -> Path:
    return Path(shutil.copytree(published_home, tmp_path / "home"))


def revision(client):
    return client.get("/api/").get_json()["revision"]


def publish_fewer(tmp_path, home):
    package = read_package(PACKAGE)
    facts = package.tables["facts"]
    package.tables["facts"] = facts[facts["field"] != "workers"]
    write_package(package, tmp_path / "fewer")
    return publish(tmp_path / "fewer", home, TODAY).revision


def test_a_new_snapshot_is_taken_up_at_the_next_request(home, tmp_path):
    client = create_app(Settings(home=home)).test_client()
    before = revision(client)
    after = publish_fewer(tmp_path, home)
    assert revision(client) == after != before


def test_a_damaged_snapshot_is_refused_and_the_last_good_one_serves_on(home, tmp_path, caplog):
    client = create_app(Settings(home=home)).test_client()
    before = revision(client)
    publish_fewer(tmp_path, home)
    damaged = find_current(home / SNAPSHOTS)
    (damaged / "clusters.arrow").write_bytes(b"nonsense")
    with caplog.at_level(logging.ERROR):
        assert revision(client) == before
    assert "is refused" in caplog.text


def test_an_app_without_anything_published_does_not_start(tmp_path):
    with pytest.raises(SourceError, match="nothing is published"):
        create_app(Settings(home=tmp_path))


def test_a_pointer_to_nowhere_does_not_start_either(home):
    (home / SNAPSHOTS / CURRENT).write_text("gone")
    with pytest.raises(SourceError, match="nothing is published"):
        create_app(Settings(home=home))


def test_a_publish_in_the_middle_of_a_request_does_not_mix_two_revisions(home, tmp_path, monkeypatch):
    client = create_app(Settings(home=home)).test_client()
    before = revision(client)
    select = items.select_rows

    def publish_and_select(*arguments):
        publish_fewer(tmp_path, home)
        return select(*arguments)

    monkeypatch.setattr(items, "select_rows", publish_and_select)
    body = client.get("/api/collections/clusters/items?limit=1000").get_json()
    assert body["revision"] == before
    assert sum(feature["properties"]["workers"] is not None for feature in body["features"]) == 2
    assert revision(client) != before
