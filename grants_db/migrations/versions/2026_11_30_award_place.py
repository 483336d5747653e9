"""An award says where its authority sits: its Land's holidays count."""

import sqlalchemy as sa
from alembic import op

revision = "90b6e1d4c7f2"
down_revision = "5d0c3b7e91a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # awards entered before were reckoned with the holidays of Saxony-Anhalt
    op.add_column("award", sa.Column("place", sa.String(length=5), nullable=False, server_default="DE-ST"))


def downgrade() -> None:
    op.drop_column("award", "place")
