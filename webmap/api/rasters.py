"""Rasters of the service: what there is, tiles of it, and the value at a place; surfaces are drawn alike."""

import re
from typing import Any

from flask import Response, abort, request
from flask_babel import gettext

from geo.errors import QueryError
from geo.geojson import dumps
from geo.rasters.grid import make_grid
from geo.rasters.library import Raster, find_rasters, raster_path
from geo.rasters.tiles import MOST_ZOOM, Read, bounds_of, draw_tile, value_at
from geo.surface_tags import title_of
from geo.surfaces import MOST_CELLS, UNITS, Asked, Kind, Surface, find
from webmap.answers import answer, unchanged
from webmap.api.documents import provenance
from webmap.api.links import JSON, address_of, link_to, to_link
from webmap.api.surfaces import kept_surface, parse_asked
from webmap.pages.raster_legends import Look, legend, look_of, name_of, of_edges, say_value, unit_of
from webmap.params import Args
from webmap.state import state

Json = dict[str, Any]

PNG = "image/png"
NO_PLACE = {"z": 0, "row": 0, "column": 0}
_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")


def require_raster(raster_id: str) -> Raster:
    """Find a raster by its id, or answer that there is none."""
    held = find_rasters(state().settings.home)
    found = next((one for one in held if one.id == raster_id), None)
    if found is None:
        known = ", ".join(one.id for one in held) or "none has been brought in"
        abort(404, f"there is no raster {raster_id!r}; expected one of: {known}")
    return found


def _told(raster: Raster) -> Json:
    """Say whose a raster is, and of when."""
    return {name: getattr(raster, name) or None for name in ("date", "source", "licence", "credit")}


def list_rasters(language: str) -> Json:
    """Describe the rasters there are."""
    return {
        "title": gettext("Rasters"),
        "rasters": [describe(one, language) for one in find_rasters(state().settings.home)],
    }


def describe(raster: Raster, language: str) -> Json:
    """Describe one raster: what it is, whose, of when, how it is drawn, where to get it."""
    here, home = {"raster_id": raster.id}, state().settings.home
    return {
        "id": raster.id,
        "kind": raster.kind,
        "title": name_of(raster, language),
        **_told(raster),
        "derivedFrom": raster.derived_from,
        "unit": unit_of(raster, language) or None,
        "bbox": list(bounds_of(raster_path(home, raster.id))),
        "legend": legend(look_of(home, raster), unit_of(raster, language), language),
        "links": [
            tile_link(address_of("raster_tile", **here, **NO_PLACE)),
            to_link(
                "related", link_to("raster_value", **here), JSON, gettext("The value at a place: lon, lat")
            ),
        ],
    }


def tile_link(address: str) -> Json:
    """Link to the tiles of a raster by a template."""
    template = address.replace("/0/0/0.png", "/{z}/{y}/{x}.png")
    return {
        **to_link("tiles", template, PNG, gettext("Tiles of 256 pixels, WebMercatorQuad")),
        "templated": True,
    }


def send_raster_tile(raster: Raster, zoom: int, row: int, column: int) -> Response:
    """Answer with a tile of a raster."""
    _require_in_matrix(zoom, row, column)
    if same := unchanged(PNG, raster.checksum):
        return same
    home = state().settings.home
    paint = look_of(home, raster).paint
    return _send(draw_tile(raster_path(home, raster.id), zoom, row, column, paint), raster.checksum)


def send_surface_tile(surface: Surface, zoom: int, row: int, column: int) -> Response:
    """Answer with a tile of a surface."""
    _require_in_matrix(zoom, row, column)
    asked = parse_asked(surface, request.args)
    if same := unchanged(PNG):
        return same
    path = kept_surface(find(state().snapshot, asked), address_of("surface", name=surface.name))
    return _send(draw_tile(path, zoom, row, column, look_of_surface(asked).paint), "")


def _require_in_matrix(zoom: int, row: int, column: int) -> None:
    if zoom > MOST_ZOOM or max(row, column) >= 2**zoom:
        abort(
            404, f"there is no tile {zoom}/{row}/{column}; expected zoom 0 to {MOST_ZOOM}, rows below 2^zoom"
        )


def _send(tile: bytes | None, mark: str) -> Response:
    if tile is None:
        abort(404, "the raster does not reach into this tile; its bbox is among what is listed of it")
    return answer(tile, PNG, is_packed=True, day=mark)


def look_of_surface(asked: Asked) -> Look:
    """Draw a surface in its own classes."""
    grid = make_grid((0.0, 0.0, 1.0, 1.0), asked.system, asked.cell_m, MOST_CELLS)
    return of_edges(asked.surface.edges_at(grid), share=asked.surface.kind is Kind.SHARE)


def send_value(raster: Raster, args: Args, language: str) -> Response:
    """Answer with the value of a raster at a place."""
    lon, lat = _parse_place(args)
    home, unit = state().settings.home, unit_of(raster, language)
    read = value_at(raster_path(home, raster.id), lon, lat)
    body = {"id": raster.id, "title": name_of(raster, language), "lon": lon, "lat": lat}
    said = _say(read, look_of(home, raster), unit, language)
    return answer(dumps({**body, **said, "unit": unit or None, **_told(raster)}), JSON, day=raster.checksum)


def send_surface_value(surface: Surface, args: Args, language: str) -> Response:
    """Answer with the value of a surface at a place."""
    lon, lat = _parse_place(args)
    asked = parse_asked(surface, args)
    found = find(state().snapshot, asked)
    path = kept_surface(found, address_of("surface", name=surface.name))
    unit = UNITS[surface.unit].in_language(language)
    said = _say(value_at(path, lon, lat), look_of_surface(asked), unit, language)
    body = {"id": surface.name, "title": title_of(found).in_language(language), "lon": lon, "lat": lat}
    credit = provenance("clusters")["attribution"]
    return answer(dumps({**body, **said, "unit": surface.unit, "source": credit}), JSON)


def _say(read: Read, look: Look, unit: str, language: str) -> Json:
    """Say what stands there; where nothing does, whether the raster is silent or ends before it."""
    known = [value for value in read.values if value is not None]
    if not known:
        words = gettext("no value here") if read.inside else gettext("outside this raster")
        return {"value": None, "values": [], "nodata": True, "inside": read.inside, "words": words}
    single = len(read.values) == 1
    words = say_value(look, known[0], unit, language) if single else " · ".join(f"{one:g}" for one in known)
    return {
        "value": known[0] if single else None,
        "values": list(read.values),
        "nodata": False,
        "inside": True,
        "words": words,
    }


def _parse_place(args: Args) -> tuple[float, float]:
    place = []
    for name, most in (("lon", 180.0), ("lat", 90.0)):
        text = args.get(name, "")
        if not _NUMBER.fullmatch(text) or abs(float(text)) > most:
            raise QueryError(f"{name}={text!r}; expected degrees from {-most:g} to {most:g}, such as 105.8")
        place.append(float(text))
    return place[0], place[1]
