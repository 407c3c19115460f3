"""The words of the city's programmes: what every delivered label means, and which are measured alike."""

from dataclasses import dataclass
from enum import StrEnum

from geo.schema import Text


class Measure(StrEnum):
    """How an indicator is counted; only what is counted alike is ever compared."""

    PER_PERIOD = "per_period"
    CUMULATIVE = "cumulative"
    LEVEL = "level"
    RATE = "rate"
    TERMS = "terms"


class Bound(StrEnum):
    """How much a stated number says."""

    EXACT = "exact"
    RANGE = "range"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


@dataclass(frozen=True)
class Remark:
    """What a source adds to a figure; one that `decides` leaves open whether a target was met."""

    text: Text
    decides: bool = True


@dataclass(frozen=True)
class Indicator:
    """One thing that is aimed at or counted. `whole` is the city's figure it is a part of."""

    id: str
    title: Text
    measure: Measure | None
    note: Text | None = None
    whole: str | None = None


@dataclass(frozen=True)
class Label:
    """What a delivered label says: an indicator, how much its numbers say, what the source adds."""

    indicator: str
    bound: Bound | None = None
    remark: Remark | None = None


@dataclass(frozen=True)
class SeriesEntry:
    """A figure of the city series that belongs beside the programmes: where it goes, and which end it is."""

    programme: str
    indicator: str
    kind: str
    year: str
    end: str = "both"
    remark: Remark | None = None


SUPPORTING = "Chương trình phát triển công nghiệp hỗ trợ Hà Nội"
PRODUCTS = "Phát triển sản phẩm công nghiệp chủ lực Hà Nội"
BUILDING = "Kế hoạch quản lý, đầu tư phát triển cụm công nghiệp"
PROMOTION = "Chương trình khuyến công Hà Nội"

PROGRAMMES: dict[str, Text] = {
    BUILDING: Text("Quản lý, đầu tư phát triển cụm công nghiệp", "Building industrial clusters"),
    SUPPORTING: Text("Phát triển công nghiệp hỗ trợ", "Supporting industry"),
    PRODUCTS: Text("Phát triển sản phẩm công nghiệp chủ lực", "Key industrial products"),
    PROMOTION: Text("Khuyến công", "Industry promotion (khuyến công)"),
    "Chương trình mẫu phát triển cụm công nghiệp (mô phỏng)": Text(
        "Chương trình mẫu phát triển cụm công nghiệp (mô phỏng)",
        "Sample programme of cluster building (simulated)",
    ),
}
"""The programmes by their delivered name, in the order in which they are shown."""

DECISIONS: dict[str, Text] = {
    "(kế hoạch 2021)": Text("kế hoạch năm 2021 (không nêu số hiệu)", "plan of 2021 (number not stated)"),
    "(kế hoạch 2024)": Text("kế hoạch năm 2024 (không nêu số hiệu)", "plan of 2024 (number not stated)"),
    "Kế hoạch 2023 (số hiệu không nêu)": Text(
        "Kế hoạch năm 2023 (không nêu số hiệu)", "Plan of 2023 (number not stated)"
    ),
    "Kế hoạch 00/KH-UBND (mô phỏng)": Text("Kế hoạch 00/KH-UBND (mô phỏng)", "Plan 00/KH-UBND (simulated)"),
    "Kế hoạch 04/KH-UBND": Text("Kế hoạch 04/KH-UBND", "Plan 04/KH-UBND"),
    "Kế hoạch 20/KH-UBND": Text("Kế hoạch 20/KH-UBND", "Plan 20/KH-UBND"),
    "Kế hoạch 302/KH-UBND": Text("Kế hoạch 302/KH-UBND", "Plan 302/KH-UBND"),
    "Kế hoạch 305/KH-UBND": Text("Kế hoạch 305/KH-UBND", "Plan 305/KH-UBND"),
    "Kế hoạch 35/KH-UBND": Text("Kế hoạch 35/KH-UBND", "Plan 35/KH-UBND"),
    "Kế hoạch 49/KH-UBND": Text("Kế hoạch 49/KH-UBND", "Plan 49/KH-UBND"),
    "Kế hoạch 97/KH-UBND": Text("Kế hoạch 97/KH-UBND", "Plan 97/KH-UBND"),
    "Kế hoạch thực hiện Đề án giai đoạn 2021-2025": Text(
        "Kế hoạch thực hiện Đề án giai đoạn 2021–2025", "Plan to carry out the scheme for 2021–2025"
    ),
    "Quyết định 4159/QĐ-UBND": Text("Quyết định 4159/QĐ-UBND", "Decision 4159/QĐ-UBND"),
    "Quyết định 496/QĐ-UBND (26/01/2018)": Text(
        "Quyết định 496/QĐ-UBND (26/01/2018)", "Decision 496/QĐ-UBND (26 Jan 2018)"
    ),
    "Quyết định 5012/QĐ-UBND (26/11/2021)": Text(
        "Quyết định 5012/QĐ-UBND (26/11/2021)", "Decision 5012/QĐ-UBND (26 Nov 2021)"
    ),
}

