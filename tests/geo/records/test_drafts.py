"""Drafts: kept and answered by whoever brought them, handed in or dropped, and nothing of them in the record."""

import pytest

from geo.errors import QueryError
from geo.intake.reading import Brought
from geo.records.audit import read_audit
from geo.records.proposals import (
    Status,
    answer,
    drop,
    files_of,
    get_proposal,
    hand_in,
    list_proposals,
    submit,
)


@pytest.fixture
def draft(records):
    return submit(records, "forms", {}, [Brought("a.csv", b"a")], "Lan", 1, Status.DRAFT)


def test_a_draft_is_answered_and_handed_in(records, draft):
    answer(records, draft.id, {"period": "2026-H1"}, "Lan", 1)
    hand_in(records, draft.id, "Lan", 1)
    found = get_proposal(records, draft.id)
    assert (found.status, found.options) == (Status.PENDING, {"period": "2026-H1"})
    assert [proposal.id for proposal in list_proposals(records, Status.PENDING)] == [draft.id]


def test_what_is_handed_in_is_no_draft_any_more(records, draft):
    hand_in(records, draft.id, "Lan", 1)
    for change in (lambda: answer(records, draft.id, {}, "Lan", 1), lambda: drop(records, draft.id, "Lan")):
        with pytest.raises(QueryError, match="it is pending"):
            change()


def test_nobody_else_touches_a_draft(records, draft):
    with pytest.raises(QueryError, match="no draft of Minh"):
        hand_in(records, draft.id, "Minh", 1)
    assert get_proposal(records, draft.id).status is Status.DRAFT


def test_a_draft_that_is_dropped_leaves_its_file_and_its_line_in_the_log(records, draft):
    drop(records, draft.id, "Lan")
    found = get_proposal(records, draft.id)
    assert (found.status, files_of(records, found)) == (Status.DROPPED, [Brought("a.csv", b"a")])
    with records.reading() as connection:
        assert [line.what for line in read_audit(connection)] == ["dropped", "draft", "package"]
    assert records.head().number == 1
