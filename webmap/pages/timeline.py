"""What happened to one cluster and when, as sources say it; vague times stay vague."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext

from geo.facts import parse_days
from geo.fields import FIELDS
from webmap.pages.cluster_facts import Fact, show_fact
from webmap.pages.cluster_subject import Record, Subject
from webmap.pages.wording import when

_PLANNED = ("date_groundbreaking_planned", "date_operation_planned")
_WHEN_VALID = ("site_clearance_pct",)
"""Fields that say how far things were at the time for which the source holds."""

_UNDATED = ("decision_no",)
_FIELDS = (
    "decision_no", "date_established", "date_groundbreaking_planned", "date_groundbreaking",
    "site_clearance_pct", "date_operation_planned", "operating_period",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One event as one or several sources state it; `doubted` says that others give another time."""

    time: str
    title: str
    detail: str
    planned: bool
    doubted: bool
    facts: list[Fact]


def find_events(subject: Subject) -> list[Event]:
    """List the events in the order of their times, those without a time last."""
    told = [fact for fact in subject.facts if fact["field"] in _FIELDS]
    told.sort(key=lambda fact: (_begin(fact), _FIELDS.index(fact["field"]), _stated(fact), fact["id"]))
    return [
        _event(subject, list(group))
        for _, group in groupby(told, key=lambda fact: (fact["field"], _stated(fact)))
    ]


def _stated(fact: Record) -> tuple[str, str]:
    time = fact["period"] or fact["as_of"] or ""
    return fact["value"], time if fact["field"] in _WHEN_VALID else ""


def _time(fact: Record) -> str | None:
    if fact["field"] in _UNDATED:
        return None
    if fact["field"] in _WHEN_VALID:
        return fact["period"] or fact["as_of"] or None
    return str(fact["value"])


def _begin(fact: Record) -> date:
    time = _time(fact) or ""
    days = parse_days(time) or parse_days(time[:4])
    return days[0] if days else date.max


def _event(subject: Subject, facts: list[Record]) -> Event:
    first = facts[0]
    time, field = _time(first), FIELDS[first["field"]]
    shown = [show_fact(subject, fact) for fact in facts]
    return Event(
        time=when(time) if time else gettext("day not given"),
        title=field.title.in_language(subject.language),
        detail=f"{shown[0].shown}{shown[0].unit}" if first["field"] in (*_UNDATED, *_WHEN_VALID) else "",
        planned=first["field"] in _PLANNED,
        doubted=first["field"] in subject.contradicted,
        facts=shown,
    )
