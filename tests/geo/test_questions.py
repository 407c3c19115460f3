"""The small parsers of questions: boxes, days, names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.admin import bare_name, find_units, split_names
from geo.bbox import BBox
from geo.errors import BBoxError, QueryError
from geo.interval import Interval
from geo.text import fold, slug, to_nfc, to_plain


def test_a_box_of_four_numbers_or_six_with_heights():
    assert BBox.parse("105,20,106,21") == (105, 20, 106, 21)
    assert BBox.parse("105,20,-5,106,21,99") == (105, 20, 106, 21)


@pytest.mark.parametrize(
    "text",
    ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "0,0,inf,1", "0,5,1,4", "-181,0,1,1", "0,0,181,1",
     "0,-91,1,1", "0,0,1,91", "0,0,9,1,1,5"],
)  # fmt: skip
def test_what_is_no_box_is_refused_with_what_was_expected(text):
    with pytest.raises(BBoxError, match=r"bbox .*"):
        BBox.parse(text)


def test_a_box_across_the_antimeridian_has_two_parts():
    assert BBox.parse("170,-10,-170,10").to_parts() == ((170, -10, 180, 10), (-180, -10, -170, 10))
    assert BBox(1, 2, 3, 4).to_parts() == ((1, 2, 3, 4),)
    assert BBox(1, 2, 1, 4).to_parts() == ((1, 2, 1, 4),)


@given(st.tuples(*[st.floats(-200, 200)] * 4))
def test_a_box_that_passes_lies_in_the_world(numbers):
    try:
        box = BBox.parse(",".join(map(str, numbers)))
    except BBoxError:
        return
    assert -180 <= box.west <= 180
    assert -90 <= box.south <= box.north <= 90


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-01", (date(2024, 5, 1), date(2024, 5, 1))),
        ("2024-05-01T12:00:00Z", (date(2024, 5, 1), date(2024, 5, 1))),
        ("2024-01-01/2024-06-30", (date(2024, 1, 1), date(2024, 6, 30))),
        ("../2025-06-30", (None, date(2025, 6, 30))),
        ("2025-07-01/", (date(2025, 7, 1), None)),
    ],
)
def test_days_are_read(text, expected):
    assert Interval.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "2024-05-01T12:00:00", "..", "../..", "2024", "2024-13-01", "2024-05-01/2024-04-01", "a/b/c", "xTy"],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(QueryError, match="datetime="):
        Interval.parse(text)


def test_names_fold_to_what_is_compared():
    assert fold("  Đại  THẮNG ") == "dai thang"
    assert fold("Thụy Lâm") == fold("Thuỵ Lâm")
    assert to_plain("Đông Anh") == "Dong Anh"
    assert slug("Cụm Đại Thắng (2)") == "cum-dai-thang-2"
    assert to_nfc("e\u0301") == "é"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "name", ["Kim Bài", "thị trấn Kim Bài", "Kim Bài (thị trấn)", "Thị xã Kim Bài", "Xã Kim Bài"]
)
def test_the_level_of_a_unit_is_no_part_of_its_name(name):
    assert bare_name(name) == "kim bai"


def test_units_are_found_by_name_within_their_district(package):
    wards = package.tables["admin_wards"].assign(district_code=["001", "002"])
    assert split_names(" Xã Bắc ;; Xã Nam") == ["Xã Bắc", "Xã Nam"]
    assert find_units(wards, "Xã Nam; Xã Bắc")["code"].tolist() == ["00002", "00001"]
    assert find_units(wards, "Xã Nam", "001").empty
    assert find_units(wards, "không có").empty
