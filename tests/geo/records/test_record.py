"""What is in the record comes out as it went in, and stays: revisions are only ever added."""

import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal
from sqlalchemy import delete, insert, update

from geo.changes import Action, Change
from geo.delivered import PACKAGE
from geo.demo.province import parse_periods, simulate
from geo.errors import QueryError, SourceError
from geo.intake.reading import Brought
from geo.package import read_package, write_package
from geo.records.audit import read_audit
from geo.records.database import writing
from geo.records.files import read_kept
from geo.records.model import ADDED_ONLY, AUDIT, ENTRIES
from geo.records.revisions import Kind
from geo.records.store import open_records
from tests.geo.records.conftest import URL, accept, emptied, facts_at, new_fact


def assert_same(one, other):
    assert one.about == other.about
    assert list(one.tables) == list(other.tables)
    assert list(one.layers) == list(other.layers)
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name], check_exact=True)
    for name, layer in one.layers.items():
        assert_geodataframe_equal(layer, other.layers[name])
        assert layer.geometry.to_wkb().equals(other.layers[name].geometry.to_wkb())


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_package(simulate(8, 60, parse_periods("2024..2026"), 3), folder)
    return folder


@pytest.mark.parametrize("folder", ["hanoi", "demo"])
def test_a_package_comes_out_as_it_is_read_from_its_files(folder, demo, tmp_path):
    package = read_package(PACKAGE if folder == "hanoi" else demo)
    records = open_records(tmp_path, emptied(URL))
    records.adopt(package, "server.py", "the package")
    assert_same(records.package_at(1), package)
    records.close()


def test_what_is_accepted_is_there_and_the_revision_before_is_as_it_was(records):
    before = facts_at(records, 1)
    revision = accept(records, new_fact("320"), new_fact("12", field="enterprises", unit="cơ sở"))
    assert (revision.number, revision.kind, revision.added) == (2, Kind.IMPORT, 3)
    assert list(facts_at(records, 2).values())[-2:] == ["320", "12"]
    assert facts_at(records, 1) == before


def test_a_row_that_is_superseded_stays_in_its_place(records):
    rows = records.package_at(1).tables["facts"].to_dict("records")
    after = rows[6] | {"value": "310", "value_min": 310.0, "value_max": 310.0}
    accept(records, Change("facts", "f00007", Action.SUPERSEDED, rows[6], after))
    assert list(facts_at(records, 2)) == list(facts_at(records, 1))
    assert facts_at(records, 2)["f00007"] == "310"


def test_a_row_that_is_withdrawn_is_gone_and_its_history_stays(records):
    accept(records, Change("facts", "f00017", Action.WITHDRAWN, {"id": "f00017"}, None))
    assert "f00017" not in facts_at(records, 2)
    assert facts_at(records, 1)["f00017"] == "Công ty Tây"


def test_two_revisions_are_compared_in_either_direction(records):
    accept(records, new_fact("320"))
    there, back = records.compare(1, 2), records.compare(2, 1)
    assert [(change.table, change.action) for change in there] == [("facts", "added"), ("sources", "added")]
    assert there[0].after["value"] == "320"
    assert [(change.action, change.after) for change in back] == [("withdrawn", None)] * 2
    assert records.compare(2, 2) == []


def test_going_back_is_a_new_revision_in_which_all_is_as_it_was(records):
    accept(records, new_fact("320"), Change("facts", "f00017", Action.WITHDRAWN, {}, None))
    revision = records.roll_back(1, "Lan", "nhầm tệp")
    assert (revision.number, revision.kind) == (3, Kind.ROLLBACK)
    assert_same(records.package_at(3), records.package_at(1))
    assert records.compare(1, 3) == []
    records.roll_back(2, "Lan", "không nhầm")
    assert_same(records.package_at(4), records.package_at(2))


def test_going_back_to_what_is_there_or_never_was_is_refused(records):
    with pytest.raises(QueryError, match="no different"):
        records.roll_back(1, "Lan", "thử")
    with pytest.raises(QueryError, match="revision 7 is not in the record; expected 1 to 1"):
        records.roll_back(7, "Lan", "thử")


def test_a_file_is_kept_by_its_checksum_and_never_by_its_name(records):
    brought = Brought("../../etc/Biểu 02.xlsx", b"abc")
    revision = accept(records, new_fact("320"), files=[brought, brought])
    kept = revision.files[0]
    assert [path.name for path in (records.home / "files").iterdir()] == [kept.sha256]
    assert (kept.name, read_kept(records.home, kept.sha256)) == (brought.name, b"abc")
    assert records.head().files == revision.files
    (records.home / "files" / kept.sha256).write_bytes(b"abd")
    with pytest.raises(SourceError, match="is damaged"):
        read_kept(records.home, kept.sha256)


@pytest.mark.parametrize("table", ADDED_ONLY, ids=lambda table: table.name)
def test_the_database_refuses_to_change_or_remove_what_was_recorded(records, table):
    accept(records, new_fact("320"), files=[Brought("x", b"x")])
    column = list(table.columns)[-1]
    for statement in (update(table).values({column.name: column}), delete(table)):
        with pytest.raises(SourceError, match="only ever added to"), writing(records.engine) as connection:
            connection.execute(statement)


def test_half_of_a_transaction_is_nothing(records):
    line = {"who": "Lan", "made_at": "", "what": "", "detail": "{}"}
    with pytest.raises(SourceError), writing(records.engine) as connection:
        connection.execute(insert(AUDIT).values(line))
        connection.execute(insert(ENTRIES).values(revision=99))
    with records.reading() as connection:
        assert [line.what for line in read_audit(connection)] == ["package"]


def test_an_empty_record_says_how_to_begin(tmp_path):
    records = open_records(tmp_path, emptied(URL))
    with pytest.raises(QueryError, match="the record is empty; run:"):
        records.head()
    assert records.revisions() == []
    records.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://x/y", "expected sqlite"),
        ("nonsense", "expected sqlite"),
        ("sqlite:////no/where/records.db", "unable to open"),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_sentence(tmp_path, url, told):
    with pytest.raises(SourceError, match=told):
        open_records(tmp_path, url)


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "records.db").write_bytes(b"not a database" * 100)
    with pytest.raises(SourceError, match="not a database"):
        open_records(tmp_path)
