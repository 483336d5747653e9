"""Acts that can be taken back, units with other names, several units of a measure, a history of measures."""

import sqlalchemy as sa
from alembic import op

revision = "b7e40f6a92d5"
down_revision = "7c1e9a40d2b5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("history_entry", sa.Column("entered_at", sa.DateTime(), nullable=True))
    op.add_column("history_entry", sa.Column("act", sa.Integer(), nullable=True))
    op.add_column("history_entry", sa.Column("changes", sa.JSON(), nullable=True))
    op.add_column("history_entry", sa.Column("undone_at", sa.DateTime(), nullable=True))
    op.create_index("ix_history_entry_act", "history_entry", ["act"], unique=False)
    op.create_table(
        "unit_alias",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("alias", sa.String(length=200), nullable=False, unique=True),
    )
    op.create_index("ix_unit_alias_unit_id", "unit_alias", ["unit_id"], unique=False)
    op.create_table(
        "measure_unit",
        sa.Column("measure_id", sa.Integer(), sa.ForeignKey("measure.id"), primary_key=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), primary_key=True),
    )
    op.create_index("ix_measure_unit_unit_id", "measure_unit", ["unit_id"], unique=False)
    op.create_table(
        "measure_history_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("measure_id", sa.Integer(), sa.ForeignKey("measure.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
    )
    op.create_index("ix_measure_history_entry_measure_id", "measure_history_entry", ["measure_id"], unique=False)


def downgrade() -> None:
    for table in ("measure_history_entry", "measure_unit", "unit_alias"):
        op.drop_table(table)
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_history_entry_act")
        for column in ("undone_at", "changes", "act", "entered_at"):
            batch_op.drop_column(column)
