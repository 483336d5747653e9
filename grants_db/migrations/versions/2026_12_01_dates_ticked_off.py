"""What was put off comes back on a day; internal dates can be done or put off."""

import sqlalchemy as sa
from alembic import op

from grants_db.models.columns import Instant

revision = "b7c1f0a4d932"
down_revision = "71c4de0895ab"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("returns_on", sa.Date(), nullable=True))
    op.create_table(
        "date_mark",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.String(300), nullable=False),
        sa.Column("of_day", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("put_off_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
    )
    op.create_index("ix_date_mark_uid", "date_mark", ["uid"])


def downgrade() -> None:
    op.drop_index("ix_date_mark_uid", "date_mark")
    op.drop_table("date_mark")
    op.drop_column("decision", "returns_on")
