"""Alembic's entry: migrates over the connection that `run.upgrade` hands in, inside its transaction."""

from alembic import context

from grants_db.models.all_tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can't alter a column in place
    transactional_ddl=True,  # our SQLite connections begin transactions themselves, so DDL is part of them
)
context.run_migrations()
