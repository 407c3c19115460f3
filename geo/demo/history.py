"""The truth of the simulation: how every cluster of the model province grew, period by period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

import numpy as np
import pandas as pd

from geo.demo.land import (
    Flags,
    Floats,
    Ints,
)
from geo.schema import Kind, Status

HUNDREDTHS = 100
"""Hectares and billions are kept as whole hundredths, so that sums of written values are exact."""

WITHHELD_SHARE = 0.08
"""How many of the reports due are missing."""

WITHOUT_SHARE = 0.04
"""How many active clusters never report revenue, and how many never state industrial land."""

CONTRADICTED_SHARE = 0.10

BUILDING = (Status.UNDER_CONSTRUCTION, Status.INFRASTRUCTURE_COMPLETE)
COUNTED = ("enterprises", "workers")
FLOWS = ("revenue_bn_vnd", "budget_bn_vnd")
_HALF_YEAR_DAYS = 182.6


class Breach(IntEnum):
    """A mistake planted on purpose; its number is the place of its cluster among the active ones."""

    YEAR_AS_RATE = 0
    LEASED_BEYOND_INDUSTRIAL = 1
    EXACTLY_SEVENTY = 2
    SWAPPED_PIN = 3
    SAME_INVESTMENT = 4
    SAME_INVESTMENT_TOO = 5
    TOO_LARGE = 6
    TOO_SMALL = 7
    OUTLINE_OFF = 8
    OUTLINE_OFF_TOO = 9


def find_breaches(status: Iterable[str]) -> dict[Breach, int]:
    """Tell which cluster carries which breach: the first ten active ones, in the order of the table."""
    active = [place for place, word in enumerate(status) if word == Status.ACTIVE]
    return dict(zip(Breach, active, strict=False))


def list_periods(first: int, last: int) -> tuple[str, ...]:
    """List the reporting periods of these years, `2018-H1` and `2018`; the last year is half over."""
    return tuple(name for year in range(first, last + 1) for name in (f"{year}-H1", f"{year}"))[:-1]


@dataclass(frozen=True)
class History:
    """The true course of (n,) clusters over (t,) periods.

    `amounts` holds (n, t) whole numbers by field: hundredths of a hectare, of a billion VND and of a
    percent, and counts. `operating` is (n,): the active clusters, which opened before the first
    period. `due` and `reported` are (n, t): whether a report is owed, and was delivered. `established`
    and `begun` are (n,) half-years from the first period on, negative before it.
    """

    periods: tuple[str, ...]
    amounts: dict[str, Ints]
    operating: Flags
    due: Flags
    reported: Flags
    established: Ints
    begun: Ints

    def latest_reported(self, field: str) -> Ints:
        """Return the (n,) amounts of the last report delivered, or the true ones where none was."""
        steps = np.arange(len(self.periods))
        latest = np.where(self.reported, steps, -1).max(axis=1)
        amounts = self.amounts[field]
        found: Ints = amounts[np.arange(len(amounts)), latest]
        return found

    def day(self, half_year: int) -> date:
        """Return a day in a half-year counted from the first period on."""
        first = date(int(self.periods[0][:4]), 1, 1)
        return first + timedelta(days=round(half_year * _HALF_YEAR_DAYS))


def write_amount(amount: int, field: str) -> str:
    """Write an amount as reports do: whole counts, and at most two decimals without idle zeros."""
    if field in COUNTED:
        return str(amount)
    return f"{amount // HUNDREDTHS}.{amount % HUNDREDTHS:02d}".rstrip("0").rstrip(".")


def simulate_history(sites: pd.DataFrame, periods: tuple[str, ...], rng: np.random.Generator) -> History:
    """Let clusters be established, built and let, half-year by half-year.

    Parameters
    ----------
    sites : (n,) rows with status, kind, planned and industrial (hundredths of a hectare)
    """
    n, last = len(sites), len(periods) - 1
    status = sites["status"].to_numpy()
    operating = status == Status.ACTIVE
    opened = -rng.gamma(2.0, 4.0, n).astype(np.int64)
    begun, established = _beginnings(status, opened, last, rng)
    steps = np.arange(len(periods))
    due = operating[:, None] | (np.isin(status, BUILDING)[:, None] & (steps >= begun[:, None]))
    reported = due & (rng.random(due.shape) >= WITHHELD_SHARE)
    if last:
        reported[:, 1] = due[:, 1]
    claimant = find_breaches(status).get(Breach.LEASED_BEYOND_INDUSTRIAL)
    if claimant is not None:
        reported[claimant, -1] = True
    amounts = _land_use(sites, steps, begun, opened, rng)
    amounts |= _people(sites, amounts["leased_area_ha"], rng)
    amounts |= _money(amounts["leased_area_ha"], periods, rng)
    return History(periods, amounts, operating, due, reported, established, begun)


def _beginnings(status: Any, opened: Ints, last: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw when works began and when each cluster was established, in half-years."""
    n = len(status)
    begun = np.select(
        [status == Status.ACTIVE, status == Status.INFRASTRUCTURE_COMPLETE],
        [opened - rng.integers(2, 7, n), last - rng.integers(9, 14, n)],
        last - rng.integers(1, 6, n),
    )
    waiting = np.where(status == Status.ESTABLISHED, 0, rng.integers(2, 8, n))
    return begun, begun - waiting


