"""What a worker holds between requests: its settings, and the snapshot now published."""

import logging
import os
from dataclasses import dataclass, field

from flask import current_app, request

from geo.errors import SourceError
from geo.snapshot import CURRENT, Snapshot, find_current, open_snapshot
from webmap.settings import Settings

KEY = "atlas"
SNAPSHOT = "atlas.snapshot"
"""Where a request keeps the snapshot it is answered from, among its WSGI variables."""

_log = logging.getLogger(__name__)


@dataclass
class State:
    """Settings and the open snapshot; a newer one is taken up at the next request."""

    settings: Settings
    _open: Snapshot = field(init=False)
    _current: str = field(init=False)
    _seen: tuple[int, int] | None = field(init=False)

    def __post_init__(self) -> None:
        self._current = str(self.settings.snapshots / CURRENT)
        self._seen = self._pointer()
        self._open = open_snapshot(self.settings.snapshots)

    @property
    def snapshot(self) -> Snapshot:
        """Return the published snapshot, the same one for the whole of a request."""
        variables = request.environ
        if SNAPSHOT not in variables:
            variables[SNAPSHOT] = self.latest()
        return variables[SNAPSHOT]  # type: ignore[no-any-return]

    def latest(self) -> Snapshot:
        """Return what was published last; what is damaged is refused, and the last good one serves on."""
        seen = self._pointer()
        if seen != self._seen:
            self._seen = seen
            self._take_up()
        return self._open

    def _pointer(self) -> tuple[int, int] | None:
        """Tell the file that names the current snapshot from the one before."""
        try:
            found = os.stat(self._current)  # noqa: PTH116 - asked with every request; a path is built anew
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _take_up(self) -> None:
        folder = find_current(self.settings.snapshots)
        if folder is None or folder.name == self._open.folder.name:
            return
        try:
            self._open = open_snapshot(self.settings.snapshots)
        except SourceError:
            _log.exception("the new snapshot is refused; serving %s", self._open.revision)


def state() -> State:
    """Return the state of the app that answers this request."""
    return current_app.extensions[KEY]  # type: ignore[no-any-return]
