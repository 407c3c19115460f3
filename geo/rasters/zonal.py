"""What a raster says inside outlines: exact statistics, every cell by the part of it that lies inside."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from exactextract import exact_extract
from exactextract.feature import Feature, FeatureSource
from exactextract.operation import Operation
from exactextract.raster import RasterioRasterSource
from geopandas import GeoSeries
from pyproj import CRS
from rasterio.io import DatasetReader
from rasterio.windows import Window

from geo.crs import Geometries, transform_geometries
from geo.errors import CRSError
from geo.rasters.kinds import SHARE, STATISTICS

MOST_CELLS_AT_ONCE = 4_000_000
"""Cells of one outline held in memory; a larger outline is taken in pieces."""

_RANKS = frozenset({"median", "p10", "p90", "majority"})
MOST_RANKED = 4_000_000
"""Cells of an outline beyond which measured values are not ranked: every one would be kept in memory."""

_QUANTILES = {"p10": 0.1, "p90": 0.9}
_ANSWERED = {"p_10": "p10", "p_90": "p90"}
"""The library puts the percentile behind the name it is given."""

_NAMED = {"cells": {"cells": "count"}, SHARE: {"classes": "unique", "shares": "frac"}}
"""What the library calls a statistic, by the name of the answer, where both are not one word."""

Cells = np.ndarray[Any, np.dtype[np.float64]]
Change = Callable[..., Cells]
"""Makes of the cells of some bands (float64, NaN where one has no data) the cells that are measured."""


class Zonal(NamedTuple):
    """What a raster says inside one outline.

    `covered` is the part of the outline whose cells have data; without any, there are no `values`. `shares`
    has the part of those cells that each class takes, by the number of the class as text.
    """

    cells: float
    covered: float
    values: dict[str, float]
    shares: dict[str, float]


class CellSource(RasterioRasterSource):  # type: ignore[misc]
    """The cells of a raster in its own unit, or what is made of several of its bands."""

    def __init__(self, dataset: DatasetReader, crs: CRS, bands: Sequence[int], change: Change | None) -> None:
        super().__init__(dataset, bands[0])
        self.set_name("cells")
        self._wkt, self._bands, self._change = crs.to_wkt(), bands, change

    def srs_wkt(self) -> str:
        """Name the coordinate system."""
        return self._wkt

    def nodata_value(self) -> float | int | None:
        """Return the value of no data of what is read."""
        return None if self._change else super().nodata_value()

    def read_window(self, x0: int, y0: int, nx: int, ny: int) -> Any:
        """Read the cells of a window."""
        if self._change is None:
            return super().read_window(x0, y0, nx, ny)
        window = Window(x0, y0, nx, ny)
        return self._change(*(real_cells(self.ds, band, window) for band in self._bands))


def real_cells(dataset: DatasetReader, band: int, window: Window) -> Cells:
    """Read a window of a band in its unit, scale and offset applied, NaN where there is no data."""
    read = dataset.read(band, window=window, masked=True).astype(np.float64)
    cells: Cells = read.filled(np.nan) * dataset.scales[band - 1] + dataset.offsets[band - 1]
    return cells


def zonal_statistics(
    dataset: DatasetReader,
    geometries: Geometries,
    statistics: Sequence[str],
    *,
    crs: CRS,
    bands: Sequence[int] = (1,),
    change: Change | None = None,
) -> list[Zonal]:
    """Measure a raster inside outlines.

    Parameters
    ----------
    geometries : (n,) WGS 84 polygons; they are carried into the CRS of the raster first
    statistics : words of `kinds.STATISTICS`; `share` gives the shares of classes. Values of an outline of
        more than `MOST_RANKED` cells are not ranked: it has no median and no percentiles
    crs : the coordinate system of the raster
    bands, change : what is made of which bands, where it is not the first band itself

    Returns
    -------
    (n,) one answer an outline, in their order

    Raises
    ------
    CRSError
        If an outline has no place in the CRS of the raster, or the systems differ for any other reason.
    """
    if not len(geometries):
        return []
    carried = transform_geometries(np.asarray(geometries, dtype=object), crs)
    source = CellSource(dataset, crs, bands, change)
    cell_width, cell_height = source.res()
    in_cells = shapely.area(carried) / (cell_width * cell_height)
    found: list[Zonal | None] = [None] * len(carried)
    for rows, asked in _parts(carried, in_cells, statistics):
        for row, said in zip(rows, _extract(source, carried[rows], asked, crs), strict=True):
            found[row] = _zonal(said, float(in_cells[row]))
    return [one for one in found if one is not None]


def _parts(
    carried: Geometries, in_cells: Any, statistics: Sequence[str]
) -> Iterator[tuple[Any, Sequence[str]]]:
    """Take neighbours after each other, so that a block of cells is read once; the largest without ranks."""
    order = np.argsort(GeoSeries(carried).hilbert_distance().to_numpy(), kind="stable")
    by_class = SHARE in statistics or "majority" in statistics
    large = (in_cells[order] > MOST_RANKED) & (not by_class)
    if not large.all():
        yield order[~large], statistics
    if large.any():
        yield order[large], [name for name in statistics if name not in _RANKS]


def _extract(
    source: CellSource, carried: Geometries, statistics: Sequence[str], crs: CRS
) -> list[dict[str, Any]]:
    names = dict.fromkeys(("cells", *statistics))
    operations = [operation for name in names for operation in _operations(name, source)]
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Spatial reference system")
        try:
            answered = exact_extract(
                source,
                _Outlines(carried, crs.to_wkt()),
                operations,
                max_cells_in_memory=MOST_CELLS_AT_ONCE,
            )
        except RuntimeWarning as error:
            raise CRSError(f"outlines and raster are not in one system: {error}") from error
    return [one["properties"] for one in answered]


def _operations(name: str, source: CellSource) -> list[Operation]:
    if name in _QUANTILES:
        return [Operation("quantile", "p", source, None, {"q": _QUANTILES[name]})]
    called = _NAMED.get(name, {name: name})
    return [Operation(statistic, answer, source) for answer, statistic in called.items()]


def _zonal(said: dict[str, Any], in_cells: float) -> Zonal:
    cells = float(said.pop("cells"))
    classes, shares = said.pop("classes", ()), said.pop("shares", ())
    known = {name: float(value) for name, value in said.items() if value is not None and np.isfinite(value)}
    found = {_ANSWERED.get(name, name): value for name, value in known.items()}
    values = {name: found[name] for name in STATISTICS if name in found}
    return Zonal(
        cells,
        min(1.0, cells / in_cells) if in_cells > 0 else 0.0,
        values if cells > 0 else {},
        {f"{one:.0f}": float(share) for one, share in zip(classes, shares, strict=True)} if cells > 0 else {},
    )


class _Outline(Feature):  # type: ignore[misc]
    def __init__(self, wkb: bytes) -> None:
        super().__init__()
        self._wkb = wkb

    def geometry(self) -> bytes:
        return self._wkb

    def fields(self) -> list[str]:
        return []


class _Outlines(FeatureSource):  # type: ignore[misc]
    """Outlines as the library reads them fastest: as WKB, without attributes."""

    def __init__(self, geometries: Geometries, wkt: str) -> None:
        super().__init__()
        self._wkbs, self._wkt = shapely.to_wkb(geometries).tolist(), wkt

    def count(self) -> int:
        return len(self._wkbs)

    def __iter__(self) -> Iterator[_Outline]:
        return map(_Outline, self._wkbs)

    def srs_wkt(self) -> str:
        return self._wkt
