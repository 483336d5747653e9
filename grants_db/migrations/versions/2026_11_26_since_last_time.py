"""What is new since a user last looked is found without reading every call."""

from alembic import op

revision = "b3c1f0a27d58"
down_revision = "7c1f0a94be52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_opportunity_first_seen", "opportunity", ["first_seen"], unique=False)
    op.create_index("ix_opportunity_version_seen", "opportunity_version", ["seen_at", "material"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_opportunity_version_seen", "opportunity_version")
    op.drop_index("ix_opportunity_first_seen", "opportunity")
