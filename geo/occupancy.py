"""The five fill rates, each by its own definition, and the averages of an area.

A rate that cannot be computed is an answer with a reason. It is never 0, and no other rate or
denominator ever stands in for it.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.schema import Status, Text

Cluster = Mapping[str, Any]
"""The published values of a cluster by column name; areas in hectares, None where missing."""


@dataclass(frozen=True)
class Rate:
    """A fill rate from 0 to 1, or None and the names of what is missing or wrong."""

    value: float | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """One definition of the fill rate, with the article or form it stands on."""

    code: str
    column: str
    numerator: str
    denominator: str
    article: Text
    compute: Callable[[Cluster], Rate]


REMEDIES: dict[str, Text] = {
    "planned_area_ha": Text(
        "chưa có diện tích theo quy hoạch: quyết định thành lập cụm",
        "no planned area: the decision that established the cluster",
    ),
    "industrial_area_ha": Text(
        "chưa có đất công nghiệp: quyết định phê duyệt quy hoạch chi tiết của cụm"
        " (tổng của xã, tỉnh: Biểu 03/04 dòng 17)",
        "no industrial land: the decision on the cluster's detailed plan"
        " (totals of commune and province: Biểu 03/04 line 17)",
    ),
    "serviced_area_ha": Text(
        "chưa có đất đã xây dựng hạ tầng (đủ điều kiện cho thuê): Biểu 02 dòng 3",
        "no serviced land (which may be let): Biểu 02 line 3",
    ),
    "cleared_area_ha": Text(
        "chưa có đất đã giải phóng mặt bằng: báo cáo giải phóng mặt bằng của địa phương",
        "no cleared land: the local report on site clearance",
    ),
    "leased_area_ha": Text("chưa có đất đã cho thuê: Biểu 02 dòng 4", "no leased land: Biểu 02 line 4"),
    "committed_area_ha": Text(
        "chưa có đất đã cho thuê, chấp thuận chủ trương hoặc cấp chứng nhận đầu tư:"
        " sổ theo dõi đầu tư (NĐ 32/2024 Điều 2.7); không có trong biểu mẫu",
        "no committed land: the register of approvals and investment certificates"
        " (NĐ 32/2024 Article 2.7); not in any form",
    ),
    "operating": Text(
        "cụm chưa được ghi nhận đang hoạt động: Biểu 03/04 dòng 17 chỉ tính cụm đang hoạt động",
        "not known to be operating: Biểu 03/04 line 17 counts operating clusters only",
    ),
    "contradiction": Text(
        "hai số liệu mâu thuẫn (một phần lớn hơn toàn thể): cần kiểm tra nguồn",
        "two figures contradict each other (a part exceeds its whole): check their sources",
    ),
}
"""What would make a rate computable, by the name of what it lacks."""

_ROUNDING = 1e-9
_HECTARE_DIGITS = 6
"""Hectares to the hundredth of a square metre: what floating point adds behind them was stated by nobody."""


def _share(cluster: Cluster, numerator: str, denominator: str) -> Rate:
    part, whole = _area(cluster, numerator), _area(cluster, denominator)
    missing = [numerator] if part is None else []
    if whole is None or not whole > 0:
        missing.append(denominator)
    if missing or part is None or whole is None:
        return Rate(None, tuple(missing))
    if part > whole * (1 + _ROUNDING):
        return Rate(None, ("contradiction",))
    return Rate(min(part / whole, 1.0))


def _area(cluster: Cluster, column: str) -> float | None:
    hectares = cluster.get(column)
    if hectares is None or not math.isfinite(hectares) or hectares < 0:
        return None
    return float(hectares)


def legal(cluster: Cluster) -> Rate:
    """Committed ÷ industrial land (NĐ 32/2024 Điều 2.7 and 2.6); without a detailed plan, none.

    What is let is part of what is committed; where more is let, the figures contradict each other.
    """
    leased, committed = _area(cluster, "leased_area_ha"), _area(cluster, "committed_area_ha")
    if leased is not None and committed is not None and leased > committed * (1 + _ROUNDING):
        return Rate(None, ("contradiction",))
    return _share(cluster, "committed_area_ha", "industrial_area_ha")


def statistical(cluster: Cluster) -> Rate:
    """Leased ÷ industrial land of operating clusters (TT 14/2024 Biểu 03/04, lines 18 ÷ 17 = 19)."""
    if cluster.get("status") != Status.ACTIVE:
        return Rate(None, ("operating",))
    return _share(cluster, "leased_area_ha", "industrial_area_ha")


def ready_land(cluster: Cluster) -> Rate:
    """Leased ÷ serviced land (TT 14/2024 Biểu 02, lines 4 ÷ 3 = 5)."""
    return _share(cluster, "leased_area_ha", "serviced_area_ha")


def cleared_land(cluster: Cluster) -> Rate:
    """Leased ÷ cleared land (provincial practice)."""
    return _share(cluster, "leased_area_ha", "cleared_area_ha")


def gross(cluster: Cluster) -> Rate:
    """Leased ÷ planned land of the whole cluster (press and portals)."""
    return _share(cluster, "leased_area_ha", "planned_area_ha")


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "legal", "fill_rate", "committed_area_ha", "industrial_area_ha",
        Text("NĐ 32/2024 Điều 2.7, 2.6", "NĐ 32/2024 Articles 2.7, 2.6"), legal,
    ),
    Definition(
        "statistical", "fill_rate_statistical", "leased_area_ha", "industrial_area_ha",
        Text("TT 14/2024 Biểu 03/04 dòng 19 = 18 ÷ 17", "TT 14/2024 Biểu 03/04 line 19 = 18 ÷ 17"),
        statistical,
    ),
    Definition(
        "ready_land", "fill_rate_ready_land", "leased_area_ha", "serviced_area_ha",
        Text("TT 14/2024 Biểu 02 dòng 5 = 4 ÷ 3", "TT 14/2024 Biểu 02 line 5 = 4 ÷ 3"), ready_land,
    ),
    Definition(
        "cleared_land", "fill_rate_cleared_land", "leased_area_ha", "cleared_area_ha",
        Text("thực tiễn các tỉnh", "provincial practice"), cleared_land,
    ),
    Definition(
        "gross", "fill_rate_gross", "leased_area_ha", "planned_area_ha",
        Text("báo chí và cổng thông tin", "press and portals"), gross,
    ),
)  # fmt: skip


def difference_ha(whole: float | None, part: float | None) -> float | None:
    """Subtract hectares from hectares; None where one is missing or the part exceeds the whole."""
    if whole is None or part is None or part > whole * (1 + _ROUNDING):
        return None
    return round(max(whole - part, 0.0), _HECTARE_DIGITS)


def unleased_ha(cluster: Cluster) -> float | None:
    """Industrial − leased land, in hectares: what the legal test of NĐ 32/2024 Điều 8.1c counts."""
    return difference_ha(_area(cluster, "industrial_area_ha"), _area(cluster, "leased_area_ha"))


def ready_ha(cluster: Cluster) -> float | None:
    """Serviced − leased land, in hectares; part of it may be committed already."""
    return difference_ha(_area(cluster, "serviced_area_ha"), _area(cluster, "leased_area_ha"))


@dataclass(frozen=True)
class Average:
    """The fill rate of an area, both ways; `computable` of `clusters` clusters stand behind it."""

    weighted: float | None
    simple: float | None
    computable: int
    clusters: int


def average(clusters: Iterable[Cluster], definition: Definition) -> Average:
    """Average a fill rate over an area: by hectares (Σ numerator ÷ Σ denominator), and cluster by cluster.

    Only clusters whose own rate is computable count, in both; the law does not say which mean it means.
    """
    listed = list(clusters)
    rated = [(cluster, definition.compute(cluster).value) for cluster in listed]
    known = [(cluster, rate) for cluster, rate in rated if rate is not None]
    if not known:
        return Average(None, None, 0, len(listed))
    part = math.fsum(cluster[definition.numerator] for cluster, _ in known)
    whole = math.fsum(cluster[definition.denominator] for cluster, _ in known)
    simple = math.fsum(rate for _, rate in known) / len(known)
    return Average(part / whole, simple, len(known), len(listed))
