"""Rasters of the model province, with answers that are known beforehand: a plane, and shares built up.

They lie in EPSG:5897. The ground rises by 6 m a kilometre to the east and 8 m to the north, so that the mean
height of any outline is the height at its centroid, and the slope is 1 % everywhere. The clusters with a
surveyed outline, in the order of their ids, are built up by 0, 25, 50, 75, 100, 0, 25 … percent in the later
year, and by half of that two years before.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from geopandas import GeoDataFrame

from geo.crs import VN2000_TM3_105
from geo.package import Package
from geo.schema import Quality

TERRAIN, KNOWN = "terrain.tif", "known.csv"
RISE_EAST, RISE_NORTH, SLOPE_PCT = 0.006, 0.008, 1.0
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_HEIGHT_M = 500.0
"""In the middle of the province."""

_REACH_M, _TERRAIN_CELL_M, _CELL_M = 30_000.0, 30.0, 20.0
_AROUND_M = 30.0
"""What is built up reaches this far beyond an outline, so that every cell it touches has its share."""

_EARLIER = 2
_STEPS = 200
"""Of a share, as it is stored in a byte: half of 25 % is kept too."""

_NODATA = 255
_SURVEYED = (Quality.OFFICIAL, Quality.DIGITISED)

Cells = np.ndarray[Any, Any]


class Known(NamedTuple):
    """What the rasters must say of a cluster."""

    cluster_id: str
    height_mean_m: float
    slope_mean_pct: float
    builtup_share: float
    builtup_share_before: float


def write_rasters(package: Package, last_year: int, folder: Path) -> list[Path]:
    """Write the rasters of a province, and a table of what they must say of each cluster.

    Parameters
    ----------
    last_year : the last that has ended; what is built up is shown at its end and two years before
    """
    folder.mkdir(parents=True, exist_ok=True)
    outlines = _surveyed(package)
    middle = _middle(package)
    known = list(_known(outlines, middle))
    files = {
        TERRAIN: _plane(),
        built_up_name(last_year): _built_up(outlines, [one.builtup_share for one in known], middle),
        built_up_name(last_year - _EARLIER): _built_up(
            outlines, [one.builtup_share_before for one in known], middle
        ),
    }
    for name, cells in files.items():
        _write(folder / name, cells, middle)
    with (folder / KNOWN).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Known._fields)
        writer.writerows(known)
    return [folder / name for name in (*files, KNOWN)]


def built_up_name(year: int) -> str:
    """Name the file of what is built up at the end of a year."""
    return f"built-up-{year}.tif"


def _surveyed(package: Package) -> GeoDataFrame:
    outlines = package.layers["outlines"]
    surveyed = outlines[outlines["boundary_quality"].isin(_SURVEYED)]
    return surveyed.sort_values("id").reset_index(drop=True).to_crs(VN2000_TM3_105)


def _middle(package: Package) -> tuple[float, float]:
    """Find the middle of the province, a whole number of kilometres."""
    west, south, east, north = package.layers["outlines"].to_crs(VN2000_TM3_105).total_bounds
    return round((west + east) / 2, -3), round((south + north) / 2, -3)


def _known(outlines: GeoDataFrame, middle: tuple[float, float]) -> Iterator[Known]:
    for row, (cluster_id, shape) in enumerate(zip(outlines["id"], outlines.geometry, strict=True)):
        centroid, share = shape.centroid, SHARES[row % len(SHARES)]
        height = float(_height_m(centroid.x - middle[0], centroid.y - middle[1]))
        yield Known(cluster_id, round(height, 3), SLOPE_PCT, share, share / 2)


def _height_m(east: Any, north: Any) -> Any:
    return _HEIGHT_M + RISE_EAST * east + RISE_NORTH * north


def _plane() -> Cells:
    along = np.arange(-_REACH_M, _REACH_M, _TERRAIN_CELL_M) + _TERRAIN_CELL_M / 2
    heights: Cells = _height_m(along[None, :], -along[:, None]).astype(np.float32)
    return heights


def _built_up(outlines: GeoDataFrame, shares: list[float], middle: tuple[float, float]) -> Cells:
    """Draw shares, in steps; on the land between the clusters nothing is built."""
    from rasterio.features import rasterize

    side = round(2 * _REACH_M / _CELL_M)
    around = outlines.geometry.buffer(_AROUND_M)
    steps = [round(share * _STEPS) for share in shares]
    drawn: Cells = rasterize(
        list(zip(around, steps, strict=True)),
        out_shape=(side, side),
        transform=_grid(middle, _CELL_M),
        all_touched=True,
        dtype="uint8",
    )
    return drawn


def _grid(middle: tuple[float, float], cell_m: float) -> Any:
    from rasterio.transform import from_origin

    return from_origin(middle[0] - _REACH_M, middle[1] + _REACH_M, cell_m, cell_m)


def _write(path: Path, cells: Cells, middle: tuple[float, float]) -> None:
    import rasterio

    is_share = cells.dtype == np.uint8
    profile: Mapping[str, Any] = {
        "driver": "GTiff",
        "height": cells.shape[0],
        "width": cells.shape[1],
        "count": 1,
        "dtype": cells.dtype,
        "crs": f"EPSG:{VN2000_TM3_105}",
        "transform": _grid(middle, 2 * _REACH_M / cells.shape[0]),
        "nodata": _NODATA if is_share else np.nan,
        "compress": "deflate",
        "tiled": True,
    }
    with rasterio.open(path, "w", **profile) as file:
        file.write(cells, 1)
        file.update_tags(NOTICE="SIMULATED")
        if is_share:
            file.scales = [1 / _STEPS]
