"""Features on their way out: which ones, with which properties, in which system and format."""

from typing import Any

from flask import Response, request
from flask_babel import gettext

from geo.crs import Offered
from geo.formats.delimited import to_csv
from geo.formats.extract import Extract
from geo.formats.geojson import geojson_head, legacy_crs, to_features, write_geojson
from geo.geojson import dumps
from geo.published import Collection
from geo.select import select_rows
from geo.snapshot import Frozen, Rows
from webmap.answers import answer
from webmap.api import documents
from webmap.api.links import (
    CSV,
    FEATURE_FORMATS,
    HTML,
    ITEM_FORMATS,
    JSON,
    columns_of,
    language,
    link_to,
    self_and_alternates,
    this_address,
    to_link,
)
from webmap.params import Page, parse_page, parse_properties, parse_query, parse_system
from webmap.state import state

Links = list[dict[str, str]]


def find_rows(described: Collection, frozen: Frozen) -> Rows:
    """Find the rows that match the query string, in the order asked for."""
    columns = columns_of(described)
    return select_rows(frozen, parse_query(request.args, columns), columns)


def page_of_items(described: Collection, frozen: Frozen, chosen: str) -> Response:
    """Answer with the page asked for of the features that match."""
    page = parse_page(request.args, state().settings.page_limit, state().settings.page_limit_max)
    system = parse_system(request.args, "crs")
    properties = parse_properties(request.args, columns_of(described))
    matched = find_rows(described, frozen)
    shown = matched[page.offset : page.offset + page.limit]
    links = [
        *self_and_alternates(chosen, ITEM_FORMATS),
        *_paging(page, len(matched), chosen),
        to_collection(described.id),
    ]
    extract = to_extract(frozen, shown, properties, system)
    response = _write(extract, chosen, described, len(matched), links)
    response.headers["OGC-NumberMatched"] = str(len(matched))
    response.headers["OGC-NumberReturned"] = str(len(shown))
    return response


def to_extract(frozen: Frozen, rows: Rows, properties: tuple[str, ...], system: Offered) -> Extract:
    """Put together what a format writes."""
    snapshot = state().snapshot
    return Extract(snapshot, frozen, rows, properties, system.crs, system.uri, this_address())


def to_collection(collection_id: str) -> dict[str, str]:
    """Link to the collection of a feature."""
    return to_link(
        "collection", link_to("collection", collection_id=collection_id), JSON, gettext("Collection")
    )


def _write(extract: Extract, chosen: str, described: Collection, matched: int, links: Links) -> Response:
    """Write features in the format chosen."""
    media_type = ITEM_FORMATS[chosen]
    if media_type == HTML:
        return documents.page("items", _table(extract, described, matched, links))
    if media_type == CSV:
        return _in_system(_download(extract, described, links), extract.system)
    members = {
        **documents.provenance(described.id),
        "numberMatched": matched,
        "numberReturned": len(extract.rows),
        "links": links,
    }
    body = b"".join(write_geojson(extract, members))
    whole = extract.is_as_stored and extract.rows is extract.frozen.rows
    packed = extract.frozen.gzip if whole else None
    response = answer(body, media_type, links, lambda: packed and packed(geojson_head(extract, members)))
    return _in_system(response, extract.system)


def _in_system(response: Response, system: Offered) -> Response:
    response.headers["Content-Crs"] = f"<{system.uri}>"
    return response


def _download(extract: Extract, described: Collection, links: Links) -> Response:
    response = answer(to_csv(extract).encode(), CSV, links)
    name = f"{'SIMULATED-' if extract.snapshot.simulated else ''}{described.id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _table(extract: Extract, described: Collection, matched: int, links: Links) -> dict[str, Any]:
    columns = columns_of(described)
    return {
        "collection": described,
        "columns": {name: columns[name] for name in extract.properties},
        "records": extract.records(),
        "matched": matched,
        "links": links,
    }


def one_item(described: Collection, frozen: Frozen, feature_id: str, chosen: str) -> Response:
    """Answer with one feature."""
    system = parse_system(request.args, "crs")
    row = frozen.get_row(feature_id)
    links = [*self_and_alternates(chosen, FEATURE_FORMATS), to_collection(described.id)]
    if FEATURE_FORMATS[chosen] == HTML:
        return documents.page("item", _fields(described, frozen, row, feature_id, links))
    extract = to_extract(frozen, frozen.rows[row : row + 1], tuple(frozen.property_names), system)
    feature = frozen.feature(row) if extract.is_as_stored else next(to_features(extract))
    named = {} if extract.is_crs84 else {"crs": legacy_crs(system)}
    members = {**named, **documents.provenance(described.id), "links": links}
    body = feature[:-1] + b"," + dumps(members)[1:]
    return _in_system(answer(body, FEATURE_FORMATS[chosen], links), system)


def _fields(described: Collection, frozen: Frozen, row: int, feature_id: str, links: Links) -> dict[str, Any]:
    columns = columns_of(described)
    fields = [
        (columns[name].title.in_language(language()), name, value)
        for name, value in frozen.record(row).items()
    ]
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
