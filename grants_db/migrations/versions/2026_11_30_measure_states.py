"""How far a measure is, and which column of the measures file a secured sum comes from."""

import sqlalchemy as sa
from alembic import op

revision = "a61d0c8e47f3"
down_revision = "f2a8b6c05d39"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("measure", sa.Column("state", sa.String(length=40), nullable=False, server_default="open"))
    op.add_column("financing_item", sa.Column("file_column", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("financing_item", "file_column")
    op.drop_column("measure", "state")  # in place: SQLite can't copy a table that others refer to
