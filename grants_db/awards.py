"""Awards and what follows from them: payments, obligations, and which of those are done.

A corrected award is a new row; the newest counts, the earlier ones stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.errors import UsageError
from grants_db.history import known_id, remember, stages_been
from grants_db.models.application import Application, Award, DoneObligation, Payment, StatedDateRow
from grants_db.obligations import AwardFacts, Obligation, Rule, StatedDate, derive
from grants_db.sentence import Sentence
from grants_db.vocabulary import ApplicationStage, FinancingType, ObligationKind


@dataclass(frozen=True)
class AwardTerms:
    """What a Zuwendungsbescheid says; sums in EUR."""

    notified_on: date
    amount: Decimal
    financing_type: FinancingType
    period_start: date
    period_end: date
    regimes: tuple[str, ...] = ()
    stated: tuple[StatedDate, ...] = ()
    note: str = ""


def record_award(
    session: Session, application: Application, terms: AwardTerms, *, now: datetime, by: str = ""
) -> Award:
    """Enter an award, or a corrected one: the newest counts, the earlier ones stay.

    Raises:
        UsageError: no application was submitted, the period ends before it begins, a date lies before the award.
    """
    been = stages_been(session, application)
    if ApplicationStage.SUBMITTED not in been and application.stage is not ApplicationStage.SUBMITTED:
        raise UsageError(
            "Zu einem Bescheid gehört ein gestellter Antrag; dieser steht auf „{stage}“.", stage=application.stage
        )
    if terms.period_end < terms.period_start:
        raise UsageError(
            "Der Bewilligungszeitraum endet am {end}, vor seinem Beginn am {start}.",
            end=f"{terms.period_end:%d.%m.%Y}",
            start=f"{terms.period_start:%d.%m.%Y}",
        )
    if terms.amount < 0:
        raise UsageError("Die bewilligte Summe kann nicht negativ sein: {amount}.", amount=terms.amount)
    for stated in terms.stated:
        if stated.due < terms.notified_on:
            raise UsageError(
                "Das Datum {due} liegt vor der Bekanntgabe des Bescheids am {notified}.",
                due=f"{stated.due:%d.%m.%Y}",
                notified=f"{terms.notified_on:%d.%m.%Y}",
            )
    earlier = current_award(session, application)
    award = Award(
        application_id=known_id(application.id),
        number=earlier.number + 1 if earlier else 1,
        notified_on=terms.notified_on,
        amount=terms.amount,
        financing_type=terms.financing_type,
        regimes=list(terms.regimes),
        period_start=terms.period_start,
        period_end=terms.period_end,
        purpose_fulfilled_on=earlier.purpose_fulfilled_on if earlier else None,
        final_report_on=earlier.final_report_on if earlier else None,
        note=terms.note,
    )
    session.add(award)
    session.flush()
    for stated in terms.stated:
        session.add(
            StatedDateRow(
                award_id=known_id(award.id),
                obligation=stated.obligation,
                due=stated.due,
                origin=stated.origin,
                provision=stated.provision,
            )
        )
    what = Sentence.of("Geänderter Bescheid Nr. {number} über {amount} €.", number=award.number, amount=award.amount)
    if earlier is None:
        what = Sentence.of("Bescheid über {amount} €.", amount=award.amount)
    remember(session, application, "award", what, now, by)
    session.flush()
    return award


def current_award(session: Session, application: Application) -> Award | None:
    """The award that counts: the newest."""
    statement = select(Award).where(Award.application_id == application.id).order_by(col(Award.number).desc())
    return session.exec(statement).first()


def record_payment(
    session: Session, application: Application, received_on: date, amount: Decimal, *, now: datetime
) -> Payment:
    """Enter money that came (Mittelabruf); needs an award and a day not before it."""
    award = current_award(session, application)
    if award is None:
        raise UsageError("Ohne Bescheid gibt es keine Auszahlung: bitte zuerst den Bescheid eintragen.")
    if received_on < award.notified_on:
        raise UsageError(
            "Die Auszahlung liegt vor der Bekanntgabe des Bescheids am {day}.", day=f"{award.notified_on:%d.%m.%Y}"
        )
    payment = Payment(application_id=known_id(application.id), received_on=received_on, amount=amount)
    session.add(payment)
    remember(session, application, "payment", Sentence.of("Auszahlung von {amount} €.", amount=amount), now)
    session.flush()
    return payment


def obligations_of(session: Session, application: Application, rules: Sequence[Rule]) -> list[Obligation]:
    """The dates that follow from the application's award; none without one."""
    award = current_award(session, application)
    if award is None:
        return []
    stated = session.exec(select(StatedDateRow).where(StatedDateRow.award_id == award.id)).all()
    payments = session.exec(select(Payment).where(Payment.application_id == application.id)).all()
    facts = AwardFacts(
        regimes=frozenset(award.regimes),
        notified_on=award.notified_on,
        period_start=award.period_start,
        period_end=award.period_end,
        purpose_fulfilled_on=award.purpose_fulfilled_on,
        final_report_on=award.final_report_on,
        payments=tuple(payment.received_on for payment in payments),
        stated=tuple(StatedDate(row.obligation, row.due, row.origin, row.provision) for row in stated),
    )
    return derive(facts, rules)


def fulfil(
    session: Session, application: Application, kind: ObligationKind, occurrence: str, done_on: date, *, now: datetime
) -> None:
    """Mark an obligation as done; a second time changes nothing."""
    known = session.exec(
        select(DoneObligation).where(
            DoneObligation.application_id == application.id,
            DoneObligation.obligation == kind,
            DoneObligation.occurrence == occurrence,
        )
    ).first()
    if known is not None:
        return
    session.add(
        DoneObligation(application_id=known_id(application.id), obligation=kind, occurrence=occurrence, done_on=done_on)
    )
    award = current_award(session, application)
    if kind is ObligationKind.FINAL_REPORT and award is not None:
        award.final_report_on = done_on
        session.add(award)
    remember(session, application, "obligation", Sentence.of("Erledigt: {kind}", kind=kind.value), now)


def fulfilled(session: Session, application: Application) -> set[tuple[ObligationKind, str]]:
    """The obligations that are done, as (kind, occurrence)."""
    rows = session.exec(select(DoneObligation).where(DoneObligation.application_id == application.id)).all()
    return {(row.obligation, row.occurrence) for row in rows}
