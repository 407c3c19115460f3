"""Changes of the record in words: which row, what stood there, what stands there now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from shapely.geometry import shape

from geo.changes import Action, Change, Content
from geo.crs import geodesic_area_ha
from geo.fields import FIELDS
from geo.layers import LAYERS
from geo.schema import Text
from geo.tables import TABLES
from webmap.pages.proposed import print_stated
from webmap.pages.wording import amount, when
from webmap.pages.words import code_words

_LONGEST = 160
_STATED = ("facts", "area_reports", "project_reports")
_SAID = (
    "value", "unit", "value_min", "value_max", "qualifier", "field", "period", "as_of", "project",
    "unit_code", "line", "form", "level",
)  # fmt: skip
"""What the subject and the value of a fact or line of a report say already."""
_KEYS = ("id", "cluster_id", "valid_until")
_USUAL = {"confidence": "high", "scope": "cluster"}
_MOST = 300


@dataclass(frozen=True)
class Cell:
    """One column of a row that changes."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """One change: of which table, what it is about, and what differs."""

    table: str
    action: str
    subject: str
    key: str
    cells: list[Cell]


@dataclass(frozen=True)
class ChangedTable:
    """The changes of one table; no more than a page can hold are listed."""

    title: str
    counts: str
    rows: list[Changed]
    more: int


def find_changed(changes: Sequence[Change], names: Mapping[str, Text], language: str) -> list[ChangedTable]:
    """Put changes into words, table by table."""
    found = []
    for table in dict.fromkeys(change.table for change in changes):
        own = [change for change in changes if change.table == table]
        shown = [_changed(change, names, language) for change in own[:_MOST]]
        found.append(ChangedTable(_title(table, language), _counts(own), shown, len(own) - len(shown)))
    return found


def action_words() -> dict[str, str]:
    """Say what happens to a row."""
    return {
        Action.ADDED: gettext("added"),
        Action.SUPERSEDED: gettext("superseded"),
        Action.WITHDRAWN: gettext("withdrawn"),
    }


def _counts(changes: Sequence[Change]) -> str:
    words = action_words()
    counted = [(sum(change.action is action for change in changes), words[action]) for action in Action]
    return ", ".join(f"{amount(count)} {word}" for count, word in counted if count)


def _title(table: str, language: str) -> str:
    described = TABLES.get(table) or LAYERS.get(table)
    return described.title.in_language(language) if described else table


def _changed(change: Change, names: Mapping[str, Text], language: str) -> Changed:
    content = change.after or change.before or {}
    cells = [*_value_cells(change, language), *_other_cells(change, names, language)]
    subject = _subject(change, content, names, language)
    return Changed(change.table, action_words()[change.action], subject, change.key, cells)


def _subject(change: Change, content: Content, names: Mapping[str, Text], language: str) -> str:
    cluster = change.key if change.table in ("clusters", "outlines") else content.get("cluster_id")
    name = names.get(str(cluster))
    parts = [name.in_language(language) if name else cluster or ""]
    if content.get("field") in FIELDS:
        parts.append(FIELDS[content["field"]].title.in_language(language))
    parts += [str(content[part]) for part in ("project", "unit_code", "line", "title") if content.get(part)]
    time = content.get("period") or content.get("as_of")
    parts += [when(time)] if time else []
    return " · ".join(part for part in parts if part) or change.key


def _value_cells(change: Change, language: str) -> list[Cell]:
    """A value stands with its unit, as people read it."""
    if change.table not in _STATED:
        return []
    before, after = (_stated(content, language) for content in (change.before, change.after))
    return [Cell(gettext("value"), before, after)] if before != after else []


def _stated(content: Content | None, language: str) -> str:
    if content is None:
        return ""
    value = content.get("value")
    shown = "" if value is None else str(value) if isinstance(value, str) else f"{value:g}"
    if "field" in content:
        return print_stated(content["field"], shown, content.get("unit"), language)
    return " ".join(
        part
        for part in (amount(value) if isinstance(value, int | float) else shown, content.get("unit"))
        if part
    )


def _other_cells(change: Change, names: Mapping[str, Text], language: str) -> list[Cell]:
    before, after = change.before or {}, change.after or {}
    is_stated = change.table in _STATED
    left_out = {*_KEYS, *(_SAID if is_stated else ())}
    return [
        Cell(
            _column(change.table, name, language),
            _shown(name, before.get(name), names, language),
            _shown(name, after.get(name), names, language),
        )
        for name in {**before, **after}
        if name not in left_out
        and before.get(name) != after.get(name)
        and not (is_stated and change.action is Action.ADDED and after.get(name) == _USUAL.get(name))
    ]


def _column(table: str, name: str, language: str) -> str:
    if name == "geometry":
        return str(gettext("outline"))
    described = TABLES.get(table)
    found = [column for column in described.columns if column.name == name] if described else []
    return found[0].title.in_language(language) if found else _layer_words().get(name, name)


def _layer_words() -> dict[str, str]:
    return {
        "boundary_quality": gettext("Boundary quality"),
        "position_accuracy_m": gettext("Accuracy (m)"),
        "place_basis": gettext("Place given by"),
        "source_id": gettext("Source"),
    }


def _shown(name: str, value: Any, names: Mapping[str, Text], language: str) -> str:
    if value is None or value == "":
        return ""
    if name == "source_id" and value in names:
        return names[value].in_language(language)
    if name == "geometry":
        return _shape(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return amount(value)
    words = code_words()
    text = {**words["source_kind"], **words.get(name, {})}.get(str(value), str(value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _shape(geometry: Mapping[str, Any]) -> str:
    outline = shape(geometry)
    if not outline.geom_type.endswith("Polygon"):
        return str(gettext("a point"))
    return str(gettext("an outline of {area} ha")).format(area=amount(round(geodesic_area_ha(outline), 2)))
