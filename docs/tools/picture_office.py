"""The invented funding office at work: what it decided and applied for between spring and the morning of the pictures.

Each deed is one transaction at one instant, by the same functions that the app and the commands use.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select

from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.donations import advance_donation, offer_donation
from grants_db.applications.notes_documents_tasks import add_document, add_note, add_task, finish_task
from grants_db.applications.obligations import finish_obligation
from grants_db.applications.payments import record_payment
from grants_db.applications.standing import set_funder_status
from grants_db.applications.store import change_stage, create_application, get_application
from grants_db.measures.store import get_measure
from grants_db.measures.units import get_unit
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import correct
from grants_db.review.decisions import decide
from grants_db.rules.obligation_rules import load_rules
from grants_db.storage.database import writing
from grants_db.vocabulary import (
    ApplicationStage,
    DecisionKind,
    DonationStage,
    FinancingType,
    FunderStatus,
    ObligationKind,
    ReasonCode,
)

PLANNING = "Stadtplanungsamt"


def _on(day: str, clock: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+00:00")


def _call(session: Session, key: str) -> Opportunity:
    """The call of this key, or whose address ends with it."""
    is_it = or_(col(Opportunity.external_id) == key, col(Opportunity.external_id).endswith(f"/{key}"))
    return session.exec(select(Opportunity).where(is_it)).one()


class Office:
    """The funding office at work: each call is one transaction at one instant."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def decides(
        self, at: datetime, measure: str, key: str, kind: DecisionKind, reason: ReasonCode | None = None, note: str = ""
    ) -> None:
        """Decide on a match."""
        with writing(self._engine) as session:
            decide(session, get_measure(session, measure), _call(session, key), kind, now=at, reason=reason, note=note)

    def accepts(self, at: datetime, measure: str, key: str) -> None:
        """Accept a match."""
        self.decides(at, measure, key, DecisionKind.ACCEPTED)

    def dismisses(self, at: datetime, measure: str, key: str, reason: ReasonCode, note: str = "") -> None:
        """Dismiss a match."""
        self.decides(at, measure, key, DecisionKind.DISMISSED, reason, note)

    def applies(self, at: datetime, measure: str, key: str, requested: str) -> int:
        """Accept the match and make an application of it; gives its number."""
        self.accepts(at, measure, key)
        with writing(self._engine) as session:
            made = create_application(
                session,
                [get_measure(session, measure)],
                _call(session, key),
                now=at,
                role="Sachgebiet Fördermittel",
                requested=Decimal(requested),
            )
            return made.id or 0

    def moves(self, number: int, *steps: tuple[datetime, ApplicationStage]) -> None:
        """Move an application from stage to stage."""
        for at, stage in steps:
            with writing(self._engine) as session:
                change_stage(session, get_application(session, number), stage, now=at)

    def hears(self, at: datetime, number: int, status: FunderStatus) -> None:
        """Enter where it stands on the funder's side."""
        with writing(self._engine) as session:
            set_funder_status(session, get_application(session, number), status, now=at)

    def tasks(self, at: datetime, number: int, title: str, due: date, unit: str | None = None) -> int:
        """Give somebody something to do; gives the task's number."""
        with writing(self._engine) as session:
            owner = get_unit(session, unit) if unit else None
            made = add_task(session, get_application(session, number), title, due, now=at, unit=owner)
            return made.id or 0

    def does(self, change: Callable[[Session], object]) -> None:
        """Anything else, as one transaction."""
        with writing(self._engine) as session:
            change(session)


def spring_to_autumn(office: Office) -> None:
    """Four applications: one is won and running, one waits, one was refused, one is being prepared."""
    _won(office)
    waiting = office.applies(_on("2026-05-07"), "2.1", "sprachbruecken-vor-ort", "42000.00")
    office.moves(
        waiting,
        (_on("2026-06-10"), ApplicationStage.REVIEW),
        (_on("2026-09-02"), ApplicationStage.INTERNAL_APPROVAL),
        (_on("2026-10-12"), ApplicationStage.SUBMITTED),
    )
    office.hears(_on("2026-10-19"), waiting, FunderStatus.QUESTIONS)
    office.tasks(_on("2026-11-19"), waiting, "Kostenplan nachreichen", date(2026, 11, 30))
    refused = office.applies(_on("2026-05-08"), "1.2", "vielfalt-zeigt-gesicht", "5000.00")
    office.moves(
        refused,
        (_on("2026-05-20"), ApplicationStage.REVIEW),
        (_on("2026-06-03"), ApplicationStage.INTERNAL_APPROVAL),
        (_on("2026-06-17"), ApplicationStage.SUBMITTED),
    )
    office.hears(_on("2026-09-08"), refused, FunderStatus.REFUSED)
    given = [
        ("1.1", "mut-im-alltag", ReasonCode.OWN_CONTRIBUTION, ""),
        ("1.2", "90110003TOPICSen", ReasonCode.DEADLINE_TOO_SHORT, "Partnerstadt braucht einen Ratsbeschluss"),
        ("1.1", "raeume-der-demokratie", ReasonCode.OUTSIDE_PURPOSE, ""),
        ("3.3", "frauen-machen-stadt", ReasonCode.NOT_ELIGIBLE, ""),
        ("4.3", "patenschaften-stadt-und-menschen", ReasonCode.STAFF_CAPACITY, "Stelle bis März unbesetzt"),
    ]
    for minute, (measure, key, reason, why) in enumerate(given, 10):
        office.dismisses(_on("2026-05-11", f"10:{minute}"), measure, key, reason, why)
    sketch = office.applies(_on("2026-10-05"), "3.1", "ankommen-im-beruf", "120000.00")
    office.moves(sketch, (_on("2026-10-14"), ApplicationStage.REVIEW))
    office.tasks(_on("2026-10-14"), sketch, "Eigenanteil mit der Kämmerei klären", date(2026, 12, 8))
    drafted = office.tasks(_on("2026-10-14"), sketch, "Interessenbekundung entwerfen", date(2026, 11, 13))
    office.does(
        lambda session: finish_task(session, drafted, date(2026, 11, 12), now=_on("2026-11-12")),
    )


