"""Alembic's entry: migrates over the connection that `run.upgrade` hands in, inside its transaction."""

from typing import Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from grants_db.models.all_tables import metadata
from grants_db.search.index import of_a_model


def render_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types as the plain types they are stored as: a migration must not change with our code."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can't alter a column in place
    transactional_ddl=True,  # our SQLite connections begin transactions themselves, so DDL is part of them
    render_item=render_type,
    include_object=of_a_model,
)
context.run_migrations()
