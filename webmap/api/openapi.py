"""The OpenAPI 3.0 description, made from the collections that are there."""

from collections.abc import Iterable
from typing import Any

from geo.cql import LANGUAGES as FILTER_LANGUAGES
from geo.crs import CRS84, OFFERED
from geo.published import COLLECTIONS, Collection
from geo.schema import Column
from webmap.api.links import (
    FILES,
    HTML,
    ITEM_FORMATS,
    JSON,
    JSONLD,
    OPENAPI,
    QLR,
    QML,
    SCHEMA,
    columns_of,
    link_to,
)
from webmap.api.openapi_rasters import raster_paths
from webmap.api.styles import STYLED
from webmap.params import LANGUAGES, QUESTION
from webmap.settings import Settings

Json = dict[str, Any]

_TYPES = {
    "string": "string",
    "date": "string",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
}


_FILE_TYPES = {QML, QLR, *(form.media_type for form in FILES.values())}


def to_openapi(settings: Settings) -> Json:
    """Describe every address of the service, with just the parameters and formats it takes."""
    paths: Json = {
        "/": _reading("landing", "Landing page", (JSON, HTML)),
        "/conformance": _reading("conformance", "Conformance classes", (JSON, HTML)),
        "/collections": _reading("collections", "Collections", (JSON, HTML)),
        "/openapi.json": _document("openapi", "This description", OPENAPI),
        "/collections/clusters/style.qml": _styled("style", "Fill rates as a QGIS style", QML),
        "/collections/clusters/clusters.qlr": _styled("layer", "Clusters as a QGIS layer, styled", QLR),
        "/catalog.jsonld": _document("catalog", "The catalogue record, DCAT-AP as JSON-LD", JSONLD),
    }
    for collection in COLLECTIONS.values():
        paths |= _collection_paths(collection)
    paths |= raster_paths()
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "CCN Atlas",
            "version": "1.0.0",
            "description": "Industrial clusters as OGC API – Features. Figures: CC BY 4.0.",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": link_to("landing").rstrip("/")}],
        "paths": paths,
        "components": {
            "parameters": _common_parameters(settings),
            "responses": {"Problem": _problem()},
        },
    }


def _collection_paths(collection: Collection) -> Json:
    base = f"/collections/{collection.id}"
    name = collection.id.capitalize()
    title = collection.title.en
    filters = [_filter(column) for column in columns_of(collection).values()]
    items = _reading(f"get{name}Items", f"{title}: features", ITEM_FORMATS.values())
    items["get"]["parameters"] = [*map(_ref, (*QUESTION, "fItems", "lang")), *filters]
    about_items = _reading(f"get{name}Metadata", f"{title}: what a file of features holds", (JSON,))
    about_items["get"]["parameters"] = [*map(_ref, (*QUESTION, "fFile", "lang")), *filters]
    item = _of_one(_reading(f"get{name}Item", f"{title}: one feature", ITEM_FORMATS.values()), "fItems")
    about_item = _of_one(
        _reading(f"get{name}ItemMetadata", f"{title}: what the file of one feature holds", (JSON,)), "fFile"
    )
    return {
        base: _reading(f"get{name}", collection.title.en, (JSON, HTML)),
        f"{base}/queryables": _schema(f"get{name}Queryables", f"{collection.title.en}: what can be asked"),
        f"{base}/schema": _schema(f"get{name}Schema", f"{collection.title.en}: what a feature holds"),
        f"{base}/schema/geojson": _schema(f"get{name}GeoJsonSchema", f"{title}: a feature as GeoJSON"),
        f"{base}/items": items,
        f"{base}/items/{{featureId}}": item,
        f"{base}/metadata": about_items,
        f"{base}/items/{{featureId}}/metadata": about_item,
    }


def _of_one(described: Json, file_format: str) -> Json:
    described["get"]["parameters"] = [_ref(name) for name in ("featureId", "crs", file_format, "lang")]
    described["get"]["responses"]["404"] = {"$ref": "#/components/responses/Problem"}
    return described


def _styled(operation: str, summary: str, media_type: str) -> Json:
    described = _document(operation, summary, media_type)
    described["get"]["parameters"] = [_ref("layer"), _ref("lang")]
    return described


def _document(operation: str, summary: str, media_type: str) -> Json:
    described = _reading(operation, summary, (media_type,))
    described["get"]["parameters"] = []
    return described


