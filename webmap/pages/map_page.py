"""The map: what the address selects, on the map and in figures, charts and a table."""

import secrets
from http import HTTPStatus

from flask import Response, g, redirect, render_template, request, url_for
from jinja2.utils import htmlsafe_json_dumps
from werkzeug.datastructures import MultiDict

from geo.bbox import BBox
from geo.conditions import AskedError
from geo.snapshot import Snapshot
from webmap.basemap import NO_BASEMAP, find_tiles
from webmap.maps import Assets, MapParts, draw_map
from webmap.pages.frame import page_address
from webmap.pages.map_data import to_page_data
from webmap.pages.map_texts import say_refused, say_unknown
from webmap.params import Args
from webmap.screen.answer import render_parts, to_drawing
from webmap.screen.area_notes import has_outlines
from webmap.screen.drawn import heading_of
from webmap.screen.question import parse_question
from webmap.screen.shown import Shown, show
from webmap.screen.tidy import is_untidy
from webmap.screen.unknown import find_unknown
from webmap.state import state

_AT_ONCE = ("atlas", "map/controls", "map/clusters", "map/page", "map/dom", "map/hatch")
"""The modules the first drawing needs; the others are asked for after it."""

_OF_THE_SCRIPT = ("view", "cluster", "area", "street")
"""What the script alone keeps in the address: no part of the page says anything of it."""

Refused = dict[str, str]


def show_map(language: str) -> Response:
    """Answer with the map; what is wrong in the address is said, and the rest of it applies."""
    g.nonce = secrets.token_urlsafe(16)
    settings = state().settings
    tiles = find_tiles(settings.basemap)
    g.images_from = tiles.host
    shown, refused, status = understand(request.args, state().snapshot, language)
    if is_untidy(request.args) and not refused and not shown.question.problems:
        own = {name: text for name in _OF_THE_SCRIPT if (text := request.args.get(name))}
        return redirect(shown.question.address.but(own), HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
    embed = shown.question.text("embed") == "1"
    if embed:
        g.embeds = True
    told = {**to_page_data(language), "refused": list(refused), "drawing": to_drawing(shown)}
    page = render_template(
        "map.html",
        nonce=g.nonce,
        map=_draw(shown.snapshot),
        modules=[f"{name}.js" for name in _AT_ONCE],
        subject=heading_of(shown.question),
        embed=embed,
        address=shown.question.address,
        pages={
            name: page_address(language, name)
            for name in ("", "table", "download", "print.pdf", "selection.html")
        },
        notices=list(refused.values()),
        tiles=tiles,
        street=request.args.get("street", str(int(settings.basemap != NO_BASEMAP))) == "1",
        preloaded=told["addresses"]["clusters"],
        page_data=htmlsafe_json_dumps(told, separators=(",", ":"), ensure_ascii=False),
        parts=render_parts(shown),
    )
    return _fresh(page, status)


def understand(args: Args, snapshot: Snapshot, language: str) -> tuple[Shown, Refused, HTTPStatus]:
    """Answer what can be answered of an address; of the rest say by the name of its parameter what is wrong.

    A name nobody knows may have been known yesterday: that is no mistake of the one who asks.
    """
    kept = MultiDict(args)
    refused = {name: say_unknown(name, kept.poplist(name)[-1]) for name in find_unknown(args, snapshot)}
    for name in _OF_THE_SCRIPT:
        kept.poplist(name)
    status = HTTPStatus.OK
    while True:
        try:
            question = parse_question(kept, page_address(language, ""), snapshot, language)
            return show(question, snapshot), refused, status
        except AskedError as error:
            if not kept.poplist(error.name):
                raise
            refused[error.name] = say_refused(error, language)
            status = HTTPStatus.BAD_REQUEST


def _draw(snapshot: Snapshot) -> MapParts:
    assets = Assets(
        leaflet_js=url_for("static", filename="vendor/leaflet/leaflet.js"),
        leaflet_css=url_for("static", filename="vendor/leaflet/leaflet.css"),
        module=url_for("static", filename="atlas.js"),
    )
    return draw_map(_extent(snapshot), len(snapshot.collections["clusters"]), assets, g.nonce)


def _extent(snapshot: Snapshot) -> BBox:
    """Show the whole province where its wards are outlined, else where the clusters are."""
    shown = snapshot.collections["wards" if has_outlines(snapshot) else "clusters"]
    return BBox(*(shown.extent or snapshot.about["bbox"]))


def _fresh(page: str, status: HTTPStatus) -> Response:
    """A page with a nonce is good for one answer: nobody may keep it."""
    response = Response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
