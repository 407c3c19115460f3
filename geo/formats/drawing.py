"""DXF for CAD: outlines in metres of VN-2000 on a layer for each status, ids as extended data."""

import io
from collections.abc import Iterator
from typing import Any

import ezdxf
import shapely
from ezdxf import units
from ezdxf.document import Drawing
from ezdxf.entities.dxfgfx import DXFGraphic

from geo.errors import QueryError
from geo.formats.extract import Extract, printable
from geo.formats.provenance import statement
from geo.schema import LotStatus, Quality, Status

APPLICATION = "CCN_ATLAS"
"""The name under which an entity carries its id, name, status and quality as extended data."""

LABELS = "LABELS"
SCHEMATIC = "SCHEMATIC"
_TEXT_HEIGHT_M = 15.0
_DASHES_M = 30.0
_MOST_BYTES = 250
_FONT = "CCN"
_COLOURS: dict[str, int] = {
    Status.PLANNED: 0xCC79A7,
    Status.ESTABLISHED: 0xE69F00,
    Status.UNDER_CONSTRUCTION: 0x56B4E9,
    Status.INFRASTRUCTURE_COMPLETE: 0x0072B2,
    Status.ACTIVE: 0x009E73,
    LotStatus.READY: 0x009E73,
    LotStatus.LEASED: 0x0072B2,
    LotStatus.BLOCKED: 0xD55E00,
}
_OTHERWISE = 0x76848C

# otherwise every file would carry the time of writing and two new random numbers
ezdxf.options.write_fixed_meta_data_for_testing = True  # type: ignore[attr-defined]


def write_dxf(extract: Extract) -> bytes:
    """Write a drawing; degrees are no plane, so where they are asked for it is VN-2000 / TM-3 105°.

    Raises
    ------
    QueryError
        If the collection has no geometry: a drawing holds nothing else.
    """
    if not extract.is_spatial:
        raise QueryError(
            f"{extract.name} has no geometry to draw; expected another format, such as csv or xlsx"
        )
    drawn = extract.in_metres()
    drawing = _new_drawing(drawn)
    for entity, tags in _entities(drawing, drawn):
        entity.set_xdata(APPLICATION, [(1000, _short(tag)) for tag in tags])
    _fix_order_of_classes(drawing)
    written = io.StringIO()
    drawing.write(written)
    return written.getvalue().encode("utf-8", errors="dxfreplace")


def _new_drawing(extract: Extract) -> Drawing:
    drawing = ezdxf.new("R2010", setup=["linetypes"], units=units.M)  # type: ignore[attr-defined]
    drawing.header["$LTSCALE"] = _DASHES_M
    drawing.appids.add(APPLICATION)
    drawing.styles.add(_FONT, font="arial.ttf")
    drawing.layers.add(LABELS, color=7)
    for name, line in statement(extract).items():
        drawing.header.custom_vars.append(name, _one_line(line))
    return drawing


def _entities(drawing: Drawing, extract: Extract) -> Iterator[tuple[DXFGraphic, list[str]]]:
    told = {name: extract.take(name) for name in ("name_vi", "name", "status", "boundary_quality")}
    for number, shape in enumerate(extract.geometries):
        if shape is None:
            continue
        facts = {name: values[number] for name, values in told.items() if values[number]}
        tags = [f"{name}={value}" for name, value in {"id": extract.ids[number], **facts}.items()]
        layer = _layer(drawing, extract.name, facts.get("status"), facts.get("boundary_quality"))
        for entity, part in _draw(drawing, shape, layer):
            yield entity, [*tags, f"part={part}"]
        name = facts.get("name_vi") or facts.get("name") or extract.ids[number]
        yield _label(drawing, shape, name), tags


def _layer(drawing: Drawing, collection: str, status: str | None, quality: str | None) -> dict[str, Any]:
    schematic = quality == Quality.SCHEMATIC
    parts = [collection, status, SCHEMATIC if schematic else None]
    name = "-".join(part for part in parts if part).upper()
    if name not in drawing.layers:
        colour = _COLOURS.get(status or "", _OTHERWISE)
        drawing.layers.add(name, true_color=colour, linetype="DASHED" if schematic else "CONTINUOUS")
    return {"layer": name}


def _draw(drawing: Drawing, shape: Any, layer: dict[str, Any]) -> Iterator[tuple[DXFGraphic, str]]:
    """Draw the parts of a geometry: rings and lines as polylines, positions as points."""
    space = drawing.modelspace()
    for number, part in enumerate(shapely.get_parts(shape), start=1):
        if part.geom_type == "Polygon":
            for hole, ring in enumerate((part.exterior, *part.interiors)):
                positions = shapely.get_coordinates(ring)[:-1].tolist()
                polyline = space.add_lwpolyline(positions, close=True, dxfattribs=layer)
                yield polyline, f"{number} hole {hole}" if hole else str(number)
        elif part.geom_type == "Point":
            yield space.add_point((part.x, part.y), dxfattribs=layer), str(number)
        else:
            positions = shapely.get_coordinates(part).tolist()
            yield space.add_lwpolyline(positions, dxfattribs=layer), str(number)


def _label(drawing: Drawing, shape: Any, name: str) -> DXFGraphic:
    place = shapely.point_on_surface(shape)
    looks = {"layer": LABELS, "style": _FONT, "height": _TEXT_HEIGHT_M, "insert": (place.x, place.y)}
    return drawing.modelspace().add_text(_one_line(name), dxfattribs=looks)


def _one_line(text: str) -> str:
    """A line break inside a value would end the value, and the file with it."""
    return " ".join(printable(text).split())


def _fix_order_of_classes(drawing: Drawing) -> None:
    """Declare the classes in use by name: ezdxf would take them from a set, in another order each time."""
    for kind in sorted(drawing.entitydb.dxf_types_in_use()):
        drawing.classes.add_class(kind)


def _short(text: str) -> str:
    return _one_line(text).encode()[:_MOST_BYTES].decode(errors="ignore")
