"""The rows of a table: those that meet conditions, in an order, and what is known of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.conditions import AnyOf, Condition, Exactly, Holding, Presence, Span, is_number
from geo.industries import SEPARATOR
from geo.published import RENT
from geo.schema import Column
from geo.snapshot import Frozen, Rows
from geo.text import bare_name, collation_key, fold

Mask = np.ndarray[Any, np.dtype[np.bool_]]

NAMED_BY = ("name_vi", "name_en", "id")
_SEARCHED = (*NAMED_BY, "district_name", "ward_name", "communes_pre2025", "developer")
"""What a search for words looks through: names, and where and whose a cluster is."""

_RENT = "land_rent_usd_m2"
_TOLERANCE = 1e-9
_DIGITS = 6
_WILD, _AS_IT_IS = re.compile(r"[\\%_]"), r"\\\g<0>"
"""The signs that stand for others in LIKE, and how they are written to stand for themselves."""


def find_rows(frozen: Frozen, words: str, conditions: Mapping[str, Condition]) -> Rows:
    """Find the rows that bear all the words (see `_SEARCHED`) and whose columns meet all conditions."""
    mask = np.ones(len(frozen), dtype=bool)
    for word in fold(words).split():
        mask &= _named(frozen, word)
    for name, condition in conditions.items():
        mask &= _meets(frozen, name, condition)
    return np.flatnonzero(mask)


def to_cql2(words: str, conditions: Mapping[str, Condition]) -> str:
    """Write the question of `find_rows` as a filter in CQL2 text; empty where all rows are asked for."""
    named = [_any_of(_bears(name, word) for name in _SEARCHED) for word in fold(words).split()]
    return " AND ".join([*named, *(_written(name, condition) for name, condition in conditions.items())])


def sort_rows(frozen: Frozen, rows: Rows, column: Column, *, descending: bool = False) -> Rows:
    """Order rows by a column: numbers by size, choices in their order, text by the Vietnamese alphabet.

    Equal rows keep their order. Rows without a value come last in both directions, those known as a
    bound before those of which nothing is known.
    """
    known = _valid(frozen, column.name)[rows]
    bounded = find_bounded(frozen, column.name)[rows]
    rest = np.concatenate([rows[~known & bounded], rows[~known & ~bounded]])
    keys = _keys(frozen, column)
    ordered = sorted(rows[known].tolist(), key=lambda row: keys[row], reverse=descending)
    return np.concatenate([np.array(ordered, dtype=np.int64), rest])


@dataclass(frozen=True)
class Coverage:
    """The sum of what is known, and of how many rows."""

    amount: float
    known: int


def coverage(frozen: Frozen, rows: Rows, name: str) -> Coverage:
    """Add up a column of numbers over rows; a bound is no number."""
    valid = rows[_meets(frozen, name, Presence.KNOWN)[rows]]
    values = frozen.columns[name].take(pa.array(valid))
    return Coverage(float(pc.sum(values).as_py() or 0.0), len(valid))


def totals_of_groups(
    frozen: Frozen, rows: Rows, groups: Sequence[str], name: str | None = None
) -> list[float]:
    """Add up a column of numbers in every group of rows, or count the rows; a bound is no number.

    Parameters
    ----------
    groups : the columns whose values make a group; rows that lack one are in none
    name : the column to add up; without one rows are counted

    Returns
    -------
    the totals of those groups in which anything is known, in no order
    """
    columns = (*groups, name) if name else groups
    kept = rows if name is None else rows[~find_bounded(frozen, name)[rows]]
    taken = frozen.columns.select(columns).take(pa.array(kept)).drop_null()
    if not len(taken):
        return []
    grouped = taken.group_by(list(groups)).aggregate([(name, "sum") if name else ([], "count_all")])
    return [round(float(total), _DIGITS) for total in grouped[grouped.column_names[-1]].to_pylist()]


def is_empty(frozen: Frozen, rows: Rows, name: str) -> bool:
    """Tell whether nothing is known of a column in any of the rows, not even a bound."""
    return not (_valid(frozen, name) | find_bounded(frozen, name))[rows].any()


def count_by_presence(frozen: Frozen, name: str) -> dict[Presence, int]:
    """Count the rows by whether a column is known, known as a bound only, or missing; they add up to all."""
    return {presence: int(_meets(frozen, name, presence).sum()) for presence in Presence}


@lru_cache(maxsize=64)
def find_bounded(frozen: Frozen, name: str) -> Mask:
    """Mark the rows where a column is known as a bound or range only, see `bounds`."""
    if "bounds" not in frozen.property_names or pa.types.is_null(frozen.columns["bounds"].type):
        return np.zeros(len(frozen), dtype=bool)
    pattern = rf"(^|; ){re.escape(_indicator(name))}: "
    return _filled(pc.match_substring_regex(frozen.columns["bounds"], pattern))


def _indicator(name: str) -> str:
    """Name a column as `bounds` does."""
    return _RENT if name in RENT else name


def _named(frozen: Frozen, word: str) -> Mask:
    names = [name for name in _SEARCHED if name in frozen.property_names]
    hits = [[word in text for text in _folded(frozen, name)] for name in names]
    return np.asarray(np.array(hits, dtype=bool).reshape(len(names), -1).any(axis=0), dtype=bool)


def _meets(frozen: Frozen, name: str, condition: Condition) -> Mask:
    if isinstance(condition, AnyOf):
        return np.asarray(
            np.any([_meets(frozen, name, part) for part in condition.parts], axis=0), dtype=bool
        )
    valid, bounded = _valid(frozen, name), find_bounded(frozen, name)
    if isinstance(condition, Presence):
        present = {Presence.KNOWN: valid & ~bounded, Presence.BOUND: bounded}
        return np.asarray(present.get(condition, ~valid & ~bounded), dtype=bool)
    if not valid.any():
        return valid
    cells = frozen.columns[name]
    if isinstance(condition, Span):
        return _within(cells, condition) & ~bounded
    if isinstance(condition, Exactly):
        return _filled(pc.equal(cells, condition.text))
    if isinstance(condition, Holding):
        return _filled(pc.match_substring(cells, condition.text))
    wanted = fold(condition.text)
    return np.array([wanted in text for text in _folded(frozen, name)], dtype=bool) & valid


def _written(name: str, condition: Condition) -> str:
    if isinstance(condition, AnyOf):
        if all(isinstance(part, Exactly) for part in condition.parts):
            listed = ", ".join(
                f"'{_quoted(part.text)}'" for part in condition.parts if isinstance(part, Exactly)
            )
            return f"{name} IN ({listed})"
        return _any_of(f"({_written(name, part)})" for part in condition.parts)
    bounds = _any_of(f"bounds LIKE '{start}{_indicator(name)}: %'" for start in ("", "%; "))
    exact = f"(bounds IS NULL OR NOT {bounds})"
    if isinstance(condition, Presence):
        present = {Presence.KNOWN: f"{name} IS NOT NULL AND {exact}", Presence.BOUND: bounds}
        return present.get(condition, f"{name} IS NULL AND {exact}")
    if isinstance(condition, Span):
        ends = zip((">=", "<="), _ends(condition), strict=True)
        within = [f"{name} {sign} {end:.9f}" for sign, end in ends if end is not None]
        return " AND ".join([*within, exact])
    if isinstance(condition, Exactly):
        return f"{name} = '{_quoted(condition.text)}'"
    if isinstance(condition, Holding):
        return f"{name} LIKE '%{condition.text}%'"
    return _bears(name, fold(condition.text))


def _bears(name: str, folded: str) -> str:
    return f"ACCENTI(CASEI({name})) LIKE '%{_quoted(_WILD.sub(_AS_IT_IS, folded))}%'"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _any_of(parts: Iterable[str]) -> str:
    return f"({' OR '.join(parts)})"


def _within(cells: pa.ChunkedArray, span: Span) -> Mask:
    mask = np.ones(len(cells), dtype=bool)
    least, most = _ends(span)
    if least is not None:
        mask &= _filled(pc.greater_equal(cells, least))
    if most is not None:
        mask &= _filled(pc.less_equal(cells, most))
    return mask


def _ends(span: Span) -> tuple[float | None, float | None]:
    """Widen a span by a hair, or narrow it where it leaves its end out."""
    least = None if span.least is None else span.least + (_TOLERANCE if span.above else -_TOLERANCE)
    most = None if span.most is None else span.most + (-_TOLERANCE if span.below else _TOLERANCE)
    return least, most


def _valid(frozen: Frozen, name: str) -> Mask:
    return np.asarray(pc.is_valid(frozen.columns[name]).to_numpy(), dtype=bool)


def _filled(mask: pa.ChunkedArray) -> Mask:
    return np.asarray(pc.fill_null(mask, False).to_numpy(), dtype=bool)


@lru_cache(maxsize=64)
def _folded(frozen: Frozen, name: str) -> tuple[str, ...]:
    return tuple(fold(text or "") for text in frozen.columns[name].to_pylist())


@lru_cache(maxsize=64)
def _keys(frozen: Frozen, column: Column) -> tuple[Any, ...]:
    """Give each row what it is ordered by; rows without a value are never asked for theirs."""
    values: Iterable[Any] = frozen.columns[column.name].to_pylist()
    if is_number(column):
        return tuple(values)
    if column.words:
        rank = {word: place for place, word in enumerate(column.words)}
        return tuple(
            [rank.get(word, len(rank)) for word in (value or "").split(SEPARATOR)] for value in values
        )
    write = bare_name if column.name in NAMED_BY else str
    return tuple(collation_key(write(value or "")) for value in values)
