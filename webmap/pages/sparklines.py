"""Small charts of figures over time: where their points stand, and the same in words and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.facts import parse_days
from geo.published import RATES
from webmap.pages.cluster_history import Line, history_of, is_flow, line_of
from webmap.pages.cluster_subject import Subject
from webmap.pages.cluster_values import ACTIVITY, LAND, STATED, title_of
from webmap.pages.wording import when, with_unit
from webmap.pages.words import unit_words

WIDTH, HEIGHT = 120, 30
_PAD = 4
_FIRST = ("leased_area_ha", *RATES, STATED, "workers", "ready_area_ha")
"""What is asked first stands first."""


@dataclass(frozen=True)
class Point:
    """A value in units of the drawing; a hollow one is of half a year and compares with no year."""

    x: float
    y: float
    hollow: bool


@dataclass(frozen=True)
class Spark:
    """One figure over time: its path, broken where a period lacks it, its points, and its ends in words."""

    title: str
    path: str
    points: list[Point]
    first: str
    first_when: str
    last: str
    last_when: str


@dataclass(frozen=True)
class Past:
    """The figures of a cluster over time; `rows` hold the period and one text for each of `heads`."""

    sparks: list[Spark]
    heads: list[str]
    rows: list[list[str | None]]


def find_past(subject: Subject) -> Past | None:
    """Draw every figure that is known of several periods; None without any."""
    records = history_of(subject)
    names = dict.fromkeys([*_FIRST, *LAND, *ACTIVITY])
    lines = {name: line for name in names if (line := line_of(name, records))}
    if not lines:
        return None
    periods = [record["period"] for record in records]
    table = zip(periods, *(line.texts for line in lines.values()), strict=True)
    return Past(
        sparks=[_spark(line, periods, subject.language) for line in lines.values()],
        heads=[_head(line, subject.language) for line in lines.values()],
        rows=[[when(period), *texts] for period, *texts in table if any(texts)],
    )


def _spark(line: Line, periods: Sequence[str], language: str) -> Spark:
    flow = is_flow(line.column.name)
    points = place_points(periods, line.numbers)
    known = [(period, text) for period, text in zip(periods, line.texts, strict=True) if text]
    unit = unit_words().get(line.column.unit or "", "")
    return Spark(
        title=title_of(line.column.name, language),
        path="" if flow else path_of(points),
        points=[
            Point(*at, hollow=flow and "H" in period)
            for at, period in zip(points, periods, strict=True)
            if at is not None
        ],
        first=with_unit(known[0][1], unit),
        first_when=when(known[0][0]),
        last=with_unit(known[-1][1], unit),
        last_when=when(known[-1][0]),
    )


def _head(line: Line, language: str) -> str:
    unit = unit_words().get(line.column.unit or "", "")
    return f"{title_of(line.column.name, language)}{f' ({unit})' if unit else ''}"


def place_points(
    periods: Sequence[str],
    numbers: Sequence[float | None],
    width: float = WIDTH,
    height: float = HEIGHT,
    pad: float = _PAD,
) -> list[tuple[float, float] | None]:
    """Place values by the end of their period from left to right, and from 0 at the bottom up."""
    days = [parsed[1].toordinal() if (parsed := parse_days(period)) else 0 for period in periods]
    begin, length = min(days, default=0), (max(days, default=0) - min(days, default=0)) or 1
    most = max((value for value in numbers if value is not None), default=0.0) or 1.0
    return [
        None
        if value is None
        else (
            round(pad + (width - 2 * pad) * (day - begin) / length, 1),
            round(height - pad - (height - 2 * pad) * max(value, 0.0) / most, 1),
        )
        for day, value in zip(days, numbers, strict=True)
    ]


def path_of(points: Sequence[tuple[float, float] | None]) -> str:
    """Write the line through points as an SVG path; over a gap goes none."""
    return "".join(_steps(points))


def _steps(points: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    before = None
    for point in points:
        if point is not None:
            yield f"{'M' if before is None else 'L'}{point[0]} {point[1]}"
        before = point
