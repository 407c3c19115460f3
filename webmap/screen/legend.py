"""The legend: what the layer is, its classes as filters, and how many are in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import gettext

from webmap.pages.legends import explain, said_of_areas
from webmap.pages.wording import amount
from webmap.screen.area_notes import said_of_kind
from webmap.screen.circles import count_little_known, explain_circles
from webmap.screen.drawn import method_of_question, title_of
from webmap.screen.question import Question
from webmap.screen.shown import Shown

Json = Mapping[str, Any]

_SCOPE = "stated_fill_rate_scope"


@dataclass(frozen=True)
class Item:
    """One class with its count; `address` turns it on or off as a filter, where it can be one."""

    id: str
    label: str
    colour: str
    hollow: bool
    count: str
    address: str | None
    on: bool
    note: str = ""


def render_legend(shown: Shown) -> str:
    """Make the legend of what is drawn."""
    question = shown.question
    explained = explain(question.layer, shown.layer_records, question.language, question.selection.period)
    return render_template(
        "screen/_legend.html",
        title=title_of(question),
        explained=explained,
        method=method_of_question(question),
        items=list_items(shown),
        area_note=_note_of_areas(shown),
        circles=explain_circles(shown),
        little_known=amount(count_little_known(shown.drawn)),
    )


def _note_of_areas(shown: Shown) -> str:
    if shown.question.areas == "clusters":
        return ""
    return f"{said_of_areas(shown.question.layer)} {said_of_kind(shown.question.areas, shown.snapshot)}"


def list_items(shown: Shown) -> list[Item]:
    """List the classes that have something in them, or that a filter has emptied."""
    items = []
    for one, count in zip(shown.drawn.classes, shown.drawn.counts(), strict=True):
        on, address = filter_of(shown.question, one)
        if count or on or not one.get("onlyIfAny"):
            note = _said_of_statements(shown) if one["id"] == "group" and count else ""
            look = one["id"], one["label"], one["colour"], bool(one.get("hollow"))
            items.append(Item(*look, amount(count), address, on, note))
    return items


def _said_of_statements(shown: Shown) -> str:
    """Say how many statements are behind the clusters of groups."""
    own = {place for place, one in enumerate(shown.drawn.classes) if one["id"] == "group"}
    marked = zip(shown.column("stated_fill_rate_group"), shown.drawn.marks, strict=True)
    groups = [group for group, mark in marked if mark in own]
    counts = {"statements": amount(len(set(groups))), "clusters": amount(len(groups))}
    if len(set(groups)) == 1:
        return str(gettext("one statement about {clusters} clusters")).format(**counts)
    return str(gettext("{statements} statements about {clusters} clusters")).format(**counts)


def filter_of(question: Question, one: Json) -> tuple[bool, str | None]:
    """Tell whether a class is on as a filter, and the address that turns it over; None where it can be none.

    What is stated of groups is told by its scope: it and a measured class cannot be asked for together.
    """
    if one["id"] == "group":
        on = question.text(_SCOPE) == "group"
        return on, question.address.but({_SCOPE: None if on else "group", question.layer.column: None})
    condition = condition_of(question, one)
    if condition is None:
        return False, None
    return condition in _chosen(question), toggled(question, condition)


def condition_of(question: Question, one: Json) -> str | None:
    """Write what a class holds as a condition on the layer's column; None where no filter says it."""
    if question.areas != "clusters" or question.versus:
        return None
    if "value" in one:
        return str(one["value"])
    if "from" in one:
        most = "" if one["to"] is None else f"{one['to']:.10g}"
        least = f"{one['from']:.10g}{'<' if one.get('above') else ''}"
        return f"{least}..{'' if one['closed'] or not most else '<'}{most}"
    return {"bounds": "bound", "missing": "missing"}.get(one["id"])


def toggled(question: Question, condition: str) -> str:
    """Write the address with a class added to the filter, or taken out of it."""
    chosen = _chosen(question)
    after = [one for one in chosen if one != condition] if condition in chosen else [*chosen, condition]
    changes = {question.layer.column: ",".join(after) or None, "page": None}
    if question.layer.of_groups:
        measured = after and after != ["missing"]
        changes[_SCOPE] = "cluster" if measured else None
    return question.address.but(changes)


def _chosen(question: Question) -> list[str]:
    text = question.text(question.layer.column)
    return text.split(",") if text else []
