"""The record on a real PostgreSQL, and moved there from SQLite. With ATLAS_TEST_DATABASE_URL every other
test of this folder runs on it too."""

import pytest

from geo.records.backup import back_up
from geo.records.restore import restore
from geo.records.store import open_records
from tests.geo.records.conftest import URL, accept, emptied, facts_at, new_fact


@pytest.mark.optional
def test_a_record_moves_from_sqlite_to_postgresql_and_goes_on(first_home, tmp_path):
    if not URL:
        pytest.skip("ATLAS_TEST_DATABASE_URL names no database of a PostgreSQL")
    here, there = open_records(first_home), open_records(tmp_path / "there", emptied(URL))
    back_up(here, tmp_path / "backup.tar")
    restore(there, tmp_path / "backup.tar")
    assert there.revisions() == here.revisions()
    assert there.engine.dialect.name == "postgresql"
    assert accept(there, new_fact("320")).number == 2
    assert facts_at(there, 1) == facts_at(here, 1)
    here.close()
    there.close()
