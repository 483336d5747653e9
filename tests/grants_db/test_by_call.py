"""The review by call: what is read of it, and one decision on a call for many measures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from grants_db.errors import InputError, UsageError
from grants_db.models.match import Decision
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.by_call import call_in_full, calls_to_read, decide_call, waiting_calls
from grants_db.review.decisions import current_decisions, decide, undo_all
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.review.umbrellas import Carried
from grants_db.vocabulary import DecisionKind, Eligibility, ReasonCode
from tests.grants_db.test_review import statements

Measures = Callable[..., Measure]
Calls = Callable[..., Opportunity]


def proposal(call: Opportunity, score: float, chance: float | None = None) -> Proposal:
    return Proposal(call.id or 0, score, {}, Eligibility.ELIGIBLE, [], [], [], chance)


@pytest.fixture
def measures(session: Session, a_measure: Measures) -> list[Measure]:
    """Sixteen measures."""
    return [a_measure(f"2.{number}", action_field=2) for number in range(1, 17)]


@pytest.fixture
def calls(session: Session, an_opportunity: Calls, measures: list[Measure], now: datetime) -> list[Opportunity]:
    """A call that is proposed for all measures, and one for the first alone, with the better chance."""
    broad, narrow = an_opportunity("broad"), an_opportunity("narrow")
    proposals = {one.id or 0: [proposal(broad, 0.9 - at / 100, 0.3)] for at, one in enumerate(measures)}
    proposals[measures[0].id or 0].append(proposal(narrow, 0.4, 0.5))
    replace_undecided(session, proposals, now)
    return [broad, narrow]


def test_a_call_is_one_line_whatever_the_number_of_its_measures(session: Session, calls: list[Opportunity]) -> None:
    broad, narrow = calls
    first, second = calls_to_read(session)
    assert (first.id, first.measures, first.undecided, first.chance) == (narrow.id, 1, 1, 0.5)
    assert (second.id, second.measures, second.undecided) == (broad.id, 16, 16)
    assert second.score == pytest.approx(0.9)
    assert waiting_calls(session) == 2


def test_its_measures_stand_beside_it_best_first(session: Session, calls: list[Opportunity]) -> None:
    found = call_in_full(session, calls[0].id or 0)
    assert [one.number for one in found.measures] == [f"2.{number}" for number in range(1, 17)]
    assert found.opportunity.title == calls[0].title


def test_a_field_counts_its_own_measures_alone(session: Session, calls: list[Opportunity]) -> None:
    assert calls_to_read(session, action_field=3) == []
    assert call_in_full(session, calls[0].id or 0, action_field=3).measures == []
    assert len(calls_to_read(session, action_field=2)) == 2


def test_what_no_source_lists_any_more_does_not_wait(session: Session, calls: list[Opportunity], now: datetime) -> None:
    calls[0].retired_at = now
    session.add(calls[0])
    session.flush()
    assert [call.undecided for call in calls_to_read(session)] == [1, 0]


def test_one_decision_holds_for_all_measures_and_is_taken_back_at_once(
    session: Session, calls: list[Opportunity], measures: list[Measure], now: datetime
) -> None:
    call = calls[0].id or 0
    keys = [one.id or 0 for one in measures]
    accepted = decide_call(session, call, keys[:3], DecisionKind.ACCEPTED, now=now)
    refused = decide_call(
        session, call, keys[3:], DecisionKind.DISMISSED, now=now, reason=ReasonCode.OUTSIDE_PURPOSE, decided_by="Amt"
    )
    assert (len(accepted), len(refused)) == (3, 13)
    [line] = [one for one in calls_to_read(session) if one.id == call]
    assert (line.undecided, line.waiting, line.accepted) == (0, 0, 3)
    undo_all(session, [*accepted, *refused], now)
    assert current_decisions(session) == {}


def test_what_was_put_off_still_waits(session: Session, calls: list[Opportunity], now: datetime) -> None:
    found = call_in_full(session, calls[1].id or 0)
    decide_call(session, calls[1].id or 0, [found.measures[0].measure_id], DecisionKind.LATER, now=now)
    assert [(one.undecided, one.waiting) for one in calls_to_read(session)] == [(0, 1), (16, 16)]


def test_nothing_is_recorded_where_somebody_decided_meanwhile(
    session: Session, calls: list[Opportunity], measures: list[Measure], now: datetime
) -> None:
    keys = [one.id or 0 for one in measures[:4]]
    decide(session, measures[2], calls[0], DecisionKind.LATER, now=now)
    with pytest.raises(InputError, match="Über 1 der 4 markierten Treffer ist inzwischen anders entschieden"):
        decide_call(session, calls[0].id or 0, keys, DecisionKind.ACCEPTED, now=now, seen=dict.fromkeys(keys))
    assert len(session.exec(select(Decision)).all()) == 1


def test_a_dismissal_without_a_reason_and_a_measure_it_is_not_proposed_for_are_refused(
    session: Session, calls: list[Opportunity], measures: list[Measure], now: datetime
) -> None:
    with pytest.raises(UsageError, match="gehört ein Grund"):
        decide_call(session, calls[0].id or 0, [measures[0].id or 0], DecisionKind.DISMISSED, now=now)
    with pytest.raises(InputError, match="nicht vorgeschlagen"):
        decide_call(session, calls[1].id or 0, [measures[5].id or 0], DecisionKind.ACCEPTED, now=now)
    assert session.exec(select(Decision)).all() == []


def test_the_number_of_questions_does_not_grow_with_the_calls(session: Session, calls: list[Opportunity]) -> None:
    with statements(session) as asked:
        calls_to_read(session)
        call_in_full(session, calls[0].id or 0)
    assert len(asked) <= 8


def test_what_an_umbrella_may_carry_stands_last_and_can_be_decided_but_is_not_waited_for(
    session: Session, a_measure: Measures, an_opportunity: Calls, now: datetime
) -> None:
    leader, carried, roof = a_measure("3.1"), a_measure("3.2"), an_opportunity("roof")
    entry = Carried(carried.id or 0, 0.4, 0.3, Eligibility.UNCLEAR, []).as_json()
    replace_undecided(session, {leader.id or 0: [replace(proposal(roof, 0.5, 0.6), carries=[entry])]}, now)
    found = call_in_full(session, roof.id or 0).measures
    assert [(one.number, one.carried, one.chance) for one in found] == [("3.1", False, 0.6), ("3.2", True, 0.3)]
    assert [one.undecided for one in calls_to_read(session)] == [1]
    decide_call(session, roof.id or 0, [carried.id or 0], DecisionKind.ACCEPTED, now=now)
    assert [(one.measures, one.undecided, one.accepted) for one in calls_to_read(session)] == [(2, 1, 1)]
    assert [one.carried for one in call_in_full(session, roof.id or 0).measures] == [False, False]
