"""Forms that were understood, as rows of the data package and as one statement each."""

from collections.abc import Iterator
from dataclasses import dataclass

from geo.facts import period_end
from geo.intake.form_entries import Entries, Entry
from geo.intake.form_lines import Form
from geo.intake.form_period import period_text
from geo.intake.form_subject import Subject
from geo.intake.numbers import plain
from geo.intake.reading import Place, Row, Source, Statement
from geo.schema import Qualifier, Text


@dataclass(frozen=True)
class Filled:
    """One form as understood. `subject` is its cluster (01, 02) or commune (03); `project` that of a form 01.

    What is None is asked for, or wrong; such a form gives no rows.
    """

    form: Form
    entries: Entries
    place: Place
    file: str
    period: str | None
    subject: Subject | None = None
    project: Subject | None = None
    level: str | None = None

    @property
    def is_known(self) -> bool:
        """Tell whether period and subject are known, so that rows can be made."""
        return self.period is not None and (
            self.form.number == "04"
            or (self.subject is not None and (self.form.number != "01" or self.project is not None))
        )

    @property
    def key(self) -> str:
        """Name the form: which, of whom, when."""
        of = [self.subject.key if self.subject else "", self.project.key if self.project else ""]
        return ":".join(part for part in (f"bieu-{self.form.number}", *of, self.period or "") if part)

    @property
    def of(self) -> str:
        """Name whom the form is about, for people."""
        return ", ".join(one.name for one in (self.project, self.subject) if one is not None)


def source_of(filled: Filled) -> Source:
    """Name the form as the source of its rows."""
    when = period_text(filled.period or "").vi
    parts = (f"Biểu {filled.form.number} (Thông tư 14/2024/TT-BCT)", filled.of, when, filled.file)
    return Source(filled.key, " · ".join(part for part in parts if part), "report")


def rows_of(filled: Filled) -> Iterator[Row]:
    """Make the rows a form gives: facts of its cluster, or rows of the reports of projects and areas."""
    for entry in filled.entries.by_line.values():
        if entry.value is None:
            continue
        if filled.form.number == "02":
            yield _fact(filled, entry)
        elif filled.form.number == "01":
            yield Row("project_reports", _project_report(filled, entry), entry.place)
        else:
            yield Row("area_reports", _area_report(filled, entry), entry.place)


def _fact(filled: Filled, entry: Entry) -> Row:
    cluster, field = filled.subject, entry.line.target
    assert cluster is not None and field is not None and filled.period is not None
    assert entry.value is not None
    content = fact_content(cluster.key, field, entry.value, entry.line.unit, filled.period, filled.key)
    return Row("facts", content, entry.place)


def fact_content(
    cluster: str, field: str, value: float, unit: str, period: str, source: str
) -> dict[str, object]:
    """Make the cells of a fact a form states about one cluster and period."""
    return {
        "cluster_id": cluster,
        "field": field,
        "value": plain(value),
        "value_min": value,
        "value_max": value,
        "qualifier": Qualifier.EXACT.value,
        "unit": unit,
        "period": period,
        "as_of": period_end(period).isoformat(),
        "valid_until": period_end(period),
        "source_id": source,
        "confidence": "high",
        "scope": "cluster",
        "group_id": None,
    }


def _project_report(filled: Filled, entry: Entry) -> dict[str, object]:
    return {
        "cluster_id": filled.subject.key if filled.subject else None,
        "project": filled.project.name if filled.project else None,
        **_line(filled, entry),
    }


def _area_report(filled: Filled, entry: Entry) -> dict[str, object]:
    return {
        "form": filled.form.number,
        "level": filled.level,
        "unit_code": filled.subject.key if filled.subject else None,
        "note": entry.note or None,
        **_line(filled, entry),
    }


def _line(filled: Filled, entry: Entry) -> dict[str, object]:
    return {
        "period": filled.period,
        "line": entry.line.number,
        "value": entry.value,
        "unit": entry.line.unit,
        "source_id": filled.key,
    }


def statement_of(filled: Filled) -> Statement:
    """Say what was understood: the form, whose, when, how many lines, and which are empty."""
    entries = filled.entries
    form, count = filled.form, len(entries.values)
    when = period_text(filled.period) if filled.period else Text("chưa rõ kỳ", "period not known")
    of = filled.of or ("cấp tỉnh" if form.number == "04" else "…")
    of_en = filled.of or ("province" if form.number == "04" else "…")
    empty = ", ".join(number for number, entry in entries.by_line.items() if entry.empty)
    lines = len(form.lines)
    vi = f"Biểu {form.number} “{form.title.vi}”: {of}, {when.vi}; {count} trên {lines} dòng có số liệu"
    en = f"Form {form.number} “{form.title.en}”: {of_en}, {when.en}; {count} of {lines} lines have a value"
    if empty:
        vi, en = f"{vi}; dòng trống: {empty}", f"{en}; empty lines: {empty}"
    return Statement(Text(vi, en), filled.place)
