"""What is reported, published and rumoured about the clusters of the model province.

Facts are what sources say of its history: reports with gaps, press and portals that contradict them, and
the mistakes real lists are full of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from geo import tables
from geo.demo.history import (
    CONTRADICTED_SHARE,
    COUNTED,
    FLOWS,
    HUNDREDTHS,
    WITHOUT_SHARE,
    Breach,
    History,
    decision_id,
    find_breaches,
    write_amount,
)
from geo.demo.land import Flags, Ints, as_table
from geo.facts import NO_NUMBER, parse_days, parse_value, period_end
from geo.fields import FIELDS
from geo.schema import Status

_OF_ACTIVE = ("leased_area_ha", *COUNTED, *FLOWS)
_PRESS = 6


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
    press, written = said.press(), _written_day(begun, rng)
    said.say(cluster, "date_groundbreaking", written, source=press, as_of=written, confidence="medium")


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


_SECTORS = (
    "cơ khí, điện tử, công nghiệp hỗ trợ",
    "chế biến nông sản, thực phẩm",
    "dệt may, da giày",
    "chế biến gỗ, mây tre đan, thủ công mỹ nghệ",
    "vật liệu xây dựng, cơ kim khí",
    "bao bì, in ấn, sản phẩm nhựa",
)
