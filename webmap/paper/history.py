"""The figures of one cluster over time on paper: a small chart and a column of a table for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from geo.facts import parse_days
from geo.fields import FIELD_OF_INDICATOR
from geo.published import COLLECTIONS, RATES, parse_bounds
from geo.schema import Column
from webmap.pages.cluster_subject import Subject
from webmap.pages.cluster_values import ACTIVITY, LAND, STATED, title_of
from webmap.pages.table_cells import number
from webmap.pages.wording import as_stated, when
from webmap.pages.words import unit_words
from webmap.paper.curves import Dot, draw_curve

_GROUPS = (LAND, (STATED, *RATES), ACTIVITY)
_COLUMNS = {column.name: column for column in COLLECTIONS["clusters"].columns}
_LEAST_PERIODS = 2

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One figure over all periods: numbers to draw, texts to print; None where nothing is known."""

    column: Column
    numbers: Sequence[float | None]
    texts: Sequence[str | None]


def draw_history(subject: Subject) -> tuple[dict[str, Any] | None, dict[str, bytes]]:
    """Say how the figures of a cluster changed; None where none is known of two periods."""
    records = _records(subject)
    groups = [[line for name in names if (line := _line(name, records))] for names in _GROUPS]
    lines = [line for group in groups for line in group]
    if not lines:
        return None, {}
    periods = [record["period"] for record in records]
    files = {
        f"curve-{line.column.name}.svg": draw_curve(
            _dots(line, periods), joined=not _is_flow(line.column.name)
        )
        for line in lines
        if len({value for value in line.numbers if value is not None}) >= _LEAST_PERIODS
    }
    return {
        "charts": [
            {"file": file, "title": _head(line, subject.language), "text": _span(line, periods)}
            for line in lines
            if (file := f"curve-{line.column.name}.svg") in files
        ],
        "tables": [_table(group, periods, subject.language) for group in groups if group],
    }, files


def _records(subject: Subject) -> list[Record]:
    """List what was known of the cluster in each period, in order of time."""
    history = subject.snapshot.collections["history"]
    own = history.columns.filter(pc.equal(history.columns["cluster_id"], subject.record["id"])).to_pylist()
    return sorted(own, key=lambda record: (parse_days(record["period"]) or (None, None))[::-1])


def _line(name: str, records: Sequence[Record]) -> Line | None:
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


def _is_flow(name: str) -> bool:
    return name in FIELD_OF_INDICATOR and FIELD_OF_INDICATOR[name].flow


def _dots(line: Line, periods: Sequence[str]) -> list[Dot | None]:
    half = _is_flow(line.column.name)
    return [
        None if value is None else Dot(period[:4], value, text or "", half and "H" in period)
        for value, text, period in zip(line.numbers, line.texts, periods, strict=True)
    ]


def _span(line: Line, periods: Sequence[str]) -> str:
    """Say in words what a chart shows: its first and last figure."""
    known = [(when(period), text) for period, text in zip(periods, line.texts, strict=True) if text]
    return "; ".join(f"{period}: {text}" for period, text in (known[0], known[-1]))


def _head(line: Line, language: str) -> str:
    unit = unit_words().get(line.column.unit or "", "")
    return f"{title_of(line.column.name, language)}{f' ({unit})' if unit else ''}"


def _table(lines: Sequence[Line], periods: Sequence[str], language: str) -> dict[str, Any]:
    rows = zip(periods, *(line.texts for line in lines), strict=True)
    return {
        "heads": [_head(line, language) for line in lines],
        "rows": [[when(period), *texts] for period, *texts in rows if any(texts)],
    }
