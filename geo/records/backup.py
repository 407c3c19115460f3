"""The whole record in one file, whatever database it is in: tables as JSON lines, files, outlines, rasters.

Every part is named with its sha256 in the manifest, and the revisions carry digests of their own.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from sqlalchemy import Connection, Table, select

from geo.boundaries import FOLDER as BOUNDARIES
from geo.boundaries import KINDS
from geo.errors import SourceError
from geo.geojson import dumps
from geo.rasters.library import ABOUT, RASTER
from geo.rasters.library import FOLDER as RASTERS
from geo.records.database import VERSION, steady
from geo.records.files import FOLDER as FILES_FOLDER
from geo.records.files import read_kept
from geo.records.model import ATTEMPTS, FILES, METADATA, REVISIONS, SESSIONS
from geo.records.revisions import now
from geo.records.store import Records

FORMAT = "ccn-atlas-record-1"
MANIFEST = "manifest.json"
TABLES = "tables"
_PASSING = (SESSIONS, ATTEMPTS)
"""Nobody stays signed in over a backup."""


class BackedUp(NamedTuple):
    """What a backup holds."""

    revisions: int
    files: int
    size: int


def kept_tables() -> list[Table]:
    """List the tables a backup holds, each after those it names."""
    return [table for table in METADATA.sorted_tables if table not in _PASSING]


def back_up(records: Records, target: Path) -> BackedUp:
    """Write a backup of this instant; writers are not waited for, and the file is there whole or not at all.

    Raises
    ------
    SourceError
        If the file cannot be written, or a kept file is damaged.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            work = Path(folder) / "backup.tar"
            told = _write(records, Path(folder), work)
            size = work.stat().st_size
            work.chmod(0o600)
            work.replace(target)
    except OSError as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"cannot write {target}: {error.strerror}") from error
    return told._replace(size=size)


def _write(records: Records, folder: Path, work: Path) -> BackedUp:
    checksums: dict[str, str] = {}
    with work.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar, steady(records.engine) as connection:
            for table in kept_tables():
                path = folder / table.name
                with path.open("wb") as lines:
                    lines.writelines(dumps(row) + b"\n" for row in _rows(connection, table))
                _add_file(tar, f"{TABLES}/{table.name}.jsonl", path, checksums)
                path.unlink()
            kept = list(connection.scalars(select(FILES.c.sha256).order_by(FILES.c.sha256)))
            revisions = len(connection.scalars(select(REVISIONS.c.number)).all())
            for sha256 in kept:
                _add(tar, f"{FILES_FOLDER}/{sha256}", read_kept(records.home, sha256), checksums)
            for kind in KINDS:
                if (path := records.home / BOUNDARIES / f"{kind}.geojson").is_file():
                    _add(tar, f"{BOUNDARIES}/{kind}.geojson", path.read_bytes(), checksums)
            for path in _raster_files(records.home):
                _add_file(tar, path.relative_to(records.home).as_posix(), path, checksums)
            manifest = {"format": FORMAT, "schema": VERSION, "made_at": now(), "sha256": checksums}
            _add(tar, MANIFEST, json.dumps(manifest, indent=1).encode(), {})
        file.flush()
        os.fsync(file.fileno())
    return BackedUp(revisions, len(kept), 0)


def _raster_files(home: Path) -> Iterator[Path]:
    """List the files of rasters; what was measured on them is measured anew."""
    for about in sorted((home / RASTERS).glob(f"[!.]*/{ABOUT}")):
        yield from (about.with_name(RASTER), about)


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    found = connection.execution_options(yield_per=10_000).execute(select(table).order_by(*table.primary_key))
    return (dict(row) for row in found.mappings())


def _add(tar: tarfile.TarFile, name: str, content: bytes, checksums: dict[str, str]) -> None:
    checksums[name] = hashlib.sha256(content).hexdigest()
    _add_member(tar, name, len(content), io.BytesIO(content))


def _add_file(tar: tarfile.TarFile, name: str, path: Path, checksums: dict[str, str]) -> None:
    with path.open("rb") as file:
        checksums[name] = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        _add_member(tar, name, path.stat().st_size, file)


def _add_member(tar: tarfile.TarFile, name: str, size: int, file: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, file)
