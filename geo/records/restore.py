"""Putting a backup back: everything in it is verified before anything of the record is touched."""

import hashlib
import json
import re
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, MetaData, func, insert, select, text

from geo.boundaries import FOLDER as BOUNDARIES
from geo.boundaries import KINDS
from geo.changes import Action
from geo.errors import IntakeError, QueryError, SourceError
from geo.intake.reading import Brought
from geo.rasters.library import ABOUT, RASTER
from geo.rasters.library import FOLDER as RASTERS
from geo.records.audit import note
from geo.records.backup import FORMAT, MANIFEST, TABLES, BackedUp, kept_tables
from geo.records.database import VERSION_TABLE, migrate, writing
from geo.records.files import FOLDER as FILES_FOLDER
from geo.records.files import keep
from geo.records.model import METADATA, REVISIONS, USERS
from geo.records.revisions import Entry, KeptFile, Kind, Stamp, digest_of
from geo.records.store import Records

_STAGED = f"{RASTERS}.part"
_BATCH = 10_000
_PIECE = 1 << 20
_MOST_MANIFEST = 64 << 20
_ALLOWED = re.compile(
    rf"{MANIFEST}|{TABLES}/[a-z_]+\.jsonl|{FILES_FOLDER}/[0-9a-f]{{64}}|{BOUNDARIES}/({'|'.join(KINDS)})\.geojson"
    rf"|{RASTERS}/[a-z0-9-]+/({re.escape(RASTER)}|{re.escape(ABOUT)})"
)


def restore(records: Records, source: Path, *, replace: bool = False) -> BackedUp:
    """Put a backup in place of an empty record, or with `replace` of the one that is there.

    Raises
    ------
    IntakeError
        If the backup is damaged or was changed; the record stays as it is.
    QueryError
        If there is a record already and it is not to be replaced.
    """
    _require_empty(records, replace)
    try:
        with tarfile.open(source, "r:") as tar:
            manifest = _verified(tar)
            _require_true_revisions(tar)
            kept = [name for name in manifest["sha256"] if name.startswith(f"{FILES_FOLDER}/")]
            for name in kept:
                keep(records.home, Brought(name, _part(tar, name).read()))
            _stage_outlines(records.home, tar, manifest["sha256"])
            _stage_rasters(records.home, tar, manifest["sha256"])
            with writing(records.engine) as connection:
                revisions = _replace_all(connection, tar, manifest, source.name)
            _swap_outlines(records.home, manifest["sha256"])
            _swap_rasters(records.home)
    except (tarfile.TarError, EOFError) as error:
        raise IntakeError(f"{source.name} is no whole backup ({error}); nothing was restored") from error
    except OSError as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"cannot read {source}: {error.strerror}") from error
    return BackedUp(revisions, len(kept), source.stat().st_size)


def _require_empty(records: Records, replace: bool) -> None:
    with records.reading() as connection:
        held = connection.scalar(select(func.count()).select_from(REVISIONS)) or 0
        users = connection.scalar(select(func.count()).select_from(USERS)) or 0
    if (held or users) and not replace:
        raise QueryError(
            f"there is a record already ({held} revisions, {users} users);"
            " back it up, then restore with --replace"
        )


def _verified(tar: tarfile.TarFile) -> dict[str, Any]:
    """Return the manifest once everything it names is there and as it was, and nothing else is."""
    names = [_require_allowed(member) for member in tar.getmembers()]
    if len(set(names)) != len(names) or MANIFEST not in names:
        raise IntakeError(f"not a backup of this product: it has no {MANIFEST}, or a part twice")
    manifest = _read_manifest(tar)
    stated: Mapping[str, str] = manifest["sha256"]
    if set(names) - {MANIFEST} != set(stated):
        raise IntakeError("the backup lacks parts its manifest names, or has others; nothing was restored")
    for name, expected in stated.items():
        found = _digest(_part(tar, name))
        if found != expected or (name.startswith(f"{FILES_FOLDER}/") and found != Path(name).name):
            raise IntakeError(f"{name} of the backup is damaged (checksum); nothing was restored")
    return manifest


