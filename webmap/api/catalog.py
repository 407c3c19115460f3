"""The record that data portals harvest: a DCAT-AP catalogue as JSON-LD."""

from typing import Any

import shapely

from geo.formats.offered import formats_of
from geo.published import COLLECTIONS, Collection
from geo.snapshot import Frozen
from webmap.api.links import HTML, LICENCE_URL, OPENAPI, find_collection, link_to
from webmap.state import state

Json = dict[str, Any]

_CONTEXT: Json = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "adms": "http://www.w3.org/ns/adms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"


def to_catalog() -> Json:
    """Describe the service and each collection: title, licence, last revision, place, files."""
    snapshot = state().snapshot
    about = snapshot.about
    found = [held for name in COLLECTIONS if (held := find_collection(name))]
    datasets = [_dataset(*held) for held in found]
    return {
        "@context": _CONTEXT,
        "@id": link_to("catalog"),
        "@type": "dcat:Catalog",
        "dct:title": _in_both(f"CCN Atlas: {about['title_vi']}", f"CCN Atlas: {about['title_en']}"),
        "dct:description": _in_both(
            "Dữ liệu mở về các cụm công nghiệp.", "Open data about industrial clusters."
        ),
        **_common(),
        "dct:language": [{"@id": f"{_LANGUAGES}{code}"} for code in ("VIE", "ENG")],
        "dcat:service": _service([dataset["@id"] for dataset in datasets]),
        "dcat:dataset": datasets,
    }


def _common() -> Json:
    snapshot = state().snapshot
    publisher = {"@type": "foaf:Agent", "foaf:name": "; ".join(snapshot.about["credits"]) or "CCN Atlas"}
    return {
        "dct:publisher": publisher,
        "dct:license": {"@id": LICENCE_URL},
        "dct:modified": {"@value": snapshot.published, "@type": "xsd:dateTime"},
        "dcat:version": snapshot.revision,
    }


def _service(datasets: list[str]) -> Json:
    return {
        "@id": link_to("landing"),
        "@type": "dcat:DataService",
        "dct:title": {"@value": "OGC API – Features", "@language": "en"},
        "dcat:endpointURL": {"@id": link_to("landing")},
        "dcat:endpointDescription": {"@id": link_to("openapi")},
        "dct:conformsTo": {"@id": "http://www.opengis.net/spec/ogcapi-features-1/1.0"},
        "dct:license": {"@id": LICENCE_URL},
        "dcat:servesDataset": [{"@id": dataset} for dataset in datasets],
        "dct:format": {"@id": _MEDIA_TYPES + OPENAPI.partition(";")[0]},
    }


def _dataset(described: Collection, frozen: Frozen) -> Json:
    dataset = {
        "@id": link_to("collection", collection_id=described.id),
        "@type": "dcat:Dataset",
        "dct:identifier": described.id,
        "dct:title": _in_both(described.title.vi, described.title.en),
        "dct:description": _in_both(described.description.vi, described.description.en),
        **_common(),
        **_rights(described),
        "dcat:landingPage": {"@id": link_to("collection", collection_id=described.id, f="html")},
        "dcat:distribution": [
            _distribution(described, name, media_type)
            for name, media_type in (
                *((form.name, form.media_type) for form in formats_of(frozen)),
                ("html", HTML),
            )
        ],
    }
    if frozen.extent:
        box = shapely.box(*frozen.extent).wkt
        dataset["dct:spatial"] = {
            "@type": "dct:Location",
            "dcat:bbox": {"@value": box, "@type": "gsp:wktLiteral"},
        }
    return dataset


def _rights(described: Collection) -> Json:
    """Imported outlines keep a licence of their own, beside that of the figures."""
    credit = state().snapshot.about["boundary_credits"].get(described.id)
    return {"dct:rights": {"@type": "dct:RightsStatement", "dct:description": credit}} if credit else {}


def _distribution(described: Collection, name: str, media_type: str) -> Json:
    address = link_to("items", collection_id=described.id, f=name, limit=state().settings.page_limit_max)
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": {"@value": f"{described.title.en} ({name})", "@language": "en"},
        "dcat:accessURL": {"@id": address},
        "dcat:mediaType": {"@id": _MEDIA_TYPES + media_type},
        "dct:license": {"@id": LICENCE_URL},
        "dcat:accessService": {"@id": link_to("landing")},
    }


def _in_both(vi: str, en: str) -> list[Json]:
    return [{"@value": vi, "@language": "vi"}, {"@value": en, "@language": "en"}]
