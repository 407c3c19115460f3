"""What can be set. The environment is read in `server.py` alone; tests build `Settings` directly."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from geo.errors import QueryError
from geo.publish import SNAPSHOTS

PROJECT = Path(__file__).resolve().parent.parent

NO_BASEMAP, OSM = "none", "osm"
_OSM_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
_ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?/[^\s\"'<>;,]*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Tiles:
    """Where a street map comes from: an xyz address of tiles, and the host that sends them."""

    address: str

    @property
    def host(self) -> str:
        """Return scheme and host, as a content policy names them."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def name(self) -> str:
        """Return the name of the host alone."""
        return urlsplit(self.address).netloc

    @property
    def is_osm(self) -> bool:
        """Tell whether these are the tiles of OpenStreetMap itself."""
        return self.address == _OSM_TILES


@dataclass(frozen=True)
class Settings:
    """The settings of one running atlas.

    `basemap` is `none` (a street map is offered, and loaded only when a reader asks), `osm` (it is there
    from the start) or the xyz address of other tiles, also there from the start.

    Raises
    ------
    QueryError
        If `basemap` is none of these.
    """

    home: Path = PROJECT / "var"
    page_limit: int = 100
    page_limit_max: int = 10_000
    basemap: str = NO_BASEMAP

    def __post_init__(self) -> None:
        if self.basemap not in (NO_BASEMAP, OSM) and not _is_template(self.basemap):
            raise QueryError(
                f"basemap {self.basemap!r}; expected none, osm or an address of tiles"
                " like https://tiles.example.org/{z}/{x}/{y}.png"
            )

    @property
    def snapshots(self) -> Path:
        """Name the folder the served snapshots live in."""
        return self.home / SNAPSHOTS

    @property
    def tiles(self) -> Tiles:
        """Return the street map that is offered."""
        return Tiles(_OSM_TILES if self.basemap in (NO_BASEMAP, OSM) else self.basemap)

    @property
    def street_from_start(self) -> bool:
        """Tell whether the street map is there without being asked for."""
        return self.basemap != NO_BASEMAP


def _is_template(address: str) -> bool:
    names = sorted(_PLACEHOLDER.findall(address))
    return _ADDRESS.fullmatch(address) is not None and names == ["x", "y", "z"]
