"""Hostile files are refused within ten seconds and 500 MB; the child gives back plain values only."""

import io
import json
import operator
import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import RefusedError
from geo.intake import guard
from geo.intake.reading import Brought
from geo.intake.sheets import parse_sheets
from tests.geo.intake.hostile import HOSTILE, plain_book

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def attempts() -> dict[str, tuple[str, float, int]]:
    """Bring every hostile file in a process whose children are ours alone, so that they can be measured."""
    done = subprocess.run(
        [sys.executable, str(HERE / "hostile.py")],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[2])},
        capture_output=True,
        check=True,
    )
    return {name: (rule, seconds, peak) for name, rule, seconds, peak in json.loads(done.stdout)}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_time_and_memory(attempts, name):
    rule, seconds, peak_mb = attempts[name]
    assert rule in HOSTILE[name][1]
    assert seconds < guard.SECONDS + 1
    assert peak_mb < guard.MEMORY_MB


def test_what_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(guard, "SECONDS", 1)
    start = time.monotonic()
    with pytest.raises(RefusedError) as refused:
        guard.run(time.sleep, 30)
    assert refused.value.rule == "file.time"
    assert time.monotonic() - start < 3


def test_what_takes_too_much_memory_is_stopped():
    with pytest.raises(RefusedError) as refused:
        guard.run(bytearray, 600 << 20)
    assert refused.value.rule == "file.memory"


def test_a_crash_of_the_child_is_a_refusal_and_no_crash_of_ours():
    with pytest.raises(RefusedError, match="SIGABRT"):
        guard.run(os.abort)


def test_plain_values_come_back_as_they_are():
    assert guard.run(dict, [("a", 1.5), ("b", None)]) == {"a": 1.5, "b": None}


def test_what_could_be_called_is_not_taken_from_the_child():
    with pytest.raises(RefusedError, match="UnpicklingError"):
        guard.run(operator.attrgetter, "system")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("geo.intake.guard", "subprocess.Popen"),
        ("geo.intake.guard", "TemporaryDirectory"),
        ("geo.errors", "IntakeError"),
        ("geo.intake.guard", "run"),
    ],
)
def test_no_module_of_ours_leads_a_child_to_what_could_be_called(module, name):
    named = b"".join(b"\x8c" + bytes([len(one)]) + one.encode() for one in (module, name))
    with pytest.raises(pickle.UnpicklingError):
        guard._Plain(io.BytesIO(b"\x80\x05" + named + b"\x93.")).load()


def test_the_child_knows_nothing_of_the_surroundings(monkeypatch):
    monkeypatch.setenv("ATLAS_SECRET", "x")
    assert guard.run(os.getenv, "ATLAS_SECRET") is None


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]),
)
def test_random_bytes_are_read_or_refused(tail, start):
    try:
        parse_sheets(Brought("a.xlsx", start + tail))
    except RefusedError as refused:
        assert refused.message.vi


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 9_999), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_workbook_with_bytes_changed_is_read_or_refused(changes):
    content = bytearray(plain_book())
    for at, byte in changes:
        content[at % len(content)] = byte
    try:
        parse_sheets(Brought("a.xlsx", bytes(content)))
    except RefusedError as refused:
        assert refused.suggestion.en
