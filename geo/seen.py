"""Reported against seen: the gross fill rate of a cluster beside what an image shows built up inside it.

Both are shares of a whole cluster, but not of the same thing: land may be let and not built on, and roads
are built up and never let. A gap beyond the tolerance is a reason to look, and no proof.

The tolerance is the share of the outline that may be on the other side of its border,

    perimeter x (accuracy of the outline + half a cell) / area,

at most the whole. The rate is that of the latest period that ended by the last day of the image, and at most
a year before: figures are reported every year, so an older one says that a report is missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from geo.crs import M2_PER_HA, WGS84, geodesic_area_ha, geodesic_perimeter_m
from geo.facts import choose, parse_days
from geo.history import step_of
from geo.occupancy import DEFINITIONS
from geo.published import SIMULATED
from geo.rasters.flags import ENOUGH, TABLE
from geo.rasters.kinds import MEASURED
from geo.rasters.library import Raster
from geo.rasters.values import SURVEYED, is_taken, worldcover_ids
from geo.rows import rows_of
from geo.schema import Basis
from geo.seen_words import BEYOND, SEEN, Verdict

MOST_BETWEEN = timedelta(days=366)
"""From the end of a period to the image: a year, a leap year included."""

_BUILT_UP = next(one for one in MEASURED if one.name == "builtup_share")
_GROSS = next(one for one in DEFINITIONS if one.code == "gross")
_OPERANDS = (_GROSS.numerator, _GROSS.denominator)
_SHARE_DIGITS, _HA_DIGITS, _M_DIGITS = 6, 4, 1

Row = dict[str, Any]


class Reported(NamedTuple):
    """A gross rate as reported for a period that ended on a day."""

    until: date
    period: str
    share: float


def tolerance_share(area_m2: float, perimeter_m: float, accuracy_m: float, cell_m: float) -> float:
    """Tell which share of an outline may lie beyond its border, by its accuracy and the size of cells."""
    return min(1.0, perimeter_m * (accuracy_m + cell_m / 2.0) / area_m2)


def judge(gap_share: float, tolerance: float) -> Verdict:
    """Judge a gap, seen less reported; one of exactly the tolerance agrees."""
    if abs(gap_share) <= tolerance:
        return Verdict.AGREE
    return Verdict.SEEN_MORE if gap_share > 0 else Verdict.REPORTED_MORE


def latest_reported(told: Iterable[Reported], day: date) -> Reported | None:
    """Find the rate of the latest period that ended by a day, however long before."""
    return max((one for one in told if one.until <= day), default=None)


def with_seen(layers: Mapping[str, GeoDataFrame], rasters: Sequence[Raster]) -> dict[str, GeoDataFrame]:
    """Add the comparisons to the layers that are published, one a surveyed cluster and raster."""
    if layers[TABLE].empty:
        return dict(layers)
    rows = _comparisons(layers, rasters)
    clusters = layers["clusters"]
    shapes = dict(zip(clusters["id"], clusters.geometry, strict=True))
    columns = [column for column in layers[SEEN].columns if column != layers[SEEN].geometry.name]
    table = pd.DataFrame(rows, columns=columns).astype(object)
    if SIMULATED.name in columns:
        table[SIMULATED.name] = "SIMULATED"
    table = table.where(table.notna(), None)
    layer = GeoDataFrame(table, geometry=[shapes[row["cluster_id"]] for row in rows], crs=WGS84)
    return {**layers, SEEN: layer}


def _comparisons(layers: Mapping[str, GeoDataFrame], rasters: Sequence[Raster]) -> list[Row]:
    by_id = {raster.id: raster for raster in rasters}
    worldcover = worldcover_ids(rasters)
    clusters = {one["id"]: one for one in rows_of(layers["clusters"])}
    told = _told(layers["history"])
    rows = [
        _compare(clusters[row["subject_id"]], row, by_id[row["raster_id"]], told[row["subject_id"]])
        for row in rows_of(layers[TABLE].drop(columns="geometry"))
        if row["subject_kind"] == "cluster"
        and row["boundary_quality"] in SURVEYED
        and is_taken(row, _BUILT_UP, worldcover)
    ]
    return _with_sources(rows, layers["facts"])


def _told(history: GeoDataFrame) -> dict[str, list[Reported]]:
    found: dict[str, list[Reported]] = defaultdict(list)
    for cluster_id, until, period, share in history[
        ["cluster_id", "valid_to", "period", _GROSS.column]
    ].itertuples(index=False):
        if share is not None:
            found[cluster_id].append(Reported(until, period, share))
    return found


def _compare(cluster: Row, measured: Row, raster: Raster, told: Sequence[Reported]) -> Row:
    days = parse_days(raster.date)
    assert days is not None  # the import lets no other date in
    reported = latest_reported(told, days[1])
    outline = cluster["geometry"]
    area_ha, perimeter_m = geodesic_area_ha(outline), geodesic_perimeter_m(outline)
    row = {
        "id": f"{cluster['id']}.{raster.id}",
        "cluster_id": cluster["id"],
        "name_vi": cluster["name_vi"],
        "name_en": cluster["name_en"],
        "verdict": _unjudged(cluster, measured, reported, days[1]),
        "seen_share": measured["value"],
        "seen_basis": Basis.COMPUTED,
        "seen_source": raster.id,
        "seen_date": raster.date,
        "seen_method": measured["method"],
        "covered_share": measured["covered_share"],
        "reported_share": reported and reported.share,
        "reported_period": reported and reported.period,
        "outline_area_ha": round(area_ha, _HA_DIGITS),
        "outline_perimeter_m": round(perimeter_m, _M_DIGITS),
        "position_accuracy_m": cluster["position_accuracy_m"],
        "cell_m": max(raster.cell_m),
        "boundary_quality": cluster["boundary_quality"],
        "valid_from": days[0],
        "valid_to": days[1],
    }
    if row["verdict"] is not None or reported is None:
        return row
    tolerance = round(
        tolerance_share(
            area_ha * M2_PER_HA, perimeter_m, float(cluster["position_accuracy_m"]), max(raster.cell_m)
        ),
        _SHARE_DIGITS,
    )
    return row | _judged(round(measured["value"] - reported.share, _SHARE_DIGITS), tolerance, area_ha)


def _unjudged(cluster: Row, measured: Row, reported: Reported | None, day: date) -> Verdict | None:
    """Say why there is no judgement; None where there can be one."""
    if measured["covered_share"] < ENOUGH:
        return Verdict.LOW_COVER
    if reported is None:
        return Verdict.NOT_REPORTED
    if day - reported.until > MOST_BETWEEN:
        return Verdict.TOO_OLD
    return Verdict.NO_ACCURACY if cluster["position_accuracy_m"] is None else None


def _judged(gap: float, tolerance: float, area_ha: float) -> Row:
    verdict = judge(gap, tolerance)
    beyond = abs(gap) - tolerance if verdict in BEYOND else 0.0
    return {
        "verdict": verdict,
        "gap_share": gap,
        "gap_ha": round(gap * area_ha, _HA_DIGITS),
        "tolerance_share": tolerance,
        "tolerance_ha": round(tolerance * area_ha, _HA_DIGITS),
        "beyond_ha": round(beyond * area_ha, _HA_DIGITS),
    }


def _with_sources(rows: list[Row], facts: pd.DataFrame) -> list[Row]:
    """Name the sources of what was reported: those of the facts the history of each period is made of."""
    own = facts[
        facts["field"].isin(_OPERANDS) & facts["cluster_id"].isin({row["cluster_id"] for row in rows})
    ]
    about = zip(own["field"], own["period"], own["as_of"], strict=True)
    own = own.assign(step=[step_of(*fact) for fact in about])
    periods = {row["reported_period"] for row in rows if row["reported_period"]}
    named = {period: _sources_in(period, own) for period in periods}
    return [
        row | {"reported_source": named.get(row["reported_period"], {}).get(row["cluster_id"])}
        for row in rows
    ]


def _sources_in(period: str, facts: pd.DataFrame) -> dict[str, str]:
    days = parse_days(period)
    assert days is not None  # it is a period of the history
    by_then = np.array([not isinstance(until, date) or until <= days[1] for until in facts["valid_until"]])
    leased = facts["field"] == _GROSS.numerator
    known = facts[(leased & (facts["step"] == period)) | (~leased & by_then)]
    cited: dict[str, dict[str, None]] = defaultdict(dict)
    for field in _OPERANDS:
        for fact in rows_of(choose(known[known["field"] == field])):
            cited[fact["cluster_id"]][fact["source_id"]] = None
    return {cluster_id: "; ".join(sources) for cluster_id, sources in cited.items()}
