"""Signing in and out."""

import re
from http import HTTPStatus

from flask import Response, request
from flask_babel import gettext

from geo.records.sessions import begin_session
from geo.records.users import verify, why_refused
from webmap.editing.desk import Visitor, draw, go, has_users
from webmap.editing.signing import hand_over, take_back
from webmap.pages.frame import page_address
from webmap.pages.wording import instant

_OURS = re.compile(r"(intake|review|record|log|contradictions)(/[\w-]+)*", re.ASCII)


def show_login(visitor: Visitor) -> Response:
    """Answer with the form to sign in; who is signed in goes on."""
    if visitor.session is not None:
        return go(_onward(visitor, request.args.get("next", "")))
    return _draw(visitor)


def sign_in(visitor: Visitor) -> Response:
    """Begin a session for a name and password; a session there was before ends."""
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    if visitor.records is None:
        return _draw(visitor, "", HTTPStatus.FORBIDDEN)
    origin = request.remote_addr or ""
    user = verify(visitor.records, name, password, origin)
    if user is None:
        return _draw(visitor, _refusal(visitor, name, origin), HTTPStatus.FORBIDDEN)
    response = go(_onward(visitor, request.form.get("next", "")))
    take_back(visitor.records, response)
    hand_over(response, begin_session(visitor.records, user).token)
    return response


def sign_out(visitor: Visitor) -> Response:
    """End the session."""
    response = go(page_address(visitor.language, "login"))
    take_back(visitor.record, response)
    return response


def show_logout(visitor: Visitor) -> Response:
    """Lead back: signing out takes a button."""
    return go(page_address(visitor.language, "intake"))


def _onward(visitor: Visitor, wanted: str) -> str:
    """Name the page to go on to: one of ours, whatever the address asks for."""
    return page_address(visitor.language, wanted if _OURS.fullmatch(wanted) else "intake")


def _refusal(visitor: Visitor, name: str, origin: str) -> str:
    told = why_refused(visitor.record, name, origin)
    if told.too_often:
        return str(gettext("Too many tries from this address. Please wait ten minutes, then try again."))
    if told.locked_until:
        said = gettext("This account is locked until {time}, after five wrong passwords in a row.")
        return str(said).format(time=instant(told.locked_until))
    return str(
        gettext(
            "The name or the password is wrong. After five wrong passwords in a row an account is"
            " locked for 15 minutes."
        )
    )


def _draw(visitor: Visitor, problem: str = "", status: int = HTTPStatus.OK) -> Response:
    wanted = request.values.get("next", "")
    return draw(
        visitor, "login.html", status, problem=problem, next=wanted if _OURS.fullmatch(wanted) else "",
        name=request.form.get("name", ""), can_sign_in=has_users(visitor.records),
    )  # fmt: skip
