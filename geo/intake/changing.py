"""Rows that were read, held against the head of the record: which are new, which take another's place."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import shapely
from shapely import Geometry
from shapely.geometry import shape

from geo.changes import Action, Change, Content
from geo.facts import parse_days, parse_value, period_end
from geo.fields import FIELDS
from geo.geojson import to_plain_value
from geo.intake.reading import Reading, Row, Statement
from geo.layers import LAYERS
from geo.package import Package
from geo.schema import Quality, Text
from geo.tables import TABLES

_REPORTS = {
    "area_reports": ("form", "level", "unit_code", "period", "line"),
    "project_reports": ("cluster_id", "project", "period", "line"),
}
"""What a line of a report is about: a later one about the same takes its place."""
_SAID = ("value", "value_min", "value_max", "qualifier", "unit", "scope", "group_id")
_LINE_SAID = ("value", "unit", "note")

_OF_A_FORM = ("Biểu ", "Tính toán: ")
"""How the titles of official forms, and of the sums of forms, begin."""

Held = Mapping[str, Any]


class Drawn(NamedTuple):
    """The changes rows make, and the rows that are in the record already."""

    changes: tuple[Change, ...]
    statements: tuple[Statement, ...]


def draw_changes(reading: Reading, package: Package) -> Drawn:
    """Hold the rows of a reading against the record.

    A row is added. A fact of a report takes the place of a fact of the same cluster, field and time that
    the same form brought before; a line of a report that of the same line; any other row that of the row
    with its id. What says nothing new is left out. What a form sent again no longer has is withdrawn.
    """
    head = _Head(package, reading)
    changes: list[Change] = []
    known: dict[str, int] = defaultdict(int)
    for number, row in enumerate(reading.rows, start=1):
        change = head.change(row, f"new-{number}")
        if change is None:
            known[row.place.file] += 1
        else:
            changes.append(change)
    changes += head.withdrawn(reading.rows)
    return Drawn((*changes, *_missing_outlines(changes, package)), tuple(_already_there(known)))


def complete_fact(content: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what follows from what a fact states: its numbers, and the last day of its time."""
    fact = {name: to_plain_value(content.get(name)) for name in TABLES["facts"].names()}
    if FIELDS[fact["field"]].kind == "number" and fact["qualifier"] is None:
        stated = parse_value(str(fact["value"]))
        fact |= {"value_min": stated.smallest, "value_max": stated.largest, "qualifier": stated.qualifier}
    if fact["valid_until"] is None:
        days = parse_days(fact["as_of"]) if fact["as_of"] else None
        until = period_end(fact["period"]) if fact["period"] else days and days[1]
        fact["valid_until"] = until.isoformat() if until else None
    return fact | {"scope": fact["scope"] or "cluster"}


def _already_there(known: Mapping[str, int]) -> Iterator[Statement]:
    for file, count in known.items():
        vi = f"{file}: {count} số liệu đã có sẵn, giống hệt, nên không ghi lại"
        yield Statement(
            Text(vi, f"{file}: {count} rows are there already, exactly so, and are not stored again")
        )


