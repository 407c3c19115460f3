"""A raster larger than memory is read by windows: below the ceiling, whatever its size."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

PROJECT = Path(__file__).resolve().parents[3]
CEILING_MB = 500
SIDE = 22_500
"""Cells of a side: with eight bytes each, more than 4 GB, of which nearly none are written."""

# the peak is read from the process itself: what getrusage tells of a child includes the parent it was forked from
CHILD = """
import json, sys
from geo.bbox import BBox
from geo.rasters.adding import add_raster
from geo.rasters.library import Brought
from pathlib import Path
raster, *_ = add_raster(Path(sys.argv[1]), sys.argv[2], Brought("lights", "x", "2021"), BBox(105.0, 20.5, 106.5, 21.5))
told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
peak = int(told["VmHWM"].split()[0]) / 1024
print(json.dumps({"peak_mb": peak, "known": raster.cells_known, "width": raster.width}))
"""


def test_a_sparse_file_of_4_gb_is_brought_in_below_the_ceiling(tmp_path):
    path, cell = tmp_path / "large.tif", 1.5 / SIDE
    profile = {
        "driver": "GTiff",
        "width": SIDE,
        "height": SIDE,
        "count": 1,
        "dtype": "float64",
        "nodata": 0.0,
    }
    profile |= {"crs": "EPSG:4326", "transform": from_origin(105.0, 21.75, cell, cell)}
    with rasterio.open(path, "w", **profile, tiled=True, sparse_ok=True, bigtiff="YES") as file:
        file.write(np.full((256, 256), 7.0), 1, window=Window(10_240, 10_240, 256, 256))
    assert SIDE * SIDE * 8 > 4e9
    child = (sys.executable, "-c", CHILD, str(tmp_path / "home"), str(path))
    told = json.loads(subprocess.run(child, cwd=PROJECT, check=True, capture_output=True, text=True).stdout)
    assert told["known"] == 256 * 256
    assert told["width"] == SIDE
    assert told["peak_mb"] < CEILING_MB
