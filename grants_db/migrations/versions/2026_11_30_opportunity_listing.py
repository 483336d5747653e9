"""What lists of opportunities read is derived by the program whenever one is written, on both kinds of database.

SQLite had a list of its own, kept by triggers that derived the status a second time.
"""

from alembic import op

from grants_db.opportunities.listing import make_listing
from grants_db.search.index import create_index, drop_index

revision = "c7d2e94a6b15"
down_revision = "90b6e1d4c7f2"
branch_labels = None
depends_on = None

TRIGGERS = "opportunity_changed correction_added correction_changed correction_removed".split()


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        drop_index(op.get_bind())
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        op.execute("DROP VIEW IF EXISTS opportunity_listed")
        op.execute("DROP TABLE IF EXISTS opportunity_list")
        create_index(op.get_bind())
    make_listing(op.get_bind())


def downgrade() -> None:
    # the list of the version before is made by its own migration
    op.drop_table("opportunity_listing")
