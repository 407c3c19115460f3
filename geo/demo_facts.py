"""What is reported, published and rumoured about the clusters of the model province.

A `History` is the truth of the simulation. Facts are what sources say of it: reports with gaps,
press and portals that contradict them, and the mistakes real lists are full of (`Breach`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo import tables
from geo.demo_land import SIMULATED_TEXT, Floats, Ints, as_table
from geo.facts import NO_NUMBER, parse_days, parse_value, period_end
from geo.fields import FIELDS
from geo.schema import Kind, Status

Flags = npt.NDArray[np.bool_]

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
_OF_ACTIVE = ("leased_area_ha", *COUNTED, *FLOWS)
_HALF_YEAR_DAYS = 182.6
_PRESS = 6


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


@dataclass
class Statements:
    """Facts as they come in, before they are numbered; `rows` and `parts` hold one each or many."""

    sites: pd.DataFrame
    history: History
    rng: np.random.Generator
    rows: list[dict[str, Any]]
    parts: list[pd.DataFrame]

    def say(self, cluster: int, field: str, value: str, as_of: str | None, source: str, **more: Any) -> None:
        """Add one statement of a source about one cluster."""
        row = {"cluster": cluster, "field": field, "value": value, "as_of": as_of, "source_id": source}
        self.rows.append(row | more)

    def pick(self, among: Flags, share: float) -> list[int]:
        """Pick a share of clusters at random, at least one if there is any."""
        pool = np.flatnonzero(among)
        count = min(len(pool), max(1, round(share * len(pool))))
        return sorted(self.rng.choice(pool, count, replace=False).tolist()) if count else []

    def press(self) -> str:
        """Name one of the papers."""
        return f"sim-press-{self.rng.integers(1, _PRESS + 1)}"

    def recent(self) -> str:
        """Return a month of the simulated years, for a statement made then."""
        first, last = self.history.periods[0][:4], self.history.periods[-1][:4]
        year = self.rng.integers(int(first), int(last) + 1)
        most = 5 if str(year) == last else 12
        return f"{year}-{self.rng.integers(1, most + 1):02d}"


def simulate_facts(sites: pd.DataFrame, history: History, rng: np.random.Generator) -> pd.DataFrame:
    """Let decisions, reports, papers and portals speak; the table of facts.

    Parameters
    ----------
    sites : (n,) rows in the order of the clusters, with id, name, status, kind, quality, lon, lat,
        district_code, planned and industrial (hundredths of a hectare)
    """
    said = Statements(sites, history, rng, [], [])
    breaches = find_breaches(sites["status"])
    ordinary = ~np.isin(np.arange(len(sites)), list(breaches.values()))
    active = (sites["status"] == Status.ACTIVE).to_numpy()
    mute = {
        "industrial_land_ha": said.pick(active & ordinary, WITHOUT_SHARE),
        "revenue_bn_vnd": said.pick(active & ordinary, WITHOUT_SHARE),
    }
    investors = {breaches.get(Breach.SAME_INVESTMENT), breaches.get(Breach.SAME_INVESTMENT_TOO)}
    for cluster, site in enumerate(sites.itertuples()):
        _say_decided(said, cluster, site, cluster in mute["industrial_land_ha"], cluster in investors)
        _say_on_portal(said, cluster, site, breaches)
    _report(said, set(mute["revenue_bn_vnd"]), breaches)
    _say_in_press(said, active, ordinary)
    _say_of_groups(said, active & ordinary)
    _say_nonsense(said, breaches)
    return _number(said)


def decision_id(history: History, cluster: int, status: str) -> str:
    """Name the source that decided on a cluster: the decisions of its year, or the province's plan."""
    if status == Status.PLANNED:
        return "sim-plan"
    return f"sim-decision-{history.day(int(history.established[cluster])).year}"


