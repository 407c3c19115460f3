"""What the tests of the forms share: a form of round numbers, written and read back.

Biểu 02 of North, 2026-H1: capital 100 of 80 tỷ đồng paid · 40 ha serviced, 30 let, 75 % · 20 projects,
2 foreign, 18 operating · revenue 1.5, budget 0.25 · 12 workers at 9.5 · a plant, not to standard
"""

import pytest

from geo.intake import guard
from geo.intake.form_files import WRITERS, FormFile, to_rows, write_csv
from geo.intake.forms import read_forms
from geo.intake.reading import Brought, Reading

TODAY = "2026-11-22"
ROUND = {
    "1": 100,
    "2": 80,
    "3": 40,
    "4": 30,
    "5": 75,
    "6": 20,
    "7": 2,
    "8": 18,
    "9": 1.5,
    "10": 0.25,
    "11": 12,
    "12": 9.5,
    "13": 1,
    "14": 0,
}
AREA = {
    "1": 9,
    "2": 300,
    "3": 8,
    "4": 250,
    "5": 1,
    "6": 20,
    "7": 6,
    "8": 200,
    "9": 7,
    "10": 230,
    "11": 7,
    "12": 230,
    "13": 900,
    "14": 700,
    "15": 7,
    "15.1": 5,
    "15.2": 2,
    "15.3": 1,
    "15.4": 0,
    "16": 200,
    "16.1": 150,
    "16.2": 50,
    "16.3": 20,
    "16.4": 0,
    "17": 160,
    "18": 120,
    "19": 75,
    "20": 90,
    "21": 4,
    "22": 80,
    "23": 1234.5,
    "24": 99.25,
    "25": 4321,
    "26": 5,
    "27": 3,
}


def form_02(values=(), **more) -> FormFile:
    return FormFile("02", **{"period": "2026-H1", "cluster": "Cụm công nghiệp North", "values": ROUND | dict(values)} | more)  # fmt: skip


def form_03(values=(), **more) -> FormFile:
    return FormFile("03", **{"period": "2025", "unit": "Xã Bắc", "values": AREA | dict(values)} | more)


def form_01(project="Nhà máy A", values=(), **more) -> FormFile:
    filled = {"1": 10, "2": 1, "3": 100, "4": 8} | dict(values)
    return FormFile(
        "01", **{"period": "2026-H1", "cluster": "CCN North", "project": project, "values": filled} | more
    )


def brought(*forms: FormFile, ending: str = "csv") -> list[Brought]:
    return [Brought(f"{n}.{ending}", WRITERS[ending](form)) for n, form in enumerate(forms, start=1)]


def amounts(reading: Reading, column: str = "field") -> dict[str, float]:
    """List the values of the rows by field of a fact, or by line of a report."""
    key = "value_min" if column == "field" else "value"
    return {row.content[column]: row.content[key] for row in reading.rows}


def rules(reading: Reading) -> list[str]:
    return [finding.rule.removeprefix("forms.") for finding in reading.findings]


def row_of(rows, line):
    return next(row for row in rows if row and row[0] == line)


def edited(form, change) -> Brought:
    """Write a form as CSV after a change to its rows."""
    rows = to_rows(form)
    change(rows)
    return Brought("1.csv", write_csv(rows))


def one_finding(reading):
    assert len(reading.findings) == 1, rules(reading)
    return reading.findings[0]


@pytest.fixture
def read(package, monkeypatch):
    """Read files without a process for each; the guard has tests of its own."""
    monkeypatch.setattr(guard, "inside", True)

    def read_files(*files: Brought, package=package, **options) -> Reading:
        named = {name.replace("__", ":"): answer for name, answer in options.items()}
        return read_forms(files, package, {"today": TODAY} | named)

    return read_files
