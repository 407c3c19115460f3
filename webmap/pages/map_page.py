"""The map: every cluster of the province, or its former districts or wards, coloured by one layer."""

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from flask import Response, g, render_template, request, url_for
from flask_babel import gettext
from jinja2.utils import htmlsafe_json_dumps

from geo.bbox import BBox
from geo.snapshot import Frozen, Snapshot
from geo.totals import registrations
from webmap.basemap import NO_BASEMAP, find_tiles
from webmap.maps import Assets, MapParts, draw_map
from webmap.pages.frame import page_address
from webmap.pages.headlines import find_headlines
from webmap.pages.layers import AREAS, GROUPS, LAYERS, MEANS, choose, choose_layer
from webmap.pages.legends import say
from webmap.pages.map_data import is_outlined, to_page_data
from webmap.pages.wording import amount
from webmap.settings import Settings
from webmap.state import state


def show_map(language: str) -> Response:
    """Answer with the map; the address says what colours it, what is shown, and whether streets lie below."""
    g.nonce = secrets.token_urlsafe(16)
    settings = state().settings
    g.images_from = find_tiles(settings.basemap).host
    snapshot = state().snapshot
    page = render_template(
        "map.html",
        nonce=g.nonce,
        map=_draw(snapshot),
        layer=choose_layer(request.args.get("layer")),
        areas=choose(request.args.get("areas"), AREAS),
        mean=choose(request.args.get("mean"), MEANS),
        tiles=find_tiles(settings.basemap),
        street=request.args.get("street", str(int(settings.basemap != NO_BASEMAP))) == "1",
        **_prepare(snapshot.folder, settings, request.script_root, language),
    )
    return _fresh(page)


@lru_cache(maxsize=8)
def _prepare(folder: Path, settings: Settings, root: str, language: str) -> dict[str, Any]:
    """Make what is the same for every reader of one snapshot in one language; the arguments are the key."""
    snapshot = state().snapshot
    clusters = snapshot.collections["clusters"]
    return {
        "layer_groups": [
            (title, [(one.id, say(one.title, language)) for one in LAYERS if one.group == group])
            for group, title in GROUPS.items()
        ],
        "clusters": amount(len(clusters)),
        "placed": _said_of_places(clusters),
        "headlines": find_headlines(
            snapshot.reports["totals"]["accounts"],
            language,
            registrations(clusters.records())["active_households"],
        ),
        "totals_address": page_address(language, "totals"),
        "table_address": page_address(language, "table"),
        "page_data": htmlsafe_json_dumps(to_page_data(language), separators=(",", ":"), ensure_ascii=False),
    }


def _said_of_places(clusters: Frozen) -> str:
    unplaced = int(np.isnan(clusters.bounds).any(axis=1).sum())
    return str(gettext("{unplaced} of them not on the map")).format(unplaced=amount(unplaced))


def _draw(snapshot: Snapshot) -> MapParts:
    assets = Assets(
        leaflet_js=url_for("static", filename="vendor/leaflet/leaflet.js"),
        leaflet_css=url_for("static", filename="vendor/leaflet/leaflet.css"),
        module=url_for("static", filename="atlas.js"),
    )
    return draw_map(_extent(snapshot), len(snapshot.collections["clusters"]), assets, g.nonce)


def _extent(snapshot: Snapshot) -> BBox:
    """Show the whole province where its wards are outlined, else where the clusters are."""
    shown = snapshot.collections["wards" if is_outlined(snapshot) else "clusters"]
    return BBox(*(shown.extent or snapshot.about["bbox"]))


def _fresh(page: str) -> Response:
    """A page with a nonce is good for one answer: nobody may keep it."""
    response = Response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
