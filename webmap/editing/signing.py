"""Cookies of those who sign in: only our own pages get them back, and no script ever reads them."""

import hmac
import secrets

from flask import Response, request

from geo.records.sessions import LASTS, Session, end_session, find_session
from geo.records.store import Records

_SESSION, _ENTRY = "atlas-session", "atlas-entry"


def session_of(records: Records | None) -> Session | None:
    """Find the session of this request."""
    token = request.cookies.get(_name(_SESSION), "")
    return find_session(records, token) if records and token else None


def hand_over(response: Response, token: str) -> None:
    """Give the browser the token of a session just begun."""
    _set(response, _SESSION, token, int(LASTS.total_seconds()))


def take_back(records: Records, response: Response) -> None:
    """End the session of this request, here and in the browser."""
    if token := request.cookies.get(_name(_SESSION)):
        end_session(records, token)
        response.delete_cookie(_name(_SESSION), secure=request.is_secure, httponly=True, samesite="Strict")


def entry_token() -> str:
    """Return what the form to sign in must bear, before there is a session."""
    return request.cookies.get(_name(_ENTRY), "") or secrets.token_urlsafe(32)


def keep_entry_token(response: Response, token: str) -> None:
    """Give the browser what the form to sign in must bear."""
    _set(response, _ENTRY, token, None)


def is_expected(stated: str, session: Session | None) -> bool:
    """Tell whether a form bears the token of the session, or of the form to sign in where there is none."""
    expected = session.csrf if session else request.cookies.get(_name(_ENTRY), "")
    return bool(expected) and hmac.compare_digest(stated.encode(), expected.encode())


def _set(response: Response, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(
        _name(name), value, max_age=seconds, secure=request.is_secure, httponly=True, samesite="Strict"
    )


def _name(name: str) -> str:
    """The prefix binds a cookie to this very host; browsers take it over https alone."""
    return f"__Host-{name}" if request.is_secure else name
