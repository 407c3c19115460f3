"""Lists as communes and departments really make them: titles, headings, sections, blanks and signatures."""

import pytest

from geo.intake.headers import find_meaning
from geo.intake.numbers import clean
from geo.intake.tabular import read_table
from tests.geo.intake.test_tabular import SOURCE, facts, hanoi, read, rules, sheet

__all__ = ["hanoi"]
HEADS = [
    "STT",
    "Tên cụm công nghiệp",
    "Địa điểm",
    "DT QH (ha)",
    "DT đất CN (ha)",
    "Số DN đang HĐ",
    "Chủ đầu tư",
]


def listed(*rows, title="DANH SÁCH CỤM CÔNG NGHIỆP (Số liệu tính đến ngày 15/12/2025)"):
    return sheet(
        ["ỦY BAN NHÂN DÂN XÃ", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [title], HEADS, *rows,
        [None, "Tổng số: 02 cụm", None, "27,87", "19,3"], [],
        [None, None, None, None, None, "Phượng Dực, ngày 16 tháng 12 năm 2025"],
        ["Người lập biểu", None, None, None, None, "TM. ỦY BAN NHÂN DÂN"],
        [None, None, None, None, None, "KT. CHỦ TỊCH"], ["Nguyễn Văn An", None, None, None, None, "Trần Thị Bình"],
    )  # fmt: skip


FULL = (
    ["I", "Các CCN đang xây dựng hạ tầng"],
    [1, "CCN Đại Thắng", "Phượng Dực", "7,37", "5,2", 9, "-"],
    [2, "CCN Phú Túc", "Phượng Dực", "20,5", "14,1", 18, "Chưa có"],
)


def test_titles_sections_totals_and_signatures_of_a_list_are_no_rows(hanoi):
    source = {name: value for name, value in SOURCE.items() if name != "period"}
    reading = read_table([listed(*FULL)], hanoi, source)
    assert (rules(reading), reading.questions) == ([], ())
    assert [value for _, field, value in facts(reading) if field == "enterprises"] == ["9", "18"]
    assert {row.content.get("as_of") for row in reading.rows} == {"2025-12-15"}


def test_a_total_that_says_how_many_clusters_is_held_against_the_rows(hanoi):
    reading = read(listed(*FULL[:2]), hanoi)
    assert rules(reading) == ["table.sum", "table.sum"]


def test_a_dash_never_takes_the_place_of_a_name(hanoi):
    assert not [value for _, field, value in facts(read(listed(*FULL), hanoi)) if field == "developer"]


def test_a_part_of_a_name_is_asked_about_with_the_clusters_that_have_it(hanoi):
    row = [1, "Phùng Xá (cơ kim khí)", None, 13, 12, 5, None]
    (question,) = read(sheet(HEADS, row), hanoi).questions
    assert [choice.value for choice in question.choices[:2]] == ["phung-xa-co-kim-khi", "phung-xa-moc"]


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Cụm CN", "cluster"), ("DT GPMB", "cleared_area_ha"), ("DT cho thuê", "leased_area_ha"), ("Ngày QĐ", "date_established"),
        ("Số LĐ", "workers"), ("DT đất CN đã cho thuê (ha)", "leased_area_ha"), ("Nộp NSNN", "budget_bn_vnd"),
        ("Số DN đang hoạt động", "enterprises"), ("Diện tích đất CN", "industrial_land_ha"),
    ],
)  # fmt: skip
def test_short_forms_of_headings_are_understood(heading, target):
    assert find_meaning(clean(heading)).target == target


def test_revenue_of_six_months_is_asked_about():
    assert find_meaning("Doanh thu 6 tháng (tỷ đồng)") == (None, ("revenue_bn_vnd",))
