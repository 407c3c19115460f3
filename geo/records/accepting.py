"""What somebody accepts, turned into entries of the record: new rows get their ids here, and nowhere else."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from geo.changes import Action, Change
from geo.errors import IntakeError
from geo.intake.reading import Source
from geo.layers import LAYERS
from geo.records.checks import find_entry_problems
from geo.records.model import ENTRIES
from geo.records.revisions import Entry, Revision
from geo.records.rows import to_content
from geo.records.state import rows_at
from geo.tables import TABLES

NUMBERED: Mapping[str, tuple[str, int]] = {
    "facts": ("f", 900_000_000),
    "sources": ("s", 900_000),
    "area_reports": ("a", 900_000_000),
    "project_reports": ("p", 900_000_000),
    "decisions": ("d", 900_000_000),
}
"""The tables whose ids the record gives: the letter, and a number that no package comes near, so that
the rows of a later version of the package never meet them."""

AFTER_THE_PACKAGE = 2**40
"""Rows that were brought in stand after those of the package, however many it has."""

_MOST_PROBLEMS = 50


class Accepting:
    """One acceptance: gives ids and positions on top of a revision."""

    def __init__(self, connection: Connection, head: Revision) -> None:
        self._connection, self._head = connection, head
        self._number = head.number + 1
        self._rows: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._positions: dict[str, dict[str, int]] = {}
        self._last: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._given: dict[str, dict[str, str]] = {table: {} for table in NUMBERED}

    def entries(self, changes: Sequence[Change], sources: Sequence[Source]) -> list[Entry]:
        """Turn changes into entries.

        Raises
        ------
        IntakeError
            With every reason why the record would no longer be a whole package.
        """
        wanted = [*self._new_sources(changes, sources), *changes]
        named = [(change, self._key(change)) for change in wanted]
        problems = list(self._misplaced(named))
        if not problems:
            entries = [self._entry(change, key) for change, key in named]
            problems = list(find_entry_problems(entries, self._table))
        if problems:
            more = [f"… and {len(problems) - _MOST_PROBLEMS} more"] if len(problems) > _MOST_PROBLEMS else []
            shown = "\n".join([*problems[:_MOST_PROBLEMS], *more])
            raise IntakeError(f"{len(problems)} problem(s), nothing was accepted:\n{shown}")
        return entries

    def _table(self, table: str) -> Mapping[str, Mapping[str, Any]]:
        if table not in self._rows:
            self._load(table)
        return self._rows[table]

    def _load(self, table: str) -> None:
        rows = list(rows_at(self._connection, self._head.number, [table]))
        self._rows[table] = {row.key: json.loads(row.content or "{}") for row in rows}
        self._positions[table] = {row.key: row.position for row in rows}

    def _new_sources(self, changes: Sequence[Change], sources: Sequence[Source]) -> list[Change]:
        """Add the sources that are named and not yet known: the same document is one source."""
        named = {(change.after or {}).get("source_id") for change in changes}
        known = (
            {(row["title"], row["kind"], row["url"]): key for key, row in self._table("sources").items()}
            if sources
            else {}
        )
        new = []
        for source in sources:
            if source.key not in named:
                continue
            if found := known.get((source.title, source.kind, source.url)):
                self._given["sources"][source.key] = found
            else:
                content = {"title": source.title, "kind": source.kind, "url": source.url}
                new.append(Change("sources", source.key, Action.ADDED, None, content))
        return new

    def _key(self, change: Change) -> str:
        """Return the key a change is stored under; a new row without an id gets one."""
        if (
            change.action is not Action.ADDED
            or change.table not in NUMBERED
            or (change.after or {}).get("id")
        ):
            return change.key
        key = self._next_id(change.table)
        if change.key:
            self._given[change.table][change.key] = key
        return key

    def _next_id(self, table: str) -> str:
        letter, start = NUMBERED[table]
        if table not in self._last:
            first = f"{letter}{start}"
            used = select(func.max(ENTRIES.c.key)).where(
                ENTRIES.c.table_name == table,
                ENTRIES.c.key > first,
                func.length(ENTRIES.c.key) == len(first),
            )
            found = self._connection.scalar(used)
            self._last[table] = int(found[1:]) if found and found[1:].isdecimal() else start
        self._last[table] += 1
        return f"{letter}{self._last[table]}"

    def _misplaced(self, named: Sequence[tuple[Change, str]]) -> Iterator[str]:
        seen = set()
        for change, key in named:
            place = f"{change.table} {key}"
            if change.table not in TABLES and change.table not in LAYERS:
                yield f"{place}: there is no table {change.table}"
                continue
            if (change.table, key) in seen:
                yield f"{place}: is changed twice"
            seen.add((change.table, key))
            yield from self._impossible(change, key, place)

    def _impossible(self, change: Change, key: str, place: str) -> Iterator[str]:
        is_new = change.action is Action.ADDED
        if is_new == (key in self._table(change.table)):
            yield f"{place}: {'is there already' if is_new else 'is not in the record'}"
        if (change.after is None) != (change.action is Action.WITHDRAWN):
            given = "missing" if change.after is None else "given"
            yield f"{place}: {change.action}, but its new content is {given}"
        if change.table in TABLES:
            unknown = set(change.after or {}) - {*TABLES[change.table].names(), "simulated"}
            if unknown:
                yield f"{place}: has no column {', '.join(sorted(unknown))}"

    def _entry(self, change: Change, key: str) -> Entry:
        content = None
        if change.after is not None:
            content = to_content(change.table, self._cells(change, key), bool(self._head.about["simulated"]))
        return Entry(
            change.table, key, change.action, content, self._position(change.table, key), self._number
        )

    def _cells(self, change: Change, key: str) -> dict[str, Any]:
        cells = dict(change.after or {})
        if change.table in NUMBERED:
            cells["id"] = key
        references = TABLES[change.table].foreign_keys if change.table in TABLES else ()
        for own, other, _ in (*references, ("source_id", "sources", "id")):
            if other in self._given and own in cells:
                cells[own] = self._given[other].get(cells[own], cells[own])
        return cells

    def _position(self, table: str, key: str) -> int:
        self._table(table)
        held = self._positions[table]
        if key in held:
            return held[key]
        if table not in self._ends:
            self._ends[table] = max(AFTER_THE_PACKAGE, *held.values()) if held else AFTER_THE_PACKAGE
        self._ends[table] += 1
        return self._ends[table]


def subject_of(change: Change) -> tuple[Any, ...]:
    """Name what a change is about, by which two people's changes meet even where their rows do not."""
    if change.table not in _SUBJECTS:
        return (change.table, change.key)
    content = change.after or change.before or {}
    return (change.table, *(content.get(name) for name in _SUBJECTS[change.table]))


_SUBJECTS = {
    "facts": ("cluster_id", "field", "period"),
    "decisions": ("cluster_id", "field"),
    "area_reports": ("form", "level", "unit_code", "period", "line"),
    "project_reports": ("cluster_id", "project", "period", "line"),
}
