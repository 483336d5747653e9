"""What goes out of the house: calendar events and digests, each remembered so that it is sent once."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from grants_db.models.columns import Instant, StoredModel


class CalendarEvent(StoredModel, table=True):
    """A date as it was last given to calendars; `sequence` grows with each change, as RFC 5545 asks."""

    __tablename__ = "calendar_event"

    uid: str = Field(primary_key=True, max_length=200)
    unit_name: str = Field(default="", max_length=200, index=True)
    due: date
    summary: str = Field(sa_type=Text)
    description: str = Field(default="", sa_type=Text)
    sequence: int = 0
    cancelled: bool = False
    changed_at: datetime = Field(sa_type=Instant)


class Digest(StoredModel, table=True):
    """One digest of one unit for one night; kept until it is sent, and afterwards as proof."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("unit_name", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_name: str = Field(default="", max_length=200)  # empty: the funding office
    day: date
    subject: str = Field(max_length=300)
    text: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    made_at: datetime = Field(sa_type=Instant)
    complete: bool = True  # False: a step before it failed, so the next one tells its news too
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    attempts: int = 0
    last_error: str = Field(default="", sa_type=Text)
