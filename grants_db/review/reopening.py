"""What waits again: a call that changes reopens what it was dismissed for, and only that; a day, what was put off."""

from datetime import date, datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from grants_db.messages import Message
from grants_db.models.match import Decision
from grants_db.models.opportunity import OpportunityVersion
from grants_db.models.opportunity_facts import FIELDS
from grants_db.opportunities.corrections import corrections_of
from grants_db.review.decisions import current_decisions, standing_ids
from grants_db.vocabulary import DecisionKind, ReasonCode

#: the reasons that a changed field may answer (`About.answers`), and what is said then
SENTENCES = {
    ReasonCode.DEADLINE_TOO_SHORT: Message.of("Wieder offen: Die Frist war zu kurz, und sie hat sich geändert."),
    ReasonCode.NOT_ELIGIBLE: Message.of("Wieder offen: Die Antragsberechtigung hat sich geändert."),
    ReasonCode.OWN_CONTRIBUTION: Message.of("Wieder offen: Summe oder Förderquote haben sich geändert."),
    ReasonCode.CUMULATION: Message.of("Wieder offen: Die Regel zur Kumulierung hat sich geändert."),
}


def reopen_answered(session: Session, now: datetime) -> list[Decision]:
    """Undo each standing dismissal whose reason a later version or correction of its call has answered; gives those.

    Run again it finds nothing more: an undone decision no longer stands.
    """
    reopened = []
    corrections = corrections_of(session)
    for (_, opportunity_id), decision in current_decisions(session).items():
        if decision.kind is not DecisionKind.DISMISSED or decision.reason not in SENTENCES:
            continue
        changed = _changed_since(session, opportunity_id, decision.opportunity_version)
        known = corrections.get(opportunity_id, {})
        changed |= {field for field, correction in known.items() if correction.decided_at > decision.decided_at}
        if any(FIELDS[name].answers is decision.reason for name in changed & FIELDS.keys()):
            decision.undone_at = now
            decision.reopened_because = SENTENCES[decision.reason].as_json()
            session.add(decision)
            reopened.append(decision)
    session.flush()
    return reopened


def bring_back(session: Session, today: date, now: datetime) -> list[Decision]:
    """Let what was put off until today, or a day before, wait again; gives the decisions that stand no longer."""
    due = select(Decision).where(
        col(Decision.id).in_(standing_ids()),
        col(Decision.kind) == DecisionKind.LATER,
        col(Decision.returns_on) <= today,
    )
    returned = list(session.exec(due))
    for decision in returned:
        said = Message.of("Wieder offen: Es war zurückgestellt bis zum {day}.", day=decision.returns_on)
        decision.reopened_because = said.as_json()
        for before in session.exec(_standing_on(decision)):  # none of those it has replaced stands again
            before.undone_at = now
            session.add(before)
    session.flush()
    return returned


def _standing_on(decision: Decision) -> SelectOfScalar[Decision]:
    """Whatever is not undone on the same measure and call."""
    return select(Decision).where(
        Decision.measure_id == decision.measure_id,
        Decision.opportunity_id == decision.opportunity_id,
        col(Decision.undone_at).is_(None),
    )


def is_any_due(session: Session, today: date) -> bool:
    """Is there something that was put off until today, or a day before?"""
    due = select(Decision.id).where(col(Decision.undone_at).is_(None), col(Decision.returns_on) <= today)
    return session.exec(due.limit(1)).first() is not None


def _changed_since(session: Session, opportunity_id: int, version: int) -> set[str]:
    later = session.exec(
        select(OpportunityVersion).where(
            OpportunityVersion.opportunity_id == opportunity_id,
            col(OpportunityVersion.number) > version,
            col(OpportunityVersion.reread).is_(False),
        )
    )
    return {change["field"] for found in later for change in found.changes}
