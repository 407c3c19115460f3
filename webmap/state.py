"""What a worker holds between requests: its settings, and the snapshot now published."""

import logging
from dataclasses import dataclass, field

from flask import current_app, g

from geo.errors import SourceError
from geo.snapshot import Snapshot, find_current, open_snapshot
from webmap.settings import Settings

KEY = "atlas"
_log = logging.getLogger(__name__)


@dataclass
class State:
    """Settings and the open snapshot; a newer one is taken up at the next request."""

    settings: Settings
    _open: Snapshot = field(init=False)
    _refused: str | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._open = open_snapshot(self.settings.snapshots)

    @property
    def snapshot(self) -> Snapshot:
        """Return the published snapshot, the same one for the whole of a request.

        One that is damaged is refused, and the last good one serves on.
        """
        if "snapshot" not in g:
            g.snapshot = self._latest()
        return g.snapshot  # type: ignore[no-any-return]

    def _latest(self) -> Snapshot:
        folder = find_current(self.settings.snapshots)
        if folder is not None and folder.name not in (self._open.folder.name, self._refused):
            try:
                self._open = open_snapshot(self.settings.snapshots)
            except SourceError:
                self._refused = folder.name
                _log.exception("the new snapshot is refused; serving %s", self._open.revision)
        return self._open


def state() -> State:
    """Return the state of the app that answers this request."""
    return current_app.extensions[KEY]  # type: ignore[no-any-return]
