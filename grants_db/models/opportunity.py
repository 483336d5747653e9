"""What one can apply for, as its source states it, and every earlier statement (version)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field

from grants_db.models.columns import Instant, StoredModel
from grants_db.models.opportunity_facts import OpportunityFacts


class Opportunity(OpportunityFacts, table=True):
    """A call as it stands now, with when it was first and last seen."""

    __tablename__ = "opportunity"
    __table_args__ = (
        UniqueConstraint("source_name", "external_id"),
        Index("ix_opportunity_retired", "retired_at"),
        Index("ix_opportunity_changed", "content_changed_at"),
        Index("ix_opportunity_first_seen", "first_seen"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source_name: str = Field(foreign_key="source.name", max_length=60, index=True)
    page_url: str = Field(default="", sa_type=Text)  # the page it was read from, for an answer "unchanged"
    content_hash: str = Field(max_length=64)
    version: int = 1
    first_seen: datetime = Field(sa_type=Instant)
    last_seen: datetime = Field(sa_type=Instant)
    content_changed_at: datetime = Field(sa_type=Instant)
    retired_at: datetime | None = Field(default=None, sa_type=Instant)
    returned_at: datetime | None = Field(default=None, sa_type=Instant)  # when it was last listed again
    last_run_id: int | None = Field(default=None, foreign_key="crawl_run.id", index=True)


class OpportunityVersion(StoredModel, table=True):
    """What a call said from `seen_at` on, and how that differs from before."""

    __tablename__ = "opportunity_version"
    __table_args__ = (
        UniqueConstraint("opportunity_id", "number"),
        Index("ix_opportunity_version_seen", "seen_at", "material"),
    )

    id: int | None = Field(default=None, primary_key=True)
    opportunity_id: int = Field(foreign_key="opportunity.id", index=True)
    number: int
    seen_at: datetime = Field(sa_type=Instant)
    run_id: int | None = Field(default=None, foreign_key="crawl_run.id", index=True)
    content: dict[str, Any] = Field(sa_type=JSON)  # OpportunityFacts, as JSON
    changes: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=JSON
    )  # grants_db.opportunities.field_changes.Change, as JSON
    material: bool = False
    reread: bool = False  # the page is as it was, we read it better: a correction of ours, no change of the source
