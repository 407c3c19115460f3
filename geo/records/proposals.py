"""What somebody brought and nobody has decided yet: the files and the answers given, not the rows.

They are read anew, on top of the head of the day, when a reviewer looks at them and when one accepts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from geo.changes import Change
from geo.errors import QueryError
from geo.geojson import dumps
from geo.intake.reading import Brought, Options, Source
from geo.records.audit import note
from geo.records.database import reading, writing
from geo.records.files import keep, read_kept
from geo.records.model import FILES, PROPOSAL_FILES, PROPOSALS
from geo.records.revisions import KeptFile, Revision, know_files, now
from geo.records.store import Records, accept


class Status(StrEnum):
    """What became of a proposal: a draft is its bringer's own until it is handed in for review."""

    DRAFT = "draft"
    DROPPED = "dropped"
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Proposal:
    """Something brought in, and what was decided about it; `revision` is the one that accepted it."""

    id: int
    kind: str
    options: Options
    submitted_by: str
    submitted_at: str
    based_on: int
    status: Status
    decided_by: str | None
    decided_at: str | None
    reason: str | None
    revision: int | None
    files: tuple[KeptFile, ...]


def submit(
    records: Records,
    kind: str,
    options: Options,
    files: Sequence[Brought],
    by: str,
    based_on: int,
    status: Status = Status.PENDING,
) -> Proposal:
    """Keep what somebody brought until a reviewer decides; a draft until it is handed in."""
    kept = [keep(records.home, file) for file in files]
    with writing(records.engine) as connection:
        row = {"kind": kind, "options": dumps(dict(options)).decode(), "submitted_by": by,
               "submitted_at": now(), "based_on": based_on, "status": status}  # fmt: skip
        added = connection.execute(insert(PROPOSALS).values(row).returning(PROPOSALS.c.id)).scalar_one()
        know_files(connection, kept)
        for place, file in enumerate(kept):
            link = {"proposal": added, "place": place, "sha256": file.sha256, "name": file.name}
            connection.execute(insert(PROPOSAL_FILES).values(link))
        what = "submitted" if status is Status.PENDING else str(status)
        note(connection, by, what, {"proposal": added, "files": [file.sha256 for file in kept]})
        return _require(connection, added)


def answer(records: Records, number: int, options: Options, by: str, based_on: int) -> None:
    """Change the answers of a draft; what it would do was shown on `based_on`."""
    values = {"options": dumps(dict(options)).decode(), "based_on": based_on}
    with writing(records.engine) as connection:
        _require_draft(connection, number, by)
        connection.execute(update(PROPOSALS).where(PROPOSALS.c.id == number).values(values))


def hand_in(records: Records, number: int, by: str, based_on: int) -> None:
    """Hand a draft in for review, by whoever brought it."""
    _settle_draft(
        records, number, by, {"status": Status.PENDING, "submitted_at": now(), "based_on": based_on}
    )


def drop(records: Records, number: int, by: str) -> None:
    """Drop a draft, by whoever brought it; its files stay kept."""
    _settle_draft(records, number, by, {"status": Status.DROPPED, "decided_by": by, "decided_at": now()})


def _settle_draft(records: Records, number: int, by: str, values: Mapping[str, Any]) -> None:
    with writing(records.engine) as connection:
        _require_draft(connection, number, by)
        connection.execute(update(PROPOSALS).where(PROPOSALS.c.id == number).values(**values))
        what = "submitted" if values["status"] is Status.PENDING else str(values["status"])
        note(connection, by, what, {"proposal": number})


def get_proposal(records: Records, number: int) -> Proposal:
    """Return a proposal; QueryError where there is none of this number."""
    with reading(records.engine) as connection:
        return _require(connection, number)


def list_proposals(records: Records, status: Status | None = None) -> list[Proposal]:
    """List proposals, the last first."""
    asked = select(PROPOSALS).order_by(PROPOSALS.c.id.desc())
    asked = asked if status is None else asked.where(PROPOSALS.c.status == status)
    with reading(records.engine) as connection:
        files = _files_of(connection)
        return [_to_proposal(row, files) for row in connection.execute(asked).mappings()]


def files_of(records: Records, proposal: Proposal) -> list[Brought]:
    """Read the files of a proposal as they were brought."""
    return [Brought(file.name, read_kept(records.home, file.sha256)) for file in proposal.files]


def accept_proposal(
    records: Records,
    number: int,
    changes: Sequence[Change],
    by: str,
    why: str,
    based_on: int,
    sources: Sequence[Source] = (),
) -> Revision:
    """Make what a proposal changes a revision; both happen or neither. Raises what `accept` raises."""
    with writing(records.engine) as connection:
        proposal = _require_pending(connection, number)
        revision = accept(connection, changes, by, why, proposal.files, based_on, sources)
        _decide(connection, number, Status.ACCEPTED, by, why, revision.number)
        return revision


def refuse_proposal(records: Records, number: int, by: str, why: str) -> None:
    """Refuse a proposal, with a reason."""
    if not why.strip():
        raise QueryError("a refusal needs a reason: whoever brought the file reads it")
    with writing(records.engine) as connection:
        _require_pending(connection, number)
        _decide(connection, number, Status.REFUSED, by, why, None)


def _decide(
    connection: Connection, number: int, status: Status, by: str, why: str, revision: int | None
) -> None:
    values = {"status": status, "decided_by": by, "decided_at": now(), "reason": why, "revision": revision}
    connection.execute(update(PROPOSALS).where(PROPOSALS.c.id == number).values(values))
    note(connection, by, str(status), {"proposal": number, "revision": revision})


def _require_draft(connection: Connection, number: int, by: str) -> None:
    proposal = _require(connection, number)
    if proposal.status is not Status.DRAFT or proposal.submitted_by != by:
        raise QueryError(f"proposal {number} is no draft of {by}: it is {proposal.status}")


def _require_pending(connection: Connection, number: int) -> Proposal:
    proposal = _require(connection, number)
    if proposal.status is not Status.PENDING:
        raise QueryError(f"proposal {number} was {proposal.status} by {proposal.decided_by} already")
    return proposal


def _require(connection: Connection, number: int) -> Proposal:
    row = connection.execute(select(PROPOSALS).where(PROPOSALS.c.id == number)).mappings().first()
    if row is None:
        raise QueryError(f"there is no proposal {number}")
    return _to_proposal(row, _files_of(connection, number))


def _files_of(connection: Connection, number: int | None = None) -> dict[int, tuple[KeptFile, ...]]:
    links = PROPOSAL_FILES
    asked = select(links.c.proposal, links.c.sha256, links.c.name, FILES.c.size).join(
        FILES, FILES.c.sha256 == links.c.sha256
    )
    asked = asked if number is None else asked.where(links.c.proposal == number)
    found: dict[int, tuple[KeptFile, ...]] = {}
    for proposal, *file in connection.execute(asked.order_by(links.c.proposal, links.c.place)):
        found[proposal] = (*found.get(proposal, ()), KeptFile(*file))
    return found


def _to_proposal(row: RowMapping, files: Mapping[int, tuple[KeptFile, ...]]) -> Proposal:
    told: dict[str, Any] = {**row, "options": json.loads(row["options"]), "status": Status(row["status"])}
    return Proposal(**told, files=files.get(row["id"], ()))