REMARKS: dict[str, Remark] = {
    '(nguồn ghi "trong năm 2023")': Remark(
        Text(
            "nguồn ghi “trong năm 2023”: năm chưa chắc chắn",
            "the source says “in 2023”: the year is doubtful",
        )
    ),
    "(đến 09/2020)": Remark(Text("tính đến 09/2020", "up to Sep 2020")),
}
"""What stands in brackets behind a delivered year."""

_INAUGURATED = Remark(
    Text("nguồn ghi “hoàn thành, khánh thành”", "the source says “completed, inaugurated”"), decides=False
)
_FIRST_HALF = Remark(Text("chỉ 6 tháng đầu năm", "first half of the year only"))
_TO_Q3 = Remark(Text("tính đến quý III", "up to the third quarter"))
_TO_JULY = Remark(Text("tính đến tháng 7", "up to July"))
_MAYBE_EXPANDED = Remark(
    Text("không rõ có tính cụm mở rộng hay không", "whether expansions count is not stated")
)
_OF_THE_43 = Text(
    "Lũy kế trong số các cụm được thành lập năm 2018–2020, không phải số trong một năm:"
    " không so với mục tiêu hằng năm.",
    "Cumulative, of the clusters established in 2018–2020, not the number of one year:"
    " it is not held against yearly targets.",
)
_OFFER = Text(
    "Mức hỗ trợ theo kế hoạch, không phải kết quả đạt được.",
    "What the plan offers an enterprise, not a result.",
)

INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator
    for indicator in (
        Indicator("clusters-started-cumulative",
                  Text("Cụm đã khởi công, lũy kế", "Clusters started, cumulative"),
                  Measure.CUMULATIVE, _OF_THE_43, "clusters_established_2018_2020"),
        Indicator("clusters-completed-cumulative",
                  Text("Cụm đã hoàn thành hạ tầng, lũy kế", "Clusters with infrastructure complete, cumulative"),
                  Measure.CUMULATIVE, _OF_THE_43, "clusters_established_2018_2020"),
        Indicator("clusters-started", Text("Cụm khởi công trong kỳ", "Clusters breaking ground"),
                  Measure.PER_PERIOD),
        Indicator("clusters-completed", Text("Cụm hoàn thành hạ tầng trong kỳ", "Clusters completing infrastructure"),
                  Measure.PER_PERIOD),
        Indicator("clusters-established", Text("Cụm thành lập trong kỳ", "Clusters established"),
                  Measure.PER_PERIOD),
        Indicator("clusters-established-or-expanded",
                  Text("Cụm thành lập hoặc mở rộng trong kỳ", "Clusters established or expanded"),
                  Measure.PER_PERIOD,
                  Text("Tính cả mở rộng, nên không gộp với số cụm chỉ thành lập mới.",
                       "Counts expansions as well, so it is kept apart from establishments alone.")),
        Indicator("clusters-filled", Text("Cụm lấp đầy trong kỳ", "Clusters filled"), Measure.PER_PERIOD),
        Indicator("clusters-with-wastewater-plant",
                  Text("Cụm có trạm xử lý nước thải", "Clusters with a wastewater plant"), Measure.LEVEL),
        Indicator("new-clusters-with-wastewater-plant",
                  Text("Cụm mới có trạm xử lý nước thải", "New clusters with a wastewater plant"), Measure.LEVEL),
        Indicator("supporting-enterprises",
                  Text("Doanh nghiệp công nghiệp hỗ trợ", "Supporting-industry enterprises"), Measure.LEVEL),
        Indicator("supporting-international",
                  Text("Doanh nghiệp đạt tiêu chuẩn quốc tế, cung ứng toàn cầu",
                       "Enterprises of international standard, supplying world markets"), Measure.LEVEL),
        Indicator("supporting-share",
                  Text("Tỷ trọng giá trị sản xuất công nghiệp hỗ trợ trong công nghiệp chế biến, chế tạo",
                       "Supporting industry’s share of manufacturing output"), Measure.LEVEL),
        Indicator("supporting-growth",
                  Text("Mức tăng chỉ số phát triển công nghiệp hỗ trợ", "Growth of the supporting-industry index"),
                  Measure.RATE),
        Indicator("industry-value-added-growth",
                  Text("Tốc độ tăng giá trị tăng thêm bình quân ngành công nghiệp",
                       "Average growth of industry’s value added"), Measure.RATE),
        Indicator("fair-support", Text("Hỗ trợ tham gia hội chợ quốc tế, mỗi đơn vị",
                                       "Support for joining an international fair, per participant"),
                  Measure.TERMS, _OFFER),
        Indicator("technology-support",
                  Text("Hỗ trợ chi phí đầu tư dự án đổi mới công nghệ", "Support for the cost of renewing technology"),
                  Measure.TERMS, _OFFER),
        Indicator("products-recognised", Text("Sản phẩm được công nhận", "Products recognised"), Measure.PER_PERIOD),
        Indicator("products-recognised-by-year",
                  Text("Sản phẩm được công nhận đến năm đó", "Products recognised by that year"),
                  None,
                  Text("Không rõ đếm từ năm nào: không so với số sản phẩm công nhận trong một năm.",
                       "From when it counts is not stated: it is not held against the products of one year.")),
        Indicator("products-first-recognised",
                  Text("Sản phẩm được công nhận lần đầu", "Products recognised for the first time"),
                  Measure.PER_PERIOD),
        Indicator("products-registered", Text("Sản phẩm đăng ký", "Products entered"), Measure.PER_PERIOD),
        Indicator("enterprises-recognised",
                  Text("Doanh nghiệp có sản phẩm được công nhận", "Enterprises with recognised products"),
                  Measure.PER_PERIOD),
        Indicator("enterprises-registered", Text("Doanh nghiệp đăng ký", "Enterprises that entered"),
                  Measure.PER_PERIOD),
        Indicator("enterprises-joining",
                  Text("Doanh nghiệp sản xuất sản phẩm chủ lực tham gia", "Makers of key products taking part"),
                  Measure.PER_PERIOD),
        Indicator("enterprises-benefiting",
                  Text("Doanh nghiệp có sản phẩm chủ lực được hưởng chính sách hỗ trợ",
                       "Enterprises with key products that receive support"), Measure.LEVEL),
        Indicator("enterprises-supported", Text("Doanh nghiệp được hỗ trợ", "Enterprises supported"),
                  Measure.PER_PERIOD),
        Indicator("revenue", Text("Doanh thu của doanh nghiệp hoặc sản phẩm được công nhận",
                                  "Revenue of the recognised enterprises or products"), Measure.PER_PERIOD),
        Indicator("exports", Text("Kim ngạch xuất khẩu", "Exports"), Measure.PER_PERIOD),
        Indicator("share-of-revenue",
                  Text("Tỷ trọng trong doanh thu sản xuất công nghiệp", "Share of industrial revenue"), Measure.LEVEL),
        Indicator("share-of-output",
                  Text("Tỷ trọng trong tổng giá trị sản xuất công nghiệp", "Share of industrial output"),
                  Measure.LEVEL),
        Indicator("share-of-exports", Text("Tỷ trọng trong kim ngạch xuất khẩu", "Share of exports"), Measure.LEVEL),
        Indicator("growth", Text("Tăng trưởng bình quân", "Average growth"), Measure.RATE),
        Indicator("funds", Text("Tổng kinh phí dự kiến", "Funds planned in all"), Measure.PER_PERIOD),
        Indicator("rural-establishments",
                  Text("Cơ sở, doanh nghiệp công nghiệp nông thôn được hỗ trợ", "Rural establishments supported"),
                  Measure.PER_PERIOD),
        Indicator("rural-jobs", Text("Việc làm cho lao động nông thôn", "Jobs for rural workers"),
                  Measure.PER_PERIOD),
        Indicator("craft-exports-growth",
                  Text("Tăng trưởng xuất khẩu thủ công mỹ nghệ", "Growth of handicraft exports"), Measure.RATE),
    )
}  # fmt: skip
"""Every indicator, in the order in which a programme shows its own."""

