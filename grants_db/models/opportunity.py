"""What one can apply for, as its source states it, and every earlier statement (version)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from grants_db.models.columns import Hundredths, Instant, word
from grants_db.vocabulary import ApplicantRoute, Cumulation, EarlyStart, Level, StatusNote


def no_deadline() -> dict[str, Any]:
    """The deadline of a call that states none, in the form of `grants_db.deadline.Deadline.as_json`."""
    return {"kind": "none", "dates": [], "times": [], "stages": [], "two_stage": False, "evidence": ""}


class OpportunityFacts(SQLModel):
    """One source's statement of one call: the source's own text, and the facts derived from it.

    Sums in EUR, rates in percent; None or an empty list means the source does not say. `evidence` holds, for each
    derived fact (by field name), the sentence of the source it was read from, or a remark (`grants_db.evidence`).
    """

    external_id: str = Field(max_length=500)  # the source's stable key
    url: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    short_description: str = Field(default="", sa_type=Text)  # Kurztext
    description: str = Field(default="", sa_type=Text)  # Volltext
    guideline: str = Field(default="", sa_type=Text)  # Richtlinie, full text
    language: str = Field(default="de", max_length=8)
    level: Level = Field(sa_type=word(Level), index=True)
    funder: str = Field(default="", sa_type=Text)  # Zuwendungsgeber
    authority: str = Field(default="", sa_type=Text)  # Bewilligungsbehörde, public contact
    regions: list[str] = Field(default_factory=list, sa_type=JSON)  # "EU", "DE", "DE-ST", or a name as written
    applicant_types: list[str] = Field(default_factory=list, sa_type=JSON)  # words of ApplicantType
    applicant_route: ApplicantRoute = Field(default=ApplicantRoute.UNCLEAR, sa_type=word(ApplicantRoute))
    instruments: list[str] = Field(default_factory=list, sa_type=JSON)  # words of Instrument
    min_amount: Decimal | None = Field(default=None, sa_type=Hundredths)
    max_amount: Decimal | None = Field(default=None, sa_type=Hundredths)
    max_rate: Decimal | None = Field(default=None, sa_type=Hundredths)  # the highest stated for anyone
    municipal_rate: Decimal | None = Field(default=None, sa_type=Hundredths)
    own_share_min: Decimal | None = Field(default=None, sa_type=Hundredths)
    opens_on: date | None = None
    deadline: dict[str, Any] = Field(default_factory=no_deadline, sa_type=JSON)
    status_note: StatusNote | None = Field(default=None, sa_type=word(StatusNote))
    early_start: EarlyStart = Field(default=EarlyStart.UNSTATED, sa_type=word(EarlyStart))
    cumulation: Cumulation = Field(default=Cumulation.UNSTATED, sa_type=word(Cumulation))
    evidence: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    attribution: str = Field(default="", sa_type=Text)


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


class OpportunityVersion(SQLModel, table=True):
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
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # grants_db.changes.Change, as JSON
    material: bool = False
