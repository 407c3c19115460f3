"""The collections the service offers, column by column; the published indicators of a cluster."""

from dataclasses import dataclass, replace

from geo.fields import FIELD_OF_INDICATOR
from geo.industries import INDUSTRIES
from geo.layers import PLACE_BASES
from geo.rasters.flags import COLUMNS as RASTER_COLUMNS
from geo.rasters.flags import TABLE as RASTER_VALUES
from geo.rasters.kinds import MEASURED
from geo.schema import Basis, Column, Kind, LotStatus, Quality, Status, Text, choice, date, number, text
from geo.seen_words import COLUMNS as SEEN_COLUMNS
from geo.seen_words import SEEN

RATES: dict[str, Text] = {
    "fill_rate": Text("Tỷ lệ lấp đầy theo luật", "Legal fill rate"),
    "fill_rate_statistical": Text("Tỷ lệ lấp đầy thống kê", "Statistical fill rate"),
    "fill_rate_ready_land": Text("Tỷ lệ cho thuê trên đất sẵn sàng", "Fill rate of ready land"),
    "fill_rate_cleared_land": Text("Tỷ lệ cho thuê trên đất đã GPMB", "Fill rate of cleared land"),
    "fill_rate_gross": Text("Tỷ lệ cho thuê trên toàn cụm", "Gross fill rate"),
}
DIFFERENCES: dict[str, Text] = {
    "unleased_area_ha": Text("Đất công nghiệp chưa cho thuê", "Unleased industrial land"),
    "ready_area_ha": Text("Đất đã có hạ tầng, chưa cho thuê", "Serviced land not yet leased"),
}
_UNITS = {
    "far_max": "1",
    "max_floors": "1",
    "enterprises": "1",
    "workers": "1",
    "revenue_bn_vnd": "10^9 VND",
    "budget_bn_vnd": "10^9 VND",
    "investment_bn_vnd": "10^9 VND",
    "management_fee_usd_m2_year": "USD/m2/year",
    "wastewater_capacity_m3_day": "m3/day",
    "site_clearance_pct": "%",
    "stated_fill_rate": "1",
    "building_density_max": "1",
}
RENT = ("land_rent_usd_m2_min", "land_rent_usd_m2_max")
INDICATORS = tuple(FIELD_OF_INDICATOR)
"""The reported indicators of a cluster; `land_rent_usd_m2` is published as its two ends."""

COMPUTED = (*DIFFERENCES, *RATES)


def parse_bounds(bounds: str | None) -> dict[str, str]:
    """Read the column `bounds`: what is stated of an indicator whose exact number is not known."""
    return dict(part.split(": ", 1) for part in (bounds or "").split("; ") if part)


@dataclass(frozen=True)
class Density:
    """A figure per planned hectare of a cluster; averaged over an area like a rate."""

    name: str
    numerator: str
    title: Text
    unit: str
    denominator: str = "planned_area_ha"


DENSITIES = (
    Density("workers_per_ha", "workers", Text("Lao động trên một ha", "Workers per hectare"), "1/ha"),
    Density(
        "revenue_per_ha",
        "revenue_bn_vnd",
        Text("Doanh thu trên một ha", "Revenue per hectare"),
        "10^9 VND/ha",
    ),
)


@dataclass(frozen=True)
class Collection:
    """A collection of the service; its features carry these properties, in this order."""

    id: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    page_size: int = 10


def _indicator(name: str) -> tuple[Column, ...]:
    field = FIELD_OF_INDICATOR[name]
    vi, en = field.title.vi, field.title.en
    if name == "land_rent_usd_m2":
        least, most = RENT
        return (
            number(least, f"{vi}, thấp nhất", f"{en}, lowest", "USD/m2"),
            number(most, f"{vi}, cao nhất", f"{en}, highest", "USD/m2"),
        )
    if field.kind != "number":
        return (text(name, vi, en),)
    return (number(name, vi, en, _unit_of(name)),)


