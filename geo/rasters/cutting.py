"""The part of a raster that lies within the province, checked cell by cell and written anew as a COG.

What is kept always says which cells have no data by one value: masks and alpha bands become that value, and
in cells of floating point it is NaN. Nothing else changes: cells keep their size, place and system.
"""

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from pyproj import CRS
from rasterio.enums import MaskFlags
from rasterio.io import DatasetReader, DatasetWriter
from rasterio.shutil import copy
from rasterio.windows import Window
from rasterio.windows import transform as window_transform

from geo.rasters.kinds import RasterKind
from geo.rasters.reading import CACHE_BYTES
from geo.rasters.refusals import refuse

_CELLS_AT_ONCE = 2_000_000
_MOST_CLASSES = 256
_BLOCK = 256
_SLACK = 1e-6
_WITHOUT_SPARE = {"uint8": "int16", "int8": "int16", "int16": "int32", "uint16": "int32"}
_AS_FLOAT = ("int64", "uint64")

Cells = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Wanted:
    """What is taken of a raster: its bands, and what the bringer says that the file does not.

    `degrees` says that its slopes are angles: they become percent.
    """

    kind: RasterKind
    bands: tuple[int, ...]
    classes: bool = False
    nodata: float | None = None
    scale: float | None = None
    degrees: bool = False


@dataclass
class Seen:
    """What the cells of the part kept hold, in their unit."""

    known: int = 0
    least: float = math.inf
    most: float = -math.inf
    codes: set[int] = field(default_factory=set)


def cut(dataset: DatasetReader, window: Window, crs: CRS, wanted: Wanted, target: Path, name: str) -> Seen:
    """Write the cells of a window as a COG, and tell what they hold.

    Raises
    ------
    RefusedError
        If no cell has data, or one holds what its kind cannot be.
    """
    dtype, nodata = _cells_of(dataset, wanted)
    _require_room(target.parent, window, np.dtype(dtype).itemsize * len(wanted.bands), name)
    work = target.with_suffix(".work.tif")
    with rasterio.open(
        work,
        "w",
        driver="GTiff",
        width=window.width,
        height=window.height,
        count=len(wanted.bands),
        dtype=dtype,
        nodata=nodata,
        crs=rasterio.CRS.from_wkt(crs.to_wkt()),
        transform=window_transform(window, dataset.transform),
        tiled=True,
        blockxsize=_BLOCK,
        blockysize=_BLOCK,
        sparse_ok=True,
        bigtiff="IF_SAFER",
    ) as writer:
        _describe(writer, dataset, wanted)
        seen = Seen()
        for part in _parts(dataset, window, len(wanted.bands)):
            cells = _canonical(dataset, part, wanted, dtype, nodata)
            _look(seen, cells, nodata, writer, wanted, name)
            if nodata is None or not _is_blank(cells, nodata):
                place = Window(
                    part.col_off - window.col_off, part.row_off - window.row_off, part.width, part.height
                )
                writer.write(cells, window=place)
    if not seen.known:
        stated = _stated_nodata(dataset, wanted)
        raise refuse("raster.empty", name, got="–" if stated is None else f"{stated:g}")
    _require_possible(seen, wanted, name)
    to_cog(work, target, by_class=wanted.classes)
    return seen


def to_cog(work: Path, target: Path, *, by_class: bool) -> None:
    """Write a GeoTIFF anew as a COG with overviews, and remove it; classes are never averaged."""
    with rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES):
        copy(
            work,
            target,
            driver="COG",
            compress="DEFLATE",
            predictor="YES",
            overview_resampling="NEAREST" if by_class else "AVERAGE",
            sparse_ok="TRUE",
            bigtiff="IF_SAFER",
        )
    work.unlink()


def _cells_of(dataset: DatasetReader, wanted: Wanted) -> tuple[str, float | int | None]:
    """Choose the type of the cells kept and their value of no data; a mask needs a value to spare."""
    dtype = str(np.result_type(*(dataset.dtypes[band - 1] for band in wanted.bands)))
    if wanted.degrees or dtype in _AS_FLOAT:
        dtype = "float32" if wanted.degrees else "float64"
    if dtype.startswith("float"):
        return dtype, math.nan
    nodata = _stated_nodata(dataset, wanted)
    masked = any(
        MaskFlags.per_dataset in flags or MaskFlags.alpha in flags for flags in dataset.mask_flag_enums
    )
    same = len({dataset.nodatavals[band - 1] for band in wanted.bands}) == 1
    if nodata is not None and _fits(nodata, dtype) and not masked and same:
        return dtype, int(nodata)
    if nodata is None and not masked and same:
        return dtype, None
    wider = _WITHOUT_SPARE.get(dtype)
    return (wider, int(np.iinfo(wider).min)) if wider else ("float64", math.nan)


