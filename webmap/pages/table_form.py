"""The form above the table and the chips that say what is asked: a field a column, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from flask_babel import gettext

from geo.conditions import SHARES, Containing, Exactly, Presence, Span, is_number
from geo.schema import Column
from geo.snapshot import Frozen
from geo.text import collation_key
from webmap.pages.table_address import Asked
from webmap.pages.table_cells import Wording, number, unit_of
from webmap.pages.table_columns import filter_groups, group_titles
from webmap.pages.words import unit_words


@dataclass(frozen=True)
class Field:
    """One control of the form; without options it is a line of text."""

    name: str
    label: str
    value: str
    hint: str = ""
    problem: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class FieldGroup:
    """The fields under one heading."""

    title: str
    fields: list[Field]


@dataclass(frozen=True)
class Chip:
    """One condition in words, and the address without it."""

    text: str
    address: str


def presence_words() -> dict[str, str]:
    """Say whether a value is there."""
    return {
        Presence.KNOWN: gettext("known"),
        Presence.BOUND: gettext("known as a bound only"),
        Presence.MISSING: gettext("no data"),
    }


def main_fields(
    asked: Asked,
    columns: Mapping[str, Column],
    frozen: Frozen,
    wording: Wording,
    problems: Mapping[str, str],
) -> list[Field]:
    """Make the fields most readers need: status and former district."""
    status = replace(_to_field(columns["status"], asked, wording), problem=problems.get("status", ""))
    districts = [(code, name) for code, name in _districts(frozen).items()]
    code = asked.filters.get("district_code", "")
    if code and code not in dict(districts):
        districts.append((code, presence_words().get(code, code)))
    return [
        status,
        Field("district_code", gettext("Former district"), code, options=[("", gettext("any")), *districts]),
    ]


@lru_cache(maxsize=2)
def _districts(frozen: Frozen) -> dict[str, str]:
    records = frozen.records(names=("district_code", "district_name"))
    pairs = {record["district_code"]: record["district_name"] for record in records}
    return dict(sorted(pairs.items(), key=lambda pair: collation_key(pair[1])))


def field_groups(
    asked: Asked, columns: Mapping[str, Column], wording: Wording, problems: Mapping[str, str]
) -> list[FieldGroup]:
    """Make a field for every column one may filter by, under the heading of its group."""
    titles = group_titles()
    return [
        FieldGroup(
            titles[group],
            [replace(_to_field(one, asked, wording), problem=problems.get(one.name, "")) for one in listed],
        )
        for group, listed in filter_groups(columns, asked.filters).items()
    ]


def _to_field(column: Column, asked: Asked, wording: Wording) -> Field:
    unit = unit_of(column)
    label = wording.titles[column.name] + (f" ({unit})" if unit else "")
    value = asked.filters.get(column.name, "")
    if not column.enum:
        hint = ("50%-90%" if column.name in SHARES else "10-75") if is_number(column) else ""
        return Field(column.name, label, value, hint)
    words = presence_words()
    presence: list[tuple[str, str]] = (
        [] if column.required else [(word, words[word]) for word in (Presence.KNOWN, Presence.MISSING)]
    )
    listed = [(code, wording.code(column, code)) for code in column.enum]
    if value in words and value not in dict(presence):
        presence.append((Presence(value), words[value]))
    elif value and value not in (*column.enum, *words):
        presence.append((value, value))
    return Field(column.name, label, value, options=[("", gettext("any")), *listed, *presence])


def chips(asked: Asked, columns: Mapping[str, Column], wording: Wording, frozen: Frozen) -> list[Chip]:
    """Say every condition in words, with the way to do without it."""
    found = [Chip(f"“{asked.words}”", asked.query(words=""))] if asked.words else []
    for name, condition in asked.conditions.items():
        said = _say(columns[name], condition, wording, frozen)
        title = gettext("Former district") if name == "district_code" else wording.titles[name]
        found.append(Chip(f"{title}: {said}", asked.without(name)))
    return found


def _say(
    column: Column, condition: Presence | Span | Exactly | Containing, wording: Wording, frozen: Frozen
) -> str:
    if isinstance(condition, Presence):
        return presence_words()[condition]
    if isinstance(condition, Span):
        unit = unit_words().get(column.unit or "", "")
        return f"{_say_span(column, condition)} {unit}".strip()
    if isinstance(condition, Containing):
        return str(gettext("contains “%(text)s”", text=condition.text))
    if column.name == "district_code" and condition.text in _districts(frozen):
        return f"{_districts(frozen)[condition.text]} ({condition.text})"
    return wording.code(column, condition.text) if column.enum else condition.text


def _say_span(column: Column, span: Span) -> str:
    if span.least is None:
        most = number(column, span.most or 0.0)
        return str(
            gettext("less than %(amount)s", amount=most)
            if span.below
            else gettext("at most %(amount)s", amount=most)
        )
    if span.most is None:
        if span.above:
            return str(gettext("more than %(amount)s", amount=number(column, span.least)))
        return str(gettext("at least %(amount)s", amount=number(column, span.least)))
    if span.least == span.most:
        return number(column, span.least)
    least, most = number(column, span.least), number(column, span.most)
    return str(gettext("{least} to {most}")).format(least=least, most=most)