def _unit_of(name: str) -> str | None:
    return _UNITS.get(name, "ha" if name.endswith("_ha") else None)


def _grounds(name: str, title: Text) -> tuple[Column, ...]:
    return (
        choice(f"{name}_basis", f"{title.vi}: căn cứ", f"{title.en}: basis", Basis, required=True),
        text(f"{name}_source", f"{title.vi}: nguồn", f"{title.en}: source"),
        text(f"{name}_as_of", f"{title.vi}: thời điểm", f"{title.en}: valid at"),
    )


def _reported() -> tuple[Column, ...]:
    columns: list[Column] = []
    for name in INDICATORS:
        columns += [*_indicator(name), *_grounds(name, FIELD_OF_INDICATOR[name].title)]
    return tuple(columns)


def _computed() -> tuple[Column, ...]:
    columns: list[Column] = []
    for name, title in DIFFERENCES.items():
        columns += [number(name, title.vi, title.en, "ha", minimum=None), *_grounds(name, title)]
    for name, title in RATES.items():
        missing = text(f"{name}_missing", f"{title.vi}: còn thiếu", f"{title.en}: what is missing")
        columns += [number(name, title.vi, title.en, "1", maximum=1.0), *_grounds(name, title), missing]
    columns += [number(one.name, one.title.vi, one.title.en, one.unit) for one in DENSITIES]
    return tuple(columns)


def _measured() -> tuple[Column, ...]:
    """Take the columns that are measured on rasters; heights may lie below the sea."""
    columns: list[Column] = []
    for one in MEASURED:
        most = 1.0 if one.unit == "1" else None
        value = number(one.name, one.title.vi, one.title.en, one.unit, minimum=None, maximum=most)
        columns += [value, *_grounds(one.name, one.title)]
    return tuple(columns)


_CLUSTER_COLUMNS = (
    text("id", "Mã", "Id", required=True),
    text("name_vi", "Tên", "Vietnamese name", required=True),
    text("name_en", "Tên tiếng Anh", "English name", required=True),
    choice("status", "Trạng thái", "Status", Status, required=True),
    choice("kind", "Loại", "Kind", Kind, required=True),
    text("phase", "Giai đoạn", "Phase"),
    text("district_code", "Mã huyện cũ", "Former district code", required=True),
    text("district_name", "Huyện cũ (đến 30/06/2025)", "Former district (to 2025-06-30)", required=True),
    text("ward_code", "Mã xã/phường", "Ward code"),
    text("ward_name", "Xã/phường (từ 01/07/2025)", "Ward (since 2025-07-01)"),
    text("ward_basis", "Căn cứ của xã/phường", "Basis of the ward",
         enum=("pin", "outline", "stated", "derived")),
    text("ward_name_otherwise", "Xã/phường khác mà bảng dữ liệu nêu", "Ward the tables name instead"),
    text("communes_pre2025", "Xã trước 2025", "Communes before 2025"),
    text("commune_basis", "Căn cứ của xã cũ", "Basis of the commune", enum=("stated", "from_name")),
    *_reported(),
    *_computed(),
    *_measured(),
    Column("industries", "string", Text("Nhóm ngành", "Industry groups"), listed=tuple(INDUSTRIES)),
    Column("known_indicators", "integer", Text("Số chỉ tiêu đã có số liệu", "Indicators known"), minimum=0),
    text("bounds", "Chỉ biết cận hoặc khoảng", "Known as bounds only"),
    text("enterprises_unit", "Đơn vị đếm cơ sở", "What the establishments are"),
    text("stated_fill_rate_scope", "Phạm vi tỷ lệ đã nêu", "Scope of the stated fill rate",
         enum=("cluster", "group")),
    text("stated_fill_rate_group", "Mã phát biểu chung", "Group statement"),
    text("wastewater_status", "Tình trạng xử lý nước thải", "Wastewater status",
         enum=("capacity_named", "built", "planned")),
    Column("contradictions", "integer", Text("Số chỉ tiêu mâu thuẫn", "Contradictory indicators")),
    text("place_basis", "Căn cứ vị trí", "Basis of the place",
         enum=PLACE_BASES),
    choice("boundary_quality", "Chất lượng ranh giới", "Boundary quality", Quality, required=True),
    number("position_accuracy_m", "Độ chính xác vị trí", "Position accuracy", "m"),
    text("boundary_source", "Nguồn của ranh giới", "Source of the outline"),
    number("geometry_area_ha", "Diện tích đo trên ranh giới", "Area measured on the outline", "ha"),
    text("period", "Kỳ mới nhất", "Latest period"),
    text("as_of", "Thời điểm mới nhất", "Latest date"),
)  # fmt: skip


