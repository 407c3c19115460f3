"""The proposal sheet: what an investor compares, on paper, with map, figures, sources and what is unknown."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import shapely
from flask import Response, request
from flask_babel import gettext

from geo.bbox import BBox
from geo.crs import is_in_vietnam
from geo.snapshot import Snapshot
from webmap.pages.find_address import MOST_COMPARED, parse_asked
from webmap.pages.find_comparison import Compared, Comparison, compare
from webmap.pages.find_question import Finding, answer_asked
from webmap.pages.find_results import show_steps
from webmap.pages.find_words import FindWords, hectares, words_of
from webmap.pages.frame import page_address
from webmap.pages.wording import amount
from webmap.paper.drawn import Drawn, MapClass, Shape
from webmap.paper.factsheet import qr_code
from webmap.paper.frame import frame_of
from webmap.paper.letterhead import letterhead
from webmap.paper.sending import send_paper, unchanged_paper
from webmap.paper.site_map import paper_name, said_of_scale
from webmap.paper.svg_map import draw_map, extent_of, legend_mark
from webmap.paper.typeset import render_pdf
from webmap.paper.words import table_words
from webmap.screen.question import columns_of
from webmap.state import state

_WIDTH_MM, _HEIGHT_MM = 120.0, 96.0
_WIDE_FROM = 4
_LONGEST_QR = 700
_LONGEST_SHOWN = 160
_COLOURS = {"own": "#0b4a5a", "other": "#8fa3ad", "spot": "#8f1d0b"}


def send_proposal(language: str) -> Response:
    """Answer with the proposal sheet of a question: the sites compared, else the first of its list.

    Raises
    ------
    AskedError
        If a part of the question says what cannot be.
    """
    snapshot, day = state().snapshot, date.today()
    columns = columns_of(snapshot, "clusters")
    asked, errors = parse_asked(request.args, columns)
    for error in errors.values():
        raise error
    finding = answer_asked(asked, snapshot, columns)
    if not asked.compared:
        first = [one.found.site.record["id"] for one in finding.ranked[:MOST_COMPARED]]
        finding = answer_asked(asked.comparing(first), snapshot, columns)
    if same := unchanged_paper(day):
        return same
    data, files = compose(finding, snapshot, language, day)
    return send_paper(render_pdf("proposal.typ", data, files, day), f"proposal-{language}.pdf", day)


def compose(
    finding: Finding, snapshot: Snapshot, language: str, day: date
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Put together what the template prints, and its pictures."""
    words = words_of(finding.asked, snapshot)
    comparison = compare(finding, words, snapshot, language)
    sites = comparison.sites if comparison else []
    map_data, files = _draw(finding, snapshot, language, words.place)
    address = request.host_url.rstrip("/") + page_address(language, "find") + finding.asked.query()
    if len(address) <= _LONGEST_QR:
        files["qr.svg"] = qr_code(address)
    data = {
        "head": letterhead(snapshot, language, gettext("Proposal: land for production"), day),
        "words": _words(),
        "address": address,
        "shown_address": address if len(address) <= _LONGEST_SHOWN else address[: _LONGEST_SHOWN - 1] + "…",
        "qr": "qr.svg" in files,
        "wide": len(sites) >= _WIDE_FROM,
        "asked": [words.say_condition(condition) for condition in finding.conditions],
        "steps": [asdict(step) for step in show_steps(finding, words)],
        "all": amount(finding.answer.all.sites),
        "map": map_data,
        "sites": [_site(site) for site in sites],
        "rows": list(_rows(comparison, finding, words)) if comparison else [],
        "unknown": [{"name": site.name, "missing": list(_unknown(site))} for site in sites],
        "notes": _notes(),
    }
    data["sources"] = [asdict(one) for one in comparison.citations.cited.values()] if comparison else []
    return data, files


