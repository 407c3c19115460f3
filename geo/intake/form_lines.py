"""The official forms, Biểu 01–04 of Thông tư 14/2024/TT-BCT, line by line.

Wordings differ between the forms, their editions and the people who type them, so each line lists several.
"""

from dataclasses import dataclass

from geo.schema import Text


@dataclass(frozen=True)
class Line:
    """One line of a form; `unit` is the unit printed, `target` the field of a fact it feeds.

    A `needed` line is one without which the form says little: an empty one is pointed out.
    """

    number: str
    title: Text
    unit: str
    wordings: tuple[str, ...] = ()
    target: str | None = None
    needed: bool = False

    @property
    def whole(self) -> bool:
        """Tell whether the line counts things, so that its value has no decimals."""
        return self.unit in ("người", "dự án", "cụm")


@dataclass(frozen=True)
class Form:
    """One of the four forms."""

    number: str
    title: Text
    lines: tuple[Line, ...]

    def line(self, number: str) -> Line | None:
        """Find a line by its number."""
        return next((line for line in self.lines if line.number == number), None)


BN, INCOME = "tỷ đồng", "triệu đồng/người/tháng"

_PROJECT = (
    Line("1", Text("Doanh thu", "Revenue"), BN,
         ("Doanh thu sản xuất kinh doanh", "Tổng doanh thu", "Doanh thu của dự án"), needed=True),
    Line("2", Text("Nộp ngân sách nhà nước", "Budget contribution"), BN,
         ("Nộp ngân sách", "Số nộp ngân sách nhà nước", "Tổng nộp ngân sách nhà nước"), needed=True),
    Line("3", Text("Số lao động có hợp đồng lao động", "Workers with a contract"), "người",
         ("Số lao động", "Tổng số lao động", "Lao động", "Lao động có hợp đồng"), needed=True),
    Line("4", Text("Thu nhập bình quân của người lao động", "Mean monthly income"), INCOME,
         ("Thu nhập bình quân", "Thu nhập bình quân của lao động", "Thu nhập bình quân tháng")),
)  # fmt: skip

_INFRASTRUCTURE = (
    Line("1", Text("Tổng vốn đầu tư hạ tầng kỹ thuật được phê duyệt", "Infrastructure capital approved"), BN,
         ("Tổng vốn đầu tư hạ tầng", "Vốn đầu tư hạ tầng được duyệt", "Tổng mức đầu tư hạ tầng kỹ thuật",
          "Tổng vốn đầu tư xây dựng hạ tầng kỹ thuật CCN"), "total_investment_bn_vnd"),
    Line("2", Text("Vốn đầu tư hạ tầng kỹ thuật đã thực hiện", "Infrastructure capital paid"), BN,
         ("Vốn đầu tư hạ tầng đã thực hiện", "Vốn đã thực hiện", "Tổng vốn đầu tư hạ tầng đã thực hiện"),
         "capital_paid_bn_vnd"),
    Line("3", Text("Diện tích đất công nghiệp đã xây dựng hạ tầng kỹ thuật", "Serviced industrial land"), "ha",
         ("Diện tích đất công nghiệp", "Diện tích đất công nghiệp đã đầu tư hạ tầng",
          "Diện tích đất công nghiệp đã hoàn thành hạ tầng kỹ thuật"), "serviced_area_ha", True),
    Line("4", Text("Diện tích đất công nghiệp đã cho thuê", "Industrial land let"), "ha",
         ("Diện tích đất đã cho thuê", "Diện tích đất công nghiệp cho thuê"), "leased_area_ha", True),
    Line("5", Text("Tỷ lệ lấp đầy", "Fill rate"), "%",
         ("Tỷ lệ lấp đầy cụm công nghiệp", "Tỷ lệ lấp đầy của CCN", "Tỷ lệ lấp đầy đất công nghiệp"),
         "fill_rate_pct"),
    Line("6", Text("Số dự án đầu tư thuê đất trong cụm công nghiệp", "Projects that let land"), "dự án",
         ("Số dự án đầu tư trong CCN", "Số dự án thuê đất", "Tổng số dự án đầu tư", "Số dự án"), "projects", True),
    Line("7", Text("Số dự án có vốn đầu tư nước ngoài", "Foreign-invested projects"), "dự án",
         ("Trong đó: số dự án FDI", "Số dự án đầu tư nước ngoài", "Số dự án FDI"), "projects_foreign"),
    Line("8", Text("Số dự án đã đi vào hoạt động", "Projects in operation"), "dự án",
         ("Số dự án đang hoạt động", "Số dự án đã hoạt động"), "projects_operating", True),
    Line("9", Text("Doanh thu của dự án hạ tầng", "Revenue of the infrastructure project"), BN,
         ("Doanh thu", "Doanh thu của chủ đầu tư hạ tầng"), "infrastructure_revenue_bn_vnd"),
    Line("10", Text("Nộp ngân sách nhà nước của dự án hạ tầng", "Budget contribution of the infrastructure project"),
         BN, ("Nộp ngân sách nhà nước", "Nộp ngân sách"), "infrastructure_budget_bn_vnd"),
    Line("11", Text("Số lao động của dự án hạ tầng", "Workers of the infrastructure project"), "người",
         ("Số lao động có hợp đồng lao động", "Số lao động", "Lao động"), "infrastructure_workers"),
    Line("12", Text("Thu nhập bình quân của người lao động", "Mean monthly income, infrastructure project"), INCOME,
         ("Thu nhập bình quân", "Thu nhập bình quân của lao động dự án hạ tầng"),
         "infrastructure_income_mvnd_month"),
    Line("13", Text("Công trình xử lý nước thải tập trung đã hoặc đang xây dựng", "Wastewater plant built or building"),
         "0/1", ("Có công trình xử lý nước thải tập trung", "Hệ thống xử lý nước thải tập trung",
                 "Nhà máy xử lý nước thải tập trung đã, đang xây dựng"), "wastewater_plant"),
    Line("14", Text("Xử lý nước thải đạt quy chuẩn", "Wastewater treated to standard"), "0/1",
         ("Nước thải sau xử lý đạt quy chuẩn", "Xử lý nước thải đạt tiêu chuẩn",
          "Công trình xử lý nước thải đạt quy chuẩn môi trường"), "wastewater_standard"),
)  # fmt: skip

