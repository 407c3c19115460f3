"""Who may sign in, for how long, and who is kept out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from geo.errors import QueryError
from geo.records import users
from geo.records.audit import read_audit
from geo.records.database import writing
from geo.records.model import SESSIONS, USERS
from geo.records.sessions import begin_session, end_session, find_session
from geo.records.users import Role, add_user, disable_user, list_users, verify

PASSWORD = "một hai ba bốn năm"


@pytest.fixture
def lan(records):
    return add_user(records, "Lan", PASSWORD, Role.EDITOR, "test")


def test_who_has_the_password_is_let_in_and_nobody_else(records, lan):
    assert verify(records, "Lan", PASSWORD, "here") == lan
    assert verify(records, "Lan", "một hai ba bốn sáu", "here") is None
    assert verify(records, "Minh", PASSWORD, "here") is None
    assert verify(records, "Lan", "x" * 10_000, "here") is None


def test_the_password_is_kept_only_as_an_argon2_hash(records, lan):
    with records.reading() as connection:
        kept = connection.scalar(select(USERS.c.password))
    assert kept.startswith("$argon2id$")


@pytest.mark.parametrize(("name", "password"), [("Lan", "short"), ("Lan", "x" * 300), ("", PASSWORD), (" Lan", PASSWORD),
                                                ("La\nn", PASSWORD), ("x" * 65, PASSWORD)])  # fmt: skip
def test_names_and_passwords_that_cannot_be_used_are_refused(records, name, password):
    with pytest.raises(QueryError, match="expected"):
        add_user(records, name, password, Role.EDITOR, "test")


def test_five_wrong_passwords_lock_the_account_for_a_while(records, lan):
    for _ in range(5):
        verify(records, "Lan", "wrong", "here")
    assert list_users(records)[0].locked_until is not None
    assert verify(records, "Lan", PASSWORD, "here") is None
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat(timespec="seconds")
    with writing(records.engine) as connection:
        connection.execute(update(USERS).values(locked_until=past))
    assert verify(records, "Lan", PASSWORD, "here") is not None


def test_an_origin_that_tries_too_often_is_not_listened_to(records, lan, monkeypatch):
    monkeypatch.setattr(users, "_is_right", lambda *_: False)
    for number in range(20):
        verify(records, f"user{number}", "wrong", "there")
    monkeypatch.undo()
    assert verify(records, "Lan", PASSWORD, "there") is None
    assert verify(records, "Lan", PASSWORD, "here") is not None


def test_a_session_is_known_by_its_token_until_it_ends(records, lan):
    begun = begin_session(records, lan)
    session = find_session(records, begun.token)
    assert (session.user, session.csrf) == (lan, begun.csrf)
    assert find_session(records, begun.token[:-1]) is None
    with records.reading() as connection:
        assert begun.token not in connection.scalars(select(SESSIONS.c.token)).all()
    end_session(records, begun.token)
    assert find_session(records, begun.token) is None


def test_a_session_does_not_outlive_its_time_its_user_or_a_new_password(records, lan):
    first, second = begin_session(records, lan), begin_session(records, lan)
    with writing(records.engine) as connection:
        connection.execute(update(SESSIONS).where(SESSIONS.c.csrf == first.csrf).values(expires="2020"))
    assert find_session(records, first.token) is None
    add_user(records, "Lan", PASSWORD + "!", Role.REVIEWER, "test")
    assert find_session(records, second.token) is None
    third = begin_session(records, lan)
    disable_user(records, "Lan", "test")
    assert find_session(records, third.token) is None
    assert verify(records, "Lan", PASSWORD + "!", "here") is None


def test_the_audit_log_says_who_did_what(records, lan):
    verify(records, "Lan", "wrong", "10.0.0.1")
    begin_session(records, lan)
    with pytest.raises(QueryError, match="there is no user 'Minh'"):
        disable_user(records, "Minh", "test")
    with records.reading() as connection:
        told = [(line.who, line.what) for line in read_audit(connection)]
    assert told[:3] == [("Lan", "signed in"), ("Lan", "wrong password"), ("test", "user added")]
