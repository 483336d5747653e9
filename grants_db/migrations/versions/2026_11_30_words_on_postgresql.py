"""PostgreSQL finds words as SQLite does: its own full-text search takes the place of the index of three letters."""

from alembic import op

from grants_db.search.index import create_index, drop_index

revision = "f2a8b6c05d39"
down_revision = "c7d2e94a6b15"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX IF EXISTS ix_opportunity_pieces")
        drop_index(op.get_bind())
        create_index(op.get_bind())


def downgrade() -> None:
    """The index of the version before is made by its own migration."""