class _Head:
    """What the record holds now, by what it is about."""

    def __init__(self, package: Package, reading: Reading) -> None:
        self._package = package
        self._clusters = {row.content.get("cluster_id") for row in reading.rows if row.table == "facts"}
        self._new = {source.key: (source.title, source.kind, source.url) for source in reading.sources}
        self._sources = {
            row["id"]: (row["title"], row["kind"], row["url"]) for row in records(package, "sources")
        }
        self._facts = self._by_subject("facts", _fact_subject)
        self._lines = {name: self._by_subject(name, _line_subject(name)) for name in _REPORTS}
        self._rows: dict[str, dict[str, Held]] = {}

    def change(self, row: Row, key: str) -> Change | None:
        """Make the change of one row; None where the record says it already."""
        if row.table == "facts":
            return self._fact(complete_fact(row.content), key)
        if row.table in _REPORTS:
            return self._line(row.table, row.content, key)
        return self._keyed(row, key)

    def withdrawn(self, rows: Iterable[Row]) -> Iterator[Change]:
        """Withdraw what a form brought when it was sent before, and has no longer."""
        again = {sent for source in self._new.values() if (sent := _sent(source))}
        tables = {"facts": (_fact_subject, self._facts)} | {
            name: (_line_subject(name), lines) for name, lines in self._lines.items()
        }
        brought = {(row.table, tables[row.table][0](_timed(row))) for row in rows if row.table in tables}
        for table, (_, held_by_subject) in tables.items():
            for subject, lines in held_by_subject.items():
                for held in lines if (table, subject) not in brought else ():
                    if _sent(self._document(held["source_id"], held=True)) in again:
                        yield Change(table, str(held["id"]), Action.WITHDRAWN, held, None)

    def _by_subject(self, table: str, subject: Any) -> dict[tuple[Any, ...], list[Held]]:
        found: dict[tuple[Any, ...], list[Held]] = defaultdict(list)
        for row in records(self._package, table, self._clusters if table == "facts" else None):
            found[subject(row)].append(row)
        return found

    def _document(self, source_id: str, *, held: bool) -> tuple[Any, ...]:
        new = None if held else self._new.get(source_id)
        return new or self._sources.get(source_id) or (source_id, None, None)

    def _fact(self, fact: dict[str, Any], key: str) -> Change | None:
        document = self._document(fact["source_id"], held=False)
        for held in self._facts[_fact_subject(fact)]:
            own = self._document(held["source_id"], held=True)
            same_form = "report" == own[1] == document[1] and _form(own) == _form(document)
            if (own == document or same_form) and _same(fact, held, _SAID):
                return None
            if same_form:
                return Change("facts", held["id"], Action.SUPERSEDED, held, fact | {"id": held["id"]})
        return Change("facts", key, Action.ADDED, None, fact)

    def _line(self, table: str, content: Held, key: str) -> Change | None:
        line = {name: to_plain_value(content.get(name)) for name in TABLES[table].names()}
        for held in self._lines[table][_line_subject(table)(line)]:
            if _same(line, held, _LINE_SAID):
                return None
            return Change(table, held["id"], Action.SUPERSEDED, held, line | {"id": held["id"]})
        return Change(table, key, Action.ADDED, None, line)

    def _keyed(self, row: Row, key: str) -> Change | None:
        name = LAYERS[row.table].key if row.table in LAYERS else TABLES[row.table].primary_key or ""
        if row.table not in self._rows:
            self._rows[row.table] = {held[name]: held for held in records(self._package, row.table) if name}
        content = plain_row(row.table, row.content)
        key = str(content.get(name) or key)
        held = self._rows[row.table].get(key)
        if held is None:
            return Change(row.table, key, Action.ADDED, None, content)
        after = {**held, **content}
        return None if after == dict(held) else Change(row.table, key, Action.SUPERSEDED, held, after)


def records(package: Package, table: str, clusters: set[Any] | None = None) -> list[dict[str, Any]]:
    """List the rows of a table or layer (about some clusters) as plain values, a geometry as GeoJSON."""
    rows = package.layers.get(table) if table in LAYERS else package.tables.get(table)
    if rows is None:
        return []
    if clusters is not None:
        rows = rows[rows["cluster_id"].isin(clusters)]
    return [plain_row(table, row) for row in rows.to_dict("records")]


def plain_row(table: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a row into plain values, a geometry into GeoJSON."""
    row = {name: to_plain_value(value) for name, value in content.items() if name != "geometry"}
    if table not in LAYERS:
        return row
    return row | {"geometry": _plain_geometry(content.get("geometry"))}


def _plain_geometry(geometry: Any) -> Any:
    stated = shape(geometry) if isinstance(geometry, Mapping) else geometry
    return json.loads(shapely.to_geojson(stated)) if isinstance(stated, Geometry) else None


def _fact_subject(fact: Held) -> tuple[Any, ...]:
    return fact["cluster_id"], fact["field"], fact["period"] or fact["as_of"]


def _line_subject(table: str) -> Any:
    return lambda line: tuple(line[name] for name in _REPORTS[table])


def _timed(row: Row) -> dict[str, Any]:
    return {"period": None, "as_of": None, **row.content}


def _form(document: tuple[Any, ...]) -> str:
    """The form a document is of stands first in its title; its file and time follow."""
    title = str(document[0])
    return title.partition(" · ")[0] if title.startswith(_OF_A_FORM) else title


def _sent(document: tuple[Any, ...]) -> tuple[str, ...] | None:
    """Tell which form of whom and of which period a document is, whatever its file is called."""
    title, kind = str(document[0]), document[1]
    return tuple(title.split(" · ")[:3]) if kind == "report" and title.startswith(_OF_A_FORM[0]) else None


def _same(one: Held, other: Held, names: Iterable[str]) -> bool:
    return all(one.get(name) == other.get(name) for name in names)


def _missing_outlines(changes: Sequence[Change], package: Package) -> Iterator[Change]:
    """Give a new cluster without a place an outline that says so: every cluster has one."""
    drawn = {change.key for change in changes if change.table == "outlines"}
    for change in changes:
        if change.table == "clusters" and change.action is Action.ADDED and change.key not in drawn:
            ward = bool((change.after or {}).get("ward_codes"))
            yield Change("outlines", change.key, Action.ADDED, None, _no_outline(change.key, ward))


def _no_outline(cluster: str, ward: bool) -> Content:
    return {
        "id": cluster,
        "boundary_quality": Quality.MISSING.value,
        "position_accuracy_m": None,
        "place_basis": "ward" if ward else "district",
        "geometry": None,
    }
