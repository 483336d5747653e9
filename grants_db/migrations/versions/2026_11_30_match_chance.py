"""A match says how often such a one is worth reading; what was ranked before is told by the next night."""

import sqlalchemy as sa
from alembic import op

revision = "b84e1d6fa927"
down_revision = "e59c685ca730"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("match") as batch_op:
        batch_op.add_column(sa.Column("chance", sa.Float(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("match") as batch_op:
        batch_op.drop_column("chance")
