"""JSON Schemas of the features: what they hold, and what can be asked of them."""

from typing import Any

from geo.filters import GEOMETRY
from geo.industries import SEPARATOR
from geo.published import Collection
from geo.schema import Column
from webmap.api.links import columns_of, language

Json = dict[str, Any]

_TYPES: dict[str, Json] = {
    "string": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
}
_UCUM = {"ha": "har", "km2": "km2", "m": "m", "1": "1", "%": "%", "m3/day": "m3/d"}
"""The units that UCUM knows; the others are named as they are, in words."""


def to_json_schema(described: Collection, address: str, *, with_roles: bool) -> Json:
    """Describe the properties of a collection, titles in the language asked for, descriptions in both."""
    properties = {name: _property(column) for name, column in columns_of(described).items()}
    if with_roles:
        properties["id"]["x-ogc-role"] = "id"
        for number, column in enumerate(properties.values(), start=1):
            column["x-ogc-propertySeq"] = number
    geometry = {"title": GEOMETRY, "format": "geometry-any", "x-ogc-role": "primary-geometry"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": described.title.in_language(language()),
        "description": f"{described.description.vi} / {described.description.en}",
        "properties": {**properties, GEOMETRY: geometry},
        "additionalProperties": False,
    }


def to_geojson_schema(described: Collection, address: str) -> Json:
    """Describe a feature as it is written in GeoJSON: where the properties stand, and their types.

    GDAL takes the types of a layer from here; without, it guesses them from the first features, and makes
    text of a number that these do not have. It adds an `id` of its own, so the one among the properties is
    described by a pattern, which it does not read.
    """
    properties = {name: _property(column) for name, column in columns_of(described).items()}
    own_id = properties.pop("id")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": described.title.in_language(language()),
        "description": f"{described.description.vi} / {described.description.en}",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            GEOMETRY: {"format": "geometry-any"},
            "properties": {
                "type": "object",
                "description": "null: không có nguồn nào nêu / no source states a value",
                "properties": properties,
                "patternProperties": {"^id$": own_id},
            },
        },
    }


def _property(column: Column) -> Json:
    described: Json = {
        "title": column.title.in_language(language()),
        "description": f"{column.title.vi} / {column.title.en}",
        **_TYPES[column.type],
    }
    if column.unit:
        described["x-ogc-unit"] = _UCUM.get(column.unit, column.unit)
        if column.unit not in _UCUM:
            described["x-ogc-unitLang"] = "text"
    one_word = f"({'|'.join(column.listed)})"
    limits = {
        "enum": list(column.enum) or None,
        "pattern": f"^{one_word}({SEPARATOR}{one_word})*$" if column.listed else None,
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    return described | {name: limit for name, limit in limits.items() if limit is not None}
