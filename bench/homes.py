"""The data that are served while measuring: Hanoi as shipped, and simulated provinces; published once."""

import time
from datetime import date
from pathlib import Path

from bench.tasks import COLLECTION
from geo.delivered import PACKAGE
from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import SNAPSHOTS, is_published, publish
from geo.snapshot import Frozen, open_snapshot

_SIMULATED = {"M": (10_000, 10_000, (2025, 2026)), "H": (2_000, 20_000, (2018, 2026))}
"""Clusters, lots and years: many clusters at once, and a long history."""

_SEED = 1


def package_of(data: str, folder: Path) -> Path:
    """Name the package of the data S, M or H; a simulated one is written where it is not there yet."""
    if data == "S":
        return PACKAGE
    clusters, lots, years = _SIMULATED[data]
    package = folder / f"package-{clusters}-{lots}-{_SEED}"
    if not (package / "datapackage.json").is_file():
        write_package(simulate(clusters, lots, years, _SEED), package)
    return package


def publish_once(data: str, folder: Path) -> float:
    """Publish the data S, M or H below `folder` unless they are; return how many seconds that took then."""
    package, home = package_of(data, folder), home_of(data, folder)
    taken = folder / f"published-{data}.txt"
    if not (taken.is_file() and is_published(package, home)):
        print(f"publishing {package}; this is kept for the next time", flush=True)
        begin = time.monotonic()
        publish(package, home, date.today())
        taken.write_text(f"{time.monotonic() - begin:.1f}\n")
    return float(taken.read_text())


def home_of(data: str, folder: Path) -> Path:
    """Name the home the data S, M or H are published in."""
    return folder / data


def open_clusters(home: Path) -> Frozen:
    """Open the collection every question is put to."""
    return open_snapshot(home / SNAPSHOTS).collections[COLLECTION]
