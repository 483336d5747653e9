"""Storing what the matcher proposes: undecided matches are replaced, decided ones never touched."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide, undo
from grants_db.review.matches import Proposal, matches_of, replace_undecided
from grants_db.review.queue import match_counts
from grants_db.vocabulary import DecisionKind, Eligibility, ReasonCode


def proposal(opportunity: Opportunity, score: float = 0.5) -> Proposal:
    return Proposal(
        opportunity.id or 0,
        score,
        {"text": score},
        Eligibility.ELIGIBLE,
        [{"template": "Die Stadt darf.", "values": {}}],
        [{"template": "Region passt: {region}", "values": {"region": "DE-ST"}}],
        [{"measure": "sprache", "opportunity": "sprach", "weight": 0.4}],
    )


@pytest.fixture
def measure(a_measure: Callable[..., Measure]) -> Measure:
    return a_measure()


@pytest.fixture
def calls(an_opportunity: Callable[..., Opportunity]) -> list[Opportunity]:
    return [an_opportunity(f"calls/{number}") for number in range(3)]


def titles(session: Session, measure: Measure) -> list[tuple[str, float]]:
    return [(view.opportunity.external_id, view.match.score) for view in matches_of(session, measure.id or 0)]


def test_matches_are_stored_best_first_with_their_reasons(
    session: Session, measure: Measure, calls: list[Opportunity], now: datetime
) -> None:
    stored = replace_undecided(session, {measure.id or 0: [proposal(calls[1], 0.9), proposal(calls[0], 0.4)]}, now)
    session.expire_all()

    assert stored == 2
    assert titles(session, measure) == [("calls/1", 0.9), ("calls/0", 0.4)]
    best = matches_of(session, measure.id or 0)[0].match
    assert (best.rank, best.parts, best.computed_at) == (1, {"text": 0.9}, now)
    assert best.reasons == proposal(calls[1]).reasons
    assert best.terms == proposal(calls[1]).terms


def test_a_rerun_replaces_what_is_undecided(
    session: Session, measure: Measure, calls: list[Opportunity], now: datetime
) -> None:
    replace_undecided(session, {measure.id or 0: [proposal(calls[0]), proposal(calls[1])]}, now)

    replace_undecided(session, {measure.id or 0: [proposal(calls[2], 0.7)]}, now)

    assert titles(session, measure) == [("calls/2", 0.7)]


@pytest.mark.parametrize("kind", list(DecisionKind))
def test_a_rerun_never_touches_a_decided_match(
    session: Session, measure: Measure, calls: list[Opportunity], now: datetime, kind: DecisionKind
) -> None:
    replace_undecided(session, {measure.id or 0: [proposal(calls[0], 0.9)]}, now)
    decide(session, measure, calls[0], kind, now=now, reason=ReasonCode.OUTSIDE_PURPOSE)

    replace_undecided(session, {measure.id or 0: [proposal(calls[0], 0.1), proposal(calls[1], 0.5)]}, now)

    (decided, undecided) = matches_of(session, measure.id or 0)
    assert (decided.match.score, decided.decision and decided.decision.kind) == (0.9, kind)
    assert (undecided.opportunity.external_id, undecided.decision) == ("calls/1", None)


def test_an_undone_decision_lets_the_match_be_replaced(
    session: Session, measure: Measure, calls: list[Opportunity], now: datetime
) -> None:
    replace_undecided(session, {measure.id or 0: [proposal(calls[0], 0.9)]}, now)
    decision = decide(session, measure, calls[0], DecisionKind.LATER, now=now)
    undo(session, decision.id or 0, now)

    replace_undecided(session, {measure.id or 0: [proposal(calls[0], 0.1)]}, now + timedelta(days=1))

    assert titles(session, measure) == [("calls/0", 0.1)]


def test_a_measure_that_is_funded_now_loses_its_undecided_matches(
    session: Session, measure: Measure, calls: list[Opportunity], now: datetime
) -> None:
    replace_undecided(session, {measure.id or 0: [proposal(calls[0])]}, now)

    replace_undecided(session, {}, now)

    assert titles(session, measure) == []
    assert match_counts(session) == {}


def test_what_is_proposed_again_stays_the_match_it_was_and_is_written_only_where_it_differs(
    session: Session, measure: Measure, calls: list[Opportunity], now: datetime
) -> None:
    first, later = [proposal(call, 0.5) for call in calls], now + timedelta(days=1)
    replace_undecided(session, {measure.id or 0: first}, now)
    before = {view.match.opportunity_id: view.match.id for view in matches_of(session, measure.id or 0)}

    stored = replace_undecided(session, {measure.id or 0: [first[0], proposal(calls[1], 0.4), first[2]]}, later)

    matches = [view.match for view in matches_of(session, measure.id or 0)]
    assert stored == 3
    assert {match.opportunity_id: match.id for match in matches} == before
    assert {match.opportunity_id: match.computed_at for match in matches} == {
        calls[0].id: now,
        calls[1].id: later,
        calls[2].id: now,
    }
