"""The form above the table and the chips that say what is asked: a field a column, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext

from geo.conditions import SHARES, Presence, is_number
from geo.schema import Column
from geo.snapshot import Frozen
from webmap.pages.condition_words import district_names, presence_words, say_selection
from webmap.pages.table_address import Asked
from webmap.pages.table_cells import Wording, unit_of
from webmap.pages.table_columns import filter_groups, group_titles
from webmap.screen.tidy import TYPED, to_typed


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


def main_fields(
    asked: Asked,
    columns: Mapping[str, Column],
    frozen: Frozen,
    wording: Wording,
    problems: Mapping[str, str],
) -> list[Field]:
    """Make the fields most readers need: status, former district and industries."""
    status, industries = (
        replace(_to_field(columns[name], asked, wording), problem=problems.get(name, ""))
        for name in ("status", "industries")
    )
    districts = [(code, name) for code, name in district_names(frozen).items()]
    code = asked.filters.get("district_code", "")
    if code and code not in dict(districts):
        districts.append((code, _say_several(code, {**dict(districts), **presence_words()})))
    return [
        status,
        Field("district_code", gettext("Former district"), code, options=[("", gettext("any")), *districts]),
        industries,
    ]


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
    if not column.words:
        hint = ("50%-90%" if column.name in SHARES else "10-75") if is_number(column) else ""
        if is_number(column):
            return Field(column.name + TYPED, label, to_typed(value, wording.language), hint)
        return Field(column.name, label, value, hint)
    words = presence_words()
    presence: list[tuple[str, str]] = (
        [] if column.required else [(word, words[word]) for word in (Presence.KNOWN, Presence.MISSING)]
    )
    listed = [(code, wording.code(column, code)) for code in column.words]
    if value in words and value not in dict(presence):
        presence.append((Presence(value), words[value]))
    elif value and value not in (*column.words, *words):
        presence.append((value, _say_several(value, {**dict(listed), **words})))
    return Field(column.name, label, value, options=[("", gettext("any")), *listed, *presence])


def _say_several(codes: str, words: Mapping[str, str]) -> str:
    return ", ".join(words.get(code, code) for code in codes.split(","))


def chips(asked: Asked, columns: Mapping[str, Column], clusters: Frozen, language: str) -> list[Chip]:
    """Say every condition in words, with the way to do without it."""
    said = say_selection(asked.selection, columns, clusters, language)
    return [Chip(words, asked.without(name)) for name, words in said.items()]
