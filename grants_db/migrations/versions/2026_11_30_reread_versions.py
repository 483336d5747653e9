"""Which versions come from reading anew what the source left as it was, and which parsers read a run."""

import sqlalchemy as sa
from alembic import op

revision = "b7e3f10d9a52"
down_revision = "b7e40f6a92d5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("opportunity_version", sa.Column("reread", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("crawl_run", sa.Column("extraction", sa.String(length=64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("crawl_run", "extraction")
    op.drop_column("opportunity_version", "reread")
