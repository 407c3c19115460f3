"""Where each cluster of a delivery stands: its pin, else its commune, else its ward, else nowhere."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame

from geo import admin, outlines
from geo.bbox import BBox
from geo.crs import WGS84, distance_m
from geo.facts import choose
from geo.outlines import ACCURACY_M, Place
from geo.schema import Qualifier, Quality


@dataclass(frozen=True)
class Gazetteer:
    """The points of communes (with `coord_precision`) and wards, by code, and the province's extent."""

    communes: pd.DataFrame
    wards: pd.DataFrame
    bbox: BBox


def site_clusters(
    clusters: pd.DataFrame, facts: pd.DataFrame, sources: pd.DataFrame, gazetteer: Gazetteer
) -> GeoDataFrame:
    """Give every cluster the geometry its known place and area allow.

    Returns
    -------
    (n,) features with id, boundary_quality, position_accuracy_m, place_basis, moved_m and
    `pin_problem`, which says why a pin that a source gives was not used; geometry None without a place
    """
    pins = pins_of(facts)
    areas = exact_areas(facts, sources)
    places, problems = [], {}
    for cluster in clusters.to_dict("records"):
        units = find_units(cluster, gazetteer)
        place = units.place(cluster["id"]) if units else None
        if cluster["id"] in pins:
            lon, lat = pins[cluster["id"]]
            problem = outlines.pin_problem(lon, lat, gazetteer.bbox, place, units.points if units else ())
            if problem is None:
                place = Place(cluster["id"], lon, lat, "pin", ACCURACY_M["pin"])
            problems[cluster["id"]] = problem
        if place is not None:
            places.append(replace(place, area_ha=areas.get(cluster["id"])))
    return _layer(list(clusters["id"]), outlines.arrange(places), problems)


def pins_of(facts: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Collect the pins that sources give, as longitude, latitude by cluster id."""
    named = {
        field: facts[facts["field"] == field].drop_duplicates("cluster_id").set_index("cluster_id")
        for field in ("lon", "lat")
    }
    both = named["lon"].index.intersection(named["lat"].index)
    lon, lat = (named[field].loc[both, "value_min"].astype(float) for field in ("lon", "lat"))
    return dict(zip(both, zip(lon, lat, strict=True), strict=True))


def exact_areas(facts: pd.DataFrame, sources: pd.DataFrame) -> dict[str, float]:
    """Collect the published planned area of every cluster that has an exact one, in hectares."""
    kinds = dict(zip(sources["id"], sources["kind"], strict=True))
    areas = facts[facts["field"] == "planned_area_ha"]
    chosen = choose(areas.assign(source_kind=areas["source_id"].map(kinds)))
    exact = chosen[chosen["qualifier"] == Qualifier.EXACT]
    return dict(zip(exact["cluster_id"], exact["value_min"].astype(float), strict=True))


@dataclass(frozen=True)
class Units:
    """The units a cluster is said to lie in, and how well their points place it."""

    basis: str
    points: list[tuple[float, float]]

    def place(self, cluster_id: str) -> Place:
        """Place a cluster at the mean of the points; their spread adds to the accuracy."""
        lon, lat = (sum(ends) / len(self.points) for ends in zip(*self.points, strict=True))
        spread_m = max(distance_m(lon, lat, *point) for point in self.points)
        return Place(cluster_id, lon, lat, self.basis, ACCURACY_M[self.basis] + spread_m)


def find_units(cluster: dict[str, Any], gazetteer: Gazetteer) -> Units | None:
    """Find the communes of a cluster, or its wards where no commune is known."""
    if codes := admin.split_names(cluster["commune_codes_pre2025"] or ""):
        communes = gazetteer.communes[gazetteer.communes["code"].isin(codes)]
        exact = bool((communes["coord_precision"] == "commune").all())
        return Units("commune" if exact else "ward", _points(communes))
    if codes := admin.split_names(cluster["ward_codes"] or ""):
        return Units("ward", _points(gazetteer.wards[gazetteer.wards["code"].isin(codes)]))
    return None


def _points(units: pd.DataFrame) -> list[tuple[float, float]]:
    return list(units[["lon", "lat"]].astype(float).itertuples(index=False, name=None))


def _layer(ids: list[str], placed: list[Place], problems: dict[str, str | None]) -> GeoDataFrame:
    by_id = {place.id: place for place in placed}
    found = [by_id.get(cluster_id) for cluster_id in ids]
    return GeoDataFrame(
        {
            "id": ids,
            "boundary_quality": [place.quality if place else Quality.MISSING for place in found],
            "position_accuracy_m": [round(place.accuracy_m) if place else None for place in found],
            "place_basis": [place.basis if place else "district" for place in found],
            "moved_m": [round(place.moved_m) if place else None for place in found],
            "pin_problem": [problems.get(cluster_id) for cluster_id in ids],
        },
        geometry=[outlines.geometry_of(place) if place else None for place in found],
        crs=WGS84,
    )
