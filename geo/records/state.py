"""The rows of the record as they were at a revision: the last entry of each row up to it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from geo.changes import Action, Change
from geo.records.model import ENTRIES, REVISIONS


class Row(NamedTuple):
    """A row at a revision; `content` is None where it is withdrawn."""

    table: str
    key: str
    content: str | None
    position: int
    came_with: int


def rows_at(connection: Connection, number: int, tables: Sequence[str] | None = None) -> Iterator[Row]:
    """List the rows there are at a revision, of all tables or of some, in their order."""
    asked = [] if tables is None else [ENTRIES.c.table_name.in_(list(tables))]
    last = select(func.max(ENTRIES.c.id)).where(ENTRIES.c.revision <= number, *asked)
    return _rows(connection, last, ENTRIES.c.content.is_not(None))


def rows_ever(connection: Connection, number: int) -> Iterator[Row]:
    """List every row there ever was up to a revision, as it is there: withdrawn ones too."""
    return _rows(connection, select(func.max(ENTRIES.c.id)).where(ENTRIES.c.revision <= number))


def _rows(connection: Connection, last: Select[Any], *asked: ColumnElement[bool]) -> Iterator[Row]:
    newest = last.group_by(ENTRIES.c.table_name, ENTRIES.c.key)
    columns = (
        ENTRIES.c.table_name,
        ENTRIES.c.key,
        ENTRIES.c.content,
        ENTRIES.c.position,
        ENTRIES.c.came_with,
    )
    found = connection.execute(
        select(*columns)
        .where(ENTRIES.c.id.in_(newest), *asked)
        .order_by(ENTRIES.c.table_name, ENTRIES.c.position, ENTRIES.c.id)
    )
    return (Row(*row) for row in found)


def keys_at(connection: Connection, number: int, table: str) -> dict[str, int]:
    """List the keys a table has at a revision, each with its position."""
    return {row.key: row.position for row in rows_at(connection, number, [table])}


def touched_rows(connection: Connection, at: int, since: int, until: int) -> dict[tuple[str, str], Row]:
    """Find the rows touched after one revision and up to another, as they were at a third."""
    touched = (
        select(ENTRIES.c.table_name, ENTRIES.c.key)
        .where(ENTRIES.c.revision > since, ENTRIES.c.revision <= until)
        .distinct()
        .subquery()
    )
    same = and_(touched.c.table_name == ENTRIES.c.table_name, touched.c.key == ENTRIES.c.key)
    last = select(func.max(ENTRIES.c.id)).join(touched, same).where(ENTRIES.c.revision <= at)
    return {(row.table, row.key): row for row in _rows(connection, last)}


def differences(connection: Connection, first: int, second: int) -> list[Change]:
    """List what turns the rows of one revision into those of another, earlier or later."""
    since, until = sorted((first, second))
    before = touched_rows(connection, first, since, until)
    after = touched_rows(connection, second, since, until)
    found = []
    for table, key in sorted(before.keys() | after.keys()):
        old, new = _content(before.get((table, key))), _content(after.get((table, key)))
        if old != new:
            found.append(Change(table, key, action_of(old, new), old, new))
    return found


def _content(row: Row | None) -> Mapping[str, Any] | None:
    return None if row is None or row.content is None else json.loads(row.content)


def action_of(before: object | None, after: object | None) -> Action:
    """Name what happens to a row."""
    if before is None:
        return Action.ADDED
    return Action.WITHDRAWN if after is None else Action.SUPERSEDED


def kinds_of(connection: Connection) -> dict[int, str]:
    """List the kind of every revision."""
    found = connection.execute(select(REVISIONS.c.number, REVISIONS.c.kind))
    return {row.number: row.kind for row in found}
