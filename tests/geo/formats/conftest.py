"""Three snapshots to take extracts from: the shipped data, a simulated province, and lots that break files."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from geopandas import GeoDataFrame
from shapely import MultiPolygon, Point, Polygon

from geo.crs import OFFERED
from geo.demo.province import simulate
from geo.formats.extract import Extract
from geo.formats.offered import FORMATS, to_bytes
from geo.package import write_package
from geo.publish import SNAPSHOTS, publish
from geo.snapshot import freeze, open_snapshot
from tests.geo.conftest import square
from tests.geo.formats.reading_back import READERS, Read

ABOUT = {
    "title_vi": "Thử",
    "title_en": "Test",
    "credits": ["nguồn thử"],
    "simulated": False,
    "boundary_credits": {},
}
EVIL = "<b>&\"'</b>]]>\nđất =1; ô tô 🏭"
LONG = "đường " * 100 + "hết"
ALL = tuple(FORMATS)
WITH_TABLES = tuple(name for name in ALL if name != "dxf")


@pytest.fixture(scope="session")
def hanoi(published_home):
    return open_snapshot(published_home / SNAPSHOTS)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A simulated province of 30 clusters and 150 lots, with outlines of every quality."""
    folder = tmp_path_factory.mktemp("demo")
    write_package(simulate(30, 150, (2024, 2026), 3), folder / "package")
    return publish(folder / "package", folder / "home", date(2026, 9, 20))


@pytest.fixture(scope="session")
def tricky(tmp_path_factory):
    """Lots whose texts, gaps and shapes are those that break files; four of them, each of another shape."""
    hole = Polygon(square(105.80, 21.10, 300).exterior, [square(105.801, 21.101, 50).exterior.coords])
    layer = GeoDataFrame(
        {
            "id": ["hole", "point", "nowhere", "two"],
            "name": ["Lô\n1", "Lô 2", None, "Lô\n0\nEOF"],
            "cluster_id": ["=1+1", "@sum", "-3", "+84"],
            "status": ["ready", "leased", "unknown", "blocked"],
            "blocked_reason": [EVIL, None, "a\x0bb", LONG],
            "area_ha": [1.5, None, 0.0, 2.0],
            "price_usd_m2": [None, None, None, None],
            "valid_from": ["2025-07-01", None, None, "2020-02-29"],
            "boundary_quality": ["official", "missing", "missing", "schematic"],
            "blocked_reason_count": [1, 2, 3, 4],
            "is_published": [True, False, True, False],
        },
        geometry=[
            hole,
            Point(105.9, 21.0),
            None,
            MultiPolygon([square(105.7, 20.9, 120), square(105.71, 20.91, 120).reverse()]),
        ],
        crs=4326,
    )
    return freeze(tmp_path_factory.mktemp("tricky"), {"lots": layer}, ABOUT, {}, "x")


def in_crs(extract: Extract, name: str) -> Extract:
    return extract.in_crs(OFFERED[name])


def chosen(extract: Extract, rows=None, properties=None) -> Extract:
    return replace(
        extract,
        rows=extract.rows if rows is None else np.array(rows, dtype=np.int64),
        properties=properties or extract.properties,
    )


def read_back(extract: Extract, name: str, folder: Path) -> Read:
    path = folder / f"{extract.name}.{FORMATS[name].extension}"
    path.write_bytes(to_bytes(extract, name))
    return READERS[name](path)


def all_text(body: bytes, name: str) -> str:
    """Read whatever text a file holds, packed or not."""
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return body.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(
            archive.read(entry).decode("utf-8", errors="replace") for entry in archive.namelist()
        )
