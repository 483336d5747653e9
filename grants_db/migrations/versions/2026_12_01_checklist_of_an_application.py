"""Applications have a checklist of what is to be handed in."""

import sqlalchemy as sa
from alembic import op

from grants_db.models.columns import Instant

revision = "4be0d9a7c315"
down_revision = "c4a7d19e3b58"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_checklist_item_application_id"), "checklist_item", ["application_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_checklist_item_application_id"), table_name="checklist_item")
    op.drop_table("checklist_item")
