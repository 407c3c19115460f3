"""The part of the OpenAPI description about surfaces and rasters."""

from typing import Any

from geo.crs import OFFERED
from geo.rasters.grid import DEFAULT, LEAST_CELL_M, MOST_CELL_M
from geo.rasters.tiles import MOST_ZOOM
from geo.surfaces import SURFACES
from webmap.api.links import JSON, QML
from webmap.api.rasters import PNG
from webmap.api.surfaces import COG, DEFAULT_CELL, FORMS

Json = dict[str, Any]

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_SELECTING = (
    ("time", "a period such as 2024; the latest published values without it"),
    ("filter", "a condition in CQL2 text, such as status = 'active'"),
    ("q", "words to search for, without regard for accents"),
    ("within", "corners of a ring: longitude,latitude in turn"),
    ("extent", "west,south,east,north in degrees"),
)


def raster_paths() -> Json:
    """Describe the addresses of surfaces and rasters."""
    name = _in_path("surface", list(SURFACES), "the name of a surface")
    raster = _in_path("raster", [], "the id of a raster, as listed")
    asked = [name, *_grid_parameters(), *_selecting(), _LANG]
    return {
        "/surfaces": _get("surfaces", "Surfaces: figures of clusters as a grid", {JSON: "object"}, [_LANG]),
        "/surfaces/{surface}": _get(
            "surface", "A surface as a Cloud Optimised GeoTIFF", {COG: "file"}, asked, "404"
        ),
        "/surfaces/{surface}/style.qml": _get(
            "surfaceStyle", "The QGIS style of a surface", {QML: "file"}, asked, "404"
        ),
        f"/surfaces/{{surface}}/{_TILE}": _get(
            "surfaceTile", "A tile of a surface", {PNG: "file"}, [*_place_of_tile(), *asked], "404"
        ),
        "/surfaces/{surface}/value": _get(
            "surfaceValue", "The value of a surface at a place", {JSON: "object"}, [*_PLACE, *asked], "404"
        ),
        "/rasters": _get("rasters", "Rasters", {JSON: "object"}, [_LANG]),
        "/rasters/{raster}": _get("raster", "One raster", {JSON: "object"}, [raster, _LANG], "404"),
        f"/rasters/{{raster}}/{_TILE}": _get(
            "rasterTile", "A tile of a raster", {PNG: "file"}, [raster, *_place_of_tile(), _LANG], "404"
        ),
        "/rasters/{raster}/value": _get(
            "rasterValue",
            "The value of a raster at a place",
            {JSON: "object"},
            [raster, *_PLACE, _LANG],
            "404",
        ),
    }


_LANG: Json = {"$ref": "#/components/parameters/lang"}
_TILE = "tiles/WebMercatorQuad/{z}/{row}/{column}.png"
_PLACE: list[Json] = [
    {
        "name": name,
        "in": "query",
        "required": True,
        "description": "degrees, WGS 84",
        "schema": {"type": "number", "minimum": -most, "maximum": most},
    }
    for name, most in (("lon", 180.0), ("lat", 90.0))
]


def _grid_parameters() -> list[Json]:
    cell = {"type": "number", "minimum": LEAST_CELL_M, "maximum": MOST_CELL_M, "default": float(DEFAULT_CELL)}
    systems = {"type": "string", "enum": [system.uri for system in OFFERED.values()]}
    forms = {"type": "string", "enum": list(FORMS), "default": FORMS[0]}
    return [
        _in_query(
            "cell", "the side of a cell in metres; of about that many where the system has degrees", cell
        ),
        _in_query("crs", "the coordinate system", {**systems, "default": OFFERED[DEFAULT].uri}),
        _in_query("as", "the values, or the numbers of their classes with a colour table", forms),
    ]


def _selecting() -> list[Json]:
    return [_in_query(name, said, {"type": "string", "minLength": 1}) for name, said in _SELECTING]


def _in_query(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _place_of_tile() -> list[Json]:
    whole = {"type": "integer", "minimum": 0}
    told = (("z", {**whole, "maximum": MOST_ZOOM}), ("row", whole), ("column", whole))
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name, schema in told]


def _in_path(name: str, words: list[str], description: str) -> Json:
    schema = {"type": "string", **({"enum": words} if words else {})}
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _get(
    operation: str, summary: str, bodies: dict[str, str], parameters: list[Json], *refusals: str
) -> Json:
    content = {
        media_type: {"schema": {"type": "string", "format": "binary"} if kind == "file" else {"type": kind}}
        for media_type, kind in bodies.items()
    }
    answers = {"200": {"description": summary, "content": content}}
    refused = dict.fromkeys(("400", *refusals), _PROBLEM)
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": parameters,
            "responses": {**answers, **refused},
        }
    }
