"""How an editing page answers: who asks is found out, what they may do is checked, nothing is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request
from flask_babel import gettext

from geo.records.sessions import Session
from geo.records.store import Records
from geo.records.users import Role, User, list_users
from webmap.editing.record import find_record
from webmap.editing.signing import entry_token, is_expected, keep_entry_token, session_of
from webmap.pages.frame import page_address

_FORM_BYTES = 1_000_000
_FORM_PARTS = 2_000


@dataclass(frozen=True)
class Visitor:
    """Who asks for an editing page, in which language, and the record behind it."""

    language: str
    records: Records | None
    session: Session | None

    @property
    def user(self) -> User | None:
        """Return who is signed in."""
        return self.session.user if self.session else None

    @property
    def record(self) -> Records:
        """Return the record; a page that asks for it is shown to nobody where there is none."""
        if self.records is None:
            abort(HTTPStatus.NOT_FOUND)
        return self.records

    @property
    def name(self) -> str:
        """Return the name of who is signed in."""
        return self.user.name if self.user else ""

    def may(self, needs: Role | None) -> bool:
        """Tell whether this visitor has a role; a reviewer has that of an editor as well."""
        if needs is None:
            return True
        return self.user is not None and (self.user.role is Role.REVIEWER or needs is Role.EDITOR)


Show = Callable[..., Response]


@dataclass(frozen=True)
class Action:
    """What a form of a page does, and who may send it."""

    needs: Role | None
    act: Show


@dataclass(frozen=True)
class Desk:
    """One editing page: its address below the language, who sees it, and what its forms do."""

    address: str
    needs: Role | None
    show: Show
    actions: Mapping[str, Action] = field(default_factory=dict)
    most_bytes: int = _FORM_BYTES


def add_desks(bp: Blueprint, language: str, desks: Mapping[str, Desk]) -> None:
    """Add the editing pages to the pages of a language."""
    for endpoint, desk in desks.items():
        methods = ["GET", "POST"] if desk.actions else ["GET"]
        bp.add_url_rule(desk.address, endpoint, partial(_answer, desk, language), methods=methods)


def keep_nowhere(response: Response) -> Response:
    """Keep what an editing page answers, errors included, out of every cache and index."""
    if "visitor" in g:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answer(desk: Desk, language: str, **arguments: Any) -> Response:
    g.visitor = None
    request.max_content_length = desk.most_bytes
    request.max_form_memory_size = min(desk.most_bytes, 4 * _FORM_BYTES)
    request.max_form_parts = _FORM_PARTS
    records = find_record()
    g.visitor = visitor = Visitor(language, records, session_of(records))
    if request.method == "POST":
        return _act(desk, visitor, arguments)
    if not visitor.may(desk.needs):
        return _ask_to_sign_in(visitor)
    return desk.show(visitor, **arguments)


def _act(desk: Desk, visitor: Visitor, arguments: Mapping[str, Any]) -> Response:
    """Do what a form asks for; who is not signed in where one must be is not even listened to."""
    if not visitor.may(desk.needs):
        abort(
            HTTPStatus.FORBIDDEN, gettext("You are not signed in, or no longer: sign in and send it again.")
        )
    if not is_expected(request.form.get("csrf", ""), visitor.session):
        abort(
            HTTPStatus.FORBIDDEN,
            gettext("This form is not from a page of yours, or too old: reload the page and send it again."),
        )
    action = desk.actions.get(request.form.get("action", ""))
    if action is None:
        abort(HTTPStatus.BAD_REQUEST, gettext("The form does not say what is to be done."))
    if not visitor.may(action.needs):
        abort(HTTPStatus.FORBIDDEN, gettext("Only a reviewer may do this."))
    return action.act(visitor, **arguments)


def _ask_to_sign_in(visitor: Visitor) -> Response:
    if visitor.session is not None:
        abort(HTTPStatus.FORBIDDEN, gettext("Only a reviewer may do this."))
    wanted = request.path.removeprefix("/en").strip("/")
    return go(page_address(visitor.language, f"login?next={wanted}"))


def go(address: str) -> Response:
    """Send the browser on to another page of ours, to be fetched anew."""
    answer = redirect(address, HTTPStatus.SEE_OTHER)
    return Response(answer.get_data(), answer.status_code, dict(answer.headers))


def draw(visitor: Visitor, template: str, status: int = HTTPStatus.OK, **parts: Any) -> Response:
    """Draw an editing page."""
    token = visitor.session.csrf if visitor.session else entry_token()
    page = render_template(
        template,
        lang=visitor.language,
        visitor=visitor,
        csrf=token,
        is_reviewer=visitor.may(Role.REVIEWER),
        **parts,
    )
    response = Response(page, status=status)
    if visitor.session is None:
        keep_entry_token(response, token)
    return response


def has_users(records: Records | None) -> bool:
    """Tell whether anybody may sign in; else this instance can only be read."""
    return records is not None and any(user.active for user in list_users(records))
