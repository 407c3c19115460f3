"""The rasters of a home as they are shown: each a folder with `raster.tif` and what is told of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import SourceError
from geo.rasters.kept import RASTERS

ABOUT, FILE = "about.json", "raster.tif"


@dataclass(frozen=True)
class Held:
    """One raster: its file, and what was told when it was brought in."""

    id: str
    path: Path
    about: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Name what it measures: dem, slope, flood, landcover, builtup, lights, population or bands."""
        return str(self.about.get("kind", ""))

    @property
    def checksum(self) -> str:
        """Return what tells this file from another of the same name."""
        return str(self.about.get("checksum") or self.path.stat().st_mtime_ns)

    def told(self, name: str) -> str:
        """Return a part of what is told as text, empty where nothing is."""
        value = self.about.get(name)
        return "" if value is None else str(value)


def list_held(home: Path) -> list[Held]:
    """List the rasters of a home, by id; those being brought in have no description yet."""
    found = sorted((home / RASTERS).glob(f"[!.]*/{ABOUT}"))
    return [Held(path.parent.name, path.parent / FILE, _read(path)) for path in found]


def find_held(home: Path, raster_id: str) -> Held | None:
    """Find a raster by its id."""
    return next((held for held in list_held(home) if held.id == raster_id), None)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot read {path}; bring the raster in again") from error
    if not isinstance(told, dict):
        raise SourceError(f"{path} holds no description of a raster; bring it in again")
    return told
