"""The map of a proposal: what would be drawn, over what is there."""

import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import g, url_for
from flask_babel import gettext
from shapely.geometry import shape

from geo.bbox import BBox
from webmap.maps import Assets, MapParts, draw_map
from webmap.pages.map_texts import place_texts
from webmap.state import state

_MARGIN = 0.15
_LEAST_DEGREES = 0.004
_MOST_AROUND = 500
_SHOWN = ("new", "before", "problem")


class Preview(NamedTuple):
    """The parts of the map, what its script needs, and the roles it draws, in words."""

    map: MapParts
    page_data: dict[str, Any]
    roles: dict[str, str]
    nonce: str


def draw_preview(preview: Mapping[str, Any] | None, language: str) -> Preview | None:
    """Draw the map of what was read; None where nothing of it has a place."""
    features = list((preview or {}).get("features", ()))
    extent = _extent([one for one in features if one["properties"]["role"] in _SHOWN] or features)
    if extent is None:
        return None
    g.nonce = secrets.token_urlsafe(16)
    assets = Assets(
        leaflet_js=url_for("static", filename="vendor/leaflet/leaflet.js"),
        leaflet_css=url_for("static", filename="vendor/leaflet/leaflet.css"),
        module=url_for("static", filename="review.js"),
    )
    present = {feature["properties"]["role"] for feature in features}
    roles = {role: word for role, word in role_words().items() if role in present}
    data = _page_data(features, extent, roles, language)
    return Preview(draw_map(extent, 1, assets, g.nonce), data, roles, g.nonce)


def role_words() -> dict[str, str]:
    """Say what a shape on the map is."""
    return {
        "new": gettext("new outline"),
        "before": gettext("outline now"),
        "commune": gettext("its commune"),
        "neighbour": gettext("neighbouring cluster"),
        "problem": gettext("problem"),
    }


def _extent(features: list[Any]) -> BBox | None:
    boxes = [shape(one["geometry"]).bounds for one in features if one.get("geometry")]
    if not boxes:
        return None
    west, south = (min(box[end] for box in boxes) for end in (0, 1))
    east, north = (max(box[end] for box in boxes) for end in (2, 3))
    margin = max(_MARGIN * max(east - west, north - south), _LEAST_DEGREES)
    return BBox(west - margin, south - margin, east + margin, north + margin)


def _page_data(features: list[Any], extent: BBox, roles: dict[str, str], language: str) -> dict[str, Any]:
    bbox = ",".join(f"{degree:.5f}" for degree in (extent.west, extent.south, extent.east, extent.north))
    return {
        "language": language,
        "province": state().snapshot.about[f"province_{language}"],
        "features": features,
        "addresses": {
            name: url_for("api.items", collection_id=name, bbox=bbox, limit=_MOST_AROUND, f="geojson")
            for name in ("districts", "places", "wards")
        },
        "words": {"role": roles},
        "texts": {
            "map": gettext("Map of what would change"),
            **place_texts(),
            "zoom_in": gettext("Zoom in"),
            "zoom_out": gettext("Zoom out"),
            "loading_failed": gettext("The map could not be loaded. Please reload the page."),
        },
    }
