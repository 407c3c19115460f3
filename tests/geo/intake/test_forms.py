"""The official forms: what is read from them in any format, and what becomes of it."""

import io
from datetime import date

import pytest
import xlwt
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from geo import tables
from geo.errors import IntakeError
from geo.intake.form_files import HEAD, WRITERS, FormFile, empty_form, to_rows, write_csv, write_xlsx
from geo.intake.form_lines import FORMS
from geo.intake.form_wordings import find_line
from geo.intake.forms import MOST_FORMS, read_forms
from geo.intake.plan import plan
from geo.intake.reading import Brought
from tests.geo.conftest import rows
from tests.geo.intake.conftest import AREA, ROUND, TODAY, amounts, brought, form_01, form_02, form_03, rules

FIELD_OF = {line.number: line.target for line in FORMS["02"].lines}


def write_xls(form: FormFile) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Bieu")
    for row, cells in enumerate(to_rows(form)):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(row, column, value)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def write_word(form: FormFile) -> bytes:
    """Write with Word's own library: the letterhead in a table, the form in another with a merged head."""
    written = to_rows(form)
    head = written.index(list(HEAD))
    document = Document()
    letterhead = document.add_table(1, 2)
    letterhead.cell(0, 0).text = "CÔNG TY HẠ TẦNG"
    letterhead.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    for row in written[:head]:
        document.add_paragraph(str(row[0]) if row else "")
    table = document.add_table(0, 6)
    for row in written[head:]:
        cells = table.add_row().cells
        for column, value in enumerate(row[:4]):
            cells[column].text = (
                "" if value is None else str(value).replace(".", ",") if column == 3 else str(value)
            )
        cells[3].merge(cells[4])
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("ending", "write"),
    [*WRITERS.items(), ("xls", write_xls), ("docx", write_word)],
    ids=["xlsx", "docx", "ods", "csv", "xls", "docx-of-word"],
)
def test_a_clean_form_of_any_format_is_read_without_a_word(read, ending, write):
    reading = read(Brought(f"bieu-02.{ending}", write(form_02())))
    assert amounts(reading) == {FIELD_OF[line]: value for line, value in ROUND.items()}
    assert not reading.findings
    assert not reading.questions


def test_a_form_is_read_in_the_guarded_process(package):
    reading = read_forms(brought(form_02(), form_03()), package, {"today": TODAY})
    assert len(reading.rows) == len(ROUND) + len(AREA)


def test_a_fact_of_a_form_bears_period_day_and_source(read):
    row = read(*brought(form_02())).rows[3]
    assert row.content == {
        "cluster_id": "north", "field": "leased_area_ha", "value": "30", "value_min": 30.0, "value_max": 30.0,
        "qualifier": "exact", "unit": "ha", "period": "2026-H1", "as_of": "2026-06-14",
        "valid_until": date(2026, 6, 14), "source_id": "bieu-02:north:2026-H1", "confidence": "high",
        "scope": "cluster", "group_id": None,
    }  # fmt: skip
    assert row.place.cell == "D13"


def test_rows_have_the_columns_of_their_tables_and_wait_for_an_id(read):
    for row in read(*brought(form_01(), form_02(), form_03())).rows:
        assert {"id", *row.content} == set(tables.TABLES[row.table].names())


def test_the_source_of_a_form_is_a_report_and_names_its_file(read):
    (source,) = read(*brought(form_02())).sources
    assert (source.kind, source.key) == ("report", "bieu-02:north:2026-H1")
    assert source.title.endswith("Cụm công nghiệp North · 6 tháng đầu năm 2026 · 1.csv")


def test_it_is_said_what_was_understood_and_which_lines_are_empty(read):
    statement = read(*brought(form_02({"12": None, "14": None}))).statements[-1]
    assert statement.text.vi.endswith(
        "North, 6 tháng đầu năm 2026; 12 trên 14 dòng có số liệu; dòng trống: 12, 14"
    )
    assert statement.text.en.endswith("first half of 2026; 12 of 14 lines have a value; empty lines: 12, 14")


def test_the_report_of_a_commune_becomes_rows_of_area_reports(read):
    reading = read(*brought(form_03({}, notes={"18": "tạm tính"})))
    row = next(row for row in reading.rows if row.content["line"] == "18")
    assert row.table == "area_reports"
    assert row.content == {
        "form": "03", "level": "commune", "unit_code": "00001", "note": "tạm tính", "period": "2025", "line": "18",
        "value": 120.0, "unit": "ha", "source_id": "bieu-03:00001:2025",
    }  # fmt: skip
    assert amounts(reading, "line") == AREA
    assert not reading.findings