def _stated_nodata(dataset: DatasetReader, wanted: Wanted) -> float | None:
    """Return the value of no data as the bringer or the file says it, not as it is kept."""
    return wanted.nodata if wanted.nodata is not None else dataset.nodatavals[wanted.bands[0] - 1]


def _fits(value: float, dtype: str) -> bool:
    return (
        math.isfinite(value)
        and float(value).is_integer()
        and np.iinfo(dtype).min <= value <= np.iinfo(dtype).max
    )


def _require_room(folder: Path, window: Window, cell_bytes: int, name: str) -> None:
    needed = 2 * window.width * window.height * cell_bytes
    if needed > shutil.disk_usage(folder).free:
        raise refuse("raster.space", name, got=needed >> 20)


def _describe(writer: DatasetWriter, dataset: DatasetReader, wanted: Wanted) -> None:
    for place, band in enumerate(wanted.bands, start=1):
        if dataset.descriptions[band - 1]:
            writer.set_band_description(place, dataset.descriptions[band - 1])
    if not wanted.degrees:
        writer.scales = [_scale(dataset, band, wanted) for band in wanted.bands]
        writer.offsets = [dataset.offsets[band - 1] for band in wanted.bands]


def _scale(dataset: DatasetReader, band: int, wanted: Wanted) -> float:
    return float(wanted.scale if wanted.scale is not None else dataset.scales[band - 1])


def _parts(dataset: DatasetReader, window: Window, count: int) -> Iterator[Window]:
    """Split a window along the blocks of the file, so that none is read twice and few cells at once."""
    block_height, block_width = dataset.block_shapes[0]
    at_once = max(1, _CELLS_AT_ONCE // count)
    if block_width >= dataset.width:
        width, height = dataset.width, max(1, at_once // dataset.width)
    else:
        height = block_height
        width = max(1, at_once // (height * block_width)) * block_width
    for row in _starts(window.row_off, window.height, height):
        for column in _starts(window.col_off, window.width, width):
            yield Window(column[0], row[0], column[1] - column[0], row[1] - row[0])


def _starts(begin: int, length: int, step: int) -> Iterator[tuple[int, int]]:
    end = begin + length
    edges = [begin, *range(begin - begin % step + step, end, step), end]
    return pairwise(edges)


def _canonical(dataset: DatasetReader, part: Window, wanted: Wanted, dtype: str, nodata: Any) -> Cells:
    # band by band: those of an image may differ in type, and are not read together then
    read = np.ma.stack([dataset.read(band, window=part, masked=True) for band in wanted.bands])
    cells: Cells = read.data.astype(dtype, copy=False)
    missing = np.ma.getmaskarray(read)
    if wanted.nodata is not None:
        missing = missing | (read.data == wanted.nodata)
    if dtype.startswith("float"):
        missing = missing | ~np.isfinite(cells)
    if wanted.degrees:
        scaled = cells * _scale(dataset, wanted.bands[0], wanted) + dataset.offsets[wanted.bands[0] - 1]
        cells = np.where(np.abs(scaled) < 90.0, 100.0 * np.tan(np.radians(scaled)), np.inf).astype(dtype)
    if missing.any():
        cells = np.where(missing, np.array(nodata, dtype=dtype), cells)
    return cells


def _is_blank(cells: Cells, nodata: float) -> bool:
    return bool(np.isnan(cells).all() if math.isnan(nodata) else (cells == nodata).all())


def _look(
    seen: Seen, cells: Cells, nodata: float | None, writer: DatasetWriter, wanted: Wanted, name: str
) -> None:
    known = (
        cells.ravel()
        if nodata is None
        else cells[~np.isnan(cells) if math.isnan(nodata) else cells != nodata]
    )
    if not known.size:
        return
    scale, offset = (writer.scales[0], writer.offsets[0])
    ends = sorted(float(one) * scale + offset for one in (known.min(), known.max()))
    seen.known += known.size
    seen.least, seen.most = min(seen.least, ends[0]), max(seen.most, ends[1])
    if wanted.classes:
        found = np.unique(known)
        seen.codes |= {int(one) for one in found[: _MOST_CLASSES + 1]}
        if (
            len(seen.codes) > _MOST_CLASSES
            or (found != np.floor(found)).any()
            or (scale, offset) != (1.0, 0.0)
        ):
            raise refuse("raster.classes", name)


def _require_possible(seen: Seen, wanted: Wanted, name: str) -> None:
    kind = wanted.kind
    if wanted.classes:
        possible = min(seen.codes) >= 0
    elif not math.isfinite(seen.least) or not math.isfinite(seen.most):
        possible = False  # a scale or offset that is no number; an image has no limits that would tell
    else:
        possible = kind.least - _SLACK <= seen.least and seen.most <= kind.most + _SLACK
    if not possible:
        least, most = f"{seen.least:.6g}", f"{seen.most:.6g}"
        raise refuse("raster.values", name, least=least, most=most, meaning=kind.meaning)
