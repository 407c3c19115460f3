"""What reading a file somebody brought gives: what was understood, what is wrong, and the rows it would add.

Nothing here stores anything; a reading is shown first, and only what is accepted enters the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.schema import Level as Level
from geo.schema import Text


@dataclass(frozen=True)
class Brought:
    """A file as somebody brought it; its name is for people and is never used as a path."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where in what was brought: the file, then its sheet (table, layer), then cell, line or feature.

    `cell` is written as spreadsheets do (`D12`); lines and features are counted from 1.
    """

    file: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    feature: int | None = None

    def text(self) -> Text:
        """Say where, in both languages."""
        parts = (
            (self.sheet, "trang", "sheet"),
            (self.cell, "ô", "cell"),
            (self.line, "dòng", "line"),
            (self.feature, "đối tượng", "feature"),
        )
        told = [(f"{vi} {value}", f"{en} {value}") for value, vi, en in parts if value is not None]
        return Text(
            ", ".join([self.file, *(vi for vi, _ in told)]), ", ".join([self.file, *(en for _, en in told)])
        )


@dataclass(frozen=True)
class Finding:
    """One problem, where it is, and what to do about it; `rule` is an id such as `forms.sum-15`."""

    level: Level
    rule: str
    place: Place
    message: Text
    suggestion: Text


@dataclass(frozen=True)
class Statement:
    """One thing that was understood."""

    text: Text
    place: Place | None = None


@dataclass(frozen=True)
class Choice:
    """One possible answer to a question, and why it may be the right one."""

    value: str
    title: Text
    why: Text | None = None


@dataclass(frozen=True)
class Question:
    """What the file does not say and an option must: `name` is that option.

    `proposed` is the likeliest of the choices; it is never taken without being asked for.
    """

    name: str
    place: Place
    text: Text
    choices: tuple[Choice, ...] = ()
    proposed: str | None = None


@dataclass(frozen=True)
class Source:
    """The document behind rows; `key` stands in their `source_id` until the record gives it an id."""

    key: str
    title: str
    kind: str
    url: str | None = None


@dataclass(frozen=True)
class Row:
    """A row for a table or layer of the data package (`geo.tables`, `geo.layers`).

    A row of `facts` has no `id` yet. A row of a layer has its `geometry` as GeoJSON in WGS 84.
    """

    table: str
    content: Mapping[str, Any]
    place: Place


@dataclass(frozen=True)
class Reading:
    """All that was read from what was brought.

    `questions` left open keep the rows they concern away. `preview` is a GeoJSON FeatureCollection in
    WGS 84 whose features bear a `role` (`new`, `before`, `commune`, `neighbour`, `problem`) and a `title`.
    """

    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    sources: tuple[Source, ...] = ()
    rows: tuple[Row, ...] = ()
    preview: Mapping[str, Any] | None = field(default=None, compare=False)
    mapping: Mapping[str, str] | None = None
    """What the columns of a table were taken for, by heading; given back as the option `mapping` (JSON)."""

    def has_errors(self) -> bool:
        """Tell whether anything found cannot be right, or a question is open."""
        return bool(self.questions) or any(finding.level is Level.ERROR for finding in self.findings)


Options = Mapping[str, str]
"""The answers given to questions, by name: `cluster`, `period`, `crs`, `sheet`, …"""
