"""What one form is about, by its heading and the options; what neither says is asked for."""

from datetime import date

from geo.facts import period_end
from geo.intake.form_asked import Asked
from geo.intake.form_lines import Form
from geo.intake.form_period import (
    due_day,
    ended_periods,
    find_periods,
    find_signing,
    has_ended,
    near_period,
    parse_period,
    period_text,
)
from geo.intake.form_says import finding
from geo.intake.form_subject import (
    Sought,
    Subject,
    cluster_of_answer,
    find_cluster,
    find_other_province,
    find_project,
    find_unit_of_report,
    unit_of_answer,
)
from geo.intake.reading import Choice, Place, Statement
from geo.package import Package
from geo.schema import Text

_PERIODS_OFFERED = 4


def find_period(asked: Asked, form: Form) -> str | None:
    """Find the reporting period; one that has not ended is an error, one reported late only said."""
    period = _period(asked)
    if period is None:
        return None
    if not has_ended(period, asked.today):
        end = _day_text(period_end(period))
        told = {"period": period_text(period), "end": end}
        asked.findings.append(finding("period-open", asked.place, **told))
        return None
    signing = find_signing(asked.block.heading)
    if signing and signing[0] >= due_day(form.number, period):
        signed, due = _day_text(signing[0]), _day_text(due_day(form.number, period))
        asked.statements.append(
            Statement(
                Text(
                    f"ký ngày {signed.vi}; hạn là trước {due.vi}",
                    f"signed on {signed.en}; due before {due.en}",
                ),
                signing[1],
            )
        )
    return period


def _day_text(day: date) -> Text:
    return Text(f"{day.day}/{day.month}/{day.year}", day.isoformat())


def _period(asked: Asked) -> str | None:
    named = list(find_periods(asked.block.heading))
    periods = {one.period for one in named if one.period}
    answer = asked.own_answer("period") or (None if len(periods) == 1 else asked.options.get("period"))
    if answer is not None:
        period = parse_period(answer)
        if period is None:
            asked.refuse("period", answer)
        return period
    if len(periods) == 1:
        return periods.pop()
    if periods:
        got = "; ".join(dict.fromkeys(one.text for one in named))
        asked.findings.append(finding("period-contradictory", named[0].place, got=got))
        return None
    _ask_period(asked, named[0].place if named else asked.place)
    return None


def _ask_period(asked: Asked, place: Place) -> None:
    ended = ended_periods(asked.today, _PERIODS_OFFERED)
    near = near_period(asked.block.heading)
    offered = [near, *ended] if near and near not in ended else ended
    asked.ask(
        "period", place, Text("Biểu báo cáo kỳ nào?", "Which period does the form report on?"),
        tuple(Choice(period, period_text(period)) for period in offered), near,
    )  # fmt: skip


def find_form_cluster(asked: Asked, package: Package) -> Subject | None:
    """Find the cluster of a form 01 or 02."""
    text = Text("Biểu là của cụm công nghiệp nào?", "Which cluster is the form of?")
    answer = asked.own_answer("cluster")
    sought = Sought(None) if answer else find_cluster(asked.block.heading, package)
    return _subject(asked, "cluster", answer, sought, package, text)


def find_form_unit(asked: Asked, package: Package, period: str | None) -> Subject | None:
    """Find the commune or district of a form 03."""
    text = Text("Biểu là của xã, phường nào?", "Which commune is the form of?")
    answer = asked.own_answer("unit")
    day = period_end(period) if period else None
    sought = Sought(None) if answer else find_unit_of_report(asked.block.heading, package, day)
    return _subject(asked, "unit", answer, sought, package, text)


def _subject(
    asked: Asked, name: str, answer: str | None, sought: Sought, package: Package, text: Text
) -> Subject | None:
    if sought.subject is not None:
        return sought.subject
    answer = answer or asked.options.get(name)
    if answer is None:
        place = sought.said.place if sought.said else asked.place
        heading = sought.said.text if sought.said else "…"
        told = Text(f"{text.vi} Tiêu đề ghi “{heading}”.", f"{text.en} The heading says “{heading}”.")
        asked.ask(name, place, told, sought.near, sought.near[0].value if sought.near else None)
        return None
    find = cluster_of_answer if name == "cluster" else unit_of_answer
    found = find(answer, package, asked.place)
    if found is None:
        asked.refuse(name, answer)
    return found


def find_form_project(asked: Asked) -> Subject | None:
    """Find the project of a form 01."""
    answer = asked.own_answer("project")
    found = Subject(answer, answer, asked.place) if answer else find_project(asked.block.heading)
    if found is None and (general := asked.options.get("project")):
        found = Subject(general, general, asked.place)
    if found is None:
        asked.ask("project", asked.place, Text("Biểu là của dự án nào?", "Which project is the form of?"))
    return found


def check_province(asked: Asked, package: Package) -> None:
    """Refuse a form of another province."""
    if said := find_other_province(asked.block.heading, package):
        own = Text(package.about.province_vi, package.about.province_en)
        asked.findings.append(finding("other-province", said.place, got=said.text, own=own))
