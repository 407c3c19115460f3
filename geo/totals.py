"""The accounts: a city figure = reported by clusters + not yet reported, line by line."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from geo.schema import Status, Text
from geo.units import is_registration

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of the accounts.

    `series` is the field of the city's figure (None: no source gives one), `column` the indicator of
    the clusters behind it (None: the clusters themselves are counted), `remedy` what would close it.
    """

    id: str
    title: Text
    unit: Text
    series: str | None
    column: str | None
    remedy: Text


LINES: tuple[Line, ...] = (
    Line(
        "clusters", Text("Cụm đang hoạt động", "Active clusters"), Text("cụm", "clusters"),
        "clusters_active", None,
        Text("danh sách cụm đang hoạt động: Biểu 04 dòng 15", "list of active clusters: Biểu 04 line 15"),
    ),
    Line(
        "planned_area_ha", Text("Diện tích theo quy hoạch", "Planned area"), Text("ha", "ha"),
        "area_ha", "planned_area_ha",
        Text("quyết định thành lập từng cụm; Biểu 04 dòng 16",
             "the decision on each cluster; Biểu 04 line 16"),
    ),
    Line(
        "serviced_area_ha", Text("Đất đã xây dựng hạ tầng", "Serviced land"), Text("ha", "ha"),
        "area_infrastructure_built_ha", "serviced_area_ha",
        Text("Biểu 02 dòng 3 của từng cụm", "Biểu 02 line 3 of each cluster"),
    ),
    Line(
        "enterprises", Text("Cơ sở sản xuất, kinh doanh", "Establishments"), Text("cơ sở", "establishments"),
        "establishments", "enterprises",
        Text("Biểu 02 dòng 6 và danh sách hộ của từng cụm; Biểu 04 dòng 20",
             "Biểu 02 line 6 and the list of households of each cluster; Biểu 04 line 20"),
    ),
    Line(
        "workers", Text("Lao động", "Workers"), Text("người", "people"),
        "workers", "workers",
        Text("Biểu 01 dòng 3 của từng dự án; Biểu 04 dòng 25", "Biểu 01 line 3 of each project; Biểu 04 line 25"),
    ),
    Line(
        "budget_bn_vnd", Text("Nộp ngân sách một năm", "Budget contribution a year"),
        Text("tỷ đồng", "billion VND"),
        "budget_bn_vnd_per_year", "budget_bn_vnd",
        Text("Biểu 01 dòng 2 của từng dự án; Biểu 04 dòng 24", "Biểu 01 line 2 of each project; Biểu 04 line 24"),
    ),
    Line(
        "revenue_bn_vnd", Text("Doanh thu", "Revenue"), Text("tỷ đồng", "billion VND"),
        "revenue_bn_vnd_per_year", "revenue_bn_vnd",
        Text("Biểu 04 dòng 23: chưa nguồn nào công bố tổng doanh thu của thành phố",
             "Biểu 04 line 23: no source publishes a city total of revenue"),
    ),
)  # fmt: skip


FIRST_YEAR = "2020"
"""The oldest figure that what is known of the clusters today is held against."""


@dataclass(frozen=True)
class Part:
    """One part of a figure: its amount, the clusters behind it, and the planned hectares of those
    `area_known` of them whose area is known."""

    amount: float
    clusters: int
    planned_area_ha: float
    area_known: int


@dataclass(frozen=True)
class Account:
    """A city figure broken up: city = reported + not_reported, of the active clusters it counts.

    Without a city figure (`city` None) only the reported parts stand. `not_reported` is None then,
    when the figure is undated or older than `FIRST_YEAR`, and when the reported part exceeds the city's figure (`exceeded`). `unconfirmed` is what clusters
    say that no source calls active: it is shown beside the account and is part of neither side.
    `not_reported_ha` is the rest of the city's hectares: an upper bound while the area of a cluster
    that does report is unknown (`reported.area_known` below `reported.clusters`).
    """

    line: str
    as_of: str | None
    source_id: str | None
    city: float | None
    stated: str | None
    reported: Part
    unconfirmed: Part
    not_reported: float | None
    not_reported_clusters: int | None
    not_reported_ha: float | None
    exceeded: bool


