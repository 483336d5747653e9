"""What the clusters were formed of is kept, so that a night in which no call changed forms none."""

import sqlalchemy as sa
from alembic import op

revision = "2f6c90b1e7d4"
down_revision = "5e0d2b97c4a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cluster_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("formed_of", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("cluster_state")
