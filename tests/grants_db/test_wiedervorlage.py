"""What is put off waits again on its day, and not before; whatever stood before it does not come back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from grants_db.errors import UsageError
from grants_db.messages import Message
from grants_db.models.match import Decision
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import current_decisions, decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.review.reopening import bring_back, is_any_due
from grants_db.typed_days import read_day_ahead
from grants_db.vocabulary import DecisionKind, Eligibility, ReasonCode

DAY = date(2026, 12, 8)
Pair = tuple[Measure, Opportunity]


@pytest.fixture
def pair(
    session: Session,
    a_measure: Callable[..., Measure],
    an_opportunity: Callable[..., Opportunity],
    now: datetime,
) -> Pair:
    """A measure and a call that is proposed for it."""
    measure, call = a_measure("2.1"), an_opportunity("a")
    replace_undecided(
        session, {measure.id or 0: [Proposal(call.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [])]}, now
    )
    return measure, call


def test_it_waits_again_on_its_day_and_says_why(session: Session, pair: Pair, now: datetime) -> None:
    decide(session, *pair, DecisionKind.LATER, now=now, returns_on=DAY)
    assert not is_any_due(session, DAY - timedelta(days=1))
    assert bring_back(session, DAY - timedelta(days=1), now) == []
    assert is_any_due(session, DAY)
    [returned] = bring_back(session, DAY, now)
    assert current_decisions(session) == {}
    said = Message.from_json(returned.reopened_because or {})
    assert str(said) == "Wieder offen: Es war zurückgestellt bis zum 08.12.2026."
    assert bring_back(session, DAY, now) == []


def test_what_it_had_replaced_does_not_stand_again(session: Session, pair: Pair, now: datetime) -> None:
    decide(session, *pair, DecisionKind.DISMISSED, now=now, reason=ReasonCode.STAFF_CAPACITY)
    decide(session, *pair, DecisionKind.LATER, now=now, returns_on=DAY)
    bring_back(session, DAY + timedelta(days=3), now)
    assert current_decisions(session) == {}
    assert len(session.exec(select(Decision)).all()) == 2


def test_without_a_day_it_stays_put_off_and_a_decision_since_holds(session: Session, pair: Pair, now: datetime) -> None:
    decide(session, *pair, DecisionKind.LATER, now=now)
    assert bring_back(session, date(2036, 1, 1), now) == []
    decide(session, *pair, DecisionKind.LATER, now=now, returns_on=DAY)
    decide(session, *pair, DecisionKind.ACCEPTED, now=now)
    assert bring_back(session, date(2036, 1, 1), now) == []
    [stands] = current_decisions(session).values()
    assert stands.kind is DecisionKind.ACCEPTED


def test_another_day_is_another_decision_and_the_same_none(session: Session, pair: Pair, now: datetime) -> None:
    first = decide(session, *pair, DecisionKind.LATER, now=now, returns_on=DAY)
    assert decide(session, *pair, DecisionKind.LATER, now=now, returns_on=DAY).id == first.id
    assert decide(session, *pair, DecisionKind.LATER, now=now, returns_on=DAY + timedelta(days=1)).id != first.id


@pytest.mark.parametrize("text", ["24.11.2026", "1.1.2020", "in 0 Tagen", "bald"])
def test_a_day_that_does_not_lie_ahead_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_day_ahead(text, date(2026, 11, 24))
