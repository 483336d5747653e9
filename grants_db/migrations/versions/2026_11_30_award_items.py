"""An award is a secured item of its measures, and has moved its application.

What a measures file calls secured may hold an award already: where it is large enough, it is taken to, so that nothing
counts twice; the next import that states more corrects it.
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "5d0c3b7e91a4"
down_revision = "e41b07c95d2a"
branch_labels = None
depends_on = None

HOLDS_MONEY = ("awarded", "running", "interim_report", "final_report", "closed", "retention")
UNDECIDED = ("none", "sketch_received", "invited", "received", "questions")


def upgrade() -> None:
    with op.batch_alter_table("financing_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("application_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("in_file", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.create_index("ix_financing_item_application_id", ["application_id"], unique=False)
        batch_op.create_foreign_key("fk_financing_item_application", "application", ["application_id"], ["id"])
    _move_awarded()
    _secure_awards()


def downgrade() -> None:
    op.execute("DELETE FROM financing_item WHERE application_id IS NOT NULL")
    with op.batch_alter_table("financing_item", schema=None) as batch_op:
        batch_op.drop_constraint("fk_financing_item_application", type_="foreignkey")
        batch_op.drop_index("ix_financing_item_application_id")
        batch_op.drop_column("in_file")
        batch_op.drop_column("application_id")


def _rows(statement: str) -> list[Any]:
    return list(op.get_bind().execute(sa.text(statement)))


def _move_awarded() -> None:
    """Applications that have an award and stand as submitted: both stages go on, each with its line."""
    connection, now = op.get_bind(), datetime.now(UTC).replace(tzinfo=None)
    application = sa.table("application", *(sa.column(name) for name in ("id", "stage", "funder_status")))
    history = sa.table(
        "history_entry",
        *(sa.column(name) for name in ("application_id", "at", "what", "by")),
        sa.column("sentence", sa.JSON),
    )
    waiting = _rows(
        "SELECT id, stage, funder_status FROM application WHERE stage = 'submitted' "
        "AND id IN (SELECT application_id FROM award) ORDER BY id"
    )
    for key, stage, theirs in waiting:
        moves = [("stage", "Stand: {before} → {to}", stage, "awarded")]
        if theirs in UNDECIDED:
            moves.append(("funder_status", "Beim Zuwendungsgeber: {before} → {to}", theirs, "granted"))
        for what, template, before, to in moves:
            said = {"template": template, "values": {"before": before, "to": to}}
            connection.execute(application.update().where(application.c.id == key).values({what: to}))
            connection.execute(history.insert().values(application_id=key, at=now, what=what, sentence=said, by=""))


def _secure_awards() -> None:
    """A secured item for each measure of an application that holds money; sums are whole cents here."""
    awards = dict(map(tuple, _rows("SELECT application_id, amount FROM award ORDER BY number")))
    paid: dict[int, int] = defaultdict(int)
    for key, amount in _rows("SELECT application_id, amount FROM payment"):
        paid[key] += amount
    measures: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for key, measure, cost in _rows(
        "SELECT l.application_id, m.id, m.cost FROM application_measure l JOIN measure m ON m.id = l.measure_id "
        "ORDER BY l.application_id, m.number"
    ):
        measures[key].append((measure, cost))
    stated: dict[int, int] = defaultdict(int)
    for measure, amount in _rows("SELECT measure_id, amount FROM financing_item WHERE kind = 'unspecified'"):
        stated[measure] += amount
    item = sa.table(
        "financing_item",
        *(sa.column(name) for name in ("measure_id", "kind", "state", "amount", "note", "application_id", "in_file")),
    )
    for key, stage, level in _rows(
        "SELECT a.id, a.stage, o.level FROM application a JOIN opportunity o ON o.id = a.opportunity_id ORDER BY a.id"
    ):
        awarded = awards.get(key, 0)
        held = awarded if stage in HOLDS_MONEY else min(awarded, paid[key]) if stage == "lapsed" else 0
        for (measure, _cost), share in zip(measures[key], _shares(held, measures[key]), strict=True):
            if not share:
                continue
            in_file = share if stated[measure] >= share else 0
            stated[measure] -= in_file
            op.get_bind().execute(
                item.insert().values(
                    measure_id=measure,
                    kind="foundation" if level == "foundation" else "grant",
                    state="secured",
                    amount=share,
                    note="",
                    application_id=key,
                    in_file=in_file,
                )
            )


def _shares(amount: int, measures: list[tuple[int, int | None]]) -> list[int]:
    """By the measures' costs, evenly where one is unknown; cents that are left go to the first."""
    weights = [cost or 0 for _measure, cost in measures]
    if not all(weights):
        weights = [1 for _measure in measures]
    shares = [amount * weight // sum(weights) for weight in weights]
    for place in range(amount - sum(shares)):
        shares[place] += 1
    return shares
