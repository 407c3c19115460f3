"""The lots of the model province: surveyed clusters cut into rows and plots."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo import tables
from geo.crs import M2_PER_HA
from geo.demo.history import HUNDREDTHS, History
from geo.demo.land import Flags, Floats, Ints, Shapes, as_table
from geo.demo.sites import Sites
from geo.facts import period_end
from geo.schema import LotStatus

_BLOCKED = ("chưa giải phóng mặt bằng", "tranh chấp ranh giới", "vướng hành lang lưới điện")
_OWNERS = ("doanh nghiệp trong nước", "doanh nghiệp FDI", "hộ sản xuất, kinh doanh")


@dataclass(frozen=True)
class Plots:
    """(m,) lots by the cluster that owns each, in metres along its road, with their areas."""

    owner: Ints
    shapes: Shapes
    area_ha: Floats


def divide_lots(sites: Sites, count: int, rng: np.random.Generator) -> Plots:
    """Cut clusters into exactly `count` lots, in rows back to back with roads between every two rows."""
    divided = np.flatnonzero(sites.has_lots())
    areas_m2 = shapely.area(sites.shapes[divided])
    shares = _apportion(areas_m2, count, least=1 if count >= len(divided) else 0)
    divided, areas_m2, shares = divided[shares > 0], areas_m2[shares > 0], shares[shares > 0]
    inner = shapely.buffer(sites.shapes[divided], -0.03 * np.sqrt(areas_m2), join_style="mitre")
    wanted_m2 = (sites.table["share"] * sites.table["planned"]).to_numpy()[divided] * M2_PER_HA / HUNDREDTHS
    rows = _lay_rows(inner, shares)
    strips = _lay_strips(rows, rng)
    depth = wanted_m2 / shapely.area(inner)
    for _ in range(3):
        pieces = _cut(rows, strips, inner, np.clip(depth, 0.55, 0.99))
        owner = rows.owner[strips.row]
        depth = depth * wanted_m2 / np.bincount(owner, shapely.area(pieces), len(divided))
    return Plots(divided[owner], pieces, (shapely.area(pieces) / M2_PER_HA).round(4))


def _apportion(weights: Floats, total: int, least: int) -> Ints:
    """Divide a whole number by weights, largest remainders first, everyone at least `least`."""
    exact: Floats = weights / weights.sum() * (total - least * len(weights))
    parts: Ints = np.floor(exact).astype(np.int64)
    short = total - least * len(weights) - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:short]] += 1
    return parts + least


@dataclass(frozen=True)
class _Rows:
    """Rows of lots: their cluster, place in it, edges across the road, ends along it, and lots."""

    owner: Ints
    place: Ints
    low: Floats
    high: Floats
    start: Floats
    end: Floats
    lots: Ints


def _lay_rows(shapes: Shapes, lots: Ints) -> _Rows:
    """Lay rows so that lots become about half as deep again as they are wide."""
    west, south, east, north = shapely.bounds(shapes).T
    wide, high = east - west, north - south
    count = np.clip(np.rint(np.sqrt(lots * high / (1.5 * wide))), 1, lots).astype(np.int64)
    owner = np.repeat(np.arange(len(shapes)), count)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    step = (high / count)[owner]
    low = south[owner] + place * step
    middle = low + step / 2
    ends = np.array([np.column_stack([west[owner], middle]), np.column_stack([east[owner], middle])])
    start, _, end, _ = shapely.bounds(
        shapely.intersection(shapely.linestrings(ends.transpose(1, 0, 2)), shapes[owner])
    ).T
    split = np.split(end - start, np.cumsum(count)[:-1])
    shares = [_apportion(widths, int(total), 1) for widths, total in zip(split, lots, strict=True)]
    return _Rows(owner, place, low, low + step, start, end, np.concatenate(shares))


@dataclass(frozen=True)
class _Strips:
    """Lots as strips of rows: the row of each, and its two ends along the road."""

    row: Ints
    start: Floats
    end: Floats


def _lay_strips(rows: _Rows, rng: np.random.Generator) -> _Strips:
    row = np.repeat(np.arange(len(rows.lots)), rows.lots)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(rows.lots) - rows.lots, rows.lots)
    inner = turn > 0
    left = (turn + rng.uniform(-0.2, 0.2, len(row)) * inner) / rows.lots[row]
    start = rows.start[row] + left * (rows.end - rows.start)[row]
    last = turn == rows.lots[row] - 1
    return _Strips(row, start, np.where(last, rows.end[row], np.roll(start, -1)))


def _cut(rows: _Rows, strips: _Strips, shapes: Shapes, depth: Floats) -> Shapes:
    """Cut the lots; `depth` is the share of a row that is no road."""
    row = strips.row
    height = (rows.high - rows.low)[row]
    gap = np.minimum(0.5, 0.05 * height)
    road = (1 - depth[rows.owner[row]]) * height
    upper = rows.place[row] % 2 == 1
    low = rows.low[row] + np.where(upper, gap, road)
    high = rows.high[row] - np.where(upper, road, gap)
    pieces: Shapes = shapely.box(strips.start, low, strips.end, high)
    shapely.prepare(shapes)
    cut = ~shapely.covers(shapes[rows.owner[row]], pieces)
    pieces[cut] = shapely.intersection(pieces[cut], shapes[rows.owner[row[cut]]])
    return pieces


def lot_table(sites: Sites, plots: Plots, history: History, rng: np.random.Generator) -> pd.DataFrame:
    status = _lot_statuses(plots, history, rng)
    owner = plots.owner
    numbers = pd.Series(owner).groupby(owner).cumcount().to_numpy() + 1
    ids = sites.table["id"].to_numpy()[owner]
    taken = np.isin(status, [LotStatus.LEASED, LotStatus.COMMITTED])
    offered = np.isin(status, [LotStatus.READY, LotStatus.LATER, LotStatus.OPTIONED])
    tenants = rng.choice(_OWNERS, len(owner), p=[0.6, 0.15, 0.25]).astype(object)
    columns = {
        "id": [f"{cluster}-l{number:03d}" for cluster, number in zip(ids, numbers, strict=True)],
        "cluster_id": ids,
        "status": status,
        "blocked_reason": _only(status == LotStatus.BLOCKED, rng.choice(_BLOCKED, len(owner))),
        "area_ha": plots.area_ha,
        "owner_kind": np.where(taken, tenants, "chủ đầu tư hạ tầng"),
        "price_usd_m2": _only(offered, sites.table["rent"].to_numpy()[owner]),
        "valid_from": _lot_days(owner, history, rng),
        "boundary_quality": sites.table["quality"].to_numpy()[owner],
    }
    return as_table(tables.LOTS, columns)


def _only(wanted: Flags, values: Any) -> pd.Series:
    """Keep the values of the rows wanted; the others have none."""
    return pd.Series(values, dtype=object).where(wanted, None)


def _lot_statuses(plots: Plots, history: History, rng: np.random.Generator) -> Any:
    """Let as much land lot by lot as the latest report says is let, committed and serviced."""
    order = np.lexsort((rng.random(len(plots.owner)), plots.owner))
    owner, areas = plots.owner[order], plots.area_ha[order]
    running = np.cumsum(areas)
    first = np.r_[True, owner[1:] != owner[:-1]]
    before = np.maximum.accumulate(np.where(first, running - areas, 0.0))
    middle = running - before - areas / 2
    reach = {
        field: history.latest_reported(f"{field}_area_ha")[owner] / HUNDREDTHS
        for field in ("leased", "committed", "serviced")
    }
    chance = rng.random(len(owner))
    promised = np.where(chance < 0.2, LotStatus.OPTIONED, LotStatus.COMMITTED)
    free = np.where(middle <= reach["serviced"], LotStatus.READY, LotStatus.LATER).astype(object)
    for most, word in ((0.12, LotStatus.PUBLIC), (0.08, LotStatus.UNKNOWN), (0.05, LotStatus.BLOCKED)):
        free[chance < most] = word
    dealt = [middle <= reach["leased"], middle <= reach["committed"]]
    status = np.empty(len(owner), dtype=object)
    status[order] = np.select(dealt, [np.full(len(owner), LotStatus.LEASED, dtype=object), promised], free)
    return status


def _lot_days(owner: Ints, history: History, rng: np.random.Generator) -> list[date]:
    """Draw since when each lot's status holds: after the works began, before the last period ended."""
    latest = period_end(history.periods[-1]).toordinal()
    begun = np.array([history.day(int(half)).toordinal() for half in history.begun])[owner]
    return [date.fromordinal(day) for day in rng.integers(np.minimum(begun, latest), latest + 1).tolist()]
