"""Writing a raster that is made of another one, window by window."""

import math
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import rasterio
from rasterio.io import DatasetReader
from rasterio.windows import Window

from geo.rasters.cutting import to_cog
from geo.rasters.zonal import Cells

_BLOCK = 256


def write_derived(
    source: DatasetReader, windows: Iterable[Window], make: Callable[[Window], Cells], target: Path
) -> tuple[int, float, float]:
    """Write as a COG what is made of each window of a raster; return how many cells, the least and the most.

    Parameters
    ----------
    make : gives the cells of a window, NaN where there is no value; without any, no file is left
    """
    work = target.with_suffix(".work.tif")
    known, least, most = 0, math.inf, -math.inf
    profile = {"driver": "GTiff", "width": source.width, "height": source.height, "count": 1}
    profile |= {"dtype": "float32", "nodata": math.nan, "crs": source.crs, "transform": source.transform}
    tiles = {"tiled": True, "blockxsize": _BLOCK, "blockysize": _BLOCK, "sparse_ok": True}
    with rasterio.open(work, "w", **profile, **tiles, bigtiff="IF_SAFER") as writer:
        for window in windows:
            cells = make(window).astype(np.float32)
            found = cells[~np.isnan(cells)]
            if found.size:
                known += found.size
                least, most = min(least, float(found.min())), max(most, float(found.max()))
                writer.write(cells, 1, window=window)
    if known:
        to_cog(work, target, by_class=False)
    else:
        work.unlink()
    return known, least, most
