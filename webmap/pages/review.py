"""Proposals: the list of them, and the page of one, where it is answered, handed in, accepted or refused."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import Response, abort, request
from flask_babel import gettext

from geo.errors import IntakeError, MovedOnError, QueryError, SourceError
from geo.intake.reading import Finding, Question
from geo.records import proposals
from geo.records.files import read_kept
from geo.records.proposals import Proposal, Status, get_proposal, list_proposals
from geo.records.publishing import publish_head
from geo.records.users import Role
from geo.schema import Level
from webmap.editing.desk import Visitor, draw, go
from webmap.editing.dry_run import DryRun, dry_run, moved_on
from webmap.pages.changed import find_changed
from webmap.pages.frame import page_address
from webmap.pages.intake import kinds, mapping_text
from webmap.pages.proposed import show_effects, show_totals_changed
from webmap.pages.review_map import draw_preview
from webmap.pages.wording import amount, instant

_ANSWER = "answer:"
_LONGEST_ANSWER = 20_000
_LONGEST_REASON = 2_000
_MOST_SHOWN = 300


class Group(NamedTuple):
    """The findings of one file, the gravest first."""

    file: str
    findings: Sequence[Finding]


def show_review(visitor: Visitor) -> Response:
    """Answer with the proposals that wait, and those that were decided."""
    every = [one for one in list_proposals(visitor.record) if one.status is not Status.DROPPED]
    return draw(
        visitor, "review.html",
        waiting=[one for one in every if one.status is Status.PENDING],
        drafts=[one for one in every if one.status is Status.DRAFT and one.submitted_by == visitor.name],
        decided=[one for one in every if one.status in (Status.ACCEPTED, Status.REFUSED)][:_MOST_SHOWN],
        kinds=kinds(), instant=instant, amount=amount, status_words=status_words(),
    )  # fmt: skip


def show_proposal(visitor: Visitor, number: int, problem: str = "", status: int = HTTPStatus.OK) -> Response:
    """Answer with all that a proposal would do, and with what can be done about it."""
    proposal = _require(visitor, number)
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
    brought = find_changed(plan.changes, found.names, language)
    counts = Counter(finding.level for finding in plan.findings)
    return {
        "plan": plan,
        "head": found.head,
        "groups": group_findings(plan.findings),
        "errors": counts[Level.ERROR],
        "warnings": counts[Level.WARNING],
        "questions": [(question, _is_open_choice(question)) for question in plan.questions],
        "given": sorted(proposal.options.items()),
        "effects": show_effects(plan.effects, found.names, language),
        "totals": show_totals_changed(plan.totals, language),
        "changed": brought,
        "both": find_changed(both, found.names, language),
        "others": find_changed(others, found.names, language),
        "names": found.names,
        "preview": draw_preview(plan.preview, language),
        "blocked": plan.has_errors() or not plan.changes,
        "most": _MOST_SHOWN,
    }


def _outcome(visitor: Visitor, proposal: Proposal) -> dict[str, Any]:
    """List the clusters an accepted proposal changed."""
    if proposal.revision is None:
        return {"clusters": []}
    records = visitor.record
    changes = records.compare(max(1, proposal.revision - 1), proposal.revision)
    ids = sorted({one for change in changes if (one := _cluster_of(change))})
    names = {
        row["id"]: row for row in records.package_at(proposal.revision).tables["clusters"].to_dict("records")
    }
    return {"clusters": [(one, names[one][f"name_{visitor.language}"]) for one in ids if one in names]}


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


def answer_questions(visitor: Visitor, number: int) -> Response:
    """Keep the answers given, and show what follows from them."""
    proposal = _require(visitor, number)
    options = dict(proposal.options)
    for name, value in request.form.items():
        if name.startswith(_ANSWER):
            options[name.removeprefix(_ANSWER)] = value.strip()[:_LONGEST_ANSWER]
    kept = {name: value for name, value in options.items() if value}
    return _try(
        visitor, number,
        lambda: proposals.answer(visitor.record, number, kept, visitor.name, visitor.record.head().number),
    )  # fmt: skip


def hand_in(visitor: Visitor, number: int) -> Response:
    """Hand a draft in for review; a table's columns are kept with it, to be used again."""
    proposal, records = _require(visitor, number), visitor.record
    found = dry_run(records, proposal)
    if found.plan.has_errors() or not found.plan.changes:
        problem = gettext("It cannot be handed in yet: answer the questions and correct the errors first.")
        return show_proposal(visitor, number, problem, HTTPStatus.UNPROCESSABLE_ENTITY)

    def hand_in_draft() -> None:
        if found.plan.mapping:
            options = {**proposal.options, "mapping": mapping_text(dict(found.plan.mapping))}
            proposals.answer(records, number, options, visitor.name, found.head)
        proposals.hand_in(records, number, visitor.name, found.head)

    return _try(visitor, number, hand_in_draft)


