"""Payments on an award (Mittelabruf) and what went back of them: each with its line in the history."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from grants_db.applications.acts import recorded
from grants_db.applications.award_money import current_award, paid, repaid, settle
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.doubts import ahead, ask_back, paid_beyond, repaid_beyond
from grants_db.applications.history import known_id, no_such, remember
from grants_db.clock import local_day
from grants_db.errors import UsageError
from grants_db.messages import Message
from grants_db.models.application import Application, Award, Payment, Repayment


@recorded
def record_payment(
    session: Session,
    application: Application,
    received_on: date,
    amount: Decimal,
    *,
    now: datetime,
    by: str = "",
    insist: bool = False,
) -> Payment:
    """Enter money that came (Mittelabruf).

    Raises:
        UsageError: no award yet, no sum, a day before the award.
        DoubtError: more would be paid than was awarded, or the day lies ahead, and nobody insists.
    """
    hold(session, application)
    doubts = _doubts(session, application, received_on, amount, paid(session, application), now)
    ask_back(doubts, insist=insist)
    payment = Payment(application_id=known_id(application.id), received_on=received_on, amount=amount)
    session.add(payment)
    said = Message.of("Auszahlung von {amount} €.", amount=amount)
    remember(session, application, "payment", said, now, by, on=min(received_on, local_day(now)))
    settle(session, application)
    return payment


@recorded
def edit_payment(
    session: Session,
    application: Application,
    payment_id: int,
    received_on: date,
    amount: Decimal,
    *,
    now: datetime,
    by: str = "",
    insist: bool = False,
) -> None:
    """Correct a payment's day or sum; nothing new changes nothing.

    Raises:
        UsageError: as for `record_payment`.
        DoubtError: more would be paid than was awarded, or the day lies ahead, and nobody insists.
        InputError: no such payment.
    """
    hold(session, application)
    payment = _of(session, application, payment_id)
    if (received_on, amount) == (payment.received_on, payment.amount):
        return
    others = paid(session, application) - payment.amount
    ask_back(_doubts(session, application, received_on, amount, others, now), insist=insist)
    said = Message.of(
        "Auszahlung berichtigt: {amount} € am {day}, vorher {before} € am {day_before}.",
        amount=amount,
        day=received_on,
        before=payment.amount,
        day_before=payment.received_on,
    )
    payment.received_on, payment.amount = received_on, amount
    session.add(payment)
    remember(session, application, "payment", said, now, by)
    settle(session, application)


@recorded
def remove_payment(session: Session, application: Application, payment_id: int, *, now: datetime, by: str = "") -> None:
    """Take out a payment that was a slip; InputError if there is no such payment."""
    hold(session, application)
    payment = _of(session, application, payment_id)
    said = Message.of("Auszahlung von {amount} € entfernt: ein Versehen.", amount=payment.amount)
    session.delete(payment)
    remember(session, application, "payment", said, now, by)
    settle(session, application)


@recorded
def record_repayment(
    session: Session,
    application: Application,
    repaid_on: date,
    amount: Decimal,
    interest: Decimal = Decimal(0),
    *,
    now: datetime,
    by: str = "",
    insist: bool = False,
) -> Repayment:
    """Enter money that went back to the funder (Rückzahlung), and the interest paid with it: it secures nothing more.

    Raises:
        UsageError: no award yet, neither sum nor interest, one below nothing, a day before the award.
        DoubtError: more would go back than came, or the day lies ahead, and nobody insists.
    """
    hold(session, application)
    award = _awarded(session, application)
    if amount < 0 or interest < 0 or not amount + interest:
        raise UsageError("Eine Rückzahlung ist größer als 0 €, nicht {amount}.", amount=min(amount, interest))
    _check_after(repaid_on, award)
    total = repaid(session, application) + amount
    ask_back([repaid_beyond(total, paid(session, application)), ahead(repaid_on, now)], insist=insist)
    repayment = Repayment(
        application_id=known_id(application.id), repaid_on=repaid_on, amount=amount, interest=interest
    )
    session.add(repayment)
    said = Message.of("Rückzahlung von {amount} €.", amount=amount)
    if interest:
        said = Message.of("Rückzahlung von {amount} € und {interest} € Zinsen.", amount=amount, interest=interest)
    remember(session, application, "payment", said, now, by, on=min(repaid_on, local_day(now)))
    settle(session, application)
    return repayment


@recorded
def remove_repayment(
    session: Session, application: Application, repayment_id: int, *, now: datetime, by: str = ""
) -> None:
    """Take out a repayment that was a slip; InputError if there is no such repayment."""
    hold(session, application)
    repayment = session.get(Repayment, repayment_id)
    if repayment is None or repayment.application_id != application.id:
        raise no_such(Message.of("Rückzahlung"), repayment_id, application)
    said = Message.of("Rückzahlung von {amount} € entfernt: ein Versehen.", amount=repayment.amount)
    session.delete(repayment)
    remember(session, application, "payment", said, now, by)
    settle(session, application)


def _doubts(
    session: Session, application: Application, received_on: date, amount: Decimal, others: Decimal, now: datetime
) -> Iterator[Message | None]:
    """What contradicts a payment; raises UsageError where there can be none like it."""
    award = _awarded(session, application)
    if amount <= 0:
        raise UsageError("Eine Auszahlung ist größer als 0 €, nicht {amount}.", amount=amount)
    _check_after(received_on, award)
    yield paid_beyond(others + amount - repaid(session, application), award.amount)
    yield ahead(received_on, now)


def _awarded(session: Session, application: Application) -> Award:
    award = current_award(session, application)
    if award is None:
        raise UsageError("Ohne Bescheid gibt es keine Auszahlung: bitte zuerst den Bescheid eintragen.")
    return award


def _check_after(day: date, award: Award) -> None:
    if day < award.notified_on:
        raise UsageError("Die Auszahlung liegt vor der Bekanntgabe des Bescheids am {day}.", day=award.notified_on)


def _of(session: Session, application: Application, payment_id: int) -> Payment:
    payment = session.get(Payment, payment_id)
    if payment is None or payment.application_id != application.id:
        raise no_such(Message.of("Auszahlung"), payment_id, application)
    return payment
