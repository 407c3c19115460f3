"""The frozen store that is read: an immutable folder per revision, mapped into memory.

A snapshot holds each collection as `geo.stored` lays it out. `current` names the folder being served;
publishing replaces that one small file, so a reader sees the old revision or the new one, never half.
"""

import fcntl
import hashlib
import json
import mmap
import os
import shutil
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from geopandas import GeoDataFrame
from pyarrow import ipc

from geo import stored
from geo.boxtree import BoxTree, Numbers, touching
from geo.errors import ClusterNotFoundError, SourceError
from geo.geojson import dumps
from geo.packing import Check, gzip_of

Rows = np.ndarray[Any, np.dtype[np.int64]]
"""Row numbers of a frozen collection."""

CURRENT = "current"
META = "meta.json"
LAYOUT = 2
"""Raised whenever the files of a snapshot change their shape: one of another layout cannot be read."""

_WORK = ".publishing-"
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


def _require_whole(folder: Path) -> dict[str, Any]:
    """Return the description of a snapshot of this layout whose files are all there and as they were."""
    meta = read_meta(folder)
    if meta.get("layout") != LAYOUT:
        raise SourceError(f"the snapshot {folder.name} was made by another version; publish again")
    _require_files(folder, meta.get("checksums", {META: ""}))
    return meta


def _is_whole(folder: Path) -> bool:
    try:
        _require_whole(folder)
    except SourceError:
        return False
    return True


