"""Numbers, units and days as people write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.intake.days import day_of_serial, find_days, parse_day, parse_time
from geo.intake.numbers import Basis, State, find_decimal_sign, parse_line_number, parse_number, plain
from geo.intake.quantities import convert, find_heading_unit, find_unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1.234.567", 1_234_567),
        ("1 234,5", 1234.5),
        ("1\u00a0234\u202f567,25", 1_234_567.25),
        ("\u200b 70 ", 70),
        ("-3,2", -3.2),
        ("−3,2", -3.2),
        ("(5)", -5),
        ("0.234", 0.234),
        ("0,075", 0.075),
        ("1.2E+3", 1200),
        ("1'234'567", 1_234_567),
        ("０", 0),
        ("1234,567", 1234.567),
    ],
)
def test_a_number_that_can_be_read_in_one_way_is_read_so(text, value):
    stated = parse_number(text)
    assert (stated.state, stated.value, stated.basis) == (State.NUMBER, value, Basis.PLAIN)


@pytest.mark.parametrize(
    ("text", "others", "value", "other", "basis"),
    [
        ("1.234", ["12,5", "7"], 1234, 1.234, Basis.CONTEXT),
        ("1.234", ["12.5"], 1.234, 1234, Basis.CONTEXT),
        ("1,234", ["12.5"], 1234, 1.234, Basis.CONTEXT),
        ("1,234", ["1.000.000"], 1.234, 1234, Basis.CONTEXT),
        ("1.234", ["7"], 1234, 1.234, Basis.ASSUMED),
        ("1,234", [], 1.234, 1234, Basis.ASSUMED),
        ("1.234", ["12,5", "12.5"], 1234, 1.234, Basis.ASSUMED),
    ],
)
def test_a_number_of_two_readings_follows_the_file_and_says_so(text, others, value, other, basis):
    stated = parse_number(text, find_decimal_sign([*others, text]))
    assert (stated.value, stated.other, stated.basis) == (value, other, basis)


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (None, State.EMPTY),
        ("", State.EMPTY),
        ("\u00a0", State.EMPTY),
        ("-", State.NONE),
        ("…", State.NONE),
        ("Không có", State.NONE),
        ("Không", State.YES_NO),
        (True, State.YES_NO),
        (datetime(2026, 5, 12), State.DATE),
        ("15.1.2", State.TEXT),
        ("khoảng 50", State.TEXT),
        ("12 tháng 5", State.TEXT),
        ("10²", State.TEXT),
        (float("nan"), State.TEXT),
        ("9E999", State.TEXT),
        (10**400, State.TEXT),
    ],
)
def test_what_is_no_number_says_what_it_is(cell, state):
    assert parse_number(cell).state is state


def test_a_nought_is_a_number_and_an_empty_cell_is_not():
    assert parse_number("0").value == 0
    assert parse_number("").value is None


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("15.1", "15.1"),
        ("15,1", "15.1"),
        ("15.1.", "15.1"),
        (15.1, "15.1"),
        (15.0, "15"),
        (15, "15"),
        ("07", "7"),
        ("(3)", "3"),
        (date(2026, 1, 15), "15.1"),
        (datetime(2026, 4, 16), "16.4"),
        ("2026-01-15", "15.1"),
        ("15/01/2026", "15.1"),
        ("15-Jan", "15.1"),
        ("15/1", "15.1"),
        ("I", None),
        ("Chỉ tiêu", None),
        (None, None),
        (True, None),
    ],
)
def test_a_line_number_survives_what_spreadsheets_make_of_it(cell, line):
    assert parse_line_number(cell) == line


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tỷ đồng", "tỷ đồng"),
        ("(Tỉ đồng)", "tỷ đồng"),
        ("Tr.đ", "triệu đồng"),
        ("m²", "m2"),
        ("Ha", "ha"),
        ("héc-ta", "ha"),
        ("Triệu đồng/người/tháng", "triệu đồng/người/tháng"),
        ("USD/m²/năm", "USD/m2/năm"),
        ("người", "người"),
        ("1/0", "0/1"),
        ("%", "%"),
        ("quả", None),
        ("", None),
    ],
)
def test_a_unit_is_known_however_it_is_spelled(text, name):
    unit = find_unit(text)
    assert (unit and unit.name) == name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Diện tích (ha)", "ha"),
        ("Tổng vốn (giai đoạn 1), tỷ đồng", "tỷ đồng"),
        ("leased_area_ha", "ha"),
        ("Giá thuê USD/m2/năm", "USD/m2/năm"),
        ("Doanh thu (ĐVT: triệu đồng)", "triệu đồng"),
        ("Số lao động", None),
        ("Doanh thu tỷ đồng", "tỷ đồng"),
        ("Đất cụm", None),
    ],
)
def test_a_heading_tells_its_unit(heading, name):
    unit = find_heading_unit(heading)
    assert (unit and unit.name) == name


def test_a_value_is_converted_to_the_last_digit():
    assert convert(12345.0, find_unit("m2"), "ha") == 1.2345
    assert convert(1686.5, find_unit("triệu đồng"), "tỷ đồng") == 1.6865
    assert convert(5.0, find_unit("ha"), "tỷ đồng") is None


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("15/12/2025", "2025-12-15"),
        ("ngày 15 tháng 12 năm 2025", "2025-12-15"),
        ("15.6.2026", "2026-06-15"),
        ("2026-06-14T00:00:00", "2026-06-14"),
        ("14 June 2026", "2026-06-14"),
        ("June 14, 2026", "2026-06-14"),
        (datetime(2026, 6, 14, 8), "2026-06-14"),
        ("tháng 6 năm 2026", "2026-06"),
        ("6/2026", "2026-06"),
        ("Quý III năm 2022", "2022-Q3"),
        ("năm 2024", "2024"),
        (2024, "2024"),
        (2024.0, "2024"),
        ("31/02/2026", None),
        ("13/2026", None),
        ("sau này", None),
        (None, None),
    ],
)
def test_a_time_is_read_day_before_month(cell, time):
    assert parse_time(cell) == time


def test_days_are_found_in_a_heading():
    heading = "Kỳ báo cáo: từ 15/12/2025 đến ngày 14 tháng 6 năm 2026"
    assert [day for _, day in find_days(heading)] == [date(2025, 12, 15), date(2026, 6, 14)]


def test_the_serial_of_a_spreadsheet_is_a_day():
    assert day_of_serial(46006) == date(2025, 12, 15)
    assert parse_day(46006) is None


def vietnamese(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02d}"


@given(st.integers(0, 10**11))
def test_any_amount_written_the_vietnamese_way_is_read_back(cents):
    stated = parse_number(vietnamese(cents))
    assert stated.value == cents / 100
    assert float(plain(stated.value)) == stated.value


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates(), st.none()))
def test_any_cell_is_read_without_an_exception(cell):
    parse_number(cell)
    parse_line_number(cell)
    parse_time(cell)
    find_heading_unit(str(cell))
    find_decimal_sign([cell])
