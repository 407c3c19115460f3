"""The revisions of the record, what two of them differ in, going back, and the log of who did what."""

from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask_babel import gettext

from geo.errors import QueryError
from geo.records.audit import read_audit
from geo.records.revisions import Kind
from webmap.editing.desk import Visitor, draw
from webmap.editing.dry_run import names_of
from webmap.editing.publishing import publish_and_go
from webmap.pages.changed import find_changed
from webmap.pages.wording import amount, instant

_LONGEST_REASON = 2_000
_MOST_LINES = 500


def show_record(visitor: Visitor, problem: str = "", status: int = HTTPStatus.OK) -> Response:
    """Answer with all revisions; any two can be compared, and any earlier one gone back to."""
    return draw(
        visitor, "record.html", status, revisions=visitor.record.revisions(), kinds=kind_words(),
        problem=problem, typed=request.form, instant=instant, amount=amount,
    )  # fmt: skip


def kind_words() -> dict[str, str]:
    """Say why a revision was made."""
    return {
        Kind.PACKAGE: gettext("data package"),
        Kind.IMPORT: gettext("import"),
        Kind.DECISION: gettext("decision on a contradiction"),
        Kind.ROLLBACK: gettext("rollback"),
    }


def show_comparison(visitor: Visitor) -> Response:
    """Answer with what turns one revision into another."""
    first, second = (_number(name) for name in ("first", "second"))
    records = visitor.record
    changes = records.compare(first, second)
    names = names_of(records.package_at(max(first, second)))
    changed = find_changed(changes, names, visitor.language)
    return draw(
        visitor, "comparison.html", first=records.revision(first), second=records.revision(second),
        changed=changed, count=len(changes), instant=instant, amount=amount,
    )  # fmt: skip


def _number(name: str) -> int:
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise QueryError(f"{name}={text!r}; expected the number of a revision")
    return int(text)


def roll_back(visitor: Visitor) -> Response:
    """Add a revision in which everything is as it was at an earlier one, and publish it."""
    reason, to = request.form.get("reason", "").strip()[:_LONGEST_REASON], request.form.get("to", "")
    problem = ""
    if not reason:
        problem = gettext("Give a reason: it stays in the record.")
    elif request.form.get("head", "") != str(visitor.record.head().number):
        problem = gettext(
            "Meanwhile somebody else changed the record. Look at the revisions again, then decide."
        )
    elif not (to.isascii() and to.isdecimal() and len(to) < 10):
        problem = gettext("Choose the revision to go back to.")
    if problem:
        return show_record(visitor, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        visitor.record.roll_back(int(to), visitor.name, reason)
    except QueryError as error:
        return show_record(visitor, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return publish_and_go(visitor, "record")


def show_log(visitor: Visitor) -> Response:
    """Answer with who did what, the latest first."""
    with visitor.record.reading() as connection:
        lines = read_audit(connection, _MOST_LINES)
    return draw(visitor, "log.html", lines=[_line(line) for line in lines], most=_MOST_LINES, amount=amount)


def _line(line: Any) -> dict[str, Any]:
    detail = {name: value for name, value in line.detail.items() if value not in (None, [], "")}
    return {
        "who": line.who,
        "time": instant(line.made_at),
        "what": deed_words().get(line.what, line.what),
        "detail": [(detail_words().get(name, name), _told(name, value)) for name, value in detail.items()],
    }


def _told(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one)[:12] for one in value)
    return {"editor": str(gettext("editor")), "reviewer": str(gettext("reviewer"))}.get(
        str(value), str(value)
    )


def deed_words() -> dict[str, str]:
    """Say what the log notes."""
    return {
        "signed in": gettext("signed in"),
        "wrong password": gettext("wrong password"),
        "locked": gettext("account locked"),
        "user added": gettext("user added"),
        "user changed": gettext("user changed"),
        "user disabled": gettext("user disabled"),
        "draft": gettext("draft brought"),
        "dropped": gettext("draft dropped"),
        "submitted": gettext("handed in for review"),
        "accept": gettext("revision stored"),
        "accepted": gettext("proposal accepted"),
        "refused": gettext("proposal refused"),
        "rollback": gettext("gone back"),
        "package": gettext("data package taken in"),
    }


def detail_words() -> dict[str, str]:
    """Say the names of what is noted along."""
    return {
        "proposal": gettext("proposal"),
        "revision": gettext("revision"),
        "files": gettext("files"),
        "to": gettext("to revision"),
        "name": gettext("name"),
        "role": gettext("role"),
        "from": gettext("from address"),
    }
