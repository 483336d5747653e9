"""Sources remember when a person accepted a new size."""

import sqlalchemy as sa
from alembic import op

revision = "5e13d44a4912"
down_revision = "165537b337b0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bounds_since", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_column("bounds_since")
