"""The operators of CQL2 over columns: Arrow in, Arrow out; null is unknown, neither true nor not true."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

Cells = Any
"""An Arrow array, chunked array or scalar."""

Kind = Literal["number", "text", "date", "boolean", "geometry", "interval", "list"]
_ORDERED = ("number", "text", "date")
_EQUAL = (*_ORDERED, "boolean")
_TEMPORAL = ("date", "interval")
_MARKS = r"\p{Mn}"

EARLIEST, LATEST = "", "~"
"""The open ends of an interval, beside which every day written 2025-07-01 sorts."""


@dataclass(frozen=True)
class Operator:
    """What an operator takes and gives.

    `takes` lists for each argument the kinds it may have, the last one for all that follow; `least`
    and `most` bound their number; `alike` asks that all be of one kind.
    """

    takes: tuple[tuple[str, ...], ...]
    gives: Kind
    apply: Callable[..., Cells]
    least: int = 2
    most: int = 2
    alike: bool = False


def _known(numbers: Cells) -> Cells:
    """A division by zero and what overflows has no value."""
    return pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))


def _arithmetic(compute: Callable[[Cells, Cells], Cells]) -> Operator:
    return Operator((("number",),), "number", lambda a, b: _known(compute(a, b)))


def _whole_quotient(a: Cells, b: Cells) -> Cells:
    return pc.trunc(pc.divide(a, b))


def _comparison(compare: Callable[[Cells, Cells], Cells], kinds: tuple[str, ...]) -> Operator:
    return Operator((kinds,), "boolean", compare, alike=True)


def _between(cells: Cells, low: Cells, high: Cells) -> Cells:
    return pc.and_kleene(pc.greater_equal(cells, low), pc.less_equal(cells, high))


def _like(cells: Cells, pattern: pa.Scalar) -> Cells:
    return pc.match_like(cells, pattern.as_py())


def any_of(conditions: list[Cells]) -> Cells:
    """True where one is true, unknown where one might be."""
    return reduce(pc.or_kleene, conditions)


def without_accents(texts: Cells) -> Cells:
    """Strip the accents, `Đ` included, and keep the case."""
    bare = pc.replace_substring_regex(pc.utf8_normalize(texts, form="NFD"), pattern=_MARKS, replacement="")
    return pc.replace_substring(pc.replace_substring(bare, "đ", "d"), "Đ", "D")


Ends = tuple[Cells, Cells]


def _in_time(compare: Callable[[Ends, Ends], Cells]) -> Operator:
    return Operator((_TEMPORAL,), "boolean", compare)


def _all(*conditions: Cells) -> Cells:
    return reduce(pc.and_kleene, conditions)


def _touch(a: Ends, b: Ends) -> Cells:
    return _all(pc.less_equal(a[0], b[1]), pc.greater_equal(a[1], b[0]))


OPERATORS: dict[str, Operator] = {
    "and": Operator((("boolean",),), "boolean", lambda *all_: reduce(pc.and_kleene, all_), most=500),
    "or": Operator((("boolean",),), "boolean", lambda *any_: reduce(pc.or_kleene, any_), most=500),
    "not": Operator((("boolean",),), "boolean", pc.invert, 1, 1),
    "=": _comparison(pc.equal, _EQUAL),
    "<>": _comparison(pc.not_equal, _EQUAL),
    "<": _comparison(pc.less, _ORDERED),
    ">": _comparison(pc.greater, _ORDERED),
    "<=": _comparison(pc.less_equal, _ORDERED),
    ">=": _comparison(pc.greater_equal, _ORDERED),
    "between": Operator((_ORDERED,), "boolean", _between, 3, 3, alike=True),
    "like": Operator((("text",),), "boolean", _like),
    "isnull": Operator(((*_EQUAL, "geometry"),), "boolean", pc.is_null, 1, 1),
    "casei": Operator((("text",),), "text", pc.utf8_lower, 1, 1),
    "accenti": Operator((("text",),), "text", without_accents, 1, 1),
    "+": _arithmetic(pc.add),
    "-": _arithmetic(pc.subtract),
    "*": _arithmetic(pc.multiply),
    "/": _arithmetic(pc.divide),
    "div": _arithmetic(_whole_quotient),
    "%": _arithmetic(lambda a, b: pc.subtract(a, pc.multiply(b, _whole_quotient(a, b)))),
    "^": _arithmetic(pc.power),
    "t_after": _in_time(lambda a, b: pc.greater(a[0], b[1])),
    "t_before": _in_time(lambda a, b: pc.less(a[1], b[0])),
    "t_contains": _in_time(lambda a, b: _all(pc.less(a[0], b[0]), pc.greater(a[1], b[1]))),
    "t_disjoint": _in_time(lambda a, b: pc.invert(_touch(a, b))),
    "t_during": _in_time(lambda a, b: _all(pc.greater(a[0], b[0]), pc.less(a[1], b[1]))),
    "t_equals": _in_time(lambda a, b: _all(pc.equal(a[0], b[0]), pc.equal(a[1], b[1]))),
    "t_finishedby": _in_time(lambda a, b: _all(pc.less(a[0], b[0]), pc.equal(a[1], b[1]))),
    "t_finishes": _in_time(lambda a, b: _all(pc.greater(a[0], b[0]), pc.equal(a[1], b[1]))),
    "t_intersects": _in_time(_touch),
    "t_meets": _in_time(lambda a, b: pc.equal(a[1], b[0])),
    "t_metby": _in_time(lambda a, b: pc.equal(a[0], b[1])),
    "t_overlappedby": _in_time(
        lambda a, b: _all(pc.greater(a[0], b[0]), pc.less(a[0], b[1]), pc.greater(a[1], b[1]))
    ),
    "t_overlaps": _in_time(
        lambda a, b: _all(pc.less(a[0], b[0]), pc.greater(a[1], b[0]), pc.less(a[1], b[1]))
    ),
    "t_startedby": _in_time(lambda a, b: _all(pc.equal(a[0], b[0]), pc.greater(a[1], b[1]))),
    "t_starts": _in_time(lambda a, b: _all(pc.equal(a[0], b[0]), pc.less(a[1], b[1]))),
}
"""Every operator of CQL2 offered here but those of space and `in`, by its name in small letters."""
