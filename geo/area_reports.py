"""What communes and the province report (Biểu 03, 04), beside what their clusters add up to."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from geo.facts import period_end
from geo.schema import Status, Text

Record = Mapping[str, Any]
_RATE_DIGITS, _STATED_DIGITS = 2, 1


@dataclass(frozen=True)
class Line:
    """A line of the forms; `column` is the figure of clusters that adds up to it.

    Without a column the operating clusters are counted; with a `whole` it is the mean fill in percent.
    """

    number: str
    title: Text
    unit: Text
    column: str | None = None
    whole: str | None = None


_HA, _BN = Text("ha", "ha"), Text("tỷ đồng", "billion VND")
LINES = (
    Line("15", Text("Cụm đang hoạt động", "Operating clusters"), Text("cụm", "clusters")),
    Line("16", Text("Diện tích", "Area"), _HA, "planned_area_ha"),
    Line("17", Text("Đất công nghiệp", "Industrial land"), _HA, "industrial_area_ha"),
    Line("18", Text("Đã cho thuê", "Let"), _HA, "leased_area_ha"),
    Line("19", Text("Tỷ lệ lấp đầy bình quân", "Mean fill rate"), Text("%", "%"),
         "leased_area_ha", "industrial_area_ha"),
    Line("25", Text("Lao động", "Workers"), Text("người", "people"), "workers"),
)  # fmt: skip
"""The lines that clusters answer for."""

BESIDE = (
    Line("20", Text("Dự án", "Projects"), Text("dự án", "projects")),
    Line("23", Text("Doanh thu trong kỳ", "Revenue of the period"), _BN),
    Line("24", Text("Nộp ngân sách trong kỳ", "Budget contribution of the period"), _BN),
)  # fmt: skip
"""The lines that are shown as reported: no figure of clusters is of the same kind and time."""

_CITY = {"15": "clusters_active", "16": "area_ha", "25": "workers"}
_CITY_YEAR = {"23": "revenue_bn_vnd_per_year", "24": "budget_bn_vnd_per_year"}
"""The lines of form 04 that are city figures of the accounts; sums of a period only for a whole year."""


@dataclass(frozen=True)
class Held:
    """A line as reported, beside the sum of the `known` of `clusters` that say anything about it."""

    line: str
    reported: float | None
    computed: float | None
    known: int
    clusters: int
    difference: float | None


@dataclass(frozen=True)
class Report:
    """The latest report of one unit; `beside` are its lines that are only shown."""

    form: str
    unit_code: str | None
    unit: str | None
    period: str
    source_id: str
    lines: tuple[Held, ...]
    beside: Mapping[str, float]


def report(
    rows: Iterable[Record], clusters: Sequence[Record], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Hold the latest report of every unit against its clusters; the province's first.

    Parameters
    ----------
    rows : the table `area_reports`
    clusters : published clusters, by column name
    names : of communes and districts, by code
    """
    latest: dict[tuple[str, str], dict[str, list[Record]]] = {}
    for row in rows:
        unit = latest.setdefault((str(row["form"]), str(row["unit_code"] or "")), {})
        unit.setdefault(str(row["period"]), []).append(row)
    last = [max(periods.items(), key=lambda item: period_end(item[0]))[1] for periods in latest.values()]
    found = [_report(own, clusters, names) for own in last]
    return [asdict(one) for one in sorted(found, key=lambda one: (one.form != "04", one.unit or ""))]


def _report(rows: Sequence[Record], clusters: Sequence[Record], names: Mapping[str, str]) -> Report:
    first, values = rows[0], {str(row["line"]): float(row["value"]) for row in rows}
    code, column = first["unit_code"] or None, f"{_UNITS.get(first['level'], '')}_code"
    here = [
        one for one in clusters if one["status"] == Status.ACTIVE and (code is None or one[column] == code)
    ]
    return Report(
        first["form"],
        code,
        names.get(code or ""),
        first["period"],
        first["source_id"],
        tuple(_held(line, values.get(line.number), here) for line in LINES),
        {line.number: values[line.number] for line in BESIDE if line.number in values},
    )


_UNITS = {"commune": "ward", "district": "district"}


def _held(line: Line, reported: float | None, clusters: Sequence[Record]) -> Held:
    known = [one for one in clusters if _is_known(one, line.column) and _is_known(one, line.whole)]
    computed = _computed(line, known) if known or not clusters else None
    whole = computed is not None and reported is not None and len(known) == len(clusters)
    digits = _STATED_DIGITS if line.whole else 6
    difference = (
        round(reported - computed, digits)
        if whole and reported is not None and computed is not None
        else None
    )
    return Held(line.number, reported, computed, len(known), len(clusters), difference)


def _is_known(cluster: Record, column: str | None) -> bool:
    return column is None or (isinstance(cluster[column], int | float) and math.isfinite(cluster[column]))


def _computed(line: Line, clusters: Sequence[Record]) -> float | None:
    if line.column is None:
        return float(len(clusters))
    total = math.fsum(one[line.column] for one in clusters)
    if line.whole is None:
        return round(total, 6)
    whole = math.fsum(one[line.whole] for one in clusters)
    return round(100 * total / whole, _RATE_DIGITS) if whole else None


def city_figures(rows: Iterable[Record]) -> list[dict[str, Any]]:
    """Take the lines of form 04 that are city figures as rows of `city_series`."""
    found = []
    for row in rows:
        fields = _CITY if str(row["period"]).endswith("-H1") else _CITY | _CITY_YEAR
        if row["form"] == "04" and row["line"] in fields:
            value = float(row["value"])
            found.append(
                {
                    "area": "city", "district_code": None, "field": fields[row["line"]],
                    "value": f"{value:.10g}", "value_min": value, "value_max": value, "unit": row["unit"],
                    "as_of": row["period"], "source_id": row["source_id"],
                }
            )  # fmt: skip
    return found
