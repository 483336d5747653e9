"""Decisions say which change reopened them."""

import sqlalchemy as sa
from alembic import op

revision = "1e99e164b199"
down_revision = "c09b62556122"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reopened_because", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_column("reopened_because")
