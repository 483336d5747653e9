"""Reads and writes of matches: what the matcher proposes for a measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from grants_db.models.match import Decision, Match
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.review.decisions import current_decisions
from grants_db.vocabulary import DecisionKind, Eligibility

IDS_AT_ONCE = 500  # in one statement; databases limit how many values it may carry


@dataclass(frozen=True)
class Proposal:
    """One ranked call for a measure; reasons are `Message`s as JSON, parts add up to the score."""

    opportunity_id: int
    score: float
    parts: dict[str, float]
    eligibility: Eligibility
    eligibility_reasons: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    terms: list[dict[str, Any]]
    chance: float | None = None


@dataclass(frozen=True)
class MatchView:
    """A stored match with its call and the decision that stands, if any."""

    match: Match
    opportunity: Opportunity
    decision: Decision | None


def replace_undecided(session: Session, proposals: Mapping[int, Sequence[Proposal]], now: datetime) -> int:
    """Store each measure's proposals, best first; matches that were decided on are never touched.

    Measures that are not among the keys lose their undecided matches (they are funded now). Gives how many are stored.
    """
    decided = current_decisions(session)
    stored = session.exec(select(Match.id, Match.measure_id, Match.opportunity_id)).all()
    undecided = [match_id for match_id, *pair in stored if tuple(pair) not in decided]
    for start in range(0, len(undecided), IDS_AT_ONCE):
        session.exec(delete(Match).where(col(Match.id).in_(undecided[start : start + IDS_AT_ONCE])))
    kept = set(session.exec(select(Match.measure_id, Match.opportunity_id)).all())
    rows = [
        _row(measure_id, rank, proposal, now)
        for measure_id, ranked in proposals.items()
        for rank, proposal in enumerate(ranked, start=1)
        if (measure_id, proposal.opportunity_id) not in kept
    ]
    session.add_all(rows)
    session.flush()
    return len(rows)


def matches_of(session: Session, measure_id: int) -> list[MatchView]:
    """A measure's matches, best first, each with its call and the standing decision."""
    decisions = current_decisions(session, measure_id=measure_id)
    statement = (
        select(Match, Opportunity)
        .join(Opportunity, col(Match.opportunity_id) == col(Opportunity.id))
        .where(Match.measure_id == measure_id)
        .order_by(col(Match.score).desc(), col(Match.opportunity_id))
    )
    corrections = corrections_of(session)
    return [
        MatchView(
            match,
            corrected(opportunity, corrections.get(match.opportunity_id, {})),
            decisions.get((match.measure_id, match.opportunity_id)),
        )
        for match, opportunity in session.exec(statement)
    ]


def open_counts(session: Session) -> dict[int, int]:
    """For each measure with matches, how many still wait for a decision ("later" waits too)."""
    settled = {
        pair
        for pair, decision in current_decisions(session).items()
        if decision.kind in (DecisionKind.ACCEPTED, DecisionKind.DISMISSED)
    }
    counts = dict(session.exec(select(Match.measure_id, func.count()).group_by(col(Match.measure_id))).all())
    matched = set(session.exec(select(Match.measure_id, Match.opportunity_id)).all())
    for measure_id, _ in settled & matched:
        counts[measure_id] -= 1
    return counts


def _row(measure_id: int, rank: int, proposal: Proposal, now: datetime) -> Match:
    return Match(
        measure_id=measure_id,
        opportunity_id=proposal.opportunity_id,
        rank=rank,
        score=proposal.score,
        parts=proposal.parts,
        chance=proposal.chance,
        eligibility=proposal.eligibility,
        eligibility_reasons=proposal.eligibility_reasons,
        reasons=proposal.reasons,
        terms=proposal.terms,
        computed_at=now,
    )
