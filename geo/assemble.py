"""From a data package to the layers that are published: clusters, their history, units with figures."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
from geopandas import GeoDataFrame
from shapely import Geometry, Point

from geo.admin import Boundaries
from geo.chosen import Record, as_value, choose_published, find_contradictions, with_source_kind
from geo.cluster_records import cluster_layer
from geo.crs import WGS84, require_crs
from geo.facts import parse_days, period_days
from geo.fields import FIELDS
from geo.history import history_layer
from geo.package import Package
from geo.published import COLLECTIONS, SIMULATED
from geo.rasters.flags import TABLE as RASTER_VALUES
from geo.rows import rows_of
from geo.schema import Basis, Quality
from geo.seen_words import SEEN
from geo.summary import unit_figures

_TABLES = ("sources", "city_series", "programme_targets", "admin_conversion")
"""The tables that are read besides the collections."""

_OPTIONAL = ("area_reports",)
"""Those of them that are kept only where they have rows."""


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
        RASTER_VALUES: _without_geometry(pd.DataFrame({"id": []})),
        SEEN: _without_geometry(pd.DataFrame({"id": []})),
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
