"""Cloud Optimised GeoTIFF: written strip by strip, then laid out by GDAL with its overviews."""

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from geo.rasters.grid import Grid

NODATA = -9_999.0
_BLOCK = 256
_CACHE_BYTES = 64 << 20

Strips = Iterable[tuple[int, np.ndarray[Any, Any]]]
Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Band:
    """What the one band of a file is; `colours` of classes 1, 2, 3 … make it a band of bytes."""

    description: str
    unit: str
    tags: Mapping[str, str]
    colours: Sequence[Rgb] = field(default=())

    @property
    def is_classes(self) -> bool:
        """Tell whether the cells hold the numbers of classes."""
        return bool(self.colours)


def write_cog(path: Path, grid: Grid, strips: Strips, band: Band) -> None:
    """Write cells, NaN (of classes: 0) where there is no value, as a file that appears when it is whole."""
    # Imported here: it brings a GDAL of its own, which a worker never asked for a raster does without
    import rasterio

    path.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".writing-", dir=path.parent))
    try:
        with rasterio.Env(GDAL_CACHEMAX=_CACHE_BYTES):
            _write_plain(work / "plain.tif", grid, strips, band)
            _lay_out(work / "plain.tif", work / "cog.tif", band)
        (work / "cog.tif").replace(path)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write_plain(path: Path, grid: Grid, strips: Strips, band: Band) -> None:
    import rasterio
    from rasterio.transform import from_origin
    from rasterio.windows import Window

    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=grid.width,
        height=grid.height,
        count=1,
        dtype="uint8" if band.is_classes else "float32",
        nodata=0 if band.is_classes else NODATA,
        crs=f"EPSG:{grid.system.epsg}",
        transform=from_origin(grid.west, grid.north(), grid.cell, grid.cell),
        tiled=True,
        blockxsize=_BLOCK,
        blockysize=_BLOCK,
        sparse_ok=True,
    ) as raster:
        for first, cells in strips:
            filled = cells if band.is_classes else np.where(np.isnan(cells), NODATA, cells)
            window = Window(0, first, grid.width, len(cells))
            raster.write(filled.astype(raster.dtypes[0]), 1, window=window)
        raster.update_tags(**band.tags)
        raster.descriptions, raster.units = (band.description,), (band.unit,)
        if band.is_classes:
            numbered = enumerate(band.colours, start=1)
            raster.write_colormap(1, {0: (0, 0, 0, 0), **{one: (*rgb, 255) for one, rgb in numbered}})


def _lay_out(plain: Path, cog: Path, band: Band) -> None:
    from rasterio.shutil import copy

    copy(
        plain,
        cog,
        driver="COG",
        blocksize=_BLOCK,
        compress="DEFLATE",
        predictor="NO" if band.is_classes else "YES",
        overviews="IGNORE_EXISTING",
        overview_resampling="MODE" if band.is_classes else "AVERAGE",
    )
