"""KML in WGS 84: typed data for each placemark, and schematic outlines drawn without a fill.

Written with the standard library: simplekml keeps its ids and its current document in class
variables, so two requests at once would mix, and no two files would be the same.
"""

import html
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import shapely

from geo.crs import CRS84
from geo.formats.arrow import with_unit
from geo.formats.extract import Extract, printable, rounded
from geo.formats.provenance import LABELS, NOTICE, QUALITIES, statement, to_lines
from geo.geojson import DECIMALS
from geo.schema import Quality

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_TYPES = {"number": "double", "integer": "int", "boolean": "bool", "string": "string", "date": "string"}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_END = "</Folder>"
_KEPT = {"\r": "&#13;"}
_SURVEYED, _SCHEMATIC = "outline", "schematic"
_LINES = {_SURVEYED: ("ff382626", "2", "99739e00", "1"), _SCHEMATIC: ("ff8c8476", "2", "00ffffff", "0")}
"""By style: colour and width of the edge, colour of the area, and whether it is filled (aabbggrr)."""


def write_kml(extract: Extract) -> Iterator[bytes]:
    """Write a KML document in pieces; whatever the CRS asked for, KML is longitude and latitude in WGS 84."""
    extract = extract.in_crs(CRS84)
    head, end = _frame(extract).split(_END, 1)
    yield f"{_DECLARATION}{head}".encode()
    for parts in _features(extract):
        yield _placemark(extract, *parts).encode()
    yield f"{_END}{end}".encode()


def _frame(extract: Extract) -> str:
    """Write all but the placemarks."""
    root = ElementTree.Element("kml", xmlns=_NAMESPACE)
    document = _add(root, "Document")
    _add(document, "name", f"{extract.name}: {extract.snapshot.about.get('title_vi', '')}")
    _add(document, "description", _paragraphs(to_lines(extract)))
    for style, look in _LINES.items():
        _add_style(document, style, *look)
    _add_data(_add(document, "ExtendedData"), statement(extract))
    _add_schema(document, extract)
    _add(_add(document, "Folder"), "name", extract.name)
    return ElementTree.tostring(root, encoding="unicode")


def _features(extract: Extract) -> Iterator[tuple[str, str, Quality | None, tuple[Any, ...], Any]]:
    names = next(
        (taken for name in ("name_vi", "full_name", "name") if any(taken := extract.take(name))), None
    )
    qualities = extract.take("boundary_quality")
    shapes = rounded(extract.geometries, DECIMALS)
    rows = zip(*(column.to_pylist() for column in extract.table.columns), strict=True)
    for number, row in enumerate(rows):
        feature_id, quality = extract.ids[number], qualities[number]
        yield feature_id, (names or extract.ids)[number] or feature_id, quality, row, shapes[number]


def _placemark(
    extract: Extract,
    feature_id: str,
    name: str,
    quality: Quality | None,
    row: tuple[Any, ...],
    shape: Any,
) -> str:
    """Write one placemark as text: an object for each of its hundred values takes three times as long."""
    described = _description(extract, quality)
    style = _SCHEMATIC if quality == Quality.SCHEMATIC else _SURVEYED
    data = "".join(
        f'<SimpleData name="{column}">{_text(_stated(value))}</SimpleData>'
        for column, value in zip(extract.properties, row, strict=True)
        if value is not None
    )
    return (
        f"<Placemark id={quoteattr(printable(feature_id))}><name>{_text(name)}</name>"
        f"{f'<description>{_text(described)}</description>' if described else ''}"
        f"<styleUrl>#{style}</styleUrl><ExtendedData>"
        f'<SchemaData schemaUrl="#{extract.name}">{data}</SchemaData></ExtendedData>'
        f"{'' if shape is None else _geometry(shape)}</Placemark>"
    )


def _text(text: str) -> str:
    return escape(printable(text), _KEPT)


def _stated(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _description(extract: Extract, quality: Quality | None) -> str:
    notice = [NOTICE] if extract.snapshot.simulated else []
    words = QUALITIES.get(Quality(quality)) if quality else None
    return _paragraphs([*notice, *([f"{words.vi} / {words.en}"] if words else [])])


def _paragraphs(lines: Iterable[str]) -> str:
    """Write lines as the HTML a description is read as."""
    return "<br/>".join(html.escape(line) for line in lines)


def _add_style(
    document: ElementTree.Element, name: str, edge: str, width: str, area: str, filled: str
) -> None:
    style = _add(document, "Style", id=name)
    line = _add(style, "LineStyle")
    _add(line, "color", edge)
    _add(line, "width", width)
    polygon = _add(style, "PolyStyle")
    _add(polygon, "color", area)
    _add(polygon, "fill", filled)


def _add_schema(document: ElementTree.Element, extract: Extract) -> None:
    schema = _add(document, "Schema", name=extract.name, id=extract.name)
    for column in extract.columns:
        field = _add(schema, "SimpleField", name=column.name, type=_TYPES[column.type])
        _add(field, "displayName", with_unit(column, column.title.vi))


def _add_data(parent: ElementTree.Element, told: dict[str, str]) -> None:
    for name, line in told.items():
        data = _add(parent, "Data", name=name)
        _add(data, "displayName", LABELS[name].vi)
        _add(data, "value", line)


def _geometry(shape: Any) -> str:
    if shape.geom_type == "Polygon":
        holes = "".join(map(_hole, shape.interiors))
        return f"<Polygon><outerBoundaryIs>{_ring(shape.exterior)}</outerBoundaryIs>{holes}</Polygon>"
    if hasattr(shape, "geoms"):
        return f"<MultiGeometry>{''.join(map(_geometry, shape.geoms))}</MultiGeometry>"
    return f"<{shape.geom_type}>{_positions(shape)}</{shape.geom_type}>"


def _hole(ring: Any) -> str:
    return f"<innerBoundaryIs>{_ring(ring)}</innerBoundaryIs>"


def _ring(ring: Any) -> str:
    return f"<LinearRing>{_positions(ring)}</LinearRing>"


def _positions(shape: Any) -> str:
    pairs = " ".join(f"{x},{y}" for x, y in shapely.get_coordinates(shape).tolist())
    return f"<coordinates>{pairs}</coordinates>"


def _add(
    parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(
        parent, tag, {name: printable(value) for name, value in attributes.items()}
    )
    element.text = None if text is None else printable(text)
    return element
