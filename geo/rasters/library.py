"""The rasters of a home: `rasters/<id>/raster.tif`, the part within the province, and what is known of it."""

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from pyproj import CRS

from geo.errors import QueryError, SourceError
from geo.facts import parse_days
from geo.rasters.kinds import KINDS, RasterKind, Words
from geo.schema import Text

FOLDER = "rasters"
RASTER, ABOUT = "raster.tif", "about.json"


@dataclass(frozen=True)
class Raster:
    """A raster of the home, as `about.json` keeps it.

    `unit` is that of its values; `least` and `most` are theirs. `cell_m` is the width and height of a cell
    on the ground; `bounds` are WGS 84 degrees. `bands` name the bands of an image, `classes` the classes.
    What is made of another raster says so: `derived_from` is its id and `method` how.
    """

    id: str
    kind: str
    source: str
    date: str
    licence: str
    credit: str
    original: str
    crs: str
    crs_name: str
    unit: str
    least: float
    most: float
    cells_known: int
    width: int
    height: int
    cell_m: tuple[float, float]
    bounds: tuple[float, float, float, float]
    checksum: str
    url: str | None = None
    bands: tuple[str, ...] = ()
    classes: Words = field(default_factory=dict)
    derived_from: str | None = None
    method: str | None = None

    @property
    def described(self) -> RasterKind:
        """Return what its kind means."""
        return KINDS[self.kind]

    @property
    def system(self) -> CRS:
        """Return its coordinate system."""
        return CRS.from_wkt(self.crs)

    @property
    def credits(self) -> str:
        """Say whom to credit, and under which licence."""
        said = self.credit or self.source
        return f"{said} ({self.licence})" if self.licence else said

    @property
    def last_day(self) -> str:
        """Return the last day it stands for, by which the newest is found."""
        days = parse_days(self.date)
        return days[1].isoformat() if days else self.date


@dataclass(frozen=True)
class Brought:
    """What the bringer of a raster says about it."""

    kind: str
    source: str
    date: str
    licence: str = ""
    credit: str = ""
    classes: Words = field(default_factory=dict)
    bands: tuple[str, ...] = ()
    band: int | None = None
    nodata: float | None = None
    scale: float | None = None
    crs: str | None = None
    unit: str | None = None


def find_rasters(home: Path) -> list[Raster]:
    """List the rasters of a home, the newest first; what is derived stands behind what was brought."""
    found = [_read(path) for path in sorted((home / FOLDER).glob(f"[!.]*/{ABOUT}"))]
    by_id = sorted(found, key=lambda raster: raster.id)
    newest = sorted(by_id, key=lambda raster: raster.last_day, reverse=True)
    return sorted(newest, key=lambda raster: raster.derived_from is not None)


def get_raster(home: Path, raster_id: str) -> Raster:
    """Return a raster.

    Raises
    ------
    QueryError
        If none has this id.
    """
    found = next((one for one in find_rasters(home) if one.id == raster_id), None)
    if found is None:
        raise QueryError(f"there is no raster {raster_id!r}; server.py rasters lists them")
    return found


def raster_path(home: Path, raster_id: str) -> Path:
    """Name the file of a raster."""
    return home / FOLDER / raster_id / RASTER


def digest(home: Path) -> str:
    """Digest what is known of all rasters, the checksums of their cells included; nothing without any."""
    told = [path.read_bytes() for path in sorted((home / FOLDER).glob(f"[!.]*/{ABOUT}"))]
    return hashlib.sha256(b"\0".join(told)).hexdigest()[:16] if told else ""


def remove_raster(home: Path, raster_id: str) -> list[Raster]:
    """Remove a raster and what was made of it; return what was removed."""
    raster = get_raster(home, raster_id)
    gone = [raster, *(one for one in find_rasters(home) if one.derived_from == raster.id)]
    for one in gone:
        shutil.rmtree(home / FOLDER / one.id)
    return gone


def _read(path: Path) -> Raster:
    try:
        said = json.loads(path.read_bytes())
        classes = {code: Text(**words) for code, words in said.pop("classes").items()}
        said |= {name: tuple(said[name]) for name in ("cell_m", "bounds", "bands")}
        return Raster(**said, classes=classes)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SourceError(f"{path} is damaged; import the raster again") from error
