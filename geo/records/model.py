"""The tables of the record, as SQLAlchemy knows them; `migrations/` makes them.

Instants are ISO texts in UTC and contents are JSON texts, so that every database keeps and orders them alike.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
_SERIAL = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts only in columns that are called INTEGER."""


def _serial() -> Column[int]:
    return Column("id", _SERIAL, primary_key=True, autoincrement=True)


REVISIONS = Table(
    "revisions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made_at", String(32), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("about", Text, nullable=False),
    Column("based_on", Integer, ForeignKey("revisions.number")),
    Column("added", Integer, nullable=False),
    Column("superseded", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)
FILES = Table(
    "files",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
)
REVISION_FILES = Table(
    "revision_files",
    METADATA,
    Column("revision", Integer, ForeignKey("revisions.number"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), ForeignKey("files.sha256"), nullable=False),
    Column("name", Text, nullable=False),
)
ENTRIES = Table(
    "entries",
    METADATA,
    _serial(),
    Column("revision", Integer, ForeignKey("revisions.number"), nullable=False),
    Column("table_name", String(32), nullable=False),
    Column("key", Text, nullable=False),
    Column("action", String(16), nullable=False),
    Column("content", Text),
    Column("position", BigInteger, nullable=False),
    Column("came_with", Integer, ForeignKey("revisions.number"), nullable=False),
    UniqueConstraint("table_name", "key", "revision", name="uq_entries_row"),
    Index("ix_entries_revision", "revision"),
)
PROPOSALS = Table(
    "proposals",
    METADATA,
    _serial(),
    Column("kind", String(32), nullable=False),
    Column("options", Text, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("submitted_at", String(32), nullable=False),
    Column("based_on", Integer, ForeignKey("revisions.number"), nullable=False),
    Column("status", String(16), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", String(32)),
    Column("reason", Text),
    Column("revision", Integer, ForeignKey("revisions.number")),
)
PROPOSAL_FILES = Table(
    "proposal_files",
    METADATA,
    Column("proposal", _SERIAL, ForeignKey("proposals.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), ForeignKey("files.sha256"), nullable=False),
    Column("name", Text, nullable=False),
)
USERS = Table(
    "users",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("password", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", String(32)),
    Column("active", Boolean(create_constraint=False), nullable=False),
)
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token", String(64), primary_key=True),
    Column("user_name", String(64), ForeignKey("users.name"), nullable=False),
    Column("expires", String(32), nullable=False),
    Column("csrf", String(64), nullable=False),
)
ATTEMPTS = Table(
    "attempts",
    METADATA,
    _serial(),
    Column("origin", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Index("ix_attempts_origin", "origin", "made_at"),
)
AUDIT = Table(
    "audit",
    METADATA,
    _serial(),
    Column("who", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("what", String(64), nullable=False),
    Column("detail", Text, nullable=False),
)

ADDED_ONLY = (REVISIONS, FILES, REVISION_FILES, ENTRIES, AUDIT)
"""What is in these is neither changed nor removed; the database itself refuses it."""
