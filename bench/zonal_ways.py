"""One way of measuring outlines, in a process of its own: `python -m bench.zonal_ways WAY FOLDER`.

Prints how long it took, from an opened raster and outlines in memory to the answers, and the most memory the
process held at any time and before it began.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import shapely
from pyproj import CRS

from bench.report import OURS
from geo.crs import to_wgs84

RASTER, OUTLINES = "raster.tif", "outlines.npy"
BARE, WHOLE_CELLS = "exactextract, bare", "rasterstats"
EPSG = 5897

Means = list[float]
Way = Callable[[], Means]


@contextmanager
def ours(raster: Path, outlines: Any) -> Iterator[Way]:
    """Measure as the product does: outlines in degrees, under the limits of memory."""
    from geo.rasters.kinds import SPREAD
    from geo.rasters.reading import LIMITS
    from geo.rasters.zonal import zonal_statistics

    crs = CRS.from_epsg(EPSG)
    kept = to_wgs84(outlines, crs)
    with rasterio.Env(**LIMITS), rasterio.open(raster) as dataset:
        yield lambda: [one.values["mean"] for one in zonal_statistics(dataset, kept, SPREAD, crs=crs)]


@contextmanager
def bare(raster: Path, outlines: Any) -> Iterator[Way]:
    """Call the library itself, with outlines in the system of the raster."""
    from exactextract import exact_extract
    from geopandas import GeoDataFrame

    asked = ["count", "mean", "min", "max", "median", "quantile(q=0.1)", "quantile(q=0.9)", "stdev"]
    layer = GeoDataFrame(geometry=outlines, crs=EPSG)
    with rasterio.open(raster) as dataset:
        yield lambda: [one["properties"]["mean"] for one in exact_extract(dataset, layer, asked)]


@contextmanager
def whole_cells(raster: Path, outlines: Any) -> Iterator[Way]:
    """Call rasterstats, which counts a cell whole by its centre."""
    from rasterstats import zonal_stats

    asked = ["count", "mean", "min", "max", "median", "percentile_10", "percentile_90", "std"]
    shapes = list(outlines)
    yield lambda: [one["mean"] for one in zonal_stats(shapes, str(raster), stats=asked)]


WAYS = {OURS: ours, BARE: bare, WHOLE_CELLS: whole_cells}


def memory_mb(name: str) -> float:
    """Return a figure of the memory of this process, such as VmRSS or VmHWM (the most so far)."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(told[name].split()[0]) / 1024


def main() -> None:
    """Measure once."""
    way, folder = sys.argv[1], Path(sys.argv[2])
    outlines = shapely.from_wkb(np.load(folder / OUTLINES, allow_pickle=True))
    with WAYS[way](folder / RASTER, outlines) as measure:
        before, begin = memory_mb("VmRSS"), time.perf_counter()
        means = measure()
        seconds = time.perf_counter() - begin
    told = {
        "seconds": seconds,
        "before_mb": before,
        "peak_mb": memory_mb("VmHWM"),
        "mean": float(np.mean(means)),
    }
    print(json.dumps({**told, "outlines": len(means)}))


if __name__ == "__main__":
    main()
