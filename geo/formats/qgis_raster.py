"""The QGIS style of a raster of numbers in classes: what a colour table is to a band of bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_VERSION = "3.22.0"
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


@dataclass(frozen=True)
class RasterClass:
    """One class; `upper` is None where it has no end."""

    upper: float | None
    label: str
    colour: str


def to_raster_qml(classes: Sequence[RasterClass], lowest: float) -> bytes:
    """Write a QGIS style that colours the first band by classes, each up to its upper edge."""
    root = Element("qgis", version=_VERSION, styleCategories="Symbology")
    highest = max((one.upper for one in classes if one.upper is not None), default=lowest)
    ends = {"classificationMin": f"{lowest:g}", "classificationMax": f"{highest:g}"}
    named = {"type": "singlebandpseudocolor", "band": "1", "opacity": "1", "alphaBand": "-1"}
    renderer = SubElement(SubElement(root, "pipe"), "rasterrenderer", {**named, "nodataColor": "", **ends})
    shader = SubElement(
        SubElement(renderer, "rastershader"),
        "colorrampshader",
        colorRampType="DISCRETE",
        classificationMode="1",
        clip="0",
        minimumValue=f"{lowest:g}",
        maximumValue=f"{highest:g}",
    )
    for one in classes:
        upper = "inf" if one.upper is None else f"{one.upper:.10g}"
        SubElement(shader, "item", value=upper, label=one.label, color=one.colour, alpha="255")
    indent(root, " ")
    return (_DOCTYPE + tostring(root, encoding="unicode") + "\n").encode()
