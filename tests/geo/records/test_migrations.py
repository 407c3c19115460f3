"""The steps of the database end where the models stand."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from geo.errors import SourceError
from geo.records import migrations
from geo.records.database import VERSION, VERSION_TABLE, writing
from geo.records.model import METADATA
from geo.records.store import open_records


def test_the_steps_make_exactly_the_tables_of_the_models(records):
    with records.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_the_version_that_is_opened_is_the_last_step():
    steps = Path(migrations.__file__).parent.glob("versions/r*.py")
    numbers = [re.search(r'^revision = "(\d+)"', step.read_text(), re.MULTILINE)[1] for step in steps]
    assert max(numbers) == VERSION


def test_a_record_of_a_later_version_is_not_touched(tmp_path):
    records = open_records(tmp_path)
    with writing(records.engine) as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    records.close()
    with pytest.raises(SourceError, match="another version of the product"):
        open_records(tmp_path)


def test_sqlite_is_opened_so_that_nothing_is_lost_and_nobody_waits(tmp_path):
    records = open_records(tmp_path)
    with records.reading() as connection:
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")]  # fmt: skip
    assert told == ["wal", 1, 2, 60_000]
    records.close()
