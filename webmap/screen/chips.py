"""The conditions that are active, each in words with the address without it."""

from dataclasses import replace

import numpy as np
from flask import render_template
from flask_babel import ngettext

from geo.selection import EXTENT, TIME, WITHIN
from webmap.pages.condition_words import say_selection
from webmap.pages.table_form import Chip
from webmap.pages.wording import amount
from webmap.screen.shown import Shown


def render_chips(shown: Shown) -> str:
    """Say which filter is active and what is left; nothing where everything is shown."""
    question = shown.question
    without = {name: None for name in question.selection.texts if name != TIME}
    return render_template(
        "screen/_chips.html",
        chips=list_chips(shown),
        everything=question.address.but({**without, "page": None}),
        found=amount(len(shown.found)),
        total=amount(shown.total),
        nowhere=say_nowhere(shown),
    )


def list_chips(shown: Shown) -> list[Chip]:
    """Say each condition, in the order of the address."""
    return [
        Chip(said, shown.question.address.but({name: None, "page": None}))
        for name, said in say_conditions(shown).items()
    ]


def say_conditions(shown: Shown) -> dict[str, str]:
    """Say each condition in words, by the name of its parameter; the period is none of them."""
    question, clusters = shown.question, shown.snapshot.collections["clusters"]
    return say_selection(question.selection, question.columns, clusters, question.language)


def say_nowhere(shown: Shown) -> str:
    """Say how many clusters no shape can find: they meet the rest of the question, but have no place."""
    selection = shown.question.selection
    elsewhere = {name: text for name, text in selection.texts.items() if name not in (WITHIN, EXTENT)}
    if elsewhere == selection.texts:
        return ""
    rows = replace(selection, texts=elsewhere).rows(shown.frozen, shown.question.columns)
    count = int(np.isnan(shown.frozen.bounds_of(rows)).any(axis=1).sum())
    said = ngettext(
        "%(shown)s more cluster may lie there: its place is not known",
        "%(shown)s more clusters may lie there: their places are not known",
        count,
        shown=amount(count),
    )
    return str(said) if count else ""
