"""Records of the small package: in SQLite, or in the PostgreSQL database that ATLAS_TEST_DATABASE_URL names."""

import os
import shutil

import pytest
from sqlalchemy import MetaData, create_engine

from geo.changes import Action, Change
from geo.intake.reading import Source
from geo.package import Package
from geo.records.store import Records, open_records
from tests.geo.conftest import make_package

URL = os.environ.get("ATLAS_TEST_DATABASE_URL", "")
FORM = Source("form", "Biểu 02, Đông", "report")


def emptied(url: str) -> str:
    """Remove all tables of a database for tests."""
    if url:
        engine = create_engine(url)
        held = MetaData()
        held.reflect(engine)
        held.drop_all(engine)
        engine.dispose()
    return url


def new_fact(value: str, cluster_id: str = "south", field: str = "workers", key: str = "", **more) -> Change:
    """Add a fact as an import does: without an id, its source named by a key."""
    row = {
        "cluster_id": cluster_id, "field": field, "value": value, "value_min": float(value),
        "value_max": float(value), "qualifier": "exact", "unit": "lao động", "period": "2024",
        "source_id": "form", "scope": "cluster", **more,
    }  # fmt: skip
    return Change("facts", key, Action.ADDED, None, row)


def accept(records: Records, *changes: Change, based_on: int | None = None, **more):
    """Accept changes as Lan does."""
    return records.accept(changes, "Lan", "Biểu 02 kỳ 2024", based_on=based_on, sources=[FORM], **more)


def facts_at(records: Records, number: int) -> dict[str, str]:
    """Read the values of all facts at a revision, by id."""
    facts = records.package_at(number).tables["facts"]
    return dict(zip(facts["id"], facts["value"], strict=True))


@pytest.fixture(scope="session")
def first_home(tmp_path_factory):
    """A home whose record holds the small package: copied for each test, it is there at once."""
    home = tmp_path_factory.mktemp("first")
    opened = open_records(home)
    opened.adopt(make_package(), "server.py", "the package", "first")
    opened.close()
    return home


@pytest.fixture
def records(tmp_path, first_home):
    """A record whose first revision is the small package."""
    home = tmp_path / "home"
    if URL:
        opened = open_records(home, emptied(URL))
        opened.adopt(make_package(), "server.py", "the package", "first")
    else:
        shutil.copytree(first_home, home)
        opened = open_records(home)
    yield opened
    opened.close()


@pytest.fixture
def changed(package):
    """Make another version of the small package by changing its tables."""

    def change(**tables):
        return Package(package.about, {**package.tables, **tables}, package.layers)

    return change
