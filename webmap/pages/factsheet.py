"""The factsheet of one cluster: every value with its grounds, every rate explained, every fact kept."""

import secrets
from datetime import date
from difflib import get_close_matches
from http import HTTPStatus

from flask import Response, g, render_template, request
from flask_babel import gettext

from geo.errors import ClusterNotFoundError
from geo.snapshot import Snapshot
from geo.text import fold
from webmap.pages.cluster_facts import find_contradictions, find_stated
from webmap.pages.cluster_ground import find_ground
from webmap.pages.cluster_place import find_whereabouts
from webmap.pages.cluster_rates import explain_rates
from webmap.pages.cluster_seen import find_seen
from webmap.pages.cluster_subject import Subject, open_subject
from webmap.pages.cluster_values import ACTIVITY, LAND, RENT, STATED, TERMS, Value, value_of, values_of
from webmap.pages.frame import page_address
from webmap.pages.legal import give_opinion
from webmap.pages.legal_form import parse_case
from webmap.pages.locator import draw_locator
from webmap.pages.nearby import find_near
from webmap.pages.reporting import make_report
from webmap.pages.timeline import find_events
from webmap.pages.wording import amount, degrees, is_vietnamese, metres, percent, when
from webmap.pages.words import say_phase
from webmap.state import state

_KEY = (
    "planned_area_ha", "industrial_area_ha", "leased_area_ha", "ready_area_ha", STATED, "enterprises",
    "workers", "revenue_bn_vnd",
)  # fmt: skip
_SUGGESTIONS = 3


def show_factsheet(language: str, cluster_id: str) -> Response:
    """Answer with the factsheet of a cluster; `on`, `add` and `exempt` say what the law is asked about."""
    snapshot = state().snapshot
    try:
        subject = open_subject(snapshot, cluster_id, language)
    except ClusterNotFoundError:
        return suggest_clusters(snapshot, cluster_id, language)
    case = parse_case(request.args, date.today())
    g.nonce = secrets.token_urlsafe(16)
    page = render_template(
        "factsheet.html",
        lang=language,
        nonce=g.nonce,
        cluster=subject.record,
        name=subject.name,
        phase=say_phase(subject.record["phase"] or ""),
        subject=subject,
        words=subject.words,
        is_vietnamese=is_vietnamese,
        key=key_values(subject),
        place=find_whereabouts(subject),
        locator=draw_locator(subject),
        rates=explain_rates(subject),
        groups=groups_of(subject),
        group_titles=group_titles(),
        ground=find_ground(subject),
        contradictions=find_contradictions(subject),
        case=case,
        day=when(case.typed["on"]) if case.day else "",
        opinion=give_opinion(subject, case),
        events=find_events(subject),
        fields=find_stated(subject),
        near=find_near(subject),
        report=make_report(subject),
        citations=subject.citations,
        seen_here=find_seen(subject),
        amount=amount,
        degrees=degrees,
        metres=metres,
        percent=percent,
        when=when,
    )
    status = HTTPStatus.BAD_REQUEST if case.problems else HTTPStatus.OK
    return Response(page, status=status, headers={"Cache-Control": "no-store"})


def key_values(subject: Subject) -> list[Value]:
    """Put together the values of the cards: a rent only where one is known."""
    rent = value_of(subject, RENT)
    return values_of(subject, _KEY) + ([rent] if rent.shown is not None else [])


def group_titles() -> dict[str, str]:
    """Name the groups of values."""
    return {
        "land": gettext("Land"),
        "rates": gettext("Fill rate as stated"),
        "terms": gettext("Terms and infrastructure"),
        "activity": gettext("Production"),
    }


def groups_of(subject: Subject) -> dict[str, list[Value]]:
    """Put together all values, by group."""
    return {
        "land": values_of(subject, LAND),
        "rates": [value_of(subject, STATED)],
        "terms": values_of(subject, TERMS),
        "activity": values_of(subject, ACTIVITY),
    }


def suggest_clusters(snapshot: Snapshot, cluster_id: str, language: str) -> Response:
    """Say that there is no such cluster, and which ones are called alike."""
    columns = snapshot.collections["clusters"].columns
    ids, names = columns["id"].to_pylist(), columns[f"name_{language}"].to_pylist()
    known = {fold(one_id): nth for nth, one_id in enumerate(ids)}
    asked = fold(cluster_id).replace(" ", "-").replace("_", "-")
    alike = get_close_matches(asked, known, n=_SUGGESTIONS, cutoff=0.5)
    page = render_template(
        "cluster_unknown.html",
        lang=language,
        asked=cluster_id,
        alike=[(names[known[one]], page_address(language, f"clusters/{ids[known[one]]}")) for one in alike],
        is_vietnamese=is_vietnamese,
        table=page_address(language, "table"),
    )
    return Response(page, status=HTTPStatus.NOT_FOUND)
