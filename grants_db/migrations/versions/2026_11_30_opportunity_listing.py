"""What lists of opportunities read is derived by the program whenever one is written, on both kinds of database.

SQLite had a list of its own, kept by triggers that derived the status a second time.
"""

import sqlalchemy as sa
from alembic import op

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
    # filled by the next migration that derives something else (facts_to_check)
    op.create_table(
        "opportunity_listing",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("applicant_route", sa.String(length=7), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opens_from", sa.Date(), nullable=False),
        sa.Column("unsure_after", sa.Date(), nullable=False),
        sa.Column("otherwise", sa.String(length=10), nullable=False),
        sa.Column("title_key", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunity.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("opportunity_id"),
    )
    op.create_index(
        "ix_opportunity_listing_title",
        "opportunity_listing",
        [
            *("title_key", "opportunity_id", "otherwise", "closes_on", "opens_from", "unsure_after"),
            *("level", "applicant_route", "changed_at"),
        ],
    )


def downgrade() -> None:
    # the list of the version before is made by its own migration
    op.drop_table("opportunity_listing")
