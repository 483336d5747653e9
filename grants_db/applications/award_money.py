"""The award that counts, what was paid on it, and what it secures: a financing item in each of its measures."""

from collections.abc import Sequence
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.applications.history import known_id
from grants_db.errors import DoubtError
from grants_db.models.application import Application, ApplicationMeasure, Award, Payment
from grants_db.models.measure import FinancingItem, Measure
from grants_db.models.opportunity import Opportunity
from grants_db.rules.financing import needs, secured_by, split
from grants_db.vocabulary import FinancingKind, FinancingState, Level


def current_award(session: Session, application: Application) -> Award | None:
    """The award that counts: the newest."""
    statement = select(Award).where(Award.application_id == application.id).order_by(col(Award.number).desc())
    return session.exec(statement).first()


def paid(session: Session, application: Application) -> Decimal:
    """What came so far, in EUR."""
    payments = session.exec(select(Payment).where(Payment.application_id == application.id)).all()
    return sum((payment.amount for payment in payments), Decimal(0))


def measures_of(session: Session, application: Application) -> Sequence[Measure]:
    """The measures an application is for."""
    statement = (
        select(Measure)
        .join(ApplicationMeasure, col(ApplicationMeasure.measure_id) == col(Measure.id))
        .where(ApplicationMeasure.application_id == application.id)
    )
    return session.exec(statement.order_by(col(Measure.number))).all()


def award_item(measure: Measure, application: Application) -> FinancingItem | None:
    """What the application's award brings this measure."""
    return next((item for item in measure.financing if item.application_id == application.id), None)


def settle(session: Session, application: Application) -> None:
    """Keep the measures' financing items at what the award secures now; the same again changes nothing.

    To be called after each change of award, stage or payments. A sum that changed is split anew, by the gaps that the
    measures have without it.
    """
    award = current_award(session, application)
    measures = measures_of(session, application)
    items = [award_item(measure, application) for measure in measures]
    secured = secured_by(award.amount if award else None, application.stage, paid(session, application))
    if award is not None and secured == sum((item.amount for item in items if item), Decimal(0)):
        return
    others = [measure.secured_without(known_id(application.id)) for measure in measures]
    shares = split(secured, needs([measure.cost for measure in measures], others))
    for measure, item, share in zip(measures, items, shares, strict=True):
        if item is None and share:
            measure.financing.append(_item(session, application, share))
        elif item is not None and (share or (award is not None and item.in_file)):
            item.amount = share
        elif item is not None:
            measure.financing.remove(item)
        session.add(measure)
    session.flush()


def _item(session: Session, application: Application, share: Decimal) -> FinancingItem:
    level = session.get_one(Opportunity, application.opportunity_id).level
    return FinancingItem(
        kind=FinancingKind.FOUNDATION if level is Level.FOUNDATION else FinancingKind.GRANT,
        state=FinancingState.SECURED,
        amount=share,
        application_id=application.id,
    )


def paid_beyond(total: Decimal, awarded: Decimal) -> DoubtError:
    """Asks back whether more was paid than awarded."""
    return DoubtError(
        "Ausgezahlt wären dann {paid} €, bewilligt sind {awarded} €. Bitte die Summe prüfen.",
        paid=total,
        awarded=awarded,
    )
