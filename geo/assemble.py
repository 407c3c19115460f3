"""From a data package to the layers that are published: chosen values, rates, units and their figures."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame
from shapely import Geometry, Point

from geo import admin, occupancy
from geo.crs import WGS84, geodesic_area_ha, require_crs
from geo.facts import Value, choose, contradicts, dates_contradict, parse_days, period_days
from geo.fields import FIELD_OF_INDICATOR, FIELDS, Field
from geo.industries import industries_of
from geo.package import Package
from geo.published import COLLECTIONS, DENSITIES, INDICATORS, RENT, SIMULATED, SUMS, Density
from geo.schema import Basis, Qualifier, Quality
from geo.units import is_registration

Record = dict[str, Any]

_TABLES = ("sources", "city_series", "programme_targets")
"""The tables that pages read besides the collections."""

_OPTIONAL = ("area_reports",)
"""Those of them that are kept only where they have rows."""

_SURVEYED = (Quality.OFFICIAL, Quality.DIGITISED)
_RATE_DIGITS = 6
_WHOLE_PCT = 100.0


@dataclass(frozen=True)
class Boundaries:
    """Outlines of administrative units by code, and who is to be credited for them."""

    layer: GeoDataFrame
    credit: str
    quality: Quality = Quality.DIGITISED


def layers_of(package: Package, boundaries: Mapping[str, Boundaries]) -> dict[str, GeoDataFrame]:
    """Assemble every published collection, and the tables the pages read beside them.

    Parameters
    ----------
    boundaries : outlines by collection name (`wards`, `districts`), where any are loaded
    """
    for layer in package.layers.values():
        require_crs(layer, WGS84)
    facts = with_source_kind(package)
    chosen = choose_published(facts)
    doubtful = find_contradictions(facts, chosen)
    clusters = cluster_layer(package, chosen, doubtful, boundaries.get("wards"))
    records = clusters.drop(columns="geometry").to_dict("records")
    layers = {
        "clusters": clusters,
        "lots": _lots(package),
        "observations": _observations(facts),
        "wards": _units(package.tables["admin_wards"], records, "ward_code", boundaries.get("wards")),
        "districts": _units(
            package.tables["admin_districts"], records, "district_code", boundaries.get("districts")
        ),
        "places": _points(package.tables["places"]),
    }
    promised = {name: _promised(name, layer, package) for name, layer in layers.items()}
    return {
        **promised,
        "facts": _without_geometry(
            facts.assign(
                published=facts.index.isin(chosen.index),
                contradicts=facts["id"].isin([fact["id"] for fact, _ in doubtful]),
            )
        ),
        **{name: _numbered(package.tables[name]) for name in _TABLES},
        **{name: _numbered(package.tables[name]) for name in _OPTIONAL if not package.tables[name].empty},
    }


def _promised(name: str, layer: GeoDataFrame, package: Package) -> GeoDataFrame:
    """Bring a layer into the columns its collection promises, everything missing as None."""
    columns = [column.name for column in COLLECTIONS[name].columns]
    if package.about.simulated:
        columns.append(SIMULATED.name)
        layer = layer.assign(simulated="SIMULATED")
    cells = pd.DataFrame(layer).reindex(columns=columns).astype(object)
    return GeoDataFrame(cells.where(cells.notna(), None), geometry=list(layer.geometry), crs=WGS84)


def with_source_kind(package: Package) -> pd.DataFrame:
    """Return the facts with what the rule of choice needs: the kind of their source, and who chose them."""
    sources = package.tables["sources"]
    kinds = dict(zip(sources["id"], sources["kind"], strict=True))
    facts = package.tables["facts"]
    return facts.assign(
        source_kind=facts["source_id"].map(kinds), decided=facts["id"].isin(_decided_facts(package))
    )


def _decided_facts(package: Package) -> list[str]:
    """List the facts people chose; of several decisions on the same the last one holds."""
    decisions = package.tables.get("decisions")
    if decisions is None:
        return []
    return list(decisions.drop_duplicates(["cluster_id", "field"], keep="last")["fact_id"])


def choose_published(facts: pd.DataFrame) -> pd.DataFrame:
    """Pick the published fact of every cluster and field; half a year's flow never stands for a year's."""
    flows = [name for name, field in FIELDS.items() if field.flow]
    half = facts["field"].isin(flows) & facts["period"].fillna("").str.endswith("-H1")
    return choose(facts[~half])


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
    by_cluster: dict[str, dict[str, Record]] = defaultdict(dict)
    for fact in chosen.to_dict("records"):
        by_cluster[fact["cluster_id"]][fact["field"]] = fact
    contradicted = Counter(
        cluster_id for cluster_id, _ in {(f["cluster_id"], f["field"]) for f, _ in doubtful}
    )
    outlines = {place["id"]: place for place in package.layers["outlines"].to_dict("records")}
    records, geometries = [], []
    for cluster in package.tables["clusters"].to_dict("records"):
        published = by_cluster[cluster["id"]]
        place = outlines[cluster["id"]]
        record = {
            **cluster,
            **_ward(cluster, published, place, wards),
            **_reported(published),
            **_place(place),
            "contradictions": contradicted[cluster["id"]],
        }
        records.append(record | _computed(record))
        geometries.append(place["geometry"])
    return GeoDataFrame(records, geometry=geometries, crs=WGS84)


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
        "period": max((fact["period"] for fact in published.values() if fact["period"]), default=None),
        "as_of": latest.get("period") or latest.get("as_of"),
    }


def _is_bound(indicator: str, fact: Record) -> bool:
    """Tell whether a number is known only as a bound, or cannot be; a rent is published with both ends."""
    if FIELD_OF_INDICATOR[indicator].kind != "number":
        return False
    if indicator == "land_rent_usd_m2" and fact["qualifier"] == Qualifier.RANGE:
        return False
    return fact["qualifier"] != Qualifier.EXACT or not _is_possible(indicator, _as_value(fact).exact)


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
    exact = _as_value(fact).exact
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
    return computed


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


def _as_value(fact: Record) -> Value:
    least, most = (None if pd.isna(fact[end]) else float(fact[end]) for end in ("value_min", "value_max"))
    return Value(least, most, fact["qualifier"])


def find_contradictions(facts: pd.DataFrame, chosen: pd.DataFrame) -> list[tuple[Record, Record]]:
    """Pair every fact that cannot hold beside the published one with that one.

    Figures that change with time contradict each other only when they are about the same time.
    """
    published = {(fact["cluster_id"], fact["field"]): fact for fact in chosen.to_dict("records")}
    pairs = []
    for fact in facts.assign(position=facts.index).to_dict("records"):
        other = published.get((fact["cluster_id"], fact["field"]))
        if other is not None and other["id"] != fact["id"] and _disagree(fact, other):
            pairs.append((fact, other))
    return pairs


def _disagree(fact: Record, other: Record) -> bool:
    field = FIELDS[fact["field"]]
    if field.name in ("lon", "lat"):
        return False
    if field.varies and (fact["period"], fact["as_of"]) != (other["period"], other["as_of"]):
        return False
    if field.kind == "date":
        return dates_contradict(fact["value"], other["value"])
    return field.kind == "number" and contradicts(_as_value(fact), _as_value(other))


def _lots(package: Package) -> GeoDataFrame:
    lots = package.tables["lots"]
    outlines = package.layers.get("lot_outlines")
    found = dict(zip(outlines["id"], outlines.geometry, strict=True)) if outlines is not None else {}
    return GeoDataFrame(lots, geometry=[found.get(lot_id) for lot_id in lots["id"]], crs=WGS84)


def _observations(facts: pd.DataFrame) -> GeoDataFrame:
    varying = facts[facts["field"].isin([name for name, field in FIELDS.items() if field.varies])]
    values = [_as_value(fact).exact for fact in varying.to_dict("records")]
    factors = [FIELDS[name].factor for name in varying["field"]]
    layer = varying.assign(
        indicator=[FIELDS[name].indicator or name for name in varying["field"]],
        value=[
            None if value is None else round(value * factor, 10)
            for value, factor in zip(values, factors, strict=True)
        ],
        value_stated=varying["value"],
        unit=[
            "1" if FIELDS[name].factor != 1.0 else unit
            for name, unit in varying[["field", "unit"]].to_numpy()
        ],
        basis=Basis.REPORTED,
        valid_from=[_first_day(fact) for fact in varying.to_dict("records")],
        valid_to=varying["valid_until"],
    )
    return _without_geometry(layer)


def _first_day(fact: Record) -> date | None:
    if fact["period"]:
        return period_days(fact["period"])[0]
    days = parse_days(fact["as_of"]) if fact["as_of"] else None
    return days[0] if days else None


def _without_geometry(table: pd.DataFrame) -> GeoDataFrame:
    return GeoDataFrame(table, geometry=[None] * len(table), crs=WGS84)


def _numbered(table: pd.DataFrame) -> GeoDataFrame:
    """A row without an id of its own is known by its number."""
    rows = [str(number) for number in range(1, len(table) + 1)]
    return _without_geometry(table if "id" in table else table.assign(id=rows))


def _points(table: pd.DataFrame) -> GeoDataFrame:
    return GeoDataFrame(table, geometry=_marks(table), crs=WGS84)


def _marks(table: pd.DataFrame) -> list[Geometry | None]:
    return [
        None if pd.isna(lon) or pd.isna(lat) else Point(lon, lat)
        for lon, lat in zip(table["lon"], table["lat"], strict=True)
    ]


def _units(
    units: pd.DataFrame, clusters: list[Record], key: str, boundaries: Boundaries | None
) -> GeoDataFrame:
    """Publish administrative units with the figures of the clusters in them, outlined where possible."""
    members: dict[str, list[Record]] = {}
    for cluster in clusters:
        members.setdefault(cluster[key], []).append(cluster)
    figures = pd.DataFrame([unit_figures(members.get(code, [])) for code in units["code"]], index=units.index)
    outlines = (
        dict(zip(boundaries.layer["code"], boundaries.layer.geometry, strict=True)) if boundaries else {}
    )
    outlined = [code in outlines for code in units["code"]]
    return GeoDataFrame(
        units.assign(
            id=units["code"],
            **{name: figures[name] for name in figures},
            boundary_quality=[
                boundaries.quality if boundaries and drawn else Quality.MISSING for drawn in outlined
            ],
            boundary_credit=[boundaries.credit if boundaries and drawn else None for drawn in outlined],
        ),
        geometry=[outlines.get(code, mark) for code, mark in zip(units["code"], _marks(units), strict=True)],
        crs=WGS84,
    )


def unit_figures(clusters: list[Record]) -> Record:
    """Sum and average the clusters of an area, with how many stand behind each figure."""
    areas = _known_of(clusters, "planned_area_ha")
    figures: Record = {
        "clusters": len(clusters),
        "planned_area_ha": _total(areas),
        "planned_area_known": len(areas),
    }
    for definition in occupancy.DEFINITIONS:
        mean = occupancy.average(clusters, definition)
        figures |= _means(definition.column, mean.weighted, mean.simple, mean.computable)
    for column in SUMS:
        known = _known_of(clusters, column)
        figures |= {column: _total(known), f"{column}_known": len(known)}
    for density in DENSITIES:
        figures |= _density(clusters, density)
    return figures


def _known_of(clusters: list[Record], column: str) -> list[float]:
    """Collect what is known of a column; households that only registered do not produce yet."""
    return [
        cluster[column]
        for cluster in clusters
        if not pd.isna(cluster[column])
        and not (column == "enterprises" and is_registration(cluster["enterprises_unit"]))
    ]


def _total(known: list[float]) -> float | None:
    return round(math.fsum(known), 6) if known else None


def _means(name: str, weighted: float | None, simple: float | None, known: int) -> Record:
    means = {f"{name}_weighted": weighted, f"{name}_simple": simple}
    rounded = {kind: None if mean is None else round(mean, _RATE_DIGITS) for kind, mean in means.items()}
    return rounded | {f"{name}_known": known}


def _density(clusters: list[Record], density: Density) -> Record:
    """Average a figure per hectare over the clusters of which both are known."""
    pairs = [(cluster[density.numerator], cluster[density.denominator]) for cluster in clusters]
    known = [(part, whole) for part, whole in pairs if not pd.isna(part) and not pd.isna(whole) and whole > 0]
    if not known:
        return _means(density.name, None, None, 0)
    weighted = math.fsum(part for part, _ in known) / math.fsum(whole for _, whole in known)
    simple = math.fsum(part / whole for part, whole in known) / len(known)
    return _means(density.name, weighted, simple, len(known))
