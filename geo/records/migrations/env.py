"""What Alembic runs: the steps, on the connection that opened the record."""

from alembic import context

from geo.records.model import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
