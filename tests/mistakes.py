"""Mistakes people make in report forms: how each is made, and by which rule and where it must be reported."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from geo.demo.forms import ReportFile
from geo.intake.form_files import (
    HEAD,
    FormFile,
    sheet_names,
    to_rows,
    write_csv,
    write_docx,
    write_ods,
    write_xlsx,
)
from geo.package import Package
from geo.schema import Status

Rows = list[list[Any]]
_CLEAN = 9
_WRITERS = {"docx": write_docx, "ods": write_ods, "csv": write_csv}


class Mistake(NamedTuple):
    """A mistake in a form: `change` makes it in its rows and returns the row at which it is to be found.

    `rule` is the rule that must find it, or `?` and the name of the question it must raise. None for the
    row means the sheet as a whole. Where `fits` is given, only such a form can have the mistake.
    """

    title: str
    rule: str
    form: str
    change: Callable[[Rows], int | None]
    fits: Callable[[FormFile, Package], bool] = lambda form, package: True


def row_of(rows: Rows, line: str) -> int:
    return next(index for index, row in enumerate(rows) if row and row[0] == line)


def starting(rows: Rows, words: str) -> int:
    return next(index for index, row in enumerate(rows) if row and str(row[0]).startswith(words))


def number(rows: Rows, line: str) -> float:
    value = rows[row_of(rows, line)][3]
    return (
        float(str(value).replace(".", "").replace(",", ".")) if isinstance(value, str) else float(value or 0)
    )


def put(
    line: str, value: Callable[[Rows], Any], *, at: str | None = None, column: int = 3
) -> Callable[[Rows], int]:
    """Write a value into a line; it is to be found there, or at another line."""

    def change(rows: Rows) -> int:
        rows[row_of(rows, line)][column] = value(rows)
        return row_of(rows, at or line)

    return change


def beyond(line: str, most: str, by: float = 1.0) -> Callable[[Rows], int]:
    return put(line, lambda rows: number(rows, most) + by)


def both(*changes: Callable[[Rows], Any]) -> Callable[[Rows], Any]:
    def change(rows: Rows) -> Any:
        return [one(rows) for one in changes][-1]

    return change


def heading(words: str, text: str | Callable[[str], str]) -> Callable[[Rows], int]:
    def change(rows: Rows) -> int:
        index = starting(rows, words)
        rows[index][0] = text(str(rows[index][0])) if callable(text) else text
        return index

    return change


def leave_out(line: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        del rows[row_of(rows, line)]

    return change


def repeat(line: str) -> Callable[[Rows], int]:
    def change(rows: Rows) -> int:
        index = row_of(rows, line)
        rows.insert(index + 1, [*rows[index][:3], number(rows, line) + 7, None])
        return index + 1

    return change


def off(line: str) -> Callable[[Rows], int]:
    """Write a rate that is eleven points off."""
    return put(line, lambda rows: round(number(rows, line) + (11 if number(rows, line) < 60 else -11), 1))


def times(line: str, factor: float) -> Callable[[Rows], int]:
    return put(line, lambda rows: round(number(rows, line) * factor, 4))


def has(*lines: str) -> Callable[[FormFile, Package], bool]:
    return lambda form, package: all(form.values.get(line) for line in lines)


def cluster_of(form: FormFile, package: Package) -> str:
    clusters = package.tables["clusters"]
    return str(clusters.loc[clusters["name_vi"] == form.cluster, "id"].iloc[0])


def is_active(form: FormFile, package: Package) -> bool:
    clusters = package.tables["clusters"].set_index("name_vi")
    return bool(clusters["status"][form.cluster] == Status.ACTIVE)


def states(field: str) -> Callable[[FormFile, Package], bool]:
    """Tell whether the record has a figure of the form's cluster to hold it against."""

    def fits(form: FormFile, package: Package) -> bool:
        facts = package.tables["facts"]
        own = facts[(facts["cluster_id"] == cluster_of(form, package)) & (facts["field"] == field)]
        latest = field != "leased_area_ha" or (own["period"] == "2025").any()
        return bool(len(own) and latest and own["qualifier"].eq("exact").any()) and bool(form.values["4"])

    return fits


