"""The law on establishing, expanding and sizing clusters, as data: rule sets with dates and sources.

A decree that changes a threshold becomes a new line of `RULE_SETS`; no function holds a number.
Hectares are `_ha`, shares run from 0 to 1, and a set is in force from `effective_from` to the day
before the next one begins.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from geo.schema import Text


class AreaUnit(StrEnum):
    """Whose clusters are averaged: those of a district, or those of a commune (or ward)."""

    DISTRICT = "district"
    COMMUNE = "commune"


UNIT_NAMES: dict[AreaUnit, Text] = {
    AreaUnit.DISTRICT: Text("cấp huyện", "the district"),
    AreaUnit.COMMUNE: Text("cấp xã", "the commune"),
}


@dataclass(frozen=True)
class Reading:
    """One way to read "the area" in the rule on establishing."""

    unit: AreaUnit
    title: Text


@dataclass(frozen=True)
class Articles:
    """Where each condition stands; the decree alone where its articles have not been seen."""

    establish: str
    exempt: str
    expand_fill: str
    expand_total: str
    expand_works: str
    size: str


@dataclass(frozen=True)
class RuleSet:
    """The thresholds of one stretch of time.

    `_over` must be exceeded; `_least` and `_most` may be reached. `special_size_ha_least` holds in
    mountain districts and for craft villages. `secondary` sets rest on reports, not on the decree.
    """

    id: str
    title: Text
    source: Text
    effective_from: date
    secondary: bool
    readings: tuple[Reading, ...]
    establish_average_fill_over: float
    establish_unleased_ha_most: float
    establish_exempts_high_tech: bool
    expand_fill_least: float
    expand_needs_essential_works: bool
    total_ha_most: float
    size_ha_least: float
    special_size_ha_least: float
    articles: Articles

    @property
    def effective_to(self) -> date | None:
        """Return the last day of this set; None while no later one is known."""
        later = [rules.effective_from for rules in RULE_SETS if rules.effective_from > self.effective_from]
        return min(later) - timedelta(days=1) if later else None


_ND32 = RuleSet(
    id="nd-32-2024",
    title=Text("Nghị định 32/2024/NĐ-CP", "Decree 32/2024/NĐ-CP"),
    source=Text(
        "Nghị định 32/2024/NĐ-CP ngày 15/3/2024 về quản lý, phát triển cụm công nghiệp",
        "Decree 32/2024/NĐ-CP of 15 March 2024 on the management and development of industrial clusters",
    ),
    effective_from=date(2024, 5, 1),
    secondary=False,
    readings=(Reading(AreaUnit.DISTRICT, Text("tính theo huyện", "counted by district")),),
    establish_average_fill_over=0.5,
    establish_unleased_ha_most=100.0,
    establish_exempts_high_tech=False,
    expand_fill_least=0.6,
    expand_needs_essential_works=True,
    total_ha_most=75.0,
    size_ha_least=10.0,
    special_size_ha_least=5.0,
    articles=Articles(
        establish="NĐ 32/2024 Đ8.1c",
        exempt="NĐ 32/2024 Đ8.1c",
        expand_fill="NĐ 32/2024 Đ8.2c",
        expand_total="NĐ 32/2024 Đ8.2a",
        expand_works="NĐ 32/2024 Đ8.2d",
        size="NĐ 32/2024 Đ2.1",
    ),
)

_ND139 = replace(
    _ND32,
    id="nd-32-2024-nd-139-2025",
    title=Text(
        "Nghị định 32/2024/NĐ-CP cùng Nghị định 139/2025/NĐ-CP",
        "Decree 32/2024/NĐ-CP with Decree 139/2025/NĐ-CP",
    ),
    source=Text(
        "Nghị định 32/2024/NĐ-CP; Nghị định 139/2025/NĐ-CP chuyển nhiệm vụ của cấp huyện cho cấp xã",
        "Decree 32/2024/NĐ-CP; Decree 139/2025/NĐ-CP, which passed the duties of districts to communes",
    ),
    effective_from=date(2025, 7, 1),
    readings=(
        Reading(AreaUnit.DISTRICT, Text("tính theo huyện cũ", "counted by former district")),
        Reading(AreaUnit.COMMUNE, Text("tính theo xã, phường", "counted by commune")),
    ),
)

_ND303 = RuleSet(
    id="nd-303-2026",
    title=Text("Nghị định 303/2026/NĐ-CP", "Decree 303/2026/NĐ-CP"),
    source=Text(
        "Nghị định 303/2026/NĐ-CP, theo nguồn thứ cấp", "Decree 303/2026/NĐ-CP, from a secondary source"
    ),
    effective_from=date(2026, 9, 15),
    secondary=True,
    readings=(Reading(AreaUnit.COMMUNE, Text("tính theo xã, phường", "counted by commune")),),
    establish_average_fill_over=0.5,
    establish_unleased_ha_most=50.0,
    establish_exempts_high_tech=True,
    expand_fill_least=0.5,
    expand_needs_essential_works=False,
    total_ha_most=75.0,
    size_ha_least=5.0,
    special_size_ha_least=5.0,
    articles=Articles(
        establish="NĐ 303/2026",
        exempt="NĐ 303/2026",
        expand_fill="NĐ 303/2026",
        expand_total="NĐ 303/2026",
        expand_works="NĐ 303/2026",
        size="NĐ 303/2026",
    ),
)

RULE_SETS: tuple[RuleSet, ...] = (_ND32, _ND139, _ND303)
"""Every rule set known, oldest first."""


@dataclass(frozen=True)
class Cutoff:
    """A day before which a cluster must have come to be for a transitional rule to hold for it."""

    id: str
    before: date
    text: Text
    article: str


MAY_STAY_SMALL = Cutoff(
    "established_before_nd_68_2017",
    date(2017, 7, 15),
    Text(
        "Thành lập trước khi Nghị định 68/2017/NĐ-CP có hiệu lực: được giữ diện tích dưới mức tối thiểu",
        "Established before Decree 68/2017/NĐ-CP took effect: it may stay below the minimum area",
    ),
    "NĐ 32/2024 Đ35.1",
)
MAY_STAY_LARGE = Cutoff(
    "established_before_qd_105_2009",
    date(2009, 10, 5),
    Text(
        "Thành lập trước khi Quyết định 105/2009/QĐ-TTg có hiệu lực: được giữ diện tích trên mức tối đa",
        "Established before Decision 105/2009/QĐ-TTg took effect: it may stay above the maximum area",
    ),
    "NĐ 32/2024 Đ35.1",
)
TO_BE_REGULARISED = Cutoff(
    "formed_before_qd_105_2009",
    date(2009, 10, 5),
    Text(
        "Hình thành trước khi Quyết định 105/2009/QĐ-TTg có hiệu lực: phải được xử lý theo quy định đúng hạn",
        "Formed before Decision 105/2009/QĐ-TTg took effect: it must be regularised by the deadline",
    ),
    "NĐ 32/2024 Đ35.4",
)
REGULARISE_BY = date(2026, 12, 31)
"""The last day to regularise what is `TO_BE_REGULARISED` (NĐ 32/2024 Đ35.4)."""

CONDITION_TEXTS: dict[str, Text] = {
    "no_cluster_yet": Text(
        "Trên địa bàn chưa có cụm công nghiệp nào được thành lập",
        "No cluster has been established in the area yet",
    ),
    "exempt": Text(
        "Là cụm công nghiệp công nghệ cao hoặc cụm công nghiệp sinh thái",
        "It is a high-tech or an ecological cluster",
    ),
    "average_fill_weighted": Text(
        "Tỷ lệ lấp đầy trung bình của các cụm, tính theo diện tích, vượt ngưỡng",
        "The average fill rate of the clusters, weighted by hectares, exceeds the threshold",
    ),
    "average_fill_simple": Text(
        "Tỷ lệ lấp đầy trung bình của các cụm, tính bình quân giản đơn, vượt ngưỡng",
        "The average fill rate of the clusters, as a simple mean, exceeds the threshold",
    ),
    "unleased_land": Text(
        "Tổng quỹ đất công nghiệp chưa cho thuê của các cụm không vượt quá mức tối đa",
        "The industrial land of the clusters not yet leased does not exceed the maximum",
    ),
    "cluster_fill": Text(
        "Tỷ lệ lấp đầy của cụm đạt mức tối thiểu", "The fill rate of the cluster reaches the minimum"
    ),
    "demand_above_stock": Text(
        "Nhu cầu thuê đất vượt quá diện tích đất công nghiệp hiện có của cụm",
        "The demand for land exceeds the industrial land the cluster has",
    ),
    "total_area": Text(
        "Tổng diện tích của cụm sau khi mở rộng không vượt quá mức tối đa",
        "The total area of the cluster once expanded does not exceed the maximum",
    ),
    "essential_works_done": Text(
        "Đã hoàn thành, đưa vào sử dụng các công trình hạ tầng kỹ thuật dùng chung thiết yếu",
        "The essential shared infrastructure is complete and in use",
    ),
    "least_area": Text(
        "Diện tích của cụm không dưới mức tối thiểu",
        "The area of the cluster is not below the minimum",
    ),
    "most_area": Text(
        "Diện tích của cụm không vượt quá mức tối đa",
        "The area of the cluster does not exceed the maximum",
    ),
}

CONFIRM = Text("nguồn thứ cấp, cần xác nhận", "secondary source, confirm the original")
NO_RULES = Text(
    "Bảng quy định của Atlas không có quy định nào cho ngày này.",
    "The Atlas's table of rules has none for this day.",
)
TWO_READINGS = Text(
    "Từ khi bỏ cấp huyện, văn bản không nói rõ tính theo huyện cũ hay theo xã: "
    "kết luận này chỉ đúng với một cách hiểu.",
    "Since districts were abolished the text leaves open whether the former district or the commune counts: "
    "this answer holds for one reading only.",
)
AVERAGES_DISAGREE = Text(
    "Hai cách tính trung bình nằm ở hai phía của ngưỡng và luật không nói rõ dùng cách nào: "
    "kết luận phụ thuộc vào cách chọn.",
    "The two averages fall on different sides of the threshold and the law does not say which counts: "
    "the verdict depends on that choice.",
)
AT_LEAST = Text(
    "Riêng phần đã biết đã vượt mức tối đa, phần còn thiếu không làm thay đổi điều đó; "
    "con số thực tế có thể lớn hơn.",
    "The part that is known exceeds the maximum already, whatever is missing; the true figure may be larger.",
)
NO_EXEMPTION = Text(
    "Quy định này không miễn trừ cụm công nghiệp công nghệ cao hoặc sinh thái.",
    "These rules do not exempt high-tech or ecological clusters.",
)
OTHER_CONDITIONS = Text(
    "Chỉ xét các điều kiện nêu ở đây; các điều kiện khác (danh mục được phê duyệt, quy hoạch sử dụng đất, "
    "chủ đầu tư hạ tầng) không được xét.",
    "Only the conditions shown are examined; others (approved list, land-use plan, infrastructure developer) "
    "are not.",
)
WORKS_NOT_MENTIONED = Text(
    "Nguồn không nhắc đến điều kiện về hạ tầng dùng chung thiết yếu; điều kiện này không được xét.",
    "The source does not mention essential shared infrastructure; that condition is not examined.",
)
TRANSITION_CARRIED_OVER = Text(
    "Nguồn không nói Điều 35 của Nghị định 32/2024/NĐ-CP có còn áp dụng hay không; "
    "ở đây coi như còn áp dụng.",
    "The source does not say whether Article 35 of Decree 32/2024/NĐ-CP still applies; "
    "this calculation assumes that it does.",
)
MAY_BE_DONE = Text(
    "Dữ liệu không cho biết cụm đã được xử lý theo quy định hay chưa.",
    "The data do not tell whether the cluster has been regularised already.",
)
DEADLINE_PASSED = Text("Đã quá hạn.", "The deadline has passed.")