def _history_columns() -> tuple[Column, ...]:
    """Take the columns of a cluster as of a period, without the grounds of each value."""
    titles = {name: FIELD_OF_INDICATOR[name].title for name in INDICATORS} | DIFFERENCES | RATES
    grounds = {column.name for name, title in titles.items() for column in _grounds(name, title)}
    grounds |= {column.name for column in _measured()}
    latest = Text("Trạng thái (mới nhất được biết)", "Status (the latest known)")
    return tuple(
        replace(column, title=latest) if column.name == "status" else column
        for column in _CLUSTER_COLUMNS
        if column.name not in grounds and column.name not in ("id", "period")
    )


SUMS = (
    "industrial_area_ha", "serviced_area_ha", "cleared_area_ha", "leased_area_ha", "committed_area_ha",
    *DIFFERENCES, "enterprises", "workers", "revenue_bn_vnd", "budget_bn_vnd",
)  # fmt: skip
"""What is summed over the clusters of an area, beside their planned hectares."""


_MEANS = (
    ("weighted", "bình quân gia quyền", "weighted mean"),
    ("simple", "bình quân giản đơn", "simple mean"),
)


def _means(name: str, title: Text, unit: str, most: float | None) -> tuple[Column, ...]:
    return tuple(
        number(f"{name}_{kind}", f"{title.vi}, {vi}", f"{title.en}, {en}", unit, maximum=most)
        for kind, vi, en in _MEANS
    )


def _known(name: str, title: Text) -> Column:
    said = Text(f"{title.vi}: số cụm tính được", f"{title.en}: clusters computable")
    return Column(f"{name}_known", "integer", said, minimum=0)


def _sum(name: str) -> tuple[Column, Column]:
    title = DIFFERENCES.get(name) or FIELD_OF_INDICATOR[name].title
    total = number(name, f"{title.vi}, tổng đã biết", f"{title.en}, sum of what is known", _unit_of(name))
    known = Text(f"{title.vi}: số cụm có số liệu", f"{title.en}: clusters with a figure")
    return total, Column(f"{name}_known", "integer", known, minimum=0)


_UNIT_FIGURES = (
    Column("clusters", "integer", Text("Số cụm", "Clusters"), minimum=0),
    number("planned_area_ha", "Tổng diện tích đã biết", "Planned area known", "ha"),
    Column("planned_area_known", "integer", Text("Số cụm có diện tích", "Clusters with an area"), minimum=0),
    *(column for name, title in RATES.items() for column in _means(name, title, "1", 1.0)),
    *(_known(name, title) for name, title in RATES.items()),
    *(column for name in SUMS for column in _sum(name)),
    *(column for one in DENSITIES for column in _means(one.name, one.title, one.unit, None)),
    *(_known(one.name, one.title) for one in DENSITIES),
    text("boundary_quality", "Chất lượng ranh giới", "Boundary quality", enum=tuple(Quality)),
    text("boundary_credit", "Ghi công ranh giới", "Credit for the outline"),
    date("valid_from", "Hiệu lực từ", "Valid from"),
    date("valid_to", "Hiệu lực đến", "Valid to"),
)  # fmt: skip
_UNIT_NAMES = (
    text("id", "Mã", "Id", required=True),
    text("code", "Mã", "Code", required=True),
    text("name", "Tên", "Name", required=True),
    text("type", "Cấp", "Type", required=True),
    text("full_name", "Tên đầy đủ", "Full name", required=True),
)

