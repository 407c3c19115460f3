"""Publishing the record: its last revision is served; any other goes into a side home of its own."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import SourceError
from geo.package import checksum, write_package
from geo.publish import find_published, made_of_record, publish
from geo.records.revisions import Revision
from geo.records.store import Records
from geo.snapshot import Snapshot

ASIDE = "revisions"
_LOCK = "publishing.lock"
_WORK = ".package-"


def publish_head(records: Records, on: date, folder: Path | None = None) -> Snapshot:
    """Publish the last revision, unless it is what is served already.

    Whoever died between accepting and publishing is made good by the next one who calls this.

    Parameters
    ----------
    folder : the package the record was just given, to be published without being written anew
    """
    with _alone(records.home):
        head = records.head()
        served = find_published(records.home)
        if served is not None and is_made_of(served, head, records.home):
            return served
        return _publish(records, head, on, None, folder)


def publish_aside(records: Records, number: int, on: date) -> Path:
    """Publish any revision into a side home, and return it; what is served stays as it is."""
    with _alone(records.home):
        revision = records.revision(number)
        aside = records.home / ASIDE / str(number)
        served = find_published(aside)
        if served is None or not is_made_of(served, revision, records.home):
            _publish(records, revision, on, aside, None)
        return aside


def is_made_of(served: Snapshot, revision: Revision, home: Path) -> bool:
    """Tell whether a snapshot is of this revision, with the outlines imported today."""
    return bool(served.meta["made_of"] == made_of_record(told_of(revision), home))


def told_of(revision: Revision) -> dict[str, Any]:
    """Say of which revision a snapshot is."""
    return {"revision": revision.number, "made_at": revision.made_at, "digest": revision.digest}


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Keep other publishers out until this one is done; the lock ends with the process, however it ends."""
    try:
        lock = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise SourceError(f"cannot write to {home}: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in home.glob(f"{_WORK}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(lock)


def _publish(
    records: Records, revision: Revision, on: date, into: Path | None, folder: Path | None
) -> Snapshot:
    told = told_of(revision)
    if folder is not None and revision.about["checksum"] == checksum(folder):
        return publish(folder, records.home, on, into, told)
    try:
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=records.home) as work:
            write_package(records.package_at(revision.number), Path(work))
            return publish(Path(work), records.home, on, into, told)
    except OSError as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"cannot write to {records.home}: {error.strerror}") from error