def _won(office: Office) -> None:
    won = office.applies(_on("2026-05-06"), "4.1", "quartier-im-gespraech", "15000.00")
    office.tasks(_on("2026-05-06"), won, "Mietvertrag für das Ladenlokal prüfen", date(2026, 11, 27), PLANNING)
    office.moves(
        won,
        (_on("2026-05-12"), ApplicationStage.REVIEW),
        (_on("2026-05-28"), ApplicationStage.INTERNAL_APPROVAL),
        (_on("2026-06-04"), ApplicationStage.SUBMITTED),
    )
    office.hears(_on("2026-06-09"), won, FunderStatus.RECEIVED)
    terms = AwardTerms(
        notified_on=date(2026, 8, 12),
        amount=Decimal("12500.00"),
        financing_type=FinancingType.SHARE,
        period_start=date(2026, 9, 1),
        period_end=date(2027, 8, 31),
        regimes=("anbest_gk_bund",),
    )
    at = _on("2026-08-13")
    office.does(lambda session: record_award(session, get_application(session, won), terms, now=at))
    office.hears(at, won, FunderStatus.GRANTED)
    office.moves(won, (at, ApplicationStage.AWARDED), (_on("2026-09-01"), ApplicationStage.RUNNING))
    address = "https://ablage.stadt.example/quartier/bescheid"
    office.does(lambda session: add_document(session, get_application(session, won), "Bescheid", address, now=at))
    passed = _on("2026-09-14")
    office.does(
        lambda session: finish_obligation(
            session, get_application(session, won), ObligationKind.OBJECTION, passed.date(), load_rules(), now=passed
        )
    )
    paid = _on("2026-10-05")
    office.does(
        lambda session: record_payment(
            session, get_application(session, won), paid.date(), Decimal("6000.00"), now=paid
        ),
    )


def day_before(office: Office) -> None:
    """The officer's day before the morning of the pictures: some of its decisions are answered in the night."""
    at = partial(_on, "2026-11-23")
    rathaus = office.applies(at("08:05"), "6.1", "amt-in-vielen-sprachen", "60000.00")
    office.moves(rathaus, (at("08:10"), ApplicationStage.REVIEW))
    office.tasks(at("08:12"), rathaus, "Kostenplan mit dem Amt für Digitalisierung abstimmen", date(2026, 12, 4))
    office.does(
        lambda session: add_note(
            session,
            get_application(session, rathaus),
            "Rückruf der Bewilligungsbehörde: Skizze nicht nötig",
            now=at("08:20"),
        ),
    )
    office.applies(at("08:40"), "5.2", "sport-kennt-keine-herkunft", "8000.00")
    office.accepts(at("09:02"), "6.2", "verwaltung-oeffnet-sich")
    office.accepts(at("09:05"), "5.1", "mitmachen-mitreden")
    office.dismisses(
        at("09:11"), "4.2", "gaerten-der-begegnung", ReasonCode.DEADLINE_TOO_SHORT, "Brache erst ab März frei"
    )
    office.decides(at("09:14"), "2.2", "lesen-in-vielen-sprachen", DecisionKind.LATER)
    office.decides(at("09:16"), "3.2", "werkstatt-zweiter-anlauf", DecisionKind.LATER)
    office.does(
        lambda session: correct(
            session,
            _call(session, "werkstatt-zweiter-anlauf").id or 0,
            "max_amount",
            "15000",
            now=at("09:30"),
            note="Auskunft am Telefon",
        ),
    )

    def donate(session: Session) -> None:
        donation = offer_donation(
            session, get_measure(session, "5.3"), "Bürgerstiftung", Decimal("2500.00"), date(2026, 11, 2)
        )
        advance_donation(session, donation, DonationStage.ACCEPTED, date(2026, 11, 19), paper_number="DS0400/26")

    office.does(donate)
