"""The tables of a data package, column by column."""

from geo.fields import FIELDS
from geo.schema import (
    Column,
    Kind,
    LotStatus,
    Qualifier,
    Quality,
    Status,
    Table,
    Text,
    choice,
    date,
    number,
    text,
)

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
WARD_CODE = r"[0-9]{5}"
DISTRICT_CODE = r"[0-9]{3}"
PERIOD = r"(19|20|21)[0-9]{2}(-H1)?"
SOURCE_KINDS = ("decision", "government", "press", "commercial_portal", "report")
STATED_OR = ("stated", "from_name")
_YEAR_MAX = 2100

SIMULATED = text("simulated", "Mô phỏng", "Simulated", required=True, enum=("SIMULATED",))
"""Added to every table of a simulated package, so that no file of it can pass for a real one."""

_VALUE = (
    text("value", "Giá trị như nguồn nêu", "Value as the source states it", required=True),
    number("value_min", "Giá trị nhỏ nhất", "Smallest value", minimum=None),
    number("value_max", "Giá trị lớn nhất", "Largest value", minimum=None),
    choice("qualifier", "Mức độ chính xác", "How exact the value is", Qualifier),
    text("unit", "Đơn vị", "Unit"),
)
_VALID = (
    text("as_of", "Thời điểm (như nguồn nêu)", "Valid at, as the source states it"),
    date("valid_until", "Ngày cuối của thời điểm đó", "Last day of that time"),
)
_ADMIN_VALIDITY = (
    date("valid_from", "Hiệu lực từ", "Valid from"),
    date("valid_to", "Hiệu lực đến", "Valid to"),
)

