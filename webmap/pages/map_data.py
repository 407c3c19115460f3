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
        "confidence": _doubted(snapshot.collections["clusters"], snapshot.collections["facts"]),
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
        source["id"]: {"title": source["title"], "url": source["url"], "kind": source["kind"]}
        for source in snapshot.collections["sources"].records()
    }


@lru_cache(maxsize=2)
def _doubted(clusters: Frozen, facts: Frozen) -> Confidence:
    """Find the published values of less than high confidence: cluster → indicator → how much."""
    doubtful = facts.columns.filter(pc.not_equal(facts.columns["confidence"], "high"))
    names = ["cluster_id", "field", "source_id", "period", "as_of", "confidence"]
    found: Confidence = {}
    published = {record["id"]: record for record in clusters.records()}
    for fact in doubtful.select(names).to_pylist():
        field = FIELDS.get(fact["field"])
        record = published[fact["cluster_id"]]
        if field is not None and field.indicator is not None and _is_published(fact, record, field.indicator):
            found.setdefault(fact["cluster_id"], {})[field.indicator] = fact["confidence"]
    return found


def _is_published(fact: Json, record: Json, indicator: str) -> bool:
    stated = (fact["source_id"], fact["period"] or fact["as_of"])
    return stated == (record[f"{indicator}_source"], record[f"{indicator}_as_of"])
