"""Lines of reports against those of the same reporter's last report: jumps, and slips of the decimal sign."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from geo.facts import period_end
from geo.intake.form_lines import FORMS
from geo.intake.nonsense_history import LONG_AGO, is_jump, power_of, told_of
from geo.intake.nonsense_subject import Found, Subject
from geo.intake.reading import Row

_REPORTER = {
    "area_reports": ("form", "level", "unit_code", "line"),
    "project_reports": ("cluster_id", "project", "line"),
}
_PROJECT_FORM = "01"

Line = Mapping[str, Any]


def slips(subject: Subject) -> Iterator[Found]:
    """Find lines about 10, 100 or 1000 times those of the report before, or a 10th, 100th or 1000th of it."""
    for row, before in _pairs(subject):
        if power := power_of(before["value"], row.content["value"]):
            yield Found(
                row.place,
                told_of(_title(row), row.content["value"], before["value"], before["period"], power),
            )


def jumps(subject: Subject) -> Iterator[Found]:
    """Find lines that changed by more than half since the report before, slips apart."""
    for row, before in _pairs(subject):
        old, new = before["value"], row.content["value"]
        age = period_end(row.content["period"]) - period_end(before["period"])
        if age.days <= LONG_AGO and is_jump(old, new, unit=row.content["unit"]):
            yield Found(row.place, told_of(_title(row), new, old, before["period"], 0))


def _title(row: Row) -> Any:
    line = FORMS[row.content.get("form") or _PROJECT_FORM].line(row.content["line"])
    return line.title if line else row.content["line"]


def _pairs(subject: Subject) -> Iterator[tuple[Row, Line]]:
    """Pair each line with that of the last report before it, of a half year or of a year as it is."""
    for table, reporter in _REPORTER.items():
        known: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
        read = [row for row in subject.rows if row.table == table and row.content["value"] is not None]
        for line in subject.package.tables[table].to_dict("records") if read else ():
            known[_key(line, reporter)].append(line)
        for row in read:
            own = period_end(row.content["period"])
            earlier = [one for one in known[_key(row.content, reporter)] if period_end(one["period"]) < own]
            if earlier:
                yield row, max(earlier, key=lambda one: period_end(one["period"]))


def _key(line: Line, reporter: tuple[str, ...]) -> tuple[Any, ...]:
    return (*(line.get(name) or "" for name in reporter), str(line["period"]).endswith("-H1"))
