"""Features on their way out: which ones, with which properties, in which system and format."""

from functools import lru_cache
from typing import Any

from flask import Response, request
from flask_babel import gettext

from geo.crs import Offered
from geo.formats.extract import Extract, with_carried
from geo.formats.geojson import geojson_head, legacy_crs, to_features, write_geojson
from geo.formats.offered import FORMATS
from geo.geojson import dumps
from geo.published import Collection
from geo.select import select_rows
from geo.snapshot import Frozen, Rows
from webmap.alike import PATTERN, Pattern
from webmap.answers import Part, answer, asked, canonical_address
from webmap.api import documents
from webmap.api.files import send_file, show
from webmap.api.links import (
    FILES,
    ITEM_FORMATS,
    JSON,
    address_of,
    columns_of,
    language,
    link_to,
    question_of,
    self_and_alternates,
    this_address,
    to_link,
)
from webmap.params import (
    LANGUAGES,
    Page,
    parse_filter_language,
    parse_page,
    parse_properties,
    parse_query,
    parse_system,
)
from webmap.state import state

Links = list[dict[str, str]]


def page_of_items(described: Collection, frozen: Frozen, chosen: str) -> Response:
    """Answer with the page asked for of the features that match."""
    page = asked_page()
    extract, matched = extract_page(described, frozen, chosen, page)
    links = [
        *_to_formats(extract, chosen),
        *_paging(page, matched, chosen),
        to_collection(described.id),
    ]
    if chosen in FILES:
        response = send_file(extract, FILES[chosen], links)
    elif chosen == "html":
        response = documents.page("items", _table(extract, described, matched, links))
    else:
        response = _collection(extract, chosen, matched, links)
        if "filter" in request.args and page.offset == 0 and matched == len(extract.rows):
            request.environ[PATTERN] = _pattern(extract, described, chosen, page, links)
    response.headers.add("OGC-NumberMatched", matched)
    response.headers.add("OGC-NumberReturned", len(extract.rows))
    return response


def one_item(described: Collection, frozen: Frozen, feature_id: str, chosen: str) -> Response:
    """Answer with one feature."""
    extract = extract_one(described, frozen, feature_id, chosen)
    links = [*_to_formats(extract, chosen), to_collection(described.id)]
    if chosen in FILES:
        return send_file(extract, FILES[chosen], links, of=feature_id)
    if chosen == "html":
        return documents.page("item", _fields(described, extract, feature_id, links))
    return _feature(extract, chosen, links, feature_id)


def extract_page(described: Collection, frozen: Frozen, chosen: str, page: Page) -> tuple[Extract, int]:
    """Take the page asked for of what the query string selects, and count all that match."""
    columns = columns_of(described)
    system, properties = parse_system(request.args, "crs"), parse_properties(request.args, columns)
    matched = select_rows(frozen, parse_query(request.args, columns), columns)
    shown = matched[page.offset : page.offset + page.limit]
    # the very rows of the collection tell that it is wanted as a whole
    rows = matched if len(shown) == len(matched) else shown
    question = ""  # a GeoJSON answer has its links
    if chosen in FILES:
        properties = with_carried(frozen, properties)
        question = question_of(address_of("items", collection_id=described.id), chosen)
    return to_extract(frozen, rows, properties, system, question), len(matched)


def extract_one(described: Collection, frozen: Frozen, feature_id: str, chosen: str) -> Extract:
    """Take one feature."""
    row = frozen.get_row(feature_id)
    system = parse_system(request.args, "crs")
    ids = {"collection_id": described.id, "feature_id": feature_id}
    question = question_of(address_of("item", **ids), chosen)
    return to_extract(frozen, frozen.rows[row : row + 1], tuple(frozen.property_names), system, question)


def to_extract(
    frozen: Frozen, rows: Rows, properties: tuple[str, ...], system: Offered, question: str
) -> Extract:
    """Put together what a format writes."""
    return Extract(state().snapshot, frozen, rows, properties, system.crs, system.uri, question)


def to_collection(collection_id: str) -> dict[str, str]:
    """Link to the collection of a feature."""
    title = _collection_title(language())
    return to_link("collection", link_to("collection", collection_id=collection_id), JSON, title)


@lru_cache(maxsize=len(LANGUAGES))
def _collection_title(language: str) -> str:
    return str(gettext("Collection"))


def asked_page() -> Page:
    """Read which part of the matches is asked for."""
    settings = state().settings
    return parse_page(request.args, settings.page_limit, settings.page_limit_max)


def _to_formats(extract: Extract, chosen: str) -> Links:
    """Link to this answer in every format that can hold it."""
    held = {
        name: media_type
        for name, media_type in ITEM_FORMATS.items()
        if name == chosen or name not in FORMATS or FORMATS[name].holds(extract)
    }
    return self_and_alternates(chosen, held)


def _members(extract: Extract, matched: int, links: Links) -> dict[str, Any]:
    return {
        **documents.provenance(extract.name),
        "numberMatched": matched,
        "numberReturned": len(extract.rows),
        "links": links,
    }


def _pattern(extract: Extract, described: Collection, chosen: str, page: Page, links: Links) -> Pattern:
    """Keep what an answer with all that matches has in common with one to another filter."""
    columns = columns_of(described)
    return Pattern(
        extract,
        columns,
        parse_query(request.args, columns),
        parse_filter_language(request.args),
        page.limit,
        _members(extract, len(extract.rows), []),
        dumps(links).decode(),
        asked().parameters["filter"],
        canonical_address(),
        ITEM_FORMATS[chosen],
    )


def _collection(extract: Extract, chosen: str, matched: int, links: Links) -> Response:
    members = _members(extract, matched, links)
    body = list(write_geojson(extract, members))
    whole = extract.is_as_stored and extract.rows is extract.frozen.rows
    packed = extract.frozen.gzip if whole else None
    response = answer(
        body, ITEM_FORMATS[chosen], links, lambda: packed and packed(geojson_head(extract, members))
    )
    return show(response, extract)


def _feature(extract: Extract, chosen: str, links: Links, of: str) -> Response:
    feature: Part
    (feature,) = extract.frozen.runs(extract.rows) if extract.is_as_stored else to_features(extract)
    named = {} if extract.is_crs84 else {"crs": legacy_crs(extract.system)}
    members = {**named, **documents.provenance(extract.name), "links": links}
    body = [feature[:-1], b",", dumps(members)[1:]]
    return show(answer(body, ITEM_FORMATS[chosen], links), extract, of)


def _table(extract: Extract, described: Collection, matched: int, links: Links) -> dict[str, Any]:
    columns = columns_of(described)
    return {
        "collection": described,
        "columns": {name: columns[name] for name in extract.properties},
        "records": extract.records(),
        "matched": matched,
        "links": links,
    }


def _fields(described: Collection, extract: Extract, feature_id: str, links: Links) -> dict[str, Any]:
    columns = columns_of(described)
    (record,) = extract.records()
    fields = [(columns[name].title.in_language(language()), name, value) for name, value in record.items()]
    return {"collection": described, "feature_id": feature_id, "fields": fields, "links": links}


def _paging(page: Page, matched: int, chosen: str) -> Links:
    links = []
    if page.offset + page.limit < matched:
        after = this_address(limit=page.limit, offset=page.offset + page.limit)
        links.append(to_link("next", after, ITEM_FORMATS[chosen], gettext("Next page")))
    if page.offset > 0:
        before = this_address(limit=page.limit, offset=max(page.offset - page.limit, 0))
        links.append(to_link("prev", before, ITEM_FORMATS[chosen], gettext("Previous page")))
    return links