def _say_decided(said: Statements, cluster: int, site: Any, no_industrial: bool, no_investment: bool) -> None:
    """State what decisions say: areas, dates, developer and the limits of building."""
    rng, history = said.rng, said.history
    day = history.day(int(history.established[cluster]))
    planned_only = site.status == Status.PLANNED
    source = decision_id(history, cluster, site.status)
    as_of = str(history.day(-8).year) if planned_only else _written_day(day, rng)
    say = {"source": source, "as_of": as_of, "confidence": "high"}
    if site.planned_stated:
        said.say(cluster, "planned_area_ha", write_amount(site.planned, "ha"), **say)
    said.say(cluster, "sectors", str(rng.choice(_SECTORS)), **say)
    if planned_only:
        return
    said.say(cluster, "decision_no", f"{rng.integers(100, 9000)}/QĐ-UBND", **say)
    said.say(cluster, "date_established", as_of, **say)
    said.say(cluster, "developer", f"Công ty CP Hạ tầng {site.name} (mô phỏng)", **say)
    if not no_investment:
        said.say(cluster, "total_investment_bn_vnd", f"{site.planned * rng.uniform(0.1, 0.14):.1f}", **say)
    if site.status == Status.ESTABLISHED:
        return
    if not no_industrial:
        said.say(cluster, "industrial_land_ha", write_amount(site.industrial, "ha"), **say)
    begun = history.day(int(history.begun[cluster]))
    paper = {"source": said.press(), "as_of": str(begun.year), "confidence": "medium"}
    said.say(cluster, "date_groundbreaking", _written_day(begun, rng), **paper)


def _written_day(day: date, rng: np.random.Generator) -> str:
    """Write a day as precisely as sources happen to: the day, its month or its year."""
    return day.isoformat()[: int(rng.choice([10, 7, 4], p=[0.6, 0.3, 0.1]))]


def _say_on_portal(said: Statements, cluster: int, site: Any, breaches: dict[Breach, int]) -> None:
    """State what portals offer: asking prices, limits of building and pins."""
    rng = said.rng
    portal = {"source": "sim-portal-1", "as_of": said.recent(), "confidence": "low"}
    swapped = breaches.get(Breach.SWAPPED_PIN) == cluster
    if site.place_basis == "pin" or swapped or (site.place_basis == "outline" and rng.random() < 0.25):
        lon, lat = (site.lat, site.lon) if swapped else (site.lon, site.lat)
        said.say(cluster, "lon", f"{lon:.6f}", **portal)
        said.say(cluster, "lat", f"{lat:.6f}", **portal)
    if site.status == Status.PLANNED:
        return
    said.say(cluster, "land_rent_usd_m2", _rent(site.rent, rng), **portal)
    limits = {
        "management_fee_usd_m2_year": f"{rng.choice([0.3, 0.5, 0.6, 0.8])}",
        "building_density_max": f"{rng.choice([60, 60, 65, 70])}%",
        "far_max": f"{rng.choice([1.8, 2.1, 3.0])}",
        "max_floors": f"{rng.choice([3, 4, 5])}",
        "wastewater_capacity_m3_day": f"{rng.choice([500, 800, 1000, 1500, 2000])}",
    }
    for field, value in limits.items():
        if rng.random() < 0.8:
            said.say(cluster, field, value, **portal)
    opened = said.history.day(int(said.history.established[cluster])).year
    said.say(cluster, "operating_period", f"{opened} - {opened + 50}", **portal)


def _rent(price: int, rng: np.random.Generator) -> str:
    return f"{price} - {price + 10 * rng.integers(1, 4)}" if rng.random() < 0.3 else f"{price}"


def _report(said: Statements, without_revenue: set[int], breaches: dict[Breach, int]) -> None:
    """State what clusters report each period, as far as they do."""
    history = said.history
    active = history.operating[:, None]
    for field, amounts in history.amounts.items():
        stated = history.reported & (amounts > 0)
        if field in _OF_ACTIVE:
            stated = stated & active
        elif field == "site_clearance_pct":
            stated = stated & ~active
        if field == "revenue_bn_vnd":
            stated[sorted(without_revenue)] = False
        if field == "leased_area_ha" and Breach.LEASED_BEYOND_INDUSTRIAL in breaches:
            amounts = _beyond(amounts, said.sites, breaches[Breach.LEASED_BEYOND_INDUSTRIAL])
        said.parts.append(_reports(history.periods, field, amounts, stated))


