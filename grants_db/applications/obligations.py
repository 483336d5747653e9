"""The obligations of an application: which follow from its award, and which of them are done."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, select

from grants_db.applications.acts import recorded
from grants_db.applications.award_money import current_award
from grants_db.applications.awards import stated_dates
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.history import known_id, remember
from grants_db.errors import UsageError
from grants_db.messages import Message
from grants_db.models.application import Application, Award, DoneObligation, Payment
from grants_db.rules.obligation_rules import Rule
from grants_db.rules.obligations import AwardFacts, Obligation, StatedDate, derive
from grants_db.vocabulary import ObligationKind


def obligations_of(session: Session, application: Application, rules: Sequence[Rule]) -> list[Obligation]:
    """The dates that follow from the application's award; none without one."""
    award = current_award(session, application)
    if award is None:
        return []
    payments = session.exec(select(Payment).where(Payment.application_id == application.id)).all()
    return derive(award_facts(award, payments, stated_dates(session, award)), rules)


def award_facts(award: Award, payments: Sequence[Payment], stated: Sequence[StatedDate]) -> AwardFacts:
    """What the rules count from."""
    return AwardFacts(
        regimes=frozenset(award.regimes),
        notified_on=award.notified_on,
        period_start=award.period_start,
        period_end=award.period_end,
        purpose_fulfilled_on=award.purpose_fulfilled_on,
        final_report_on=award.final_report_on,
        payments=tuple(payment.received_on for payment in payments),
        stated=tuple(stated),
        place=award.place,
        instruction=award.instruction,
    )


@recorded
def fulfil(
    session: Session,
    application: Application,
    kind: ObligationKind,
    occurrence: str,
    done_on: date,
    *,
    now: datetime,
    by: str = "",
) -> None:
    """Mark an obligation as done; a second time changes nothing."""
    hold(session, application)
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
    remember(session, application, "obligation", Message.of("Erledigt: {kind}", kind=kind), now, by)


def finish_obligation(
    session: Session,
    application: Application,
    kind: ObligationKind,
    done_on: date,
    rules: Sequence[Rule],
    *,
    now: datetime,
    occurrence: str | None = None,
    by: str = "",
) -> None:
    """Mark the open obligation of a kind as done; where several are open, `occurrence` says which.

    Raises:
        UsageError: none is open, several are and none was named, or the one that was named isn't among them.
    """
    done = fulfilled(session, application)
    derived = obligations_of(session, application, rules)
    known = {item.occurrence for item in derived if item.kind is kind and not item.waits}
    waiting = sorted(known - {name for done_kind, name in done if done_kind is kind})
    if not waiting:
        raise UsageError("Hier ist keine Pflicht „{obligation}“ offen.", obligation=kind)
    if occurrence not in waiting and not (occurrence is None and len(waiting) == 1):
        raise UsageError(
            "Von „{obligation}“ sind mehrere offen oder die genannte nicht; bitte eine nennen: {known}.",
            obligation=kind,
            known=", ".join(waiting),
        )
    fulfil(session, application, kind, waiting[0] if occurrence is None else occurrence, done_on, now=now, by=by)


def fulfilled(session: Session, application: Application) -> set[tuple[ObligationKind, str]]:
    """The obligations that are done, as (kind, occurrence)."""
    rows = session.exec(select(DoneObligation).where(DoneObligation.application_id == application.id)).all()
    return {(row.obligation, row.occurrence) for row in rows}
