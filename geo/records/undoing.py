"""Going back: the entries that make the last revision look like an earlier one again."""

from sqlalchemy import Connection

from geo.changes import Action
from geo.records.revisions import Entry
from geo.records.state import Row, touched_rows


def entries_back(connection: Connection, head: int, to: int) -> list[Entry]:
    """List what must happen to the rows of the head so that they are those of an earlier revision."""
    now = touched_rows(connection, head, to, head)
    then = touched_rows(connection, to, to, head)
    found = (_entry(row, then.get(place), head + 1) for place, row in now.items())
    return [entry for entry in found if entry is not None]


def _entry(row: Row, before: Row | None, number: int) -> Entry | None:
    content = before.content if before else None
    position = before.position if before else row.position
    if (content, position) == (row.content, row.position) or (content is None and row.content is None):
        return None
    action = Action.SUPERSEDED if row.content and content else Action.ADDED if content else Action.WITHDRAWN
    came_with = before.came_with if before else number
    return Entry(row.table, row.key, action, content, position, came_with)