def accounts(
    clusters: Iterable[Record], figures: Iterable[Record], by_year: Mapping[tuple[str, str], Record]
) -> list[Account]:
    """Hold every figure of an area, the city or a district, against what its clusters report.

    Parameters
    ----------
    clusters : published clusters, by column name
    figures : rows of `city_series` about this area
    by_year : what clusters reported for a year, by (column, year), as cluster id → amount; a
        figure of a year with such reports is held against them, any other against the published values
    """
    listed, rows = list(clusters), list(figures)
    found = []
    for line in LINES:
        own: list[Record | None] = [row for row in rows if _is_figure(row, line)]
        found += [_account(line, row, listed, rows, by_year) for row in own or [None]]
    return found


def _counts(line: Line, cluster: Record) -> bool:
    """Tell whether a cluster's figure enters a sum: it is known, and no mere registration."""
    registered = line.column == "enterprises" and is_registration(cluster["enterprises_unit"])
    return line.column is not None and _is_number(cluster[line.column]) and not registered


def registrations(clusters: Iterable[Record]) -> dict[str, Any]:
    """Count the households that only registered, their clusters, and the clusters with any figure.

    `active_households` are those of active clusters, which the accounts leave out.
    """
    known = [cluster for cluster in clusters if _is_number(cluster["enterprises"])]
    registered = [cluster for cluster in known if is_registration(cluster["enterprises_unit"])]
    active_registered = sum(cluster["status"] == Status.ACTIVE for cluster in registered)
    active = sum(cluster["status"] == Status.ACTIVE for cluster in known)
    return {
        "households": math.fsum(cluster["enterprises"] for cluster in registered),
        "active_households": math.fsum(
            cluster["enterprises"] for cluster in registered if cluster["status"] == Status.ACTIVE
        ),
        "clusters": len(registered),
        "known": len(known),
        "active": active - active_registered,
    }


def _is_comparable(line: Line, figure: Record | None, by_year: Mapping[tuple[str, str], Record]) -> bool:
    """Today's clusters say nothing of a figure that is undated or older than `FIRST_YEAR`."""
    when = str((figure or {}).get("as_of") or "")
    return (line.column, when) in by_year or when[:4] >= FIRST_YEAR


def _is_figure(row: Record, line: Line) -> bool:
    return bool(row["field"] == line.series) and _is_number(row["value_min"])


def _account(
    line: Line,
    figure: Record | None,
    clusters: list[Record],
    rows: list[Record],
    by_year: Mapping[tuple[str, str], Record],
) -> Account:
    amounts = _amounts(line, figure, clusters, by_year)
    active = [cluster for cluster in clusters if cluster["status"] == Status.ACTIVE]
    reported = _part(active, amounts)
    unconfirmed = _part([cluster for cluster in clusters if cluster["status"] != Status.ACTIVE], amounts)
    if line.column is None:
        unconfirmed = Part(0.0, 0, 0.0, 0)
    city = None if figure is None else float(figure["value_min"])
    rest = None if city is None or not _is_comparable(line, figure, by_year) else city - reported.amount
    exceeded = rest is not None and rest < 0
    city_clusters = None if rest is None else _same_time(rows, "clusters_active", figure)
    city_ha = None if rest is None else _same_time(rows, "area_ha", figure)
    return Account(
        line=line.id,
        as_of=None if figure is None else figure["as_of"],
        source_id=None if figure is None else figure["source_id"],
        city=city,
        stated=None if figure is None else figure["value"],
        reported=reported,
        unconfirmed=unconfirmed,
        not_reported=None if exceeded or rest is None else round(rest, 6),
        not_reported_clusters=None
        if city_clusters is None
        else max(int(city_clusters) - reported.clusters, 0),
        not_reported_ha=None if city_ha is None else round(max(city_ha - reported.planned_area_ha, 0.0), 6),
        exceeded=exceeded,
    )


