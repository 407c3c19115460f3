"""A package entering the record: the first, a newer version of it, or another in its place."""

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from geo.changes import Action
from geo.errors import QueryError
from geo.package import Package
from geo.records.checks import references_to
from geo.records.revisions import Entry, Kind, Revision
from geo.records.rows import Kept, kept_rows
from geo.records.state import Row, kinds_of, rows_ever
from geo.tables import TABLES

Place = tuple[str, str]
_BY_PEOPLE = (Kind.IMPORT, Kind.DECISION)


def entries_of(package: Package, connection: Connection, head: Revision | None) -> list[Entry]:
    """List what a package changes: its own rows alone, never what people brought in or withdrew.

    Raises
    ------
    QueryError
        If it is another package and people brought something into the one that is there.
    """
    new = {(row.table, row.key): row for row in kept_rows(package)}
    if head is None:
        return [_entry(row, Action.ADDED, 1) for row in new.values()]
    kinds = kinds_of(connection)
    if package.about.name != head.about["name"] and set(kinds.values()) & set(_BY_PEOPLE):
        raise QueryError(
            f"the record holds {head.about['name']} with what was imported, and this is {package.about.name};"
            " back the record up (server.py backup FILE) and use another ATLAS_HOME for the other package"
        )
    held = {(row.table, row.key): row for row in rows_ever(connection, head.number)}
    theirs = {place for place, row in held.items() if kinds[row.came_with] in _BY_PEOPLE}
    changed = [
        _entry(row, _action(held.get(place)), head.number + 1)
        for place, row in new.items()
        if place not in theirs and _differs(held.get(place), row)
    ]
    gone = {place for place, row in held.items() if row.content and place not in new and place not in theirs}
    needed = _needed(gone, {place: row.content for place, row in held.items() if row.content})
    return changed + [_withdrawal(held[place], head.number + 1) for place in held if place in gone - needed]


def _entry(row: Kept, action: Action, number: int) -> Entry:
    return Entry(row.table, row.key, action, row.content, row.position, number)


def _withdrawal(row: Row, number: int) -> Entry:
    return Entry(row.table, row.key, Action.WITHDRAWN, None, row.position, number)


def _action(held: Row | None) -> Action:
    return Action.ADDED if held is None or held.content is None else Action.SUPERSEDED


def _differs(held: Row | None, row: Kept) -> bool:
    return held is None or (held.content, held.position) != (row.content, row.position)


def _needed(gone: Iterable[Place], held: Mapping[Place, str]) -> set[Place]:
    """Find rows that a package no longer has and that what stays, or what these name in turn, names."""
    waiting = {place: text for place, text in held.items() if place not in set(gone)}
    left, needed = set(gone), set[Place]()
    while waiting:
        named = {other for place, text in waiting.items() for other in _named(place, text)} & left
        needed |= named
        left -= named
        waiting = {place: held[place] for place in named}
    return needed


def _named(place: Place, text: str) -> Iterable[Place]:
    table, key = place
    pairs = _NAMED.get(table, ())
    row = json.loads(text) if pairs else {}
    found = [(other, row[own]) for own, other in pairs if row.get(own) is not None]
    return [*found, *((layer, key) for layer in _LAYERS_OF.get(table, ()))]


_NAMED: dict[str, list[tuple[str, str]]] = {}
for _table in TABLES:
    for _other, _own in references_to(_table):
        _NAMED.setdefault(_other, []).append((_own, _table))
_LAYERS_OF = {"clusters": ("outlines",)}
"""The layers that have a feature for every row: a cluster that stays keeps its outline."""
