"""The spreadsheet, read by a second program that is not ours: openpyxl reads looks as well as cells."""

import io
from dataclasses import replace
from datetime import date, datetime
from time import process_time

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from geo.formats.offered import extract_all, to_bytes
from geo.formats.provenance import published_on
from geo.formats.sheets import Sheet, letters, to_workbook


@pytest.fixture(scope="module")
def book(tricky):
    return openpyxl.load_workbook(io.BytesIO(to_bytes(extract_all(tricky, "lots"), "xlsx")))


def test_the_first_sheet_has_a_fixed_head_a_filter_and_readable_widths(book):
    sheet = book["lots"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:L5")
    assert sheet["A1"].font.bold
    assert sheet["A1"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width == 16


def test_cells_have_types_and_nothing_is_a_formula(book):
    columns = {cell.value: cell.column_letter for cell in book["lots"][1]}
    first = {name: book["lots"][f"{letter}2"] for name, letter in columns.items()}
    assert (first["area_ha"].value, first["area_ha"].data_type) == (1.5, "n")
    assert first["is_published"].value is True
    assert first["valid_from"].value == datetime(2025, 7, 1)
    assert first["valid_from"].number_format == r"yyyy\-mm\-dd"
    assert (first["cluster_id"].value, first["cluster_id"].quotePrefix) == ("=1+1", True)
    kinds = {cell.data_type for row in book["lots"].iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_workbook_is_dated_the_day_of_publication_and_names_who_made_it(book, tricky):
    assert book.properties.created == datetime.combine(published_on(tricky), datetime.min.time())
    assert book.properties.creator == "CCN Atlas"


@pytest.mark.parametrize(
    "text",
    ["_x000D_", "a\rb", "a\nb", "  hai  dấu cách ", "<c>&amp;", "x" * 32_767, "🏭"],
    ids=lambda text: text[:8],
)
def test_a_text_comes_back_as_it_was(text):
    read = CalamineWorkbook.from_filelike(io.BytesIO(_written([[text]]))).get_sheet_by_index(0)
    assert read.to_python() == [["head"], [text]]


def test_a_day_before_spreadsheets_count_right_is_a_text():
    body = _written([[date(1900, 2, 28)], [date(1900, 3, 1)]])
    read = openpyxl.load_workbook(io.BytesIO(body))["s"].iter_rows(min_row=2, values_only=True)
    assert [*read] == [("1900-02-28",), (datetime(1900, 3, 1),)]


def _written(rows):
    return to_workbook([Sheet("s", ["head"], rows, [10], len(rows))], date(2026, 1, 1), "x")


@pytest.mark.parametrize(("number", "named"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_are_named_as_in_a_spreadsheet(number, named):
    assert letters(number) == named


def test_a_thousand_wide_rows_take_little_work(demo):
    extract = extract_all(demo, "clusters")
    thousand = replace(extract, rows=extract.rows.repeat(1000 // len(extract.rows) + 1))
    to_bytes(extract, "xlsx")
    began = process_time()
    to_bytes(thousand, "xlsx")
    assert process_time() - began < 2
