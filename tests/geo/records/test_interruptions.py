"""Kill −9 at random points of accepting and publishing: what was accepted is there, half a revision never is.

Fifty times in `make test`, five hundred times in `make soak`.
"""

import multiprocessing
import os
import random
import signal
import time
from datetime import date

import pytest
from hypothesis import settings

from geo.intake.reading import Brought
from geo.publish import SNAPSHOTS, find_published
from geo.records.files import read_kept
from geo.records.publishing import publish_head
from geo.records.store import open_records
from tests.geo.records.conftest import URL, accept, new_fact

TODAY = date(2026, 11, 22)
ROWS = 40
PROCESSES = multiprocessing.get_context("forkserver")
TIMES = 10 if settings.default.max_examples > 1_000 else 1
ACCEPTED, PUBLISHED = 35 * TIMES, 15 * TIMES


@pytest.fixture(scope="module", autouse=True)
def _ready():
    """Let the processes start with everything imported."""
    PROCESSES.set_forkserver_preload(["geo.records.publishing", "tests.geo.records.conftest"])


def work(home, number, told, publishing):
    """Say that it begins, accept forty facts, say so, publish."""
    records = open_records(home, URL)
    os.write(told, b"b")
    facts = [new_fact(str(number)) for _ in range(ROWS)]
    accept(records, *facts, files=[Brought("f", str(number).encode() * 1_000)])
    os.write(told, b"a")
    if publishing:
        publish_head(records, TODAY)


def _run(home, number, told, publishing):
    work(home, number, told.fileno(), publishing)


class Interrupted:
    """One process that works and is killed; what it said before tells what must be there."""

    def __init__(self, home, number, publishing):
        self._hears, tells = PROCESSES.Pipe(duplex=False)
        self._process = PROCESSES.Process(target=_run, args=(home, number, tells, publishing))
        self._process.start()
        tells.close()
        assert os.read(self._hears.fileno(), 1) == b"b"

    def wait_for_acceptance(self):
        """Wait until it has accepted; the answer is taken."""
        return os.read(self._hears.fileno(), 1) == b"a"

    def end(self, kill):
        """Tell whether the acceptance was said, and whether it was killed before it was done."""
        if kill:
            self._process.kill()
        said = os.read(self._hears.fileno(), 1) == b"a"
        self._process.join()
        self._hears.close()
        return said, self._process.exitcode == -signal.SIGKILL


def how_long(home, *, publishing):
    """Work twice without being killed; the seconds of the second time, and the head then."""
    for number in range(2):
        uninterrupted = Interrupted(home, number, publishing)
        began = time.monotonic()
        uninterrupted.end(kill=False)
    return time.monotonic() - began, 3


def assert_whole(records, number):
    """Every revision up to a number has all of its rows, and its file."""
    revisions = records.revisions()
    assert [revision.number for revision in revisions] == list(range(number, 0, -1))
    added = len(records.package_at(number).tables["facts"]) - len(records.package_at(1).tables["facts"])
    assert added == ROWS * (number - 1)
    for revision in revisions[:-1]:
        assert read_kept(records.home, revision.files[0].sha256)


def test_an_acceptance_that_is_killed_happened_or_did_not(records):
    chance = random.Random(5)
    lasts, head = how_long(records.home, publishing=False)
    killed = 0
    for number in range(ACCEPTED):
        interrupted = Interrupted(records.home, number, False)
        time.sleep(chance.uniform(0, lasts))
        said, stopped = interrupted.end(kill=True)
        now = records.head().number
        assert now in ((head + 1,) if said else (head, head + 1))
        head, killed = now, killed + stopped
    assert killed >= ACCEPTED / 4
    assert_whole(records, head)
    assert accept(records, new_fact("1")).number == head + 1


def test_a_publishing_that_is_killed_leaves_what_is_served_and_the_next_brings_the_head_out(records):
    chance = random.Random(6)
    lasts, served = how_long(records.home, publishing=True)
    killed = 0
    for number in range(PUBLISHED):
        interrupted = Interrupted(records.home, number, True)
        assert interrupted.wait_for_acceptance()
        time.sleep(chance.uniform(0, lasts))
        killed += interrupted.end(kill=True)[1]
        head = records.head().number
        now = find_published(records.home).about["record"]["revision"]
        assert head == number + 4
        assert now in (served, head)
        served = now
    assert killed >= PUBLISHED / 4
    publish_head(records, TODAY)
    assert find_published(records.home).about["record"]["revision"] == head
    assert_whole(records, head)
    assert not [path for path in records.home.iterdir() if path.name.startswith(".")]
    assert not list((records.home / SNAPSHOTS).glob(".*"))
