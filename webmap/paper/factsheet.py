"""The factsheet of one cluster as PDF: what the page says, on A4."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from io import BytesIO
from typing import Any

import segno
from flask import Response, request
from flask_babel import gettext

from geo.errors import ClusterNotFoundError
from geo.snapshot import Snapshot
from webmap.pages.cluster_facts import find_contradictions
from webmap.pages.cluster_ground import find_ground
from webmap.pages.cluster_place import find_whereabouts
from webmap.pages.cluster_rates import explain_rates
from webmap.pages.cluster_subject import Subject, open_subject
from webmap.pages.factsheet import group_titles, groups_of, key_values, suggest_clusters
from webmap.pages.frame import page_address
from webmap.pages.timeline import find_events
from webmap.paper.history import draw_history
from webmap.paper.letterhead import letterhead
from webmap.paper.lots import draw_lots
from webmap.paper.sending import send_paper, unchanged_paper
from webmap.paper.site_map import draw_site
from webmap.paper.typeset import render_pdf
from webmap.paper.words import factsheet_words
from webmap.params import require_known
from webmap.state import state


def send_factsheet(language: str, cluster_id: str) -> Response:
    """Answer with the factsheet of a cluster on paper."""
    require_known(request.args, ())
    snapshot, day = state().snapshot, date.today()
    try:
        subject = open_subject(snapshot, cluster_id, language)
    except ClusterNotFoundError:
        return suggest_clusters(snapshot, cluster_id, language)
    if same := unchanged_paper(day):
        return same
    data, files = compose(subject, snapshot, day)
    return send_paper(render_pdf("factsheet.typ", data, files, day), f"{cluster_id}-{language}.pdf", day)


def compose(subject: Subject, snapshot: Snapshot, day: date) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Put together what the template prints, and its pictures."""
    language = subject.language
    address = request.host_url.rstrip("/") + page_address(language, f"clusters/{subject.record['id']}")
    (site, site_files), (lots, lot_files) = draw_site(subject), draw_lots(subject)
    history, history_files = draw_history(subject)
    data = {
        "head": letterhead(snapshot, language, subject.name, day),
        "words": factsheet_words(),
        "address": address,
        **_title(subject),
        "key": [asdict(value) for value in key_values(subject)],
        "place": [asdict(line) for line in find_whereabouts(subject)],
        "site": site,
        "nowhere": gettext(
            "Only the former district is known, so there is nothing to draw. A decision, a map or a pin that"
            " says where the cluster lies would put it on the map."
        ),
        "rates": [asdict(rate) for rate in explain_rates(subject)],
        "groups": _groups(subject),
        "ground": asdict(find_ground(subject)),
        "lots": lots,
        "history": history,
        "contradictions": [asdict(one) for one in find_contradictions(subject)],
        "events": [asdict(one) for one in find_events(subject)],
    }
    # whatever is cited above has its number only now
    data["sources"] = [asdict(one) for one in subject.citations.cited.values()]
    return data, {"qr.svg": qr_code(address), **site_files, **lot_files, **history_files}


def qr_code(address: str) -> bytes:
    """Draw an address for cameras."""
    drawn = BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=2, dark="#16242d", svgns=True)
    return drawn.getvalue()


def _title(subject: Subject) -> dict[str, Any]:
    record, words = subject.record, subject.words
    other = "en" if subject.language == "vi" else "vi"
    return {
        "name": subject.name,
        "status": words["status"][record["status"]],
        "kind": [words["kind"][record["kind"]], *([record["phase"]] if record["phase"] else [])],
        "other_name": record[f"name_{other}"],
        "other_language": other,
    }


def _groups(subject: Subject) -> list[Mapping[str, Any]]:
    titles = group_titles()
    return [
        {"title": titles[name], "values": [asdict(value) for value in values]}
        for name, values in groups_of(subject).items()
    ]
