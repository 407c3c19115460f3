"""What the map page tells its script: addresses, layers, words, sources. All of it is data, none is HTML."""

from functools import lru_cache
from typing import Any

import pyarrow.compute as pc
from flask import url_for

from geo.fields import FIELDS
from geo.occupancy import DEFINITIONS, REMEDIES
from geo.published import COLLECTIONS, RATES
from geo.snapshot import Frozen, Snapshot
from webmap.pages.frame import page_address
from webmap.pages.layers import to_layers
from webmap.pages.words import code_words, flag_words, page_texts, unit_words
from webmap.state import state

Json = dict[str, Any]
Confidence = dict[str, dict[str, str]]


def to_page_data(language: str, layer: str) -> Json:
    """Put together all that the script of the map page needs besides the features."""
    snapshot = state().snapshot
    columns = {column.name: column for column in COLLECTIONS["clusters"].columns}
    units = unit_words()
    return {
        "language": language,
        "layer": layer,
        "province": snapshot.about[f"province_{language}"],
        "addresses": _addresses(language),
        "layers": to_layers(),
        "titles": {name: column.title.in_language(language) for name, column in columns.items()},
        "units": {name: units.get(column.unit, "") for name, column in columns.items() if column.unit},
        "words": code_words(),
        "flags": flag_words(),
        "texts": page_texts(),
        "rates": _rates(language),
        "remedies": {code: remedy.in_language(language) for code, remedy in REMEDIES.items()},
        "sources": _sources(snapshot),
        "confidence": _doubted(snapshot.collections["facts"]),
    }


def _addresses(language: str) -> Json:
    most = state().settings.page_limit_max
    names = ("clusters", "districts", "places", "wards")
    return {
        **{name: url_for("api.items", collection_id=name, limit=most, f="geojson") for name in names},
        "item": url_for("api.items", collection_id="clusters"),
        "factsheet": page_address(language, "clusters"),
    }


def _rates(language: str) -> list[Json]:
    return [
        {
            "column": definition.column,
            "title": RATES[definition.column].in_language(language),
            "article": definition.article.in_language(language),
            "numerator": definition.numerator,
            "denominator": definition.denominator,
        }
        for definition in DEFINITIONS
    ]


def _sources(snapshot: Snapshot) -> dict[str, Json]:
    return {
        source["id"]: {
            "title": source["title"] or source["url"] or source["id"],
            "url": source["url"],
            "kind": source["kind"],
        }
        for source in snapshot.collections["sources"].records()
    }


@lru_cache(maxsize=2)
def _doubted(facts: Frozen) -> Confidence:
    """Find the published values of less than high confidence: cluster → indicator → how much."""
    columns = facts.columns
    doubtful = columns.filter(pc.and_(columns["published"], pc.not_equal(columns["confidence"], "high")))
    found: Confidence = {}
    for fact in doubtful.select(["cluster_id", "field", "confidence"]).to_pylist():
        field = FIELDS.get(fact["field"])
        if field is not None and field.indicator is not None:
            found.setdefault(fact["cluster_id"], {})[field.indicator] = fact["confidence"]
    return found
