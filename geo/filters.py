"""Filters over a frozen collection: the tree of a filter becomes a mask of its rows."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from shapely import Geometry
from shapely.errors import GEOSException
from shapely.geometry import shape

from geo.cql import Node, fragment
from geo.crs import Offered, to_wgs84
from geo.errors import CRSError, QueryError
from geo.interval import parse_day
from geo.operators import EARLIEST, LATEST, OPERATORS, Cells, Operator, any_of
from geo.schema import Column
from geo.snapshot import Frozen
from geo.text import to_nfc

Mask = np.ndarray[Any, np.dtype[np.bool_]]

GEOMETRY = "geometry"
"""The name of the one geometry of a feature in a filter."""

_KINDS = {
    "number": ("number", pa.float64()),
    "integer": ("number", pa.float64()),
    "string": ("text", pa.string()),
    "date": ("date", pa.string()),
    "boolean": ("boolean", pa.bool_()),
}
_SPACE: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "s_intersects": (shapely.intersects, shapely.intersects),
    "s_equals": (shapely.equals, shapely.equals),
    "s_disjoint": (shapely.disjoint, shapely.disjoint),
    "s_touches": (shapely.touches, shapely.touches),
    "s_within": (shapely.within, shapely.contains),
    "s_contains": (shapely.contains, shapely.within),
    "s_overlaps": (shapely.overlaps, shapely.overlaps),
    "s_crosses": (shapely.crosses, shapely.crosses),
}
"""Each relation of space, and the one that holds when its sides are exchanged."""

_BENDS = 32
_WORLD = shapely.box(-180, -90, 180, 90)


@dataclass(frozen=True)
class Filter:
    """A filter that was read, and the coordinate system its geometries are written in."""

    tree: Node
    crs: Offered


@dataclass(frozen=True)
class Value:
    """What a part of a filter comes to: its kind, and cells, a geometry, or the ends of a time."""

    kind: str
    held: Any


_COLUMN = Value("geometry", None)
"""The geometry of each feature."""


def matches(frozen: Frozen, columns: Mapping[str, Column], asked: Filter) -> Mask:
    """Tell which rows surely match; where a missing value leaves it unknown, a row does not.

    Raises
    ------
    QueryError
        If the filter names an unknown property or function, or compares what cannot be compared.
    """
    found = _Evaluation(frozen, columns, asked.crs).condition(asked.tree)
    if isinstance(found, pa.Scalar):
        return np.full(len(frozen), found.as_py() is True)
    known = pc.fill_null(found, False) if found.null_count else found
    return np.asarray(known.to_numpy(zero_copy_only=False), dtype=bool)


def _refuse(node: Node, got: str, expected: str) -> QueryError:
    return QueryError(f"filter, in {fragment(node)!r}: {got}; expected {expected}")


@dataclass(frozen=True)
class _Evaluation:
    frozen: Frozen
    columns: Mapping[str, Column]
    crs: Offered

    def condition(self, node: Node) -> Cells:
        value = self.value(node)
        if value.kind != "boolean":
            raise _refuse(node, f"it is a {value.kind}", "a condition, such as a = 1")
        return value.held

    def value(self, node: Node) -> Value:
        if isinstance(node, dict):
            for key, read in _READERS.items():
                if key in node:
                    return read(self, node)
        elif isinstance(node, bool):
            return Value("boolean", pa.scalar(node))
        elif isinstance(node, str):
            return Value("text", pa.scalar(to_nfc(node)))
        elif isinstance(node, (int, float)) and math.isfinite(node):
            return Value("number", pa.scalar(float(node)))
        expected = "a property, a number, a text, a date or a geometry; a missing value is asked by IS NULL"
        raise _refuse(node, "it has no value", expected)

    def property(self, node: Node) -> Value:
        name = node["property"]
        if name == GEOMETRY:
            return _COLUMN
        if name not in self.columns:
            near = get_close_matches(str(name), [*self.columns, GEOMETRY], n=3) or list(self.columns)[:5]
            raise _refuse(
                node, f"{self.frozen.name} has no property {name!r}", f"one such as {', '.join(near)}"
            )
        kind, arrow_type = _KINDS[self.columns[name].type]
        return Value(kind, self.frozen.cells(name, arrow_type))

    def day(self, node: Node) -> Value:
        return Value("date", pa.scalar(_day(node, next(iter(node.values())))))

    def interval(self, node: Node) -> Value:
        ends = node["interval"]
        if not isinstance(ends, list) or len(ends) != 2:
            raise _refuse(node, "it has not two ends", "INTERVAL('2024-01-01','..')")
        first, last = (
            self._end(node, end, beyond) for end, beyond in zip(ends, (EARLIEST, LATEST), strict=True)
        )
        if isinstance(first, pa.Scalar) and isinstance(last, pa.Scalar) and first.as_py() > last.as_py():
            raise _refuse(node, "it ends before it begins", "the earlier day first")
        return Value("interval", (first, last))

    def _end(self, node: Node, end: Node, beyond: str) -> Cells:
        """Read one end; open where it is `..`, and where a feature knows none."""
        if end == "..":
            return pa.scalar(beyond)
        if isinstance(end, str):
            return pa.scalar(_day(node, end))
        value = self.value(end)
        if value.kind != "date":
            raise _refuse(
                node,
                f"an end is a {value.kind}",
                "days such as '2024-01-01', '..' or properties that are days",
            )
        return pc.fill_null(value.held, beyond)

    def geometry(self, node: Node) -> Value:
        try:
            literal = shapely.box(*_flat(node["bbox"])) if "bbox" in node else shape(node)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, GEOSException) as error:
            raise _refuse(node, f"it is no geometry ({error})", "one such as POINT(105.85 21.03)") from None
        if not literal.is_valid or literal.is_empty:
            why = shapely.is_valid_reason(literal) if not literal.is_empty else "it is empty"
            raise _refuse(node, why, "a valid geometry")
        return Value("geometry", self._in_wgs84(node, shapely.force_2d(literal)))

    def _in_wgs84(self, node: Node, literal: Geometry) -> Geometry:
        if self.crs.latitude_first:
            literal = shapely.transform(literal, lambda positions: positions[:, ::-1])
        if self.crs.crs.is_projected:
            literal = _with_bends(literal)
        try:
            placed = to_wgs84(np.array([literal]), self.crs.crs)[0]
        except CRSError as error:
            raise _refuse(node, str(error), f"coordinates of {self.crs.name}") from None
        if not _WORLD.covers(placed):
            raise _refuse(
                node, f"it lies outside the world of {self.crs.name}", "coordinates in its axis order"
            )
        return placed

    def operation(self, node: Node) -> Value:
        name, nodes = str(node["op"]).lower(), node.get("args")
        if not isinstance(nodes, list):
            raise _refuse(node, "it has no arguments", "a list of them")
        if name in _SPACE:
            return self._in_space(node, name, nodes)
        if name == "in":
            return self._among(node, nodes)
        if name not in OPERATORS:
            raise _refuse(
                node, f"there is no operator {node['op']!r}", f"one of {', '.join([*OPERATORS, *_SPACE])}"
            )
        operator = OPERATORS[name]
        values = self._arguments(node, operator, nodes)
        if name == "isnull" and values[0].kind == "geometry":
            return Value("boolean", self._without_place())
        if name == "like" and not isinstance(values[1].held, pa.Scalar):
            raise _refuse(node, "the pattern is a property", "a text such as 'Cụm%'")
        return Value(operator.gives, operator.apply(*(_cells(value, operator) for value in values)))

    def _arguments(self, node: Node, operator: Operator, nodes: list[Node]) -> list[Value]:
        if not operator.least <= len(nodes) <= operator.most:
            raise _refuse(node, f"it has {len(nodes)} arguments", f"{operator.least}")
        values = [self.value(child) for child in nodes]
        if operator.alike or "interval" in operator.takes[-1]:
            values = [_as_day(value, values) for value in values]
        for number, value in enumerate(values):
            kinds = operator.takes[min(number, len(operator.takes) - 1)]
            if value.kind not in kinds:
                raise _refuse(node, f"{fragment(nodes[number])} is a {value.kind}", f"a {' or '.join(kinds)}")
        if operator.alike and len({value.kind for value in values}) > 1:
            raise _refuse(node, f"a {values[0].kind} stands beside a {values[-1].kind}", "values of one kind")
        return values

    def _among(self, node: Node, nodes: list[Node]) -> Value:
        if len(nodes) != 2 or not isinstance(nodes[1], list) or not nodes[1]:
            raise _refuse(node, "it has no list", "a IN ('x','y')")
        conditions = [self.operation({"op": "=", "args": [nodes[0], item]}).held for item in nodes[1]]
        return Value("boolean", any_of(conditions))

    def _in_space(self, node: Node, name: str, nodes: list[Node]) -> Value:
        values = [self.value(child) for child in nodes]
        if len(values) != 2 or any(value.kind != "geometry" for value in values):
            raise _refuse(node, f"it has {', '.join(value.kind for value in values)}", "two geometries")
        relation, exchanged = _SPACE[name]
        one, other = values
        try:
            if one is _COLUMN and other is _COLUMN:
                return Value("boolean", self._each(name, relation))
            if one is not _COLUMN and other is not _COLUMN:
                return Value("boolean", pa.scalar(bool(relation(one.held, other.held))))
            fixed, asked = (other, exchanged) if one is _COLUMN else (one, relation)
            return Value("boolean", self._related(name, asked, fixed.held))
        except GEOSException as error:
            raise _refuse(node, str(error), "geometries of one kind") from None

    def _related(self, name: str, relation: Callable[..., Any], fixed: Geometry) -> Cells:
        """Relate one geometry to that of every feature; only those it comes near to are looked at."""
        shapely.prepare(fixed)
        found = np.full(len(self.frozen), name == "s_disjoint")
        near = self.frozen.near(fixed.bounds)
        found[near] = relation(fixed, self.frozen.geometries(near))
        return pa.array(found, mask=self._without_place().to_numpy(zero_copy_only=False))

    def _each(self, name: str, relation: Callable[..., Any]) -> Cells:
        geometries = self.frozen.geometries(self.frozen.rows)
        return pa.array(relation(geometries, geometries), mask=shapely.is_missing(geometries))

    def _without_place(self) -> Cells:
        return pa.array(self.frozen.placeless)


_READERS: dict[str, Callable[[_Evaluation, Node], Value]] = {
    "op": _Evaluation.operation,
    "property": _Evaluation.property,
    "date": _Evaluation.day,
    "timestamp": _Evaluation.day,
    "interval": _Evaluation.interval,
    "bbox": _Evaluation.geometry,
    "type": _Evaluation.geometry,
}


def _cells(value: Value, operator: Operator) -> Any:
    """Give an operator of time both ends of a time; every other one just cells."""
    return (
        (value.held, value.held) if value.kind == "date" and "interval" in operator.takes[-1] else value.held
    )


def _as_day(value: Value, beside: list[Value]) -> Value:
    """Read a plain text as a day where it stands beside one."""
    if value.kind != "text" or not isinstance(value.held, pa.Scalar):
        return value
    if not any(other.kind in ("date", "interval") for other in beside):
        return value
    return Value("date", pa.scalar(_day(value.held.as_py(), value.held.as_py())))


def _day(node: Node, text: Any) -> str:
    """Read a day; of an instant, its day."""
    try:
        if isinstance(text, str) and text[10:11].upper() == "T":
            return datetime.fromisoformat(text.upper()).date().isoformat()
        return parse_day(str(text)).isoformat()
    except ValueError:
        raise _refuse(node, f"{text!r} is no day", "one such as DATE('2025-07-01')") from None


def _with_bends(literal: Geometry) -> Geometry:
    """Give long straight sides points in between: straight in one system is bent in another."""
    west, south, east, north = literal.bounds
    length = max(east - west, north - south) / _BENDS
    return shapely.segmentize(literal, length) if length > 0 else literal


def _flat(numbers: list[float]) -> list[float]:
    """Read a box of four numbers, or of six with heights."""
    if len(numbers) not in (4, 6):
        raise ValueError(f"a box of {len(numbers)} numbers")
    west, south, *_, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if not (west <= east and south <= north):
        raise ValueError("a box with its larger corner first")
    return [west, south, east, north]
