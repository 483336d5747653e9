"""Decisions: appended, undone, never lost."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from grants_db.errors import InputError, UsageError
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import current_decisions, decide, ledger, undo
from grants_db.review.matches import Proposal, matches_of, replace_undecided
from grants_db.review.queue import match_counts
from grants_db.vocabulary import DecisionKind, Eligibility, ReasonCode

Pair = tuple[Measure, Opportunity]


@pytest.fixture
def pair(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity], now: datetime
) -> Pair:
    """A measure and a call that is proposed for it."""
    measure, opportunity = a_measure(), an_opportunity()
    proposal = Proposal(opportunity.id or 0, 0.5, {"text": 0.5}, Eligibility.ELIGIBLE, [], [], [])
    replace_undecided(session, {measure.id or 0: [proposal]}, now)
    return measure, opportunity


def standing(session: Session) -> list[DecisionKind]:
    return [decision.kind for decision in current_decisions(session).values()]


def test_the_latest_decision_stands(session: Session, pair: Pair, now: datetime) -> None:
    decide(session, *pair, DecisionKind.LATER, now=now)
    decide(session, *pair, DecisionKind.ACCEPTED, now=now + timedelta(days=1))

    assert standing(session) == [DecisionKind.ACCEPTED]
    assert [decision.kind for decision in ledger(session)] == [DecisionKind.ACCEPTED, DecisionKind.LATER]


def test_undoing_brings_the_earlier_decision_back(session: Session, pair: Pair, now: datetime) -> None:
    decide(session, *pair, DecisionKind.LATER, now=now)
    mistaken = decide(session, *pair, DecisionKind.ACCEPTED, now=now)

    undo(session, mistaken.id or 0, now + timedelta(minutes=1))

    assert standing(session) == [DecisionKind.LATER]
    assert len(ledger(session)) == 2


def test_undoing_twice_is_refused(session: Session, pair: Pair, now: datetime) -> None:
    decision = decide(session, *pair, DecisionKind.ACCEPTED, now=now)
    undo(session, decision.id or 0, now)

    with pytest.raises(InputError, match="zurückgenommen"):
        undo(session, decision.id or 0, now)


def test_what_is_decided_already_is_not_recorded_once_more(session: Session, pair: Pair, now: datetime) -> None:
    later = now + timedelta(hours=1)
    first = decide(session, *pair, DecisionKind.ACCEPTED, now=now, note="Anruf")
    assert decide(session, *pair, DecisionKind.ACCEPTED, now=later) is first
    assert decide(session, *pair, DecisionKind.ACCEPTED, now=later, note="Anruf", decided_by="Amt 50") is first
    assert len(ledger(session)) == 1


def test_another_note_reason_or_version_of_the_call_is_a_decision_of_its_own(
    session: Session, pair: Pair, now: datetime
) -> None:
    measure, call = pair
    decide(session, measure, call, DecisionKind.DISMISSED, now=now, reason=ReasonCode.OWN_CONTRIBUTION)
    decide(session, measure, call, DecisionKind.DISMISSED, now=now, reason=ReasonCode.STAFF_CAPACITY)
    decide(session, measure, call, DecisionKind.DISMISSED, now=now, reason=ReasonCode.STAFF_CAPACITY, note="Urlaub")
    call.version += 1
    decide(session, measure, call, DecisionKind.DISMISSED, now=now, reason=ReasonCode.STAFF_CAPACITY)
    assert len(ledger(session)) == 4


def test_what_was_taken_back_is_recorded_anew(session: Session, pair: Pair, now: datetime) -> None:
    first = decide(session, *pair, DecisionKind.LATER, now=now)
    undo(session, first.id or 0, now)
    assert decide(session, *pair, DecisionKind.LATER, now=now).id != first.id


def test_a_dismissal_needs_a_reason(session: Session, pair: Pair, now: datetime) -> None:
    with pytest.raises(UsageError, match="own_contribution"):
        decide(session, *pair, DecisionKind.DISMISSED, now=now)


@pytest.mark.parametrize("note", ["", "  \n"])
def test_the_reason_other_needs_a_sentence(session: Session, pair: Pair, now: datetime, note: str) -> None:
    with pytest.raises(UsageError, match="Satz"):
        decide(session, *pair, DecisionKind.DISMISSED, now=now, reason=ReasonCode.OTHER, note=note)


def test_a_call_that_was_never_proposed_cannot_be_decided(
    session: Session, pair: Pair, an_opportunity: Callable[..., Opportunity], now: datetime
) -> None:
    measure, _ = pair
    stranger = an_opportunity("calls/2")

    with pytest.raises(InputError, match="nicht vorgeschlagen"):
        decide(session, measure, stranger, DecisionKind.ACCEPTED, now=now)


def test_a_decision_remembers_the_version_it_was_made_on(
    session: Session, pair: Pair, an_opportunity: Callable[..., Opportunity], now: datetime
) -> None:
    measure, _ = pair
    changed = an_opportunity(title="Neuer Titel", at=now + timedelta(days=1))

    decision = decide(session, measure, changed, DecisionKind.ACCEPTED, now=now)

    assert decision.opportunity_version == 2


def test_a_match_shows_the_decision_that_stands(session: Session, pair: Pair, now: datetime) -> None:
    measure, _ = pair
    decide(session, *pair, DecisionKind.DISMISSED, now=now, reason=ReasonCode.STAFF_CAPACITY)

    (view,) = matches_of(session, measure.id or 0)

    assert view.decision is not None
    assert (view.decision.kind, view.decision.reason) == (DecisionKind.DISMISSED, ReasonCode.STAFF_CAPACITY)


@pytest.mark.parametrize(
    ("kind", "waiting"), [(DecisionKind.ACCEPTED, 0), (DecisionKind.DISMISSED, 0), (DecisionKind.LATER, 1)]
)
def test_later_still_waits(session: Session, pair: Pair, now: datetime, kind: DecisionKind, waiting: int) -> None:
    measure, _ = pair
    decide(session, *pair, kind, now=now, reason=ReasonCode.DUPLICATE)

    assert match_counts(session)[measure.id or 0].waiting == waiting
