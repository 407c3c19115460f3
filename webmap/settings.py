"""What can be set. The environment is read in `server.py` alone; tests build `Settings` directly."""

import re
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from geo.errors import QueryError
from geo.publish import SNAPSHOTS
from webmap.basemap import NO_BASEMAP, require_basemap

PROJECT = Path(__file__).resolve().parent.parent
_MAIL = re.compile(r"[^\s@<>,;:?&%/\"']+@[^\s@<>,;:?&%/\"']+")
_FORM = re.compile(r"https?://[^\s/<>\"']+[^\s<>\"']*")
_TOLD = {"id", "page", "revision", "language"}


@dataclass(frozen=True)
class Settings:
    """The settings of one running atlas; without a `database` the record is a SQLite file in `home`."""

    home: Path = PROJECT / "var"
    database: str = ""
    page_limit: int = 100
    page_limit_max: int = 10_000
    report_to: str = ""
    basemap: str = NO_BASEMAP
    proxies: int = 0
    """How many proxies stand before the server and say truly who asks, and whether by https."""

    def __post_init__(self) -> None:
        require_basemap(self.basemap)
        require_report_to(self.report_to)

    @property
    def snapshots(self) -> Path:
        """Name the folder the served snapshots live in."""
        return self.home / SNAPSHOTS


def require_report_to(text: str) -> str:
    """Return where reports of errors go: a mail address, the address of a form, or nothing.

    Raises
    ------
    QueryError
        If it is neither, or names something else than `{id}`, `{page}`, `{revision}` and `{language}`.
    """
    if not text or _MAIL.fullmatch(text) or (_FORM.fullmatch(text) and _names_known(text)):
        return text
    raise QueryError(
        f"ATLAS_REPORT_TO={text!r}; expected a mail address such as ccn@example.org, or the address of a"
        " form such as https://example.org/form?cluster={id}&page={page}, in which {id}, {page}, {revision}"
        " and {language} are filled in"
    )


def _names_known(template: str) -> bool:
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return False
    return all(
        name is None or (name in _TOLD and not spec and conversion is None)
        for _, name, spec, conversion in parts
    )