LABELS: dict[str, Label] = {
    "doanh nghiệp công nghiệp hỗ trợ": Label("supporting-enterprises"),
    "doanh nghiệp công nghiệp hỗ trợ (khoảng)": Label("supporting-enterprises", Bound.ABOUT),
    "doanh nghiệp đạt tiêu chuẩn quốc tế, cung ứng toàn cầu": Label("supporting-international"),
    "tỷ trọng giá trị sản xuất CNHT trong công nghiệp chế biến, chế tạo": Label("supporting-share"),
    "chỉ số phát triển công nghiệp CNHT tăng": Label("supporting-growth"),
    "chỉ số phát triển công nghiệp CNHT tăng (trên)": Label("supporting-growth", Bound.MORE_THAN),
    "tốc độ tăng giá trị tăng thêm bình quân ngành công nghiệp": Label("industry-value-added-growth"),
    "hỗ trợ tham gia hội chợ quốc tế (mỗi đơn vị)": Label("fair-support"),
    "hỗ trợ chi phí đầu tư dự án đổi mới công nghệ (tối đa)": Label("technology-support", Bound.AT_MOST),
    "doanh nghiệp SPCNCL được hưởng chính sách hỗ trợ": Label("enterprises-benefiting"),
    "doanh nghiệp sản xuất SPCNCL tham gia": Label("enterprises-joining"),
    "sản phẩm được công nhận": Label("products-recognised"),
    "sản phẩm được công nhận (mục tiêu)": Label("products-recognised"),
    "sản phẩm được công nhận trong 5 năm": Label("products-recognised"),
    "sản phẩm được công nhận (trên)": Label("products-recognised-by-year", Bound.MORE_THAN),
    "sản phẩm công nhận lần đầu": Label("products-first-recognised"),
    "sản phẩm đăng ký": Label("products-registered"),
    "doanh nghiệp đăng ký": Label("enterprises-registered"),
    "doanh nghiệp có sản phẩm được công nhận": Label("enterprises-recognised"),
    "doanh thu của doanh nghiệp/sản phẩm được công nhận (xấp xỉ)": Label("revenue", Bound.ABOUT),
    "kim ngạch xuất khẩu (xấp xỉ)": Label("exports", Bound.ABOUT),
    "tổng kinh phí dự kiến": Label("funds"),
    "tỷ trọng trong tổng giá trị sản xuất công nghiệp": Label("share-of-output"),
    "tỷ trọng trong doanh thu sản xuất công nghiệp": Label("share-of-revenue"),
    "tỷ trọng trong kim ngạch xuất khẩu": Label("share-of-exports"),
    "tỷ trọng kim ngạch xuất khẩu": Label("share-of-exports"),
    "tỷ trọng kim ngạch xuất khẩu (trên)": Label("share-of-exports", Bound.MORE_THAN),
    "lượt doanh nghiệp được hỗ trợ": Label("enterprises-supported"),
    "tăng trưởng bình quân": Label("growth"),
    "cơ sở, doanh nghiệp công nghiệp nông thôn được hỗ trợ": Label("rural-establishments"),
    "việc làm cho lao động nông thôn": Label("rural-jobs"),
    "tăng trưởng xuất khẩu thủ công mỹ nghệ": Label("craft-exports-growth"),
    "cụm khởi công": Label("clusters-started"),
    "cụm đã khởi công (lũy kế)": Label("clusters-started-cumulative"),
    "cụm hoàn thành hạ tầng": Label("clusters-completed"),
    "cụm hoàn thành hạ tầng (ít nhất)": Label("clusters-completed", Bound.AT_LEAST),
    "cụm hoàn thành, khánh thành": Label("clusters-completed", remark=_INAUGURATED),
    "cụm thành lập": Label("clusters-established"),
    "cụm thành lập, mở rộng": Label("clusters-established-or-expanded"),
    "cụm lấp đầy": Label("clusters-filled"),
    "cụm có trạm xử lý nước thải": Label("clusters-with-wastewater-plant"),
}
"""What each delivered label says. A label that is not here is shown as it stands, paired with itself only."""

DATED_LABELS: dict[str, Label] = {
    "cụm hoàn thành hạ tầng": Label("clusters-completed-cumulative"),
}
"""Labels that mean a running total where the result is dated within a year (`06/2024`)."""

SERIES: dict[str, SeriesEntry] = {
    "target_new_clusters_2019": SeriesEntry(
        BUILDING, "clusters-established", "target", "2019", remark=_MAYBE_EXPANDED
    ),
    "clusters_approved_2019_ytd": SeriesEntry(
        BUILDING, "clusters-established", "actual", "2019", remark=_TO_JULY
    ),
    "clusters_established_2018_2020": SeriesEntry(BUILDING, "clusters-established", "actual", "2018-2020"),
    "target_2021_new_low": SeriesEntry(
        BUILDING, "clusters-established", "target", "2021", "low", _MAYBE_EXPANDED
    ),
    "target_2021_new_high": SeriesEntry(
        BUILDING, "clusters-established", "target", "2021", "high", _MAYBE_EXPANDED
    ),
    "clusters_started_2022_q3": SeriesEntry(BUILDING, "clusters-started", "actual", "2022", remark=_TO_Q3),
    "clusters_started_h1_2023": SeriesEntry(
        BUILDING, "clusters-started", "actual", "2023", remark=_FIRST_HALF
    ),
    "clusters_started_h1_2024": SeriesEntry(
        BUILDING, "clusters-started", "actual", "2024", remark=_FIRST_HALF
    ),
    "target_2025_new_clusters_with_wwtp_pct": SeriesEntry(
        BUILDING, "new-clusters-with-wastewater-plant", "target", "2025"
    ),
}
"""Figures of the city series that say something of a programme and are in no programme table."""
