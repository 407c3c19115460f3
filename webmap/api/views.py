"""The addresses of the service; each view is: parse, select, convert, answer."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext

from geo.formats.delimited import to_csv
from geo.formats.geojson import to_geojson
from geo.geojson import dumps
from geo.published import Collection
from geo.select import select_rows
from geo.snapshot import Frozen, Rows
from webmap.answers import answer
from webmap.api import documents
from webmap.api.links import (
    COMMON,
    CSV,
    FEATURE_FORMATS,
    HTML,
    ITEM_FORMATS,
    JSON,
    OPENAPI,
    PAGE_FORMATS,
    columns_of,
    find_collection,
    language,
    link_to,
    self_and_alternates,
    this_address,
    to_link,
)
from webmap.api.openapi import to_openapi
from webmap.params import Page, parse_format, parse_page, parse_query, require_known
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


@bp.get("/collections/<collection_id>/items")
def items(collection_id: str) -> Response:
    """Answer with the features that match the query string, a page of them."""
    described, frozen = _require_collection(collection_id)
    columns = columns_of(described)
    _require_parameters("bbox", "datetime", "limit", "offset", *columns)
    chosen = _require_format(ITEM_FORMATS)
    page = parse_page(request.args, state().settings.page_limit, state().settings.page_limit_max)
    matched = select_rows(frozen, parse_query(request.args, columns), columns)
    shown = matched[page.offset : page.offset + page.limit]
    links = [*self_and_alternates(chosen, ITEM_FORMATS), *_paging(page, len(matched), chosen)]
    links.append(
        to_link("collection", link_to("collection", collection_id=described.id), JSON, gettext("Collection"))
    )
    headers = [f'<{link["href"]}>; rel="{link["rel"]}"; type="{link["type"]}"' for link in links]
    if ITEM_FORMATS[chosen] == CSV:
        return _as_csv(described, frozen, shown, len(matched), headers)
    if ITEM_FORMATS[chosen] == HTML:
        return _as_html(described, frozen, shown, len(matched), links)
    members = {
        **documents.provenance(described.id),
        "numberMatched": len(matched),
        "numberReturned": len(shown),
        "links": links,
    }
    return answer(b"".join(to_geojson(frozen, shown, members)), ITEM_FORMATS[chosen], headers)


@bp.get("/collections/<collection_id>/items/<feature_id>")
def item(collection_id: str, feature_id: str) -> Response:
    """Answer with one feature."""
    described, frozen = _require_collection(collection_id)
    _require_parameters()
    chosen = _require_format(FEATURE_FORMATS)
    row = frozen.get_row(feature_id)
    links = [
        *self_and_alternates(chosen, FEATURE_FORMATS),
        to_link("collection", link_to("collection", collection_id=described.id), JSON, gettext("Collection")),
    ]
    if FEATURE_FORMATS[chosen] == HTML:
        record = frozen.record(row)
        fields = [
            (columns_of(described)[name].title.in_language(language()), name, value)
            for name, value in record.items()
        ]
        return _page(
            "item", {"collection": described, "feature_id": feature_id, "fields": fields, "links": links}
        )
    feature = frozen.feature(row)
    body = feature[:-1] + b"," + dumps({**documents.provenance(described.id), "links": links})[1:]
    return answer(body, FEATURE_FORMATS[chosen])


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
        return _page(template, {"document": body})
    return answer(dumps(body), PAGE_FORMATS[chosen])


def _page(template: str, context: dict[str, Any]) -> Response:
    html = render_template(f"api/{template}.html", lang=language(), **context)
    return answer(html.encode(), HTML)


def _paging(page: Page, matched: int, chosen: str) -> list[dict[str, str]]:
    links = []
    if page.offset + page.limit < matched:
        after = this_address(limit=page.limit, offset=page.offset + page.limit)
        links.append(to_link("next", after, ITEM_FORMATS[chosen], gettext("Next page")))
    if page.offset > 0:
        before = this_address(limit=page.limit, offset=max(page.offset - page.limit, 0))
        links.append(to_link("prev", before, ITEM_FORMATS[chosen], gettext("Previous page")))
    return links


def _as_csv(collection: Collection, frozen: Frozen, rows: Rows, matched: int, links: list[str]) -> Response:
    response = answer(to_csv(frozen, rows).encode(), CSV, links)
    name = f"{'SIMULATED-' if state().snapshot.simulated else ''}{collection.id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["OGC-NumberMatched"] = str(matched)
    return response


def _as_html(
    collection: Collection, frozen: Frozen, rows: Rows, matched: int, links: list[dict[str, str]]
) -> Response:
    context = {
        "collection": collection,
        "columns": columns_of(collection),
        "records": frozen.records(rows),
        "matched": matched,
        "links": links,
    }
    return _page("items", context)
