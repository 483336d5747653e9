"""A match of a call that fits most measures of a field names those that it may carry besides."""

import sqlalchemy as sa
from alembic import op

revision = "9d2c4e7fa160"
down_revision = "e81b5f20c6a3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("match", sa.Column("carries", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("match", "carries")
