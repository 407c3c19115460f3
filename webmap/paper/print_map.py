"""The map that is asked for as PDF: what the screen shows, with legend, filter, scale, sources."""

from datetime import date
from typing import Any

import shapely
from flask import Response, request

from geo.bbox import BBox
from geo.snapshot import Snapshot
from webmap.pages.frame import page_address
from webmap.pages.wording import amount
from webmap.paper.drawn import Drawn
from webmap.paper.factsheet import qr_code
from webmap.paper.frame import Frame, frame_of, frame_of_view
from webmap.paper.letterhead import letterhead
from webmap.paper.map_said import counts_of, meaning_of, sources_of
from webmap.paper.print_asked import OWN, Paper, parse_paper, parse_view, require_layer
from webmap.paper.sending import send_paper, unchanged_paper
from webmap.paper.shown_shapes import to_paper
from webmap.paper.site_map import said_of_scale
from webmap.paper.svg_map import draw_map, extent_of, legend_mark
from webmap.paper.typeset import render_pdf
from webmap.paper.words import print_words
from webmap.screen.chips import say_conditions
from webmap.screen.drawn import heading_of
from webmap.screen.question import parse_question
from webmap.screen.shown import Shown, show
from webmap.state import state

_LONGEST_QR = 700
_LONGEST_SHOWN = 120


def send_print(language: str) -> Response:
    """Answer with the map of an address on paper."""
    snapshot, day = state().snapshot, date.today()
    paper = parse_paper(request.args, snapshot.simulated)
    require_layer(request.args)
    question = parse_question(request.args, page_address(language, ""), snapshot, language, OWN)
    if same := unchanged_paper(day):
        return same
    shown = show(question, snapshot)
    data, files = compose(shown, paper, day)
    period = f"-{question.selection.period.lower()}" if question.selection.period else ""
    name = f"ccn-{question.layer.id.replace('_', '-')}{period}-{language}.pdf"
    return send_paper(render_pdf("print.typ", data, files, day), name, day)


def compose(shown: Shown, paper: Paper, day: date) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Put together what the template prints, and its pictures."""
    snapshot, question = shown.snapshot, shown.question
    drawn = to_paper(shown)
    frame = _frame(shown, drawn, paper)
    address = request.host_url.rstrip("/") + question.address.but()
    files = {f"legend-{nth}.svg": legend_mark(one) for nth, one in enumerate(drawn.classes)}
    files["map.svg"] = draw_map(drawn, frame, snapshot, question.language, question.areas)
    if len(address) <= _LONGEST_QR:
        files["qr.svg"] = qr_code(address)
    return {
        "head": letterhead(snapshot, question.language, heading_of(question), day),
        "words": print_words(),
        "paper": {"size": paper.size.lower(), "landscape": paper.landscape,
                  "width": paper.map_width, "height": paper.map_height},
        "province": snapshot.about[f"province_{question.language}"],
        "legend": [
            {"file": f"legend-{nth}.svg", "label": one.label, "count": amount(one.count)}
            for nth, one in enumerate(drawn.classes)
        ],
        "filters": list(say_conditions(shown).values()),
        "counts": counts_of(shown, drawn, frame),
        **meaning_of(shown, drawn),
        "scale": said_of_scale(frame),
        "sources": sources_of(shown),
        "address": address,
        "shown_address": address if len(address) <= _LONGEST_SHOWN else address[: _LONGEST_SHOWN - 1] + "…",
        "qr": "qr.svg" in files,
    }, files  # fmt: skip


def _frame(shown: Shown, drawn: Drawn, paper: Paper) -> Frame:
    """Frame the view of the address, else what is selected, else the whole province."""
    width, height = paper.map_width, paper.map_height
    if view := shown.question.text("view"):
        return frame_of_view(*parse_view(view), width, height)
    whole = _whole(shown.snapshot)
    box = whole if shown.question.selection.is_open else extent_of(drawn, whole)
    return frame_of(box, width, height)


def _whole(snapshot: Snapshot) -> BBox:
    """Return the box around the clusters and wards."""
    known = [snapshot.collections[name].extent for name in ("clusters", "wards")]
    extents = [extent for extent in known if extent] or [tuple(snapshot.about["bbox"])]
    return BBox(*shapely.total_bounds([shapely.box(*extent) for extent in extents]).tolist())
