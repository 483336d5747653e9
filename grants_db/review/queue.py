"""What the review queue reads: light lines of measures and matches by SQL, and all there is of the few matches shown.

A queue of hundreds of measures and a measure with hundreds of matches load neither texts nor pairs: counts are sums in
SQL, a line is a handful of columns. The long texts are read only for the match on screen and its neighbours.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Subquery, and_, func, literal
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.clock import local_day
from grants_db.measures.store import natural, secured_sums
from grants_db.models.application import Application, ApplicationMeasure
from grants_db.models.match import Decision, Match
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.review.decisions import standing_ids
from grants_db.review.umbrellas import carried_measures
from grants_db.rules.financing import gap, is_unfunded
from grants_db.vocabulary import ApplicationStage, DecisionKind, Eligibility


@dataclass(frozen=True)
class MatchCounts:
    """How a measure's matches stand: all, waiting (undecided or put off), put off, accepted, new and waiting."""

    matches: int = 0
    waiting: int = 0
    put_off: int = 0
    accepted: int = 0
    new: int = 0


@dataclass(frozen=True)
class QueuedMeasure:
    """A line of the queue; its gap in EUR, None where the cost is unknown."""

    id: int
    number: str
    title: str
    action_field: int
    unit: str
    gap: Decimal | None
    unfunded: bool
    counts: MatchCounts


@dataclass(frozen=True)
class MatchLine:
    """A line of a measure's matches; `changed_at` is when its call was first seen or said something else."""

    match_id: int
    opportunity_id: int
    title: str
    score: float
    eligibility: Eligibility
    decision: DecisionKind | None
    decision_id: int | None  # the decision that stands
    changed_at: datetime | None  # None where nobody asked what is new
    facets: tuple[str, ...] = ()  # of the call, by their codes


@dataclass(frozen=True)
class OtherMeasure:
    """Another measure that the same call was proposed for, and what was decided there, or that it may carry."""

    number: str
    title: str
    score: float
    decision: DecisionKind | None
    decided_on: date | None
    carried: bool = False  # it has no match of its own yet


@dataclass(frozen=True)
class MatchInFull:
    """All that is said of one match: the call with its texts, the standing decision, where else the call fits."""

    match: Match
    opportunity: Opportunity
    decision: Decision | None
    others: Sequence[OtherMeasure]
    application: tuple[int, ApplicationStage] | None  # the application that was made of it


def match_counts(session: Session, since: datetime | None = None) -> dict[int, MatchCounts]:
    """For each measure with matches how these stand; with `since`, how many that wait have a call changed after it."""
    counts: dict[int, Counter[str]] = {}

    def add(statement: Any, *grouped: Any) -> None:
        for measure_id, name, number in session.connection().execute(statement.group_by(*grouped)):
            counts.setdefault(measure_id, Counter())[name] += number

    matched = select_columns(col(Match.measure_id), literal("matches"), func.count())
    add(matched, Match.measure_id)
    # from the decisions to their matches: the other way round SQLite would ask anew for each match
    decided = select_columns(col(Decision.measure_id), col(Decision.kind), func.count())
    decided = decided.join(Match, _same_pair(Decision.measure_id, Decision.opportunity_id))
    decided = decided.where(col(Decision.id).in_(standing_ids()))
    add(decided, Decision.measure_id, Decision.kind)
    retired = select_columns(col(Opportunity.id)).where(col(Opportunity.retired_at).is_not(None))
    gone = select_columns(col(Match.measure_id), literal("gone"), func.count())
    add(gone.where(col(Match.opportunity_id).in_(retired)), Match.measure_id)
    settled = decided.with_only_columns(col(Decision.measure_id), literal("gone and settled"), func.count())
    settled = settled.where(col(Decision.kind) != DecisionKind.LATER, col(Decision.opportunity_id).in_(retired))
    add(settled, Decision.measure_id)
    if since is not None:
        changed = select_columns(col(Opportunity.id)).where(
            col(Opportunity.content_changed_at) > since, col(Opportunity.retired_at).is_(None)
        )
        new = select_columns(col(Match.measure_id), literal("new"), func.count())
        add(new.where(col(Match.opportunity_id).in_(changed)), Match.measure_id)
        settled = decided.with_only_columns(col(Decision.measure_id), literal("settled"), func.count())
        settled = settled.where(col(Decision.kind) != DecisionKind.LATER, col(Decision.opportunity_id).in_(changed))
        add(settled, Decision.measure_id)
    return {key: _counts(found) for key, found in counts.items() if found["matches"]}


def queue(session: Session, since: datetime | None = None) -> list[QueuedMeasure]:
    """The measures to review, in the order of field and number: unfunded, or once proposed for."""
    counts = match_counts(session, since)
    secured = secured_sums(session)
    of_measure = (Measure.id, Measure.number, Measure.title, Measure.action_field_number, Measure.cost, Measure.state)
    columns: list[Any] = [*of_measure, Unit.name]
    statement = select_columns(*columns).outerjoin(Unit, col(Measure.unit_id) == col(Unit.id))
    nothing = MatchCounts()
    found = []
    for key, number, title, field, cost, state, unit in session.connection().execute(statement):
        sums = (cost, secured.get(key), state)
        missing, unfunded = gap(*sums), is_unfunded(*sums)
        counted = counts.get(key, nothing)
        found.append(QueuedMeasure(key, number, title, field, unit or "", missing, unfunded, counted))
    listed = (row for row in found if row.unfunded or row.counts.matches)
    return sorted(listed, key=lambda row: (row.action_field, natural(row.number)))


