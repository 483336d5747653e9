"""Decisions of officers about matches: append only; an undone decision stays in the ledger."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from grants_db.errors import InputError, UsageError
from grants_db.models.match import Decision, Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.vocabulary import DecisionKind, ReasonCode


def decide(
    session: Session,
    measure: Measure,
    opportunity: Opportunity,
    kind: DecisionKind,
    *,
    now: datetime,
    reason: ReasonCode | None = None,
    note: str = "",
    decided_by: str = "",
) -> Decision:
    """Record a decision on the call as it stands now; the earlier one, if any, stays in the ledger.

    Raises:
        UsageError: a dismissal without a reason, or reason "other" without a note.
        InputError: this call was never proposed for this measure.
    """
    if kind is DecisionKind.DISMISSED and reason is None:
        raise UsageError(
            "Zum Verwerfen gehört ein Grund. Mögliche Gründe: {codes}.",
            codes=", ".join(code.value for code in ReasonCode),
        )
    if reason is ReasonCode.OTHER and not note.strip():
        raise UsageError("Zum Grund „sonstiges“ gehört ein Satz, der ihn nennt (--note).")
    if measure.id is None or opportunity.id is None:
        raise ValueError("measure and opportunity are stored before they are decided on")
    proposed = session.exec(
        select(Match.id).where(Match.measure_id == measure.id, Match.opportunity_id == opportunity.id)
    ).first()
    if proposed is None:
        raise InputError(
            "Förderangebot {id} ist für Maßnahme {number} nicht vorgeschlagen. "
            "Vorschläge zeigt „akquise match show {number}“.",
            id=opportunity.id,
            number=measure.number,
        )
    decision = Decision(
        measure_id=measure.id,
        opportunity_id=opportunity.id,
        opportunity_version=opportunity.version,
        kind=kind,
        reason=reason,
        note=note.strip(),
        decided_by=decided_by,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    return decision


def undo(session: Session, decision_id: int, now: datetime) -> Decision:
    """Take a decision back; the one before it stands again."""
    decision = session.get(Decision, decision_id)
    if decision is None or decision.undone_at is not None:
        raise InputError("Diese Entscheidung gibt es nicht oder sie ist schon zurückgenommen.")
    decision.undone_at = now
    session.add(decision)
    session.flush()
    return decision


def current_decisions(session: Session, measure_id: int | None = None) -> dict[tuple[int, int], Decision]:
    """The standing decision for each (measure id, opportunity id) that has one: the latest that is not undone."""
    statement = select(Decision).where(col(Decision.undone_at).is_(None)).order_by(col(Decision.id))
    if measure_id is not None:
        statement = statement.where(Decision.measure_id == measure_id)
    return {(decision.measure_id, decision.opportunity_id): decision for decision in session.exec(statement)}


def ledger(session: Session) -> Sequence[Decision]:
    """Every decision ever made, the newest first."""
    return session.exec(select(Decision).order_by(col(Decision.id).desc())).all()