def _amounts(
    line: Line, figure: Record | None, clusters: list[Record], by_year: Mapping[tuple[str, str], Record]
) -> dict[str, float]:
    if line.column is None:
        return {cluster["id"]: 1.0 for cluster in clusters if cluster["status"] == Status.ACTIVE}
    if figure is not None and (line.column, str(figure["as_of"])) in by_year:
        return dict(by_year[line.column, str(figure["as_of"])])
    return {cluster["id"]: float(cluster[line.column]) for cluster in clusters if _counts(line, cluster)}


def _part(clusters: list[Record], amounts: Mapping[str, float]) -> Part:
    behind = [cluster for cluster in clusters if cluster["id"] in amounts]
    areas = [float(c["planned_area_ha"]) for c in behind if _is_number(c["planned_area_ha"])]
    amount = math.fsum(amounts[cluster["id"]] for cluster in behind)
    return Part(round(amount, 6), len(behind), round(math.fsum(areas), 6), len(areas))


def _same_time(rows: list[Record], field: str, figure: Record | None) -> float | None:
    """Find the city's own figure of another field from the same source and time."""
    if figure is None:
        return None
    same = [
        row["value_min"]
        for row in rows
        if (row["field"], row["as_of"], row["source_id"]) == (field, figure["as_of"], figure["source_id"])
    ]
    return float(same[0]) if same and _is_number(same[0]) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)


def breakdown(clusters: Iterable[Record], key: str) -> list[dict[str, Any]]:
    """Sum each line by district, ward or status, with how many clusters stand behind each sum.

    Returns
    -------
    one dict a group: group, clusters, and for each line with a column its sum and `<column>_known`
    """
    groups: dict[str, list[Record]] = {}
    for cluster in clusters:
        groups.setdefault(str(cluster[key] or ""), []).append(cluster)
    return [
        {"group": group, "clusters": len(members), **sums(members)}
        for group, members in sorted(groups.items())
    ]


def sums(clusters: Iterable[Record]) -> dict[str, Any]:
    """Sum each line that has a column, with how many clusters stand behind each sum."""
    listed = list(clusters)
    found: dict[str, Any] = {}
    for line in LINES:
        if line.column is None:
            continue
        known = [float(cluster[line.column]) for cluster in listed if _counts(line, cluster)]
        found[line.column] = round(math.fsum(known), 6) if known else None
        found[f"{line.column}_known"] = len(known)
    return found


def report(
    clusters: Iterable[Record], city_series: Iterable[Record], by_year: Mapping[tuple[str, str], Record]
) -> dict[str, Any]:
    """Put the accounts and their breakdowns into plain values, as the snapshot keeps them."""
    listed, rows = list(clusters), list(city_series)
    city = [row for row in rows if row["area"] == "city"]
    return {
        "accounts": [asdict(account) for account in accounts(listed, city, by_year)],
        "district_accounts": _district_accounts(listed, rows, by_year),
        "by_status": breakdown(listed, "status"),
        "by_district": breakdown(listed, "district_name"),
        "by_ward": breakdown(listed, "ward_name"),
    }


def _district_accounts(
    clusters: list[Record], rows: list[Record], by_year: Mapping[tuple[str, str], Record]
) -> list[dict[str, Any]]:
    """Hold the figures that sources give for single districts against the clusters there."""
    found = []
    for code in sorted({row["district_code"] for row in rows if row["area"] == "district"}):
        members = [cluster for cluster in clusters if cluster["district_code"] == code]
        own = accounts(members, [row for row in rows if row["district_code"] == code], by_year)
        known = [asdict(account) for account in own if account.city is not None]
        if known and members:
            found.append({"district": members[0]["district_name"], "accounts": known})
    return found
