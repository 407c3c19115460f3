"""Files brought in by the command line, as a planner types it."""

from geo.intake.form_files import write_xlsx
from tests.geo.intake.conftest import form_02, form_03, to_rows
from tests.test_record_commands import command, home, small

__all__ = ["command", "home", "small"]


def test_a_dry_run_says_what_would_be_published_and_what_it_does_to_the_totals(command, small, tmp_path):
    command("publish", "--package", small)
    form = tmp_path / "bieu.xlsx"
    form.write_bytes(write_xlsx({"A": to_rows(form_02({"3": 42, "5": 71.4}, period="2024"))}))
    status, told = command("import", "forms", form)
    assert (status, told.splitlines()[-1][:12]) == (0, "chưa lưu gì;")
    assert "= north, Tổng vốn đầu tư hạ tầng: chưa có → 100 tỷ đồng [Biểu 02" in told
    assert "Σ Tỷ lệ cho thuê trên toàn cụm: 31,67 % (2/3 cụm) → 37,5 % (1/3 cụm)" in told
    english = command("import", "forms", form, "--language", "en")[1]
    assert "31.67 % (2/3 clusters) → 37.5 % (1/3 clusters)\nnothing was stored" in english


def test_what_is_accepted_is_stored_and_published(command, small, tmp_path):
    command("publish", "--package", small)
    form = tmp_path / "bieu.xlsx"
    form.write_bytes(write_xlsx({"A": to_rows(form_03())}))
    status, told = command("import", "forms", form, "--accept", "--by", "Lan", "--why", "Biểu 03 năm 2025")
    assert status == 0
    assert "thêm 35 dòng của bảng area_reports" in told
    assert "đã lưu thành lần sửa đổi 2 của sổ" in told