def _beyond(leased: Ints, sites: pd.DataFrame, cluster: int) -> Ints:
    """Let one cluster's last report claim more leased land than its industrial land."""
    claimed = leased.copy()
    claimed[cluster, -1] = sites["industrial"].iloc[cluster] * 27 // 25
    return claimed


def _reports(periods: tuple[str, ...], field: str, amounts: Ints, stated: Flags) -> pd.DataFrame:
    clusters, steps = np.nonzero(stated)
    return pd.DataFrame(
        {
            "cluster": clusters,
            "field": field,
            "value": [write_amount(amount, field) for amount in amounts[stated].tolist()],
            "period": [periods[step] for step in steps],
            "source_id": [report_id(periods[step]) for step in steps],
            "confidence": "high",
        }
    )


def report_id(period: str) -> str:
    """Name the source of a period's reports."""
    return f"sim-report-{period.lower()}"


def _say_in_press(said: Statements, active: Flags, ordinary: Flags) -> None:
    """Let papers state other areas and fill rates than reports do, and mere bounds."""
    everyone = np.ones(len(said.sites), dtype=np.bool_)
    for turn, cluster in enumerate(said.pick(ordinary if ordinary.any() else everyone, CONTRADICTED_SHARE)):
        area = said.sites["planned"].iloc[cluster] / HUNDREDTHS
        other = area * (said.rng.uniform(0.7, 0.93) if turn % 2 else said.rng.uniform(1.07, 1.3))
        value = (f"{other:.1f}", f"nearly {other:.0f}", f"about {other:.0f}")[turn % 3]
        _say_as_paper(said, cluster, "planned_area_ha", value)
    for cluster in said.pick(~said.sites["planned_stated"].to_numpy(dtype=bool), 1.0):
        least = max(1, said.sites["planned"].iloc[cluster] // HUNDREDTHS // 5 * 5)
        _say_as_paper(said, cluster, "planned_area_ha", f">{least}")
    for cluster in said.pick(active, CONTRADICTED_SHARE):
        share = said.history.amounts["leased_area_ha"][cluster, -1] / said.sites["industrial"].iloc[cluster]
        _say_as_paper(said, cluster, "fill_rate_pct", f"{100 * abs(share - 0.15):.0f}")
    for cluster in said.pick(active, 0.06):
        amounts = said.history.amounts
        _say_as_paper(said, cluster, "workers", f">{amounts['workers'][cluster, -1] // 10 * 10}")
        _say_as_paper(said, cluster, "enterprises", f"nearly {amounts['enterprises'][cluster, -1] + 1}")


def _say_as_paper(said: Statements, cluster: int, field: str, value: str, **more: Any) -> None:
    said.say(cluster, field, value, said.recent(), said.press(), confidence="medium", **more)


def _say_of_groups(said: Statements, among: Flags) -> None:
    """Let papers state one fill rate about several clusters of a district at once."""
    districts = said.sites["district_code"][among]
    crowded = districts.value_counts(sort=False).sort_index().nlargest(2, keep="first")
    year = said.history.periods[0][:4]
    for number, (district, count) in enumerate(crowded[crowded >= 2].items(), start=1):
        members = districts.index[districts == district][: min(5, int(count))]
        source = f"sim-press-{number}"
        for cluster in members:
            said.say(
                int(cluster), "fill_rate_pct", "100" if number == 1 else "hầu hết 90", year, source,
                confidence="medium", scope="group", group_id=f"{source}-fill_rate_pct-{year}",
            )  # fmt: skip


def _say_nonsense(said: Statements, breaches: dict[Breach, int]) -> None:
    """Plant the mistakes that are facts of their own: a year for a rate, one investment told twice."""
    last = said.history.periods[-1][:4]
    portal = {"as_of": f"{last}-02", "source": "sim-portal-2", "confidence": "low"}
    if (cluster := breaches.get(Breach.YEAR_AS_RATE)) is not None:
        said.say(cluster, "fill_rate_pct", "2021", **portal)
    paper = {"as_of": said.history.periods[0][:4], "source": "sim-press-1", "confidence": "medium"}
    for breach in (Breach.SAME_INVESTMENT, Breach.SAME_INVESTMENT_TOO):
        if (cluster := breaches.get(breach)) is not None:
            said.say(cluster, "total_investment_bn_vnd", "487.3", **paper)


def _number(said: Statements) -> pd.DataFrame:
    """Put the statements in order, number them and read their values."""
    facts = pd.concat([pd.DataFrame(said.rows), *said.parts], ignore_index=True).astype(object)
    facts = facts.where(facts.notna(), None)
    order = facts["cluster"].astype(int) * 2 + facts["period"].notna()
    facts = facts.loc[order.sort_values(kind="stable").index].reset_index(drop=True)
    ids = said.sites["id"].to_numpy()
    columns = {
        **facts,
        "id": [f"f{number:05d}" for number in range(1, len(facts) + 1)],
        "cluster_id": ids[facts["cluster"].astype(int)],
        "scope": facts.get("scope", pd.Series(index=facts.index, dtype=object)).fillna("cluster"),
        **_read_values(facts),
    }
    return as_table(tables.FACTS, columns)


def _read_values(facts: pd.DataFrame) -> dict[str, Any]:
    """Read values, units and days through the same rules as delivered facts."""
    value_of = _remembered(lambda text: parse_value(text))
    day_of = _remembered(lambda text: found[1] if (found := parse_days(text)) else None)
    end_of = _remembered(period_end)
    fields = [FIELDS[name] for name in facts["field"]]
    values = [
        value_of(text) if field.kind == "number" else NO_NUMBER
        for text, field in zip(facts["value"], fields, strict=True)
    ]
    times = zip(facts["period"], facts["as_of"], strict=True)
    return {
        "value_min": [value.smallest for value in values],
        "value_max": [value.largest for value in values],
        "qualifier": [value.qualifier for value in values],
        "unit": [field.units[0] if field.units else None for field in fields],
        "valid_until": [end_of(period) if period else day_of(as_of) for period, as_of in times],
    }


def _remembered(read: Callable[[str], Any]) -> Callable[[str], Any]:
    known: dict[str, Any] = {}

    def look_up(text: str) -> Any:
        if text not in known:
            known[text] = read(text)
        return known[text]

    return look_up


SERIES = {
    "area_infrastructure_built_ha": ("serviced_area_ha", "ha"),
    "establishments": ("enterprises", "cơ sở"),
    "workers": ("workers", "lao động"),
    "budget_bn_vnd_per_year": ("budget_bn_vnd", "tỷ đồng"),
}
"""The province's figures: the field each one sums over the active clusters, and its unit."""


def simulate_series(sites: pd.DataFrame, history: History) -> pd.DataFrame:
    """Sum the true figures of all active clusters, a year at a time.

    The province knows more than the facts tell: reports withheld are in its totals. So a total minus
    the sum of reports is the sum of what was withheld, never negative, and zero where nothing was.
    Full years are dated by their year (`2025`); the last, half over, by `2026-H1` and without budget.
    """
    rows = list(_city_rows(sites, history)) + list(_district_rows(sites, history))
    series = pd.DataFrame(rows, columns=["area", "district_code", "field", "value", "unit", "as_of"])
    values = [parse_value(value) for value in series["value"]]
    columns = {
        **series,
        "value_min": [value.smallest for value in values],
        "value_max": [value.largest for value in values],
        "qualifier": [value.qualifier for value in values],
        "valid_until": [found[1] if (found := parse_days(as_of)) else None for as_of in series["as_of"]],
        "source_id": [f"sim-report-province-{as_of.lower()}" for as_of in series["as_of"]],
    }
    return as_table(tables.CITY_SERIES, columns)


def totals_steps(periods: tuple[str, ...]) -> list[int]:
    """List the periods the province sums up: every full year, and the half-year it ends with."""
    return [step for step, name in enumerate(periods) if "H1" not in name or step == len(periods) - 1]


def _city_rows(sites: pd.DataFrame, history: History) -> Iterator[tuple[str | None, ...]]:
    for step in totals_steps(history.periods):
        period, operating = history.periods[step], history.operating
        yield "city", None, "clusters_active", str(int(operating.sum())), "cụm", period
        area = int(sites["planned"].to_numpy()[operating].sum())
        yield "city", None, "area_ha", write_amount(area, "ha"), "ha", period
        for name, (field, unit) in SERIES.items():
            if field in FLOWS and period.endswith("H1"):
                continue
            total = int(history.amounts[field][operating, step].sum())
            yield "city", None, name, write_amount(total, field), unit, period


def _district_rows(sites: pd.DataFrame, history: History) -> Iterator[tuple[str | None, ...]]:
    active = sites["district_code"].to_numpy()[history.operating]
    for code, count in zip(*np.unique(active.astype(str), return_counts=True), strict=True):
        yield "district", str(code), "clusters_active", str(count), "cụm", history.periods[-1]


def simulate_sources(facts: pd.DataFrame, series: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """List every source named by a table, with a title that says it is made up."""
    named = pd.concat([facts["source_id"], series["source_id"], targets["source_id"]]).unique()
    ids = sorted(str(name) for name in named)
    described = [_describe(source) for source in ids]
    columns = {
        "id": ids,
        "title": [f"{SIMULATED_TEXT}: {title}" for title, _ in described],
        "kind": [kind for _, kind in described],
    }
    return as_table(tables.SOURCES, columns)


def _describe(source: str) -> tuple[str, str]:
    kind, _, rest = source.removeprefix("sim-").partition("-")
    if kind == "plan":
        return "Phương án phát triển cụm công nghiệp tỉnh Mẫu", "decision"
    if kind == "decision":
        return f"Các quyết định thành lập cụm công nghiệp năm {rest}", "decision"
    if kind == "report" and rest.startswith("province-"):
        return f"Báo cáo của tỉnh, kỳ {rest.removeprefix('province-').upper()} (Biểu 04)", "report"
    if kind == "report":
        return f"Báo cáo của các cụm, kỳ {rest.upper()} (Biểu 01, 02, 03)", "report"
    if kind == "press":
        return f"Báo Mẫu số {rest}", "press"
    return f"Cổng thông tin đầu tư Mẫu {rest}", "commercial_portal"


def simulate_targets(first: int, last: int) -> pd.DataFrame:
    """Set a few targets of a programme that does not exist, and one result."""
    programme = "Chương trình mẫu phát triển cụm công nghiệp (mô phỏng)"
    rows = [
        (first, first, "cụm khởi công", 2, 5, "cụm", "target"),
        (first, last, "cụm hoàn thành hạ tầng", 10, 10, "cụm", "target"),
        (last, last, "cụm lấp đầy", 6, 6, "cụm", "target"),
        (last, last, "cụm có trạm xử lý nước thải", 90, 100, "%", "target"),
        (first, first, "cụm khởi công", 3, 3, "cụm", "actual"),
    ]
    names = ("year_from", "year_to", "indicator", "value_low", "value_high", "unit", "kind")
    targets = pd.DataFrame(rows, columns=list(names))
    columns = {
        **targets,
        "programme": programme,
        "decision": "Kế hoạch 00/KH-UBND (mô phỏng)",
        "year": [f"{low}" if low == high else f"{low}-{high}" for low, high, *_ in rows],
        "source_id": "sim-plan",
    }
    return as_table(tables.PROGRAMME_TARGETS, columns)


_SECTORS = (
    "cơ khí, điện tử, công nghiệp hỗ trợ",
    "chế biến nông sản, thực phẩm",
    "dệt may, da giày",
    "chế biến gỗ, mây tre đan, thủ công mỹ nghệ",
    "vật liệu xây dựng, cơ kim khí",
    "bao bì, in ấn, sản phẩm nhựa",
)
