"""The frozen store that is read: an immutable folder per revision, mapped into memory.

A snapshot holds, for each collection, its features serialised once (`.features`) and its columns
with the place of each feature in that file (`.arrow`). `current` names the folder being served;
publishing replaces that one small file, so a reader sees the old revision or the new one, never half.
"""

import hashlib
import json
import mmap
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from geopandas import GeoDataFrame
from pyarrow import ipc

from geo.errors import ClusterNotFoundError, SourceError
from geo.geojson import dumps, to_feature, to_plain_value

Rows = np.ndarray[Any, np.dtype[np.int64]]
"""Row numbers of a frozen collection."""

CURRENT = "current"
META = "meta.json"
_OFFSET, _LENGTH = "_offset", "_length"
_BOUNDS = ("_minx", "_miny", "_maxx", "_maxy")
_GEOMETRY = "_wkb"
_KEPT = 3

Attach = Callable[[Path, str], None]
"""Writes further files into a folder that is to become a snapshot, knowing its revision."""


def _require_files(folder: Path, checksums: Mapping[str, str]) -> None:
    for name, expected in checksums.items():
        path = folder / name
        if not path.is_file():
            raise SourceError(f"the snapshot {folder.name} lacks {name}; publish again")
        if _digest(path) != expected:
            raise SourceError(f"{name} of the snapshot {folder.name} is damaged; publish again")


def _is_whole(folder: Path) -> bool:
    try:
        _require_files(folder, read_meta(folder).get("checksums", {META: ""}))
    except SourceError:
        return False
    return True


def _checksums(folder: Path) -> dict[str, str]:
    return {path.name: _digest(path) for path in sorted(folder.iterdir())}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Frozen:
    """One collection of a snapshot: its columns, and the bytes of its features."""

    folder: Path
    name: str

    @cached_property
    def columns(self) -> pa.Table:
        """Map the columns; they carry the properties and the private ones that begin with `_`."""
        return ipc.open_file(pa.memory_map(str(self.folder / f"{self.name}.arrow"))).read_all()

    @cached_property
    def _features(self) -> mmap.mmap | bytes:
        path = self.folder / f"{self.name}.features"
        if path.stat().st_size == 0:
            return b""
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def map(self) -> None:
        """Map both files now, so that they stay readable even when their folder is removed."""
        _ = self.columns, self._features

    def __len__(self) -> int:
        return int(self.columns.num_rows)

    @cached_property
    def property_names(self) -> list[str]:
        """List the names of the properties, in their order."""
        return [name for name in self.columns.column_names if not name.startswith("_")]

    @cached_property
    def bounds(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return the (n, 4) bounds of the features in degrees, NaN where there is no geometry."""
        return np.column_stack([self.columns[name].to_numpy() for name in _BOUNDS])

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {feature_id: row for row, feature_id in enumerate(self.columns["id"].to_pylist())}

    @cached_property
    def _places(self) -> Rows:
        return np.column_stack([self.columns[_OFFSET].to_numpy(), self.columns[_LENGTH].to_numpy()])

    def get_row(self, feature_id: str) -> int:
        """Return the row of a feature.

        Raises
        ------
        ClusterNotFoundError
            If no feature has this id.
        """
        try:
            return self._row_of[feature_id]
        except KeyError:
            raise ClusterNotFoundError(f"{self.name} has no feature {feature_id!r}") from None

    def feature(self, row: int) -> bytes:
        """Return the bytes of one GeoJSON feature."""
        offset, length = (int(number) for number in self._places[row])
        return self._features[offset : offset + length]

    def features(self, rows: Rows) -> Iterator[bytes]:
        """Return the bytes of many features, in the order of `rows`."""
        return (self.feature(int(row)) for row in rows)

    def records(self, rows: Rows | None = None, names: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """Return properties of rows (all rows and all properties, by default) as Python values."""
        taken = self.columns.select(self.property_names if names is None else list(names))
        return (taken if rows is None else taken.take(pa.array(rows))).to_pylist()  # type: ignore[no-any-return]

    def record(self, row: int) -> dict[str, Any]:
        """Return the properties of one row as Python values."""
        return self.records(np.array([row], dtype=np.int64))[0]

    def geometries(self, rows: Rows) -> np.ndarray[Any, Any]:
        """Return the exact WGS 84 geometries of rows, None where there is none."""
        return shapely.from_wkb(self.columns[_GEOMETRY].take(pa.array(rows)).to_pylist())  # type: ignore[no-any-return]

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """Return where the collection lies, west south east north, or None without any geometry."""
        held = self.bounds[np.isfinite(self.bounds).all(axis=1)]
        if not len(held):
            return None
        west, south = held[:, :2].min(axis=0)
        east, north = held[:, 2:].max(axis=0)
        return float(west), float(south), float(east), float(north)


@dataclass(frozen=True)
class Snapshot:
    """One published revision; `about` and `reports` are plain JSON values."""

    folder: Path
    meta: dict[str, Any] = field(repr=False)

    @property
    def revision(self) -> str:
        """Name the revision: the checksum of all it holds."""
        return str(self.meta["revision"])

    @property
    def about(self) -> dict[str, Any]:
        """Say what the snapshot is about: titles, province, credits, whether it is simulated."""
        return dict(self.meta["about"])

    @property
    def simulated(self) -> bool:
        """Tell whether these are simulated data."""
        return bool(self.meta["about"]["simulated"])

    @cached_property
    def collections(self) -> dict[str, Frozen]:
        """Open the frozen collections and tables, by name."""
        return {name: Frozen(self.folder, name) for name in self.meta["collections"]}

    @cached_property
    def reports(self) -> dict[str, Any]:
        """Read the totals and the breaches found when the snapshot was made."""
        return dict(json.loads((self.folder / "reports.json").read_bytes()))


def freeze(
    home: Path,
    layers: Mapping[str, GeoDataFrame],
    about: Mapping[str, Any],
    reports: Mapping[str, Any],
    made_of: str,
    attach: Attach | None = None,
) -> Snapshot:
    """Write a snapshot and point `current` at it.

    Parameters
    ----------
    home : the folder that holds the snapshots
    layers : features in WGS 84 with an `id` column, by collection name
    made_of : what the snapshot was made of; kept to tell whether it must be made anew
    attach : adds files that must follow from the revision alone, because they are no part of its name

    Raises
    ------
    SourceError
        If the folder cannot be written; what is served stays as it is.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".publishing-", dir=home))
        try:
            return _freeze(home, work, layers, about, reports, made_of, attach)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise SourceError(f"cannot write the snapshot to {home}: {error.strerror}") from error


