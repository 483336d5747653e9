"""Decisions of officers about matches: append only; an undone decision stays in the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.clock import local
from grants_db.errors import InputError, OvertakenError, UsageError
from grants_db.models.match import Decision, Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.umbrellas import match_where_carried
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
    returns_on: date | None = None,
) -> Decision:
    """Record a decision on the call as it stands now; the earlier one, if any, stays in the ledger.

    What is put off waits again on the day `returns_on` (`grants_db.review.reopening`).

    What says the same as the decision that stands (kind, reason, nothing new in the note, the same version of the
    call) is not recorded once more: the standing one is given back.

    Raises:
        UsageError: a dismissal without a reason, or reason "other" without a note.
        InputError: this call was never proposed for this measure, and no umbrella that may carry it.
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
    if proposed is None and match_where_carried(session, measure.id, opportunity.id, now) is None:
        raise InputError(
            "Förderangebot {id} ist für Maßnahme {number} nicht vorgeschlagen. "
            "Vorschläge zeigt „akquise match show {number}“.",
            id=opportunity.id,
            number=measure.number,
        )
    # on PostgreSQL two that decide at once wait for each other here; on SQLite all writers do
    session.exec(select(Measure.id).where(Measure.id == measure.id).with_for_update()).one()
    standing = _standing(session, measure.id, opportunity.id)
    returns_on = returns_on if kind is DecisionKind.LATER else None
    said = (kind, reason, note.strip() or (standing.note if standing else ""), opportunity.version, returns_on)
    if standing and said == _said(standing):
        return standing
    decision = Decision(
        measure_id=measure.id,
        opportunity_id=opportunity.id,
        opportunity_version=opportunity.version,
        kind=kind,
        reason=reason,
        note=note.strip(),
        decided_by=decided_by,
        decided_at=now,
        returns_on=returns_on,
    )
    session.add(decision)
    session.flush()
    return decision


def decide_all(
    session: Session,
    measure_id: int,
    opportunity_ids: Sequence[int],
    kind: DecisionKind,
    *,
    now: datetime,
    reason: ReasonCode | None = None,
    note: str = "",
    decided_by: str = "",
    returns_on: date | None = None,
    seen: Mapping[int, int | None] | None = None,
) -> list[int]:
    """Record the same decision on several calls of a measure, all or none; gives the ids of what is new.

    `seen` holds, for each call, the id of the decision that stood when it was looked at (None: none did).

    Raises:
        OvertakenError: another decision stands by now; nothing is recorded.
    """
    measure = session.exec(select(Measure).where(Measure.id == measure_id).with_for_update()).one()
    calls = [session.get_one(Opportunity, key) for key in opportunity_ids]
    standing = current_decisions(session, measure_id)
    if seen is not None:
        pairs = {(measure_id, call.id or 0): call.title for call in calls}
        assert_as_seen(standing, pairs, {(measure_id, key): stood for key, stood in seen.items()})
    made = [
        decide(
            session,
            measure,
            call,
            kind,
            now=now,
            reason=reason,
            note=note,
            decided_by=decided_by,
            returns_on=returns_on,
        )
        for call in calls
    ]
    before = {decision.id for decision in standing.values()}
    return [decision.id or 0 for decision in made if decision.id not in before]


def _said(standing: Decision) -> tuple[object, ...]:
    """All that a decision says."""
    return standing.kind, standing.reason, standing.note, standing.opportunity_version, standing.returns_on


def _standing(session: Session, measure_id: int, opportunity_id: int) -> Decision | None:
    of_pair = select(Decision).where(Decision.measure_id == measure_id, Decision.opportunity_id == opportunity_id)
    return session.exec(of_pair.where(col(Decision.undone_at).is_(None)).order_by(col(Decision.id).desc())).first()


