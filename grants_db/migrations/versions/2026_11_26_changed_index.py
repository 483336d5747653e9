"""Calls are found by when they changed: what is new since somebody last looked, among a hundred thousand."""

from alembic import op

revision = "7c1f0a94be52"
down_revision = "73add86ef379"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("opportunity", schema=None) as batch_op:
        batch_op.create_index("ix_opportunity_changed", ["content_changed_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("opportunity", schema=None) as batch_op:
        batch_op.drop_index("ix_opportunity_changed")
