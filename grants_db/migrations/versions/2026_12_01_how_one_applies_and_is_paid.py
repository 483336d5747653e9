"""Calls say which documents they ask for, by what they choose, whom one asks and how the money is paid."""

import sqlalchemy as sa
from alembic import op

revision = "ba31412c7c1b"
down_revision = "a3f5c1d07e92"
branch_labels = None
depends_on = None

#: the facts, and what is stored where nothing is said
_FACTS = {"payment": "[]", "required_documents": "[]", "criteria": "[]", "contact": "{}"}


def upgrade() -> None:
    for name, nothing in _FACTS.items():
        op.add_column("opportunity", sa.Column(name, sa.JSON(), nullable=False, server_default=nothing))


def downgrade() -> None:
    for name in reversed(_FACTS):
        op.drop_column("opportunity", name)
