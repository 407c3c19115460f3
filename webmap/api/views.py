"""The addresses of the service; each view is: parse, select, convert, answer."""

from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.datastructures import MIMEAccept

from geo.formats.offered import Format
from geo.geojson import dumps
from geo.published import Collection
from geo.snapshot import Frozen
from webmap.answers import answer, unchanged
from webmap.api import documents
from webmap.api.catalog import to_catalog
from webmap.api.files import send_description
from webmap.api.items import asked_page, extract_one, extract_page, one_item, page_of_items
from webmap.api.links import (
    COMMON,
    FILES,
    ITEM_FORMATS,
    JSON,
    JSONLD,
    OPENAPI,
    PAGE_FORMATS,
    SCHEMA,
    columns_of,
    find_collection,
    language,
    link_to,
    self_and_alternates,
)
from webmap.api.openapi import to_openapi
from webmap.api.schemas import to_geojson_schema, to_json_schema
from webmap.api.styles import parse_layer, send_layer, send_style
from webmap.pages.layers import Layer
from webmap.params import QUESTION, parse_format, require_known
from webmap.state import state

bp = Blueprint("api", __name__, url_prefix="/api")


@bp.get("/")
def landing() -> Response:
    """Answer with the landing page of the service."""
    return _document("landing", documents.landing())


@bp.get("/conformance")
def conformance() -> Response:
    """Answer with the conformance classes that hold."""
    return _document("conformance", documents.conformance())


@bp.get("/openapi.json")
def openapi() -> Response:
    """Answer with the OpenAPI description of what is there."""
    require_known(request.args, ())
    return answer(dumps(to_openapi(state().settings)), OPENAPI)


@bp.get("/collections")
def collections() -> Response:
    """Answer with the list of collections."""
    return _document("collections", documents.collections())


@bp.get("/collections/<collection_id>")
def collection(collection_id: str) -> Response:
    """Answer with one collection."""
    described, frozen = _require_collection(collection_id)
    return _document("collection", documents.collection(described, frozen))


@bp.get("/collections/<collection_id>/queryables")
def queryables(collection_id: str) -> Response:
    """Answer with the properties a filter can ask for."""
    return _schema("queryables", collection_id)


@bp.get("/collections/<collection_id>/schema")
def schema(collection_id: str) -> Response:
    """Answer with the properties a feature has."""
    return _schema("schema", collection_id)


@bp.get("/collections/<collection_id>/schema/geojson")
def geojson_schema(collection_id: str) -> Response:
    """Answer with what a feature is as GeoJSON."""
    described, _ = _require_collection(collection_id)
    require_known(request.args, ("lang",))
    _require_format({"schema": SCHEMA, "json": JSON})
    address = link_to("geojson_schema", collection_id=collection_id)
    return answer(dumps(to_geojson_schema(described, address)), SCHEMA)


def _schema(endpoint: str, collection_id: str) -> Response:
    described, _ = _require_collection(collection_id)
    require_known(request.args, ("lang",))
    _require_format({"schema": SCHEMA, "json": JSON})
    address = link_to(endpoint, collection_id=collection_id)
    return answer(dumps(to_json_schema(described, address, with_roles=endpoint == "schema")), SCHEMA)


@bp.get("/catalog.jsonld")
def catalog() -> Response:
    """Answer with the catalogue record, DCAT-AP as JSON-LD."""
    require_known(request.args, ())
    return answer(dumps(to_catalog()), JSONLD)


@bp.get("/collections/<collection_id>/items")
def items(collection_id: str) -> Response:
    """Answer with the features that match the query string, a page of them."""
    described, frozen = _require_collection(collection_id)
    _require_parameters(*QUESTION, *columns_of(described))
    chosen = _require_format(ITEM_FORMATS)
    return unchanged(ITEM_FORMATS[chosen]) or page_of_items(described, frozen, chosen)


@bp.get("/collections/<collection_id>/items/<feature_id>")
def item(collection_id: str, feature_id: str) -> Response:
    """Answer with one feature."""
    described, frozen = _require_collection(collection_id)
    _require_parameters("crs")
    chosen = _require_format(ITEM_FORMATS)
    return unchanged(ITEM_FORMATS[chosen]) or one_item(described, frozen, feature_id, chosen)


@bp.get("/collections/<collection_id>/metadata")
def items_metadata(collection_id: str) -> Response:
    """Answer with what is to be known of the file that the same question to items gives."""
    described, frozen = _require_collection(collection_id)
    _require_parameters(*QUESTION, *columns_of(described))
    form = _require_file()
    extract, _ = extract_page(described, frozen, form.name, asked_page())
    return send_description(extract, form)


@bp.get("/collections/<collection_id>/items/<feature_id>/metadata")
def item_metadata(collection_id: str, feature_id: str) -> Response:
    """Answer with what is to be known of the file of one feature."""
    described, frozen = _require_collection(collection_id)
    _require_parameters("crs")
    form = _require_file()
    return send_description(extract_one(described, frozen, feature_id, form.name), form)


@bp.get("/collections/clusters/style.qml")
def style() -> Response:
    """Answer with the QGIS style of a fill rate."""
    return send_style(_require_layer())


@bp.get("/collections/clusters/clusters.qlr")
def layer_definition() -> Response:
    """Answer with the QGIS layer definition that connects to this service with that style."""
    return send_layer(_require_layer(), language())


def _require_layer() -> Layer:
    require_known(request.args, ("layer", "lang"))
    language()
    return parse_layer(request.args)


def _require_file() -> Format:
    """Find which file is asked about; `f` names it, for what is answered here is always JSON."""
    name = parse_format(request.args, MIMEAccept(), {name: form.media_type for name, form in FILES.items()})
    return FILES[str(name)]


def _require_parameters(*names: str) -> None:
    require_known(request.args, (*COMMON, *names))
    language()


def _require_collection(collection_id: str) -> tuple[Collection, Frozen]:
    found = find_collection(collection_id)
    if found is None:
        abort(404, f"there is no collection {collection_id!r}")
    return found


def _require_format(formats: dict[str, str]) -> str:
    chosen = parse_format(request.args, request.accept_mimetypes, formats)
    if chosen is None:
        offered = ", ".join(dict.fromkeys(formats.values()))
        abort(406, f"Accept: {request.headers.get('Accept')}; offered here: {offered}")
    return chosen


def _document(template: str, body: dict[str, Any]) -> Response:
    """Answer with a document that exists as JSON and as a page."""
    _require_parameters()
    chosen = _require_format(PAGE_FORMATS)
    body["links"] = [*self_and_alternates(chosen, PAGE_FORMATS), *body.get("links", [])]
    if chosen == "html":
        return documents.page(template, {"document": body})
    return answer(dumps(body), PAGE_FORMATS[chosen], body["links"])
