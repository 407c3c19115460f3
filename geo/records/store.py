"""The record: every row with its revisions, who made them and why, and the files they came from."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from geo.changes import Change
from geo.errors import MovedOnError, QueryError, SourceError
from geo.intake.reading import Brought, Source
from geo.package import Package
from geo.records import files as kept_files
from geo.records.accepting import Accepting, subject_of
from geo.records.adopting import entries_of
from geo.records.audit import note
from geo.records.database import connect, default_url, reading, writing
from geo.records.revisions import (
    KeptFile,
    Kind,
    Revision,
    Stamp,
    find_head,
    list_revisions,
    now,
    require_revision,
    write_revision,
)
from geo.records.rows import about_of, to_package
from geo.records.state import differences, rows_at
from geo.records.undoing import entries_back


def open_records(home: Path, url: str = "") -> "Records":
    """Open the record of a home, and make it where there is none.

    Parameters
    ----------
    url : the database; a SQLite file in the home by default

    Raises
    ------
    SourceError
        If the home cannot be written or the database not be reached.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"cannot write to {home}: {error.strerror}") from error
    return Records(home, connect(url or default_url(home)))


@dataclass(frozen=True)
class Records:
    """An open record. Nothing in it is changed in place: every change is a revision."""

    home: Path
    engine: Engine

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read in one transaction."""
        with reading(self.engine) as connection:
            yield connection

    def head(self) -> Revision:
        """Return the last revision.

        Raises
        ------
        QueryError
            If the record is empty.
        """
        found = self.find_head()
        if found is None:
            raise QueryError("the record is empty; run: python server.py publish")
        return found

    def find_head(self) -> Revision | None:
        """Return the last revision, or None where the record is empty."""
        with self.reading() as connection:
            return find_head(connection)

    def revision(self, number: int) -> Revision:
        """Return one revision; QueryError where there is none of this number."""
        with self.reading() as connection:
            return require_revision(connection, number)

    def revisions(self) -> list[Revision]:
        """List all revisions, the last first."""
        with self.reading() as connection:
            return list_revisions(connection)

    def package_at(self, number: int) -> Package:
        """Return the data package as it was at a revision."""
        with self.reading() as connection:
            revision = require_revision(connection, number)
            rows = ((row.table, row.content or "") for row in rows_at(connection, number))
            return to_package(revision.about, rows)

    def compare(self, first: int, second: int) -> list[Change]:
        """List what turns one revision into another; contents are as JSON keeps them."""
        with self.reading() as connection:
            for number in (first, second):
                require_revision(connection, number)
            return differences(connection, first, second)

    def accept(
        self,
        changes: Sequence[Change],
        by: str,
        why: str,
        files: Sequence[Brought] = (),
        based_on: int | None = None,
        sources: Sequence[Source] = (),
    ) -> Revision:
        """Make changes a revision, all of them or none.

        A row added to facts, sources, area_reports, project_reports or decisions without an `id` gets one;
        its key, and the key of a source, are replaced by it wherever other rows of these changes name them.

        Parameters
        ----------
        based_on : the head the changes were worked out on; None where that does not matter

        Raises
        ------
        MovedOnError
            If the head is another one by now.
        IntakeError
            If the changes do not fit the record; all reasons at once.
        """
        _require_reason(by, why)
        if not changes:
            raise QueryError("there is nothing to accept: no row would change")
        kept = [kept_files.keep(self.home, file) for file in files]
        with writing(self.engine) as connection:
            return accept(connection, changes, by, why, kept, based_on, sources)

    def roll_back(self, to: int, by: str, why: str) -> Revision:
        """Add a revision in which everything is as it was at an earlier one."""
        _require_reason(by, why)
        with writing(self.engine) as connection:
            head, target = require_revision(connection, _number(connection)), require_revision(connection, to)
            entries = entries_back(connection, head.number, target.number)
            if not entries and target.about == head.about:
                raise QueryError(f"revision {to} is no different from revision {head.number}, the last one")
            stamp = _stamp(head, by, why, Kind.ROLLBACK, target.about)
            note(connection, by, "rollback", {"revision": stamp.number, "to": to})
            return write_revision(connection, stamp, entries)

    def adopt(self, package: Package, by: str, why: str, checksum: str | None = None) -> Revision:
        """Take in a package: the first, a newer version, or another one where nothing was imported.

        A newer version changes only rows that still come from a package; what people brought in stays.

        Parameters
        ----------
        checksum : of the files the package was read from

        Returns
        -------
        the new revision, or the head where nothing differs
        """
        _require_reason(by, why)
        about = about_of(package, checksum)
        with writing(self.engine) as connection:
            head = find_head(connection)
            entries = entries_of(package, connection, head)
            if head is not None and not entries and head.about == about:
                return head
            stamp = _stamp(head, by, why, Kind.PACKAGE, about)
            note(connection, by, "package", {"revision": stamp.number, "name": package.about.name})
            return write_revision(connection, stamp, entries)


def accept(
    connection: Connection,
    changes: Sequence[Change],
    by: str,
    why: str,
    kept: Sequence[KeptFile],
    based_on: int | None,
    sources: Sequence[Source],
) -> Revision:
    """Accept changes within a transaction."""
    head = require_revision(connection, _number(connection))
    if based_on is not None and based_on != head.number:
        raise _moved_on(connection, based_on, head.number, changes)
    entries = Accepting(connection, head).entries(changes, sources)
    decides = all(change.table == "decisions" for change in changes)
    stamp = _stamp(head, by, why, Kind.DECISION if decides else Kind.IMPORT, head.about)
    note(connection, by, "accept", {"revision": stamp.number, "files": [file.sha256 for file in kept]})
    return write_revision(connection, stamp, entries, kept)


def _moved_on(connection: Connection, based_on: int, head: int, ours: Sequence[Change]) -> MovedOnError:
    require_revision(connection, based_on)
    theirs = differences(connection, based_on, head)
    touched = {subject_of(change) for change in ours} | {(change.table, change.key) for change in ours}
    both = [
        (change.table, change.key)
        for change in theirs
        if subject_of(change) in touched or (change.table, change.key) in touched
    ]
    return MovedOnError(based_on, head, theirs, both)


def _number(connection: Connection) -> int:
    head = find_head(connection)
    return head.number if head else 0


def _stamp(head: Revision | None, by: str, why: str, kind: Kind, about: Mapping[str, Any]) -> Stamp:
    number = head.number if head else None
    return Stamp((number or 0) + 1, now(), by, why, kind, about, number)


def _require_reason(by: str, why: str) -> None:
    if not by.strip() or not why.strip():
        raise QueryError(f"by={by!r}, why={why!r}; expected a name and a reason: both stay in the record")
