"""The map that is asked for as PDF: what the screen shows, with legend, filter, scale, sources."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import shapely
from flask import Response, request
from flask_babel import gettext

from geo.bbox import BBox
from geo.snapshot import Snapshot
from webmap.pages.frame import page_address
from webmap.pages.legends import explain, said_of_areas
from webmap.pages.wording import amount, when
from webmap.paper.drawn import Drawn
from webmap.paper.factsheet import qr_code
from webmap.paper.frame import Frame, frame_of, frame_of_view
from webmap.paper.letterhead import letterhead
from webmap.paper.print_asked import Paper, parse_paper, parse_view
from webmap.paper.sending import send_paper, unchanged_paper
from webmap.paper.shown_shapes import largest, to_paper
from webmap.paper.site_map import said_of_scale
from webmap.paper.svg_map import count_seen, draw_map, extent_of, legend_mark
from webmap.paper.typeset import render_pdf
from webmap.paper.words import print_words
from webmap.screen.chips import say_conditions
from webmap.screen.drawn import CODES, title_of
from webmap.screen.question import parse_question
from webmap.screen.shown import Shown, show
from webmap.state import state

_MOST_SOURCES = 6
_LONGEST_QR = 700
_LONGEST_SHOWN = 160


def send_print(language: str) -> Response:
    """Answer with the map of an address on paper."""
    snapshot, day = state().snapshot, date.today()
    paper = parse_paper(request.args, snapshot.simulated)
    question = parse_question(request.args, page_address(language, ""), snapshot, language)
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
    files["map.svg"] = draw_map(drawn, frame, snapshot, question.language)
    if len(address) <= _LONGEST_QR:
        files["qr.svg"] = qr_code(address)
    title = _title(shown)
    explained = explain(question.layer, shown.records, question.language, question.selection.period)
    return {
        "head": letterhead(snapshot, question.language, title, day),
        "words": print_words(),
        "paper": {"size": paper.size.lower(), "landscape": paper.landscape,
                  "width": paper.map_width, "height": paper.map_height},
        "province": snapshot.about[f"province_{question.language}"],
        "legend": [
            {"file": f"legend-{nth}.svg", "label": one.label, "count": amount(one.count)}
            for nth, one in enumerate(drawn.classes)
        ],
        "filters": list(say_conditions(shown).values()),
        "counts": _counts(shown, drawn, frame),
        "definition": explained.definition,
        "period": explained.period,
        "notes": [note for note in (*_notes(shown, drawn), explained.method, explained.note) if note],
        "scale": said_of_scale(frame),
        "sources": _sources(shown),
        "address": address,
        "shown_address": address if len(address) <= _LONGEST_SHOWN else address[: _LONGEST_SHOWN - 1] + "…",
        "qr": "qr.svg" in files,
    }, files  # fmt: skip


def _title(shown: Shown) -> str:
    """Say what is mapped and, where it is not the latest, of which period."""
    question = shown.question
    title, period = title_of(question), question.selection.period
    if question.versus:
        said = gettext("{title}: change from {before} to {after}")
        now = when(period) if period else gettext("the latest figures")
        return str(said).format(title=title, before=when(question.versus), after=now)
    return f"{title} – {when(period)}" if period else title


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


def _counts(shown: Shown, drawn: Drawn, frame: Frame) -> list[str]:
    """Say how many clusters are selected, and how many of them the map does not show."""
    found, total = len(shown.records), shown.total
    said = (
        gettext("{count} clusters, all there are")
        if found == total
        else gettext("{count} of {total} clusters")
    )
    counts = [str(said).format(count=amount(found), total=amount(total))]
    if shown.drawn.kind == "clusters":
        return [*counts, *_count_unseen(shown, drawn, frame)]
    codes = [record[CODES[shown.drawn.kind]] for record in shown.records]
    if None in codes:
        said = gettext("Not counted in any ward, because it is not known which: {count} clusters.")
        counts.append(str(said).format(count=amount(codes.count(None))))
    return counts


def _count_unseen(shown: Shown, drawn: Drawn, frame: Frame) -> Iterator[str]:
    """Say how many clusters have no place, and how many lie outside the frame."""
    if unplaced := len(shown.records) - len(drawn.shapes):
        said = gettext("{count} of them not on the map: no place is known, only the former district")
        yield str(said).format(count=amount(unplaced))
    if outside := len(drawn.shapes) - count_seen(drawn, frame):
        said = gettext("{count} of them outside this section of the map")
        yield str(said).format(count=amount(outside))


def _notes(shown: Shown, drawn: Drawn) -> list[str]:
    """Say what of the drawing is no measurement."""
    notes = []
    if any(shape.schematic for shape in drawn.shapes):
        notes.append(gettext("Dashed outlines are schematic: only their area means something."))
    if any(shape.accuracy_m for shape in drawn.shapes):
        notes.append(gettext("Dotted circle: how far off the position may be."))
    if shown.drawn.kind != "clusters":
        notes.append(said_of_areas(shown.question.layer))
    if any(shape.pale for shape in drawn.shapes):
        notes.append(gettext("pale, dashed: known of fewer than half of its clusters"))
    if any(shape.radius_mm for shape in drawn.shapes):
        notes.append(
            gettext(
                "The area of a circle is in proportion to the land of its clusters, or to their number;"
                " the largest stands for {most}."
            ).format(most=amount(largest(shown.drawn.sizes)))
        )
    return [str(note) for note in notes]


def _sources(shown: Shown) -> dict[str, Any]:
    """Name the sources that most of the values rest on, and count them all."""
    layer = shown.question.layer
    name = f"{layer.indicator or layer.column}_source"
    cited = Counter(
        source for record in shown.records for source in (record.get(name) or "").split("; ") if source
    )
    sources = shown.snapshot.collections["sources"]
    records = sources.records()
    titles = {source["id"]: source["title"] or source["url"] or source["id"] for source in records}
    listed = [titles[source] for source, _ in cited.most_common(_MOST_SOURCES)]
    address = request.host_url.rstrip("/") + page_address(shown.question.language, "sources")
    return {"listed": listed, "more": _more(len(cited)), "address": address}


def _more(count: int) -> str:
    """Say how many sources are not listed, or that each value has its own."""
    if not count:
        return str(gettext("The source of every figure stands in the table and the factsheets."))
    if count <= _MOST_SOURCES:
        return ""
    return str(gettext("and {count} more sources")).format(count=amount(count - _MOST_SOURCES))
