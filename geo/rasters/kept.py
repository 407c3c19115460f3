"""Files that were made to be asked for again, kept beside the rasters up to a size."""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from geo.rasters.library import FOLDER

SURFACES = ".surfaces"
MOST_BYTES = 1_000_000_000
_WORK, _WORK_SECONDS = ".writing-", 3_600.0
_making = Lock()
"""One at a time: each takes a processor, and the file asked for may be the one being made."""


def folder_of(home: Path) -> Path:
    """Name the folder of a home, or one of this machine where the home may only be read."""
    folder = home / FOLDER / SURFACES
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.gettempdir()) / "ccn-atlas-surfaces"


def keep(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Return the file of this name, made if it is not there; the ones longest unused make room for it."""
    path = folder / name
    if not path.is_file():
        with _making:
            if not path.is_file():
                make(path)
                _make_room(folder, path)
    path.touch()
    return path


def _make_room(folder: Path, latest: Path) -> None:
    held = 0
    for path in sorted(folder.glob("*.tif"), key=lambda path: path.stat().st_mtime, reverse=True):
        held += path.stat().st_size
        if held > MOST_BYTES and path != latest:
            path.unlink(missing_ok=True)
    for work in folder.glob(f"{_WORK}*"):
        if time.time() - work.stat().st_mtime > _WORK_SECONDS:
            shutil.rmtree(work, ignore_errors=True)
