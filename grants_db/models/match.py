"""What the matcher proposes and what people decide about it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field

from grants_db.models.columns import Instant, StoredModel, word
from grants_db.vocabulary import DecisionKind, Eligibility, ReasonCode


class Match(StoredModel, table=True):
    """One proposal: this call for this measure, with the parts its score is made of and why."""

    __tablename__ = "match"
    __table_args__ = (UniqueConstraint("measure_id", "opportunity_id"),)

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    opportunity_id: int = Field(foreign_key="opportunity.id", index=True)
    rank: int  # 1 is best
    score: float  # 0 to 1; the sum of `parts`
    parts: dict[str, float] = Field(default_factory=dict, sa_type=JSON)  # signal: its share of the score
    chance: float | None = None  # how many of ten such matches are worth reading, as a share; None: not known yet
    eligibility: Eligibility = Field(sa_type=word(Eligibility))
    eligibility_reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # Message, as JSON
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # Message, as JSON
    terms: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # {"measure", "opportunity", "weight"}
    carries: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # the field's other measures, `Carried`
    facets: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)  # of "call" and "measure", `facet_code`
    computed_at: datetime = Field(sa_type=Instant)


class Decision(StoredModel, table=True):
    """One decision of one day. The latest that is not undone counts; none is ever deleted."""

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    opportunity_id: int = Field(foreign_key="opportunity.id", index=True)
    opportunity_version: int  # the version of the call that was decided on
    kind: DecisionKind = Field(sa_type=word(DecisionKind))
    reason: ReasonCode | None = Field(default=None, sa_type=word(ReasonCode))
    note: str = Field(default="", sa_type=Text)
    decided_by: str = Field(default="", max_length=200)  # unit or role, no personal name
    decided_at: datetime = Field(sa_type=Instant)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
    returns_on: date | None = None  # of what is put off: the day on which it waits again
    reopened_because: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # Message; set when a change undid it


class StoredReading(StoredModel, table=True):
    """One reading; it holds as long as both texts say what they said.

    `key` is a sign of both texts, the reader and the question: the same pair is not read again. `measure_sign` and
    `opportunity_version` tell without the texts whether it still holds.
    """

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("measure_id", "opportunity_id"),)

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    opportunity_id: int = Field(foreign_key="opportunity.id", index=True)
    key: str = Field(max_length=40, index=True)
    measure_sign: str = Field(max_length=40)
    opportunity_version: int
    reader: str = Field(max_length=200)
    grade: int | None = None  # 0 to 3; None: the answer could not be used
    sentence: str = Field(default="", sa_type=Text)
    quotation: str = Field(default="", sa_type=Text)
    seconds: float = 0.0  # how long the answer took
    read_at: datetime = Field(sa_type=Instant)
