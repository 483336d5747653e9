"""Grants beside each other: what an authority answered about them, and the aid that undertakings got (De-minimis)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Text
from sqlmodel import Field

from grants_db.models.columns import Hundredths, Instant, StoredModel, word
from grants_db.vocabulary import Cumulation


class CumulationAnswer(StoredModel, table=True):
    """What an authority answered about its grant beside another one; the latest that is not undone counts."""

    __tablename__ = "cumulation_answer"

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    opportunity_id: int = Field(foreign_key="opportunity.id", index=True)  # whose authority answered
    other_id: int = Field(foreign_key="opportunity.id", index=True)  # about which other grant
    says: Cumulation = Field(sa_type=word(Cumulation))
    ceiling: Decimal | None = Field(default=None, sa_type=Hundredths)  # of all public money, percent of the cost
    quote: str = Field(sa_type=Text)
    answered_on: date
    by: str = Field(max_length=200)  # the authority, and the function there; no personal name
    entered_at: datetime = Field(sa_type=Instant)
    entered_by: str = Field(default="", max_length=200)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)


class DeMinimisAid(StoredModel, table=True):
    """De-minimis aid that an undertaking got, from the city's forwarded money or, as it declared, from others."""

    __tablename__ = "de_minimis_aid"

    id: int | None = Field(default=None, primary_key=True)
    undertaking: str = Field(max_length=300)  # the organisation, no private person's name
    granted_on: date
    amount: Decimal = Field(sa_type=Hundredths)
    dawi: bool = False  # for a service of general economic interest
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True)  # whose money it is
    note: str = Field(default="", max_length=300)  # who else granted it, where it stands
    entered_at: datetime = Field(sa_type=Instant)
    entered_by: str = Field(default="", max_length=200)