def assert_as_seen(
    standing: Mapping[tuple[int, int], Decision],
    pairs: Mapping[tuple[int, int], str],
    seen: Mapping[tuple[int, int], int | None],
) -> None:
    """Does on each pair (measure id, opportunity id), given with its call's title, still stand what was seen there?

    Raises:
        OvertakenError: another decision stands by now, or none any more.
    """
    stands = {pair: standing.get(pair) for pair in pairs}
    overtaken = [pair for pair, decision in stands.items() if (decision.id if decision else None) != seen.get(pair)]
    if not overtaken:
        return
    if len(pairs) > 1:
        raise OvertakenError(
            "Über {count} der {all} markierten Treffer ist inzwischen anders entschieden worden. "
            "Es wurde nichts geändert; bitte ansehen und neu entscheiden.",
            count=len(overtaken),
            all=len(pairs),
        )
    [title], there = pairs.values(), stands[overtaken[0]]
    if there is None:
        raise OvertakenError(
            "Die Entscheidung über „{title}“ ist inzwischen zurückgenommen worden. "
            "Es wurde nichts geändert; bitte ansehen und neu entscheiden.",
            title=title,
        )
    raise OvertakenError(
        "Über „{title}“ ist inzwischen anders entschieden worden{who}: {decision}, {day}, {time} Uhr. "
        "Es wurde nichts geändert; bitte ansehen und neu entscheiden.",
        title=title,
        **_told(there),
    )


def _told(decision: Decision) -> dict[str, object]:
    """Who decided what and when, as values of a sentence."""
    at = local(decision.decided_at)
    who = f" ({decision.decided_by})" if decision.decided_by else ""
    return {"who": who, "decision": decision.kind, "day": at, "time": f"{at:%H:%M}"}


def undo(session: Session, decision_id: int, now: datetime) -> Decision:
    """Take a decision back; the one before it stands again.

    Raises:
        InputError: it is taken back already, or another one has been made since, which stands.
    """
    decision = session.get(Decision, decision_id)
    if decision is not None:
        # on PostgreSQL who decides at this moment is waited for, or waits; on SQLite all writers do
        session.exec(select(Measure.id).where(Measure.id == decision.measure_id).with_for_update()).one()
        session.refresh(decision)
    if decision is None or decision.undone_at is not None:
        raise InputError("Diese Entscheidung gibt es nicht oder sie ist schon zurückgenommen.")
    pair = (decision.measure_id, decision.opportunity_id)
    stands = current_decisions(session, decision.measure_id)[pair]
    if stands.id != decision_id:
        raise OvertakenError(
            "Über „{title}“ ist danach noch einmal entschieden worden{who}: {decision}, {day}, {time} Uhr. "
            "Es wurde nichts zurückgenommen; bitte ansehen und zuerst diese Entscheidung zurücknehmen.",
            title=session.get_one(Opportunity, decision.opportunity_id).title,
            **_told(stands),
        )
    decision.undone_at = now
    session.add(decision)
    session.flush()
    return decision


def undo_all(session: Session, decision_ids: Sequence[int], now: datetime) -> None:
    """Take back several decisions, all or none, the newest first: so one can go with what it has replaced."""
    measures = select(Decision.measure_id).where(col(Decision.id).in_(decision_ids))
    # always in the same order, so that two who take back at once don't wait for each other for ever
    locked = select(Measure.id).where(col(Measure.id).in_(measures)).order_by(col(Measure.id)).with_for_update()
    session.exec(locked).all()
    for decision_id in sorted(decision_ids, reverse=True):
        undo(session, decision_id, now)


def standing_ids(measure_id: int | None = None, opportunity_id: int | None = None) -> Select[int | None]:
    """The ids of the decisions that stand, as SQL: for each measure and call the latest that is not undone."""
    statement = select_columns(func.max(Decision.id)).where(col(Decision.undone_at).is_(None))
    if measure_id is not None:
        statement = statement.where(col(Decision.measure_id) == measure_id)
    if opportunity_id is not None:
        statement = statement.where(col(Decision.opportunity_id) == opportunity_id)
    return statement.group_by(col(Decision.measure_id), col(Decision.opportunity_id))


def current_decisions(session: Session, measure_id: int | None = None) -> dict[tuple[int, int], Decision]:
    """The standing decision for each (measure id, opportunity id) that has one: the latest that is not undone."""
    statement = select(Decision).where(col(Decision.id).in_(standing_ids(measure_id))).order_by(col(Decision.id))
    return {(decision.measure_id, decision.opportunity_id): decision for decision in session.exec(statement)}


def ledger(session: Session) -> Sequence[Decision]:
    """Every decision ever made, the newest first."""
    return session.exec(select(Decision).order_by(col(Decision.id).desc())).all()
