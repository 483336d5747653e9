"""What an officer knows better than the source: kept beside its statement, never written into it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field

from grants_db.models.columns import Instant, StoredModel


class Correction(StoredModel, table=True):
    """One corrected fact of one call. The latest of a field that is not undone leads; none is ever deleted.

    `value` and `source_value` are JSON values in the form of `grants_db.opportunities.store.facts_as_json`.
    """

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    opportunity_id: int = Field(foreign_key="opportunity.id", index=True)
    field: str = Field(max_length=40)  # one of grants_db.opportunities.correction_values.FIELDS
    value: Any = Field(sa_type=JSON)
    source_value: Any = Field(sa_type=JSON)  # what the source said when it was corrected
    note: str = Field(default="", sa_type=Text)
    decided_by: str = Field(default="", max_length=200)  # unit or role, no personal name
    decided_at: datetime = Field(sa_type=Instant)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
