"""The published clusters as the law asks about them: the land of an area, and days that leave room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from geo.facts import parse_days
from geo.law import Area, ClusterLand, Verdict
from geo.law_rules import AreaUnit
from geo.schema import Status
from geo.snapshot import Frozen

_CODE = {AreaUnit.DISTRICT: "district_code", AreaUnit.COMMUNE: "ward_code"}
_LAND = ("industrial_area_ha", "committed_area_ha", "leased_area_ha")


@dataclass(frozen=True)
class Counted:
    """An area as the law counts it, and the established clusters known to lie in it.

    The last `unplaced` of the area's clusters are those that may lie in it, as their ward is not known:
    their land counts as unknown, so that no answer is given that depends on them.
    """

    area: Area
    known: tuple[dict[str, Any], ...]
    unplaced: int


def count_area(
    clusters: Frozen, record: dict[str, Any], unit: AreaUnit, name: str, naming: str, unplaced_name: str = ""
) -> Counted | None:
    """Gather the established clusters of the district or ward of one cluster; None if its ward is not known.

    Parameters
    ----------
    naming : the column by which the answers call a cluster
    unplaced_name : how they call one that may lie here
    """
    code = record[_CODE[unit]]
    if code is None:
        return None
    columns = clusters.columns
    established = columns.filter(pc.not_equal(columns["status"], Status.PLANNED))
    counted = established.filter(pc.equal(established[_CODE[unit]], code))
    known = tuple(counted.select(["id", naming, *_LAND]).to_pylist())
    unplaced = _perhaps_here(established, record) if unit is AreaUnit.COMMUNE else 0
    lands = [land_of(cluster, naming) for cluster in known] + [ClusterLand(unplaced_name)] * unplaced
    return Counted(Area(unit, name, tuple(lands)), known, unplaced)


def _perhaps_here(established: pa.Table, record: dict[str, Any]) -> int:
    """Count what lies in one of several wards, this one among them, or somewhere in the same district."""
    unsure = established.filter(pc.is_null(established["ward_code"]))
    wards, districts = (unsure[name].to_pylist() for name in ("ward_name", "district_code"))
    return sum(
        record["ward_name"] in ward.split("; ") if ward else district == record["district_code"]
        for ward, district in zip(wards, districts, strict=True)
    )


def land_of(record: dict[str, Any], naming: str) -> ClusterLand:
    """Take the land of one cluster out of its published values."""
    return ClusterLand(record[naming], *(record[name] for name in _LAND))


def ask_of_day(stated: str | None, ask: Callable[[date | None], Verdict]) -> tuple[Verdict, bool]:
    """Ask about a day that a source may give as a year or month only.

    Returns
    -------
    the verdict, and whether the stated time is too vague: its first and last day answer differently, so
    the day counts as unknown
    """
    days = parse_days(stated) if stated else None
    if days is None:
        return ask(None), False
    first, last = (ask(day) for day in days)
    vague = [one.met for one in first.conditions] != [one.met for one in last.conditions]
    return (ask(None), True) if vague else (last, False)
