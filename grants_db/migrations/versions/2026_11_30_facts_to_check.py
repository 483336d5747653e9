"""Facts that a text leaves open are kept beside the call as proposals, and lists can be narrowed down to them."""

import sqlalchemy as sa
from alembic import op

from grants_db.opportunities.listing import make_listing

revision = "f3b09d27c6a1"
down_revision = "b84e1d6fa927"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("opportunity", sa.Column("proposed", sa.JSON(), nullable=False, server_default="{}"))
    make_listing(op.get_bind())


def downgrade() -> None:
    op.drop_index("ix_opportunity_listing_title", table_name="opportunity_listing")
    op.drop_column("opportunity_listing", "to_check")
    op.create_index(
        "ix_opportunity_listing_title",
        "opportunity_listing",
        [
            *("title_key", "opportunity_id", "otherwise", "closes_on", "opens_from", "unsure_after"),
            *("level", "applicant_route", "changed_at"),
        ],
    )
    op.drop_column("opportunity", "proposed")
