"""What lists of opportunities are filtered and sorted by: derived, narrow, read without a look at the long texts."""

from datetime import date, datetime

from sqlalchemy import Index, String, Table
from sqlmodel import Field

from grants_db.models.columns import Instant, StoredModel, word
from grants_db.vocabulary import ApplicantRoute, Level, OpportunityStatus

TITLE_SIGNS = 60


class OpportunityListing(StoredModel, table=True):
    """A call as it holds, corrections leading; `grants_db.opportunities.listing` writes it, nobody else.

    From four columns follows the status on any day (`grants_db.opportunities.status.status_on`).
    """

    __tablename__ = "opportunity_listing"
    # holds all columns: a list without words is read from the index alone, in its order
    __table_args__ = (
        Index(
            "ix_opportunity_listing_title",
            *("title_key", "opportunity_id", "otherwise", "closes_on", "opens_from", "unsure_after"),
            *("level", "applicant_route", "changed_at", "to_check"),
        ),
    )

    opportunity_id: int = Field(primary_key=True, foreign_key="opportunity.id", ondelete="CASCADE")
    level: Level = Field(sa_type=word(Level))
    applicant_route: ApplicantRoute = Field(sa_type=word(ApplicantRoute))
    changed_at: datetime = Field(sa_type=Instant)
    closes_on: date  # see grants_db.rules.status.StatusCourse
    opens_from: date
    unsure_after: date
    otherwise: OpportunityStatus = Field(sa_type=word(OpportunityStatus))
    to_check: bool  # has it a fact that somebody has to look at (grants_db.opportunities.checks)?
    # sorted by the letters themselves, whatever language the server was set up in
    title_key: str = Field(sa_type=String(TITLE_SIGNS).with_variant(String(TITLE_SIGNS, collation="C"), "postgresql"))


#: its columns by name, for questions that want no objects
LISTING: Table = OpportunityListing.__table__  # type: ignore[attr-defined] # SQLModel gives it one
