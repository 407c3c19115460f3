"""The page of a proposal: what was understood, what is wrong, and what it would change."""

from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import Response, abort, request
from flask_babel import gettext

from geo.errors import QueryError
from geo.intake.reading import Finding
from geo.records.files import read_kept
from geo.records.proposals import Proposal, Status, get_proposal
from geo.records.users import Role
from geo.schema import Level
from webmap.editing.desk import Visitor, draw
from webmap.editing.dry_run import DryRun, dry_run, moved_on
from webmap.pages.changed import find_changed
from webmap.pages.intake import kinds
from webmap.pages.proposed import Cited, show_effects, show_totals_changed
from webmap.pages.review_map import draw_preview
from webmap.pages.wording import amount, instant
from webmap.state import state

_MOST_SHOWN = 300
_MOST_LISTED = 8
"""Questions of no more choices list them with their reasons."""


class Group(NamedTuple):
    """The findings of one file, the gravest first."""

    file: str
    findings: Sequence[Finding]


def show_proposal(visitor: Visitor, number: int, problem: str = "", status: int = HTTPStatus.OK) -> Response:
    """Answer with all that a proposal would do, and with what can be done about it."""
    proposal = require_proposal(visitor, number)
    is_open = proposal.status in (Status.DRAFT, Status.PENDING)
    parts: dict[str, Any] = {}
    if is_open:
        parts = _told(visitor, proposal, dry_run(visitor.record, proposal))
    return draw(
        visitor, "proposal.html", status, proposal=proposal, problem=problem, is_open=is_open,
        is_own=proposal.submitted_by == visitor.name, kind=kinds()[proposal.kind],
        status_words=status_words(), typed=request.form, instant=instant, amount=amount, levels=level_words(),
        **parts, **({} if is_open else _outcome(visitor, proposal)),
    )  # fmt: skip


def _told(visitor: Visitor, proposal: Proposal, found: DryRun) -> dict[str, Any]:
    plan, language = found.plan, visitor.language
    both, others = moved_on(visitor.record, proposal, found)
    cited = Cited()
    brought = find_changed(plan.changes, found.names, language)
    counts = Counter(finding.level for finding in plan.findings)
    return {
        "plan": plan,
        "head": found.head,
        "groups": group_findings(plan.findings),
        "errors": counts[Level.ERROR],
        "warnings": counts[Level.WARNING],
        "questions": plan.questions,
        "listed": _MOST_LISTED,
        "given": sorted(proposal.options.items()),
        "effects": show_effects(plan.effects[:_MOST_SHOWN], found.names, cited, language),
        "more_effects": max(0, len(plan.effects) - _MOST_SHOWN),
        "sources": cited.sources(),
        "totals": show_totals_changed(plan.totals, language),
        "changed": brought,
        "both": find_changed(both, found.names, language),
        "others": find_changed(others, found.names, language),
        "clusters_there": found.clusters,
        "preview": draw_preview(plan.preview, language),
        "blocked": plan.has_errors() or not plan.changes,
    }


def _outcome(visitor: Visitor, proposal: Proposal) -> dict[str, Any]:
    """List the clusters an accepted proposal changed."""
    if proposal.revision is None:
        return {"clusters": []}
    changes = visitor.record.compare(max(1, proposal.revision - 1), proposal.revision)
    changed = {_cluster_of(change) for change in changes}
    clusters = state().snapshot.collections["clusters"].columns
    names = zip(clusters["id"].to_pylist(), clusters[f"name_{visitor.language}"].to_pylist(), strict=True)
    return {"clusters": [(one, name) for one, name in names if one in changed]}


def _cluster_of(change: Any) -> str | None:
    content = change.after or change.before or {}
    return change.key if change.table in ("clusters", "outlines") else content.get("cluster_id")


def group_findings(findings: Sequence[Finding]) -> list[Group]:
    """Group findings by file, errors before warnings."""
    files = dict.fromkeys(finding.place.file for finding in findings)
    return [
        Group(
            file,
            sorted(
                (one for one in findings if one.place.file == file),
                key=lambda one: one.level is not Level.ERROR,
            ),
        )
        for file in files
    ]


def send_file(visitor: Visitor, number: int, place: int) -> Response:
    """Answer with a file as it was brought, to be saved and never to be opened by the browser itself."""
    proposal = require_proposal(visitor, number)
    if not 0 <= place < len(proposal.files):
        abort(HTTPStatus.NOT_FOUND)
    file = proposal.files[place]
    response = Response(read_kept(visitor.record.home, file.sha256), mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    return response


def require_proposal(visitor: Visitor, number: int) -> Proposal:
    """Return a proposal this visitor may see: a draft is its bringer's own."""
    try:
        proposal = get_proposal(visitor.record, number)
    except QueryError:
        abort(HTTPStatus.NOT_FOUND, gettext("There is no such proposal."))
    is_draft = proposal.status in (Status.DRAFT, Status.DROPPED)
    if is_draft and proposal.submitted_by != visitor.name and not visitor.may(Role.REVIEWER):
        abort(HTTPStatus.NOT_FOUND, gettext("There is no such proposal."))
    return proposal


def status_words() -> dict[str, str]:
    """Say what became of a proposal."""
    return {
        Status.DRAFT: gettext("draft"),
        Status.DROPPED: gettext("dropped"),
        Status.PENDING: gettext("waiting for review"),
        Status.ACCEPTED: gettext("accepted"),
        Status.REFUSED: gettext("refused"),
    }


def level_words() -> dict[str, str]:
    """Say how grave a finding is."""
    return {Level.ERROR: gettext("error"), Level.WARNING: gettext("warning")}
