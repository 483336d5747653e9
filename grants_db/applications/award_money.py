"""What an application brings its measures: a financing item in each, planned while asked for, secured once awarded."""

from collections.abc import Sequence
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.applications.history import known_id
from grants_db.models.application import Application, ApplicationMeasure, Award, Payment, Repayment
from grants_db.models.measure import FinancingItem, Measure
from grants_db.models.opportunity import Opportunity
from grants_db.rules.financing import brought_by, needs, split
from grants_db.vocabulary import FinancingKind, FinancingState, Level


def current_award(session: Session, application: Application) -> Award | None:
    """The award that counts: the newest."""
    statement = select(Award).where(Award.application_id == application.id).order_by(col(Award.number).desc())
    return session.exec(statement).first()


def paid(session: Session, application: Application) -> Decimal:
    """What came so far, in EUR."""
    payments = session.exec(select(Payment).where(Payment.application_id == application.id)).all()
    return sum((payment.amount for payment in payments), Decimal(0))


def repaid(session: Session, application: Application) -> Decimal:
    """What went back to the funder so far, in EUR, without interest."""
    repayments = session.exec(select(Repayment).where(Repayment.application_id == application.id)).all()
    return sum((repayment.amount for repayment in repayments), Decimal(0))


def measures_of(session: Session, application: Application) -> Sequence[Measure]:
    """The measures an application is for."""
    statement = (
        select(Measure)
        .join(ApplicationMeasure, col(ApplicationMeasure.measure_id) == col(Measure.id))
        .where(ApplicationMeasure.application_id == application.id)
    )
    return session.exec(statement.order_by(col(Measure.number))).all()


def award_item(measure: Measure, application: Application) -> FinancingItem | None:
    """What the application brings this measure: planned while it is asked for, secured once it is awarded."""
    return next((item for item in measure.financing if item.application_id == application.id), None)


def settle(session: Session, application: Application) -> None:
    """Keep the measures' financing items at what the application brings now; the same again changes nothing.

    To be called after each change of what is asked for, of award, stage, payments or repayments. A sum that changed is
    split anew, by the gaps that the measures have without it.
    """
    award = current_award(session, application)
    measures = measures_of(session, application)
    items = [award_item(measure, application) for measure in measures]
    state, total = brought_by(
        application.stage,
        requested=application.requested,
        award=award.amount if award else None,
        paid=paid(session, application),
        repaid=repaid(session, application),
    )
    there = [item for item in items if item is not None]
    counted = sum((item.amount for item in there), Decimal(0))
    held = award is not None and state is FinancingState.SECURED  # such an item keeps what the file holds of it
    if counted == total and all(item.state is state and (held or item.amount) for item in there):
        return
    others = [measure.secured_without(known_id(application.id)) for measure in measures]
    shares = split(total, needs([measure.cost for measure in measures], others))
    for measure, item, share in zip(measures, items, shares, strict=True):
        if item is None and share:
            measure.financing.append(_item(session, application, state, share))
        elif item is not None and (share or (held and item.in_file)):
            item.amount, item.state = share, state
            item.in_file = item.in_file if held else Decimal(0)
        elif item is not None:
            measure.financing.remove(item)
        session.add(measure)
    session.flush()


def _item(session: Session, application: Application, state: FinancingState, share: Decimal) -> FinancingItem:
    level = session.get_one(Opportunity, application.opportunity_id).level
    return FinancingItem(
        kind=FinancingKind.FOUNDATION if level is Level.FOUNDATION else FinancingKind.GRANT,
        state=state,
        amount=share,
        application_id=application.id,
    )
