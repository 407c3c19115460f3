"""The legend: what the layer is, its classes as filters, and how many are in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template

from webmap.pages.layers import AreaRule
from webmap.pages.legends import explain, said_of_areas
from webmap.screen.drawn import title_of
from webmap.screen.question import Question
from webmap.screen.shown import Shown

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One class with its count; `address` turns it on or off as a filter, where it can be one."""

    label: str
    colour: str
    hollow: bool
    count: int
    address: str | None
    on: bool


def render_legend(shown: Shown) -> str:
    """Make the legend of what is drawn."""
    question = shown.question
    explained = explain(question.layer, shown.records, question.language, question.selection.period)
    return render_template(
        "screen/_legend.html",
        title=title_of(question),
        explained=explained,
        items=list_items(shown),
        area_note="" if question.areas == "clusters" else said_of_areas(question.layer),
        counted_areas=question.areas != "clusters" and question.layer.areas is AreaRule.COUNT,
    )


def list_items(shown: Shown) -> list[Item]:
    """List the classes that have something in them, or that a filter has emptied."""
    counts = shown.drawn.counts()
    chosen = _chosen(shown.question)
    items = []
    for one, count in zip(shown.drawn.classes, counts, strict=True):
        condition = condition_of(shown.question, one)
        on = condition is not None and condition in chosen
        if count or on or not one.get("onlyIfAny"):
            address = None if condition is None else toggled(shown.question, condition)
            items.append(Item(one["label"], one["colour"], bool(one.get("hollow")), count, address, on))
    return items


def condition_of(question: Question, one: Json) -> str | None:
    """Write what a class holds as a condition on the layer's column; None where no filter says it."""
    if question.areas != "clusters" or question.versus:
        return None
    if "value" in one:
        return str(one["value"])
    if "from" in one:
        most = "" if one["to"] is None else f"{one['to']:.10g}"
        return f"{one['from']:.10g}..{'' if one['closed'] or not most else '<'}{most}"
    return {"bounds": "bound", "missing": "missing"}.get(one["id"])


def toggled(question: Question, condition: str) -> str:
    """Write the address with a class added to the filter, or taken out of it."""
    chosen = _chosen(question)
    after = [one for one in chosen if one != condition] if condition in chosen else [*chosen, condition]
    return question.address.but({question.layer.column: ",".join(after) or None, "page": None})


def _chosen(question: Question) -> list[str]:
    text = question.text(question.layer.column)
    return text.split(",") if text else []
