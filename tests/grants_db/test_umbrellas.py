"""An umbrella call has one match in a field; the measures it may carry get one when somebody decides on it there."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import Session, select

from grants_db.errors import InputError
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, matches_of, replace_undecided
from grants_db.review.queue import match_counts, matches_in_full
from grants_db.review.umbrellas import Carried, carried_measures, match_where_carried, umbrellas_elsewhere
from grants_db.vocabulary import DecisionKind, Eligibility

Measures = Callable[..., Measure]
Calls = Callable[..., Opportunity]
SAID = [{"template": "Die Stadt darf.", "values": {}}]


@pytest.fixture
def umbrella(
    session: Session, a_measure: Measures, an_opportunity: Calls, now: datetime
) -> tuple[Measure, Measure, Opportunity]:
    """Two measures and a call that is proposed for the first and may carry the second."""
    leader, other, call = a_measure("1.1"), a_measure("1.2"), an_opportunity("land/1")
    carries = [Carried(other.id or 0, 0.41, 0.6, Eligibility.UNCLEAR, SAID).as_json()]
    proposal = Proposal(call.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [], 0.7, carries)
    replace_undecided(session, {leader.id or 0: [proposal], other.id or 0: []}, now)
    return leader, other, call


def test_it_counts_once_and_names_what_it_may_carry(
    session: Session, umbrella: tuple[Measure, Measure, Opportunity]
) -> None:
    leader, other, call = umbrella
    (view,) = matches_of(session, leader.id or 0)
    assert list(match_counts(session)) == [leader.id]
    assert [each.number for each in carried_measures(session, [view.match])[view.match.id or 0]] == ["1.2"]
    assert [(each.opportunity_id, each.number) for each in umbrellas_elsewhere(session, other.id or 0)] == [
        (call.id, "1.1")
    ]
    (found,) = matches_in_full(session, [view.match.id or 0]).values()
    assert [(each.number, each.carried, each.score) for each in found.others] == [("1.2", True, 0.41)]


def test_a_measure_that_it_may_carry_can_be_decided_on(
    session: Session, umbrella: tuple[Measure, Measure, Opportunity], now: datetime
) -> None:
    leader, other, call = umbrella
    decide(session, other, call, DecisionKind.ACCEPTED, now=now)
    (own,) = matches_of(session, other.id or 0)
    assert (own.match.score, own.match.chance, own.match.eligibility) == (0.41, 0.6, Eligibility.UNCLEAR)
    assert own.match.eligibility_reasons == SAID
    assert own.decision is not None
    (view,) = matches_of(session, leader.id or 0)
    assert carried_measures(session, [view.match]) == {view.match.id: []}
    assert umbrellas_elsewhere(session, other.id or 0) == []
    (found,) = matches_in_full(session, [view.match.id or 0]).values()
    assert [(each.number, each.carried) for each in found.others] == [("1.2", False)]


def test_what_is_decided_on_under_an_umbrella_outlives_the_next_matching(
    session: Session, umbrella: tuple[Measure, Measure, Opportunity], now: datetime
) -> None:
    leader, other, call = umbrella
    decide(session, other, call, DecisionKind.ACCEPTED, now=now)
    replace_undecided(session, {leader.id or 0: [], other.id or 0: []}, now)
    assert [view.opportunity.id for view in matches_of(session, other.id or 0)] == [call.id]


def test_what_no_umbrella_carries_is_not_decided_on(
    session: Session, umbrella: tuple[Measure, Measure, Opportunity], a_measure: Measures, now: datetime
) -> None:
    _leader, _other, call = umbrella
    third = a_measure("1.3")
    assert match_where_carried(session, third.id or 0, call.id or 0, now) is None
    with pytest.raises(InputError, match="nicht vorgeschlagen"):
        decide(session, third, call, DecisionKind.ACCEPTED, now=now)
    assert len(session.exec(select(Match)).all()) == 1
