"""The addresses of surfaces and rasters, beside those of the collections."""

from flask import Response, request

from geo.geojson import dumps
from webmap.answers import answer
from webmap.api import rasters, surfaces
from webmap.api.links import JSON, language, this_address, to_link
from webmap.api.views import bp
from webmap.params import require_known

__all__ = ["bp"]

PLACE = ("lon", "lat")


@bp.get("/surfaces")
def surface_list() -> Response:
    """Answer with the surfaces there are."""
    require_known(request.args, ("lang",))
    body = surfaces.list_surfaces(language())
    body["links"] = [to_link("self", this_address(), JSON, body["title"])]
    return answer(dumps(body), JSON)


@bp.get("/surfaces/<name>")
def surface(name: str) -> Response:
    """Answer with a surface as a Cloud Optimised GeoTIFF."""
    asked = surfaces.require_surface(name)
    require_known(request.args, (*surfaces.OWN, *surfaces.selecting()))
    language()
    return surfaces.send_surface(asked)


@bp.get("/surfaces/<name>/style.qml")
def surface_style(name: str) -> Response:
    """Answer with the QGIS style of a surface."""
    asked = surfaces.require_surface(name)
    require_known(request.args, (*surfaces.OWN, *surfaces.selecting()))
    language()
    return surfaces.send_style(asked)


@bp.get("/surfaces/<name>/tiles/WebMercatorQuad/<int:z>/<int:row>/<int:column>.png")
def surface_tile(name: str, z: int, row: int, column: int) -> Response:
    """Answer with a tile of a surface."""
    asked = surfaces.require_surface(name)
    require_known(request.args, (*surfaces.OWN, *surfaces.selecting()))
    return rasters.send_surface_tile(asked, z, row, column)


@bp.get("/surfaces/<name>/value")
def surface_value(name: str) -> Response:
    """Answer with the value of a surface at a place."""
    asked = surfaces.require_surface(name)
    require_known(request.args, (*PLACE, *surfaces.OWN, *surfaces.selecting()))
    return rasters.send_surface_value(asked, request.args, language())


@bp.get("/rasters")
def raster_list() -> Response:
    """Answer with the rasters there are."""
    require_known(request.args, ("lang",))
    body = rasters.list_rasters(language())
    body["links"] = [to_link("self", this_address(), JSON, body["title"])]
    return answer(dumps(body), JSON)


@bp.get("/rasters/<raster_id>")
def raster(raster_id: str) -> Response:
    """Answer with what is told of one raster."""
    held = rasters.require_raster(raster_id)
    require_known(request.args, ("lang",))
    return answer(dumps(rasters.describe(held, language())), JSON, day=held.checksum)


@bp.get("/rasters/<raster_id>/tiles/WebMercatorQuad/<int:z>/<int:row>/<int:column>.png")
def raster_tile(raster_id: str, z: int, row: int, column: int) -> Response:
    """Answer with a tile of a raster."""
    held = rasters.require_raster(raster_id)
    require_known(request.args, ("lang",))
    return rasters.send_raster_tile(held, z, row, column)


@bp.get("/rasters/<raster_id>/value")
def raster_value(raster_id: str) -> Response:
    """Answer with the value of a raster at a place."""
    held = rasters.require_raster(raster_id)
    require_known(request.args, (*PLACE, "lang"))
    return rasters.send_value(held, request.args, language())
