"""What goes wrong in forms, each by itself: it is found, at its cell, under its rule."""

import io
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook

from geo.intake.form_files import WRITERS, to_rows, write_xlsx
from geo.intake.reading import Brought, Level
from tests.geo.intake.conftest import (
    AREA,
    ROUND,
    amounts,
    brought,
    edited,
    form_01,
    form_02,
    form_03,
    one_finding,
    row_of,
    rules,
)

ERROR, WARNING = Level.ERROR, Level.WARNING


@pytest.mark.parametrize(
    ("form", "values", "rule", "level"),
    [
        (form_03, {"15": 8}, "sum-15", ERROR),
        (form_03, {"16": 201}, "sum-16", ERROR),
        (form_03, {"15.3": 9}, "most-15.3-15", ERROR),
        (form_03, {"15.4": 8}, "most-15.4-15", ERROR),
        (form_03, {"21": 91}, "most-21-20", ERROR),
        (form_03, {"22": 91}, "most-22-20", ERROR),
        (form_03, {"27": 6}, "most-27-26", ERROR),
        (form_03, {"14": 901}, "most-14-13", WARNING),
        (form_03, {"18": 161, "19": None}, "most-18-17", WARNING),
        (form_03, {"19": 70}, "ratio-19", WARNING),
        (form_02, {"4": 41, "5": None}, "most-4-3", ERROR),
        (form_02, {"13": 0, "14": 1}, "most-14-13", ERROR),
        (form_02, {"7": 21}, "most-7-6", ERROR),
        (form_02, {"8": 21}, "most-8-6", ERROR),
        (form_02, {"5": 70}, "ratio-5", WARNING),
        (form_02, {"3": None, "4": None, "5": 2024}, "rate-range", ERROR),
        (form_02, {"2": -80}, "negative", ERROR),
        (form_02, {"13": 2}, "not-yes-no", ERROR),
        (form_02, {"6": 20.5}, "not-whole", ERROR),
        (form_02, {"8": "khoảng 18"}, "text-for-number", ERROR),
        (form_02, {"8": "18 ha"}, "unit-different", ERROR),
        (form_02, {"1": "100.000 triệu đồng"}, "unit-converted", WARNING),
        (form_02, {"3": "400.000 m²"}, "unit-converted", WARNING),
        (form_02, {"8": None}, "line-empty", WARNING),
        (form_02, {"8": "-"}, "line-empty", WARNING),
    ],
)  # fmt: skip
def test_a_mistake_is_found_at_its_line(read, form, values, rule, level):
    reading = read(*brought(form(values)))
    found = [one for one in reading.findings if one.rule == f"forms.{rule}"]
    assert len(found) == 1, rules(reading)
    assert found[0].level is level
    assert found[0].place.file == "1.csv"
    assert found[0].place.cell.startswith("D") or values[next(iter(values))] is None
    assert rules(reading) in ([rule], ["line-empty", "line-empty", rule])


def test_a_converted_value_is_in_the_unit_of_the_form(read):
    reading = read(*brought(form_02({"1": "100.000 triệu đồng", "3": "400.000 m²"})))
    assert (amounts(reading)["total_investment_bn_vnd"], amounts(reading)["serviced_area_ha"]) == (100, 40)


def test_a_unit_column_that_differs_converts_the_value(read):
    def in_square_metres(rows):
        row_of(rows, "4")[2:4] = ["m2", 300000]

    reading = read(edited(form_02(), in_square_metres))
    assert amounts(reading)["leased_area_ha"] == 30
    assert one_finding(reading).message.vi == "dòng 4 ghi bằng m2, biểu dùng ha: 300.000 được đổi thành 30"


def test_a_share_is_read_as_percent_where_the_areas_prove_it(read):
    reading = read(*brought(form_02({"5": 0.75})))
    assert amounts(reading)["fill_rate_pct"] == 75
    assert one_finding(reading).rule == "forms.share-for-percent"


def test_empty_and_nought_are_kept_apart(read):
    reading = read(*brought(form_02({"7": 0, "9": None, "10": "-"})))
    assert amounts(reading)["projects_foreign"] == 0
    assert not {"infrastructure_revenue_bn_vnd", "infrastructure_budget_bn_vnd"} & amounts(reading).keys()
    assert reading.statements[-1].text.en.endswith("empty lines: 9, 10")


def test_line_numbers_made_decimals_or_days_still_name_their_lines(read):
    rows = to_rows(form_03())
    row_of(rows, "15")[0] = 15
    row_of(rows, "15.1")[0] = 15.1
    row_of(rows, "16.4")[0] = datetime(2026, 4, 16)
    reading = read(Brought("a.xlsx", write_xlsx({"A": rows})))
    assert amounts(reading, "line") == AREA
    assert not reading.findings


