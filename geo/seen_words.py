"""What the comparison of reported fill rates with satellite images says: its verdicts and its columns."""

from enum import StrEnum

from geo.schema import Basis, Column, Quality, Text, choice, date, number, text

SEEN = "seen"
"""The collection."""


class Verdict(StrEnum):
    """What comes of holding a reported rate against what an image shows, or why nothing does."""

    SEEN_MORE = "seen_more"
    REPORTED_MORE = "reported_more"
    AGREE = "agree"
    LOW_COVER = "under_half_covered"
    NOT_REPORTED = "not_reported"
    TOO_OLD = "reported_too_old"
    NO_ACCURACY = "accuracy_unknown"


BEYOND = (Verdict.SEEN_MORE, Verdict.REPORTED_MORE)
JUDGED = (*BEYOND, Verdict.AGREE)

VERDICTS: dict[str, Text] = {
    Verdict.SEEN_MORE: Text(
        "ảnh cho thấy xây dựng nhiều hơn tỷ lệ đã báo cáo", "more is seen built up than was reported let"
    ),
    Verdict.REPORTED_MORE: Text(
        "tỷ lệ đã báo cáo cao hơn phần xây dựng thấy trên ảnh", "more was reported let than is seen built up"
    ),
    Verdict.AGREE: Text("phù hợp, trong sai số", "they agree within the tolerance"),
    Verdict.LOW_COVER: Text(
        "không kết luận: chưa tới một nửa diện tích có dữ liệu ảnh",
        "no judgement: less than half of the area was seen",
    ),
    Verdict.NOT_REPORTED: Text(
        "không kết luận: chưa có tỷ lệ toàn cụm báo cáo cho kỳ nào trước ngày ảnh",
        "no judgement: no gross rate was reported for a period before the image",
    ),
    Verdict.TOO_OLD: Text(
        "không kết luận: kỳ báo cáo gần nhất kết thúc hơn một năm trước ngày ảnh",
        "no judgement: the latest period reported ended more than a year before the image",
    ),
    Verdict.NO_ACCURACY: Text(
        "không kết luận: chưa rõ độ chính xác của ranh giới",
        "no judgement: how accurate the outline is is not known",
    ),
}

COLUMNS: tuple[Column, ...] = (
    text("id", "Mã", "Id", required=True),
    text("cluster_id", "Mã cụm", "Cluster id", required=True),
    text("name_vi", "Tên", "Vietnamese name", required=True),
    text("name_en", "Tên tiếng Anh", "English name", required=True),
    Column("verdict", "string", Text("Kết quả so sánh", "Verdict"), required=True, enum=tuple(Verdict)),
    number("seen_share", "Phần đã xây dựng thấy trên ảnh", "Built-up share seen", "1", maximum=1.0),
    choice("seen_basis", "Phần đã xây dựng: căn cứ", "Built-up share: basis", Basis, required=True),
    text("seen_source", "Phần đã xây dựng: mã raster", "Built-up share: raster"),
    text("seen_date", "Ngày ảnh", "Date of the image", required=True),
    text("seen_method", "Phần đã xây dựng: cách tính", "Built-up share: method"),
    number("covered_share", "Phần diện tích có dữ liệu ảnh", "Share of the area seen", "1", maximum=1.0),
    number(
        "reported_share",
        "Tỷ lệ cho thuê trên toàn cụm đã báo cáo",
        "Gross fill rate reported",
        "1",
        maximum=1.0,
    ),
    text("reported_period", "Kỳ của tỷ lệ đã báo cáo", "Period of the rate reported"),
    text("reported_source", "Nguồn của tỷ lệ đã báo cáo", "Sources of the rate reported"),
    number(
        "gap_share", "Chênh lệch (ảnh − báo cáo)", "Gap (seen − reported)", "1", minimum=-1.0, maximum=1.0
    ),
    number(
        "gap_ha", "Chênh lệch, trên diện tích ranh giới", "Gap, of the outline's area", "ha", minimum=None
    ),
    number("tolerance_share", "Sai số cho phép", "Tolerance", "1", maximum=1.0),
    number(
        "tolerance_ha", "Sai số cho phép, trên diện tích ranh giới", "Tolerance, of the outline's area", "ha"
    ),
    number("beyond_ha", "Phần vượt sai số", "Gap beyond the tolerance", "ha"),
    number("outline_area_ha", "Diện tích đo trên ranh giới", "Area measured on the outline", "ha"),
    number("outline_perimeter_m", "Chu vi ranh giới", "Perimeter of the outline", "m"),
    number("position_accuracy_m", "Độ chính xác vị trí", "Position accuracy", "m"),
    number("cell_m", "Cạnh ô raster", "Cell of the raster", "m"),
    choice("boundary_quality", "Chất lượng ranh giới", "Boundary quality", Quality, required=True),
    date("valid_from", "Ngày đầu của ảnh", "First day of the image"),
    date("valid_to", "Ngày cuối của ảnh", "Last day of the image"),
)