def _checksums(folder: Path) -> dict[str, str]:
    return {path.name: _digest(path) for path in sorted(folder.iterdir())}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Frozen:
    """One collection of a snapshot: its columns, and the bytes of its features."""

    folder: Path
    name: str
    described: Mapping[str, Any] = field(repr=False, compare=False)

    @cached_property
    def columns(self) -> pa.Table:
        """Map the columns; they carry the properties and the private ones that begin with `_`."""
        return self._table(stored.COLUMNS)

    def _table(self, end: str) -> pa.Table:
        return ipc.open_file(pa.memory_map(str(self.folder / f"{self.name}.{end}"))).read_all()

    def _numbers(self, name: str) -> np.ndarray[Any, Any]:
        """View a private column without copying it."""
        cells = self.columns[name]
        return cells.chunk(0).to_numpy() if cells.num_chunks == 1 else cells.to_numpy()  # type: ignore[no-any-return]

    @cached_property
    def _features(self) -> mmap.mmap | bytes:
        path = self.folder / f"{self.name}.{stored.FEATURES}"
        if path.stat().st_size == 0:
            return b""
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    @cached_property
    def _packed(self) -> tuple[bytes, Check] | None:
        check = self.described["packed"]
        return check and ((self.folder / f"{self.name}.{stored.PACKED}").read_bytes(), Check(**check))

    @cached_property
    def _tree(self) -> BoxTree:
        nodes = self._table(stored.TREE)
        boxes = np.column_stack([nodes[name].to_numpy() for name in stored.BOUNDS])
        return BoxTree(self._numbers(stored.TREE_ORDER), boxes, self.described["placed"])

    def map(self) -> None:
        """Map the files now, so that they stay readable even when their folder is removed."""
        _ = self.columns, self._features, self._tree, self._packed

    def __len__(self) -> int:
        return int(self.described["count"])

    @cached_property
    def property_names(self) -> list[str]:
        """List the names of the properties, in their order."""
        return [name for name in self.columns.column_names if not name.startswith("_")]

    @cached_property
    def rows(self) -> Rows:
        """Return all rows."""
        return np.arange(len(self))

    def bounds_of(self, rows: Rows) -> Numbers:
        """Return the (n, 4) bounds of rows in degrees, NaN where there is no geometry."""
        found: Numbers = self.bounds[rows]
        return found

    @cached_property
    def bounds(self) -> Numbers:
        """Return the bounds of all rows."""
        return np.column_stack([self._numbers(name) for name in stored.BOUNDS])

    @cached_property
    def placeless(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Tell which rows have no geometry."""
        return np.asarray(np.isnan(self.bounds[:, 0]), dtype=bool)

    def cells(self, name: str, arrow_type: pa.DataType) -> pa.Array:
        """Return a column as one piece of a type, made once."""
        key = name, arrow_type
        if key not in self._cells:
            self._cells[key] = pc.cast(self.columns[name], arrow_type).combine_chunks()
        return self._cells[key]

    @cached_property
    def _cells(self) -> dict[tuple[str, pa.DataType], pa.Array]:
        return {}

    @cached_property
    def _places(self) -> list[np.ndarray[Any, Any]]:
        names = (stored.OFFSET, stored.LENGTH, stored.HEAD, stored.BODY)
        return [self._numbers(name) for name in names]

    def get_row(self, feature_id: str) -> int:
        """Return the row of a feature.

        Raises
        ------
        ClusterNotFoundError
            If no feature has this id.
        """
        order, ids = self._numbers(stored.BY_ID), self.columns["id"]
        place = bisect_left(order, feature_id, key=lambda row: ids[int(row)].as_py())
        if place == len(order) or ids[int(order[place])].as_py() != feature_id:
            raise ClusterNotFoundError(f"{self.name} has no feature {feature_id!r}")
        return int(order[place])

    def feature(self, row: int) -> bytes:
        """Return the bytes of one GeoJSON feature."""
        offsets, lengths, *_ = self._places
        begin = int(offsets[row])
        return self._features[begin : begin + int(lengths[row])]

    def features(self, rows: Rows) -> Iterator[bytes]:
        """Return the bytes of many features, in the order of `rows`."""
        return (self.feature(int(row)) for row in rows)

    def runs(self, rows: Rows) -> Iterator[memoryview]:
        """View the features of rows, each run of neighbours, with the commas between them, as one piece."""
        offsets, lengths, *_ = self._places
        edges = np.flatnonzero(rows[1:] != rows[:-1] + 1)
        first, last = np.append(rows[:1], rows[edges + 1]), np.append(rows[edges], rows[-1:])
        begins, stops = offsets[first].tolist(), (offsets[last] + lengths[last]).tolist()
        held = memoryview(self._features)
        return (held[begin:stop] for begin, stop in zip(begins, stops, strict=True))

    def parts(self, rows: Rows) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Return each feature as what stands before its geometry, its geometry, and its properties."""
        offsets, lengths, heads, bodies = (place[rows].tolist() for place in self._places)
        held = self._features
        for offset, length, head, body in zip(offsets, lengths, heads, bodies, strict=True):
            yield (
                held[offset : offset + head],
                held[offset + head : offset + body - len(stored.PROPERTIES)],
                held[offset + body : offset + length - 1],
            )

    def gzip(self, head: bytes) -> bytes | None:
        """Return a head and all features as a gzip body, where the collection was packed beforehand."""
        return self._packed and gzip_of(head, *self._packed)

    def near(self, box: tuple[float, float, float, float]) -> Rows:
        """List the rows whose bounds touch a box of west south east north, in their order."""
        rows = self._tree.near(box)
        return np.sort(rows[touching(self.bounds_of(rows), box)])

    def records(self, rows: Rows | None = None, names: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """Return properties of rows (all rows and all properties, by default) as Python values."""
        taken = self.columns.select(self.property_names if names is None else list(names))
        return (taken if rows is None else taken.take(pa.array(rows))).to_pylist()  # type: ignore[no-any-return]

    def record(self, row: int) -> dict[str, Any]:
        """Return the properties of one row as Python values."""
        return self.records(np.array([row], dtype=np.int64))[0]

    @property
    def searched(self) -> pa.ChunkedArray:
        """Return the folded text of each row that a search by words looks into."""
        return self.columns[stored.SEARCHED]

    def geometries(self, rows: Rows) -> np.ndarray[Any, Any]:
        """Return the exact WGS 84 geometries of rows, None where there is none."""
        return shapely.from_wkb(self.columns[stored.GEOMETRY].take(pa.array(rows)).to_pylist())  # type: ignore[no-any-return]

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """Return where the collection lies, west south east north, or None without any geometry."""
        extent = self.described["extent"]
        return tuple(extent) if extent else None


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
    def published(self) -> str:
        """Say when this revision was made, as an ISO instant."""
        return str(self.meta["published"])

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
        described = self.meta["collections"]
        return {name: Frozen(self.folder, name, about) for name, about in described.items()}

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
        with _alone(home):
            _remove_leftovers(home)
            work = Path(tempfile.mkdtemp(prefix=_WORK, dir=home))
            try:
                return _freeze(home, work, layers, about, reports, made_of, attach)
            finally:
                shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise SourceError(f"cannot write the snapshot to {home}: {error.strerror}") from error


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Keep other publishers out; the lock ends with the process, however it ends."""
    folder = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _remove_leftovers(home: Path) -> None:
    """Remove what a publisher that was killed left behind."""
    for folder in home.glob(f"{_WORK}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for pointer in home.glob(f".{CURRENT}-*"):
        pointer.unlink()


def _freeze(
    home: Path,
    work: Path,
    layers: Mapping[str, GeoDataFrame],
    about: Mapping[str, Any],
    reports: Mapping[str, Any],
    made_of: str,
    attach: Attach | None,
) -> Snapshot:
    collections = {name: stored.write_collection(work, name, layer) for name, layer in layers.items()}
    (work / "reports.json").write_bytes(dumps(reports))
    revision = hashlib.sha256(dumps([LAYOUT, about, _checksums(work)])).hexdigest()[:16]
    if attach is not None:
        attach(work, revision)
    meta = {
        "revision": revision,
        "layout": LAYOUT,
        "made_of": made_of,
        "published": datetime.now(UTC).isoformat(timespec="seconds"),
        "about": dict(about),
        "collections": collections,
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
        If nothing was published, by another version, or a file is missing or fails its checksum.
    """
    folder = find_current(home)
    if folder is None:
        raise SourceError(f"nothing is published in {home}; run: python server.py publish")
    snapshot = Snapshot(folder, _require_whole(folder))
    for frozen in snapshot.collections.values():
        frozen.map()
    return snapshot
