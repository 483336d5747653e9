"""The action fields that a measure serves beside its own."""

import sqlalchemy as sa
from alembic import op

revision = "5e0d2b97c4a8"
down_revision = "f3b09d27c6a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("measure", sa.Column("further_fields", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("measure", "further_fields")  # in place: SQLite can't copy a table that others refer to
