"""The legal answers about one cluster and its surroundings for a day the reader chooses, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from flask_babel import gettext

from geo import law
from geo.eligibility import Counted, ask_of_day, count_area, land_of
from geo.fields import FIELD_OF_INDICATOR
from geo.law_rules import CONFIRM, RULE_SETS, AreaUnit, Reading, RuleSet
from geo.schema import Kind
from geo.totals import LINES
from webmap.pages.cluster_subject import Subject
from webmap.pages.cluster_values import print_bound, title_of
from webmap.pages.frame import page_address
from webmap.pages.headlines import latest_account
from webmap.pages.legal_form import Case
from webmap.pages.legal_terms import Term, to_term
from webmap.pages.wording import amount, when

_INPUTS = {
    law.EXPAND: ("planned_area_ha", "industrial_area_ha", "committed_area_ha", "leased_area_ha"),
    law.SIZE: ("planned_area_ha", "date_established"),
    law.REGULARISE: ("date_established",),
}
"""The published values of the cluster that a question rests on."""


@dataclass(frozen=True)
class Finding:
    """The answer to one question with all it rests on.

    `kind` is the question's name in `geo.law`; `reading` and `area` say what was counted.
    """

    kind: str
    question: str
    answer: str
    reading: str
    area: str
    terms: list[Term]
    missing: list[str]
    doubts: list[str]
    notes: list[str]
    counted: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Opinion:
    """All findings of a day, under the rules of that day; without rules there are none."""

    rules: RuleSet | None
    first_day: str
    findings: list[Finding] = field(default_factory=list)


def give_opinion(subject: Subject, case: Case) -> Opinion | None:
    """Answer every question for the case; nothing while the form has problems."""
    if case.problems or case.day is None:
        return None
    rules = law.rules_on(case.day)
    first_day = when(min(one.effective_from for one in RULE_SETS).isoformat())
    if rules is None:
        return Opinion(None, first_day)
    findings = [
        *(_establish(subject, case, case.day, reading) for reading in rules.readings),
        _expand(subject, case, case.day),
        _size(subject, case.day),
        _regularise(subject, case.day),
    ]
    return Opinion(rules, first_day, findings)


def _establish(subject: Subject, case: Case, day: date, reading: Reading) -> Finding:
    record, clusters = subject.record, subject.snapshot.collections["clusters"]
    naming = f"name_{subject.language}"
    by_district = reading.unit is AreaUnit.DISTRICT
    name = record["district_name" if by_district else "ward_name"] or ""
    question = gettext("May another cluster be established here?")
    by = reading.title.in_language(subject.language)
    counted = count_area(clusters, record, reading.unit, name, naming, gettext("clusters of unknown ward"))
    if counted is None:
        missing = [_say_no_ward(name)]
        return Finding(law.ESTABLISH, question, law.Answer.NOT_COMPUTABLE, by, name, [], missing, [], [])
    verdict = law.may_establish(counted.area, day, exempt=case.exempt)
    listed = tuple(
        (page_address(subject.language, f"clusters/{one['id']}"), one[naming]) for one in counted.known
    )
    doubts = [
        *([] if by_district else _doubts_of_ward(subject, counted)),
        *_disputed(subject, counted),
        *_say_incomplete(subject),
    ]
    return _finding(subject, question, verdict, by, name, doubts, listed)


def _say_no_ward(names: str) -> str:
    if not names:
        return str(gettext("the commune or ward it lies in: a position or an outline of it would tell"))
    return str(gettext("which of these communes or wards it lies in: an outline of it would tell"))


def _doubts_of_ward(subject: Subject, counted: Counted) -> Iterator[str]:
    if flag := subject.doubts["ward_basis"].get(subject.record["ward_basis"]):
        yield gettext("Commune or ward now") + f": {flag}"
    if counted.unplaced:
        said = gettext(
            "established clusters that may lie here as well, as their ward is not known: {clusters}"
        )
        yield str(said).format(clusters=amount(counted.unplaced))


def _say_incomplete(subject: Subject) -> Iterator[str]:
    """Say how many of the active clusters the atlas knows: one it does not know could change the answer."""
    latest = latest_account(subject.snapshot.reports["totals"]["accounts"], LINES[0].id)
    if latest is not None and latest["not_reported"] != 0:
        said = gettext("counts what the atlas knows: {known} of the city's {all} active clusters")
        yield str(said).format(known=amount(latest["reported"]["clusters"]), all=amount(latest["city"]))


def _disputed(subject: Subject, counted: Counted) -> Iterator[str]:
    """Name the counted clusters about whose land the sources contradict each other."""
    naming = f"name_{subject.language}"
    land = [FIELD_OF_INDICATOR[name].name for name in _INPUTS[law.EXPAND][1:]]
    facts = subject.snapshot.collections["facts"].columns
    fields = pc.cast(facts["field"], pa.string())  # of no facts at all the type is not known
    doubtful = facts.filter(
        pc.and_(pc.cast(facts["contradicts"], pa.bool_()), pc.is_in(fields, pa.array(land)))
    )
    ids = set(doubtful["cluster_id"].to_pylist())
    for cluster in counted.known:
        if cluster["id"] in ids:
            yield f"{cluster[naming]}: " + gettext("the sources contradict each other")


def _expand(subject: Subject, case: Case, day: date) -> Finding:
    verdict = law.may_expand(
        land_of(subject.record, f"name_{subject.language}"),
        day,
        planned_area_ha=subject.record["planned_area_ha"],
        added_area_ha=case.added_area_ha,
    )
    return _finding(subject, gettext("May this cluster be expanded?"), verdict)


def _size(subject: Subject, day: date) -> Finding:
    record = subject.record

    def ask(established: date | None) -> law.Verdict:
        return law.size_lawful(
            record["planned_area_ha"],
            day,
            kind=Kind(record["kind"]),
            mountain_district=None,
            date_established=established,
        )

    verdict, vague = ask_of_day(record["date_established"], ask)
    return _finding(subject, gettext("Is its size lawful?"), verdict, doubts=_say_vague(record, vague))


def _regularise(subject: Subject, day: date) -> Finding:
    stated = subject.record["date_established"]
    verdict, vague = ask_of_day(stated, lambda established: law.regularisation(established, day))
    question = gettext("Must it be regularised by 31 December 2026?")
    return _finding(subject, question, verdict, doubts=_say_vague(subject.record, vague))


def _say_vague(record: dict[str, Any], vague: bool) -> list[str]:
    if not vague:
        return []
    said = gettext("The date of establishment is given as {time} only, which is too vague for this rule.")
    return [str(said).format(time=when(record["date_established"]))]


def _finding(
    subject: Subject,
    question: str,
    verdict: law.Verdict,
    reading: str = "",
    area: str = "",
    doubts: list[str] | None = None,
    counted: tuple[tuple[str, str], ...] = (),
) -> Finding:
    terms = [to_term(condition, subject.language) for condition in verdict.conditions]
    unsettled = verdict.answer is law.Answer.NOT_COMPUTABLE
    lacking = [missing for term in terms for missing in term.missing] if unsettled else []
    return Finding(
        kind=verdict.question,
        question=question,
        answer=verdict.answer,
        reading=reading,
        area=area,
        terms=terms,
        missing=list(dict.fromkeys(lacking)),
        doubts=[*(doubts or []), *_doubts_of_inputs(subject, _INPUTS.get(verdict.question, ()))],
        notes=[note.in_language(subject.language) for note in verdict.notes if note is not CONFIRM],
        counted=counted,
    )


def _doubts_of_inputs(subject: Subject, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        title = title_of(name, subject.language)
        if name in subject.bounds:
            stated = print_bound(name, subject.bounds[name])
            yield f"{title}: " + gettext("known as a bound only") + f" ({stated} ha)"
        if FIELD_OF_INDICATOR[name].name in subject.contradicted:
            yield f"{title}: " + gettext("the sources contradict each other")
