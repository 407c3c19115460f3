"""The map of a factsheet on paper: one cluster, how far off it may be, and what lies around it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from geo.nearby import middle
from geo.text import bare_name
from webmap.pages.cluster_subject import Subject
from webmap.pages.wording import amount, metres
from webmap.paper.drawn import Drawn, MapClass, Shape
from webmap.paper.frame import Frame, frame_around
from webmap.paper.svg_map import draw_map, legend_mark

_OWN, _OTHER = "own", "other"
_LEAST_HALF_M = 2_500.0
_WIDTH_MM, _HEIGHT_MM = 112.0, 92.0
_COLOURS = {_OWN: "#0b4a5a", _OTHER: "#8fa3ad"}


def draw_site(subject: Subject) -> tuple[dict[str, Any] | None, dict[str, bytes]]:
    """Draw the map of a cluster: what the template says of it, and its pictures; None without a place."""
    spot = middle(subject.snapshot.collections["clusters"], subject.row)
    if spot is None:
        return None, {}
    half_m = max(_LEAST_HALF_M, 1.3 * (subject.record["position_accuracy_m"] or 0.0))
    frame = frame_around(*spot, half_m, _WIDTH_MM, _HEIGHT_MM)
    drawn = _find_drawn(subject, frame)
    files = {f"legend-{one.id}.svg": legend_mark(one) for one in drawn.classes}
    files["site.svg"] = draw_map(drawn, frame, subject.snapshot, subject.language)
    return {
        "file": "site.svg",
        "alt": str(gettext("Map of {name} and what lies around it")).format(name=subject.name),
        "legend": [{"file": f"legend-{one.id}.svg", "label": one.label} for one in drawn.classes],
        "notes": [*_notes(subject), said_of_scale(frame)],
        "width": _WIDTH_MM,
    }, files


def said_of_scale(frame: Frame) -> str:
    """Say the scale, to two digits, and the system the map is drawn in."""
    scale = amount(float(f"{frame.scale:.2g}"))
    return str(gettext("Scale about 1 : {n}; VN-2000 (EPSG:{epsg}).")).format(n=scale, epsg=frame.epsg)


def paper_name(record: Mapping[str, Any], language: str) -> str:
    """Name a cluster on a map: without the words every name has."""
    bare = bare_name(record[f"name_{language}"])
    return bare[:1].upper() + bare[1:]


def _find_drawn(subject: Subject, frame: Frame) -> Drawn:
    clusters = subject.snapshot.collections["clusters"]
    rows = clusters.near(frame.box)
    shapes = [
        Shape(
            geometry,
            _OWN if row == subject.row else _OTHER,
            paper_name(record, subject.language),
            schematic=record["boundary_quality"] == "schematic",
            accuracy_m=record["position_accuracy_m"] if row == subject.row else None,
            emphasised=row == subject.row,
        )
        for row, record, geometry in zip(
            rows.tolist(), clusters.records(rows), clusters.geometries(rows), strict=True
        )
    ]
    counts = {_OWN: 1, _OTHER: len(shapes) - 1}
    words = {_OWN: gettext("this cluster"), _OTHER: gettext("other clusters")}
    classes = [
        MapClass(code, words[code], colour, count=counts[code])
        for code, colour in _COLOURS.items()
        if counts[code]
    ]
    return Drawn(shapes, classes)


def _notes(subject: Subject) -> list[str]:
    """Say what of the drawing is no measurement."""
    record, notes = subject.record, []
    if record["boundary_quality"] == "schematic":
        notes.append(gettext("The dashed outline is schematic: only its area means something."))
    if record["boundary_quality"] == "missing":
        notes.append(gettext("No outline and no area are known: a point stands for it."))
    if record["position_accuracy_m"]:
        off = gettext("Dotted circle: how far off the position may be (%(metres)s m).", metres="{metres}")
        notes.append(str(off).format(metres=metres(record["position_accuracy_m"])))
    return notes