def _land_use(
    sites: pd.DataFrame, steps: Ints, begun: Ints, opened: Ints, rng: np.random.Generator
) -> dict[str, Ints]:
    """Clear, service and let land: leased ≤ committed ≤ industrial, leased ≤ serviced ≤ cleared."""
    n = len(sites)
    planned, industrial = (sites[name].to_numpy()[:, None] for name in ("planned", "industrial"))
    operating = (sites["status"] == Status.ACTIVE).to_numpy()[:, None]
    pace = np.where(operating, rng.integers(6, 25, (n, 1)), rng.integers(4, 9, (n, 1)))
    most = np.where(sites["status"] == Status.UNDER_CONSTRUCTION, 0.85, 1.0)[:, None]
    finished = np.where(rng.random((n, 1)) < 0.7, 1.0, rng.uniform(0.75, 1.0, (n, 1)))
    built = np.clip((steps - begun[:, None] + 1) / pace, 0, most)
    cleared = np.clip((steps - begun[:, None] + 3) / pace, 0, (most + 1) / 2)
    serviced = np.floor(industrial * built * finished).astype(np.int64)
    leased = np.floor(serviced * _fill(steps - opened[:, None], rng)).astype(np.int64) * operating
    promised = rng.uniform(0.0, 0.25, (n, 1)) * np.where(operating, 1.0, built)
    cleared_land = np.floor(planned * cleared).astype(np.int64)
    return {
        "cleared_area_ha": cleared_land,
        "serviced_area_ha": serviced,
        "leased_area_ha": leased,
        "committed_area_ha": leased + np.floor((industrial - leased) * promised).astype(np.int64),
        "site_clearance_pct": cleared_land * 1_000 // planned * 10,
    }


def _fill(age: Ints, rng: np.random.Generator) -> Floats:
    """Draw the (n, t) share of serviced land that is let, by half-years since opening."""
    n = len(age)
    final = np.where(rng.random((n, 1)) < 0.25, 1.0, rng.beta(6, 2, (n, 1)))
    start = rng.uniform(0.15, 0.4, (n, 1))
    speed = rng.uniform(6, 24, (n, 1))
    share = 1 - (1 - start) * np.exp(-np.maximum(age, 0) / speed)
    return np.where(share > 0.95, 1.0, share) * final


def _people(sites: pd.DataFrame, leased: Ints, rng: np.random.Generator) -> dict[str, Ints]:
    n = len(sites)
    craft = (sites["kind"] == Kind.CRAFT_VILLAGE).to_numpy()[:, None]
    plot = np.where(craft, rng.uniform(6, 20, (n, 1)), rng.uniform(40, 250, (n, 1)))
    density = np.where(craft, rng.uniform(60, 150, (n, 1)), rng.uniform(30, 90, (n, 1)))
    years = np.arange(leased.shape[1]) / 2
    letting = leased > 0
    return {
        "enterprises": (1 + leased / plot).astype(np.int64) * letting,
        "workers": (1 + leased * density / HUNDREDTHS * (1 + 0.01 * years)).astype(np.int64) * letting,
    }


def _money(leased: Ints, periods: tuple[str, ...], rng: np.random.Generator) -> dict[str, Ints]:
    """Earn money; a first half-year brings less than half of its year, so a year is always more."""
    n, count = leased.shape
    full_years = np.minimum(np.arange(count) // 2 * 2 + 1, count - 1)
    growth = 1.05 ** (np.arange(count) // 2)
    luck = rng.uniform(0.92, 1.08, (n, count))[:, full_years]
    revenue = leased[:, full_years] * rng.uniform(6, 25, (n, 1)) * growth * luck
    share = rng.uniform(0.42, 0.49, (n, count))
    halves = np.array([period.endswith("H1") for period in periods])
    tax = rng.uniform(0.02, 0.05, (n, 1))
    letting = leased > 0
    return {
        "revenue_bn_vnd": _earned(revenue, share, halves) * letting,
        "budget_bn_vnd": _earned(revenue * tax, share, halves) * letting,
    }


def _earned(year: Floats, share: Floats, halves: Flags) -> Ints:
    whole = np.floor(year).astype(np.int64) + 4
    return np.where(halves, np.floor(whole * share).astype(np.int64), whole)


def decision_id(history: History, cluster: int, status: str) -> str:
    """Name the source that decided on a cluster: the decisions of its year, or the province's plan."""
    if status == Status.PLANNED:
        return "sim-plan"
    return f"sim-decision-{history.day(int(history.established[cluster])).year}"
