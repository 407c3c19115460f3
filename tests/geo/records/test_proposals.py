"""What was brought waits for a reviewer; it is accepted with its revision or refused with a reason."""

import pytest

from geo.errors import MovedOnError, QueryError
from geo.intake.reading import Brought
from geo.records.proposals import (
    Status,
    accept_proposal,
    files_of,
    get_proposal,
    list_proposals,
    refuse_proposal,
    submit,
)
from tests.geo.records.conftest import FORM, accept, new_fact


@pytest.fixture
def proposal(records):
    files = [Brought("Biểu 02.xlsx", b"abc"), Brought("Biểu 03.xlsx", b"abd")]
    return submit(records, "forms", {"period": "2024-H1"}, files, "Lan", 1)


def test_what_was_brought_is_kept_as_it_was(records, proposal):
    assert (proposal.status, proposal.kind, proposal.options) == ("pending", "forms", {"period": "2024-H1"})
    assert files_of(records, proposal) == [Brought("Biểu 02.xlsx", b"abc"), Brought("Biểu 03.xlsx", b"abd")]
    assert list_proposals(records, Status.PENDING) == [proposal]
    assert records.head().number == 1


def test_accepting_makes_a_revision_with_the_files_and_closes_the_proposal(records, proposal):
    revision = accept_proposal(records, proposal.id, [new_fact("320")], "Minh", "đủ dấu", 1, [FORM])
    closed = get_proposal(records, proposal.id)
    assert (closed.status, closed.decided_by, closed.revision) == ("accepted", "Minh", 2)
    assert [file.name for file in records.revision(revision.number).files] == ["Biểu 02.xlsx", "Biểu 03.xlsx"]
    assert list_proposals(records, Status.PENDING) == []


def test_a_proposal_that_cannot_be_accepted_stays_open(records, proposal):
    accept(records, new_fact("9"))
    with pytest.raises(MovedOnError):
        accept_proposal(records, proposal.id, [new_fact("320")], "Minh", "đủ dấu", 1, [FORM])
    assert get_proposal(records, proposal.id).status is Status.PENDING


def test_a_refusal_needs_a_reason_and_changes_nothing(records, proposal):
    with pytest.raises(QueryError, match="needs a reason"):
        refuse_proposal(records, proposal.id, "Minh", " ")
    refuse_proposal(records, proposal.id, "Minh", "thiếu dấu")
    assert (get_proposal(records, proposal.id).reason, records.head().number) == ("thiếu dấu", 1)


def test_what_was_decided_is_not_decided_again(records, proposal):
    refuse_proposal(records, proposal.id, "Minh", "thiếu dấu")
    with pytest.raises(QueryError, match=r"was refused by Minh already"):
        accept_proposal(records, proposal.id, [new_fact("320")], "Minh", "đủ dấu", 1, [FORM])
    with pytest.raises(QueryError, match="there is no proposal 99"):
        refuse_proposal(records, 99, "Minh", "không có")
