"""What QGIS loads: a style with the classes of the map (QML), and a layer of this service with it (QLR)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from geo.schema import Quality

_QML = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_QLR = "<!DOCTYPE qgis-layer-definition>\n"
_VERSION = "3.22.0-Białowieża"
_INK = "38,50,56,255"
_WHITE = "255,255,255,255"
_DASH_IF_SCHEMATIC = f"if(\"boundary_quality\" = '{Quality.SCHEMATIC}', 'dash', 'solid')"
_SHAPES = {
    "fill": ("Ranh giới / outlines", "num_points($geometry) > 1"),
    "marker": ("Điểm / points", "num_points($geometry) = 1"),
}
"""The symbol of QGIS for each kind of geometry, its title and how to tell it: one layer holds both."""


@dataclass(frozen=True)
class StyleClass:
    """A class of a map layer: which features it holds, as an expression of QGIS, and how they look."""

    label: str
    expression: str
    colour: str
    hollow: bool = False


def to_classes(column: str, classes: Iterable[Mapping[str, Any]]) -> list[StyleClass]:
    """Turn the classes of a layer of the map into those of QGIS, in an order where the first one holds.

    Parameters
    ----------
    column : the property that colours the clusters
    classes : with `label`, `colour`, and `from` and `to`, or `value`; a class with neither is known by
        its `id`: `group` (a statement about a group), `bounds` (a bound only), `missing`
    """
    listed = [*classes]
    ids = {one["id"] for one in listed if "id" in one}
    return [
        StyleClass(one["label"], _expression(column, one, ids), one["colour"], bool(one.get("hollow")))
        for one in listed
    ]


def _expression(column: str, one: Mapping[str, Any], ids: set[str]) -> str:
    """Say which features a class holds; columns a layer does not have are not asked for."""
    of_group = f"coalesce(\"{column}_scope\", '') = 'group'"
    bound = f"coalesce(\"{column}_basis\", '') = 'reported'"
    if "value" in one:
        return f"\"{column}\" = '{one['value']}'"
    if "from" in one:
        end = "<=" if one["to"] == 1 else "<"
        within = f'"{column}" >= {one["from"]} AND "{column}" {end} {one["to"]}'
        return f"{within} AND NOT {of_group}" if "group" in ids else within
    if one["id"] == "group":
        return f'"{column}" IS NOT NULL AND {of_group}'
    if one["id"] == "bounds":
        return f'"{column}" IS NULL AND {bound}'
    return f'"{column}" IS NULL AND NOT {bound}' if "bounds" in ids else f'"{column}" IS NULL'


def to_qml(classes: Iterable[StyleClass]) -> bytes:
    """Write a QGIS style: a rule for each class, for outlines and for points; schematic ones dashed."""
    root = Element("qgis", version=_VERSION, styleCategories="Symbology")
    root.append(_renderer([*classes]))
    return _document(_QML, root)


def to_qlr(
    service: str, collection: str, title: str, classes: Iterable[StyleClass], credit: str = ""
) -> bytes:
    """Write a QGIS layer definition: the collection of an OGC API – Features service, styled.

    Parameters
    ----------
    service : the address of the landing page of the service
    """
    root = Element("qlr")
    names = f"typename='{_quoted(collection)}' url='{_quoted(service)}'"
    source = f"pagingEnabled='true' restrictToRequestBBOX='1' {names}"
    layer_id = f"ccn_atlas_{collection}"
    tree = SubElement(root, "layer-tree-group", name="", checked="Qt::Checked", expanded="1")
    SubElement(
        tree,
        "layer-tree-layer",
        id=layer_id,
        name=title,
        source=source,
        providerKey="OAPIF",
        checked="Qt::Checked",
        expanded="1",
    )
    layer = SubElement(
        SubElement(root, "maplayers"), "maplayer", type="vector", hasScaleBasedVisibilityFlag="0"
    )
    for tag, text in (("id", layer_id), ("datasource", source), ("layername", title)):
        SubElement(layer, tag).text = text
    SubElement(layer, "provider", encoding="UTF-8").text = "OAPIF"
    # without it QGIS takes the layer for one without coordinate system, and does not reproject it
    system = SubElement(SubElement(layer, "srs"), "spatialrefsys")
    SubElement(system, "authid").text = "OGC:CRS84"
    SubElement(SubElement(layer, "resourceMetadata"), "rights").text = credit
    layer.append(_renderer([*classes]))
    return _document(_QLR, root)


def _quoted(text: str) -> str:
    return text.replace("'", "\\'")


def _renderer(classes: list[StyleClass]) -> Element:
    """Rules are not exclusive in QGIS, so the expressions of the classes must be."""
    renderer = Element(
        "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0", enableorderby="0"
    )
    rules = SubElement(renderer, "rules", key="{root}")
    symbols = SubElement(renderer, "symbols")
    for kind, (title, holds) in _SHAPES.items():
        within = SubElement(rules, "rule", key=f"{{{kind}}}", label=title, filter=holds)
        for one in classes:
            number = str(len(symbols))
            rule = {
                "key": f"{{{kind}-{number}}}",
                "symbol": number,
                "label": one.label,
                "filter": one.expression,
            }
            SubElement(within, "rule", rule)
            symbols.append(_symbol(number, kind, one))
    return renderer


def _symbol(name: str, kind: str, one: StyleClass) -> Element:
    symbol = Element("symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0")
    layer_class = "SimpleFill" if kind == "fill" else "SimpleMarker"
    layer = SubElement(symbol, "layer", {"class": layer_class, "enabled": "1", "locked": "0", "pass": "0"})
    look = SubElement(layer, "Option", type="Map")
    for key, value in (_fill if kind == "fill" else _marker)(one).items():
        SubElement(look, "Option", type="QString", name=key, value=value)
        SubElement(layer, "prop", k=key, v=value)
    if kind == "fill":
        _define(SubElement(layer, "data_defined_properties"), "outlineStyle", _DASH_IF_SCHEMATIC)
    return symbol


def _fill(one: StyleClass) -> dict[str, str]:
    return {
        "color": _rgba(one.colour, 38 if one.hollow else 153),
        "outline_color": _rgba(one.colour) if one.hollow else _INK,
        "outline_style": "solid",
        "outline_width": "0.4",
        "outline_width_unit": "MM",
        "style": "solid",
    }


def _marker(one: StyleClass) -> dict[str, str]:
    return {
        "name": "circle",
        "color": _WHITE if one.hollow else _rgba(one.colour),
        "outline_color": _rgba(one.colour) if one.hollow else _INK,
        "outline_style": "solid",
        "outline_width": "0.9" if one.hollow else "0.25",
        "outline_width_unit": "MM",
        "size": "2.6",
        "size_unit": "MM",
    }


def _define(parent: Element, property_name: str, expression: str) -> None:
    whole = SubElement(parent, "Option", type="Map")
    SubElement(whole, "Option", name="name", type="QString", value="")
    properties = SubElement(whole, "Option", name="properties", type="Map")
    one = SubElement(properties, "Option", name=property_name, type="Map")
    SubElement(one, "Option", name="active", type="bool", value="true")
    SubElement(one, "Option", name="expression", type="QString", value=expression)
    SubElement(one, "Option", name="type", type="int", value="3")
    SubElement(whole, "Option", name="type", type="QString", value="collection")


def _rgba(colour: str, opacity: int = 255) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{opacity}"


def _document(doctype: str, root: Element) -> bytes:
    indent(root, " ")
    return (doctype + tostring(root, encoding="unicode") + "\n").encode()
