"""Questions to a frozen collection: which rows lie in a box and bear these values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.bbox import BBox
from geo.errors import QueryError
from geo.interval import Interval, parse_day
from geo.schema import Column
from geo.snapshot import Frozen, Rows
from geo.text import to_nfc

_NUMBERS = {
    "number": re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?"),
    "integer": re.compile(r"-?[0-9]{1,15}"),
}
_EXPECTED = {"number": "a number such as 12.5", "integer": "a whole number"}


@dataclass(frozen=True)
class Query:
    """A question: features that touch the box and the days, and whose properties equal these texts."""

    bbox: BBox | None = None
    days: Interval | None = None
    equal: Mapping[str, str] = field(default_factory=dict)


def select_rows(frozen: Frozen, query: Query, columns: Mapping[str, Column]) -> Rows:
    """Select the rows that match, in the order of the collection.

    A feature without geometry lies in no box; a missing property equals nothing. Valid time is
    `valid_from` to `valid_to`, a missing end is open; features that know no valid time always match.

    Raises
    ------
    QueryError
        If a property is not one of `columns`, or a value cannot be one of its values.
    """
    mask = np.ones(len(frozen), dtype=bool)
    for name, text in query.equal.items():
        mask &= _equals(frozen, columns, name, text)
    if query.days is not None:
        mask &= _valid_in(frozen, query.days)
    rows = np.flatnonzero(mask)
    return rows if query.bbox is None else _within(frozen, rows, query.bbox)


def _equals(
    frozen: Frozen, columns: Mapping[str, Column], name: str, text: str
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if name not in columns:
        raise QueryError(f"{frozen.name} has no property {name!r}")
    value = _parse_value(columns[name], text)
    cells = frozen.columns[name]
    if pa.types.is_null(cells.type):
        return np.zeros(len(frozen), dtype=bool)
    return pc.fill_null(pc.equal(cells, value), False).to_numpy()  # type: ignore[no-any-return]


def _valid_in(frozen: Frozen, days: Interval) -> np.ndarray[Any, np.dtype[np.bool_]]:
    mask = np.ones(len(frozen), dtype=bool)
    if days.last is not None:
        mask &= _not_beyond(frozen, "valid_from", pc.less_equal, days.last)
    if days.first is not None:
        mask &= _not_beyond(frozen, "valid_to", pc.greater_equal, days.first)
    return mask


def _not_beyond(
    frozen: Frozen, name: str, compare: Callable[..., Any], day: date
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Compare one end of the valid time, kept as ISO text, with a day."""
    if name not in frozen.property_names or pa.types.is_null(frozen.columns[name].type):
        return np.ones(len(frozen), dtype=bool)
    return pc.fill_null(compare(frozen.columns[name], day.isoformat()), True).to_numpy()  # type: ignore[no-any-return]


def _parse_value(column: Column, text: str) -> Any:
    if column.enum and text not in column.enum:
        raise QueryError(f"{column.name}={text!r}; expected one of {', '.join(column.enum)}")
    if column.type in ("number", "integer"):
        if not _NUMBERS[column.type].fullmatch(text):
            raise QueryError(f"{column.name}={text!r}; expected {_EXPECTED[column.type]}")
        return float(text)
    if column.type == "date":
        try:
            return parse_day(text).isoformat()
        except ValueError:
            raise QueryError(f"{column.name}={text!r}; expected a day such as 2025-07-01") from None
    return to_nfc(text)


def _within(frozen: Frozen, rows: Rows, bbox: BBox) -> Rows:
    return np.intersect1d(rows, np.concatenate([_touched(frozen, part) for part in bbox.to_parts()]))


def _touched(frozen: Frozen, box: BBox) -> Rows:
    """List the rows that touch a box; only those that stick out of it are looked at exactly."""
    near = frozen.near(box)
    west, south, east, north = frozen.bounds_of(near).T
    inside = (west >= box.west) & (east <= box.east) & (south >= box.south) & (north <= box.north)
    doubtful = near[~inside]
    touched = doubtful[shapely.intersects(frozen.geometries(doubtful), shapely.box(*box))]
    return np.concatenate([near[inside], touched])
