"""Built-up land from the bands of Sentinel-2 (L2A), cell by cell.

A cell is built up where NDBI > 0 and NDVI < 0.2, with

    NDBI = (B11 - B08) / (B11 + B08)      Zha, Gao, Ni, Int. J. Remote Sensing 24 (2003)
    NDVI = (B08 - B04) / (B08 + B04)      Rouse et al., NASA SP-351 (1974)

The scene classification (SCL) says which cells were not seen: no data, defective, cloud and its shadow,
cirrus. They have no value, neither built up nor not. Bare soil, as of a site under construction, counts as
built up by this index, and bright metal roofs may be missed: it is a sign to look at, not a survey.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasterio.io import DatasetReader
from rasterio.windows import Window

from geo.rasters.deriving import write_derived
from geo.rasters.zonal import Cells, real_cells

METHOD = "ndbi_ndvi_s2"
RED, NEAR, SHORT, SCENE = NEEDED = ("B04", "B08", "B11", "SCL")
NOT_SEEN = (0, 1, 3, 8, 9, 10)
"""Classes of SCL: no data, defective, shadow of cloud, cloud (medium, high probability), thin cirrus."""

NDBI_ABOVE, NDVI_BELOW = 0.0, 0.2


def missing_bands(names: Sequence[str]) -> list[str]:
    """List the bands that an image lacks for the index."""
    held = {name.upper() for name in names}
    return [name for name in NEEDED if name not in held]


def built_up(red: Cells, near: Cells, short: Cells, scene: Cells) -> Cells:
    """Tell built-up cells (1) from others (0).

    Parameters
    ----------
    red, near, short : (rows, columns) reflectances of B04, B08 and B11, NaN where unknown
    scene : (rows, columns) classes of SCL

    Returns
    -------
    (rows, columns) of 1 and 0, NaN where the ground was not seen
    """
    ndbi, ndvi = _normalised(short, near), _normalised(near, red)
    unknown = np.isnan(ndbi) | np.isnan(ndvi) | np.isnan(scene) | np.isin(scene, NOT_SEEN)
    found: Cells = np.where(unknown, np.nan, (ndbi > NDBI_ABOVE) & (ndvi < NDVI_BELOW))
    return found


def write_built_up(image: DatasetReader, names: Sequence[str], target: Path) -> tuple[int, float, float]:
    """Write what is built up in an image as a COG; return how many cells were seen, the least and the most.

    Parameters
    ----------
    names : of its bands, in their order; all `NEEDED` are among them
    """
    held = [name.upper() for name in names]
    red, near, short, scene = (held.index(name) + 1 for name in NEEDED)

    def make(window: Window) -> Cells:
        of_red, of_near, of_short = (real_cells(image, band, window) for band in (red, near, short))
        return built_up(of_red, of_near, of_short, _classes(image, scene, window))

    return write_derived(image, (window for _, window in image.block_windows(1)), make, target)


def _normalised(one: Cells, other: Cells) -> Any:
    total = one + other
    return np.divide(one - other, total, out=np.full_like(total, np.nan), where=total > 0)


def _classes(image: DatasetReader, band: int, window: Window) -> Cells:
    """Read codes as they are stored: a scale of the reflectances is none of theirs."""
    read = image.read(band, window=window, masked=True).astype(np.float64)
    found: Cells = read.filled(np.nan)
    return found
