"""Who may sign in: passwords are hashed with argon2, and wrong ones lock the account for a while."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update

from geo.errors import QueryError
from geo.records.audit import note
from geo.records.database import reading, writing
from geo.records.model import ATTEMPTS, SESSIONS, USERS
from geo.records.revisions import now
from geo.records.store import Records

LEAST_SIGNS = 12
MOST_SIGNS = 200
_MOST_NAME = 64
_WRONG_BEFORE_LOCK = 5
_LOCKED = timedelta(minutes=15)
_ATTEMPTS = 20
_ATTEMPTS_WITHIN = timedelta(minutes=10)
_HASHER = PasswordHasher()


class Role(StrEnum):
    """An editor brings in; a reviewer may also accept and refuse."""

    EDITOR = "editor"
    REVIEWER = "reviewer"


class User(NamedTuple):
    """Somebody who may sign in."""

    name: str
    role: Role
    active: bool
    locked_until: str | None


class Refused(NamedTuple):
    """Why nobody was let in: too many tries from one place, a locked account, or else a wrong word."""

    too_often: bool
    locked_until: str | None


_COLUMNS = (USERS.c.name, USERS.c.role, USERS.c.active, USERS.c.locked_until)


def add_user(records: Records, name: str, password: str, role: Role, by: str) -> User:
    """Add a user, or give one a new password and role, and unlock the account.

    Raises
    ------
    QueryError
        If the name or the password cannot be used.
    """
    if not name.strip() or name != name.strip() or len(name) > _MOST_NAME or not name.isprintable():
        raise QueryError(f"the name {name!r}; expected 1 to {_MOST_NAME} signs without blanks at its ends")
    if not LEAST_SIGNS <= len(password) <= MOST_SIGNS:
        raise QueryError(
            f"a password of {len(password)} signs; expected {LEAST_SIGNS} to {MOST_SIGNS}: four words, say"
        )
    row = {"password": _HASHER.hash(password), "role": str(role), "failed": 0, "locked_until": None,
           "active": True}  # fmt: skip
    with writing(records.engine) as connection:
        known = find_user(connection, name)
        if known is None:
            connection.execute(insert(USERS).values(name=name, **row))
        else:
            connection.execute(update(USERS).where(USERS.c.name == name).values(**row))
            connection.execute(delete(SESSIONS).where(SESSIONS.c.user_name == name))
        note(connection, by, "user added" if known is None else "user changed", {"name": name, "role": role})
    return User(name, role, True, None)


def disable_user(records: Records, name: str, by: str) -> None:
    """Keep a user out, at once: sessions end too.

    Raises
    ------
    QueryError
        If there is no such user.
    """
    with writing(records.engine) as connection:
        if find_user(connection, name) is None:
            raise QueryError(f"there is no user {name!r}; see: python server.py user list")
        connection.execute(update(USERS).where(USERS.c.name == name).values(active=False))
        connection.execute(delete(SESSIONS).where(SESSIONS.c.user_name == name))
        note(connection, by, "user disabled", {"name": name})


def list_users(records: Records) -> list[User]:
    """List all users by name."""
    with reading(records.engine) as connection:
        return [_to_user(*row) for row in connection.execute(select(*_COLUMNS).order_by(USERS.c.name))]


def find_user(connection: Connection, name: str) -> User | None:
    """Find a user by name."""
    row = connection.execute(select(*_COLUMNS).where(USERS.c.name == name)).first()
    return None if row is None else _to_user(*row)


def _to_user(name: str, role: str, active: bool, locked_until: str | None) -> User:
    return User(name, Role(role), bool(active), locked_until if (locked_until or "") > now() else None)


def verify(records: Records, name: str, password: str, origin: str) -> User | None:
    """Return the user whose password this is; None for any reason why nobody is let in.

    Parameters
    ----------
    origin : where the attempt comes from: an address that tries too often is not listened to
    """
    if not _may_try(records, origin) or len(password) > MOST_SIGNS:
        return None
    with reading(records.engine) as connection:
        user = find_user(connection, name)
        kept = connection.scalar(select(USERS.c.password).where(USERS.c.name == name)) or _nobody()
    right = _is_right(kept, password)
    if user is None or not user.active or user.locked_until:
        return None
    _remember(records, name, right, origin)
    return user if right else None


def why_refused(records: Records, name: str, origin: str) -> Refused:
    """Say why nobody was let in, without telling an unknown name from a wrong password."""
    with reading(records.engine) as connection:
        if _tried(connection, origin) >= _ATTEMPTS:
            return Refused(True, None)
        user = find_user(connection, name)
    return Refused(False, user.locked_until if user and user.active else None)


@cache
def _nobody() -> str:
    """Make a hash to verify where there is no such user, so that the time an answer takes does not tell."""
    return _HASHER.hash("a password that nobody has")


def _is_right(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _may_try(records: Records, origin: str) -> bool:
    since = (datetime.now(UTC) - _ATTEMPTS_WITHIN).isoformat(timespec="seconds")
    with writing(records.engine) as connection:
        connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.made_at < since))
        may = _tried(connection, origin) < _ATTEMPTS
        if may:
            connection.execute(insert(ATTEMPTS).values(origin=origin, made_at=now()))
        return may


def _tried(connection: Connection, origin: str) -> int:
    return connection.scalar(select(func.count()).where(ATTEMPTS.c.origin == origin)) or 0


def _remember(records: Records, name: str, right: bool, origin: str) -> None:
    with writing(records.engine) as connection:
        failed = (
            0 if right else (connection.scalar(select(USERS.c.failed).where(USERS.c.name == name)) or 0) + 1
        )
        locked = failed >= _WRONG_BEFORE_LOCK
        until = (datetime.now(UTC) + _LOCKED).isoformat(timespec="seconds") if locked else None
        values = {"failed": 0 if locked else failed, "locked_until": until}
        connection.execute(update(USERS).where(USERS.c.name == name).values(**values))
        if right:
            # only wrong ones count: a whole office may sign in from one address
            last = select(func.max(ATTEMPTS.c.id)).where(ATTEMPTS.c.origin == origin).scalar_subquery()
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.id == last))
        else:
            note(connection, name, "locked" if locked else "wrong password", {"from": origin})
