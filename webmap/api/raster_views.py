"""The addresses of surfaces and rasters, beside those of the collections."""

from flask import Response, request

from geo.geojson import dumps
from webmap.answers import answer
from webmap.api import surfaces
from webmap.api.links import JSON, language, this_address, to_link
from webmap.api.views import bp
from webmap.params import require_known

__all__ = ["bp"]


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