CLUSTERS = Table(
    "clusters",
    Text("Cụm công nghiệp", "Industrial clusters"),
    (
        text("id", "Mã", "Id", required=True, unique=True, pattern=SLUG),
        text("name_vi", "Tên", "Vietnamese name", required=True),
        text("name_en", "Tên tiếng Anh", "English name", required=True),
        choice("status", "Trạng thái", "Status", Status, required=True),
        choice("kind", "Loại", "Kind", Kind, required=True),
        text("phase", "Giai đoạn", "Phase"),
        text("district_code", "Mã huyện cũ", "Former district code", required=True, pattern=DISTRICT_CODE),
        text("district_name", "Huyện cũ", "Former district", required=True),
        text("communes_pre2025", "Xã trước 2025", "Communes before 2025"),
        text("commune_codes_pre2025", "Mã xã trước 2025", "Commune codes before 2025"),
        text("commune_basis", "Căn cứ của xã", "Basis of the commune", enum=STATED_OR),
        text("ward_codes", "Mã xã/phường từ 01/07/2025", "Ward codes since 2025-07-01"),
        text("ward_names", "Xã/phường từ 01/07/2025", "Wards since 2025-07-01"),
        text("ward_basis", "Căn cứ của xã/phường", "Basis of the ward", enum=("stated", "derived")),
    ),
    "id",
    (("district_code", "admin_districts", "code"),),
)
FACTS = Table(
    "facts",
    Text("Dữ kiện", "Facts"),
    (
        text("id", "Mã dữ kiện", "Fact id", required=True, unique=True, pattern=r"f[0-9]{5,}"),
        text("cluster_id", "Mã cụm", "Cluster id", required=True),
        text("field", "Chỉ tiêu", "Field", required=True, enum=tuple(FIELDS)),
        *_VALUE,
        text("period", "Kỳ báo cáo", "Reporting period", pattern=PERIOD),
        *_VALID,
        text("source_id", "Nguồn", "Source", required=True),
        text("confidence", "Độ tin cậy", "Confidence", enum=("high", "medium", "low")),
        text("scope", "Phạm vi", "Scope", required=True, enum=("cluster", "group")),
        text("group_id", "Mã phát biểu chung", "Group statement"),
    ),
    "id",
    (("cluster_id", "clusters", "id"), ("source_id", "sources", "id")),
)
LOTS = Table(
    "lots",
    Text("Lô đất", "Lots"),
    (
        text("id", "Mã lô", "Lot id", required=True, unique=True),
        text("cluster_id", "Mã cụm", "Cluster id", required=True),
        choice("status", "Trạng thái", "Status", LotStatus, required=True),
        text("blocked_reason", "Lý do vướng mắc", "Why it is blocked"),
        number("area_ha", "Diện tích", "Area", "ha"),
        text("owner_kind", "Loại chủ sử dụng", "Kind of owner"),
        number("price_usd_m2", "Giá", "Price", "USD/m2"),
        date("valid_from", "Hiệu lực từ", "Valid from"),
        date("valid_to", "Hiệu lực đến", "Valid to"),
        choice("boundary_quality", "Chất lượng ranh giới", "Boundary quality", Quality, required=True),
    ),
    "id",
    (("cluster_id", "clusters", "id"),),
)
CITY_SERIES = Table(
    "city_series",
    Text("Số liệu toàn thành phố và huyện", "City and district figures"),
    (
        text("area", "Địa bàn", "Area", required=True, enum=("city", "district")),
        text("district_code", "Mã huyện cũ", "Former district code", pattern=DISTRICT_CODE),
        text("field", "Chỉ tiêu", "Field", required=True),
        *_VALUE,
        *_VALID,
        text("source_id", "Nguồn", "Source", required=True),
    ),
    None,
    (("source_id", "sources", "id"),),
)
PROGRAMME_TARGETS = Table(
    "programme_targets",
    Text("Mục tiêu và kết quả các chương trình", "Programme targets and results"),
    (
        text("programme", "Chương trình", "Programme", required=True),
        text("decision", "Văn bản", "Decision"),
        text("year", "Năm (như nguồn nêu)", "Year, as stated", required=True),
        Column("year_from", "integer", Text("Từ năm", "First year"), minimum=1990, maximum=_YEAR_MAX),
        Column("year_to", "integer", Text("Đến năm", "Last year"), minimum=1990, maximum=_YEAR_MAX),
        text("indicator", "Chỉ tiêu", "Indicator", required=True),
        number("value_low", "Giá trị thấp", "Lower value"),
        number("value_high", "Giá trị cao", "Upper value"),
        text("unit", "Đơn vị", "Unit"),
        text("kind", "Mục tiêu hay kết quả", "Target or result", required=True, enum=("target", "actual")),
        text("source_id", "Nguồn", "Source", required=True),
    ),
    None,
    (("source_id", "sources", "id"),),
)
SOURCES = Table(
    "sources",
    Text("Nguồn", "Sources"),
    (
        text("id", "Mã nguồn", "Source id", required=True, unique=True),
        text("title", "Tên", "Title"),
        text("url", "Địa chỉ", "Address"),
        text("kind", "Loại", "Kind", required=True, enum=SOURCE_KINDS),
    ),
    "id",
)
ADMIN_DISTRICTS = Table(
    "admin_districts",
    Text("Huyện, quận, thị xã cũ", "Former districts"),
    (
        text("code", "Mã", "Code", required=True, unique=True, pattern=DISTRICT_CODE),
        text("name", "Tên", "Name", required=True),
        text("type", "Cấp", "Type", required=True),
        text("full_name", "Tên đầy đủ", "Full name", required=True),
        number("lon", "Kinh độ điểm đại diện", "Longitude of a mark", "deg", minimum=-180, maximum=180),
        number("lat", "Vĩ độ điểm đại diện", "Latitude of a mark", "deg", minimum=-90, maximum=90),
        *_ADMIN_VALIDITY,
    ),
    "code",
)
ADMIN_COMMUNES = Table(
    "admin_communes",
    Text("Xã, phường trước 2025", "Communes before 2025"),
    (
        text("code", "Mã", "Code", required=True, unique=True, pattern=WARD_CODE),
        text("name", "Tên", "Name", required=True),
        text("full_name", "Tên đầy đủ", "Full name", required=True),
        text("district_code", "Mã huyện cũ", "Former district code", required=True, pattern=DISTRICT_CODE),
        text("unit_2025h1_code", "Mã nửa đầu 2025", "Code in early 2025", pattern=WARD_CODE),
        text("unit_2025h1_name", "Tên nửa đầu 2025", "Name in early 2025"),
        text("change_2025_01_01", "Thay đổi 01/01/2025", "Change on 2025-01-01"),
        *_ADMIN_VALIDITY,
    ),
    "code",
    (("district_code", "admin_districts", "code"),),
    "MIT",
)
ADMIN_WARDS = Table(
    "admin_wards",
    Text("Xã, phường từ 01/07/2025", "Communes and wards since 2025-07-01"),
    (
        text("code", "Mã", "Code", required=True, unique=True, pattern=WARD_CODE),
        text("name", "Tên", "Name", required=True),
        text("type", "Cấp", "Type", required=True),
        text("full_name", "Tên đầy đủ", "Full name", required=True),
        number("area_km2", "Diện tích", "Area", "km2"),
        number("lon", "Kinh độ điểm đại diện", "Longitude of a mark", "deg", minimum=-180, maximum=180),
        number("lat", "Vĩ độ điểm đại diện", "Latitude of a mark", "deg", minimum=-90, maximum=90),
        text("former_districts", "Các huyện cũ (tỷ lệ)", "Former districts with shares"),
        *_ADMIN_VALIDITY,
    ),
    "code",
    licence="MIT",
)
ADMIN_CONVERSION = Table(
    "admin_conversion",
    Text("Chuyển đổi xã, phường", "Conversion of communes to wards"),
    (
        text("old_code", "Mã cũ", "Old code", required=True, pattern=WARD_CODE),
        text("old_name", "Tên cũ", "Old name", required=True),
        text("old_district", "Huyện cũ", "Former district", required=True),
        date("old_valid_from", "Mã cũ hiệu lực từ", "Old code valid from"),
        date("old_valid_to", "Mã cũ hiệu lực đến", "Old code valid to"),
        text("new_code", "Mã mới", "New code", required=True, pattern=WARD_CODE),
        text("new_name", "Tên mới", "New name", required=True),
        text(
            "part",
            "Toàn bộ hay một phần",
            "Whole or part",
            required=True,
            enum=("whole", "part", "part_default", "abolished_2025-01-01"),
        ),
        Column("largest_area", "boolean", Text("Phần lớn nhất", "Largest part")),
    ),
    None,
    (("new_code", "admin_wards", "code"),),
    "MIT",
)
PLACES = Table(
    "places",
    Text("Địa điểm", "Places"),
    (
        text("id", "Mã", "Id", required=True, unique=True, pattern=SLUG),
        text("name", "Tên", "Name", required=True),
        text("kind", "Loại", "Kind", required=True),
        number("lon", "Kinh độ", "Longitude", "deg", required=True, minimum=-180, maximum=180),
        number("lat", "Vĩ độ", "Latitude", "deg", required=True, minimum=-90, maximum=90),
        text("precision", "Độ chính xác", "Precision"),
        text("source", "Nguồn", "Source", required=True),
    ),
    "id",
)
AREA_REPORTS = Table(
    "area_reports",
    Text(
        "Báo cáo của xã, huyện, tỉnh (Biểu 03, 04)", "Reports of communes, districts, province (forms 03, 04)"
    ),
    (
        text("id", "Mã dòng báo cáo", "Report line id", required=True, unique=True, pattern=r"a[0-9]{5,}"),
        text("form", "Biểu", "Form", required=True, enum=("03", "04")),
        text("level", "Cấp", "Level", required=True, enum=("commune", "district", "province")),
        text("unit_code", "Mã đơn vị", "Unit code"),
        text("period", "Kỳ báo cáo", "Reporting period", required=True, pattern=PERIOD),
        text("line", "Dòng của biểu", "Line of the form", required=True, pattern=r"[0-9]{1,2}(\.[0-9])?"),
        number("value", "Kết quả", "Result", required=True),
        text("unit", "Đơn vị", "Unit", required=True),
        text("note", "Ghi chú", "Note"),
        text("source_id", "Nguồn", "Source", required=True),
    ),
    "id",
    (("source_id", "sources", "id"),),
    always=False,
)
PROJECT_REPORTS = Table(
    "project_reports",
    Text("Báo cáo của dự án sản xuất (Biểu 01)", "Reports of production projects (form 01)"),
    (
        text("id", "Mã dòng báo cáo", "Report line id", required=True, unique=True, pattern=r"p[0-9]{5,}"),
        text("cluster_id", "Mã cụm", "Cluster id", required=True),
        text("project", "Dự án", "Project", required=True),
        text("period", "Kỳ báo cáo", "Reporting period", required=True, pattern=PERIOD),
        text("line", "Dòng của biểu", "Line of the form", required=True, pattern=r"[1-4]"),
        number("value", "Kết quả", "Result", required=True),
        text("unit", "Đơn vị", "Unit", required=True),
        text("source_id", "Nguồn", "Source", required=True),
    ),
    "id",
    (("cluster_id", "clusters", "id"), ("source_id", "sources", "id")),
    always=False,
    public=False,
)
DECISIONS = Table(
    "decisions",
    Text("Quyết định về số liệu mâu thuẫn", "Decisions on contradicting figures"),
    (
        text("id", "Mã quyết định", "Decision id", required=True, unique=True, pattern=r"d[0-9]{5,}"),
        text("cluster_id", "Mã cụm", "Cluster id", required=True),
        text("field", "Chỉ tiêu", "Field", required=True, enum=tuple(FIELDS)),
        text("fact_id", "Dữ kiện được chọn", "Fact chosen", required=True),
        text("reason", "Lý do", "Reason", required=True),
        date("decided_on", "Ngày quyết định", "Decided on"),
    ),
    "id",
    (("cluster_id", "clusters", "id"), ("fact_id", "facts", "id")),
    always=False,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        CLUSTERS,
        FACTS,
        LOTS,
        CITY_SERIES,
        PROGRAMME_TARGETS,
        SOURCES,
        ADMIN_DISTRICTS,
        ADMIN_COMMUNES,
        ADMIN_WARDS,
        ADMIN_CONVERSION,
        PLACES,
        AREA_REPORTS,
        PROJECT_REPORTS,
        DECISIONS,
    )
}
