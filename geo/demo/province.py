"""The demo province (`server.py demo`): a simulated package with everything a real one may hold.

Tỉnh Mẫu has as many clusters, lots and reporting periods as asked, plausible enough to learn on,
with gaps, contradictions and planted mistakes (`geo.demo.history.Breach`). Nothing in it is real, and
every table and layer of it says SIMULATED.
"""

import math
import re
from dataclasses import dataclass

import numpy as np
from geopandas import GeoDataFrame

from geo.bbox import BBox
from geo.demo.facts import simulate_facts
from geo.demo.history import (
    History,
    list_periods,
    simulate_history,
)
from geo.demo.land import (
    SIMULATED_TEXT,
    Land,
    as_layer,
    draw_land,
)
from geo.demo.lots import divide_lots, lot_table
from geo.demo.series import simulate_series, simulate_sources, simulate_targets
from geo.demo.sites import Sites, choose_sites, cluster_table, outline_layer
from geo.errors import QueryError
from geo.package import About, Package, empty_table
from geo.tables import TABLES

MOST_CLUSTERS = 10_000
"""The island has room for this many without drawing them smaller than a few hectares."""

_PERIODS = re.compile(r"([0-9]{4})\.\.([0-9]{4})")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def parse_periods(text: str) -> tuple[int, int]:
    """Read the years of a simulation: `2018..2026`.

    Raises
    ------
    QueryError
        If the text is no such range, or the years are impossible.
    """
    found = _PERIODS.fullmatch(text.strip())
    if not found:
        raise QueryError(f"periods {text!r} cannot be read; expected FIRST..LAST, for example 2018..2026")
    years = int(found[1]), int(found[2])
    _require_years(years)
    return years


def _require_years(years: tuple[int, int]) -> None:
    first, last = years
    if not _FIRST_YEAR <= first <= last <= _LAST_YEAR:
        raise QueryError(
            f"periods {first}..{last} are impossible; expected a first year not after the last,"
            f" both from {_FIRST_YEAR} to {_LAST_YEAR}"
        )


def _require_counts(clusters: int, lots: int, seed: int) -> None:
    if not 1 <= clusters <= MOST_CLUSTERS:
        raise QueryError(f"clusters is {clusters}; expected a number from 1 to {MOST_CLUSTERS}")
    if not lots >= 1:
        raise QueryError(f"lots is {lots}; expected a number from 1 on")
    if not seed >= 0:
        raise QueryError(f"seed is {seed}; expected a number from 0 on")


@dataclass(frozen=True)
class Province:
    """The package of a province, and the truth it was told from."""

    package: Package
    sites: Sites
    history: History
    land: Land


def simulate(clusters: int, lots: int, periods: tuple[int, int], seed: int) -> Package:
    """Simulate a province; the same arguments always give the same package.

    Parameters
    ----------
    clusters, lots : how many of each, exactly
    periods : first and last year; the last year ends with its first half-year
    seed : a number from 0 on; the island is the same for all

    Raises
    ------
    QueryError
        If the arguments are impossible.
    """
    return simulate_with_history(clusters, lots, periods, seed).package


def simulate_with_history(clusters: int, lots: int, periods: tuple[int, int], seed: int) -> Province:
    """Simulate a province as `simulate` does, and keep the truth behind it."""
    _require_counts(clusters, lots, seed)
    _require_years(periods)
    land = draw_land()
    place_rng, lot_rng, history_rng, fact_rng = np.random.default_rng(seed).spawn(4)
    sites = choose_sites(clusters, land, place_rng)
    plots = divide_lots(sites, lots, lot_rng)
    sites = sites.with_industrial_land(plots.owner, plots.area_ha)
    history = simulate_history(sites.table, list_periods(*periods), history_rng)
    facts = simulate_facts(sites.table, history, fact_rng)
    series = simulate_series(sites.table, history)
    targets = simulate_targets(*periods)
    outlines = outline_layer(sites, history, place_rng)
    drawn_lots = lot_table(sites, plots, history, lot_rng)
    filled = {
        **{name: empty_table(table) for name, table in TABLES.items()},
        "clusters": cluster_table(sites, outlines, land),
        "facts": facts,
        "lots": drawn_lots,
        "city_series": series,
        "programme_targets": targets,
        "sources": simulate_sources(facts, series, targets),
        **{name: table.copy() for name, table in land.tables.items()},
    }
    layers = {
        "outlines": outlines,
        "lot_outlines": as_layer({"id": drawn_lots["id"]}, sites.to_ground(plots.shapes, plots.owner)),
        "ward_outlines": _outlines_of(land.wards),
        "district_outlines": _outlines_of(land.districts),
    }
    return Province(Package(_about(land), filled, layers), sites, history, land)


def _about(land: Land) -> About:
    west, south, east, north = land.bbox
    outward = 1e4
    return About(
        name="tinh-mau",
        title_vi=f"Cụm công nghiệp Tỉnh Mẫu ({SIMULATED_TEXT})",
        title_en="Industrial clusters of Model Province (SIMULATED)",
        province_vi="Tỉnh Mẫu",
        province_en="Model Province",
        bbox=BBox(
            math.floor(west * outward) / outward,
            math.floor(south * outward) / outward,
            math.ceil(east * outward) / outward,
            math.ceil(north * outward) / outward,
        ),
        simulated=True,
        credits=("SIMULATED · MÔ PHỎNG: mọi số liệu, tên và ranh giới đều không có thật",),
    )


def _outlines_of(units: GeoDataFrame) -> GeoDataFrame:
    return as_layer({"id": units["code"].to_list(), "code": units["code"].to_list()}, units.geometry)
