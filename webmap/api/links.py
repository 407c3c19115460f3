"""Links and titles that several answers of the service share."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext

from geo.formats.offered import FORMATS
from geo.published import COLLECTIONS, SIMULATED, Collection
from geo.schema import Column
from geo.snapshot import Frozen
from webmap.answers import asked
from webmap.params import LANGUAGES, parse_language
from webmap.state import state

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
CSV = "text/csv"
SCHEMA = "application/schema+json"
JSONLD = "application/ld+json"
QML, QLR = "application/x-qgis-layer-settings", "application/x-qgis-layer-definition"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"

PAGE_FORMATS = {"json": JSON, "html": HTML}
ITEM_FORMATS = {
    "geojson": GEOJSON,
    "json": JSON,
    "html": HTML,
    **{name: form.media_type for name, form in FORMATS.items() if name != "geojson"},
}
FILES = {name: form for name, form in FORMATS.items() if name != "geojson"}
"""The formats that are saved rather than read; beside each stands a document that describes it."""

COMMON = ("f", "lang")
_HERE = "\0"
"""A mark that stands in no address."""

QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
SCHEMA_REL = "http://www.opengis.net/def/rel/ogc/1.0/schema"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def to_link(rel: str, href: str, media_type: str, title: str) -> dict[str, str]:
    """Make one link object."""
    return {"rel": rel, "href": href, "type": media_type, "title": title}


def link_to(endpoint: str, **values: Any) -> str:
    """Make the absolute address of an endpoint of the service; a language asked for is kept."""
    if "lang" in request.args:
        values["lang"] = request.args["lang"]
    return address_of(endpoint, **values)


def address_of(endpoint: str, **values: Any) -> str:
    """Make the absolute address of an endpoint of the service."""
    return _address(request.scheme, request.host, request.script_root, endpoint, tuple(values.items()))


@lru_cache(maxsize=512)
def _address(scheme: str, host: str, root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    """Make an address once for each scheme, host and root the service is asked under."""
    return url_for(f"api.{endpoint}", _external=True, **dict(values))


def this_address(**changes: Any) -> str:
    """Make the address of this request with some parameters changed; None drops one."""
    changed = {name: "" if value is None else urlencode({name: value}) for name, value in changes.items()}
    base, parameters = asked()
    kept = "&".join(filter(None, {**parameters, **changed}.values()))
    return f"{base}?{kept}" if kept else base


def question_of(address: str, chosen: str) -> str:
    """Make the one address of a file, whatever the order of its parameters or where the format was named."""
    return f"{address}?{urlencode(sorted({**request.args, 'f': chosen}.items()))}"


def self_and_alternates(chosen: str, formats: Mapping[str, str]) -> list[dict[str, str]]:
    """Link to this answer and to its other formats."""
    base, parameters = asked()
    before, _, after = f"{base}?{'&'.join({**parameters, 'f': _HERE}.values())}".rpartition(_HERE)
    spoken = language()
    links = [to_link("self", this_address(), formats[chosen], _this_document(spoken))]
    for name, media_type in formats.items():
        if name not in (chosen, _alias_of(chosen)):
            links.append(
                to_link("alternate", f"{before}f={name}{after}", media_type, _as_format(spoken, name))
            )
    return links


@lru_cache(maxsize=len(LANGUAGES))
def _this_document(language: str) -> str:
    return str(gettext("This document"))


@lru_cache(maxsize=64)
def _as_format(language: str, name: str) -> str:
    """Look the title of a link up once for each language, which is that of the request."""
    called = FORMATS[name].title if name in FORMATS else name.upper()
    return str(gettext("This document as %(format)s", format=called))


def _alias_of(name: str) -> str:
    """`json` of features is GeoJSON by another name, not another format."""
    return {"geojson": "json", "json": "geojson"}.get(name, name)


def language() -> str:
    """Return the language asked for."""
    return parse_language(request.args)


def find_collection(collection_id: str) -> tuple[Collection, Frozen] | None:
    """Find a collection and its frozen features, or nothing."""
    collection = COLLECTIONS.get(collection_id)
    return None if collection is None else (collection, state().snapshot.collections[collection_id])


def columns_of(collection: Collection) -> Mapping[str, Column]:
    """Name the properties of a collection as it is published now."""
    return _columns_of(collection.id, state().snapshot.simulated)


@lru_cache(maxsize=2 * len(COLLECTIONS))
def _columns_of(collection_id: str, simulated: bool) -> Mapping[str, Column]:
    columns = COLLECTIONS[collection_id].columns
    return {column.name: column for column in ((*columns, SIMULATED) if simulated else columns)}
