"""The table below the map: the rows of the selection, as the page of the table shows them."""

from dataclasses import replace

from flask import render_template
from werkzeug.datastructures import MultiDict

from geo.conditions import AskedError
from webmap.pages.frame import page_address
from webmap.pages.table_address import Asked, parse_asked
from webmap.pages.table_grid import count_pages, make_grid, rows_in_order
from webmap.pages.wording import amount
from webmap.screen.shown import Shown

OPEN = "table"


def render_table(shown: Shown) -> str:
    """Make the handle of the drawer, and the rows where it is open."""
    address = shown.question.address
    is_open = shown.question.text("open") == OPEN
    return render_template(
        "screen/_table.html",
        is_open=is_open,
        found=amount(len(shown.found)),
        toggle=address.but(open=None if is_open else OPEN, page=None),
        path=address.path,
        table_address=address.at(page_address(shown.question.language, "table"), open=None, page=None),
        **(_rows(shown) if is_open else {}),
    )


def _rows(shown: Shown) -> dict[str, object]:
    """Lay out the rows; where order or columns cannot be had, say so in their place."""
    question, frozen = shown.question, shown.frozen
    try:
        asked = _asked(shown)
        rows = rows_in_order(frozen, asked, question.columns, question.language)
    except AskedError as error:
        return {"refused": error, "expected": error.expected.in_language(question.language)}
    asked = replace(asked, page=min(asked.page, count_pages(rows)))

    def choose(cluster_id: str) -> str:
        return question.address.but(cluster=cluster_id)

    return {"grid": make_grid(frozen, rows, asked, question.columns, question.language, choose)}


def _asked(shown: Shown) -> Asked:
    question = shown.question
    period = question.selection.period
    return parse_asked(MultiDict(question.address.texts), question.columns, (period,) if period else ())
