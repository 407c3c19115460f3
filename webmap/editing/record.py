"""The record of the home this server serves, opened when an editing page first asks for it."""

from threading import Lock

from flask import current_app

from geo.records.database import FILE
from geo.records.store import Records, open_records
from webmap.settings import Settings

KEY = "atlas.record"


class Held:
    """The record of a server; a home whose record was never made has none, and no page makes one."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, Lock()
        self._open: Records | None = None

    def is_there(self) -> bool:
        """Tell, without opening it, whether there is a record."""
        return bool(self._settings.database) or (self._settings.home / FILE).is_file()

    def find(self) -> Records | None:
        """Return the record; None where there is none."""
        with self._lock:
            if self._open is None and self.is_there():
                self._open = open_records(self._settings.home, self._settings.database)
            return self._open


def has_record() -> bool:
    """Tell whether there is a record behind this app; public pages ask no more than this."""
    held: Held = current_app.extensions[KEY]
    return held.is_there()


def find_record() -> Records | None:
    """Return the record behind this app; None where there is none."""
    held: Held = current_app.extensions[KEY]
    return held.find()
