"""Who did what, when: kept for good."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from geo.geojson import dumps
from geo.records.model import AUDIT
from geo.records.revisions import now


class Noted(NamedTuple):
    """One line of the audit log."""

    who: str
    made_at: str
    what: str
    detail: Mapping[str, Any]


def note(connection: Connection, who: str, what: str, detail: Mapping[str, Any]) -> None:
    """Add a line; it is there if the rest of the transaction is."""
    line = {"who": who, "made_at": now(), "what": what, "detail": dumps(dict(detail)).decode()}
    connection.execute(insert(AUDIT).values(line))


def read_audit(connection: Connection, most: int = 1_000) -> list[Noted]:
    """List the last lines, the newest first."""
    columns = (AUDIT.c.who, AUDIT.c.made_at, AUDIT.c.what, AUDIT.c.detail)
    rows = connection.execute(select(*columns).order_by(AUDIT.c.id.desc()).limit(most))
    return [Noted(who, made_at, what, json.loads(detail)) for who, made_at, what, detail in rows]
