"""What imports did, so that one can be taken back; and which list of an office a measure comes from."""

import sqlalchemy as sa
from alembic import op

revision = "7c1e9a40d2b5"
down_revision = "d83f5b7a1c64"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("measure", sa.Column("list_name", sa.String(length=100), nullable=False, server_default=""))
    op.add_column("measure", sa.Column("list_number", sa.String(length=40), nullable=False, server_default=""))
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(length=40), nullable=False, index=True),
        sa.Column("file", sa.String(length=300), nullable=False),
        sa.Column("list_name", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
    )
    op.create_table(
        "import_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("import_run.id"), nullable=False, index=True),
        sa.Column("thing", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("import_change")
    op.drop_table("import_run")
    op.drop_column("measure", "list_number")
    op.drop_column("measure", "list_name")  # in place: SQLite can't copy a table that others refer to
