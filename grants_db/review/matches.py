"""Reads and writes of matches: what the matcher proposes for a measure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, cast, delete, insert, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.models.columns import table_of
from grants_db.models.match import Decision, Match
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.review.decisions import current_decisions, standing_ids
from grants_db.vocabulary import Eligibility

IDS_AT_ONCE = 500  # in one statement; databases limit how many values it may carry
#: what a match says beside whose it is and when it was found, and which of that is stored as JSON
_SAID = (
    "rank",
    "score",
    "chance",
    "eligibility",
    "parts",
    "eligibility_reasons",
    "reasons",
    "terms",
    "carries",
    "facets",
)
_LISTS = frozenset({"parts", "eligibility_reasons", "reasons", "terms", "carries", "facets"})


@dataclass(frozen=True)
class Proposal:
    """One ranked call for a measure; reasons are `Message`s as JSON, parts add up to the score.

    `carries` holds, of a call that fits most measures of the field, the others that it may carry (`umbrellas.Carried`).
    """

    opportunity_id: int
    score: float
    parts: dict[str, float]
    eligibility: Eligibility
    eligibility_reasons: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    terms: list[dict[str, Any]]
    chance: float | None = None
    carries: list[dict[str, Any]] = field(default_factory=list)
    facets: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class MatchView:
    """A stored match with its call and the decision that stands, if any."""

    match: Match
    opportunity: Opportunity
    decision: Decision | None


def replace_undecided(session: Session, proposals: Mapping[int, Sequence[Proposal]], now: datetime) -> int:
    """Store each measure's proposals, best first; matches that were decided on are never touched.

    Measures that are not among the keys lose their undecided matches (they are funded now). What is proposed again
    stays the match it was, and is written only where something of it is different. Gives how many are stored.
    """
    stored = _stored(session)
    standing = select_columns(col(Decision.measure_id), col(Decision.opportunity_id)).where(
        col(Decision.id).in_(standing_ids())
    )
    decided = {(measure_id, opportunity_id) for measure_id, opportunity_id in session.execute(standing)}
    new, changed, kept = [], [], set()
    for measure_id, ranked in proposals.items():
        for rank, proposal in enumerate(ranked, start=1):
            pair = measure_id, proposal.opportunity_id
            if pair in decided and pair in stored:
                continue
            row = _row(measure_id, rank, proposal)
            kept.add(pair)
            if pair not in stored:
                new.append(row | {"computed_at": now})
            elif _as_text(row) != stored[pair][1]:
                changed.append(row | {"computed_at": now, "number": stored[pair][0]})
    gone = [number for pair, (number, _said) in stored.items() if pair not in kept and pair not in decided]
    matches, connection = table_of(Match), session.connection()
    for start in range(0, len(gone), IDS_AT_ONCE):
        connection.execute(delete(matches).where(matches.c.id.in_(gone[start : start + IDS_AT_ONCE])))
    if changed:
        connection.execute(update(matches).where(matches.c.id == bindparam("number")), changed)
    if new:
        connection.execute(insert(matches), new)
    session.expire_all()
    return len(kept)


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


def _stored(session: Session) -> dict[tuple[int, int], tuple[int, tuple[object, ...]]]:
    """For each stored pair the number of its match and all it says, lists as the texts they are stored as."""
    matches = table_of(Match).c
    said = [cast(matches[name], Text) if name in _LISTS else matches[name] for name in _SAID]
    rows = session.execute(select_columns(matches.measure_id, matches.opportunity_id, matches.id, *said))
    return {(measure_id, opportunity_id): (number, tuple(row)) for measure_id, opportunity_id, number, *row in rows}


def _row(measure_id: int, rank: int, proposal: Proposal) -> dict[str, Any]:
    said = {name: getattr(proposal, name) for name in _SAID if name != "rank"}
    return {"measure_id": measure_id, "opportunity_id": proposal.opportunity_id, "rank": rank, **said}


def _as_text(row: Mapping[str, Any]) -> tuple[object, ...]:
    """What a row says, as `_stored` reads it."""
    return tuple(json.dumps(row[name]) if name in _LISTS else row[name] for name in _SAID)
