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
    Directory,
    Sought,
    Subject,
    find_answer,
    find_cluster,
    find_other_province,
    find_project,
    find_unit_of_report,
)
from geo.intake.matching import Names, match_question
from geo.intake.reading import Choice, Place, Statement
from geo.package import Package
from geo.schema import Text
from geo.text import fold

_PERIODS_OFFERED = 4


def find_period(asked: Asked, form: Form) -> str | None:
    """Find the reporting period; one that has not ended is an error, one reported late only said."""
    period = _period(asked)
    if period is None:
        return None
    if not has_ended(period, asked.today):
        end = _day_text(period_end(period))
        told = {"period": period_text(period), "end": end}
        place = next((one.place for one in find_periods(asked.block.heading)), asked.place)
        asked.findings.append(finding("period-open", place, **told))
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
    labelled = (said.place for said in asked.block.heading if fold(said.text).startswith("ky "))
    _ask_period(asked, named[0].place if named else next(labelled, asked.place))
    return None


def _ask_period(asked: Asked, place: Place) -> None:
    ended = ended_periods(asked.today, _PERIODS_OFFERED)
    near = near_period(asked.block.heading)
    offered = [near, *ended] if near and near not in ended else ended
    asked.ask(
        "period", place, Text("Biểu báo cáo kỳ nào?", "Which period does the form report on?"),
        tuple(Choice(period, period_text(period)) for period in offered), near,
    )  # fmt: skip


def find_form_cluster(asked: Asked, directory: Directory) -> Subject | None:
    """Find the cluster of a form 01 or 02."""
    answer = asked.own_answer("cluster")
    sought = Sought(None) if answer else find_cluster(asked.block.heading, directory)
    answer = answer or (None if sought.subject else asked.options.get("cluster"))
    if answer:
        return _answered(asked, "cluster", answer, (directory.clusters,))
    text = Text("Biểu là của cụm công nghiệp nào?", "Which cluster is the form of?")
    if sought.subject is None:
        _ask_subject(asked, "cluster", sought, text)
    return sought.subject


def find_form_unit(asked: Asked, directory: Directory, period: str | None) -> Subject | None:
    """Find the commune or district of a form 03."""
    day = period_end(period) if period else None
    answer = asked.own_answer("unit")
    sought = Sought(None) if answer else find_unit_of_report(asked.block.heading, directory, day)
    answer = answer or (None if sought.subject else asked.options.get("unit"))
    if answer:
        return _answered(asked, "unit", answer, directory.units(day))
    text = Text("Biểu là của xã, phường nào?", "Which commune is the form of?")
    if sought.subject is None:
        _ask_subject(asked, "unit", sought, text)
    return sought.subject


def _answered(asked: Asked, name: str, answer: str, kinds: tuple[Names, ...]) -> Subject | None:
    found = find_answer(answer, kinds, asked.place)
    if found is None:
        asked.refuse(name, answer)
    return found


def _ask_subject(asked: Asked, name: str, sought: Sought, text: Text) -> None:
    if sought.match is None or sought.place is None:
        asked.ask(name, asked.place, text)
    else:
        asked.questions.append(match_question(asked.option(name), sought.place, sought.match))


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