def test_the_report_of_the_province_has_no_unit_code(read):
    reading = read(*brought(FormFile("04", "2025", unit="Tỉnh Thử", values=AREA)))
    assert {(row.content["level"], row.content["unit_code"]) for row in reading.rows} == {("province", None)}
    assert not reading.findings


def test_old_headings_of_districts_are_read(read):
    form = form_03(unit="Huyện Đông", period="2024", old=True)
    reading = read(*brought(form))
    assert {(row.content["level"], row.content["unit_code"]) for row in reading.rows} == {("district", "001")}
    assert not reading.findings


@pytest.mark.parametrize("wording", range(4))
@pytest.mark.parametrize("number", ["01", "02", "03", "04"])
def test_every_wording_of_a_line_means_that_line(number, wording):
    form = FORMS[number]
    for row in to_rows(FormFile(number, wording=wording))[-len(form.lines) :]:
        assert find_line(form, row[1]) == row[0]


@pytest.mark.parametrize(
    "label",
    [
        "Tỉ lệ lấp đầy (%)",
        "TỶ LỆ LẤP ĐẦY",
        "Ty le lap day CCN",
        "Tỷ\u00a0lệ  lấp đầy",
        "Tỷ lệ lấp đầy (5=4/3)",
    ],
)
def test_wordings_differ_and_mean_the_same(label):
    assert find_line(FORMS["02"], label) == "5"


def test_empty_forms_to_fill_in_have_every_line_and_ask_for_the_rest(read):
    for number, form in FORMS.items():
        reading = read(Brought("bieu.xlsx", empty_form(number)))
        assert not reading.rows
        assert f"0 of {len(form.lines)} lines" in reading.statements[-1].text.en
        assert "period" in [question.name for question in reading.questions]


def test_several_forms_of_one_sheet_and_of_several_sheets_are_told_apart(read):
    one, other = form_02(), form_02(cluster="CCN South")
    stacked = write_csv([*to_rows(one), [], *to_rows(other)])
    sheets = write_xlsx({"A": to_rows(one), "B": to_rows(other)})
    for content in (stacked, sheets):
        reading = read(Brought("hai-bieu", content))
        assert [row.content["cluster_id"] for row in reading.rows] == ["north"] * 14 + ["south"] * 14
        assert not reading.findings


def keep(reading, package) -> None:
    """Put what was read into the tables of a package, as the record does."""
    for table in (tables.FACTS, tables.PROJECT_REPORTS):
        kept = [row.content for row in reading.rows if row.table == table.name]
        package.tables[table.name] = rows(table, *({"id": str(n), **row} for n, row in enumerate(kept)))
    sources = [{"id": source.key, "title": source.title, "kind": source.kind} for source in reading.sources]
    package.tables["sources"] = rows(tables.SOURCES, *sources)


class TestSums:
    """North: Biểu 02 says 2 projects operate; A has 10 tỷ revenue, 1 budget, 100 workers; B 5.5, 0.2, 40."""

    two = form_02({"6": 3, "7": 0, "8": 2})
    b = form_01("Nhà máy B", {"1": 5.5, "2": 0.2, "3": 40})

    def test_all_projects_in_operation_add_up_to_the_cluster(self, read):
        reading = read(*brought(form_01(), self.b, self.two))
        summed = [
            row.content for row in reading.rows if row.content["source_id"] == "tong-bieu-01:north:2026-H1"
        ]
        assert {row["field"]: row["value"] for row in summed} == {
            "revenue_bn_vnd": "15.5",
            "budget_bn_vnd": "1.2",
            "workers": "140",
        }
        assert {row["qualifier"] for row in summed} == {"exact"}
        assert "computed: sum of 2 Biểu 01" in reading.sources[-1].title

    def test_a_corrected_form_takes_the_place_of_the_sum_it_belongs_to(self, read, package):
        def sums(reading):
            return [
                one
                for one in plan(reading, package).changes
                if one.table == "facts" and one.after["field"] == "workers"
            ]

        first = read(*brought(form_01(), self.b, self.two))
        keep(first, package)
        (change,) = sums(read(*brought(form_01(values={"3": 110}))))
        assert (change.action, change.before["value"], change.after["value"]) == ("superseded", "140", "150")

    def test_a_part_of_them_is_said_and_not_summed(self, read):
        reading = read(*brought(form_01(), self.two))
        assert "1 of 2 operating projects reported" in reading.statements[-1].text.en
        assert not any(row.content.get("field") == "revenue_bn_vnd" for row in reading.rows)

    def test_without_a_form_02_nothing_is_summed(self, read):
        reading = read(*brought(form_01(), self.b))
        assert "2 of (unknown) operating projects" in reading.statements[-1].text.en
        assert {row.table for row in reading.rows} == {"project_reports"}

    def test_a_line_one_project_leaves_empty_is_not_summed(self, read):
        b = form_01("Nhà máy B", {"1": 5.5, "2": None, "3": 40})
        reading = read(*brought(form_01(), b, self.two))
        fields = {row.content.get("field") for row in reading.rows}
        assert {"revenue_bn_vnd", "workers"} <= fields
        assert "budget_bn_vnd" not in fields
        assert any("line 2: 1 of 2" in one.text.en for one in reading.statements)

    def test_more_reports_than_projects_in_operation_are_doubted(self, read):
        reading = read(*brought(form_01(), self.b, form_02({"6": 3, "7": 0, "8": 1})))
        assert rules(reading) == ["more-projects"]

    def test_the_form_02_and_reports_of_the_record_count_too(self, read, package):
        first = read(*brought(self.two, form_01()))
        keep(first, package)
        again = [row.content for row in read(*brought(self.b)).rows if row.table == "facts"]
        summed = {row["field"]: row["value_min"] for row in again}
        assert summed == {"revenue_bn_vnd": 15.5, "budget_bn_vnd": 1.2, "workers": 140}


