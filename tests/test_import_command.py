"""Files brought in by a person at a terminal: what is told, in which language, and what the exit says."""

import json

import pytest

from geo.intake.form_files import WRITERS, FormFile
from geo.package import write_package
from tests.geo.conftest import make_package
from tests.test_record_commands import command, home  # noqa: F401

CLUSTER = "north"
RIGHT = {"3": 20.0, "4": 15.0, "5": 75.0, "6": 12, "7": 2, "8": 10, "13": 1, "14": 1}


@pytest.fixture
def form(tmp_path):
    def write(name, **values):
        lines = {**RIGHT, **{line.lstrip("n"): value for line, value in values.items()}}
        filled = FormFile("02", "2025", cluster="Cụm công nghiệp Mẫu", values=lines)
        path = tmp_path / name
        path.write_bytes(WRITERS["xlsx"](filled))
        return path

    return write


@pytest.fixture
def importing(command, tmp_path):  # noqa: F811
    write_package(make_package(), tmp_path / "package")
    assert command("publish", "--package", tmp_path / "package")[0] == 0
    return lambda *arguments: command("import", "forms", *arguments, "--option", f"cluster={CLUSTER}")


def test_what_is_at_fault_comes_first_and_the_sums_last_in_vietnamese(importing, form):
    status, told = importing(form("sai.xlsx", n4=25.0, n14=2.0))
    lines = told.splitlines()
    assert status == 1
    assert lines[0].startswith(
        "LỖI sai.xlsx, trang Biểu 02, ô D23: dòng 14: 2, chỉ được ghi 1 (có) hoặc 0 (không)"
    )
    assert lines[-2] == "2 lỗi, 2 cảnh báo, 0 câu hỏi trong 1 tệp."
    assert lines[-1].startswith("Chưa ghi gì: sửa những chỗ sai")


def test_what_would_be_published_is_told_with_its_rule(importing, form):
    status, told = importing(form("tot.xlsx", n3=8.5, n4=5.25), "--language", "en")
    assert status == 0
    assert "Serviced land: 8 ha [Báo, 2024] → 8.5 ha [2025] (rank of the source: decision, " in told
    assert "Projects in operation: none → 10 projects [2025] (there was no figure)" in told
    assert "New source: Biểu 02 (Thông tư 14/2024/TT-BCT)" in told
    assert told.endswith("Nothing was stored; add --accept --by NAME --why TEXT to store it.\n")


def test_a_file_refused_as_a_whole_is_told_in_the_language_asked_for(importing, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 cut off")
    status, told = importing(tmp_path / "x.xlsx")
    assert status == 1
    assert told.splitlines()[0].startswith("LỖI x.xlsx: tệp hỏng hoặc bị cắt cụt")


def test_a_program_reads_the_same_names_whether_anything_is_stored_or_not(importing, form):
    dry, stored = (
        json.loads(importing(form("tot.xlsx"), "--json", *more)[1])
        for more in ([], ["--accept", "--by", "Lan", "--why", "kỳ 2025"])
    )
    assert list(dry) == list(stored)
    assert dry["counts"] == {"files": 1, "errors": 0, "warnings": dry["counts"]["warnings"], "questions": 0}
    assert (dry["revision"], stored["revision"]) == (None, 2)
