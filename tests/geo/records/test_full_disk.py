"""A full disk: the record, the files and what is served stay as they were, and the reason is told."""

import multiprocessing
import resource
import shutil
import signal
from datetime import date

import pytest
from sqlalchemy import event

from geo.errors import SourceError
from geo.intake.reading import Brought
from geo.publish import SNAPSHOTS, find_published
from geo.records.backup import back_up
from geo.records.publishing import publish_head
from geo.records.store import open_records
from tests.geo.records.conftest import accept, facts_at, new_fact

TODAY = date(2026, 11, 22)
KB = 1_000


@pytest.fixture
def kept(first_home, tmp_path):
    """A SQLite record: what fills a PostgreSQL is for PostgreSQL to test."""
    home = tmp_path / "home"
    shutil.copytree(first_home, home)
    records = open_records(home)
    yield records
    records.close()


def test_a_database_that_is_full_keeps_what_it_had_and_nothing_half(kept):
    with kept.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    kept.engine.dispose()

    @event.listens_for(kept.engine, "connect")
    def _limit(connection, _):
        connection.execute(f"PRAGMA max_page_count={pages + 10}")

    with pytest.raises(SourceError, match="full"):
        accept(kept, *(new_fact("1") for _ in range(500)))
    assert (kept.head().number, len(facts_at(kept, 1))) == (1, 17)
    event.remove(kept.engine, "connect", _limit)
    kept.engine.dispose()
    assert accept(kept, *(new_fact("1") for _ in range(500))).number == 2


def _attempt(home, most, what, answers):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    records = open_records(home)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        what(records)
        answers.put("done")
    except SourceError as error:
        answers.put(str(error))


def attempt(home, most, what):
    """Do something in a process that may write no file beyond a size; what it says."""
    processes = multiprocessing.get_context("forkserver")
    answers = processes.Queue()
    process = processes.Process(target=_attempt, args=(home, most, what, answers))
    process.start()
    told = answers.get(timeout=60)
    process.join()
    return told


def bring(records):
    accept(records, new_fact("1"), files=[Brought("big.pdf", b"x" * 300 * KB)])


def bring_many(records):
    accept(records, *(new_fact("1") for _ in range(3_000)))


def publish(records):
    publish_head(records, TODAY)


def save(records):
    back_up(records, records.home / "backup.tar")


def test_a_file_that_does_not_fit_is_not_kept_and_nothing_is_accepted(kept):
    assert "cannot keep big.pdf" in attempt(kept.home, 200 * KB, bring)
    assert kept.head().number == 1
    assert list((kept.home / "files").iterdir()) == []


def test_rows_that_do_not_fit_are_not_accepted(kept):
    assert "records.db refused" in attempt(kept.home, 300 * KB, bring_many)
    assert (kept.head().number, len(facts_at(kept, 1))) == (1, 17)
    assert accept(kept, new_fact("1")).number == 2


@pytest.mark.parametrize("most", [2 * KB, 10 * KB], ids=["the package", "the snapshot"])
def test_a_snapshot_that_does_not_fit_leaves_what_is_served(kept, most):
    served = publish_head(kept, TODAY)
    accept(kept, new_fact("1"))
    assert "cannot write" in attempt(kept.home, most, publish)
    assert find_published(kept.home).revision == served.revision
    assert not list((kept.home / SNAPSHOTS).glob(".*"))
    assert publish_head(kept, TODAY).about["record"]["revision"] == 2


def test_a_backup_that_does_not_fit_leaves_no_file(kept):
    assert "cannot write" in attempt(kept.home, 5 * KB, save)
    assert not list(kept.home.glob("*backup*"))
    assert not list(kept.home.glob(".backup*"))
