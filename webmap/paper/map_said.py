"""What a printed map says in words: title, meaning, how many are shown, how to read it, on which sources."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask import request
from flask_babel import gettext

from webmap.pages.frame import page_address
from webmap.pages.layers import AreaRule
from webmap.pages.legend_classes import said_of_natural_breaks
from webmap.pages.legends import explain, said_of_areas
from webmap.pages.wording import amount
from webmap.paper.drawn import Drawn
from webmap.paper.frame import Frame
from webmap.paper.shown_shapes import largest
from webmap.paper.svg_map import count_seen
from webmap.screen.areas import CODES
from webmap.screen.drawn import method_of_question
from webmap.screen.shown import Shown

_MOST_SOURCES = 5


def meaning_of(shown: Shown, drawn: Drawn) -> dict[str, Any]:
    """Say what the layer means, of when its figures are, and how to read the drawing."""
    question = shown.question
    if question.areas != "clusters" and question.layer.areas is AreaRule.COUNT:
        return {"meaning": "", "notes": [*_notes(shown, drawn), said_of_natural_breaks()]}
    explained = explain(question.layer, shown.records, question.language, question.selection.period)
    notes = (*_notes(shown, drawn), method_of_question(shown.question), explained.note)
    return {
        "meaning": f"{explained.definition} {explained.period}".strip(),
        "notes": [note for note in notes if note],
    }


def counts_of(shown: Shown, drawn: Drawn, frame: Frame) -> list[str]:
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


def sources_of(shown: Shown) -> dict[str, Any]:
    """Name the sources that most of the values rest on, and count them all."""
    layer = shown.question.layer
    name = f"{layer.indicator or layer.column}_source"
    cited = Counter(
        source for record in shown.records for source in (record.get(name) or "").split("; ") if source
    )
    sources = shown.snapshot.collections["sources"]
    records = sources.records()
    titles = {source["id"]: source["title"] or source["url"] or source["id"] for source in records}
    titles |= {raster["id"]: raster["source"] for raster in shown.snapshot.about["rasters"]}
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
