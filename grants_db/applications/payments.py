"""Payments of the funder on an award (Mittelabruf): entered, corrected, removed, each with its line in the history."""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from grants_db.applications.acts import recorded
from grants_db.applications.award_money import current_award, paid, paid_beyond, settle
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.history import known_id, no_such, remember
from grants_db.clock import local_day
from grants_db.errors import UsageError
from grants_db.messages import Message
from grants_db.models.application import Application, Payment


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
        DoubtError: more would be paid than was awarded, and nobody insists.
    """
    hold(session, application)
    _check(session, application, received_on, amount, paid(session, application), insist=insist)
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
        DoubtError: more would be paid than was awarded, and nobody insists.
        InputError: no such payment.
    """
    hold(session, application)
    payment = _of(session, application, payment_id)
    if (received_on, amount) == (payment.received_on, payment.amount):
        return
    _check(session, application, received_on, amount, paid(session, application) - payment.amount, insist=insist)
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


def _check(
    session: Session, application: Application, received_on: date, amount: Decimal, others: Decimal, *, insist: bool
) -> None:
    award = current_award(session, application)
    if award is None:
        raise UsageError("Ohne Bescheid gibt es keine Auszahlung: bitte zuerst den Bescheid eintragen.")
    if amount <= 0:
        raise UsageError("Eine Auszahlung ist größer als 0 €, nicht {amount}.", amount=amount)
    if received_on < award.notified_on:
        raise UsageError("Die Auszahlung liegt vor der Bekanntgabe des Bescheids am {day}.", day=award.notified_on)
    if (total := others + amount) > award.amount and not insist:
        raise paid_beyond(total, award.amount)


def _of(session: Session, application: Application, payment_id: int) -> Payment:
    payment = session.get(Payment, payment_id)
    if payment is None or payment.application_id != application.id:
        raise no_such(Message.of("Auszahlung"), payment_id, application)
    return payment
