"""`python -m bench.zonal`: what a raster says inside outlines, beside the library called bare and a peer.

Writes its own measured part of docs/performance.md, unless `--quick`.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np
import rasterio
import shapely
from rasterio.transform import from_origin

from bench.page import table, write_between
from bench.report import OURS, Figure, figure
from bench.zonal_ways import BARE, EPSG, OUTLINES, RASTER, WAYS, WHOLE_CELLS

BEGIN = "<!-- measured on rasters: written by `make bench`; do not edit up to the next such mark -->"
END = "<!-- measured on rasters: end -->"
LIMIT = 1.1
_FOLDER = Path("var/bench/zonal").absolute()
_PAGE = Path("docs/performance.md")
_WEST, _NORTH, _CELL_M = 560_000.0, 2_350_000.0, 10.0
_WHOLE, _QUICK = (5_000, 10_000, 3), (1_000, 500, 2)
_RADII_M = (150.0, 500.0)
_CORNERS = 24
_CLOSE = 1e-3


class Once(NamedTuple):
    """What one way of measuring took, once."""

    seconds: float
    before_mb: float
    peak_mb: float
    mean: float
    outlines: int


Measured = Mapping[str, Sequence[Once]]


def make(folder: Path, side: int, count: int) -> None:
    """Write a raster of hills with holes, and outlines of 7 to 75 hectares all over it; always the same."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    along = np.arange(side, dtype=np.float32)
    cells = 40 + 30 * np.sin(along / 90)[:, None] * np.cos(along / 130)[None]
    cells = (cells + rng.normal(0, 2, (side, side))).astype(np.float32)
    cells[rng.random((side, side), dtype=np.float32) < 0.01] = np.nan
    profile = {"driver": "GTiff", "width": side, "height": side, "count": 1, "dtype": "float32"}
    profile |= {
        "nodata": np.nan,
        "crs": f"EPSG:{EPSG}",
        "transform": from_origin(_WEST, _NORTH, _CELL_M, _CELL_M),
    }
    tiles = {"tiled": True, "blockxsize": 512, "blockysize": 512, "compress": "deflate", "predictor": 3}
    with rasterio.open(folder / RASTER, "w", **profile, **tiles) as file:
        file.write(cells, 1)
    np.save(folder / OUTLINES, np.array([one.wkb for one in _outlines(side, count, rng)], dtype=object))


def _outlines(side: int, count: int, rng: np.random.Generator) -> Iterator[shapely.Polygon]:
    angles = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    edge = _RADII_M[1] * 1.1
    for x, y in rng.uniform(edge, side * _CELL_M - edge, (count, 2)):
        radii = rng.uniform(*_RADII_M) * rng.uniform(0.8, 1.1, _CORNERS)
        yield shapely.Polygon(
            np.column_stack((_WEST + x + radii * np.cos(angles), _NORTH - y + radii * np.sin(angles)))
        )


def measure(folder: Path, rounds: int) -> Measured:
    """Measure every way in turns, each time in a process of its own."""
    taken: dict[str, list[Once]] = {way: [] for way in WAYS}
    for turn in range(rounds):
        for way, found in taken.items():
            child = (sys.executable, "-m", "bench.zonal_ways", way, str(folder))
            told = Once(
                **json.loads(subprocess.run(child, check=True, capture_output=True, text=True).stdout)
            )
            print(f"{turn} {way}: {told}", flush=True)
            found.append(told)
    means = [found[0].mean for found in taken.values()]
    if max(means) - min(means) > _CLOSE * abs(means[0]):
        raise ValueError(f"the ways do not agree: {dict(zip(taken, means, strict=True))}")
    return taken


def shares(measured: Measured, way: str, base: str) -> Figure:
    """Divide the time of one way by that of another, round by round."""
    pairs = zip(measured[way], measured[base], strict=True)
    return figure(one.seconds / other.seconds for one, other in pairs)


def to_markdown(measured: Measured, about: Mapping[str, str]) -> str:
    """Write time and memory of every way, and whether ours keeps within its limit."""
    share = shares(measured, OURS, BARE)
    verdict = "reached" if share.middle <= LIMIT else "**not reached**"
    head = ("way", "seconds (lowest to highest)", "we ÷ it", "peak memory, MB", "of which before, MB")
    return "\n\n".join(
        (
            "\n".join(f"- {name}: {value}" for name, value in about.items()),
            table(head, (_row(measured, way) for way in measured)),
            f"Limit: ≤ {LIMIT:g} × of {BARE}; measured {share.middle:.2f} ×"
            f" ({share.least:.2f} to {share.most:.2f}): {verdict}.",
        )
    )


def _row(measured: Measured, way: str) -> tuple[str, ...]:
    taken = figure(one.seconds for one in measured[way])
    peak, before = (
        figure(getattr(one, name) for one in measured[way]).middle for name in ("peak_mb", "before_mb")
    )
    times = "" if way == OURS else f"{shares(measured, OURS, way).middle:.2f} ×"
    return (
        way,
        f"{taken.middle:.2f} ({taken.least:.2f} to {taken.most:.2f})",
        times,
        f"{peak:,.0f}",
        f"{before:,.0f}",
    )


def main() -> None:
    """Measure, and write what came out."""
    parser = argparse.ArgumentParser(prog="python -m bench.zonal", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="few and small; leaves docs/performance.md alone"
    )
    quick = parser.parse_args().quick
    side, count, rounds = _QUICK if quick else _WHOLE
    load = os.getloadavg()[0]
    make(_FOLDER, side, count)
    measured = measure(_FOLDER, rounds)
    versions = (f"{name} {version(name)}" for name in ("exactextract", "rasterio", WHOLE_CELLS))
    about = {
        "date": date.today().isoformat(),
        "asked": f"{count:,} outlines on {side:,} × {side:,} cells of {_CELL_M:g} m, float32, 1 %"
        " without data: cells, mean, lowest, highest, median, two percentiles, standard deviation",
        "versions": ", ".join(versions),
        "rounds": str(rounds),
        "other work on the machine at the start": f"{load:.1f} processes",
    }
    tables = to_markdown(measured, about)
    print(tables)
    if not quick:
        write_between(_PAGE, BEGIN, END, tables)


if __name__ == "__main__":
    main()