values = st.integers(0, 10**7).map(lambda cents: cents / 100)
incomes = st.integers(0, 99_999).map(lambda cents: cents / 100)
counts = st.integers(0, 10**5)


@st.composite
def clean_forms_02(draw):
    """Make a form 02 whose lines agree: let ≤ serviced, parts of the projects ≤ all, and no stated rate."""
    serviced, projects = draw(values), draw(counts)
    paid, approved = sorted([draw(values), draw(values)])
    filled = {
        "1": approved, "2": paid, "3": serviced, "4": round(serviced * draw(st.floats(0, 1)) // 0.01 * 0.01, 2),
        "6": projects, "7": draw(st.integers(0, projects)), "8": draw(st.integers(0, projects)),
        "9": draw(values), "10": draw(values), "11": draw(counts), "12": draw(incomes), "13": 1,
        "14": draw(st.integers(0, 1)),
    }  # fmt: skip
    return form_02(
        {**filled, "5": None},
        wording=draw(st.integers(0, 3)),
        old=draw(st.booleans()),
        period=draw(st.sampled_from(["2026-H1", "2025", "2025-H1", "2024"])),
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=clean_forms_02(), ending=st.sampled_from([*WRITERS]))
def test_any_clean_form_is_read_back_to_the_last_digit(read, form, ending):
    reading = read(*brought(form, ending=ending))
    written = {FIELD_OF[line]: value for line, value in form.values.items() if value is not None}
    assert amounts(reading) == written
    assert {row.content["period"] for row in reading.rows} == {form.period}
    assert {rule for rule in rules(reading) if rule != "two-readings"} == set()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_stands_in_the_cells_only_findings_come_of_it(read, data):
    written = to_rows(data.draw(st.sampled_from([form_02(), form_03(), form_01()])))
    for _ in range(data.draw(st.integers(1, 8))):
        row = data.draw(st.sampled_from(written))
        cell = data.draw(
            st.one_of(st.text(max_size=12), st.none(), st.sampled_from(["Chỉ tiêu", "15.1", "-", "9" * 400]))
        )
        if row:
            row[data.draw(st.integers(0, len(row) - 1))] = cell
        else:
            written.insert(data.draw(st.integers(0, len(written))), [cell] * 3)
    try:
        read(Brought("hong.csv", write_csv(written, ";", "utf-8")))
    except IntakeError as error:
        assert str(error)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), ending=st.sampled_from([*WRITERS]))
def test_a_damaged_file_is_refused_and_never_breaks_anything(package, data, ending):
    content = bytearray(WRITERS[ending](form_02()))
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    del content[len(content) - data.draw(st.integers(0, 60)) :]
    try:
        read_forms([Brought(f"hong.{ending}", bytes(content))], package, {"today": TODAY})
    except IntakeError as error:
        assert str(error)


def test_a_file_of_too_many_forms_is_cut_and_says_so(read):
    reading = read(Brought("nhieu.csv", write_csv(to_rows(form_02()) * (MOST_FORMS + 1))))
    assert rules(reading).count("many-forms") == 1
    assert rules(reading).count("form-twice") == MOST_FORMS - 1


def test_long_texts_are_cut_where_they_are_quoted(read):
    reading = read(*brought(form_02({"8": "nhiều " * 500})))
    assert len(reading.findings[0].message.vi) < 300


def test_a_workbook_without_a_form_says_so(read):
    book = Workbook()
    book.active.append(["Tên", "Số"])
    content = io.BytesIO()
    book.save(content)
    assert rules(read(Brought("khac.xlsx", content.getvalue()))) == ["no-form"]