_AREA = (
    Line("1", Text("Số cụm công nghiệp quy hoạch", "Planned clusters"), "cụm",
         ("Số CCN có trong quy hoạch", "Số cụm công nghiệp theo phương án phát triển CCN",)),
    Line("2", Text("Tổng diện tích cụm công nghiệp quy hoạch", "Their area"), "ha",
         ("Tổng diện tích theo quy hoạch", "Diện tích các CCN quy hoạch")),
    Line("3", Text("Số cụm công nghiệp đã thành lập", "Established clusters"), "cụm", ("Số CCN thành lập",)),
    Line("4", Text("Tổng diện tích cụm công nghiệp đã thành lập", "Their area"), "ha",
         ("Diện tích các CCN đã thành lập",)),
    Line("5", Text("Số cụm công nghiệp thành lập trong kỳ", "Clusters established in the period"), "cụm",
         ("Số CCN được thành lập trong kỳ báo cáo",)),
    Line("6", Text("Tổng diện tích cụm công nghiệp thành lập trong kỳ", "Their area"), "ha",
         ("Diện tích các CCN thành lập trong kỳ báo cáo",)),
    Line("7", Text("Số cụm công nghiệp do doanh nghiệp làm chủ đầu tư hạ tầng", "Clusters developed by enterprises"),
         "cụm", ("Số CCN do doanh nghiệp, hợp tác xã làm chủ đầu tư",)),
    Line("8", Text("Tổng diện tích cụm công nghiệp do doanh nghiệp làm chủ đầu tư hạ tầng", "Their area"), "ha",
         ("Diện tích các CCN do doanh nghiệp, hợp tác xã làm chủ đầu tư",)),
    Line("9", Text("Số cụm công nghiệp đã phê duyệt quy hoạch chi tiết", "Clusters with a detailed plan approved"),
         "cụm", ("Số CCN có quy hoạch chi tiết được phê duyệt",)),
    Line("10", Text("Tổng diện tích cụm công nghiệp đã phê duyệt quy hoạch chi tiết", "Their area"), "ha",
         ("Diện tích các CCN có quy hoạch chi tiết được phê duyệt",)),
    Line("11", Text("Số cụm công nghiệp đã phê duyệt dự án đầu tư hạ tầng kỹ thuật",
                    "Clusters with an infrastructure project approved"), "cụm",
         ("Số CCN có dự án đầu tư xây dựng hạ tầng được phê duyệt",)),
    Line("12", Text("Tổng diện tích cụm công nghiệp đã phê duyệt dự án đầu tư hạ tầng kỹ thuật", "Their area"), "ha",
         ("Diện tích các CCN có dự án đầu tư xây dựng hạ tầng được phê duyệt",)),
    Line("13", Text("Tổng vốn đầu tư hạ tầng kỹ thuật được phê duyệt", "Infrastructure capital approved"), BN,
         ("Tổng vốn đầu tư hạ tầng được duyệt", "Tổng mức đầu tư hạ tầng kỹ thuật")),
    Line("14", Text("Vốn đầu tư hạ tầng kỹ thuật đã thực hiện", "Infrastructure capital paid"), BN,
         ("Tổng vốn đầu tư hạ tầng đã thực hiện", "Vốn đã thực hiện")),
    Line("15", Text("Số cụm công nghiệp đang hoạt động", "Operating clusters"), "cụm",
         ("Số CCN đã đi vào hoạt động",), needed=True),
    Line("15.1", Text("Số cụm công nghiệp đã thành lập đang hoạt động", "of them established"), "cụm",
         ("Trong đó: số CCN đã thành lập, đi vào hoạt động",)),
    Line("15.2", Text("Số cụm công nghiệp chưa thành lập đang hoạt động", "of them not established"), "cụm",
         ("Số CCN chưa thành lập, đang hoạt động",)),
    Line("15.3", Text("Số cụm công nghiệp làng nghề đang hoạt động", "of them of craft villages"), "cụm",
         ("Số CCN làng nghề",)),
    Line("15.4", Text("Số cụm công nghiệp chuyên ngành đang hoạt động", "of them specialised"), "cụm",
         ("Số CCN chuyên ngành",)),
    Line("16", Text("Tổng diện tích cụm công nghiệp đang hoạt động", "Area of operating clusters"), "ha",
         ("Diện tích các CCN đã đi vào hoạt động",), needed=True),
    Line("16.1", Text("Diện tích cụm công nghiệp đã thành lập đang hoạt động", "of them established"), "ha",
         ("Trong đó: diện tích CCN đã thành lập, đi vào hoạt động",)),
    Line("16.2", Text("Diện tích cụm công nghiệp chưa thành lập đang hoạt động", "of them not established"), "ha",
         ("Diện tích CCN chưa thành lập, đang hoạt động",)),
    Line("16.3", Text("Diện tích cụm công nghiệp làng nghề đang hoạt động", "of them of craft villages"), "ha",
         ("Diện tích CCN làng nghề",)),
    Line("16.4", Text("Diện tích cụm công nghiệp chuyên ngành đang hoạt động", "of them specialised"), "ha",
         ("Diện tích CCN chuyên ngành",)),
    Line("17", Text("Diện tích đất công nghiệp của các cụm công nghiệp đang hoạt động",
                    "Industrial land of operating clusters"), "ha",
         ("Tổng diện tích đất công nghiệp", "Diện tích đất công nghiệp các CCN đi vào hoạt động"), needed=True),
    Line("18", Text("Diện tích đất công nghiệp đã cho thuê", "Industrial land let"), "ha",
         ("Tổng diện tích đất công nghiệp đã cho thuê", "Diện tích đất đã cho thuê"), needed=True),
    Line("19", Text("Tỷ lệ lấp đầy bình quân", "Mean fill rate"), "%",
         ("Tỷ lệ lấp đầy bình quân các CCN", "Tỷ lệ lấp đầy trung bình", "Tỷ lệ lấp đầy")),
    Line("20", Text("Tổng số dự án đầu tư trong cụm công nghiệp", "Projects in clusters"), "dự án",
         ("Số dự án đầu tư trong CCN", "Số dự án thuê đất trong CCN", "Số dự án"), needed=True),
    Line("21", Text("Số dự án có vốn đầu tư nước ngoài", "Foreign-invested projects"), "dự án",
         ("Trong đó: số dự án FDI", "Số dự án đầu tư nước ngoài")),
    Line("22", Text("Số dự án đã đi vào hoạt động", "Projects in operation"), "dự án",
         ("Số dự án đang hoạt động", "Số dự án đã hoạt động")),
    Line("23", Text("Doanh thu của các dự án trong cụm công nghiệp", "Revenue of the projects"), BN,
         ("Tổng doanh thu", "Doanh thu", "Doanh thu của các dự án trong kỳ")),
    Line("24", Text("Nộp ngân sách nhà nước của các dự án trong cụm công nghiệp", "Budget contribution of the projects"),
         BN, ("Tổng nộp ngân sách nhà nước", "Nộp ngân sách nhà nước", "Nộp ngân sách")),
    Line("25", Text("Số lao động trong cụm công nghiệp", "Workers in clusters"), "người",
         ("Tổng số lao động", "Số lao động", "Số lao động làm việc trong các CCN"), needed=True),
    Line("26", Text("Số cụm công nghiệp có công trình xử lý nước thải đã hoặc đang xây dựng",
                    "Clusters with a wastewater plant built or building"), "cụm",
         ("Số CCN có hệ thống xử lý nước thải tập trung", "Số CCN đã, đang xây dựng công trình xử lý nước thải")),
    Line("27", Text("Số cụm công nghiệp xử lý nước thải đạt quy chuẩn", "Clusters treating wastewater to standard"),
         "cụm", ("Số CCN có công trình xử lý nước thải đạt quy chuẩn", "Số CCN xử lý nước thải đạt tiêu chuẩn")),
)  # fmt: skip

FORMS: dict[str, Form] = {
    form.number: form
    for form in (
        Form("01", Text("Báo cáo của dự án đầu tư sản xuất, kinh doanh trong cụm công nghiệp",
                        "Report of a production project in a cluster"), _PROJECT),
        Form("02", Text("Báo cáo của dự án đầu tư xây dựng hạ tầng kỹ thuật cụm công nghiệp",
                        "Report of the infrastructure project of a cluster"), _INFRASTRUCTURE),
        Form("03", Text("Báo cáo tình hình cụm công nghiệp trên địa bàn cấp xã",
                        "Report of a commune on its clusters"), _AREA),
        Form("04", Text("Báo cáo tình hình cụm công nghiệp trên địa bàn cấp tỉnh",
                        "Report of the province on its clusters"), _AREA),
    )
}  # fmt: skip
