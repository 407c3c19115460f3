"""The answer to a question of the screen: what to draw as numbers, everything else as parts of the page."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Response, request
from markupsafe import Markup

from geo.conditions import AskedError
from webmap.answers import answer
from webmap.pages.frame import page_address
from webmap.pages.legend_classes import unit_of
from webmap.screen.charts import render_charts
from webmap.screen.chips import render_chips
from webmap.screen.choices import address_beside, render_choices
from webmap.screen.difference import unit_of_change
from webmap.screen.drawer import render_table
from webmap.screen.drawn import heading_of, title_of
from webmap.screen.figures import render_figures
from webmap.screen.filters import render_filters
from webmap.screen.legend import render_legend
from webmap.screen.question import parse_question
from webmap.screen.rasters import render_rasters
from webmap.screen.series import render_series
from webmap.screen.shown import Shown, show
from webmap.screen.timeline import render_timeline
from webmap.screen.unplaced import render_unplaced
from webmap.state import state

PARTS = "parts"
"""Names the parts that are wanted; all of them without it."""

FRAGMENTS: dict[str, Callable[[Shown], str]] = {
    "choices": render_choices,
    "chips": render_chips,
    "figures": render_figures,
    "filters": render_filters,
    "legend": render_legend,
    "time": render_timeline,
    "charts": render_charts,
    "series": render_series,
    "table": render_table,
    "unplaced": render_unplaced,
    "rasters": render_rasters,
}
"""The parts of the page that change with the question: each has an element of this id."""


def send_selection(language: str) -> Response:
    """Answer with what the address selects, for the script of the map."""
    snapshot = state().snapshot
    try:
        question = parse_question(request.args, page_address(language, ""), snapshot, language, (PARTS,))
        shown = show(question, snapshot)
    except AskedError as error:
        return _refuse(error, language)
    body = json.dumps(to_answer(shown, request.args.get(PARTS)), ensure_ascii=False, separators=(",", ":"))
    return answer(body.encode(), "application/json")


def to_answer(shown: Shown, wanted: str | None = None) -> dict[str, Any]:
    """Put together what the script draws and the parts of the page it places: all, or those it wants."""
    names = FRAGMENTS.keys() if wanted is None else FRAGMENTS.keys() & set(wanted.split(","))
    return {**to_drawing(shown), "parts": {name: FRAGMENTS[name](shown) for name in names}}


def render_parts(shown: Shown) -> dict[str, Markup]:
    """Make the parts of the page, by the id of their element."""
    return {name: Markup(render(shown)) for name, render in FRAGMENTS.items()}


def to_drawing(shown: Shown) -> dict[str, Any]:
    """Say what is drawn: the class and value of each cluster or area by its place in its collection."""
    drawn, layer = shown.drawn, shown.question.layer
    changes = shown.question.versus is not None
    return {
        "revision": shown.snapshot.revision,
        "title": heading_of(shown.question),
        "address": shown.question.address.but(),
        "beside": address_beside(shown.question),
        "found": len(shown.rows),
        "kind": drawn.kind,
        "layer": {
            "id": layer.id,
            "title": title_of(shown.question),
            "share": layer.share,
            "unit": unit_of_change(layer) if changes else unit_of(layer),
            "change": changes,
        },
        "classes": [
            {name: one.get(name) for name in ("id", "label", "colour", "hollow")} for one in drawn.classes
        ],
        "rows": list(drawn.rows),
        "marks": list(drawn.marks),
        "values": list(drawn.values),
        "clusters": list(drawn.clusters),
        "known": list(drawn.known),
        "sizes": list(drawn.sizes),
        "tints": list(drawn.tints),
    }


def _refuse(error: AskedError, language: str) -> Response:
    problem = {
        "type": "about:blank",
        "title": "Bad Request",
        "status": HTTPStatus.BAD_REQUEST,
        "parameter": error.name,
        "got": error.got,
        "expected": error.expected.in_language(language),
    }
    body = json.dumps(problem, ensure_ascii=False)
    return Response(body, HTTPStatus.BAD_REQUEST, mimetype="application/problem+json")
