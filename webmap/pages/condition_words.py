"""Conditions in words, in the language of the request."""

from collections.abc import Mapping
from functools import lru_cache

from flask_babel import gettext

from geo.conditions import AnyOf, Condition, Containing, Presence, Span
from geo.schema import Column
from geo.selection import EXTENT, FILTER, PARAMETERS, WITHIN, WORDS, Selection
from geo.snapshot import Frozen
from geo.text import collation_key
from webmap.pages.table_cells import Wording, number
from webmap.pages.wording import said_once
from webmap.pages.words import unit_words


@said_once
def presence_words() -> dict[str, str]:
    """Say whether a value is there."""
    return {
        Presence.KNOWN: gettext("known"),
        Presence.BOUND: gettext("known as a bound only"),
        Presence.MISSING: gettext("no data"),
    }


@lru_cache(maxsize=2)
def district_names(frozen: Frozen) -> dict[str, str]:
    """Name the former districts that clusters are in, by code."""
    records = frozen.records(names=("district_code", "district_name"))
    pairs = {record["district_code"]: record["district_name"] for record in records}
    return dict(sorted(pairs.items(), key=lambda pair: collation_key(pair[1])))


@lru_cache(maxsize=2)
def ward_names(frozen: Frozen) -> dict[str, str]:
    """Name the wards that clusters are in, by code."""
    records = frozen.records(names=("ward_code", "ward_name"))
    return {one["ward_code"]: one["ward_name"] for one in records if one["ward_code"]}


def say_selection(
    selection: Selection, columns: Mapping[str, Column], clusters: Frozen, language: str
) -> dict[str, str]:
    """Say each condition, by the name of its parameter and in the order of the address.

    The period is none of them; `clusters` are those whose districts have names.
    """
    own = {
        WORDS: "“{text}”",
        WITHIN: gettext("inside the drawn shape"),
        EXTENT: gettext("in the visible extent"),
        FILTER: gettext("CQL2: {text}"),
    }
    wording = Wording(columns, {}, language)
    said = {}
    for name, text in selection.texts.items():
        if name in own:
            said[name] = own[name].format(text=text)
        elif name not in PARAMETERS:
            titles = {
                "district_code": gettext("Former district"),
                "ward_code": gettext("Commune or ward now"),
            }
            title = titles.get(name) or wording.titles[name]
            condition = say_condition(columns[name], selection.conditions[name], wording, clusters)
            said[name] = f"{title}: {condition}"
    return said


_MOST_SAID, _FIRST_SAID = 6, 3
"""A longer list of choices is said by its first ones and how many more there are."""

_NAMES = {"district_code": district_names, "ward_code": ward_names}


def say_condition(column: Column, condition: Condition, wording: Wording, frozen: Frozen) -> str:
    """Say what a condition asks of a column; `frozen` holds the clusters, whose districts have names."""
    if isinstance(condition, AnyOf):
        if len(condition.parts) > _MOST_SAID:
            return _say_many(column, condition, wording, frozen)
        return str(gettext("{first} or {last}")).format(
            first=", ".join(say_condition(column, one, wording, frozen) for one in condition.parts[:-1]),
            last=say_condition(column, condition.parts[-1], wording, frozen),
        )
    if isinstance(condition, Presence):
        return presence_words()[condition]
    if isinstance(condition, Span):
        unit = unit_words().get(column.unit or "", "")
        return f"{_say_span(column, condition)} {unit}".strip()
    if isinstance(condition, Containing):
        return str(gettext("contains “%(text)s”", text=condition.text))
    named = _NAMES[column.name](frozen) if column.name in _NAMES else {}
    if condition.text in named:
        return f"{named[condition.text]} ({condition.text})"
    return wording.code(column, condition.text) if column.words else condition.text


def _say_many(column: Column, condition: AnyOf, wording: Wording, frozen: Frozen) -> str:
    first = ", ".join(say_condition(column, one, wording, frozen) for one in condition.parts[:_FIRST_SAID])
    return str(gettext("{first} and {count} more")).format(
        first=first, count=len(condition.parts) - _FIRST_SAID
    )


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
    if span.below:
        return str(gettext("{least} to less than {most}")).format(least=least, most=most)
    return str(gettext("{least} to {most}")).format(least=least, most=most)
