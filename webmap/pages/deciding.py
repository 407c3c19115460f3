"""A reviewer decides which of contradicting values is shown, with a reason; all of them stay."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from http import HTTPStatus

from flask import Response, abort, request
from flask_babel import gettext

from geo import ledger
from geo.changes import Change
from geo.errors import IntakeError, MovedOnError, QueryError
from geo.intake.changing import records as rows_of
from geo.package import Package
from webmap.editing.desk import Visitor, draw
from webmap.editing.dry_run import package_of
from webmap.editing.publishing import publish_and_go
from webmap.pages.contradictions import make_entry, state_words
from webmap.pages.wording import amount

_LONGEST_REASON = 2_000


def show_deciding(
    visitor: Visitor, cluster_id: str, field: str, problem: str = "", status: int = HTTPStatus.OK
) -> Response:
    """Answer with the values side by side, and the form to decide."""
    head = visitor.record.head()
    package = package_of(visitor.record, head)
    found = _require(package, cluster_id, field)
    names = {row["id"]: row[f"name_{visitor.language}"] for row in rows_of(package, "clusters")}
    wanted = {found.published, *(other for other, _ in found.others)}
    facts = {row["id"]: row for row in package.tables["facts"].to_dict("records") if row["id"] in wanted}
    sources = {row["id"]: row for row in rows_of(package, "sources")}
    return draw(
        visitor, "deciding.html", status, problem=problem, head=head.number,
        entry=make_entry(asdict(found), facts, sources, names, visitor.language),
        states=state_words(), typed=request.form, amount=amount,
    )  # fmt: skip


def _require(package: Package, cluster_id: str, field: str) -> ledger.Contradiction:
    try:
        return ledger.require_contradiction(package, cluster_id, field)
    except QueryError:
        abort(HTTPStatus.NOT_FOUND, gettext("Here no sources contradict each other, or no longer."))


def decide(visitor: Visitor, cluster_id: str, field: str) -> Response:
    """Keep which value a reviewer chose, and why; and publish it."""
    package = package_of(visitor.record, visitor.record.head())
    _require(package, cluster_id, field)
    try:
        changes = ledger.decide(
            package, cluster_id, field, request.form.get("fact", ""), _reason(), date.today().isoformat()
        )
    except QueryError:
        problem = gettext("Choose one of the values.")
        return show_deciding(visitor, cluster_id, field, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _store(visitor, cluster_id, field, changes)


def withdraw(visitor: Visitor, cluster_id: str, field: str) -> Response:
    """Take a decision back; the rules decide again."""
    package = package_of(visitor.record, visitor.record.head())
    return _store(visitor, cluster_id, field, ledger.withdraw(package, cluster_id, field))


def _store(visitor: Visitor, cluster_id: str, field: str, changes: Sequence[Change]) -> Response:
    head, problem = request.form.get("head", ""), ""
    if not _reason():
        problem = str(gettext("Give a reason: it stays in the record."))
    elif head != str(visitor.record.head().number):
        problem = str(gettext("Meanwhile somebody else changed the record. Look again, then decide."))
    if problem:
        return show_deciding(visitor, cluster_id, field, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        visitor.record.accept(changes, visitor.name, _reason(), based_on=int(head))
    except MovedOnError:
        problem = str(gettext("Meanwhile somebody else changed the record. Look again, then decide."))
        return show_deciding(visitor, cluster_id, field, problem, HTTPStatus.CONFLICT)
    except (IntakeError, QueryError) as error:
        return show_deciding(visitor, cluster_id, field, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return publish_and_go(visitor, f"contradictions/{cluster_id}/{field}")


def _reason() -> str:
    return request.form.get("reason", "").strip()[:_LONGEST_REASON]
