"""Lists of coordinates in sheets, documents and old encodings, read behind the guard."""

import io
import zipfile

import openpyxl
import pytest

from geo.errors import RefusedError
from geo.intake.coordinates import read_coordinates
from geo.intake.reading import Brought
from geo.intake.tcvn3 import encode_tcvn3
from tests.geo.conftest import make_package
from tests.geo.intake.listing import ANSWERS, listed, rectangle, rules

TEN_HA = rectangle(500, 200)


def read(*files: Brought, **options):
    return read_coordinates(files, make_package(), ANSWERS | options)


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.title = "Toa do"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(paragraph: str, *rows) -> bytes:
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    body = f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p><w:tbl>{cells}</w:tbl>"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return written.getvalue()


def test_a_workbook_with_numbers_gives_the_same_outline_as_text():
    content = workbook(["STT", "X (m)", "Y (m)"], *([n, y, x] for n, (x, y) in enumerate(TEN_HA, 1)))
    from_sheet, from_text = read(Brought("a.xlsx", content)), read(Brought("a.txt", listed(TEN_HA).encode()))
    assert from_sheet.rows[0].content == from_text.rows[0].content


def test_a_fault_in_a_workbook_is_told_at_its_cell():
    rows = [[n, y, x] for n, (x, y) in enumerate(TEN_HA, 1)]
    rows[2][1] = 231_780.0
    reading = read(Brought("a.xlsx", workbook(["STT", "X", "Y"], *rows)))
    (found,) = [one for one in reading.findings if one.rule == "coordinates.implausible"]
    assert (found.place.sheet, found.place.cell) == ("Toa do", "A4")


def test_a_document_with_numbers_as_vietnamese_write_them_is_read_with_its_words():
    rows = [(str(n), f"{y:,.3f}", f"{x:,.3f}") for n, (x, y) in enumerate(TEN_HA, 1)]
    turned = [[cell.translate(str.maketrans(",.", ".,")) for cell in row] for row in rows]
    content = document(
        "Quyết định số 12/QĐ-UBND ngày 05/6/2020; diện tích 10 ha", ("Điểm", "X", "Y"), *turned
    )
    reading = read(Brought("a.docx", content))
    assert reading.sources[0].title == "Quyết định số 12/QĐ-UBND ngày 05/06/2020"
    assert reading.rows[0].content == read(Brought("a.txt", listed(TEN_HA).encode())).rows[0].content


@pytest.mark.parametrize(
    "encode", [encode_tcvn3, lambda text: text.encode("utf-16")], ids=["TCVN3", "UTF-16"]
)
def test_old_encodings_are_told_by_the_words_they_give(encode):
    text = "Ranh giới cụm công nghiệp, tọa độ các điểm góc\n" + listed(TEN_HA)
    reading = read(Brought("a.txt", encode(text)))
    assert len(reading.rows) == 1
    assert any("Encoding" in one.text.en for one in reading.statements)


def test_several_files_are_parts_of_one_outline():
    x, y = TEN_HA[0]
    other = listed(rectangle(100, 100, x + 600, y))
    reading = read(Brought("a.txt", listed(TEN_HA).encode()), Brought("b.txt", other.encode()))
    assert reading.rows[0].content["geometry"]["type"] == "MultiPolygon"


def test_a_list_that_is_far_too_long_is_refused_in_time():
    with pytest.raises(RefusedError):
        read(Brought("a.txt", b"1 " * 6_000_000))


def test_an_empty_file_holds_no_coordinates():
    assert "coordinates.none" in rules(read(Brought("a.txt", b"")))
