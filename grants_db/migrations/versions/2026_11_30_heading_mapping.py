"""What the headings of lists mean to an office, remembered for its next list of the same shape."""

import sqlalchemy as sa
from alembic import op

revision = "d83f5b7a1c64"
down_revision = "a61d0c8e47f3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heading_mapping",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shape", sa.Text(), nullable=False, unique=True),
        sa.Column("mapping", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("heading_mapping")
