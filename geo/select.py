"""Questions to a frozen collection: which rows match, and in which order."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.bbox import BBox, Corners
from geo.crs import bounds_in_wgs84, transform_geometries
from geo.errors import QueryError
from geo.filters import Filter, matches
from geo.industries import SEPARATOR
from geo.interval import Interval, parse_day
from geo.schema import Column
from geo.snapshot import Frozen, Rows
from geo.text import bare_name, collation_key, fold, to_nfc

_NUMBERS = {
    "number": re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?"),
    "integer": re.compile(r"-?[0-9]{1,15}"),
}
_EXPECTED = {"number": "a number such as 12.5", "integer": "a whole number"}


@dataclass(frozen=True)
class Sort:
    """One column to sort by."""

    name: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """A question: features that touch the box and the days, bear these texts, and match filter and words.

    `words` are alternatives, each a list of words that must all be there.
    """

    bbox: BBox | Corners | None = None
    days: Interval | None = None
    equal: Mapping[str, str] = field(default_factory=dict)
    filter: Filter | None = None
    words: tuple[tuple[str, ...], ...] = ()
    sort: tuple[Sort, ...] = ()


def parse_words(text: str) -> tuple[tuple[str, ...], ...]:
    """Read words to search for: commas part alternatives, blanks the words of one.

    Raises
    ------
    QueryError
        If no word is left.
    """
    found = tuple(words for part in text.split(",") if (words := tuple(fold(part).split())))
    if not found:
        raise QueryError(f"q={text!r}; expected words such as dai thang, or several parted by commas")
    return found


def parse_sort(text: str, columns: Mapping[str, Column]) -> tuple[Sort, ...]:
    """Read the names to sort by, the most important first: `+name,-area_ha`.

    Raises
    ------
    QueryError
        If a name is unknown or stands twice.
    """
    # a plus sign in an address reads as a blank
    found = tuple(Sort(part[part[:1] in ("+", "-", " ") :], part[:1] == "-") for part in text.split(","))
    names = [sort.name for sort in found]
    for name in names:
        if name not in columns or names.count(name) > 1:
            known = ", ".join(columns)
            raise QueryError(f"sortby={text!r}: {name!r}; expected +name or -name, each once, of {known}")
    return found


def select_rows(frozen: Frozen, query: Query, columns: Mapping[str, Column]) -> Rows:
    """Select the rows that match, in the order of the collection unless the query sorts them.

    A feature without geometry lies in no box; a missing property equals nothing. Valid time is
    `valid_from` to `valid_to`, a missing end is open; features that know no valid time always match.

    Raises
    ------
    QueryError
        If a property is not one of `columns`, or a value cannot be one of its values.
    """
    masks = [_equals(frozen, columns, name, text) for name, text in query.equal.items()]
    if query.days is not None:
        masks.append(_valid_in(frozen, query.days))
    if query.words:
        masks.append(_bears_words(frozen, query.words))
    if query.filter is not None:
        masks.append(matches(frozen, columns, query.filter))
    rows = np.flatnonzero(np.logical_and.reduce(masks)) if masks else frozen.rows
    if query.bbox is not None:
        touched = _touched_by(frozen, query.bbox)
        rows = np.intersect1d(rows, touched) if masks else touched
    return _sorted(frozen, rows, query.sort, columns) if query.sort else rows


def _bears_words(frozen: Frozen, words: tuple[tuple[str, ...], ...]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    def bears(word: str) -> Any:
        return pc.match_substring(frozen.searched, word).to_numpy()

    alternatives = [np.logical_and.reduce([bears(word) for word in part]) for part in words]
    return np.logical_or.reduce(alternatives)  # type: ignore[no-any-return]


def _sorted(frozen: Frozen, rows: Rows, sort: tuple[Sort, ...], columns: Mapping[str, Column]) -> Rows:
    """Sort rows, those without a value last either way, equal ones in their order."""
    keys = []
    for by in reversed(sort):
        ranks = _ranks(frozen.columns[by.name].take(pa.array(rows)), columns[by.name])
        keys += [-ranks if by.descending else ranks, np.isnan(ranks)]
    return rows[np.lexsort(keys)]


def _ranks(cells: pa.ChunkedArray, column: Column) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Number cells so that they sort; a missing one is NaN."""
    if column.type in ("number", "integer", "boolean") or pa.types.is_null(cells.type):
        return pc.cast(cells, pa.float64()).to_numpy()  # type: ignore[no-any-return]
    coded = cells.combine_chunks().dictionary_encode()
    words = coded.dictionary.to_pylist()
    place = {word: number for number, word in enumerate(column.words)}
    order = [
        ([place.get(part, len(place)) for part in word.split(SEPARATOR)] if place else [],
         collation_key(bare_name(word)))
        for word in words
    ]  # fmt: skip
    rank = np.argsort(sorted(range(len(words)), key=order.__getitem__))
    codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    return np.where(codes < 0, np.nan, np.append(rank, 0)[codes])  # the last one is for what is missing


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


def _touched_by(frozen: Frozen, bbox: BBox | Corners) -> Rows:
    if isinstance(bbox, Corners):
        return _touched_there(frozen, bbox)
    return reduce(np.union1d, [_touched(frozen, part) for part in bbox.to_parts()])


def _touched(frozen: Frozen, box: BBox) -> Rows:
    """List the rows that touch a box; only those that stick out of it are looked at exactly."""
    near = frozen.near(box)
    west, south, east, north = frozen.bounds_of(near).T
    touched = (west >= box.west) & (east <= box.east) & (south >= box.south) & (north <= box.north)
    doubtful = np.flatnonzero(~touched)
    touched[doubtful] = shapely.intersects(frozen.geometries(near[doubtful]), shapely.box(*box))
    found: Rows = near[touched]
    return found


def _touched_there(frozen: Frozen, box: Corners) -> Rows:
    """List the rows that touch a box of another system, looked at in that system."""
    around = bounds_in_wgs84(box[:4], box.system.crs)
    near = frozen.near(around) if around else frozen.rows[~frozen.placeless]
    carried = transform_geometries(frozen.geometries(near), box.system.crs)
    touched: Rows = near[shapely.intersects(carried, shapely.box(*box[:4]))]
    return touched
