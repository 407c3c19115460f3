"""Who is signed in: a session is known by the hash of its token, which only the browser holds."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from geo.records.audit import note
from geo.records.database import reading, writing
from geo.records.model import SESSIONS
from geo.records.revisions import now
from geo.records.store import Records
from geo.records.users import User, find_user

LASTS = timedelta(hours=12)
_BYTES = 32


class Session(NamedTuple):
    """Somebody signed in; every form they send must bear the `csrf` token."""

    user: User
    csrf: str


class Begun(NamedTuple):
    """A session just begun: the token goes to the browser, and is kept nowhere."""

    token: str
    csrf: str


def begin_session(records: Records, user: User) -> Begun:
    """Begin a session."""
    begun = Begun(secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(_BYTES))
    expires = (datetime.now(UTC) + LASTS).isoformat(timespec="seconds")
    row = {"token": _hash(begun.token), "user_name": user.name, "expires": expires, "csrf": begun.csrf}
    with writing(records.engine) as connection:
        connection.execute(delete(SESSIONS).where(SESSIONS.c.expires < now()))
        connection.execute(insert(SESSIONS).values(row))
        note(connection, user.name, "signed in", {})
    return begun


def find_session(records: Records, token: str) -> Session | None:
    """Find the session of a token; None where it is over or its user disabled."""
    asked = select(SESSIONS).where(SESSIONS.c.token == _hash(token), SESSIONS.c.expires > now())
    with reading(records.engine) as connection:
        row = connection.execute(asked).mappings().first()
        user = row and find_user(connection, row["user_name"])
    return Session(user, row["csrf"]) if row and user and user.active else None


def end_session(records: Records, token: str) -> None:
    """End a session."""
    with writing(records.engine) as connection:
        connection.execute(delete(SESSIONS).where(SESSIONS.c.token == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
