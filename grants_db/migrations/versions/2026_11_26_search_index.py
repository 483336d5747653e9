"""search index"""

from alembic import op

from grants_db.search.index import create_index, drop_index

revision = "5f1f0e6f4c21"
down_revision = "b3c1f0a27d58"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(op.get_bind())


def downgrade() -> None:
    drop_index(op.get_bind())
