"""The rasters of a home: `rasters/<id>/raster.tif`, the part within the province, and what is known of it."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import rasterio
from pyproj import CRS
from rasterio.io import DatasetReader

from geo.bbox import BBox
from geo.crs import bounds_in_wgs84
from geo.errors import QueryError, SourceError
from geo.facts import parse_days
from geo.rasters.classes import require_named
from geo.rasters.cutting import Wanted, bands_of, cut, window_of
from geo.rasters.kinds import KINDS, RasterKind, Words
from geo.rasters.reading import LIMITS, crs_of, is_url, name_of, open_raster, public_url
from geo.rasters.refusals import refuse
from geo.rasters.slope import METHOD as HORN
from geo.rasters.slope import cell_sizes_m, write_slope
from geo.schema import Text

FOLDER = "rasters"
RASTER, ABOUT = "raster.tif", "about.json"
_WORK = ".adding-"


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


@contextmanager
def open_kept(home: Path, raster: Raster) -> Iterator[DatasetReader]:
    """Open the cells of a raster of the home.

    Raises
    ------
    SourceError
        If they are missing or damaged.
    """
    path = raster_path(home, raster.id)
    with rasterio.Env(**LIMITS):
        try:
            with rasterio.open(path, driver="GTiff") as dataset:
                yield dataset
        except rasterio.errors.RasterioIOError as error:
            raise SourceError(f"{path} is missing or damaged; import the raster again") from error


def digest(home: Path) -> str:
    """Digest what is known of all rasters, the checksums of their cells included; nothing without any."""
    told = [path.read_bytes() for path in sorted((home / FOLDER).glob(f"[!.]*/{ABOUT}"))]
    return hashlib.sha256(b"\0".join(told)).hexdigest()[:16] if told else ""


def add_raster(home: Path, where: str, brought: Brought, province: BBox) -> list[Raster]:
    """Check a raster and keep the part of it within the province; one at fault changes nothing.

    Parameters
    ----------
    where : a path, or an address

    Returns
    -------
    the raster, and the slope made of it where it is a terrain model

    Raises
    ------
    RefusedError
        If it cannot be what it is said to be.
    """
    if parse_days(brought.date) is None:
        raise QueryError(
            f"--date {brought.date!r}; expected a year, month or day, for example 2021 or 2021-04-22"
        )
    folder = home / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=folder) as work:
            raster = _taken(where, brought, province, Path(work))
            raster = _placed(home, raster, Path(work))
            slope = _derive_slope(home, raster) if raster.kind == "dem" else None
    except OSError as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"cannot write to {folder}: {error.strerror}") from error
    return [raster] if slope is None else [raster, slope]


def remove_raster(home: Path, raster_id: str) -> list[Raster]:
    """Remove a raster and what was made of it; return what was removed."""
    raster = get_raster(home, raster_id)
    gone = [raster, *(one for one in find_rasters(home) if one.derived_from == raster.id)]
    for one in gone:
        shutil.rmtree(home / FOLDER / one.id)
    return gone


def _taken(where: str, brought: Brought, province: BBox, work: Path) -> Raster:
    kind, name = KINDS[brought.kind], name_of(where)
    with open_raster(where) as dataset:
        crs = crs_of(dataset, name, brought.crs)
        bands = bands_of(dataset, kind, brought.band, name)
        wanted = Wanted(
            kind,
            bands,
            kind.cells == "classes" or bool(brought.classes),
            brought.nodata,
            brought.scale,
            kind.name == "slope" and _is_in_degrees(dataset, bands[0], brought, name),
        )
        window = window_of(dataset, crs, province, name)
        seen = cut(dataset, window, crs, wanted, work / RASTER, name)
        named = brought.bands or tuple(
            dataset.descriptions[band - 1] or f"band{band}" for band in bands if kind.cells == "bands"
        )
        if len(named) not in (0, len(bands)):
            raise QueryError(f"--bands names {len(named)} bands; the raster has {len(bands)}")
    return _described(
        Raster(
            id="",
            kind=kind.name,
            source=brought.source,
            date=brought.date,
            licence=brought.licence,
            credit=brought.credit,
            original=name,
            url=public_url(where) if is_url(where) else None,
            crs=crs.to_wkt(),
            crs_name=":".join(crs.to_authority() or (crs.name,)),
            unit="1" if wanted.classes else kind.unit,
            least=seen.least,
            most=seen.most,
            cells_known=seen.known,
            width=0,
            height=0,
            cell_m=(0.0, 0.0),
            bounds=(0.0, 0.0, 0.0, 0.0),
            checksum="",
            bands=named,
            classes=require_named(seen.codes, brought.classes, name) if wanted.classes else {},
        ),
        work,
    )


def _is_in_degrees(dataset: DatasetReader, band: int, brought: Brought, name: str) -> bool:
    said = (brought.unit or dataset.units[band - 1] or "").casefold()
    if said in ("percent", "%"):
        return False
    if said in ("degrees", "degree", "deg", "°"):
        return True
    raise refuse("raster.unit", name)


def _described(raster: Raster, folder: Path) -> Raster:
    """Add what follows from the file kept: size, place, checksum."""
    with rasterio.open(folder / RASTER) as kept:
        widths, heights = cell_sizes_m(
            kept, raster.system, rasterio.windows.Window(0, kept.height // 2, kept.width, 1)
        )
        bounds = bounds_in_wgs84(tuple(kept.bounds), raster.system)
        width, height = kept.width, kept.height
    with (folder / RASTER).open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    return replace(
        raster,
        width=width,
        height=height,
        cell_m=(round(_number(widths), 3), round(_number(heights), 3)),
        bounds=bounds or (0.0, 0.0, 0.0, 0.0),
        checksum=checksum,
    )


def _number(sizes: Any) -> float:
    return float(sizes if isinstance(sizes, float | int) else sizes[0, 0])


def _placed(home: Path, raster: Raster, work: Path) -> Raster:
    """Give a raster its id and put it in place; the same cells of a kind, brought again, replace those."""
    kept = find_rasters(home)
    again = next((one for one in kept if (one.kind, one.checksum) == (raster.kind, raster.checksum)), None)
    named = replace(raster, id=again.id if again else _free_id(raster, {one.id for one in kept}))
    (work / ABOUT).write_text(
        json.dumps(asdict(named), ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8"
    )
    target = home / FOLDER / named.id
    if target.exists():
        shutil.rmtree(target)
    target.mkdir()
    for name in (RASTER, ABOUT):
        (work / name).rename(target / name)
    return named


def _free_id(raster: Raster, taken: set[str]) -> str:
    first = f"{raster.kind}-{raster.date}".lower().replace(" ", "-")
    first = "".join(one for one in first if one.isascii() and (one.isalnum() or one == "-"))
    numbered = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return first if first not in taken else next(one for one in numbered if one not in taken)


def _derive_slope(home: Path, heights: Raster) -> Raster | None:
    """Keep the slope of a terrain model as a raster of its own; none where no cell has all its neighbours."""
    with tempfile.TemporaryDirectory(prefix=_WORK, dir=home / FOLDER) as folder:
        work = Path(folder)
        with open_kept(home, heights) as dataset:
            known, least, most = write_slope(dataset, heights.system, work / RASTER)
        if not known:
            return None
        slope = replace(
            heights,
            kind="slope",
            unit=KINDS["slope"].unit,
            least=least,
            most=most,
            cells_known=known,
            derived_from=heights.id,
            method=HORN,
        )
        return _placed(home, _described(slope, work), work)


def _read(path: Path) -> Raster:
    try:
        said = json.loads(path.read_bytes())
        classes = {code: Text(**words) for code, words in said.pop("classes").items()}
        said |= {name: tuple(said[name]) for name in ("cell_m", "bounds", "bands")}
        return Raster(**said, classes=classes)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SourceError(f"{path} is damaged; import the raster again") from error
