"""The figures of the whole model province, its programmes and its sources."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo import tables
from geo.demo.history import FLOWS, History, write_amount
from geo.demo.land import SIMULATED_TEXT, as_table
from geo.facts import parse_days, parse_value

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
