"""The street map a reader may lay below the map: where its tiles come from."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from geo.errors import QueryError

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


def find_tiles(basemap: str) -> Tiles:
    """Return the tiles that are offered: OpenStreetMap's, unless others are named."""
    return Tiles(_OSM_TILES if basemap in (NO_BASEMAP, OSM) else basemap)


def require_basemap(basemap: str) -> str:
    """Return which street map there is: `none` until asked for, `osm`, or the xyz address of others.

    Raises
    ------
    QueryError
        If it is none of these.
    """
    names = sorted(_PLACEHOLDER.findall(basemap))
    if basemap in (NO_BASEMAP, OSM) or (_ADDRESS.fullmatch(basemap) and names == ["x", "y", "z"]):
        return basemap
    raise QueryError(
        f"ATLAS_BASEMAP={basemap!r}; expected none, osm or an address of tiles"
        " like https://tiles.example.org/{z}/{x}/{y}.png"
    )
