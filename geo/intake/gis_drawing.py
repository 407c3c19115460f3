"""The areas of a DXF: closed polylines, and chains of lines that close; texts inside name them."""

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import shapely
from ezdxf import path as paths
from ezdxf import recover
from ezdxf.document import Drawing
from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.lldxf.const import DXFError
from shapely import Geometry, LineString, Point, Polygon

from geo.intake.reading import Brought, Place, Statement
from geo.intake.refusals import refusal
from geo.schema import Text

_APPLICATION = "CCN_ATLAS"
_CHORD_M = 0.01
_SNAP_M = 0.001
_CURVES = "LWPOLYLINE POLYLINE LINE ARC SPLINE CIRCLE ELLIPSE"
Area = tuple[bytes, dict[str, Any]]
Closed = tuple[Geometry, str, dict[str, Any]]


def read_drawing(file: Brought) -> tuple[list[Area], list[Statement]]:
    """Read the areas of a drawing, each with its layer, the texts inside it, and our own ids if it has any.

    Raises
    ------
    RefusedError
        If it is no drawing that can be read.
    """
    try:
        drawing, _ = recover.read(io.BytesIO(file.content))
    except (DXFError, OSError, ValueError, IndexError, KeyError, AttributeError) as error:
        raise refusal("file.damaged", file.name, got=type(error).__name__) from error
    closed, open_ = _curves(drawing)
    chained = list(_chains(open_))
    labels = [(Point(*at), words) for at, words in _labels(drawing)]
    closed = _own(closed)
    areas = [
        (shapely.to_wkb(area), {"layer": layer, **_inside(area, labels), **tags})
        for area, layer, tags in (*closed, *((area, layer, {}) for area, layer in chained))
    ]
    said = Text(
        f"Bản vẽ: {len(closed)} đường khép kín, {len(chained)} vùng ghép từ đoạn thẳng",
        f"Drawing: {len(closed)} closed lines, {len(chained)} areas put together from lines",
    )
    return areas, [Statement(said, Place(file.name))]


def _own(closed: list[Closed]) -> list[Closed]:
    """Put together what our own drawings spread over several lines: the parts and holes of one feature."""
    kept: list[Closed] = []
    parts: dict[str, list[Closed]] = defaultdict(list)
    for one in closed:
        if "id" in one[2] and "part" in one[2]:
            parts[one[2]["id"]].append(one)
        else:
            kept.append(one)
    for ours in parts.values():
        shells = shapely.union_all([area for area, _, tags in ours if "hole" not in tags["part"]])
        holes = shapely.union_all([area for area, _, tags in ours if "hole" in tags["part"]])
        kept.append((shells.difference(holes), ours[0][1], ours[0][2]))
    return kept


def _curves(
    drawing: Drawing,
) -> tuple[list[Closed], dict[str, list[LineString]]]:
    closed: list[Closed] = []
    others: dict[str, list[LineString]] = defaultdict(list)
    for entity in drawing.modelspace().query(_CURVES):
        positions = list(_positions(entity))
        layer = str(entity.dxf.get("layer", "0"))
        ends_meet = len(positions) > 3 and Point(positions[0]).distance(Point(positions[-1])) <= _SNAP_M
        if ends_meet or (len(positions) > 2 and getattr(entity, "is_closed", False)):
            closed.append((Polygon(positions), layer, _tags(entity)))
        elif len(positions) > 1:
            others[layer].append(LineString(positions))
    return closed, others


def _positions(entity: DXFEntity) -> Iterator[tuple[float, float]]:
    """Follow a line; bows are cut into chords no further than a centimetre from them."""
    try:
        line = paths.make_path(entity)
    except (TypeError, ValueError, DXFError):
        return
    for vertex in line.flattening(_CHORD_M):
        yield round(vertex.x, 6), round(vertex.y, 6)


def _chains(lines: dict[str, list[LineString]]) -> Iterator[tuple[Polygon, str]]:
    for layer, pieces in lines.items():
        snapped = shapely.set_precision(shapely.union_all(pieces), _SNAP_M)
        for area in shapely.polygonize([snapped]).geoms:
            yield area, layer


def _labels(drawing: Drawing) -> Iterator[tuple[tuple[float, float], str]]:
    for entity in drawing.modelspace().query("TEXT MTEXT"):
        words = entity.plain_text() if hasattr(entity, "plain_text") else ""
        at = entity.dxf.insert
        if words.strip():
            yield (at.x, at.y), " ".join(words.split())


def _inside(area: Geometry, labels: list[tuple[Point, str]]) -> dict[str, str]:
    words = [text for at, text in labels if area.is_valid and area.contains(at)]
    return {"text": " ".join(words)} if words else {}


def _tags(entity: DXFEntity) -> dict[str, Any]:
    """Read the id and name our own drawings carry as extended data."""
    if not entity.has_xdata(_APPLICATION):
        return {}
    texts = [str(tag.value) for tag in entity.get_xdata(_APPLICATION) if tag.code == 1000]
    return {name: value for name, _, value in (text.partition("=") for text in texts) if value}
