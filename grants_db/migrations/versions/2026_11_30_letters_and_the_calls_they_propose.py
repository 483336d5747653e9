"""Letters that were read, and the calls in them as proposals that wait for a person."""

import sqlalchemy as sa
from alembic import op

revision = "e59c685ca730"
down_revision = "b7e3f10d9a52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "read_letter",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("source_name", sa.String(length=60), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["source_name"], ["source.name"]),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_read_letter_source_name", "read_letter", ["source_name"])
    op.create_table(
        "call_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_key", sa.String(length=200), nullable=False),
        sa.Column("folded_title", sa.String(length=300), nullable=False),
        sa.Column("source_name", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("funder", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("further_deadlines", sa.JSON(), nullable=False),
        sa.Column("rolling", sa.Boolean(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("letter_subject", sa.Text(), nullable=False),
        sa.Column("letter_sender", sa.Text(), nullable=False),
        sa.Column("letter_sent", sa.Date(), nullable=True),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunity.id"]),
        sa.ForeignKeyConstraint(["source_name"], ["source.name"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("letter_key", "folded_title"),
    )
    op.create_index("ix_call_proposal_letter_key", "call_proposal", ["letter_key"])
    op.create_index("ix_call_proposal_source_name", "call_proposal", ["source_name"])


def downgrade() -> None:
    op.drop_table("call_proposal")
    op.drop_table("read_letter")
