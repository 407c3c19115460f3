"""A cluster as it is published: the chosen facts as columns with their grounds, and what follows of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame
from shapely import Point

from geo import admin, occupancy
from geo.admin import Boundaries
from geo.chosen import Record, as_value
from geo.crs import WGS84, geodesic_area_ha
from geo.fields import FIELD_OF_INDICATOR, Field
from geo.industries import industries_of
from geo.package import Package
from geo.published import DENSITIES, INDICATORS, RENT
from geo.rasters.kinds import MEASURED
from geo.rows import rows_of
from geo.schema import Basis, Qualifier, Quality

_SURVEYED = (Quality.OFFICIAL, Quality.DIGITISED)
_RATE_DIGITS = 6
_WHOLE_PCT = 100.0
_UNMEASURED: Record = {f"{one.name}_basis": Basis.MISSING for one in MEASURED}
"""What stands of a cluster until rasters say more."""


def cluster_layer(
    package: Package,
    chosen: pd.DataFrame,
    doubtful: list[tuple[Record, Record]],
    wards: Boundaries | None,
) -> GeoDataFrame:
    """Publish every cluster with its chosen values, their grounds, and the rates computed from them.

    Parameters
    ----------
    chosen : the published facts, one a cluster and field
    doubtful : pairs of a fact and the published one it contradicts
    """
    by_cluster = facts_by_cluster(rows_of(chosen))
    contradicted = count_contradicted(doubtful)
    outlines = {place["id"]: place for place in rows_of(package.layers["outlines"])}
    records, geometries = [], []
    for cluster in rows_of(package.tables["clusters"]):
        published = by_cluster[cluster["id"]]
        place = outlines[cluster["id"]]
        settled = {**cluster, **_ward(cluster, published, place, wards), **_place(place)}
        records.append(with_figures(settled, published, contradicted[cluster["id"]]))
        geometries.append(place["geometry"])
    return GeoDataFrame(records, geometry=geometries, crs=WGS84)


def facts_by_cluster(chosen: Iterable[Record]) -> dict[str, dict[str, Record]]:
    """Put chosen facts together by cluster and field; a cluster without any has an empty entry."""
    found: dict[str, dict[str, Record]] = defaultdict(dict)
    for fact in chosen:
        found[fact["cluster_id"]][fact["field"]] = fact
    return found


def count_contradicted(doubtful: Iterable[tuple[Record, Record]]) -> Counter[str]:
    """Count by cluster the fields about which a fact contradicts the chosen one."""
    fields = {(fact["cluster_id"], fact["field"]) for fact, _ in doubtful}
    return Counter(cluster_id for cluster_id, _ in fields)


def with_figures(settled: Record, published: Mapping[str, Record], contradictions: int) -> Record:
    """Add to what is settled of a cluster (names, status, place) the columns of its facts, by field."""
    record = {**settled, **_reported(published), "contradictions": contradictions}
    return record | _computed(record) | _UNMEASURED


def _reported(published: Mapping[str, Record]) -> Record:
    record: Record = {}
    bounds = []
    for indicator in INDICATORS:
        field = FIELD_OF_INDICATOR[indicator]
        fact = published.get(field.name)
        record |= _value_columns(indicator, field, fact)
        record |= _grounds(indicator, fact)
        if fact and _is_bound(indicator, fact):
            bounds.append(f"{indicator}: {fact['value']}")
    stated = published.get("fill_rate_pct", {})
    latest = max(published.values(), key=_day_number, default={})
    return record | {
        "industries": industries_of(record["sectors"]),
        "bounds": "; ".join(bounds) or None,
        "enterprises_unit": published.get("enterprises", {}).get("unit"),
        "stated_fill_rate_scope": stated.get("scope"),
        "stated_fill_rate_group": stated.get("group_id"),
        "wastewater_status": "capacity_named" if "wastewater_capacity_m3_day" in published else None,
        "known_indicators": sum(FIELD_OF_INDICATOR[name].name in published for name in INDICATORS),
        "period": max((fact["period"] for fact in published.values() if fact["period"]), default=None),
        "as_of": latest.get("period") or latest.get("as_of"),
    }


def _is_bound(indicator: str, fact: Record) -> bool:
    """Tell whether a number is known only as a bound, or cannot be; a rent is published with both ends."""
    if FIELD_OF_INDICATOR[indicator].kind != "number":
        return False
    if indicator == "land_rent_usd_m2" and fact["qualifier"] == Qualifier.RANGE:
        return False
    return fact["qualifier"] != Qualifier.EXACT or not _is_possible(indicator, as_value(fact).exact)


def _is_possible(indicator: str, amount: float | None) -> bool:
    """Tell whether a stated number can be: not negative, and no share above the whole."""
    field = FIELD_OF_INDICATOR[indicator]
    return amount is not None and amount >= 0 and (field.units[:1] != ("%",) or amount <= _WHOLE_PCT)


def _day_number(fact: Record) -> int:
    return fact["valid_until"].toordinal() if fact["valid_until"] else 0


def _value_columns(indicator: str, field: Field, fact: Record | None) -> Record:
    if indicator == "land_rent_usd_m2":
        return dict(zip(RENT, (fact["value_min"], fact["value_max"]) if fact else (None, None), strict=True))
    if fact is None:
        return {indicator: None}
    if field.kind != "number":
        return {indicator: fact["value"]}
    exact = as_value(fact).exact
    if exact is None or not _is_possible(indicator, exact):
        return {indicator: None}
    return {indicator: round(exact * field.factor, 10)}


def _grounds(indicator: str, fact: Record | None) -> Record:
    return {
        f"{indicator}_basis": Basis.REPORTED if fact else Basis.MISSING,
        f"{indicator}_source": fact["source_id"] if fact else None,
        f"{indicator}_as_of": (fact["period"] or fact["as_of"]) if fact else None,
    }


def _computed(record: Record) -> Record:
    computed: Record = {}
    for column, value, inputs in (
        ("unleased_area_ha", occupancy.unleased_ha(record), ("industrial_area_ha", "leased_area_ha")),
        ("ready_area_ha", occupancy.ready_ha(record), ("serviced_area_ha", "leased_area_ha")),
    ):
        computed |= _computed_columns(column, value, inputs, record)
    for definition in occupancy.DEFINITIONS:
        rate = definition.compute(record)
        value = None if rate.value is None else round(rate.value, _RATE_DIGITS)
        inputs = (definition.numerator, definition.denominator)
        computed |= _computed_columns(definition.column, value, inputs, record)
        computed[f"{definition.column}_missing"] = " ".join(rate.missing) or None
    for density in DENSITIES:
        computed[density.name] = _quotient(record[density.numerator], record[density.denominator])
    return computed


def _quotient(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else round(part / whole, _RATE_DIGITS)


def _computed_columns(column: str, value: float | None, inputs: tuple[str, str], record: Record) -> Record:
    known = value is not None
    return {
        column: value,
        f"{column}_basis": Basis.COMPUTED if known else Basis.MISSING,
        f"{column}_source": _joined(record[f"{name}_source"] for name in inputs) if known else None,
        f"{column}_as_of": _joined(record[f"{name}_as_of"] for name in inputs) if known else None,
    }


def _joined(texts: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(text for text in texts if text)) or None


def _place(place: Mapping[str, Any]) -> Record:
    surveyed = place["boundary_quality"] in _SURVEYED and place["geometry"] is not None
    return {
        "boundary_quality": place["boundary_quality"],
        "position_accuracy_m": place["position_accuracy_m"],
        "place_basis": place["place_basis"],
        "boundary_source": place.get("source_id"),
        "geometry_area_ha": round(geodesic_area_ha(place["geometry"]), 4) if surveyed else None,
    }


def _ward(
    cluster: Record, published: Mapping[str, Record], place: Mapping[str, Any], wards: Boundaries | None
) -> Record:
    """Name the ward: by the pin where outlines are loaded, else as the table says, flagged when derived.

    What the table says instead is kept beside it: the two contradict each other.
    """
    point = _ward_point(published, place)
    if wards is not None and point is not None:
        code = admin.ward_of_point(point.x, point.y, wards.layer)
        if code is not None:
            names = dict(zip(wards.layer["code"], wards.layer["full_name"], strict=True))
            basis = "outline" if place["boundary_quality"] in _SURVEYED else "pin"
            stated = cluster["ward_names"]
            agrees = names[code] in admin.split_names(stated or "")
            named = {"ward_code": code, "ward_name": names[code], "ward_basis": basis}
            return named | {"ward_name_otherwise": None if agrees else stated}
    codes = admin.split_names(cluster["ward_codes"] or "")
    return {
        "ward_code": codes[0] if len(codes) == 1 else None,
        "ward_name": cluster["ward_names"],
        "ward_basis": cluster["ward_basis"],
        "ward_name_otherwise": None,
    }


def _ward_point(published: Mapping[str, Record], place: Mapping[str, Any]) -> Point | None:
    """The pin a source gives, if it was found usable; for a surveyed outline, a point inside it."""
    if place["boundary_quality"] in _SURVEYED and place["geometry"] is not None:
        return place["geometry"].representative_point()
    if place["place_basis"] == "pin" and {"lon", "lat"} <= published.keys():
        return Point(published["lon"]["value_min"], published["lat"]["value_min"])
    return None