def _freeze(
    home: Path,
    work: Path,
    layers: Mapping[str, GeoDataFrame],
    about: Mapping[str, Any],
    reports: Mapping[str, Any],
    made_of: str,
    attach: Attach | None,
) -> Snapshot:
    for name, layer in layers.items():
        _write_collection(work, name, layer)
    (work / "reports.json").write_bytes(dumps(reports))
    revision = hashlib.sha256(dumps([about, _checksums(work)])).hexdigest()[:16]
    if attach is not None:
        attach(work, revision)
    meta = {
        "revision": revision,
        "made_of": made_of,
        "about": dict(about),
        "collections": list(layers),
        "checksums": _checksums(work),
    }
    (work / META).write_bytes(dumps(meta))
    folder = home / revision
    if not _is_whole(folder):
        shutil.rmtree(folder, ignore_errors=True)
        work.rename(folder)
    _point_at(home, revision)
    _forget_old(home, keep=revision)
    return Snapshot(folder, meta)


def _point_at(home: Path, revision: str) -> None:
    pointer = home / f".{CURRENT}-{os.getpid()}"
    pointer.write_text(revision)
    pointer.replace(home / CURRENT)


def _forget_old(home: Path, keep: str) -> None:
    """Remove all but the last few snapshots; readers of an older one keep its files mapped."""
    folders = [path for path in home.iterdir() if (path / META).is_file() and path.name != keep]
    folders.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in folders[_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def _write_collection(folder: Path, name: str, layer: GeoDataFrame) -> None:
    columns = [column for column in layer.columns if column != layer.geometry.name]
    records = [
        {column: to_plain_value(value) for column, value in record.items()}
        for record in layer[columns].to_dict("records")
    ]
    offsets, lengths = [], []
    with (folder / f"{name}.features").open("wb") as file:
        for record, geometry in zip(records, layer.geometry, strict=True):
            body = dumps(to_feature(record["id"], geometry, record))
            offsets.append(file.tell())
            lengths.append(len(body))
            file.write(body)
    table = pa.table({column: pa.array([record[column] for record in records]) for column in columns})
    private = {
        _OFFSET: pa.array(offsets, pa.int64()),
        _LENGTH: pa.array(lengths, pa.int64()),
        **dict(zip(_BOUNDS, _bounds(layer), strict=True)),
        _GEOMETRY: pa.array(shapely.to_wkb(layer.geometry.to_numpy()).tolist(), pa.binary()),
    }
    for column, values in private.items():
        table = table.append_column(column, values)
    with ipc.new_file(str(folder / f"{name}.arrow"), table.schema) as writer:
        writer.write_table(table)


def _bounds(layer: GeoDataFrame) -> list[pa.Array]:
    bounds = shapely.bounds(layer.geometry.to_numpy()).reshape(-1, 4)
    return [pa.array(bounds[:, side], pa.float64()) for side in range(4)]


def find_current(home: Path) -> Path | None:
    """Find the folder being served, or nothing when nothing was published yet."""
    try:
        folder = home / (home / CURRENT).read_text().strip()
    except (OSError, ValueError):
        return None
    return folder if (folder / META).is_file() else None


def read_meta(folder: Path) -> dict[str, Any]:
    """Read the description of a snapshot."""
    try:
        return dict(json.loads((folder / META).read_bytes()))
    except (OSError, ValueError) as error:
        raise SourceError(f"the snapshot {folder.name} has no readable {META}; publish again") from error


def open_snapshot(home: Path) -> Snapshot:
    """Open what is being served.

    Raises
    ------
    SourceError
        If nothing was published, or a file of the snapshot is missing or fails its checksum.
    """
    folder = find_current(home)
    if folder is None:
        raise SourceError(f"nothing is published in {home}; run: python server.py publish")
    meta = read_meta(folder)
    _require_files(folder, meta.get("checksums", {META: ""}))
    snapshot = Snapshot(folder, meta)
    for frozen in snapshot.collections.values():
        frozen.map()
    return snapshot
