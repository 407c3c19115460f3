"""Maps on paper, drawn as SVG from frozen features in the official metric system of the province."""

from collections.abc import Iterator

import numpy as np
import shapely
from flask_babel import pgettext
from shapely import Geometry

from geo.bbox import BBox
from geo.snapshot import Snapshot
from webmap.pages.colours import FAINT_INK, INK
from webmap.pages.wording import amount
from webmap.paper.background import find_background
from webmap.paper.drawn import Drawn, MapClass, Shape
from webmap.paper.frame import Frame
from webmap.paper.labels import Label, Room, write_labels
from webmap.paper.signs import degree_lines, north_arrow, scale_bar
from webmap.paper.svg import Part, document, element, path_of

_SEA = "#edf2f2"
_SMALL_MM = 3.2
_MARK_MM, _POINT_MM = 1.25, 0.95
_DASHES = "1.1 0.8"
_HATCH = "missing"
_CROWD = 400
_DEGREES_MM = 3.2
"""How far from the edge degrees are written, where no name stands."""

_INNER = 0.8
"""How much of an outline, from its middle, names of others keep off."""


def draw_map(drawn: Drawn, frame: Frame, snapshot: Snapshot, language: str, units: str = "") -> bytes:
    """Draw a map: shapes in their classes, names where there is room, scale bar, north arrow, degrees.

    `units` are those the map is about (`districts`, `wards`), if any, whose names go before all others.

    Returns
    -------
    an SVG picture of the size of the frame; the request's language is that of its numbers
    """
    background = find_background(snapshot, frame, language, units)
    lines, degrees = degree_lines(frame, amount)
    room = Room(frame.width_mm, frame.height_mm)
    signs = _signs(frame, room)
    shapes = _on_paper(drawn, frame)
    marks = [
        part
        for shape, geometry in shapes
        for part in _draw(drawn.class_of(shape), shape, geometry, frame, len(shapes))
    ]
    for shape, geometry in shapes:
        room.take(_mark_box(shape, geometry), is_mark=True)
    names = [*background.labels, *_names(shapes)]
    return document(
        frame.width_mm,
        frame.height_mm,
        *_definitions(frame),
        element("rect", width=frame.width_mm, height=frame.height_mm, fill=_SEA),
        element(
            "g",
            *lines,
            *background.parts,
            *marks,
            *write_labels(names, room, frame.scale),
            *degrees,
            *signs,
            clip_path="url(#sheet)",
        ),
        element("rect", x=0.15, y=0.15, width=frame.width_mm - 0.3, height=frame.height_mm - 0.3,
                fill="none", stroke=INK, stroke_width=0.3),
    )  # fmt: skip


def legend_mark(one: MapClass) -> bytes:
    """Draw the sign of a class for a legend, 7 by 4 mm."""
    look = _look(one, one.colour)
    return document(
        7, 4, *_hatches(), element("rect", x=0.5, y=0.5, width=6, height=3, **look | {"fill_opacity": 1})
    )


def extent_of(drawn: Drawn, otherwise: BBox) -> BBox:
    """Return the box in degrees around all shapes, or another one where there are none."""
    if not drawn.shapes:
        return otherwise
    return BBox(*shapely.total_bounds([shape.geometry for shape in drawn.shapes]).tolist())


def count_seen(drawn: Drawn, frame: Frame) -> int:
    """Count the shapes of which a frame shows anything."""
    return len(_on_paper(drawn, frame))


def _definitions(frame: Frame) -> Iterator[Part]:
    sheet = element("rect", width=frame.width_mm, height=frame.height_mm)
    yield element("clipPath", sheet, id="sheet")
    yield from _hatches()


def _hatches() -> Iterator[Part]:
    """Define the hatching of what has no figure."""
    ground = element("rect", width=1.2, height=1.2, fill="#eceff1")
    line = element("rect", width=0.35, height=1.2, fill="#9aa7af")
    yield element(
        "pattern", ground, line, id=_HATCH, width=1.2, height=1.2, patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )  # fmt: skip


_Placed = list[tuple[Shape, Geometry]]


def _on_paper(drawn: Drawn, frame: Frame) -> _Placed:
    """Carry the shapes that are seen to paper; those without a figure lie below, the chosen one on top."""
    placed = frame.to_paper(np.array([shape.geometry for shape in drawn.shapes], dtype=object))
    missing = {one.id for one in drawn.classes if one.missing}
    seen = [
        (shape, geometry)
        for shape, geometry in zip(drawn.shapes, placed, strict=True)
        if geometry.intersects(frame.sheet)
    ]
    return sorted(
        seen, key=lambda one: (one[0].emphasised, one[0].class_id not in missing, -(one[0].radius_mm or 0))
    )


