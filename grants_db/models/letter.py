"""Calls that newsletters and mails speak of, each a proposal until a person has looked; and which letters were read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field

from grants_db.models.columns import Instant, StoredModel, word
from grants_db.vocabulary import Level, ProposalState


class ReadLetter(StoredModel, table=True):
    """A letter that was read, so that it is read once; `key` is its Message-ID, or a sign of its content."""

    __tablename__ = "read_letter"

    key: str = Field(primary_key=True, max_length=200)
    source_name: str = Field(foreign_key="source.name", max_length=60, index=True)
    read_at: datetime = Field(sa_type=Instant)


class CallProposal(StoredModel, table=True):
    """A call in a letter; it becomes an opportunity only when a person enters it, and stays either way.

    The same title in the same letter is the same proposal. `deadline` is empty where the letter names none, or says
    that one can apply at any time (`rolling`).
    """

    __tablename__ = "call_proposal"
    __table_args__ = (UniqueConstraint("letter_key", "folded_title"),)

    id: int | None = Field(default=None, primary_key=True)
    letter_key: str = Field(max_length=200, index=True)
    folded_title: str = Field(max_length=300)
    source_name: str = Field(foreign_key="source.name", max_length=60, index=True)
    title: str = Field(sa_type=Text)
    funder: str = Field(default="", sa_type=Text)
    deadline: date | None = None
    further_deadlines: list[str] = Field(default_factory=list, sa_type=JSON)
    rolling: bool = False
    link: str = Field(default="", sa_type=Text)
    text: str = Field(default="", sa_type=Text)  # what the letter says about it
    level: Level | None = Field(default=None, sa_type=word(Level))  # what the funder's name hints at
    facts: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSON
    )  # read from the text, as `facts_as_json` gives them
    letter_subject: str = Field(default="", sa_type=Text)
    letter_sender: str = Field(default="", sa_type=Text)
    letter_sent: date | None = None
    found_at: datetime = Field(sa_type=Instant)
    state: ProposalState = Field(default=ProposalState.OPEN, sa_type=word(ProposalState))
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: str = Field(default="", max_length=200)  # unit or role, no personal name
    opportunity_id: int | None = Field(default=None, foreign_key="opportunity.id")
