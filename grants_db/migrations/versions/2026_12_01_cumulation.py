"""What authorities answered about grants beside each other, and the ledger of de-minimis aid."""

import sqlalchemy as sa
from alembic import op

revision = "e81b5f20c6a3"
down_revision = "4be0d9a7c315"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cumulation_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("measure_id", sa.Integer(), sa.ForeignKey("measure.id"), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), sa.ForeignKey("opportunity.id"), nullable=False),
        sa.Column("other_id", sa.Integer(), sa.ForeignKey("opportunity.id"), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
    )
    for name in ("measure_id", "opportunity_id", "other_id"):
        op.create_index(f"ix_cumulation_answer_{name}", "cumulation_answer", [name])
    op.create_table(
        "de_minimis_aid",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("undertaking", sa.String(length=300), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("dawi", sa.Boolean(), nullable=False),
        sa.Column("application_id", sa.Integer(), sa.ForeignKey("application.id"), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
    )
    op.create_index("ix_de_minimis_aid_application_id", "de_minimis_aid", ["application_id"])


def downgrade() -> None:
    op.drop_table("de_minimis_aid")
    op.drop_table("cumulation_answer")