def test_a_result_made_a_day_is_an_error_that_shows_the_cell(read):
    book = load_workbook(io.BytesIO(WRITERS["xlsx"](form_02())))
    book.worksheets[0]["D10"] = datetime(2026, 5, 12)
    content = io.BytesIO()
    book.save(content)
    found = one_finding(read(Brought("a.xlsx", content.getvalue())))
    assert (found.rule, found.place.cell, found.place.sheet) == ("forms.date-for-number", "D10", "Biểu 02")


def test_thin_and_hard_blanks_and_vietnamese_signs_are_read(read):
    reading = read(*brought(form_02({"1": "1\u00a0234,5", "2": "1.234,25\u202f", "11": "1.012"})))
    read_values = amounts(reading)
    assert (read_values["total_investment_bn_vnd"], read_values["capital_paid_bn_vnd"]) == (1234.5, 1234.25)
    assert read_values["infrastructure_workers"] == 1012
    assert not reading.findings
    assert any("“1.012” = 1.012" in one.text.vi for one in reading.statements)


def test_a_number_of_two_readings_is_pointed_out_where_nothing_decides(read):
    whole = {line: str(int(value)) for line, value in ROUND.items()}
    reading = read(*brought(form_02({**whole, "9": "1.234", "10": None, "12": None})))
    found = one_finding(reading)
    assert found.message.en == "line 9: “1.234” is read as 1,234; it could be 1.234"
    assert amounts(reading)["infrastructure_revenue_bn_vnd"] == 1234


def test_a_line_that_is_absent_is_told_by_name(read):
    found = one_finding(read(edited(form_02(), lambda rows: rows.remove(row_of(rows, "14")))))
    assert found.message.vi == "thiếu dòng 14 “Xử lý nước thải đạt quy chuẩn”"


def test_the_same_line_twice_is_a_warning_when_equal_and_an_error_when_not(read):
    def repeat(value):
        def change(rows):
            again = list(row_of(rows, "6"))
            again[3] = value
            rows.insert(rows.index(row_of(rows, "7")), again)

        return change

    same, other = read(edited(form_02(), repeat(20))), read(edited(form_02(), repeat(25)))
    assert (one_finding(same).rule, one_finding(same).level) == ("forms.line-twice", WARNING)
    assert (one_finding(other).rule, one_finding(other).level) == ("forms.line-twice-differs", ERROR)
    assert amounts(same)["projects"] == 20
    assert "projects" not in amounts(other)


def test_a_number_and_a_wording_of_different_lines_are_an_error(read):
    def swap(rows):
        row_of(rows, "3")[1] = "Số dự án có vốn đầu tư nước ngoài"

    reading = read(edited(form_02(), swap))
    assert rules(reading) == ["line-mismatch", "line-absent"]
    assert "serviced_area_ha" not in amounts(reading)


def test_a_stray_sixth_column_and_merged_heads_are_no_matter(read):
    book = Workbook()
    sheet = book.active
    for row in to_rows(form_02()):
        sheet.append([*row[:4], None, *row[4:5]] if len(row) > 1 else row)
    head = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "TT")
    sheet.merge_cells(start_row=head, end_row=head, start_column=4, end_column=5)
    sheet.merge_cells(start_row=3, end_row=3, start_column=1, end_column=6)
    sheet.cell(head + 1, 6).value = "(6)"
    content = io.BytesIO()
    book.save(content)
    reading = read(Brought("a.xlsx", content.getvalue()))
    assert list(amounts(reading).values()) == list(ROUND.values())
    assert not reading.findings


def test_two_different_results_under_one_head_are_an_error(read):
    def second(rows):
        for row in rows[-16:]:
            row.insert(4, None)
        row_of(rows, "3")[4] = 44

    assert rules(read(edited(form_02(), second))) == ["two-results"]


def test_a_table_without_its_head_is_known_by_its_lines(read):
    def behead(rows):
        del rows[rows.index(["TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", "Ghi chú"])]

    reading = read(edited(form_02(), behead))
    assert list(amounts(reading).values()) == list(ROUND.values())


def test_lines_without_numbers_are_known_by_their_wording(read):
    def unnumber(rows):
        for row in rows[-14:]:
            row[0] = None

    assert amounts(read(edited(form_02(), unnumber))) == amounts(read(*brought(form_02())))


def test_the_number_of_the_form_is_checked_against_its_lines(read):
    def renumber(rows):
        rows[0][0] = "Biểu số 01"

    reading = read(edited(form_02(), renumber))
    assert rules(reading) == ["form-number"]
    assert len(reading.rows) == 14


def test_without_a_number_the_lines_tell_the_form(read):
    assert len(read(edited(form_02(), lambda rows: rows.pop(0))).rows) == 14
    assert {row.table for row in read(edited(form_01(), lambda rows: rows.pop(0))).rows} == {
        "project_reports"
    }


def test_signatures_and_notes_below_are_no_lines(read):
    def sign(rows):
        rows += [
            [],
            ["", "Hà Nội, ngày 18 tháng 6 năm 2026"],
            ["", "GIÁM ĐỐC"],
            ["", "Ghi chú: dòng 9–12 của chủ đầu tư"],
        ]

    assert not read(edited(form_02(), sign)).findings
