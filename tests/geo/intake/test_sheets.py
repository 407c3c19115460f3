"""Rows and cells are the same whatever the format, encoding or separator, and each has its place."""

import io
import unicodedata
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from geo.errors import RefusedError
from geo.intake.reading import Brought, Place
from geo.intake.sheets import column_letters, column_number, open_sheets, read_sheets

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def workbook(fill) -> bytes:
    """Make an XLSX file."""
    book = openpyxl.Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(body: str) -> bytes:
    """Make a DOCX file of what stands in its body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def values(content: bytes, name: str = "a.csv") -> list[list]:
    (sheet,) = read_sheets(Brought(name, content))
    return [[cell.value for cell in row] for row in sheet.rows]


def test_a_cell_keeps_its_type_and_its_place_under_empty_rows():
    def fill(sheet):
        sheet.title = "Biểu"
        sheet["B3"], sheet["C3"], sheet["D3"] = "Đất", 15.1, date(2024, 6, 14)
        sheet["B4"], sheet["D4"] = True, datetime(2024, 6, 14, 10, 30)

    (sheet,) = read_sheets(Brought("a.xlsx", workbook(fill)))
    assert sheet.name == "Biểu"
    assert [len(row) for row in sheet.rows] == [0, 0, 4, 4]
    assert [cell.value for cell in sheet.rows[2]] == [None, "Đất", 15.1, date(2024, 6, 14)]
    assert sheet.rows[3][1].value is True
    assert sheet.rows[2][2].place == Place("a.xlsx", sheet="Biểu", cell="C3")


def test_a_merged_area_has_its_value_in_its_first_cell_only():
    def fill(sheet):
        sheet["A1"], sheet["C2"] = "Cụm", 1
        sheet.merge_cells("A1:B2")

    assert values(workbook(fill), "a.xlsx") == [["Cụm"], [None, None, 1]]


def test_an_error_in_a_cell_is_read_as_its_text():
    assert values(workbook(lambda sheet: sheet.append(["#REF!", 1])), "a.xlsx") == [["#REF!", 1]]


def test_a_formula_that_was_never_calculated_is_found_at_its_cell():
    (finding,) = open_sheets(Brought("a.xlsx", workbook(lambda sheet: sheet.append([1, "=1+1"])))).findings
    assert (finding.rule, finding.place.cell) == ("file.formula", "B1")


def test_stored_values_of_formulas_are_used_and_said():
    opened = open_sheets(Brought("a.xlsx", workbook(lambda sheet: sheet.append(["=1+1", 2]))))
    assert [cell.value for cell in opened.sheets[0].rows[0]][1] == 2
    assert any("1 cells have formulas" in statement.text.en for statement in opened.statements)


def test_paragraphs_and_tables_of_a_document_stand_in_its_order():
    table = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("Chỉ tiêu") + "</w:tc><w:tc>"
        + paragraph("Kết quả") + '</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>' + paragraph("x")
        + "</w:tc><w:tc>" + paragraph("a") + paragraph("b") + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    content = document(paragraph("Biểu 02") + paragraph(" ") + table + paragraph("Người lập"))
    (sheet,) = read_sheets(Brought("a.docx", content))
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["Biểu 02"], ["Chỉ tiêu", None, "Kết quả"], [None, "a\nb"], ["Người lập"]
    ]  # fmt: skip
    assert sheet.rows[1][2].place == Place("a.docx", sheet="bảng/table 1", cell="C1")
    assert sheet.rows[3][0].place == Place("a.docx", line=3)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1258", "windows-1258"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_vietnamese_is_read_in_any_encoding_and_separator(encoding, said, separator):
    lines = [["Cụm công nghiệp", "Diện tích (ha)"], ["Đại Thắng", "12"], ["Thụy Ứng, Từ", "9"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    opened = open_sheets(Brought("a.csv", encoded(text, encoding)))
    assert [[cell.value for cell in row] for row in opened.sheets[0].rows] == lines
    assert any(f"encoding {said}," in statement.text.en for statement in opened.statements)


def encoded(text: str, encoding: str) -> bytes:
    """Encode a text; Windows-1258 writes a tone after its letter."""
    if encoding != "cp1258":
        return text.encode(encoding)
    letters = ""
    for sign in text:
        try:
            sign.encode("cp1258")
            letters += sign
        except UnicodeEncodeError:
            letters += next(
                base + tone
                for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
                for tone in "\u0300\u0309\u0303\u0301\u0323"
                if unicodedata.normalize("NFC", base + tone) == sign
            )
    return letters.encode("cp1258")


def test_western_text_is_windows_1252():
    opened = open_sheets(Brought("a.csv", "Société;Surface\nÉtat;1,5\n".encode("cp1252")))
    assert opened.sheets[0].rows[0][0].value == "Société"
    assert any("windows-1252" in statement.text.en for statement in opened.statements)


def test_decimal_commas_do_not_pass_for_separators():
    text = "Danh sách cụm\n\nTên;Diện tích;Cho thuê\nA;1,5;0,5\nB;2,5;1,25\nC;3;2\n"
    assert values(text.encode())[2:4] == [["Tên", "Diện tích", "Cho thuê"], ["A", "1,5", "0,5"]]


def test_a_line_of_text_has_its_line_and_its_cell():
    (sheet,) = read_sheets(Brought("a.csv", b'a,"x\ny"\nb,c\n'))
    assert sheet.rows[1][1].place == Place("a.csv", cell="B2", line=3)


def test_an_ending_that_contradicts_the_content_is_said():
    opened = open_sheets(Brought("a.csv", workbook(lambda sheet: sheet.append([1]))))
    assert [finding.rule for finding in opened.findings] == ["file.ending"]
    assert opened.sheets[0].rows[0][0].value == 1


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "file.empty"),
        (b"%PDF-1.7", "file.kind"),
        (b"<html><table>", "file.kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "file.kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"),
        (b"PK\x03\x04 cut off", "file.damaged"),
        (b"a,b\x01\x02", "file.encoding"),
    ],
)
def test_what_holds_no_rows_is_refused_with_a_word_in_both_languages(content, rule):
    with pytest.raises(RefusedError) as refused:
        read_sheets(Brought("a.xlsx", content))
    assert refused.value.rule == rule
    assert refused.value.message.vi
    assert refused.value.suggestion.en


def test_columns_are_named_as_spreadsheets_do():
    assert [column_letters(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
    assert [column_number(letters) for letters in ("A", "Z", "AA", "AAA")] == [1, 26, 27, 703]