SIMULATED = text("simulated", "Mô phỏng", "Simulated")
"""Added to every collection of a simulated snapshot."""

COLLECTIONS: dict[str, Collection] = {
    collection.id: collection
    for collection in (
        Collection(
            "clusters",
            Text("Cụm công nghiệp", "Industrial clusters"),
            Text(
                "Mỗi đối tượng là một cụm công nghiệp với giá trị được chọn, căn cứ, nguồn và thời điểm.",
                "One feature a cluster, with its published values, each with basis, source and date.",
            ),
            _CLUSTER_COLUMNS,
        ),
        Collection(
            "lots",
            Text("Lô đất", "Lots"),
            Text("Các lô đất trong cụm.", "The lots inside clusters."),
            (
                text("id", "Mã lô", "Lot id", required=True),
                text("cluster_id", "Mã cụm", "Cluster id", required=True),
                choice("status", "Trạng thái", "Status", LotStatus, required=True),
                text("blocked_reason", "Lý do vướng mắc", "Why it is blocked"),
                number("area_ha", "Diện tích", "Area", "ha"),
                text("owner_kind", "Loại chủ sử dụng", "Kind of owner"),
                number("price_usd_m2", "Giá", "Price", "USD/m2"),
                date("valid_from", "Hiệu lực từ", "Valid from"),
                date("valid_to", "Hiệu lực đến", "Valid to"),
                choice("boundary_quality", "Chất lượng ranh giới", "Boundary quality", Quality),
            ),
        ),
        Collection(
            "observations",
            Text("Số liệu theo thời gian", "Observations"),
            Text(
                "Mọi số liệu thay đổi theo thời gian như nguồn nêu, kể cả số liệu mâu thuẫn.",
                "Every figure that changes with time as a source states it, contradictions included.",
            ),
            (
                text("id", "Mã dữ kiện", "Fact id", required=True),
                text("cluster_id", "Mã cụm", "Cluster id", required=True),
                text("period", "Kỳ", "Period"),
                text("indicator", "Chỉ tiêu", "Indicator", required=True),
                number("value", "Giá trị", "Value", minimum=None),
                text("value_stated", "Giá trị như nguồn nêu", "Value as stated", required=True),
                text("unit", "Đơn vị", "Unit"),
                choice("basis", "Căn cứ", "Basis", Basis, required=True),
                text("scope", "Phạm vi", "Scope", enum=("cluster", "group")),
                text("group_id", "Mã phát biểu chung", "Group statement"),
                text("confidence", "Độ tin cậy", "Confidence", enum=("high", "medium", "low")),
                text("source_id", "Nguồn", "Source", required=True),
                text("as_of", "Thời điểm", "Valid at"),
                date("valid_from", "Hiệu lực từ", "Valid from"),
                date("valid_to", "Hiệu lực đến", "Valid to"),
            ),
        ),
        Collection(
            "history",
            Text("Cụm công nghiệp theo kỳ", "Clusters by period"),
            Text(
                "Mỗi đối tượng là một cụm trong một kỳ (một năm hoặc nửa đầu năm). Chỉ tiêu thay đổi theo"
                " thời gian lấy từ số liệu của đúng kỳ đó, không mang từ kỳ này sang kỳ khác; doanh thu và"
                " nộp ngân sách của kỳ H1 là của nửa năm. Chỉ tiêu khác là số liệu mới nhất được biết đến"
                " cuối kỳ. Trạng thái, vị trí, xã/phường là mới nhất được biết. Nguồn của từng số liệu: xem"
                " observations và clusters.",
                "One feature a cluster and period (a year, or the first half of one). What changes with time"
                " is taken from the figures of that very period, nothing is carried over to another; revenue"
                " and budget of an H1 period are those of half a year. The rest is what was known by the end"
                " of the period. Status, place and ward are the latest known. The source of each"
                " figure stands in observations and clusters.",
            ),
            (
                text("id", "Mã cụm và kỳ", "Cluster and period", required=True),
                text("cluster_id", "Mã cụm", "Cluster id", required=True),
                text("period", "Kỳ", "Period", required=True),
                date("valid_from", "Hiệu lực từ", "Valid from"),
                date("valid_to", "Hiệu lực đến", "Valid to"),
                *_history_columns(),
            ),
        ),
        Collection(
            RASTER_VALUES,
            Text("Giá trị đo trên raster", "Values of rasters"),
            Text(
                "Mỗi dòng là một đại lượng của một raster trong ranh giới khảo sát của một cụm, lô hoặc xã"
                " (subject_kind, subject_id). Dòng có flag position_circle chỉ nói khoảng giá trị trong vòng"
                " tròn vị trí của một cụm có ranh giới giản lược: không phải số đo của cụm. Không có raster"
                " thì không có dòng nào.",
                "One row a statistic of a raster inside the surveyed outline of a cluster, lot or ward"
                " (subject_kind, subject_id). A row with the flag position_circle tells no more than the"
                " range over the circle of the position of a cluster drawn schematically: no measurement of"
                " the cluster. Without a raster there is no row.",
            ),
            RASTER_COLUMNS,
        ),
        Collection(
            SEEN,
            Text("Báo cáo và ảnh vệ tinh", "Reported against seen"),
            Text(
                "Mỗi đối tượng là một cụm có ranh giới khảo sát và một raster: phần đã xây dựng thấy trên ảnh"
                " bên cạnh tỷ lệ cho thuê trên toàn cụm của kỳ báo cáo gần nhất trước ngày ảnh. Sai số cho"
                " phép = chu vi × (độ chính xác ranh giới + nửa ô) ÷ diện tích. Chênh lệch là lý do để xem"
                " xét, không phải bằng chứng. Không có raster thì không có đối tượng nào.",
                "One feature a cluster with a surveyed outline and a raster: the built-up share that is seen"
                " beside the gross fill rate of the latest period reported before the image. Tolerance ="
                " perimeter × (accuracy of the outline + half a cell) ÷ area. A gap is a reason to look, no"
                " proof. Without a raster there is no feature.",
            ),
            SEEN_COLUMNS,
        ),
        Collection(
            "wards",
            Text("Xã, phường từ 01/07/2025", "Communes and wards since 2025-07-01"),
            Text(
                "Các xã, phường; điểm đại diện khi chưa nhập ranh giới.",
                "The communes and wards; a mark where no outline has been imported.",
            ),
            (
                *_UNIT_NAMES,
                number("area_km2", "Diện tích", "Area", "km2"),
                text("former_districts", "Các huyện cũ (tỷ lệ)", "Former districts with shares"),
                *_UNIT_FIGURES,
            ),
        ),
        Collection(
            "districts",
            Text("Huyện, quận, thị xã cũ", "Former districts"),
            Text(
                "Các huyện đến 30/06/2025; điểm đại diện khi chưa nhập ranh giới.",
                "The districts until 2025-06-30; a mark where no outline has been imported.",
            ),
            (*_UNIT_NAMES, *_UNIT_FIGURES),
        ),
        Collection(
            "places",
            Text("Địa điểm", "Places"),
            Text("Địa danh để đọc bản đồ khi không có bản đồ nền.",
                 "Names that make the map readable without a basemap."),
            (
                text("id", "Mã", "Id", required=True),
                text("name", "Tên", "Name", required=True),
                text("kind", "Loại", "Kind", required=True),
                text("precision", "Độ chính xác", "Precision"),
                text("source", "Nguồn", "Source", required=True),
            ),
        ),
    )
}  # fmt: skip
