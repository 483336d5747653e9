"""Applications have a financing plan: lines of costs and sources by year."""

import sqlalchemy as sa
from alembic import op

revision = "5c55581ced98"
down_revision = "9d2c4e7fa160"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("actual", sa.BigInteger(), nullable=True),
        sa.Column("financing_type", sa.String(length=40), nullable=True),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        sa.Column("cap", sa.BigInteger(), nullable=True),
        sa.Column("flat_rate_of", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id", "kind", "name", "year"),
    )
    op.create_index(op.f("ix_plan_item_application_id"), "plan_item", ["application_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_item_application_id"), table_name="plan_item")
    op.drop_table("plan_item")