def _schema(operation: str, summary: str) -> Json:
    described = _document(operation, summary, SCHEMA)
    described["get"]["parameters"] = [_ref("lang")]
    return described


def _reading(operation: str, summary: str, media_types: Iterable[str]) -> Json:
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": [_ref("fPage"), _ref("lang")],
            "responses": {
                "200": _ok(summary, media_types),
                "400": {"$ref": "#/components/responses/Problem"},
                "406": {"$ref": "#/components/responses/Problem"},
            },
        }
    }


def _ok(description: str, media_types: Iterable[str]) -> Json:
    return {
        "description": description,
        "content": {media_type: {"schema": _body(media_type)} for media_type in media_types},
    }


def _body(media_type: str) -> Json:
    if media_type in _FILE_TYPES:
        return {"type": "string", "format": "binary"}
    return {"type": "string" if media_type == HTML else "object"}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/parameters/{name}"}


def _filter(column: Column) -> Json:
    schema: Json = {"type": _TYPES[column.type]}
    if column.enum:
        schema["enum"] = list(column.enum)
    unit = f" ({column.unit})" if column.unit else ""
    return {
        "name": column.name,
        "in": "query",
        "required": False,
        "description": f"{column.title.en}{unit}: features whose value equals this",
        "schema": schema,
    }


def _choice(words: tuple[str, ...], description: str, name: str = "f") -> Json:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "string", "enum": list(words)},
    }


def _system(name: str, description: str) -> Json:
    offered = [system.uri for system in OFFERED.values()]
    schema = {"type": "string", "format": "uri", "default": CRS84.uri, "enum": offered}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _text(name: str, description: str) -> Json:
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _common_parameters(settings: Settings) -> Json:
    return {
        "bbox": {
            "name": "bbox",
            "in": "query",
            "required": False,
            "description": "west,south,east,north in degrees, or as bbox-crs says; six include heights",
            "schema": {
                "type": "array",
                "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
                "items": {"type": "number"},
            },
            "style": "form",
            "explode": False,
        },
        "bbox-crs": _system("bbox-crs", "the coordinate system of bbox"),
        "crs": _system("crs", "the coordinate system of the answer; its axis order is that of its URI"),
        "filter-crs": _system("filter-crs", "the coordinate system of the geometries in filter"),
        "filter": _text("filter", "a condition in CQL2, such as status = 'active' AND planned_area_ha > 20"),
        "filter-lang": _choice(FILTER_LANGUAGES, "how filter is written", "filter-lang"),
        "sortby": _text("sortby", "names to sort by, such as +name_vi,-planned_area_ha; missing values last"),
        "properties": _text("properties", "names of the properties to answer with, parted by commas"),
        "q": _text("q", "words to search for, without regard for accents; commas part alternatives"),
        "datetime": {
            "name": "datetime",
            "in": "query",
            "required": False,
            "description": "valid time: a date, a date-time, or an interval with .. for an open end",
            "schema": {"type": "string"},
        },
        "limit": {
            "name": "limit",
            "in": "query",
            "required": False,
            "description": "how many features at most; more than the maximum means the maximum",
            "schema": {
                "type": "integer",
                "minimum": 1,
                "maximum": settings.page_limit_max,
                "default": settings.page_limit,
            },
        },
        "offset": {
            "name": "offset",
            "in": "query",
            "required": False,
            "description": "how many matches to pass over first",
            "schema": {"type": "integer", "minimum": 0, "default": 0},
        },
        "fPage": _choice(("json", "html"), "the format; else by Accept"),
        "fItems": _choice(tuple(ITEM_FORMATS), "the format; else by Accept"),
        "fFile": _choice(tuple(FILES), "the format of the file"),
        "layer": _choice(tuple(STYLED), "which fill rate colours the clusters", "layer"),
        "lang": _choice(LANGUAGES, "the language of titles and pages", "lang"),
        "featureId": {
            "name": "featureId",
            "in": "path",
            "required": True,
            "description": "the id of a feature",
            "schema": {"type": "string"},
        },
    }


def _problem() -> Json:
    properties = {name: {"type": "string"} for name in ("type", "title", "detail")}
    return {
        "description": "What was got and what was expected (RFC 9457)",
        "content": {
            "application/problem+json": {
                "schema": {"type": "object", "properties": {**properties, "status": {"type": "integer"}}}
            }
        },
    }
