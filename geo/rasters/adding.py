"""Taking a raster into a home: checked, cut to the province, described, put in place whole or not at all."""

import hashlib
import json
import shutil
import tempfile
import time
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import rasterio
from rasterio.io import DatasetReader
from rasterio.windows import Window

from geo.bbox import BBox
from geo.crs import bounds_in_wgs84
from geo.errors import QueryError, SourceError
from geo.facts import parse_days
from geo.rasters.bands import METHOD as BUILT_UP_INDEX
from geo.rasters.bands import missing_bands, write_built_up
from geo.rasters.choosing import bands_of, window_of
from geo.rasters.classes import require_named
from geo.rasters.cutting import Wanted, cut
from geo.rasters.kinds import KINDS
from geo.rasters.library import ABOUT, FOLDER, RASTER, Brought, Raster, find_rasters
from geo.rasters.reading import crs_of, is_url, name_of, open_kept, open_raster, public_url
from geo.rasters.refusals import refuse
from geo.rasters.slope import METHOD as HORN
from geo.rasters.slope import cell_sizes_m, write_slope

_WORK, _WORK_SECONDS = ".adding-", 86_400.0


def add_raster(home: Path, where: str, brought: Brought, province: BBox) -> list[Raster]:
    """Check a raster and keep the part of it within the province; one at fault changes nothing.

    Parameters
    ----------
    where : a path, or an address

    Returns
    -------
    the raster, and what is made of it: the slope of a terrain model, what is built up in an image

    Raises
    ------
    RefusedError
        If it cannot be what it is said to be.
    """
    days = parse_days(brought.date)
    if days is None or days[0] > date.today():
        raise QueryError(
            f"--date {brought.date!r}; expected a year, month or day that has begun, for example 2021 or"
            " 2021-04-22"
        )
    folder = home / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=folder) as work:
            raster = _taken(where, brought, province, Path(work))
            raster = _placed(home, raster, Path(work))
            derived = _derive(home, raster)
    except OSError as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"cannot write to {folder}: {error.strerror}") from error
    return [raster] if derived is None else [raster, derived]


def _sweep(folder: Path) -> None:
    """Remove what imports left that were broken off; one may still be at work beside this one."""
    for work in folder.glob(f"{_WORK}*"):
        if time.time() - work.stat().st_mtime > _WORK_SECONDS:
            shutil.rmtree(work, ignore_errors=True)


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
        widths, heights = cell_sizes_m(kept, raster.system, Window(0, kept.height // 2, kept.width, 1))
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
    """Give a raster its id and put it in place; the same of a kind and date replaces itself.

    Two terrain models may have one slope, and nothing may have been built from one year to the next: what is
    made of another raster, or of another date, stands beside it.
    """
    kept = find_rasters(home)
    again = next((one for one in kept if _told_apart(one) == _told_apart(raster)), None)
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


def _told_apart(raster: Raster) -> tuple[str | None, ...]:
    return raster.kind, raster.date, raster.checksum, raster.derived_from


def _free_id(raster: Raster, taken: set[str]) -> str:
    first = f"{raster.kind}-{raster.date}".lower().replace(" ", "-")
    first = "".join(one for one in first if one.isascii() and (one.isalnum() or one == "-"))
    numbered = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return first if first not in taken else next(one for one in numbered if one not in taken)


def _derive(home: Path, raster: Raster) -> Raster | None:
    """Keep what is made of a raster as one of its own; none where no cell of it has a value.

    Of a terrain model that is the slope; of an image with the bands for it, what is built up.
    """
    if raster.kind == "dem":
        kind, method = "slope", HORN
    elif raster.kind == "bands" and not missing_bands(raster.bands):
        kind, method = "builtup", BUILT_UP_INDEX
    else:
        return None
    with tempfile.TemporaryDirectory(prefix=_WORK, dir=home / FOLDER) as folder:
        work = Path(folder)
        with open_kept(home, raster) as dataset:
            if kind == "slope":
                known, least, most = write_slope(dataset, raster.system, work / RASTER)
            else:
                known, least, most = write_built_up(dataset, raster.bands, work / RASTER)
        if not known:
            return None
        derived = replace(
            raster,
            kind=kind,
            unit=KINDS[kind].unit,
            least=least,
            most=most,
            cells_known=known,
            bands=(),
            derived_from=raster.id,
            method=method,
        )
        return _placed(home, _described(derived, work), work)
