"""What was measured inside an outline is kept beside the raster, so that publishing again costs nothing.

It is known by the cells of the raster, the corners of the outline, and what was asked: any change of these
is measured anew. The file can be removed at any time.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import shapely

from geo.crs import Geometries
from geo.rasters.library import FOLDER, Raster
from geo.rasters.reading import open_kept
from geo.rasters.zonal import Change, Zonal, zonal_statistics

_VERSION = "1"
"""Raised whenever the way of measuring changes."""

_FILE = "measured.json"


class Measurements:
    """The measurements of one raster, old and new."""

    def __init__(self, home: Path, raster: Raster) -> None:
        self._home, self._raster = home, raster
        self._path = home / FOLDER / raster.id / _FILE
        self._known = self._read()
        self._used: dict[str, Zonal] = {}

    def measure(
        self,
        geometries: Geometries,
        statistics: Sequence[str],
        *,
        bands: Sequence[int] = (1,),
        change: Change | None = None,
        changed_by: str = "",
    ) -> list[Zonal]:
        """Measure outlines as `zonal_statistics` does, those not known yet.

        Parameters
        ----------
        changed_by : names what `change` does; another name is another measurement
        """
        asked = "|".join((*statistics, *map(str, bands), changed_by)).encode()
        keys = [hashlib.sha256(wkb + asked).hexdigest()[:32] for wkb in shapely.to_wkb(geometries).tolist()]
        wanted = {key: row for row, key in enumerate(keys) if key not in self._known}
        if wanted:
            with open_kept(self._home, self._raster) as dataset:
                found = zonal_statistics(
                    dataset,
                    geometries[list(wanted.values())],
                    statistics,
                    crs=self._raster.system,
                    bands=bands,
                    change=change,
                )
            self._known |= dict(zip(wanted, found, strict=True))
        self._used |= {key: self._known[key] for key in keys}
        return [self._known[key] for key in keys]

    def keep(self) -> None:
        """Write down what was used, and forget the rest."""
        if self._used.keys() == self._read().keys():
            return
        work = self._path.with_suffix(".part")
        work.write_text(json.dumps({"made_of": self._made_of(), "outlines": self._used}), encoding="utf-8")
        work.replace(self._path)

    def _made_of(self) -> str:
        return f"{_VERSION} {self._raster.checksum}"

    def _read(self) -> dict[str, Zonal]:
        try:
            kept = json.loads(self._path.read_bytes())
            if kept["made_of"] == self._made_of():
                return {key: Zonal(*one) for key, one in kept["outlines"].items()}
        except (OSError, ValueError, KeyError, TypeError):
            pass  # what cannot be read is measured again
        return {}
