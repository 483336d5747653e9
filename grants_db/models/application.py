"""From an accepted match to the closed file: applications, their history, awards, tasks; and donations."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field

from grants_db.models.columns import Hundredths, Instant, StoredModel, word
from grants_db.rules.working_days import HOME
from grants_db.vocabulary import (
    ApplicationStage,
    DonationStage,
    FinancingType,
    FunderStatus,
    ObligationKind,
    PlanKind,
    ReasonCode,
    RemedyInstruction,
)


class Application(StoredModel, table=True):
    """Antrag: one attempt to get money from one call for one or more measures."""

    __tablename__ = "application"

    id: int | None = Field(default=None, primary_key=True)
    opportunity_id: int = Field(foreign_key="opportunity.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    role: str = Field(default="", max_length=200)  # function in charge, no personal name
    requested: Decimal | None = Field(default=None, sa_type=Hundredths)  # beantragte Summe, EUR
    stage: ApplicationStage = Field(default=ApplicationStage.IDEA, sa_type=word(ApplicationStage), index=True)
    funder_status: FunderStatus = Field(default=FunderStatus.NONE, sa_type=word(FunderStatus))
    two_stage: bool = False  # sketch first
    exit_reason: ReasonCode | None = Field(default=None, sa_type=word(ReasonCode))
    contract_on: date | None = None  # first contract: counts as the beginning (Vorhabenbeginn)
    consent_on: date | None = None  # consent to an early start (Zustimmung zum vorzeitigen Maßnahmenbeginn)
    created_at: datetime = Field(sa_type=Instant)


class ApplicationMeasure(StoredModel, table=True):
    """Which measures an application is for."""

    __tablename__ = "application_measure"

    application_id: int = Field(foreign_key="application.id", primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", primary_key=True, index=True)


class HistoryEntry(StoredModel, table=True):
    """One line of an application's history; append only, but for a note's words and what is taken back.

    The lines of one act share the id of its first, which keeps what the act changed (`applications.acts`).
    """

    __tablename__ = "history_entry"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    at: datetime = Field(sa_type=Instant)  # when it happened: for an event with a day of its own, on that day
    what: str = Field(max_length=40)  # stage, funder_status, override, note, document, task, award, correction
    sentence: dict[str, Any] = Field(sa_type=JSON)  # Message, as JSON
    by: str = Field(default="", max_length=200)  # unit or role
    entered_at: datetime | None = Field(default=None, sa_type=Instant)  # None: when it happened
    act: int | None = Field(default=None, index=True)  # the first line of its act
    changes: list[dict[str, Any]] | None = Field(
        default=None, sa_type=JSON(none_as_null=True)
    )  # rows before and after the act
    undone_at: datetime | None = Field(default=None, sa_type=Instant)  # when it was taken back


class Document(StoredModel, table=True):
    """A document of an application, by link."""

    __tablename__ = "document"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    title: str = Field(max_length=300)
    link: str = Field(sa_type=Text)


class ChecklistItem(StoredModel, table=True):
    """To be handed in with an application, as its call or people ask for it; ticked off when it is there."""

    __tablename__ = "checklist_item"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    words: str = Field(sa_type=Text)
    own: bool = False  # added by people; else the call asked for it
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    done_by: str = Field(default="", max_length=200)  # unit or role


class Task(StoredModel, table=True):
    """Something a unit does for an application by a day."""

    __tablename__ = "task"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    title: str = Field(max_length=300)
    due: date
    done_on: date | None = None


class Award(StoredModel, table=True):
    """Zuwendungsbescheid. A corrected award is a new row; the newest number counts."""

    __tablename__ = "award"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int = 1
    notified_on: date  # Bekanntgabe, or presumed from the day it was posted
    posted_on: date | None = None  # zur Post gegeben
    amount: Decimal = Field(sa_type=Hundredths)
    financing_type: FinancingType = Field(sa_type=word(FinancingType))
    regimes: list[str] = Field(default_factory=list, sa_type=JSON)  # of data/obligations.yml
    place: str = Field(default=HOME, max_length=5)  # the Land of the authority's seat, as ISO 3166-2
    period_start: date  # Bewilligungszeitraum
    period_end: date
    instruction: RemedyInstruction = Field(
        default=RemedyInstruction.GIVEN, sa_type=word(RemedyInstruction)
    )  # Rechtsbehelfsbelehrung
    purpose_fulfilled_on: date | None = None
    final_report_on: date | None = None  # when the Verwendungsnachweis was handed in
    note: str = Field(default="", sa_type=Text)  # what else it lays down, a condition (Auflage) a line

    @property
    def conditions(self) -> tuple[str, ...]:
        """What it lays down in words, as a person kept it."""
        return tuple(line for line in self.note.split("\n") if line)


class StatedDateRow(StoredModel, table=True):
    """A date that an award or its guideline states itself."""

    __tablename__ = "stated_date"

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    obligation: ObligationKind = Field(sa_type=word(ObligationKind))
    due: date
    origin: str = Field(max_length=20)  # award or guideline
    provision: str = Field(default="", max_length=300)


class Payment(StoredModel, table=True):
    """Mittelabruf: money that came from the funder."""

    __tablename__ = "payment"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    received_on: date
    amount: Decimal = Field(sa_type=Hundredths)


class Repayment(StoredModel, table=True):
    """Rückzahlung: money that went back to the funder, and the interest paid with it."""

    __tablename__ = "repayment"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    repaid_on: date
    amount: Decimal = Field(sa_type=Hundredths)
    interest: Decimal = Field(default=Decimal(0), sa_type=Hundredths)  # Zinsen, EUR; no part of the amount


class PlanItem(StoredModel, table=True):
    """One line of an application's financing plan (Finanzierungsplan) in one year; sums in EUR."""

    __tablename__ = "plan_item"
    __table_args__ = (UniqueConstraint("application_id", "kind", "name", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    kind: PlanKind = Field(sa_type=word(PlanKind))
    name: str = Field(max_length=200)  # as the plan calls it
    year: int
    amount: Decimal = Field(sa_type=Hundredths)  # as planned
    actual: Decimal | None = Field(default=None, sa_type=Hundredths)  # what it came to; None: as planned
    financing_type: FinancingType | None = Field(default=None, sa_type=word(FinancingType))  # how a grant pays
    rate: Decimal | None = Field(default=None, sa_type=Hundredths)  # percent: of a grant's share, or a flat rate
    cap: Decimal | None = Field(default=None, sa_type=Hundredths)  # the most a grant pays in that year
    flat_rate_of: str = Field(default="", max_length=200)  # the cost that a flat rate (Pauschale) is a share of


class DoneObligation(StoredModel, table=True):
    """An obligation that was fulfilled."""

    __tablename__ = "done_obligation"
    __table_args__ = (UniqueConstraint("application_id", "obligation", "occurrence"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    obligation: ObligationKind = Field(sa_type=word(ObligationKind))
    occurrence: str = Field(default="", max_length=60)
    done_on: date


class Donation(StoredModel, table=True):
    """Spende, Sponsoring: offered, accepted by the competent body, received, thanked, reported."""

    __tablename__ = "donation"

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    donor: str = Field(max_length=300)  # the organisation, no private person's name
    amount: Decimal = Field(sa_type=Hundredths)
    stage: DonationStage = Field(default=DonationStage.OFFERED, sa_type=word(DonationStage))
    offered_on: date
    decided_on: date | None = None  # decision of the competent body
    paper_number: str = Field(default="", max_length=60)  # Drucksache
    received_on: date | None = None
    thanked_on: date | None = None
    reported_on: date | None = None


class DateMark(StoredModel, table=True):
    """An internal date, worked out anew each day, is done or put off; the latest that is not undone counts."""

    __tablename__ = "date_mark"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(max_length=300, index=True)  # of the date, as the agenda has it
    of_day: date  # the day it stood on: the same step of a later round is another one
    done_on: date | None = None
    put_off_to: date | None = None
    note: str = Field(default="", sa_type=Text)
    by: str = Field(default="", max_length=200)  # unit or role, no personal name
    at: datetime = Field(sa_type=Instant)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