def _draw(
    finding: Finding, snapshot: Snapshot, language: str, place: str
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Draw the compared sites among the others, and the place distances are measured from."""
    drawn = _find_drawn(finding, snapshot, language, place)
    own = Drawn([shape for shape in drawn.shapes if shape.class_id != "other"], drawn.classes)
    frame = frame_of(extent_of(own, BBox(*snapshot.about["bbox"])), _WIDTH_MM, _HEIGHT_MM, margin=0.12)
    files = {f"legend-{one.id}.svg": legend_mark(one) for one in drawn.classes}
    files["map.svg"] = draw_map(drawn, frame, snapshot, language)
    dashed = gettext("Dashed outlines are schematic: only their area means something.")
    dotted = gettext("Dotted circle: how far off the position may be.")
    return {
        "width": _WIDTH_MM,
        "alt": gettext("Map of the sites found; the list holds the same sites"),
        "legend": [{"file": f"legend-{one.id}.svg", "label": one.label} for one in drawn.classes],
        "notes": [dashed, dotted, said_of_scale(frame)],
    }, files


def _find_drawn(finding: Finding, snapshot: Snapshot, language: str, place: str) -> Drawn:
    clusters = snapshot.collections["clusters"]
    own = {clusters.get_row(one) for one in finding.asked.compared}
    rows = np.array([site.row for site in finding.sites if site.row not in own] + sorted(own), dtype=np.int64)
    placed = rows[~clusters.placeless[rows]]
    shapes = [
        Shape(
            geometry,
            "own" if row in own else "other",
            paper_name(record, language) if row in own else "",
            schematic=record["boundary_quality"] == "schematic",
            accuracy_m=record["position_accuracy_m"] if row in own else None,
            emphasised=row in own,
        )
        for row, record, geometry in zip(
            placed.tolist(), clusters.records(placed), clusters.geometries(placed), strict=True
        )
    ]
    words = {"own": gettext("proposed"), "other": gettext("other clusters"), "spot": place}
    # the official metric system holds for the province; a place beyond the country is named, not drawn
    if finding.spot is not None and is_in_vietnam(finding.spot.lon, finding.spot.lat):
        shapes.append(
            Shape(shapely.Point(finding.spot.lon, finding.spot.lat), "spot", place, emphasised=True)
        )
    there = {shape.class_id for shape in shapes}
    return Drawn(
        shapes, [MapClass(one, words[one], colour) for one, colour in _COLOURS.items() if one in there]
    )


def _site(site: Compared) -> dict[str, str]:
    return {"name": site.name, "district": site.district, "status": site.status}


def _rows(comparison: Comparison, finding: Finding, words: FindWords) -> Iterator[dict[str, Any]]:
    """Make the rows of the table: how each condition was judged, then every figure anyone knows."""
    sites = comparison.sites
    if words.place and not any(one.code == "distance" for one in finding.conditions):
        title = gettext("Distance from %(place)s", place=words.place)
        yield _plain(title, [site.distance for site in sites])
    for nth, _ in enumerate(finding.conditions):
        lines = [site.judged[nth] for site in sites]
        cells = [{"mark": one.mark, "verdict": words.verdicts[one.mark], "said": one.said} for one in lines]
        yield {"title": lines[0].title, "kind": "judged", "cells": cells}
    if any(site.piece_ha is not None for site in sites):
        pieces = [hectares(site.piece_ha) for site in sites]
        yield _plain(gettext("Largest piece of ready lots"), pieces)
    for nth, title in enumerate(comparison.titles):
        values = [site.values[nth] for site in sites]
        if any(value.shown is not None for value in values):
            yield {"title": title, "kind": "values", "cells": [asdict(value) for value in values]}


def _plain(title: str, cells: list[str]) -> dict[str, Any]:
    return {"title": str(title), "kind": "plain", "cells": cells}


def _unknown(site: Compared) -> Iterator[str]:
    """Name the figures of a site that nobody states."""
    for value in site.values:
        if value.shown is None:
            yield value.title


def _words() -> dict[str, str]:
    return {
        **table_words(),
        "asked": gettext("What was asked"),
        "steps": gettext("Step by step"),
        "left": gettext("left"),
        "nothing": gettext("nothing falls away"),
        "compared": gettext("Side by side"),
        "unknown": gettext("Not known of these places"),
        "reading": gettext("How to read this"),
        "status": gettext("Status"),
        "scan": gettext("This question on the web, always up to date:"),
        "all": gettext("All clusters"),
    }


def _notes() -> list[str]:
    return [
        gettext(
            "Ready land is serviced land less let land, or the lots marked ready. Unleased industrial land is"
            " more than that: part of it may have no infrastructure, and it is not counted as ready."
        ),
        gettext(
            "Rents are asking prices for the whole term of the lease, without VAT; a range is judged by its"
            " lower end. A figure known as a bound only is not used as a number."
        ),
        gettext(
            "Distances are straight lines on the ellipsoid to the middle of the cluster; no road length or"
            " travel time is known. ± is how far off its position may be; a place that could lie on either"
            " side of the limit counts as not known."
        ),
    ]
