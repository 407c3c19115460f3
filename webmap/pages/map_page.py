"""The map: every cluster of the province, by status or by stated fill rate."""

import secrets

import numpy as np
from flask import Response, g, render_template, request, url_for
from flask_babel import gettext

from geo.bbox import BBox
from geo.snapshot import Frozen
from webmap.maps import Assets, MapParts, draw_map
from webmap.pages.headlines import find_headlines
from webmap.pages.layers import choose_layer, to_layers
from webmap.pages.map_data import to_page_data
from webmap.pages.wording import amount
from webmap.state import state


def show_map(language: str) -> Response:
    """Answer with the map; `layer` in the address says what colours it."""
    layer = choose_layer(request.args.get("layer"))
    g.nonce = secrets.token_urlsafe(16)
    snapshot = state().snapshot
    clusters = snapshot.collections["clusters"]
    page = render_template(
        "map.html",
        lang=language,
        nonce=g.nonce,
        map=_draw(),
        layers=to_layers(),
        layer=layer,
        clusters=amount(len(clusters)),
        placed=_said_of_places(clusters),
        headlines=find_headlines(snapshot.reports["totals"]["accounts"], language),
        page_data=to_page_data(language, layer),
    )
    return _fresh(page)


def _said_of_places(clusters: Frozen) -> str:
    unplaced = int(np.isnan(clusters.bounds).any(axis=1).sum())
    return str(gettext("{unplaced} of them not on the map")).format(unplaced=amount(unplaced))


def _draw() -> MapParts:
    clusters = state().snapshot.collections["clusters"]
    assets = Assets(
        leaflet_js=url_for("static", filename="vendor/leaflet/leaflet.js"),
        leaflet_css=url_for("static", filename="vendor/leaflet/leaflet.css"),
        module=url_for("static", filename="atlas.js"),
    )
    return draw_map(_extent(), len(clusters), assets, g.nonce)


def _extent() -> BBox:
    """Show the whole province where its wards are outlined, else where the clusters are."""
    snapshot = state().snapshot
    clusters, wards = (snapshot.collections[name] for name in ("clusters", "wards"))
    outlined = bool((wards.bounds[:, 0] < wards.bounds[:, 2]).any())
    return BBox(*((wards if outlined else clusters).extent or snapshot.about["bbox"]))


def _fresh(page: str) -> Response:
    """A page with a nonce is good for one answer: nobody may keep it."""
    response = Response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
