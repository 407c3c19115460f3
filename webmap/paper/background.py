"""What makes a map on paper readable: outlines of units and names of places, as far as there are any."""

from dataclasses import dataclass

import numpy as np
import shapely
from flask_babel import gettext

from geo.snapshot import Snapshot
from geo.text import fold
from webmap.paper.frame import Frame
from webmap.paper.labels import Label
from webmap.paper.svg import Part, element, path_of

_UNITS = (("wards", 0.15, "#8fa3ad"), ("districts", 0.3, "#6f8692"))
_SIMPLER_MM = 0.06


@dataclass(frozen=True)
class Background:
    """Lines to draw below all else, and names to write where there is room."""

    parts: list[Part]
    labels: list[Label]


def find_background(snapshot: Snapshot, frame: Frame, language: str, about: str = "") -> Background:
    """Find what lies around, within a frame; `about` names the units the map is about, if any."""
    parts: list[Part] = []
    labels = _places(snapshot, frame, language)
    for name, width, colour in _UNITS:
        units = snapshot.collections[name]
        rows = units.near(frame.box)
        on_paper = frame.to_paper(units.geometries(rows))
        areas = [area for area in on_paper if area is not None and area.geom_type.endswith("Polygon")]
        clipped = shapely.clip_by_rect(
            shapely.simplify(np.array(areas, dtype=object), _SIMPLER_MM),
            -1, -1, frame.width_mm + 1, frame.height_mm + 1,
        )  # fmt: skip
        parts += [
            element("path", d=path_of(area), fill="#fff", fill_opacity=0.6, stroke=colour, stroke_width=width)
            for area in clipped
            if not area.is_empty
        ]
        labels += [
            Label("area" if name == about else name[:-1], unit["name"], *_middle(area))
            for unit, area in zip(units.records(rows, ("name",)), on_paper, strict=True)
        ]
    return Background(parts, labels)


def _places(snapshot: Snapshot, frame: Frame, language: str) -> list[Label]:
    places = snapshot.collections["places"]
    rows = places.near(frame.box)
    records = places.records(rows, ("name", "kind"))
    province = snapshot.about["province_vi"]
    found = []
    for place, point in zip(records, frame.to_paper(places.geometries(rows)), strict=True):
        bare = place["name"].split(" (")[0]
        if _same(bare, province):
            found.append(Label("capital", snapshot.about[f"province_{language}"], point.x, point.y))
        elif place["kind"].startswith("airport"):
            found.append(Label("airport", _in_language(bare), point.x, point.y))
        else:
            found.append(Label("place", _in_language(bare), point.x, point.y))
    return found


def _same(one: str, other: str) -> bool:
    return fold(one).replace(" ", "") == fold(other).replace(" ", "")


def _in_language(name: str) -> str:
    """Say what kind of place it is in the language of the page; its own name stays."""
    for title, said in (
        ("Sân bay quốc tế ", gettext("{name} International Airport")),
        ("Sân bay ", gettext("{name} Airport")),
        ("Cảng ", gettext("{name} River Port")),
    ):
        if name.startswith(title):
            return str(said).format(name=name.removeprefix(title))
    return name


def _middle(area: shapely.Geometry) -> tuple[float, float]:
    west, south, east, north = area.bounds
    return (west + east) / 2, (south + north) / 2
