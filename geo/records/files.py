"""Files people brought, kept by their checksum: never under a name of theirs, and never twice."""

import hashlib
import os
import tempfile
from pathlib import Path

from geo.errors import SourceError
from geo.intake.reading import Brought
from geo.records.revisions import KeptFile

FOLDER = "files"
_WORK = ".part-"


def keep(home: Path, brought: Brought) -> KeptFile:
    """Keep a file; once this returns it survives a loss of power.

    Raises
    ------
    SourceError
        If it cannot be written.
    """
    checksum = hashlib.sha256(brought.content).hexdigest()
    kept = KeptFile(checksum, brought.name, len(brought.content))
    path = home / FOLDER / checksum
    try:
        if not (path.is_file() and path.read_bytes() == brought.content):
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, brought.content)
        # also where it was there: whoever wrote it may have died before its name was on the disk
        _sync_folder(path.parent)
        _sync_folder(home)
    except OSError as error:
        raise SourceError(f"cannot keep {brought.name} in {path.parent}: {error.strerror}") from error
    return kept


def _write(path: Path, content: bytes) -> None:
    handle, work = tempfile.mkstemp(prefix=_WORK, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(work).replace(path)
    except OSError:
        Path(work).unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_kept(home: Path, sha256: str) -> bytes:
    """Read a kept file, and make sure that it is what was kept.

    Raises
    ------
    SourceError
        If it is missing or was changed.
    """
    path = home / FOLDER / sha256
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"the kept file {sha256} cannot be read: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SourceError(f"the kept file {sha256} is damaged; restore it from a backup")
    return content
