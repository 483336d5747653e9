"""An award says when it was posted, and whether its instruction on remedies is right."""

import sqlalchemy as sa
from alembic import op

revision = "c4a7d19e3b58"
down_revision = "ba31412c7c1b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("award", sa.Column("posted_on", sa.Date(), nullable=True))
    # of awards entered before nobody said that it is missing; the earlier day is the safe one
    op.add_column("award", sa.Column("instruction", sa.String(length=40), nullable=False, server_default="given"))


def downgrade() -> None:
    op.drop_column("award", "instruction")
    op.drop_column("award", "posted_on")
