"""What is asked for is a planned item of its measures; what went back to the funder has a table."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "a3f5c1d07e92"
down_revision = "2f6c90b1e7d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "repayment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("repaid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("repayment", schema=None) as batch_op:
        batch_op.create_index("ix_repayment_application_id", ["application_id"], unique=False)
    _plan_requests()


def downgrade() -> None:
    op.execute("DELETE FROM financing_item WHERE application_id IS NOT NULL AND state = 'planned'")
    with op.batch_alter_table("repayment", schema=None) as batch_op:
        batch_op.drop_index("ix_repayment_application_id")
    op.drop_table("repayment")


def _rows(statement: str) -> list[Any]:
    return list(op.get_bind().execute(sa.text(statement)))


def _plan_requests() -> None:
    """A planned item for each measure of an application that waits for a decision, by the measures' gaps; in cents."""
    secured: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for measure, kind, column, amount, in_file in _rows(
        "SELECT measure_id, kind, file_column, amount, in_file FROM financing_item WHERE state = 'secured'"
    ):
        secured[measure][1 if kind == "unspecified" or column else 0] += amount
        secured[measure][2] += in_file
    measures: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for key, measure, cost in _rows(
        "SELECT l.application_id, m.id, m.cost FROM application_measure l JOIN measure m ON m.id = l.measure_id "
        "ORDER BY l.application_id, m.number"
    ):
        recorded, stated, in_file = secured[measure]
        measures[key].append((measure, None if cost is None else max(cost - recorded - max(stated - in_file, 0), 0)))
    item = sa.table(
        "financing_item",
        *(
            sa.column(name)
            for name in ("measure_id", "kind", "state", "amount", "note", "application_id", "in_file", "file_column")
        ),
    )
    for key, requested, level in _rows(
        "SELECT a.id, a.requested, o.level FROM application a JOIN opportunity o ON o.id = a.opportunity_id "
        "WHERE a.requested > 0 AND a.stage IN ('idea', 'review', 'internal_approval', 'sketch', 'submitted') "
        "AND a.id NOT IN (SELECT application_id FROM financing_item WHERE application_id IS NOT NULL) ORDER BY a.id"
    ):
        for (measure, _gap), share in zip(measures[key], _shares(requested, measures[key]), strict=True):
            if share:
                op.get_bind().execute(
                    item.insert().values(
                        measure_id=measure,
                        kind="foundation" if level == "foundation" else "grant",
                        state="planned",
                        amount=share,
                        note="",
                        application_id=key,
                        in_file=0,
                        file_column="",
                    )
                )


def _shares(amount: int, measures: list[tuple[int, int | None]]) -> list[int]:
    """By the gaps, evenly where one is unknown or none is there; cents that are left go to those cut most."""
    gaps = [gap for _measure, gap in measures if gap is not None]
    weights = gaps if len(gaps) == len(measures) and any(gaps) else [1 for _measure in measures]
    whole = sum(weights)
    shares = [amount * weight // whole for weight in weights]
    most_cut = sorted(range(len(weights)), key=lambda place: -(amount * weights[place] % whole))
    for place in most_cut[: amount - sum(shares)]:
        shares[place] += 1
    return shares
