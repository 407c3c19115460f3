"""A new outline held against its commune, its neighbours, the law and the areas that were stated."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

from geo.chosen import choose_published, with_source_kind
from geo.crs import distance_m, geodesic_area_ha
from geo.geojson import to_feature
from geo.intake.crs_guess import kilometres
from geo.intake.drawing_words import finding
from geo.intake.reading import Finding, Place
from geo.intake.telling import written
from geo.intake.whereabouts import Known, Neighbour, expected_place
from geo.law_rules import RULE_SETS
from geo.package import Package
from geo.schema import Text

_SLIVER_HA = 0.05
_OUTSIDE_SHARE = 0.01
_AREA_SHARE = 0.005
_PLANNED_SHARE = 0.1
_SLIP_TIMES = 2.0

DECLARED = Text("văn bản", "the document")
PLANNED = Text("diện tích quy hoạch trong dữ liệu", "the planned area on record")


def check_outline(
    shape: Geometry, known: Known | None, near: list[Neighbour], package: Package, place: Place
) -> Iterator[Finding]:
    """Say what speaks against an outline at this place."""
    province = expected_place(package, None)
    if not province.shape.intersects(shape):
        yield finding("coordinates.outside-province", place, where=province.title)
    elif known is not None:
        yield from _against_commune(shape, known, place)
        yield from _against_place(shape, known, package, place)
    for other in near:
        shared = geodesic_area_ha(other.shape.intersection(shape)) if other.surveyed else 0.0
        if shared > _SLIVER_HA:
            yield finding("coordinates.overlap", place, other=other.title, area=shared)
    area = geodesic_area_ha(shape)
    law = [rules for rules in RULE_SETS if not rules.secondary][-1]
    if area > law.total_ha_most:
        yield finding(
            "coordinates.too-large", place, area=area, most=written(law.total_ha_most, 0), law=law.title
        )


def _against_commune(shape: Geometry, known: Known, place: Place) -> Iterator[Finding]:
    if known.wards is None:
        return
    if not known.wards.intersects(shape):
        length = Text(*kilometres(_gap_m(known.wards, shape)))
        yield finding("coordinates.not-in-commune", place, where=known.ward_names, length=length)
        return
    share = geodesic_area_ha(shape.difference(known.wards)) / geodesic_area_ha(shape)
    if share > _OUTSIDE_SHARE:
        yield finding(
            "coordinates.outside-commune", place, where=known.ward_names, share=written(share * 100, 1)
        )


def _against_place(shape: Geometry, known: Known, package: Package, place: Place) -> Iterator[Finding]:
    if known.shape is None:
        return
    expected = expected_place(
        package, Known(known.id, known.name, known.name_en, known.before, known.shape, None, "")
    )
    gap = _gap_m(expected.shape, shape)
    if gap > expected.tolerance_m:
        length, tolerance = Text(*kilometres(gap)), Text(*kilometres(expected.tolerance_m))
        yield finding("coordinates.far-from-place", place, length=length, tolerance=tolerance)


def _gap_m(one: Geometry, other: Geometry) -> float:
    (lon, lat), (far_lon, far_lat) = shapely.shortest_line(one, other).coords
    return distance_m(lon, lat, far_lon, far_lat)


def check_area(
    area_ha: float, declared_ha: float, basis: Text, place: Place, share: float = _AREA_SHARE
) -> Iterator[Finding]:
    """Hold the area measured against one that was stated."""
    times = area_ha / declared_ha
    if max(times, 1 / times) >= _SLIP_TIMES:
        yield finding(
            "coordinates.declared-slip", place, area=area_ha, declared=declared_ha, basis=basis, times=times
        )
    elif abs(times - 1) > share:
        off = written((times - 1) * 100, 1)
        yield finding(
            "coordinates.declared-area", place, area=area_ha, declared=declared_ha, basis=basis, share=off
        )


def check_planned(area_ha: float, package: Package, cluster_id: str, place: Place) -> Iterator[Finding]:
    """Hold the area measured against the planned area that is published of the cluster."""
    facts = with_source_kind(package)
    mine = facts[(facts["cluster_id"] == cluster_id) & (facts["field"] == "planned_area_ha")]
    chosen = choose_published(mine)
    exact = chosen[chosen["qualifier"] == "exact"]["value_min"].astype(float).to_list()
    if exact and exact[0] > 0:
        yield from check_area(area_ha, exact[0], PLANNED, place, _PLANNED_SHARE)


def preview(
    new: list[tuple[str, Text, Geometry]],
    known: Known | None,
    near: list[Neighbour],
    problems: list[tuple[Text, float, float]],
) -> dict[str, Any]:
    """Draw what was read over what was there, with the communes, the neighbours and the problems."""
    features = [_feature("new", key, title, shape) for key, title, shape in new]
    if known and known.shape is not None:
        features.append(_feature("before", known.id, known.title, known.shape))
    if known and known.wards is not None:
        features.append(_feature("commune", known.id, Text(known.ward_names, known.ward_names), known.wards))
    features += [_feature("neighbour", other.id, other.title, other.shape) for other in near]
    features += [
        _feature("problem", str(number), title, shapely.Point(lon, lat))
        for number, (title, lon, lat) in enumerate(problems, start=1)
        if np.isfinite((lon, lat)).all()
    ]
    return {"type": "FeatureCollection", "features": features}


def _feature(role: str, key: str, title: Text, shape: Geometry) -> dict[str, Any]:
    return to_feature(f"{role}-{key}", shape, {"role": role, "title": title.vi, "title_en": title.en})
