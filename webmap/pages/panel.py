"""The panel of the map about one cluster: a fragment of a page, the factsheet in short."""

from flask import Response, render_template

from geo.fields import FIELDS
from webmap.answers import answer
from webmap.pages.cluster_place import find_whereabouts
from webmap.pages.cluster_rates import explain_rates, list_remedies
from webmap.pages.cluster_subject import open_subject
from webmap.pages.cluster_values import ACTIVITY, LAND, STATED, TERMS, value_of, values_of
from webmap.pages.colours import STATUSES
from webmap.pages.wording import is_vietnamese
from webmap.state import state


def show_panel(language: str, cluster_id: str) -> Response:
    """Answer with the panel of a cluster, without a page around it.

    Raises
    ------
    ClusterNotFoundError
        If there is no such cluster.
    """
    subject = open_subject(state().snapshot, cluster_id, language)
    rates = explain_rates(subject)
    fragment = render_template(
        "panel.html",
        lang=language,
        cluster=subject.record,
        name=subject.name,
        colour=STATUSES[subject.record["status"]],
        words=subject.words,
        is_vietnamese=is_vietnamese,
        place=find_whereabouts(subject),
        land=values_of(subject, LAND),
        stated=value_of(subject, STATED),
        rates=rates,
        remedies=list_remedies(rates),
        terms=values_of(subject, TERMS),
        activity=values_of(subject, ACTIVITY),
        doubtful=[
            field.title.in_language(language)
            for name, field in FIELDS.items()
            if name in subject.contradicted
        ],
        citations=subject.citations,
    )
    return answer(fragment.encode(), "text/html")
