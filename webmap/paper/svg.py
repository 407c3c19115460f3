"""Writing SVG: elements as values, every text escaped, lengths in millimetres."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from shapely import Geometry

FONT = "Libertinus Serif"
_NAMESPACE = "http://www.w3.org/2000/svg"
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters XML has no way to write."""

Part = Element | None


def element(name: str, *parts: Part, **attributes: str | float | None) -> Element:
    """Make an element; `_` in the name of an attribute stands for a hyphen, None leaves it out."""
    made = Element(
        name,
        {key.replace("_", "-"): number(value) for key, value in attributes.items() if value is not None},
    )
    made.extend(part for part in parts if part is not None)
    return made


def number(value: str | float) -> str:
    """Write a length to a hundredth of a millimetre: finer than any printer."""
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def words(text: str, x: float, y: float, size: float, **attributes: str | float | None) -> Element:
    """Write words at a place, in the font of all maps."""
    made = element("text", x=x, y=y, font_size=size, font_family=FONT, **attributes)
    made.text = _UNWRITABLE.sub("", text)
    return made


def haloed(text: str, x: float, y: float, size: float, **attributes: str | float | None) -> Element:
    """Write words with a white rim, so that they are read over whatever lies below."""
    rim: dict[str, str | float | None] = {
        "stroke": "#fff",
        "stroke_width": size / 4,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    return words(text, x, y, size, **rim, **attributes)


def path_of(geometry: Geometry) -> str:
    """Write the rings and lines of a geometry as the data of a path."""
    return " ".join(_line(part) for part in _lines(geometry))


def _lines(geometry: Geometry) -> Iterable[Geometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            yield from (part.exterior, *part.interiors)
        elif part.geom_type == "LineString":
            yield part


def _line(line: Geometry) -> str:
    places = np.round(shapely.get_coordinates(line), 2)
    closed = bool((places[0] == places[-1]).all())
    written = "L".join(f"{number(x)} {number(y)}" for x, y in (places[:-1] if closed else places).tolist())
    return f"M{written}{'Z' if closed else ''}"


def document(width: float, height: float, *parts: Part) -> bytes:
    """Make a whole picture of a size in millimetres."""
    root = element("svg", *parts, width=f"{width}mm", height=f"{height}mm", viewBox=f"0 0 {width} {height}")
    root.set("xmlns", _NAMESPACE)
    written: bytes = ElementTree.tostring(root, encoding="utf-8")
    return written
