"""The panel of the map about one cluster: a fragment of a page, its figures in the order they are asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, render_template
from flask_babel import gettext

from webmap.answers import answer
from webmap.pages.cluster_facts import find_contradictions
from webmap.pages.cluster_lots import find_lots
from webmap.pages.cluster_place import find_whereabouts
from webmap.pages.cluster_rates import explain_rates, list_remedies
from webmap.pages.cluster_subject import Subject, open_subject
from webmap.pages.cluster_values import ACTIVITY, LAND, RENT, STATED, TERMS, Value, value_of, values_of
from webmap.pages.colours import STATUSES
from webmap.pages.sparklines import HEIGHT, WIDTH, find_past
from webmap.pages.wording import is_vietnamese
from webmap.state import state

_KEY = (
    "planned_area_ha", "industrial_area_ha", "leased_area_ha", "ready_area_ha", RENT, "enterprises",
    "workers", "investment_bn_vnd", "serviced_area_ha", "revenue_bn_vnd",
)  # fmt: skip
"""What is asked of a cluster first; the first of them that are known are shown large."""

_MOST_KEY = 6
_NAMED_ABOVE = ("sectors",)
_DEVELOPERS = (
    "serviced_area_ha", "leased_area_ha", "unleased_area_ha", "ready_area_ha", STATED, RENT, "enterprises",
    "wastewater_capacity_m3_day",
)  # fmt: skip
_PROJECTS = ("workers", "revenue_bn_vnd", "budget_bn_vnd")
_DECISIONS = ("planned_area_ha", "industrial_area_ha", "developer", "sectors", "date_established")
_REGISTERS = ("committed_area_ha", "cleared_area_ha")


@dataclass(frozen=True)
class Unknown:
    """What is not known, and who would publish it."""

    titles: str
    publisher: str


def show_panel(language: str, cluster_id: str) -> Response:
    """Answer with the panel of a cluster, without a page around it.

    Raises
    ------
    ClusterNotFoundError
        If there is no such cluster.
    """
    subject = open_subject(state().snapshot, cluster_id, language)
    rates = explain_rates(subject)
    place = find_whereabouts(subject)
    key = find_key(subject)
    fragment = render_template(
        "panel.html",
        lang=language,
        cluster=subject.record,
        name=subject.name,
        colour=STATUSES[subject.record["status"]],
        words=subject.words,
        is_vietnamese=is_vietnamese,
        sectors=value_of(subject, "sectors"),
        key=key,
        stated=value_of(subject, STATED),
        rates=rates,
        lacks=list(dict.fromkeys(lack for rate in rates for lack in rate.lacks)),
        remedies=list_remedies(rates),
        past=find_past(subject),
        size=(WIDTH, HEIGHT),
        lots=find_lots(subject),
        contradictions=find_contradictions(subject),
        unknown=list(find_unknown(subject)),
        rest=[value for value in _known(subject) if value not in key and value.name not in _NAMED_ABOVE],
        place=place,
        ward=place[2],
        citations=subject.citations,
    )
    return answer(fragment.encode(), "text/html")


def find_key(subject: Subject) -> list[Value]:
    """Pick the figures that are shown large: the planned area always, the others where they are known."""
    first, *others = values_of(subject, _KEY)
    return [first, *(value for value in others if value.shown is not None)][:_MOST_KEY]


def _known(subject: Subject) -> list[Value]:
    return [value for value in values_of(subject, (*LAND, *TERMS, *ACTIVITY)) if value.shown is not None]


def find_unknown(subject: Subject) -> Iterator[Unknown]:
    """Say what of the main figures is missing, by who would publish it."""
    for publisher, names in (
        (gettext("the developer: Form (Biểu) 02, NĐ 32/2024 Article 19.5"), _DEVELOPERS),
        (gettext("each project: Form (Biểu) 01"), _PROJECTS),
        (gettext("the city's decisions and plans"), _DECISIONS),
        (gettext("registers and reports of the locality"), _REGISTERS),
    ):
        missing = [value for value in values_of(subject, names) if value.shown is None]
        if missing:
            yield Unknown(", ".join(value.title for value in missing), str(publisher))
