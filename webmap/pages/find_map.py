"""The small map of the land finder: what was found, what is nearly right, and the chosen place."""

from math import isfinite
from typing import Any

from flask import g, url_for
from flask_babel import gettext

from geo.bbox import BBox
from geo.snapshot import Snapshot
from webmap.maps import Assets, MapParts, draw_map
from webmap.pages.find_address import WITHIN_KM
from webmap.pages.find_question import Finding
from webmap.pages.frame import page_address
from webmap.pages.map_texts import place_texts

_MOST_AROUND = 500


def draw_finder_map(snapshot: Snapshot) -> MapParts:
    """Draw the empty map of the whole province. The page's nonce must stand in `g`."""
    assets = Assets(
        leaflet_js=url_for("static", filename="vendor/leaflet/leaflet.js"),
        leaflet_css=url_for("static", filename="vendor/leaflet/leaflet.css"),
        module=url_for("static", filename="find_map.js"),
    )
    return draw_map(BBox(*snapshot.about["bbox"]), len(snapshot.collections["clusters"]), assets, g.nonce)


def map_data(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Tell the script of the map what it fetches and says."""
    return {
        "language": language,
        "province": snapshot.about[f"province_{language}"],
        "sheets": page_address(language, "clusters"),
        "addresses": {
            name: url_for("api.items", collection_id=name, limit=_MOST_AROUND, f="geojson")
            for name in ("districts", "places", "wards")
        },
        "texts": {
            "map": gettext("Map of the sites found; the list holds the same sites"),
            **place_texts(),
            "zoom_in": gettext("Zoom in"),
            "zoom_out": gettext("Zoom out"),
            "loading_failed": gettext("The map could not be loaded. Please reload the page."),
        },
        "words": {},
    }


def found_data(finding: Finding, snapshot: Snapshot, language: str, shown: int) -> dict[str, Any]:
    """List what the map marks; the first sites bear the numbers of the list."""
    marked = [
        (one.found.site, "unknown" if one.found.unknown else "meets", place if place <= shown else 0)
        for place, one in enumerate(finding.ranked, start=1)
    ] + [(miss.found.site, "near", 0) for miss in finding.answer.misses]
    bounds = snapshot.collections["clusters"].bounds.tolist()
    name, sites = f"name_{language}", []
    for site, kind, place in marked:
        west, south, east, north = bounds[site.row]
        if isfinite(west):
            at = round((west + east) / 2, 5), round((south + north) / 2, 5)
            sites.append([*at, kind, place, site.record[name], site.record["id"]])
    spot = finding.spot
    return {
        "sites": sites,
        "spot": None if spot is None else [spot.lon, spot.lat],
        "km": finding.asked[WITHIN_KM] if spot is not None else None,
    }
