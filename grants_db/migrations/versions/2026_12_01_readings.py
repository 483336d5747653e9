"""What an optional reader said of a measure and a call."""

import sqlalchemy as sa
from alembic import op

revision = "b3f08a6d51c7"
down_revision = "5c55581ced98"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("measure_id", sa.Integer(), sa.ForeignKey("measure.id"), nullable=False, index=True),
        sa.Column("opportunity_id", sa.Integer(), sa.ForeignKey("opportunity.id"), nullable=False, index=True),
        sa.Column("key", sa.String(length=40), nullable=False, index=True),
        sa.Column("measure_sign", sa.String(length=40), nullable=False),
        sa.Column("opportunity_version", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=200), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("quotation", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("measure_id", "opportunity_id"),
    )


def downgrade() -> None:
    op.drop_table("reading")
