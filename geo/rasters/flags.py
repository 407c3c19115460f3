"""The columns and words of the collection `raster_values`: how a value came about, and what is to be minded.

They stand apart from what measures, which loads GDAL: pages only say them.
"""

from geo.schema import Basis, Column, Quality, Text, choice, number, text

TABLE = "raster_values"
CIRCLE, LOW_COVER = "position_circle", "under_half_covered"
ENOUGH = 0.5
"""The part of an outline that must have data before a value stands for it."""

EXACT = "exact_cells"
METHODS: dict[str, Text] = {
    EXACT: Text(
        "mỗi ô tính theo đúng phần nằm trong ranh giới",
        "every cell counted by the part of it inside the outline",
    ),
    "horn1981": Text(
        "độ dốc tính từ độ cao theo phương pháp Horn (1981); mỗi ô tính theo đúng phần nằm trong ranh giới",
        "slope from heights by Horn's method (1981); every cell counted by the part of it inside the outline",
    ),
    "ndbi_ndvi_s2": Text(
        "ô đã xây dựng khi NDBI > 0 và NDVI < 0,2 (Sentinel-2, trừ ô bị mây che);"
        " mỗi ô tính theo đúng phần nằm trong ranh giới",
        "built up where NDBI > 0 and NDVI < 0.2 (Sentinel-2, cells under cloud left out);"
        " every cell counted by the part of it inside the outline",
    ),
    CIRCLE: Text(
        "khoảng giá trị trong vòng tròn vị trí; không phải số đo của cụm",
        "range over the circle of the position; not a measurement of the cluster",
    ),
}
"""What the words of the column `method` say."""

FLAGS: dict[str, Text] = {
    CIRCLE: Text(
        "trong vòng tròn vị trí, không phải trong ranh giới",
        "in the circle of the position, not in an outline",
    ),
    LOW_COVER: Text("chưa tới một nửa diện tích có dữ liệu", "less than half of the area has data"),
}

COLUMNS = (
    text("id", "Mã", "Id", required=True),
    text(
        "subject_kind", "Loại đối tượng", "What is measured", required=True, enum=("cluster", "lot", "ward")
    ),
    text("subject_id", "Mã đối tượng", "Id of what is measured", required=True),
    text("raster_id", "Mã raster", "Raster", required=True),
    text("kind", "Loại raster", "Kind of raster", required=True),
    text("statistic", "Đại lượng", "Statistic", required=True),
    text("class", "Loại", "Class"),
    number("value", "Giá trị", "Value", minimum=None),
    text("unit", "Đơn vị", "Unit"),
    number("covered_share", "Phần diện tích có dữ liệu", "Share of the area with data", "1", maximum=1.0),
    Column("flag", "string", Text("Lưu ý", "Flag"), listed=(CIRCLE, LOW_COVER)),
    choice("basis", "Căn cứ", "Basis", Basis, required=True),
    text("source", "Nguồn", "Source"),
    text("date", "Thời điểm", "Date"),
    text("method", "Cách tính", "Method", enum=tuple(METHODS)),
    choice("boundary_quality", "Chất lượng ranh giới", "Boundary quality", Quality),
)