def _digest(part: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := part.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _require_allowed(member: tarfile.TarInfo) -> str:
    if not member.isreg() or not _ALLOWED.fullmatch(member.name):
        raise IntakeError(f"{member.name!r} has no place in a backup; nothing was restored")
    return member.name


def _read_manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        manifest = json.loads(_part(tar, MANIFEST).read(_MOST_MANIFEST))
        if manifest["format"] != FORMAT or not isinstance(manifest["sha256"], dict):
            raise IntakeError(f"the backup has the format {manifest['format']!r}; expected {FORMAT}")
        return {"sha256": manifest["sha256"], "schema": str(manifest["schema"])}
    except (ValueError, KeyError, TypeError) as error:
        raise IntakeError(f"{MANIFEST} of the backup cannot be read ({error!r})") from error


def _part(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    opened = tar.extractfile(name)
    if opened is None:
        raise IntakeError(f"{name} of the backup cannot be read")
    return opened


def _lines(tar: tarfile.TarFile, table: str) -> Iterator[dict[str, Any]]:
    try:
        member = tar.getmember(f"{TABLES}/{table}.jsonl")
    except KeyError:
        return
    for line in _part(tar, member.name):
        yield json.loads(line)


def _require_true_revisions(tar: tarfile.TarFile) -> None:
    """Work the digest of every revision out anew: a row changed in a backup is found."""
    stamps = {row["number"]: row for row in _lines(tar, "revisions")}
    files: dict[int, list[KeptFile]] = {}
    for link in sorted(_lines(tar, "revision_files"), key=lambda link: (link["revision"], link["place"])):
        files.setdefault(link["revision"], []).append(KeptFile(link["sha256"], link["name"], 0))
    entries = groupby(_lines(tar, "entries"), key=lambda row: row["revision"])
    number, rows = next(entries, (None, iter(())))
    before = ""
    for row in sorted(stamps.values(), key=lambda row: row["number"]):
        own = rows if number == row["number"] else iter(())
        found = digest_of(before, _to_stamp(row), files.get(row["number"], []), map(_to_entry, own))
        if found != row["digest"]:
            raise IntakeError(f"revision {row['number']} of the backup is not what was recorded")
        before = found
        if number == row["number"]:
            number, rows = next(entries, (None, iter(())))


def _to_stamp(row: Mapping[str, Any]) -> Stamp:
    about = json.loads(row["about"])
    return Stamp(
        row["number"],
        row["made_at"],
        row["made_by"],
        row["reason"],
        Kind(row["kind"]),
        about,
        row["based_on"],
    )


def _to_entry(row: Mapping[str, Any]) -> Entry:
    return Entry(**{name: row[name] for name in Entry._fields} | {"action": Action(row["action"])})


def _replace_all(connection: Connection, tar: tarfile.TarFile, manifest: Mapping[str, Any], name: str) -> int:
    """Make the tables anew as they were when the backup was made, fill them, and bring them to today's."""
    METADATA.drop_all(connection)
    connection.execute(text(f"DROP TABLE IF EXISTS {VERSION_TABLE}"))
    migrate(connection, manifest["schema"])
    held = MetaData()
    held.reflect(connection)
    for table in kept_tables():
        if table.name not in held.tables:
            continue
        rows = _lines(tar, table.name)
        while batch := list(islice(rows, _BATCH)):
            connection.execute(insert(held.tables[table.name]), batch)
    migrate(connection)
    _count_on(connection)
    note(connection, "server.py", "restored", {"from": name})
    return connection.scalar(select(func.count()).select_from(REVISIONS)) or 0


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number on after the rows that came with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in METADATA.sorted_tables:
        if "id" in table.c and (last := connection.scalar(select(func.max(table.c.id)))):
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), :last)"), {"last": last}
            )


def _stage_outlines(home: Path, tar: tarfile.TarFile, parts: Mapping[str, str]) -> None:
    for kind in KINDS:
        if (name := f"{BOUNDARIES}/{kind}.geojson") in parts:
            staged = home / f"{name}.part"
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(_part(tar, name).read())


def _swap_outlines(home: Path, parts: Mapping[str, str]) -> None:
    for kind in KINDS:
        name = f"{BOUNDARIES}/{kind}.geojson"
        if name in parts:
            (home / f"{name}.part").replace(home / name)
        else:
            (home / name).unlink(missing_ok=True)


def _stage_rasters(home: Path, tar: tarfile.TarFile, parts: Mapping[str, str]) -> None:
    staged = home / _STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    for name in (name for name in parts if name.startswith(f"{RASTERS}/")):
        target = staged / Path(name).relative_to(RASTERS)
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(_part(tar, name), file, _PIECE)


def _swap_rasters(home: Path) -> None:
    shutil.rmtree(home / RASTERS, ignore_errors=True)
    (home / _STAGED).replace(home / RASTERS)
