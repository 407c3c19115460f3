"""The data that are served while measuring: Hanoi as shipped, and a simulated province; published once."""

import time
from datetime import date
from pathlib import Path

from bench.tasks import COLLECTION
from geo.delivered import PACKAGE
from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import SNAPSHOTS, is_published, publish
from geo.snapshot import Frozen, open_snapshot

_CLUSTERS, _LOTS, _PERIODS, _SEED = 10_000, 10_000, (2025, 2026), 1


def package_of(data: str, folder: Path) -> Path:
    """Name the package of the data S or M; the simulated one is written where it is not there yet."""
    if data == "S":
        return PACKAGE
    package = folder / f"package-{_CLUSTERS}-{_LOTS}-{_SEED}"
    if not (package / "datapackage.json").is_file():
        write_package(simulate(_CLUSTERS, _LOTS, _PERIODS, _SEED), package)
    return package


def publish_once(data: str, folder: Path) -> float:
    """Publish the data S or M below `folder` unless they are; return how many seconds that took then."""
    package, home = package_of(data, folder), home_of(data, folder)
    taken = folder / f"published-{data}.txt"
    if not (taken.is_file() and is_published(package, home)):
        print(f"publishing {package}; this is kept for the next time", flush=True)
        begin = time.monotonic()
        publish(package, home, date.today())
        taken.write_text(f"{time.monotonic() - begin:.1f}\n")
    return float(taken.read_text())


def home_of(data: str, folder: Path) -> Path:
    """Name the home the data S or M are published in."""
    return folder / data


def open_clusters(home: Path) -> Frozen:
    """Open the collection every question is put to."""
    return open_snapshot(home / SNAPSHOTS).collections[COLLECTION]
