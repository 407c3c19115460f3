"""The record: revisions and their entries, kept files, proposals, users, the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ADDED_ONLY = ("revisions", "files", "revision_files", "entries", "audit")
_SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables, and what keeps the append-only ones from being changed."""
    _make_revisions()
    _make_proposals()
    _make_users()
    for table in ADDED_ONLY:
        _protect(table)


def _make_revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("based_on", sa.Integer),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("superseded", sa.Integer, nullable=False),
        sa.Column("withdrawn", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_revisions"),
        sa.ForeignKeyConstraint(["based_on"], ["revisions.number"], name="fk_revisions_based_on"),
    )
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_files"),
    )
    op.create_table(
        "revision_files",
        sa.Column("revision", sa.Integer, nullable=False),
        *_named_files("revision_files"),
        sa.PrimaryKeyConstraint("revision", "place", name="pk_revision_files"),
        sa.ForeignKeyConstraint(["revision"], ["revisions.number"], name="fk_revision_files_revision"),
    )
    op.create_table(
        "entries",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("came_with", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.ForeignKeyConstraint(["revision"], ["revisions.number"], name="fk_entries_revision"),
        sa.ForeignKeyConstraint(["came_with"], ["revisions.number"], name="fk_entries_came_with"),
        sa.UniqueConstraint("table_name", "key", "revision", name="uq_entries_row"),
    )
    op.create_index("ix_entries_revision", "entries", ["revision"])


def _named_files(table: str) -> tuple[sa.Column[int] | sa.Column[str] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["files.sha256"], name=f"fk_{table}_sha256"),
    )


def _make_proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("submitted_by", sa.Text, nullable=False),
        sa.Column("submitted_at", sa.String(32), nullable=False),
        sa.Column("based_on", sa.Integer, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", sa.String(32)),
        sa.Column("reason", sa.Text),
        sa.Column("revision", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.ForeignKeyConstraint(["based_on"], ["revisions.number"], name="fk_proposals_based_on"),
        sa.ForeignKeyConstraint(["revision"], ["revisions.number"], name="fk_proposals_revision"),
    )
    op.create_table(
        "proposal_files",
        sa.Column("proposal", _SERIAL, nullable=False),
        *_named_files("proposal_files"),
        sa.PrimaryKeyConstraint("proposal", "place", name="pk_proposal_files"),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name="fk_proposal_files_proposal"),
    )


def _make_users() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.String(32)),
        sa.Column("active", sa.Boolean(create_constraint=False), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_users"),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("user_name", sa.String(64), nullable=False),
        sa.Column("expires", sa.String(32), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_sessions"),
        sa.ForeignKeyConstraint(["user_name"], ["users.name"], name="fk_sessions_user_name"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_origin", "attempts", ["origin", "made_at"])
    op.create_table(
        "audit",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("what", sa.String(64), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )


def _protect(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        _protect_in_postgresql(table)
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )


def _protect_in_postgresql(table: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
