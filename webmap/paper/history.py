"""The figures of one cluster over time on paper: a small chart and a column of a table for each."""

from collections.abc import Sequence
from typing import Any

from geo.published import RATES
from webmap.pages.cluster_history import Line, history_of, is_flow, line_of
from webmap.pages.cluster_subject import Subject
from webmap.pages.cluster_values import ACTIVITY, LAND, STATED, title_of
from webmap.pages.wording import when
from webmap.pages.words import unit_words
from webmap.paper.curves import Dot, draw_curve

_GROUPS = (LAND, (STATED, *RATES), ACTIVITY)
_LEAST_PERIODS = 2


def draw_history(subject: Subject) -> tuple[dict[str, Any] | None, dict[str, bytes]]:
    """Say how the figures of a cluster changed; None where none is known of two periods."""
    records = history_of(subject)
    groups = [[line for name in names if (line := line_of(name, records))] for names in _GROUPS]
    lines = [line for group in groups for line in group]
    if not lines:
        return None, {}
    periods = [record["period"] for record in records]
    files = {
        f"curve-{line.column.name}.svg": draw_curve(
            _dots(line, periods), joined=not is_flow(line.column.name)
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


def _dots(line: Line, periods: Sequence[str]) -> list[Dot | None]:
    half = is_flow(line.column.name)
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
