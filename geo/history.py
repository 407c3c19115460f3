"""Clusters period by period: what was known of each at every step of time that any figure is about."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

import pandas as pd
from geopandas import GeoDataFrame

from geo.chosen import Record, pair_contradictions
from geo.cluster_records import count_contradicted, facts_by_cluster, with_figures
from geo.crs import WGS84
from geo.facts import choose, parse_days
from geo.fields import FIELDS
from geo.published import COLLECTIONS
from geo.rows import rows_of
from geo.snapshot import Snapshot

_VARYING = [name for name, field in FIELDS.items() if field.varies]
_END_OF_HALF = (6, 30)
_COLUMNS = [column.name for column in COLLECTIONS["history"].columns]


def history_layer(clusters: GeoDataFrame, facts: pd.DataFrame) -> GeoDataFrame:
    """Make a feature of every cluster and period, the periods in order of time.

    Of figures that vary with time, only those about the very period count; of the rest, those that are
    undated or not later than its end. A cluster that was established later, as far as is known, and of
    which nothing was counted then has no feature.

    Parameters
    ----------
    clusters : as published; what does not change with time (names, status, place) is taken from them
    facts : with the kind of their source
    """
    dated = _dated(facts)
    told = rows_of(facts)
    settled = rows_of(clusters.drop(columns="geometry"))
    rows: list[Record] = []
    positions: list[int] = []
    for period in in_order_of_time(dated.loc[dated["varies"], "step"].dropna()):
        for position, row in _rows_of(period, settled, *_known_in(period, dated, told)):
            positions.append(position)
            rows.append(row)
    geometries = clusters.geometry.iloc[positions].to_list()
    return GeoDataFrame(pd.DataFrame(rows, columns=_COLUMNS), geometry=geometries, crs=WGS84)


def _dated(facts: pd.DataFrame) -> pd.DataFrame:
    """Number the facts, and add the period of each, whether it varies, and the last day it is about."""
    about = zip(facts["field"], facts["period"], facts["as_of"], strict=True)
    return facts.reset_index(drop=True).assign(
        step=pd.Series([step_of(*fact) for fact in about], dtype=object),
        varies=facts["field"].isin(_VARYING).to_numpy(),
        until=[day.toordinal() if isinstance(day, date) else 0 for day in facts["valid_until"]],
    )


@lru_cache(maxsize=4096)
def step_of(field: str, period: str | None, as_of: str | None) -> str | None:
    """Name the period a fact is about: its reporting period, else the half-year or year of its date.

    What is earned over time and only bears a day is about no period: nobody says since when it counts.
    """
    if period:
        return period
    days = parse_days(as_of) if as_of else None
    if days is None:
        return None
    first, last = days
    step = f"{first.year}-H1" if (last.month, last.day) <= _END_OF_HALF else str(first.year)
    return None if FIELDS[field].flow and days != _days_of(step) else step


def _days_of(period: str) -> tuple[date, date]:
    days = parse_days(period)
    assert days is not None
    return days


def in_order_of_time(periods: Iterable[str]) -> list[str]:
    """List periods, each once; the first half of a year stands before the year."""
    return sorted(set(periods), key=lambda period: _days_of(period)[1])


def _known_in(period: str, dated: pd.DataFrame, told: list[Record]) -> tuple[list[Record], list[Record]]:
    """Part what is known in a period into the facts chosen and the others."""
    last = _days_of(period)[1].toordinal()
    varies = dated["varies"]
    known = dated[(varies & (dated["step"] == period)) | (~varies & (dated["until"] <= last))]
    chosen = choose(known).index
    others = known.index.difference(chosen)
    return [told[number] for number in chosen], [told[number] for number in others]


def _rows_of(
    period: str, settled: list[Record], chosen: list[Record], others: list[Record]
) -> Iterator[tuple[int, Record]]:
    by_cluster = facts_by_cluster(chosen)
    contradicted = count_contradicted(pair_contradictions(others, chosen))
    first, last = _days_of(period)
    for position, cluster in enumerate(settled):
        name = cluster["id"]
        if _is_established_after(cluster, last) and by_cluster[name].keys().isdisjoint(_VARYING):
            continue
        record = with_figures(cluster, by_cluster[name], contradicted[name]) | {
            "id": f"{name}.{period}",
            "cluster_id": name,
            "period": period,
            "valid_from": first,
            "valid_to": last,
        }
        yield position, {column: record[column] for column in _COLUMNS}


def _is_established_after(cluster: Record, last: date) -> bool:
    days = parse_days(cluster["date_established"]) if isinstance(cluster["date_established"], str) else None
    return days is not None and days[0] > last


def periods_of(snapshot: Snapshot) -> list[str]:
    """List the periods of a snapshot in order of time: what a slider steps over."""
    periods: list[str] = snapshot.collections["history"].columns["period"].unique().to_pylist()
    return in_order_of_time(periods)
