"""What can be done about a proposal: answer, hand in, drop, accept, refuse."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Response, request
from flask_babel import gettext

from geo.errors import IntakeError, MovedOnError, QueryError
from geo.records import proposals
from geo.schema import Level
from webmap.editing.desk import Visitor, go
from webmap.editing.dry_run import DryRun, dry_run
from webmap.editing.publishing import publish_and_go
from webmap.pages.frame import page_address
from webmap.pages.intake import mapping_text
from webmap.pages.proposal import require_proposal, show_proposal

_ANSWER = "answer:"
_LONGEST_NAME = 300
_LONGEST_ANSWER = 20_000
_LONGEST_REASON = 2_000


def answer_questions(visitor: Visitor, number: int) -> Response:
    """Keep the answers given, and show what follows from them."""
    proposal = require_proposal(visitor, number)
    options = dict(proposal.options)
    for name, values in request.form.lists():
        if name.startswith(_ANSWER):
            given = [value.strip() for value in values if value.strip()]
            options[name.removeprefix(_ANSWER)] = given[-1][:_LONGEST_ANSWER] if given else ""
    if name := request.form.get("new-name", "").strip()[:_LONGEST_NAME]:
        options[name] = request.form.get("new-value", "").strip()[:_LONGEST_ANSWER]
    kept = {name: value for name, value in options.items() if value}
    return _try(
        visitor, number,
        lambda: proposals.answer(visitor.record, number, kept, visitor.name, visitor.record.head().number),
    )  # fmt: skip


def hand_in(visitor: Visitor, number: int) -> Response:
    """Hand a draft in for review; a table's columns are kept with it, to be used again."""
    proposal, records = require_proposal(visitor, number), visitor.record
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
    proposal, records, reason = require_proposal(visitor, number), visitor.record, _reason()
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


def _try(visitor: Visitor, number: int, act: Callable[[], None], onward: str = "") -> Response:
    try:
        act()
    except QueryError as error:
        return show_proposal(visitor, number, str(error), HTTPStatus.CONFLICT)
    return go(page_address(visitor.language, onward or f"review/{number}"))


def _reason() -> str:
    return request.form.get("reason", "").strip()[:_LONGEST_REASON]
