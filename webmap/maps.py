"""The folium map of a page, in the parts that a page with a strict content policy can carry.

Left alone, folium brings six libraries from other hosts, a viewport that forbids zooming, and every
feature written into the page. Here it brings Leaflet, from our own files; the browser fetches the rest.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import folium
from branca.element import Figure, Link, MacroElement
from folium.template import Template
from markupsafe import Markup

from geo.bbox import BBox

_MOST_AS_SVG = 1_500
_NEEDS_NONCE = re.compile(r"<(script|style)\b")
_LOADED = re.compile(r"<script (?=src)")


@dataclass(frozen=True)
class Assets:
    """The addresses of what a map loads: Leaflet's two files, and the module that exports `start`."""

    leaflet_js: str
    leaflet_css: str
    module: str


@dataclass(frozen=True)
class MapParts:
    """A map for a page: links for its head, an element for its place, a script for its end."""

    head: Markup
    html: Markup
    script: Markup


class Start(MacroElement):
    """Hands the Leaflet map to the page's own module, which fetches the features from the service."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            import { start } from {{ this.module|tojson }};
            start({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, module: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"
        self.module = module


def draw_map(extent: BBox, features: int, assets: Assets, nonce: str) -> MapParts:
    """Draw an empty map over an extent; `features` is how many it is going to show."""
    parts = _compose(extent, features > _MOST_AS_SVG, assets)
    return MapParts(*(_under_nonce(part, nonce) for part in parts))


@lru_cache(maxsize=512)
def _compose(extent: BBox, on_canvas: bool, assets: Assets) -> tuple[str, str, str]:
    """Let folium make the head, the element and the script of a map, which no reader's nonce changes."""
    drawing = folium.Map(
        location=[(extent.south + extent.north) / 2, (extent.west + extent.east) / 2],
        tiles=None,
        zoom_control=False,
        prefer_canvas=on_canvas,
        attribution_control=False,
        zoom_snap=0.25,
    )
    drawing.options.update(min_zoom=7, max_zoom=18)
    drawing.default_js = [("leaflet", assets.leaflet_js)]
    drawing.default_css = [("leaflet_css", assets.leaflet_css)]
    drawing.add_child(_fit(extent))
    drawing.add_child(Start(assets.module))
    figure = Figure()
    drawing.add_to(figure)
    figure.render()
    links = (child for child in figure.header._children.values() if isinstance(child, Link))
    return (
        # deferred scripts run before modules: the map is there when the page's own module starts
        _LOADED.sub("<script defer ", "\n".join(link.render() for link in links)),
        figure.html.render(),
        f'<script type="module">{figure.script.render()}</script>',
    )


def _fit(extent: BBox) -> folium.FitBounds:
    """Fit at once: an animation would still be running when the page's own module starts."""
    fit = folium.FitBounds(_leaflet_bounds(extent), padding=(12, 12))
    fit.options["animate"] = False
    return fit


def _leaflet_bounds(extent: BBox) -> list[list[float]]:
    """Leaflet alone puts latitude first."""
    return [[extent.south, extent.west], [extent.north, extent.east]]


def _under_nonce(html: str, nonce: str) -> Markup:
    return Markup(_NEEDS_NONCE.sub(rf'<\1 nonce="{nonce}"', html))
