"""The peer of the map page: a bare Leaflet page that fetches the same features and draws them, no more.

It has no words, no legend, no list and no classes; its filter goes through the features in the browser.
It is served by the same server as the limit of `bench.limit`: ready bytes through Flask.
"""

import gzip
from collections.abc import Mapping
from pathlib import Path

from bench.load import Answer
from bench.tracing import DRAWN, SHOWN
from webmap.settings import PROJECT

NAME = "bare Leaflet"
PAGE = "bare.html"
_LEAFLET = PROJECT / "webmap" / "static" / "vendor" / "leaflet"
_MOST_AS_SVG = 1_500
_HTML = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Bare Leaflet</title>
<link rel="stylesheet" href="leaflet.css">
<style>body {{ margin: 0 }} #map {{ height: 100vh }}</style>
</head>
<body>
<input name="status" hidden>
<div id="map"></div>
<script src="leaflet.js"></script>
<script>
const map = L.map("map", {{ preferCanvas: {on_canvas} }});
const control = document.querySelector("input");
const drawn = L.geoJSON(null, {{ pointToLayer: (_, at) => L.circleMarker(at, {{ radius: 6 }}) }});
fetch("clusters").then((answer) => answer.json()).then(({{ features }}) => {{
  drawn.addData(features);
  map.fitBounds(drawn.getBounds(), {{ animate: false }});
  drawn.addTo(map);
  performance.mark("{drawn}");
  control.addEventListener("change", () => {{
    drawn.clearLayers();
    const isKept = ({{ properties }}) => !control.value || properties.status === control.value;
    drawn.addData(features.filter(isKept));
    performance.mark("{shown}");
  }});
}});
</script>
</body>
</html>
"""


def bare_answers(features: Answer) -> dict[str, Answer]:
    """Put the page together from the features our own map fetches: every answer of its server, by address."""
    on_canvas = str(features.count_features() > _MOST_AS_SVG).lower()
    html = _HTML.format(on_canvas=on_canvas, drawn=DRAWN, shown=SHOWN)
    return {
        PAGE: _packed(html.encode(), "text/html; charset=utf-8"),
        "leaflet.js": _file(_LEAFLET / "leaflet.js", "text/javascript"),
        "leaflet.css": _file(_LEAFLET / "leaflet.css", "text/css"),
        "clusters": features,
    }


def _file(path: Path, media_type: str) -> Answer:
    return _packed(path.read_bytes(), media_type)


def _packed(body: bytes, media_type: str) -> Answer:
    headers: Mapping[str, str] = {"content-type": media_type, "content-encoding": "gzip"}
    return Answer(200, headers, gzip.compress(body, 6, mtime=0), 0.0)
