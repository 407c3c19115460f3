"""What QGIS takes from here: the fill-rate classes of the map as a style, and a layer that has it."""

from flask import Response, url_for

from geo.formats.qgis import StyleClass, to_classes, to_qlr, to_qml
from geo.published import COLLECTIONS
from webmap.answers import answer
from webmap.api import documents
from webmap.api.links import QLR, QML
from webmap.pages.layers import LAYERS, Group, Layer
from webmap.pages.legend_classes import classes_of
from webmap.pages.legends import say
from webmap.params import Args, parse_choice

STYLED: dict[str, Layer] = {layer.id: layer for layer in LAYERS if layer.group is Group.RATES}
"""The layers of the map that are offered as styles, the first unless another is asked for, as on the map."""


def parse_layer(args: Args) -> Layer:
    """Read which fill rate colours the clusters."""
    return STYLED[parse_choice(args, "layer", tuple(STYLED))]


def send_style(layer: Layer) -> Response:
    """Answer with the style of a layer of the map."""
    return _to_save(answer(to_qml(_classes(layer)), QML), f"clusters-{layer.id}.qml")


def send_layer(layer: Layer, language: str) -> Response:
    """Answer with a layer definition: the clusters of this service, in the style of a layer of the map."""
    title = f"{COLLECTIONS['clusters'].title.in_language(language)}: {say(layer.title, language)}"
    credit = documents.provenance("clusters")["attribution"]
    body = to_qlr(url_for("api.landing", _external=True), "clusters", title, _classes(layer), credit)
    return _to_save(answer(body, QLR), "clusters.qlr")


def _classes(layer: Layer) -> list[StyleClass]:
    return to_classes(str(layer.column), classes_of(layer, ()))


def _to_save(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
