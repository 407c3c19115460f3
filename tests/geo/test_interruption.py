"""Publishing killed in the middle, at twenty points: what was served is served, and the next publish works."""

import multiprocessing
import random
import signal
import time
from datetime import date

import pytest

from geo.package import write_package
from geo.publish import SNAPSHOTS, publish
from geo.snapshot import open_snapshot

TODAY = date(2026, 11, 22)
PROCESSES = multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module", autouse=True)
def _ready():
    """Let the processes start with everything imported."""
    PROCESSES.set_forkserver_preload(["geo.publish"])


def prepared(tmp_path, package, number):
    """Write a package that differs from every other."""
    folder = tmp_path / f"package-{number}"
    write_package(package, folder)
    facts = folder / "facts.csv"
    facts.write_text(
        facts.read_text(encoding="utf-8").replace("Công ty Tây", f"Công ty {number}"), encoding="utf-8"
    )
    return folder


def begin(folder, home):
    process = PROCESSES.Process(target=publish, args=(folder, home, TODAY))
    process.start()
    return process


def kill_after(process, delay, home, *, writing):
    """Kill −9 some time after the start, or after the first file is being written."""
    while writing and process.is_alive() and not list((home / SNAPSHOTS).glob(".publishing-*/*")):
        time.sleep(0.0002)
    time.sleep(delay)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def developer(home):
    """Read what is served, whole: the one value in which the packages differ."""
    return open_snapshot(home / SNAPSHOTS).collections["clusters"].record(2)["developer"]


def test_a_publish_that_is_killed_leaves_what_is_served_and_the_next_one_works(tmp_path, package):
    home, chance = tmp_path / "home", random.Random(4)
    began = time.monotonic()
    publish(prepared(tmp_path, package, "first"), home, TODAY)
    lasts = time.monotonic() - began
    served, killed = "Công ty first", 0
    for number in range(20):
        writing = number % 2 == 1
        process = begin(prepared(tmp_path, package, number), home)
        delay = chance.uniform(0, 0.02 if writing else lasts)
        killed += kill_after(process, delay, home, writing=writing)
        assert developer(home) in (served, f"Công ty {number}")
        served = developer(home)
    assert killed >= 10
    publish(prepared(tmp_path, package, "last"), home, TODAY)
    assert developer(home) == "Công ty last"
    assert not list((home / SNAPSHOTS).glob(".*"))


def test_two_who_publish_at_once_wait_for_each_other(tmp_path, package):
    home = tmp_path / "home"
    folders = [prepared(tmp_path, package, number) for number in range(3)]
    processes = [begin(folder, home) for folder in folders]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert open_snapshot(home / SNAPSHOTS).about["name"] == "mau"
    assert not list((home / SNAPSHOTS).glob(".*"))
