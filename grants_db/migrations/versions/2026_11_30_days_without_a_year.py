"""The list that searches read knows of days without a year; of those, nobody knows whether one can still apply."""

from alembic import op

from grants_db.search.index import create_index, drop_index

revision = "e4a7d2c95b18"
down_revision = "5f1f0e6f4c21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_index(op.get_bind())
    create_index(op.get_bind())


def downgrade() -> None:
    """The list of the version before is made by its own migration."""
