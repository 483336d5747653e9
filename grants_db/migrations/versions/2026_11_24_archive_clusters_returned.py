"""Raw answers kept, calls that are the same programme, calls that came back."""

import sqlalchemy as sa
from alembic import op

revision = "73add86ef379"
down_revision = "5e13d44a4912"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archived_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.String(length=60), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=300), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_name"],
            ["source.name"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_name", "request_key", "digest"),
    )
    with op.batch_alter_table("archived_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archived_page_confirmed_at"), ["confirmed_at"], unique=False)
        batch_op.create_index("ix_archived_page_file", ["file"], unique=False)
        batch_op.create_index(batch_op.f("ix_archived_page_source_name"), ["source_name"], unique=False)

    op.create_table(
        "cluster_member",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
        ),
        sa.PrimaryKeyConstraint("opportunity_id"),
    )
    with op.batch_alter_table("cluster_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cluster_member_cluster_id"), ["cluster_id"], unique=False)

    with op.batch_alter_table("crawl_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("returned", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("opportunity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("returned_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("opportunity", schema=None) as batch_op:
        batch_op.drop_column("returned_at")

    with op.batch_alter_table("crawl_run", schema=None) as batch_op:
        batch_op.drop_column("returned")

    with op.batch_alter_table("cluster_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cluster_member_cluster_id"))

    op.drop_table("cluster_member")
    with op.batch_alter_table("archived_page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_archived_page_source_name"))
        batch_op.drop_index("ix_archived_page_file")
        batch_op.drop_index(batch_op.f("ix_archived_page_confirmed_at"))

    op.drop_table("archived_page")
