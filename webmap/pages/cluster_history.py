"""The figures of one cluster over time: what was known of each in every period, nothing carried over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from geo.facts import parse_days
from geo.fields import FIELD_OF_INDICATOR
from geo.published import COLLECTIONS, parse_bounds
from geo.schema import Column
from webmap.pages.cluster_subject import Subject
from webmap.pages.table_cells import number
from webmap.pages.wording import as_stated

_COLUMNS = {column.name: column for column in COLLECTIONS["clusters"].columns}
_LEAST_PERIODS = 2

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One figure over all periods: numbers to draw, texts to print; None where nothing is known."""

    column: Column
    numbers: Sequence[float | None]
    texts: Sequence[str | None]


def history_of(subject: Subject) -> list[Record]:
    """List what was known of the cluster in each period, in order of time."""
    history = subject.snapshot.collections["history"]
    own = history.columns.filter(pc.equal(history.columns["cluster_id"], subject.record["id"])).to_pylist()
    return sorted(own, key=lambda record: (parse_days(record["period"]) or (None, None))[::-1])


def line_of(name: str, records: Sequence[Record]) -> Line | None:
    """Put a figure together that varies with time and is known of several periods."""
    field = FIELD_OF_INDICATOR.get(name)
    if field is not None and not field.varies:
        return None
    column = _COLUMNS[name]
    bounds = [parse_bounds(record["bounds"]).get(name) for record in records]
    numbers = [None if bound else record[name] for record, bound in zip(records, bounds, strict=True)]
    texts = [
        as_stated(bound) if bound else None if value is None else number(column, value)
        for value, bound in zip(numbers, bounds, strict=True)
    ]
    known = sum(text is not None for text in texts)
    return Line(column, numbers, texts) if known >= _LEAST_PERIODS else None


def is_flow(name: str) -> bool:
    """Tell whether a figure is earned over its period, so that half a year compares with no year."""
    return name in FIELD_OF_INDICATOR and FIELD_OF_INDICATOR[name].flow
