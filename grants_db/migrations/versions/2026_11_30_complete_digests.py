"""Digests of nights in which a step before them failed; the next one looks back past them."""

import sqlalchemy as sa
from alembic import op

revision = "e41b07c95d2a"
down_revision = "e4a7d2c95b18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digest", sa.Column("complete", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("digest") as batch:
        batch.drop_column("complete")