def match_lines(session: Session, measure_id: int, *, dated: bool = False) -> list[MatchLine]:
    """A measure's matches, best first; with `dated` also when each call changed."""
    latest = _standing(measure_id)
    columns: list[Any] = [
        col(Match.id),
        col(Match.opportunity_id),
        col(Opportunity.title),
        col(Match.score),
        col(Match.eligibility),
        latest.c.kind,
        latest.c.id,
        col(Match.facets),
    ]
    if dated:
        columns.append(col(Opportunity.content_changed_at))
    statement = (
        select_columns(*columns)
        .select_from(Match)
        .join(Opportunity, col(Match.opportunity_id) == col(Opportunity.id))
        .outerjoin(latest, _same_pair(latest.c.measure_id, latest.c.opportunity_id))
        .where(col(Match.measure_id) == measure_id)
        .order_by(col(Match.score).desc(), col(Match.opportunity_id))
    )
    rows = session.connection().execute(statement)
    return [
        MatchLine(
            match_id=key,
            opportunity_id=call,
            title=title,
            score=score,
            eligibility=eligibility,
            decision=kind,
            decision_id=decision_id,
            changed_at=changed[0] if changed else None,
            facets=tuple(facets.get("call", ())),
        )
        for key, call, title, score, eligibility, kind, decision_id, facets, *changed in rows
    ]


def matches_in_full(session: Session, match_ids: Iterable[int]) -> dict[int, MatchInFull]:
    """All there is of these few matches, by their ids; a match that is gone by now is left out."""
    statement = (
        select(Match, Opportunity)
        .join(Opportunity, col(Match.opportunity_id) == col(Opportunity.id))
        .where(col(Match.id).in_(list(match_ids)))
    )
    pairs = session.exec(statement).all()
    calls = {match.opportunity_id for match, _call in pairs}
    corrections = corrections_of(session, calls)
    decisions = _decisions_on(session, calls)
    applications = applications_on(session, calls)
    others = _measures_of(session, calls, decisions)
    carried = carried_measures(session, [match for match, _call in pairs])
    return {
        match.id or 0: MatchInFull(
            match=match,
            opportunity=corrected(call, corrections.get(match.opportunity_id, {})),
            decision=decisions.get((match.measure_id, match.opportunity_id)),
            others=[
                *(other for owner, other in others.get(match.opportunity_id, ()) if owner != match.measure_id),
                *(
                    OtherMeasure(one.number, one.title, one.score, None, None, True)
                    for one in carried.get(match.id or 0, ())
                ),
            ],
            application=applications.get((match.measure_id, match.opportunity_id)),
        )
        for match, call in pairs
    }


def measure_to_review(session: Session, measure_id: int) -> Measure:
    """The measure with its goal and unit, which its texts name."""
    measure = session.get_one(Measure, measure_id)
    _loaded = measure.goal, measure.unit  # read now: outside the session they could not be
    return measure


def _standing(measure_id: int) -> Subquery:
    """The standing decisions as a table to join: measure, call, kind, id."""
    return (
        select_columns(col(Decision.measure_id), col(Decision.opportunity_id), col(Decision.kind), col(Decision.id))
        .where(col(Decision.id).in_(standing_ids(measure_id)))
        .subquery("latest")
    )


def _same_pair(measure_id: Any, opportunity_id: Any) -> Any:
    return and_(col(Match.measure_id) == measure_id, col(Match.opportunity_id) == opportunity_id)


def _counts(found: "Counter[str]") -> MatchCounts:
    settled = found[DecisionKind.ACCEPTED] + found[DecisionKind.DISMISSED]
    return MatchCounts(
        matches=found["matches"],
        waiting=found["matches"] - settled - (found["gone"] - found["gone and settled"]),
        put_off=found[DecisionKind.LATER],
        accepted=found[DecisionKind.ACCEPTED],
        new=found["new"] - found["settled"],
    )


def _decisions_on(session: Session, calls: set[int]) -> dict[tuple[int, int], Decision]:
    statement = select(Decision).where(
        col(Decision.undone_at).is_(None), col(Decision.opportunity_id).in_(sorted(calls))
    )
    found = session.exec(statement.order_by(col(Decision.id)))
    return {(decision.measure_id, decision.opportunity_id): decision for decision in found}


def applications_on(session: Session, calls: set[int]) -> dict[tuple[int, int], tuple[int, ApplicationStage]]:
    """The number and stage of what was applied for of these calls, by (measure id, opportunity id); the latest."""
    statement = (
        select(ApplicationMeasure.measure_id, Application)
        .join(Application, col(ApplicationMeasure.application_id) == col(Application.id))
        .where(col(Application.opportunity_id).in_(sorted(calls)))
        .order_by(col(Application.id))
    )
    return {(measure_id, one.opportunity_id): (one.id or 0, one.stage) for measure_id, one in session.exec(statement)}


def _measures_of(
    session: Session, calls: set[int], decisions: dict[tuple[int, int], Decision]
) -> dict[int, list[tuple[int, OtherMeasure]]]:
    """For each call the measures it was proposed for, best first."""
    statement = (
        select_columns(
            col(Match.opportunity_id), col(Match.measure_id), col(Measure.number), col(Measure.title), col(Match.score)
        )
        .join(Measure, col(Match.measure_id) == col(Measure.id))
        .where(col(Match.opportunity_id).in_(sorted(calls)))
        .order_by(col(Match.score).desc(), col(Measure.id))
    )
    found: dict[int, list[tuple[int, OtherMeasure]]] = {}
    for call, owner, number, title, score in session.connection().execute(statement):
        decision = decisions.get((owner, call))
        kind = decision.kind if decision else None
        when = local_day(decision.decided_at) if decision else None
        found.setdefault(call, []).append((owner, OtherMeasure(number, title, score, kind, when)))
    return found
