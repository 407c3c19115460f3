"""Pictures of a raster: tiles for a map in the colours of its classes, and the value at a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SIDE = 256
MOST_ZOOM = 24
_SAMPLE = 512

Pixels = np.ndarray[Any, Any]
Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Steps:
    """Classes of numbers between edges: a class holds its lower edge, the first and last what is beyond."""

    edges: Sequence[float]
    colours: Sequence[Rgb]

    def paint(self, values: Pixels) -> Pixels:
        """Give every value its colour."""
        classes = np.digitize(values[0], self.edges[1:-1])
        return np.asarray(np.array(self.colours, dtype=np.uint8)[classes])


@dataclass(frozen=True)
class Codes:
    """One colour a code; other codes are not drawn."""

    colours: dict[int, Rgb]

    def paint(self, values: Pixels) -> Pixels:
        """Give every code its colour; one without is transparent."""
        found = np.zeros((*values[0].shape, 4), dtype=np.uint8)
        for code, colour in self.colours.items():
            found[values[0] == code] = (*colour, 255)
        return found


@dataclass(frozen=True)
class TrueColour:
    """Three bands as red, green and blue, each stretched between two values."""

    bands: tuple[int, int, int]
    ends: tuple[tuple[float, float], ...]

    def paint(self, values: Pixels) -> Pixels:
        """Stretch the bands."""
        low = np.array([low for low, _ in self.ends])[:, None, None]
        high = np.array([high for _, high in self.ends])[:, None, None]
        stretched = (values.astype(float) - low) / np.maximum(high - low, 1e-9)
        return np.moveaxis(np.clip(stretched * 255, 0, 255).astype(np.uint8), 0, -1)


Paint = Steps | Codes | TrueColour


@dataclass(frozen=True)
class Read:
    """What stands at a place: the value of each band, None without one; `inside` the raster or not."""

    values: tuple[float | None, ...]
    inside: bool = True


def draw_tile(path: Path, zoom: int, row: int, column: int, paint: Paint) -> bytes | None:
    """Draw a tile of WebMercatorQuad as PNG, transparent where there is no value; None outside the raster."""
    # Imported here, as rasterio is elsewhere: a worker never asked for a raster does without
    from rio_tiler.errors import TileOutsideBounds
    from rio_tiler.io import Reader
    from rio_tiler.utils import render

    smooth = "bilinear" if isinstance(paint, TrueColour) else "nearest"
    bands = paint.bands if isinstance(paint, TrueColour) else (1,)
    with Reader(str(path)) as raster:
        try:
            tile = raster.tile(
                column, row, zoom, tilesize=SIDE, indexes=bands, resampling_method=smooth, unscale=True
            )
        except TileOutsideBounds:
            return None
    painted = paint.paint(tile.array.filled(0))
    shown = ~np.ma.getmaskarray(tile.array).any(axis=0)
    if painted.shape[-1] == 3:
        painted = np.dstack([painted, np.full(shown.shape, 255, dtype=np.uint8)])
    painted[~shown] = 0
    drawn: bytes = render(np.moveaxis(painted, -1, 0), img_format="PNG")
    return drawn


def value_at(path: Path, lon: float, lat: float) -> Read:
    """Read all bands at a WGS 84 position."""
    from rio_tiler.errors import PointOutsideBounds
    from rio_tiler.io import Reader

    with Reader(str(path)) as raster:
        try:
            found = raster.point(lon, lat, unscale=True)
        except PointOutsideBounds:
            return Read((), inside=False)
    values = np.ma.masked_invalid(found.array)
    return Read(tuple(None if value is np.ma.masked else float(value) for value in values))


def bounds_of(path: Path) -> tuple[float, float, float, float]:
    """Return where a raster lies: west, south, east, north in degrees."""
    from rio_tiler.io import Reader

    with Reader(str(path)) as raster:
        west, south, east, north = raster.get_geographic_bounds("EPSG:4326")
    return float(west), float(south), float(east), float(north)


def sample(path: Path, bands: Sequence[int] = (1,)) -> list[Pixels]:
    """Read some of the values of each band, from an overview, without those that are none."""
    from rio_tiler.io import Reader

    with Reader(str(path)) as raster:
        read = raster.preview(indexes=tuple(bands), max_size=_SAMPLE, unscale=True)
    return [np.ma.masked_invalid(band).compressed() for band in read.array]


def count_bands(path: Path) -> int:
    """Count the bands of a raster."""
    import rasterio

    with rasterio.open(path) as raster:
        return int(raster.count)
