"""What a call pays for and a measure wants in closed words, as people state it, and as what a match was read."""

import sqlalchemy as sa
from alembic import op

revision = "71c4de0895ab"
down_revision = "b3f08a6d51c7"
branch_labels = None
depends_on = None

FIELDS = ("subjects", "activities", "groups", "places")


def upgrade() -> None:
    for name in FIELDS:
        op.add_column("opportunity", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("measure", sa.Column("facets", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("match", sa.Column("facets", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("match", "facets")
    op.drop_column("measure", "facets")
    for name in reversed(FIELDS):
        op.drop_column("opportunity", name)
