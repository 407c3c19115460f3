"""The documents of the service that are not features: landing page, conformance, collections."""

from typing import Any

import pyarrow.compute as pc
from flask import Response, render_template, url_for
from flask_babel import gettext

from geo.crs import CRS84, OFFERED
from geo.formats.offered import Format, formats_of
from geo.formats.provenance import provenance as provenance_of
from geo.published import COLLECTIONS, Collection
from geo.snapshot import Frozen
from webmap.answers import answer
from webmap.api.links import (
    HTML,
    JSON,
    JSONLD,
    LICENCE_URL,
    OPENAPI,
    QLR,
    QML,
    QUERYABLES_REL,
    SCHEMA,
    SCHEMA_REL,
    find_collection,
    language,
    link_to,
    to_link,
)
from webmap.state import state

CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/{part}/conf/{name}"
    for part, names in {
        "ogcapi-common-1/1.0": ("core",),
        "ogcapi-features-1/1.0": ("core", "oas30", "html", "geojson"),
        "ogcapi-features-2/1.0": ("crs",),
        "ogcapi-features-3/1.0": ("queryables", "queryables-query-parameters", "filter", "features-filter"),
        "cql2/1.0": (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "property-property",
            "arithmetic",
        ),
    }.items()
    for name in names
)

VALID = {"valid_from", "valid_to"}
"""The days between which a feature holds, both included; what `datetime` asks for."""

_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


def provenance(collection_id: str | None = None) -> dict[str, Any]:
    """Say what every answer carries along."""
    return provenance_of(state().snapshot, collection_id)


def title() -> str:
    """Name the service in the language asked for."""
    about = state().snapshot.about
    return str(about["title_vi" if language() == "vi" else "title_en"])


def landing() -> dict[str, Any]:
    """Describe the service."""
    return {
        "title": f"CCN Atlas: {title()}",
        "description": state().snapshot.about["title_en"],
        **provenance(),
        "links": [
            to_link("service-desc", link_to("openapi"), OPENAPI, "OpenAPI 3.0"),
            to_link("service-doc", _manual(), HTML, gettext("How to connect, and what the columns mean")),
            to_link("conformance", link_to("conformance"), JSON, gettext("Conformance")),
            to_link("data", link_to("collections"), JSON, gettext("Collections")),
            to_link("related", link_to("surface_list"), JSON, gettext("Surfaces as GeoTIFF")),
            to_link("related", link_to("raster_list"), JSON, gettext("Rasters")),
            to_link("describedby", link_to("catalog"), JSONLD, gettext("Catalogue record (DCAT-AP)")),
        ],
    }


def _manual() -> str:
    return url_for(f"pages_{language()}.data", _external=True)


def conformance() -> dict[str, Any]:
    """List the conformance classes that hold."""
    return {"conformsTo": list(CONFORMANCE)}


def collections() -> dict[str, Any]:
    """List the collections."""
    listed = [found for name in COLLECTIONS if (found := find_collection(name))]
    return {"collections": [collection(*found) for found in listed], "links": []}


def collection(described: Collection, frozen: Frozen) -> dict[str, Any]:
    """Describe one collection: what it holds, where it lies, how to get it."""

    def to_items(name: str, media_type: str, words: str) -> dict[str, str]:
        return to_link("items", link_to("items", collection_id=described.id, f=name), media_type, words)

    def of_this(endpoint: str) -> str:
        return link_to(endpoint, collection_id=described.id)

    body: dict[str, Any] = {
        "id": described.id,
        "title": described.title.in_language(language()),
        "description": described.description.in_language(language()),
        "itemType": "feature",
        "crs": [offered.uri for offered in OFFERED.values()],
        "storageCrs": CRS84.uri,
        "numberOfFeatures": len(frozen),
        **provenance(described.id),
        "links": [
            *(to_items(form.name, form.media_type, _named(form)) for form in formats_of(frozen)),
            to_items("html", HTML, gettext("Features as a page")),
            to_link(QUERYABLES_REL, of_this("queryables"), SCHEMA, gettext("What a filter can ask for")),
            to_link(SCHEMA_REL, of_this("schema"), SCHEMA, gettext("What a feature holds")),
            # GDAL takes the types of a layer from the first of these; up to 3.6 it knows this spelling alone
            to_link("describedBy", of_this("geojson_schema"), SCHEMA, gettext("A feature as GeoJSON")),
            to_link("describedby", of_this("schema"), SCHEMA, gettext("What a feature holds")),
            to_link("license", LICENCE_URL, HTML, "CC BY 4.0"),
            *(_to_styles() if described.id == "clusters" else ()),
        ],
    }
    if extent := _extent(frozen):
        body["extent"] = extent
    return body


def _extent(frozen: Frozen) -> dict[str, Any]:
    """Say where the features lie and from when to when they hold, as far as they say so."""
    extent: dict[str, Any] = {}
    if frozen.extent:
        extent["spatial"] = {"bbox": [list(frozen.extent)], "crs": CRS84.uri}
    if {*frozen.property_names} >= VALID and len(frozen):
        extent["temporal"] = {"interval": [_span(frozen)], "trs": _GREGORIAN}
    return extent


def _span(frozen: Frozen) -> list[str | None]:
    """Return the first and the last moment any feature holds; None where one of them is open."""
    if not (VALID.issubset(frozen.property_names) and len(frozen)):
        return [None, None]
    begins, ends = (frozen.columns[name] for name in ("valid_from", "valid_to"))
    first = None if begins.null_count else f"{pc.min(begins).as_py()}T00:00:00Z"
    last = None if ends.null_count else f"{pc.max(ends).as_py()}T23:59:59Z"
    return [first, last]


def _named(form: Format) -> str:
    return str(gettext("Features as %(format)s", format=form.title))


def _to_styles() -> list[dict[str, str]]:
    return [
        to_link("stylesheet", link_to("style"), QML, gettext("Fill rates as a QGIS style")),
        to_link("related", link_to("layer_definition"), QLR, gettext("Clusters as a QGIS layer, styled")),
    ]


def page(template: str, context: dict[str, Any]) -> Response:
    """Answer with a page."""
    html = render_template(f"api/{template}.html", lang=language(), **context)
    return answer(html.encode(), HTML)
