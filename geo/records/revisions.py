"""Revisions of the record: how one is written, listed, and found to be what was written."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, func, insert, select

from geo.changes import Action
from geo.errors import QueryError
from geo.geojson import dumps
from geo.records.model import ENTRIES, FILES, REVISION_FILES, REVISIONS

_BATCH = 10_000


class Kind(StrEnum):
    """Why a revision was made."""

    PACKAGE = "package"
    IMPORT = "import"
    DECISION = "decision"
    ROLLBACK = "rollback"


class Entry(NamedTuple):
    """What a revision does to one row; the content of a row that is withdrawn is None.

    `came_with` is the revision that brought this content: another one where a row is restored.
    """

    table_name: str
    key: str
    action: Action
    content: str | None
    position: int
    came_with: int


class KeptFile(NamedTuple):
    """A file somebody brought, by its checksum; the name is for people."""

    sha256: str
    name: str
    size: int


@dataclass(frozen=True)
class Stamp:
    """What is to be known of a revision beside its entries; `about` describes the package it is of."""

    number: int
    made_at: str
    made_by: str
    reason: str
    kind: Kind
    about: Mapping[str, Any]
    based_on: int | None


@dataclass(frozen=True)
class Revision(Stamp):
    """One revision of the record; its digest also covers all revisions before it."""

    added: int
    superseded: int
    withdrawn: int
    digest: str
    files: tuple[KeptFile, ...] = ()


def now() -> str:
    """Return this instant as the record writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def digest_of(before: str, stamp: Stamp, files: Sequence[KeptFile], entries: Iterable[Entry]) -> str:
    """Digest a revision together with all before it, so that none can be changed unnoticed."""
    digest = hashlib.sha256(before.encode())
    told = [stamp.number, stamp.made_at, stamp.made_by, stamp.reason, stamp.kind, dict(stamp.about),
            stamp.based_on, [[file.sha256, file.name] for file in files]]  # fmt: skip
    digest.update(dumps(told))
    for entry in entries:
        digest.update(_told(entry))
    return digest.hexdigest()


def _told(entry: Entry) -> bytes:
    """Write an entry out for its digest; the length of the key keeps two entries from reading alike."""
    table, key, action, content, position, came_with = entry
    return f"{table} {len(key)} {key} {action} {position} {came_with} {content}\n".encode()


def write_revision(
    connection: Connection, stamp: Stamp, entries: Sequence[Entry], files: Sequence[KeptFile] = ()
) -> Revision:
    """Add a revision; it is there once the transaction is."""
    last = find_head(connection)
    counts = dict.fromkeys(Action, 0) | _counts(entries)
    revision = Revision(
        **vars(stamp),
        added=counts[Action.ADDED],
        superseded=counts[Action.SUPERSEDED],
        withdrawn=counts[Action.WITHDRAWN],
        digest=digest_of(last.digest if last else "", stamp, files, entries),
        files=tuple(files),
    )
    row = {name: value for name, value in vars(revision).items() if name != "files"}
    connection.execute(insert(REVISIONS).values(row | {"about": dumps(dict(stamp.about)).decode()}))
    if files:
        _link_files(connection, stamp.number, files)
    waiting = iter(entries)
    while batch := [entry._asdict() | {"revision": stamp.number} for entry in islice(waiting, _BATCH)]:
        connection.execute(insert(ENTRIES), batch)
    return revision


def _counts(entries: Sequence[Entry]) -> dict[Action, int]:
    found: dict[Action, int] = {}
    for entry in entries:
        found[entry.action] = found.get(entry.action, 0) + 1
    return found


def know_files(connection: Connection, files: Sequence[KeptFile]) -> None:
    """Note files that are kept, those that are not yet known."""
    wanted = {file.sha256: file for file in files}
    known = set(connection.scalars(select(FILES.c.sha256).where(FILES.c.sha256.in_(list(wanted)))))
    new = [file._asdict() for checksum, file in wanted.items() if checksum not in known]
    if new:
        connection.execute(insert(FILES), new)


def _link_files(connection: Connection, number: int, files: Sequence[KeptFile]) -> None:
    know_files(connection, files)
    links = [
        {"revision": number, "place": place, "sha256": file.sha256, "name": file.name}
        for place, file in enumerate(files)
    ]
    connection.execute(insert(REVISION_FILES), links)


def find_head(connection: Connection) -> Revision | None:
    """Find the last revision; None in an empty record."""
    newest = select(func.max(REVISIONS.c.number)).scalar_subquery()
    row = connection.execute(select(REVISIONS).where(REVISIONS.c.number == newest)).mappings().first()
    return None if row is None else _to_revision(row, _files_of(connection).get(row["number"], ()))


def require_revision(connection: Connection, number: int) -> Revision:
    """Return a revision.

    Raises
    ------
    QueryError
        If there is none of this number.
    """
    row = connection.execute(select(REVISIONS).where(REVISIONS.c.number == number)).mappings().first()
    if row is None:
        head = connection.scalar(select(func.max(REVISIONS.c.number)))
        raise QueryError(f"revision {number} is not in the record; expected 1 to {head}" if head
                         else "the record is empty; run: python server.py publish")  # fmt: skip
    return _to_revision(row, _files_of(connection).get(number, ()))


def list_revisions(connection: Connection) -> list[Revision]:
    """List all revisions, the last first."""
    files = _files_of(connection)
    rows = connection.execute(select(REVISIONS).order_by(REVISIONS.c.number.desc())).mappings()
    return [_to_revision(row, files.get(row["number"], ())) for row in rows]


def _files_of(connection: Connection) -> dict[int, tuple[KeptFile, ...]]:
    links = REVISION_FILES
    rows = connection.execute(
        select(links.c.revision, links.c.sha256, links.c.name, FILES.c.size)
        .join(FILES, FILES.c.sha256 == links.c.sha256)
        .order_by(links.c.revision, links.c.place)
    )
    found: dict[int, tuple[KeptFile, ...]] = {}
    for number, *file in rows:
        found[number] = (*found.get(number, ()), KeptFile(*file))
    return found


def _to_revision(row: RowMapping, files: tuple[KeptFile, ...]) -> Revision:
    about = json.loads(row["about"])
    return Revision(**{**row, "about": about, "kind": Kind(row["kind"]), "files": files})