def _look(one: MapClass, colour: str, emphasised: bool = False) -> dict[str, str | float | None]:
    width = 0.5 if emphasised else 0.25
    if one.hollow:
        return {"fill": "#fff", "fill_opacity": 0.85, "stroke": colour, "stroke_width": 2.4 * width}
    if one.missing:
        fill = f"url(#{_HATCH})" if one.id == "missing" else "#fff"
        return {"fill": fill, "stroke": FAINT_INK, "stroke_width": width}
    return {"fill": colour, "fill_opacity": 0.85, "stroke": INK, "stroke_width": width}


def _draw(one: MapClass, shape: Shape, geometry: Geometry, frame: Frame, count: int) -> Iterator[Part]:
    look = _look(one, shape.colour or one.colour, shape.emphasised)
    dashes = _DASHES if shape.schematic or shape.pale else None
    x, y = _middle(geometry)
    if shape.accuracy_m:
        yield element(
            "circle", cx=x, cy=y, r=shape.accuracy_m / frame.metres_per_mm, fill="none", stroke=INK,
            stroke_width=0.35, stroke_dasharray="0.01 1.1", stroke_linecap="round",
        )  # fmt: skip
    if shape.radius_mm is not None:
        yield element("circle", cx=x, cy=y, r=shape.radius_mm, stroke_dasharray=dashes, **look)
    elif geometry.geom_type == "Point" or _is_small(geometry):
        crowd = 0.65 if count > _CROWD else 1.0
        size = crowd * (_POINT_MM if geometry.geom_type == "Point" else _MARK_MM)
        yield element("circle", cx=x, cy=y, r=size, **look | {"fill_opacity": 1})
    else:
        opacity = 0.4 if shape.pale else look.get("fill_opacity", 1)
        yield element(
            "path", d=path_of(geometry), stroke_dasharray=dashes, **look | {"fill_opacity": opacity}
        )


def _is_small(geometry: Geometry) -> bool:
    west, _, east, _ = geometry.bounds
    return bool(east - west < _SMALL_MM)


def _middle(geometry: Geometry) -> tuple[float, float]:
    west, south, east, north = geometry.bounds
    return (west + east) / 2, (south + north) / 2


def _mark_box(shape: Shape, geometry: Geometry) -> tuple[float, float, float, float]:
    """Return what other names keep away from: a mark, or the inner part of an outline."""
    x, y = _middle(geometry)
    west, south, east, north = geometry.bounds
    least = shape.radius_mm or _POINT_MM
    half = max(least, _INNER * (east - west) / 2), max(least, _INNER * (north - south) / 2)
    return x - half[0], y - half[1], x + half[0], y + half[1]


def _names(shapes: _Placed) -> Iterator[Label]:
    for shape, geometry in reversed(shapes):
        if not shape.name or shape.radius_mm is not None:
            continue
        x, y = _middle(geometry)
        west, top, east, bottom = geometry.bounds
        off = max(_MARK_MM + 0.3, (bottom - top) / 2 + 0.5)
        yield Label("own" if shape.emphasised else "cluster", shape.name, x, y, min(off, 30.0), east - west)


def _signs(frame: Frame, room: Room) -> list[Part]:
    """Draw scale bar and north arrow in the corners below; names keep off them and the degrees."""
    bar, width = scale_bar(frame, amount)
    arrow_x = frame.width_mm - 7
    room.take((0, 0, frame.width_mm, _DEGREES_MM))
    room.take((frame.width_mm - 2 * _DEGREES_MM, 0, frame.width_mm, frame.height_mm))
    room.take((0, frame.height_mm - 9, width + 14, frame.height_mm))
    room.take((arrow_x - 4, frame.height_mm - 18, frame.width_mm, frame.height_mm))
    return [
        _ground(0, frame.height_mm - 9, width + 14, 9),
        _ground(arrow_x - 4.5, frame.height_mm - 18, 11.5, 18),
        element("g", bar, transform=f"translate(6 {frame.height_mm - 4.5:.2f})"),
        element(
            "g",
            north_arrow(frame, pgettext("north", "N")),
            transform=f"translate({arrow_x:.2f} {frame.height_mm - 7:.2f})",
        ),
    ]


def _ground(x: float, y: float, width: float, height: float) -> Part:
    """Fade what lies below a sign."""
    return element("rect", x=x, y=y, width=width, height=height, fill="#fff", fill_opacity=0.8)
