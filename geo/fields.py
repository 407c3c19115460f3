"""The fields a fact may be about, and the published indicator each one feeds."""

from dataclasses import dataclass
from typing import Literal

from geo.schema import Text

KindOfValue = Literal["number", "date", "text"]


@dataclass(frozen=True)
class Field:
    """One field of a fact.

    `indicator` is the published column, if any; its number is the fact's number times `factor`.
    `units` are the units the fact may come in. `varies` says that it changes with time and is served
    as an observation; `flow` that it is earned over a period, so that half a year is no year.
    """

    name: str
    kind: KindOfValue
    title: Text
    indicator: str | None = None
    factor: float = 1.0
    units: tuple[str, ...] = ()
    varies: bool = False
    flow: bool = False


_HA = ("ha",)
_VND = ("tỷ đồng",)
_FIRMS = ("doanh nghiệp", "hộ sản xuất, kinh doanh", "hộ đăng ký sản xuất, kinh doanh", "cơ sở")
_PEOPLE = ("lao động", "người")
_RENT = ("USD/m2 per lease term, excl. VAT",)
_FEE = ("USD/m2/năm",)

FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("planned_area_ha", "number", Text("Diện tích theo quy hoạch", "Planned area"),
              "planned_area_ha", units=_HA),
        Field("industrial_land_ha", "number", Text("Đất công nghiệp", "Industrial land"),
              "industrial_area_ha", units=_HA),
        Field("serviced_area_ha", "number",
              Text("Đất đã xây dựng hạ tầng", "Serviced land"),
              "serviced_area_ha", units=_HA, varies=True),
        Field("cleared_area_ha", "number", Text("Đất đã giải phóng mặt bằng", "Cleared land"),
              "cleared_area_ha", units=_HA, varies=True),
        Field("leased_area_ha", "number", Text("Đất đã cho thuê", "Leased land"),
              "leased_area_ha", units=_HA, varies=True),
        Field("committed_area_ha", "number",
              Text("Đất đã cho thuê, chấp thuận hoặc cấp chứng nhận đầu tư", "Committed land"),
              "committed_area_ha", units=_HA, varies=True),
        Field("fill_rate_pct", "number", Text("Tỷ lệ lấp đầy (như nguồn nêu)", "Fill rate as stated"),
              "stated_fill_rate", 0.01, ("%",), varies=True),
        Field("enterprises", "number", Text("Cơ sở sản xuất, kinh doanh", "Establishments"),
              "enterprises", units=_FIRMS, varies=True),
        Field("workers", "number", Text("Lao động", "Workers"), "workers", units=_PEOPLE, varies=True),
        Field("revenue_bn_vnd", "number", Text("Doanh thu", "Revenue"),
              "revenue_bn_vnd", units=_VND, varies=True, flow=True),
        Field("budget_bn_vnd", "number", Text("Nộp ngân sách", "Budget contribution"),
              "budget_bn_vnd", units=_VND, varies=True, flow=True),
        Field("land_rent_usd_m2", "number", Text("Giá thuê đất chào", "Asking land rent"),
              "land_rent_usd_m2", units=_RENT),
        Field("management_fee_usd_m2_year", "number", Text("Phí quản lý", "Management fee"),
              "management_fee_usd_m2_year", units=_FEE),
        Field("total_investment_bn_vnd", "number", Text("Tổng vốn đầu tư hạ tầng", "Total investment"),
              "investment_bn_vnd", units=_VND),
        Field("operating_period", "text", Text("Thời hạn hoạt động", "Operating period"),
              "operating_period", units=("year",)),
        Field("building_density_max", "number", Text("Mật độ xây dựng tối đa", "Maximum building density"),
              "building_density_max", 0.01, ("%", "")),
        Field("far_max", "number", Text("Hệ số sử dụng đất tối đa", "Maximum floor area ratio"),
              "far_max", units=("lần",)),
        Field("max_floors", "number", Text("Số tầng tối đa", "Maximum number of storeys"), "max_floors",
              units=("tầng",)),
        Field("site_clearance_pct", "number", Text("Tiến độ giải phóng mặt bằng", "Site clearance"),
              "site_clearance_pct", units=("%",), varies=True),
        Field("developer", "text", Text("Chủ đầu tư hạ tầng", "Infrastructure developer"), "developer"),
        Field("sectors", "text", Text("Ngành nghề", "Sectors"), "sectors"),
        Field("decision_no", "text", Text("Số quyết định", "Decision"), "decision_no"),
        Field("date_established", "date", Text("Ngày thành lập", "Established"), "date_established"),
        Field("date_groundbreaking", "date", Text("Ngày khởi công", "Ground-breaking"),
              "date_groundbreaking"),
        Field("wastewater_capacity_m3_day", "number",
              Text("Công suất xử lý nước thải", "Wastewater capacity"),
              "wastewater_capacity_m3_day", units=("m3/ngày đêm",)),
        Field("lat", "number", Text("Vĩ độ", "Latitude"), units=("deg",)),
        Field("lon", "number", Text("Kinh độ", "Longitude"), units=("deg",)),
        Field("area_both_phases_ha", "number", Text("Diện tích cả hai giai đoạn", "Area of both phases"),
              units=_HA),
        Field("area_ha_reported", "number",
              Text("Diện tích (không rõ loại)", "Area, of a kind not stated"), units=_HA),
        Field("cluster_land_ha", "number", Text("Đất cụm", "Cluster land"), units=_HA),
        Field("construction_area_ha", "number", Text("Diện tích xây dựng", "Area to be built"), units=_HA),
        Field("infrastructure_area_ha", "number",
              Text("Diện tích đầu tư hạ tầng", "Area of the infrastructure project"), units=_HA),
        Field("industrial_point_initial_area_ha", "number",
              Text("Diện tích điểm công nghiệp ban đầu", "Area of the first industrial point"), units=_HA),
        Field("registered_area_ha", "number",
              Text("Diện tích đã đăng ký thuê", "Area registered for"), units=_HA),
        Field("land_allocated_m2", "number", Text("Đất đã giao", "Land allocated"), units=("m2",)),
        Field("land_leased_to_developer_m2", "number",
              Text("Đất nhà nước cho chủ đầu tư thuê", "Land the state let to the developer"),
              units=("m2",)),
        Field("date_groundbreaking_planned", "date",
              Text("Ngày khởi công dự kiến", "Ground-breaking planned")),
        Field("date_operation_planned", "date", Text("Ngày hoạt động dự kiến", "Operation planned")),
        Field("enterprises_expected", "number", Text("Số cơ sở dự kiến", "Establishments expected"),
              units=_FIRMS),
        Field("workers_expected", "number", Text("Lao động dự kiến", "Workers expected"), units=_PEOPLE),
        Field("equity_bn_vnd", "number", Text("Vốn chủ sở hữu", "Equity"), units=_VND),
        Field("income_mvnd_month", "number", Text("Thu nhập bình quân tháng", "Mean monthly income"),
              units=("triệu đồng/người/tháng",), varies=True),
        Field("projects", "number", Text("Dự án", "Projects"), units=("dự án",), varies=True),
        Field("projects_foreign", "number", Text("Dự án có vốn đầu tư nước ngoài", "Foreign-invested projects"),
              units=("dự án",), varies=True),
        Field("projects_operating", "number", Text("Dự án đã hoạt động", "Projects in operation"),
              units=("dự án",), varies=True),
        Field("capital_paid_bn_vnd", "number",
              Text("Vốn đầu tư hạ tầng đã thực hiện", "Infrastructure capital paid"), units=_VND, varies=True),
        Field("infrastructure_revenue_bn_vnd", "number",
              Text("Doanh thu của dự án hạ tầng", "Revenue of the infrastructure project"),
              units=_VND, varies=True, flow=True),
        Field("infrastructure_budget_bn_vnd", "number",
              Text("Nộp ngân sách của dự án hạ tầng", "Budget contribution of the infrastructure project"),
              units=_VND, varies=True, flow=True),
        Field("infrastructure_workers", "number",
              Text("Lao động của dự án hạ tầng", "Workers of the infrastructure project"),
              units=_PEOPLE, varies=True),
        Field("infrastructure_income_mvnd_month", "number",
              Text("Thu nhập bình quân tháng của dự án hạ tầng", "Mean monthly income, infrastructure project"),
              units=("triệu đồng/người/tháng",), varies=True),
        Field("wastewater_plant", "number",
              Text("Có công trình xử lý nước thải đã hoặc đang xây dựng (1: có, 0: không)",
                   "Wastewater plant built or building (1: yes, 0: no)"), units=("0/1",), varies=True),
        Field("wastewater_standard", "number",
              Text("Nước thải xử lý đạt tiêu chuẩn (1: có, 0: không)",
                   "Wastewater treated to standard (1: yes, 0: no)"), units=("0/1",), varies=True),
        Field("road_frontage", "text", Text("Tiếp giáp đường", "Road access")),
        Field("total_investment_musd", "number",
              Text("Tổng vốn đầu tư (triệu USD)", "Total investment in USD"), units=("triệu USD",)),
    )
}  # fmt: skip

FIELD_OF_INDICATOR: dict[str, Field] = {
    field.indicator: field for field in FIELDS.values() if field.indicator is not None
}