def drop(visitor: Visitor, number: int) -> Response:
    """Drop a draft."""
    return _try(visitor, number, lambda: proposals.drop(visitor.record, number, visitor.name), "intake")


def accept(visitor: Visitor, number: int) -> Response:
    """Accept a proposal just as it was shown, and publish what the record now says."""
    proposal, records, reason = _require(visitor, number), visitor.record, _reason()
    found = dry_run(records, proposal)
    if problem := _stands_against(found, reason):
        return show_proposal(visitor, number, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        proposals.accept_proposal(
            records, number, found.plan.changes, visitor.name, reason, found.head, found.plan.sources
        )
    except MovedOnError:
        return show_proposal(visitor, number, _moved_on(), HTTPStatus.CONFLICT)
    except (IntakeError, QueryError) as error:
        return show_proposal(visitor, number, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return publish_and_go(visitor, f"review/{number}")


def publish_and_go(visitor: Visitor, onward: str) -> Response:
    """Publish the head; where that fails what was accepted stays, and the next one publishes it."""
    try:
        publish_head(visitor.record, date.today())
    except SourceError:
        onward += "?unpublished=1"
    return go(page_address(visitor.language, onward))


def _stands_against(found: DryRun, reason: str) -> str:
    if str(found.head) != request.form.get("head", ""):
        return _moved_on()
    if found.plan.has_errors() or not found.plan.changes:
        return str(
            gettext("It cannot be accepted: a question is open, something is wrong, or nothing would change.")
        )
    if not reason:
        return str(gettext("Give a reason: it stays in the record."))
    warned = any(finding.level is Level.WARNING for finding in found.plan.findings)
    if warned and request.form.get("seen") != "yes":
        return str(gettext("There are warnings: confirm that you have looked at them."))
    return ""


def _moved_on() -> str:
    return str(
        gettext(
            "Meanwhile somebody else changed the record. Below is what this would do now: look"
            " again, then decide."
        )
    )


def refuse(visitor: Visitor, number: int) -> Response:
    """Refuse a proposal, with a reason."""
    if not _reason():
        problem = gettext("Give a reason: whoever brought this reads it.")
        return show_proposal(visitor, number, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _try(
        visitor, number, lambda: proposals.refuse_proposal(visitor.record, number, visitor.name, _reason())
    )


def send_file(visitor: Visitor, number: int, place: int) -> Response:
    """Answer with a file as it was brought, to be saved and never to be opened by the browser itself."""
    proposal = _require(visitor, number)
    if not 0 <= place < len(proposal.files):
        abort(HTTPStatus.NOT_FOUND)
    file = proposal.files[place]
    response = Response(read_kept(visitor.record.home, file.sha256), mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    return response


def _try(visitor: Visitor, number: int, act: Any, onward: str = "") -> Response:
    try:
        act()
    except QueryError as error:
        return show_proposal(visitor, number, str(error), HTTPStatus.CONFLICT)
    return go(page_address(visitor.language, onward or f"review/{number}"))


def _require(visitor: Visitor, number: int) -> Proposal:
    """Return a proposal this visitor may see: a draft is its bringer's own."""
    try:
        proposal = get_proposal(visitor.record, number)
    except QueryError:
        abort(HTTPStatus.NOT_FOUND, gettext("There is no such proposal."))
    is_draft = proposal.status in (Status.DRAFT, Status.DROPPED)
    if is_draft and proposal.submitted_by != visitor.name and not visitor.may(Role.REVIEWER):
        abort(HTTPStatus.NOT_FOUND, gettext("There is no such proposal."))
    return proposal


def _reason() -> str:
    return request.form.get("reason", "").strip()[:_LONGEST_REASON]


def _is_open_choice(question: Question) -> bool:
    """Tell whether another answer than the choices may be right: near matches are not all there is."""
    return question.name.partition(":")[0] in ("cluster", "crs")


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