MISTAKES = (
    Mistake("15 is not 15.1 + 15.2", "forms.sum-15", "03", put("15.2", lambda rows: 2, at="15")),
    Mistake("16 is not 16.1 + 16.2", "forms.sum-16", "03", put("16.2", lambda rows: 3.5, at="16")),
    Mistake("more craft villages than clusters", "forms.most-15.3-15", "03", beyond("15.3", "15")),
    Mistake("more specialised clusters than clusters", "forms.most-15.4-15", "03", beyond("15.4", "15")),
    Mistake("more foreign projects than projects", "forms.most-21-20", "03", beyond("21", "20")),
    Mistake("more operating projects than projects", "forms.most-22-20", "03", beyond("22", "20")),
    Mistake("more to standard than have a plant", "forms.most-27-26", "03", beyond("27", "26")),
    Mistake("more let than serviced", "forms.most-4-3", "02", beyond("4", "3", 5.5)),
    Mistake("to standard without a plant", "forms.most-14-13", "02",
            both(put("13", lambda rows: 0), put("14", lambda rows: 1))),
    Mistake("more foreign projects than projects, 02", "forms.most-7-6", "02", beyond("7", "6")),
    Mistake("more operating projects than projects, 02", "forms.most-8-6", "02", beyond("8", "6")),
    Mistake("mean fill is not 18 ÷ 17", "forms.ratio-19", "03", off("19"), has("19")),
    Mistake("more let than industrial land", "forms.most-18-17", "03", beyond("18", "17", 2.25), has("17")),
    Mistake("more industrial land than land", "forms.most-17-16", "03", beyond("17", "16", 2.25), has("16")),
    Mistake("more capital paid than approved", "forms.most-14-13", "03", beyond("14", "13", 10)),
    Mistake("more capital paid than approved, 02", "forms.most-2-1", "02", beyond("2", "1", 10)),
    Mistake("fill is not 4 ÷ 3", "forms.ratio-5", "02", off("5"), has("5")),
    Mistake("a text for a number", "forms.text-for-number", "03", put("25", lambda rows: "khoảng bốn trăm")),
    Mistake("a day for a number", "forms.date-for-number", "03", put("18", lambda rows: date(2026, 3, 15))),
    Mistake("a negative number", "forms.negative", "02", put("9", lambda rows: -3)),
    Mistake("half a project", "forms.not-whole", "02", put("6", lambda rows: 12.5)),
    Mistake("a line is missing", "forms.line-absent", "03", leave_out("20")),
    Mistake("a line stands twice", "forms.line-twice-differs", "03", repeat("25")),
    Mistake("a unit of another kind", "forms.unit-different", "02", put("1", lambda rows: "ha", at="1", column=2)),
    Mistake("square metres for hectares", "forms.unit-converted", "02",
            both(put("4", lambda rows: "m²", column=2), put("4", lambda rows: number(rows, "4") * 10_000)), has("4")),
    Mistake("a year for a rate", "forms.rate-range", "02", put("5", lambda rows: 2025)),
    Mistake("a slip by 10", "nonsense.slip", "02", times("1", 10), states("total_investment_bn_vnd")),
    Mistake("a slip by 100", "nonsense.slip", "02", times("1", 100), states("total_investment_bn_vnd")),
    Mistake("a slip by 1000", "nonsense.slip", "02", times("1", 0.001), states("total_investment_bn_vnd")),
    Mistake("a jump", "nonsense.jump", "02", times("4", 0.3), states("leased_area_ha")),
    Mistake("let beyond the whole cluster", "nonsense.leased-beyond-planned-known", "02",
            both(put("3", lambda rows: 90), put("4", lambda rows: 85.5)), states("planned_area_ha")),
    Mistake("a cluster of more than 75 ha", "forms.hectares", "03",
            both(times("16.1", 1), put("16.1", lambda rows: number(rows, "16.1") + 800),
                 put("16", lambda rows: number(rows, "16") + 800)), has("15")),
    Mistake("0 for unknown", "nonsense.zero-for-unknown", "02", put("4", lambda rows: 0), is_active),
    Mistake("a cluster nobody knows", "?cluster", "02",
            heading("Tên cụm", "Tên cụm công nghiệp: Cụm công nghiệp Hoàn Toàn Lạ")),
    Mistake("a cluster nearly named", "?cluster", "02", heading("Tên cụm", lambda text: f"{text[:-1]}nhh")),
    Mistake("no period", "?period", "02", heading("Kỳ báo cáo", "Kỳ báo cáo: …")),
    Mistake("a period that has not ended", "forms.period-open", "02", heading("Kỳ báo cáo", "Kỳ báo cáo: năm 2099")),
    Mistake("a commune nobody knows", "?unit", "03", heading("ỦY BAN", "ỦY BAN NHÂN DÂN XÃ HOÀN TOÀN LẠ")),
    Mistake("the number of another form", "forms.form-number", "02", heading("Biểu số", "Biểu số 01")),
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A mistake in a file, and the place at which it must be reported."""

    title: str
    rule: str
    file: str
    sheet: str | None
    cell: str | None

    def found_by(self, findings: Sequence[dict[str, Any]], questions: Sequence[dict[str, Any]]) -> bool:
        """Tell whether a finding, or a question, is just this one."""
        asked = [one | {"rule": f"?{one['name'].partition(':')[0]}"} for one in questions]
        return any(self._is(one) for one in (*findings, *asked))

    def _is(self, one: dict[str, Any]) -> bool:
        place = one["place"]
        return (one["rule"], place["file"], place["sheet"]) == (self.rule, self.file, self.sheet) and (
            self.cell is None or self.cell == (place["cell"] or f"line {place['line']}")
        )


def plant(files: Sequence[ReportFile], package: Package) -> tuple[dict[str, bytes], list[Planted]]:
    """Make every mistake in a file of its own; what is left over stays clean.

    Returns
    -------
    the files by name, and what must be reported
    """
    contents = {file.name: file.content for file in files}
    free, planted = list(files), []
    for mistake in MISTAKES:
        file, index = next(_fitting(free, mistake, package))
        free.remove(file)
        content, sheet, cell = _spoiled(file, index, mistake)
        contents[file.name] = content
        planted.append(Planted(mistake.title, mistake.rule, file.name, sheet, cell))
    contents["hong.xlsx"] = (
        contents[free[0].name][:2000] if free[0].name.endswith("xlsx") else b"PK\x03\x04 ..."
    )
    planted.append(Planted("a damaged file", "file.damaged", "hong.xlsx", None, None))
    twice = next(file for file in free if file.name.endswith("xlsx"))
    contents[f"ban-sao-{twice.name}"] = twice.content
    planted.append(
        Planted("the same form twice", "forms.form-twice", twice.name, sheet_names(twice.forms)[0], "A1")
    )
    return contents, planted


def _fitting(
    files: Sequence[ReportFile], mistake: Mistake, package: Package
) -> Iterator[tuple[ReportFile, int]]:
    for file in files:
        for index, form in enumerate(file.forms):
            if form.number == mistake.form and mistake.fits(form, package):
                yield file, index


def _spoiled(file: ReportFile, index: int, mistake: Mistake) -> tuple[bytes, str | None, str | None]:
    """Write a file with a mistake in one of its forms; the sheet and cell where it then is."""
    forms = [[list(row) for row in to_rows(form)] for form in file.forms]
    row, column = mistake.change(forms[index]), "A" if mistake.rule[0] == "?" else "D"
    if row is not None and len(forms[index][row]) == 1:
        column = "A"
    ending, names = file.name.rpartition(".")[2], sheet_names(file.forms)
    if ending == "xlsx":
        content = write_xlsx(dict(zip(names, forms, strict=True)))
        return content, names[index], None if row is None else f"{column}{row + 1}"
    content = _WRITERS[ending]([row for rows in forms for row in (*rows, [])])
    return content, *_place(ending, forms, index, row, column)


def _place(
    ending: str, forms: list[Rows], index: int, row: int | None, column: str
) -> tuple[str | None, str | None]:
    """Count the rows as the format does: documents within their table, sheets and texts from the top."""
    above = sum(len(rows) + 1 for rows in forms[:index])
    stacked = [one for rows in forms for one in (*rows, [])]
    if ending == "docx":
        head = forms[index].index(list(HEAD))
        if row is not None and row < head:
            return None, f"line {1 + sum(len(one) < 2 for one in stacked[: above + row])}"
        return f"bảng/table {index + 1}", None if row is None else f"{column}{row - head + 1}"
    if row is None:
        return ("Biểu" if ending == "ods" else None), None
    if ending == "ods":
        return "Biểu", f"{column}{sum(bool(one) for one in stacked[: above + row]) + 1}"
    return None, f"{column}{above + row + 1}"


def spoil(files: Sequence[ReportFile], package: Package) -> tuple[dict[str, bytes], list[Planted]]:
    """Make every mistake, and leave some clean files beside them, one of them ill-treated but right."""
    contents, planted = plant(files, package)
    faulty = {one.file for one in planted}
    clean = [file for file in files if file.name not in faulty]
    treated = next(file for file in clean if file.forms[0].number == "03" and file.name.endswith("xlsx"))
    added = contents.keys() - {file.name for file in files}
    kept = {*faulty, *added, treated.name, *(file.name for file in clean[:_CLEAN])}
    contents[treated.name] = harmless(treated.content)
    return {name: contents[name] for name in sorted(kept)}, planted


def harmless(content: bytes) -> bytes:
    """Do to a workbook what people and spreadsheets do to it without a figure being wrong."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for cells in sheet.iter_rows(min_row=1):
        text = str(cells[0].value)
        if text.startswith("Biểu số"):
            sheet.merge_cells(start_row=cells[0].row, end_row=cells[0].row, start_column=1, end_column=5)
        if text == "15.1":
            cells[0].value = date(2026, 1, 15)
        elif text in ("15.2", "16.1", "16.2"):
            cells[0].value = float(text)
        if text == "TT":
            sheet.cell(cells[0].row, 6, "(6)")
    saved = io.BytesIO()
    book.save(saved)
    assert zipfile.is_zipfile(saved)
    return saved.getvalue()
