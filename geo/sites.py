"""The sites an investor may ask for: each cluster with what is known of the land it has to let."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import shapely

from geo.published import RENT
from geo.rasters.kinds import MEASURED
from geo.schema import LotStatus
from geo.snapshot import Frozen

COLUMNS = (
    "id", "name_vi", "name_en", "status", "kind", "district_code", "district_name", "ward_code", "ward_name",
    "ward_basis", "planned_area_ha", "industrial_area_ha", "serviced_area_ha", "leased_area_ha",
    "unleased_area_ha", "ready_area_ha", "committed_area_ha", *RENT, "management_fee_usd_m2_year",
    "operating_period", "developer", "industries", "sectors", "wastewater_capacity_m3_day",
    "wastewater_status", "bounds", "place_basis", "position_accuracy_m",
    "planned_area_ha_as_of", "unleased_area_ha_as_of", "ready_area_ha_as_of", "land_rent_usd_m2_as_of",
    "wastewater_capacity_m3_day_as_of", "boundary_quality",
    *(name for one in MEASURED for name in (one.name, f"{one.name}_source")),
)  # fmt: skip
"""What is read of each cluster."""

_TO_LET = (LotStatus.READY, LotStatus.LATER)
_GAP_DEGREES = 1e-5
"""Lots no further apart than this, about a metre, adjoin."""
_EDGE_DEGREES = 5e-5
"""They adjoin along at least this, about five metres: a corner is no common edge."""


@dataclass(frozen=True)
class Lot:
    """A lot to let, now or later; `day` is when it is ready: None of one that is, or that does not say."""

    number: int
    area_ha: float | None
    is_ready: bool
    day: date | None


@dataclass(frozen=True)
class Site:
    """One cluster; `lots` are those to let, `adjoining` pairs their numbers."""

    row: int
    record: Mapping[str, Any]
    lots: tuple[Lot, ...] = ()
    adjoining: tuple[tuple[int, int], ...] = ()
    has_lots: bool = False


@dataclass
class _LotsOfAll:
    """The lots of all clusters, by the id of theirs."""

    listed: set[str] = field(default_factory=set)
    to_let: dict[str, list[Lot]] = field(default_factory=lambda: defaultdict(list))
    adjoining: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


def read_sites(clusters: Frozen, lots_of_all: Frozen, known_on: date) -> list[Site]:
    """Read every cluster, in the order of the collection, with its lots to let.

    Parameters
    ----------
    known_on : the day the data speak of; a lot with a later day is not ready yet
    """
    lots = _read_lots(lots_of_all, known_on)
    return [
        Site(
            row,
            record,
            tuple(lots.to_let.get(record["id"], ())),
            tuple(lots.adjoining.get(record["id"], ())),
            record["id"] in lots.listed,
        )
        for row, record in enumerate(clusters.records(names=COLUMNS))
    ]


def _read_lots(lots: Frozen, known_on: date) -> _LotsOfAll:
    records = lots.records(names=("cluster_id", "status", "area_ha", "valid_from", "valid_to"))
    found = _LotsOfAll(listed={record["cluster_id"] for record in records})
    rows = [row for row, record in enumerate(records) if _is_to_let(record, known_on)]
    for row in rows:
        found.to_let[records[row]["cluster_id"]].append(_to_lot(row, records[row], known_on))
    for one, other in _find_adjoining(lots, rows):
        if records[one]["cluster_id"] == records[other]["cluster_id"]:
            found.adjoining[records[one]["cluster_id"]].append((one, other))
    return found


def _is_to_let(record: Mapping[str, Any], known_on: date) -> bool:
    ended = record["valid_to"] is not None and date.fromisoformat(record["valid_to"]) < known_on
    return record["status"] in _TO_LET and not ended


def _to_lot(number: int, record: Mapping[str, Any], known_on: date) -> Lot:
    """Read a lot; a day that has passed says since when it is listed so, not when it will be ready."""
    begins = date.fromisoformat(record["valid_from"]) if record["valid_from"] else None
    day = begins if begins and begins > known_on else None
    return Lot(number, record["area_ha"], record["status"] == LotStatus.READY and day is None, day)


def _find_adjoining(lots: Frozen, rows: list[int]) -> Iterator[tuple[int, int]]:
    """List the pairs of lots that share an edge."""
    shapes = lots.geometries(np.array(rows, dtype=np.int64)) if rows else np.array([])
    wide = shapely.buffer(shapes, _GAP_DEGREES)
    pairs: Iterable[tuple[int, int]] = (
        shapely.STRtree(shapes).query(wide, "intersects").T.tolist() if rows else []
    )
    both = np.array([(one, other) for one, other in pairs if one < other], dtype=np.int64).reshape(-1, 2)
    shared = shapely.area(shapely.intersection(wide[both[:, 0]], shapes[both[:, 1]])) if len(both) else []
    for (one, other), area in zip(both.tolist(), shared, strict=True):
        if area >= _GAP_DEGREES * _EDGE_DEGREES:
            yield rows[one], rows[other]


def largest_piece_ha(site: Site, lots: Iterable[Lot]) -> float:
    """Measure the largest piece that adjoining lots make together, in hectares."""
    areas = {lot.number: lot.area_ha or 0.0 for lot in lots}
    piece = {number: number for number in areas}

    def head(number: int) -> int:
        while piece[number] != number:
            number = piece[number]
        return number

    for one, other in site.adjoining:
        if one in areas and other in areas:
            piece[head(other)] = head(one)
    sums = defaultdict[int, float](float)
    for number, area in areas.items():
        sums[head(number)] += area
    return max(sums.values(), default=0.0)
