"""Rows that are to enter the record, checked as a package is when it is read."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame

from geo.changes import Action
from geo.crs import WGS84
from geo.interval import parse_day
from geo.layers import LAYERS, find_layer_problems
from geo.records.revisions import Entry
from geo.records.rows import to_shape
from geo.schema import Column
from geo.tables import TABLES

Rows = Callable[[str], Mapping[str, Mapping[str, Any]]]
"""Gives the rows of a table before the change, by key."""


def find_entry_problems(entries: Sequence[Entry], rows: Rows) -> Iterator[str]:
    """Say what keeps the record from being a whole package once these entries are in it."""
    by_table: dict[str, list[Entry]] = {}
    for entry in entries:
        by_table.setdefault(entry.table_name, []).append(entry)
    keys = _KeysAfter(by_table, rows)
    for table, own in by_table.items():
        new = {entry.key: json.loads(entry.content) for entry in own if entry.content is not None}
        yield from _table_problems(table, new, keys) if table in TABLES else _layer_problems(table, new, keys)
        yield from _orphans(table, [entry.key for entry in own if entry.content is None], by_table, rows)
    yield from _incomplete(by_table, keys)


class _KeysAfter:
    """The keys of each table once the entries are in."""

    def __init__(self, entries: Mapping[str, Sequence[Entry]], rows: Rows) -> None:
        self._entries, self._rows = entries, rows
        self._known: dict[str, set[str]] = {}

    def __getitem__(self, table: str) -> set[str]:
        if table not in self._known:
            keys = set(self._rows(table))
            for entry in self._entries.get(table, ()):
                (keys.discard if entry.action is Action.WITHDRAWN else keys.add)(entry.key)
            self._known[table] = keys
        return self._known[table]


def _table_problems(table: str, new: Mapping[str, Mapping[str, Any]], keys: _KeysAfter) -> Iterator[str]:
    described = TABLES[table]
    for column in described.columns:
        for key, fault in _faults(column, new):
            yield f"{table} {key}, {column.name}: {fault}"
    for own, other, _ in described.foreign_keys:
        known = keys[other]
        for key, row in new.items():
            if row[own] is not None and row[own] not in known:
                yield f"{table} {key}, {own}: {row[own]!r} is not in {other}"


def _faults(column: Column, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Find the cells of a column at fault; each value is looked at once, for most rows say the same."""
    known: dict[tuple[type, Any], str | None] = {}
    for key, row in rows.items():
        value = row[column.name]
        # 1 and True are one value to a dict
        told = (value.__class__, repr(value) if isinstance(value, (list, dict)) else value)
        if told not in known:
            known[told] = _fault(column, value)
        if fault := known[told]:
            yield key, fault


def _fault(column: Column, value: Any) -> str | None:
    if value is None or value == "":
        return "is missing" if column.required else None
    try:
        fits = _FITS[column.type](column, value)
    except ValueError:
        fits = False
    if not fits:
        return f"{value!r} is no {column.type} that is allowed here"
    if column.enum and value not in column.enum:
        return f"{value!r}; expected one of {', '.join(column.enum)}"
    return None


def _is_number(column: Column, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    least = -math.inf if column.minimum is None else column.minimum
    most = math.inf if column.maximum is None else column.maximum
    return math.isfinite(value) and least <= value <= most


def _is_text(column: Column, value: Any) -> bool:
    return isinstance(value, str) and (column.pattern is None or bool(re.fullmatch(column.pattern, value)))


_FITS: Mapping[str, Callable[[Column, Any], bool]] = {
    "string": _is_text,
    "number": _is_number,
    "integer": lambda column, value: _is_number(column, value) and float(value).is_integer(),
    "boolean": lambda column, value: isinstance(value, bool),
    "date": lambda column, value: bool(parse_day(value)),
}


def _layer_problems(name: str, new: Mapping[str, Mapping[str, Any]], keys: _KeysAfter) -> Iterator[str]:
    if not new:
        return
    layer = LAYERS[name]
    bare = [{key: cell for key, cell in row.items() if key != "geometry"} for row in new.values()]
    shapes = [to_shape(row["geometry"]) for row in new.values()]
    known = pd.DataFrame({layer.column: [key for key in new if key in keys[layer.table]]})
    yield from find_layer_problems(layer, GeoDataFrame(bare, geometry=shapes, crs=WGS84), known)
    for key, row in new.items():
        if row.get("source_id") is not None and row["source_id"] not in keys["sources"]:
            yield f"{name} {key}, source_id: {row['source_id']!r} is not in sources"


def _orphans(
    table: str, gone: Sequence[str], entries: Mapping[str, Sequence[Entry]], rows: Rows
) -> Iterator[str]:
    """Find rows that would go on naming rows that are withdrawn."""
    if not gone:
        return
    for other, own in references_to(table):
        replaced = {entry.key for entry in entries.get(other, ())}
        for key, row in rows(other).items():
            if row.get(own) in gone and key not in replaced:
                yield f"{table} {row[own]} cannot be withdrawn: {other} {key} names it"


def references_to(table: str) -> list[tuple[str, str]]:
    """List the (table, column) that name rows of a table; layers that bear the ids of its rows included."""
    found = [
        (other.name, own)
        for other in TABLES.values()
        for own, named, _ in other.foreign_keys
        if named == table
    ]
    found += [(layer.name, layer.key) for layer in LAYERS.values() if layer.table == table]
    return [*found, ("outlines", "source_id")] if table == "sources" else found


def _incomplete(entries: Mapping[str, Sequence[Entry]], keys: _KeysAfter) -> Iterator[str]:
    for layer in LAYERS.values():
        if layer.complete and (layer.table in entries or layer.name in entries):
            for key in sorted(keys[layer.table] - keys[layer.name]):
                yield f"{layer.table} {key} has no feature in {layer.name}"
