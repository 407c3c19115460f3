"""Which bands and which cells of a raster are taken: those about the subject, within the province."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from pyproj import CRS
from rasterio.enums import ColorInterp
from rasterio.io import DatasetReader
from rasterio.windows import Window
from shapely import box

from geo.bbox import BBox
from geo.crs import transform_geometries
from geo.errors import CRSError
from geo.rasters.kinds import RasterKind
from geo.rasters.reading import MOST_BLOCK_MB
from geo.rasters.refusals import refuse
from geo.schema import Text

MARGIN_DEG = 0.05
"""Kept around the province, some 5 km: circles of position reach beyond it."""

MOST_CELLS = 2_000_000_000
_MILLION = 1_000_000
_STEPS_DEG = 0.05


def bands_of(dataset: DatasetReader, kind: RasterKind, band: int | None, name: str) -> tuple[int, ...]:
    """Choose the bands to take: all of an image, one of any other kind.

    Raises
    ------
    RefusedError
        If it is not clear which, or the raster is a picture.
    """
    said = zip(dataset.indexes, dataset.colorinterp, strict=True)
    shown = [one for one, colour in said if colour is not ColorInterp.alpha]
    if band is not None:
        if band not in dataset.indexes:
            raise refuse("raster.no-band", name, got=dataset.count)
        return (band,)
    if kind.cells == "bands":
        _require_few(dataset, shown, name)
        return tuple(shown)
    if {ColorInterp.red, ColorInterp.green, ColorInterp.blue} <= set(dataset.colorinterp):
        raise refuse("raster.picture", name, got=dataset.count)
    if len(shown) != 1:
        raise refuse("raster.bands", name, got=len(shown))
    return (shown[0],)


def window_of(dataset: DatasetReader, crs: CRS, province: BBox, name: str) -> Window:
    """Find the cells within the province and a margin.

    Raises
    ------
    RefusedError
        If the grid cannot be read, lies elsewhere, or the part is too large.
    """
    grid = dataset.transform
    if grid.is_identity:
        raise refuse("raster.placed", name)
    if grid.b or grid.d or grid.a <= 0 or grid.e >= 0:
        raise refuse("raster.rotated", name)
    west, south, east, north = province
    around = box(west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    try:
        carried = transform_geometries(np.array([around.segmentize(_STEPS_DEG)], dtype=object), crs)[0]
    except CRSError as error:
        raise refuse("raster.crs", name, got=crs.name) from error
    left, bottom, right, top = carried.bounds
    first_column, last_column = _between((left - grid.c) / grid.a, (right - grid.c) / grid.a, dataset.width)
    first_row, last_row = _between((grid.f - top) / -grid.e, (grid.f - bottom) / -grid.e, dataset.height)
    if first_column >= last_column or first_row >= last_row:
        raise refuse("raster.elsewhere", name, got=_said(dataset.bounds), expected=_said(carried.bounds))
    window = Window(first_column, first_row, last_column - first_column, last_row - first_row)
    if window.width * window.height > MOST_CELLS:
        cells = round(window.width * window.height / _MILLION)
        raise refuse("raster.large", name, got=cells, most=MOST_CELLS // _MILLION)
    return window


def _require_few(dataset: DatasetReader, bands: Sequence[int], name: str) -> None:
    """Refuse an image of which one block in all bands, read together, is too much for the memory."""
    height, width = dataset.block_shapes[0]
    cell = max(np.dtype(dataset.dtypes[band - 1]).itemsize for band in bands) if bands else 0
    size = len(bands) * cell * width * (1 if width >= dataset.width else height)
    if size > MOST_BLOCK_MB << 20:
        raise refuse("raster.many-bands", name, got=len(bands), size=size >> 20, most=MOST_BLOCK_MB)


def _between(begin: float, end: float, length: int) -> tuple[int, int]:
    return max(0, math.floor(begin)), min(length, math.ceil(end))


def _said(bounds: Any) -> Text:
    digits = 0 if max(abs(one) for one in bounds) > 1_000 else 3
    told = " ".join(f"{one:.{digits}f}" for one in bounds)
    return Text(told, told)
