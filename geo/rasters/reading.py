"""Opening a raster somebody brings: a file, an address or a VRT, by windows and with limits."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import numpy as np
import rasterio
from pyproj import CRS
from pyproj.exceptions import CRSError as ProjCRSError
from rasterio.errors import RasterioIOError
from rasterio.io import DatasetReader

from geo.errors import IntakeError, SourceError
from geo.intake.gis_prj import read_stated
from geo.rasters.library import Raster, raster_path
from geo.rasters.refusals import refuse
from geo.rasters.vrt import TIFF_HEADS, VRT_HEAD, require_sources_beside

CACHE_BYTES = 64 << 20
"""rasterio hands this to GDAL as bytes, not as megabytes: 64 would keep no block at all."""

MOST_BLOCK_MB = 64
_NUMBERS = ("int", "uint", "float")

LIMITS = {
    "GDAL_CACHEMAX": CACHE_BYTES,
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_HTTP_CONNECTTIMEOUT": "10",
    "GDAL_HTTP_TIMEOUT": "30",
    "GDAL_HTTP_LOW_SPEED_TIME": "20",
    "GDAL_HTTP_LOW_SPEED_LIMIT": "1000",
    "GDAL_HTTP_MAX_RETRY": "2",
    "GDAL_HTTP_RETRY_DELAY": "1",
    "GDAL_HTTP_NETRC": "NO",
    "CPL_VSIL_CURL_CACHE_SIZE": "16000000",
    "CPL_VSIL_CURL_NON_CACHED": "",
}
"""What GDAL may take: memory, time on the network, nothing lying about beside a file, and no code in it."""


def is_url(where: str) -> bool:
    """Tell whether a raster is named by its address."""
    return where.startswith(("http://", "https://"))


def name_of(where: str) -> str:
    """Name a raster for people: the end of its path.

    Raises
    ------
    RefusedError
        If it is an address that cannot be.
    """
    if not is_url(where):
        return Path(where).name or where
    try:
        parts = urlsplit(where)
        _ = parts.port  # read only when asked for
    except ValueError as error:
        raise refuse("raster.address", where.rpartition("/")[2]) from error
    return parts.path.rpartition("/")[2] or where.partition("//")[2].rpartition("@")[2].partition("/")[0]


def public_url(where: str) -> str:
    """Return an address as it may be published: without user, password, or the keys of its query."""
    parts = urlsplit(where)
    host = parts.hostname or ""
    netloc = f"{host}:{parts.port}" if parts.port else host
    return urlunsplit((parts.scheme, netloc, parts.path, "", ""))


@contextmanager
def open_raster(where: str) -> Iterator[DatasetReader]:
    """Open a raster by its path or address; everything inside happens under the limits.

    Raises
    ------
    RefusedError
        If it is no raster, reaches for files elsewhere, is damaged, or would need too much memory.
    """
    name = name_of(where)
    with rasterio.Env(**LIMITS):
        path, driver = (f"/vsicurl/{where}", "GTiff") if is_url(where) else _local(where, name)
        try:
            dataset = rasterio.open(path, driver=driver)
        except RasterioIOError as error:
            rule = "raster.url" if is_url(where) else "raster.damaged"
            raise refuse(rule, name, got=_short(error, path)) from error
        with dataset:
            _require_readable(dataset, name)
            try:
                yield dataset
            except RasterioIOError as error:
                raise refuse("raster.damaged", name, got=_short(error, path)) from error


@contextmanager
def open_kept(home: Path, raster: Raster) -> Iterator[DatasetReader]:
    """Open the cells of a raster of the home.

    Raises
    ------
    SourceError
        If they are missing or damaged.
    """
    path = raster_path(home, raster.id)
    with rasterio.Env(**LIMITS):
        try:
            with rasterio.open(path, driver="GTiff") as dataset:
                yield dataset
        except RasterioIOError as error:
            raise SourceError(f"{path} is missing or damaged; import the raster again") from error


def crs_of(dataset: DatasetReader, name: str, stated: str | None = None) -> CRS:
    """Find the coordinate system of a raster; one of VN-2000 in its own words is known by its code.

    Parameters
    ----------
    stated : what the bringer says it is, in place of what the file says

    Raises
    ------
    RefusedError
        If there is none.
    """
    said = stated or (dataset.crs.to_wkt() if dataset.crs else None)
    if said is None:
        raise refuse("raster.no-crs", name)
    known = read_stated(said)
    if known is not None and known.epsg is not None and not known.misnamed:
        return CRS.from_epsg(known.epsg)
    try:
        return CRS.from_user_input(said)
    except ProjCRSError as error:
        raise refuse("raster.crs", name, got=said[:60]) from error


def _local(where: str, name: str) -> tuple[str, str]:
    path = Path(where).resolve()
    if path.is_dir():
        raise refuse("raster.folder", name)
    if not path.is_file():
        raise refuse("raster.absent", name)
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise IntakeError(f"{name}: cannot be read: {error.strerror}") from error
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(VRT_HEAD):
        for source in require_sources_beside(path):
            with rasterio.open(source, driver="GTiff") as dataset:
                _require_readable(dataset, source.name)
        return str(path), "VRT"
    if not head.startswith(TIFF_HEADS):
        raise refuse("raster.kind-of-file", name)
    return str(path), "GTiff"


def _require_readable(dataset: DatasetReader, name: str) -> None:
    """Refuse blocks that do not fit into memory, and cells that are no plain numbers."""
    for dtype, (height, width) in zip(dataset.dtypes, dataset.block_shapes, strict=True):
        if not dtype.startswith(_NUMBERS):
            raise refuse("raster.complex", name, got=dtype)
        size = height * width * np.dtype(dtype).itemsize
        if dataset.interleaving is not None and dataset.interleaving.name == "pixel":
            size *= dataset.count
        if size > MOST_BLOCK_MB << 20:
            raise refuse("raster.blocks", name, got=size >> 20, most=MOST_BLOCK_MB)


def _short(error: Exception, path: str) -> str:
    return str(error.__cause__ or error).replace(path, "").replace("/vsicurl/", "").strip(": '")[:200]
