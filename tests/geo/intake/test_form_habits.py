"""Forms as offices send them: old fonts, and the two halves of a letter's head in one line."""

import pytest

from geo.intake.form_files import to_rows, write_xlsx
from geo.intake.form_layout import _said
from geo.intake.reading import Brought, Place
from geo.intake.sheets import Cell
from geo.intake.tcvn3 import TCVN3, encode_tcvn3, from_fonts
from tests.geo.intake.conftest import amounts, form_02, form_03


def in_old_font(value):
    """Capitals with a tone are small letters in a font of capitals."""
    if not isinstance(value, str):
        return value
    letters = (letter if letter.isascii() or letter in TCVN3.values() else letter.lower() for letter in value)
    return encode_tcvn3("".join(letters)).decode("latin-1")


def test_a_form_typed_in_an_old_font_is_read_as_its_writer_saw_it(read):
    form = form_02()
    rows = [[in_old_font(cell) for cell in row] for row in to_rows(form)]
    reading = read(Brought("bieu.xlsx", write_xlsx({"A": rows})))
    assert amounts(reading) == amounts(read(Brought("bieu.xlsx", write_xlsx({"A": to_rows(form)}))))
    assert any("TCVN3" in statement.text.vi for statement in reading.statements)


@pytest.mark.parametrize("texts", [["Đại Thắng", "CCN"], ["Café", "Citroën"], ["Company A"], ["là, và"], []])
def test_no_other_text_is_taken_for_an_old_font(texts):
    assert not from_fonts(texts)


@pytest.mark.parametrize("gap", ["\t\t", "        "])
def test_the_motto_beside_the_sender_is_not_part_of_its_name(read, gap):
    rows = to_rows(form_03())
    head = [[f"UBND XÃ BẮC{gap}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
    named = [row for row in rows if not any("Xã Bắc" in str(cell) for cell in row)]
    reading = read(Brought("bieu.xlsx", write_xlsx({"A": head + named})))
    assert {row.content["unit_code"] for row in reading.rows} == {"00001"}


def test_a_label_keeps_what_stands_behind_its_tab():
    cell = Cell("Kỳ báo cáo:\t2025\tGhi chú", Place("a"))
    assert [said.text for said in _said([[cell]])] == ["Kỳ báo cáo: 2025", "Ghi chú"]


@pytest.mark.parametrize("written", ["9.500.000", 9500, 9_500_000])
def test_an_income_in_dong_is_no_income_in_millions(read, written):
    reading = read(Brought("1.xlsx", write_xlsx({"A": to_rows(form_02({"12": written}))})))
    assert [found.rule for found in reading.findings] == ["forms.income"]
    assert "infrastructure_income_mvnd_month" not in amounts(reading)
