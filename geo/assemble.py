"""From a data package to the layers that are published: clusters, their history, units with figures."""

import math
from collections.abc import Mapping
from datetime import date

import pandas as pd
from geopandas import GeoDataFrame
from shapely import Geometry, Point

from geo import occupancy
from geo.admin import Boundaries
from geo.chosen import Record, as_value, choose_published, find_contradictions, with_source_kind
from geo.cluster_records import cluster_layer
from geo.crs import WGS84, require_crs
from geo.facts import parse_days, period_days
from geo.fields import FIELDS
from geo.history import history_layer
from geo.package import Package
from geo.published import COLLECTIONS, DENSITIES, SIMULATED, SUMS, Density
from geo.rows import rows_of
from geo.schema import Basis, Quality
from geo.units import is_registration

_TABLES = ("sources", "city_series", "programme_targets")
"""The tables that pages read besides the collections."""

_OPTIONAL = ("area_reports",)
"""Those of them that are kept only where they have rows."""

_RATE_DIGITS = 6


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
    records = rows_of(clusters.drop(columns="geometry"))
    layers = {
        "clusters": clusters,
        "lots": _lots(package),
        "observations": _observations(facts),
        "history": history_layer(clusters, facts),
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


def _lots(package: Package) -> GeoDataFrame:
    lots = package.tables["lots"]
    outlines = package.layers.get("lot_outlines")
    found = dict(zip(outlines["id"], outlines.geometry, strict=True)) if outlines is not None else {}
    return GeoDataFrame(lots, geometry=[found.get(lot_id) for lot_id in lots["id"]], crs=WGS84)


def _observations(facts: pd.DataFrame) -> GeoDataFrame:
    varying = facts[facts["field"].isin([name for name, field in FIELDS.items() if field.varies])]
    values = [as_value(fact).exact for fact in rows_of(varying)]
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
        valid_from=[_first_day(fact) for fact in rows_of(varying)],
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
