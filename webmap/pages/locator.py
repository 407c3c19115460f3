"""The small map of a factsheet: one cluster, how far off it may be, and what lies around it."""

from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext

from geo.bbox import BBox
from geo.crs import forward
from geo.nearby import middle
from webmap.maps import Assets, MapParts, draw_map
from webmap.pages.cluster_subject import Subject
from webmap.pages.frame import page_address
from webmap.pages.map_texts import place_texts

_LEAST_HALF_M = 2_500.0
_MOST_AROUND = 500
_EAST, _NORTH = 90.0, 0.0


@dataclass(frozen=True)
class Locator:
    """The parts of the map, what its script needs, and the middle of the cluster."""

    map: MapParts
    page_data: dict[str, Any]
    lon: float
    lat: float


def draw_locator(subject: Subject) -> Locator | None:
    """Draw the map of a cluster; one without a place has none. The page's nonce must stand in `g`."""
    spot = middle(subject.snapshot.collections["clusters"], subject.row)
    if spot is None:
        return None
    extent = _extent(*spot, subject.record["position_accuracy_m"] or 0.0)
    assets = Assets(
        leaflet_js=url_for("static", filename="vendor/leaflet/leaflet.js"),
        leaflet_css=url_for("static", filename="vendor/leaflet/leaflet.css"),
        module=url_for("static", filename="locator.js"),
    )
    return Locator(draw_map(extent, 1, assets, g.nonce), _page_data(subject, extent), *spot)


def _extent(lon: float, lat: float, accuracy_m: float) -> BBox:
    half_m = max(_LEAST_HALF_M, 1.3 * accuracy_m)
    east, _ = forward(lon, lat, _EAST, half_m)
    _, north = forward(lon, lat, _NORTH, half_m)
    return BBox(2 * lon - east, 2 * lat - north, east, north)


def _page_data(subject: Subject, extent: BBox) -> dict[str, Any]:
    # the window of the map is wider than it is high: fetch as much again on each side
    width, height = extent.east - extent.west, extent.north - extent.south
    around = (extent.west - width, extent.south - height, extent.east + width, extent.north + height)
    bbox = ",".join(f"{degree:.5f}" for degree in around)
    return {
        "language": subject.language,
        "province": subject.snapshot.about[f"province_{subject.language}"],
        "cluster": subject.record["id"],
        "addresses": {
            name: url_for("api.items", collection_id=name, bbox=bbox, limit=_MOST_AROUND, f="geojson")
            for name in ("clusters", "districts", "places", "wards")
        },
        "factsheets": page_address(subject.language, "clusters"),
        "words": {"status": subject.words["status"]},
        "texts": {
            "map": str(gettext("Map of {name} and what lies around it")).format(name=subject.name),
            **place_texts(),
            "zoom_in": gettext("Zoom in"),
            "zoom_out": gettext("Zoom out"),
            "loading_failed": gettext("The map could not be loaded. Please reload the page."),
        },
    }
