"""The agenda of what was accepted: next first, nothing that was dismissed or taken back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from grants_db.applications.agenda import agenda
from grants_db.models.match import Decision
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide, undo
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.rules.deadline import Deadline
from grants_db.vocabulary import DeadlineKind, DecisionKind, Eligibility, OpportunityStatus, ReasonCode

Decide = Callable[..., Decision]


@pytest.fixture
def decided(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity], now: datetime
) -> Decide:
    """Proposes a call with these dates for a measure of its own and decides on it."""

    def store(key: str, kind: DecisionKind, *dates: str, deadline: Deadline | None = None) -> Decision:
        stated = deadline or Deadline(DeadlineKind.FIXED if dates else DeadlineKind.NONE, dates)
        measure = a_measure(f"1.{key}")
        opportunity = an_opportunity(key, deadline=stated.as_json())
        proposal = Proposal(opportunity.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [])
        replace_undecided(session, {measure.id or 0: [proposal]}, now)
        return decide(session, measure, opportunity, kind, now=now, reason=ReasonCode.DUPLICATE)

    return store


def listed(session: Session, today: date) -> list[tuple[str, date | None]]:
    return [(entry.opportunity.external_id, entry.due) for entry in agenda(session, today)]


def test_an_accepted_match_is_listed_with_its_next_day(session: Session, decided: Decide, today: date) -> None:
    decided("1", DecisionKind.ACCEPTED, "2026-12-31")

    (entry,) = agenda(session, today)

    assert (entry.due, entry.days_left, entry.status) == (date(2026, 12, 31), 37, OpportunityStatus.OPEN)
    assert (entry.measure.number, entry.opportunity.external_id) == ("1.1", "1")


@pytest.mark.parametrize("kind", [DecisionKind.DISMISSED, DecisionKind.LATER])
def test_what_was_not_accepted_is_not_listed(
    session: Session, decided: Decide, today: date, kind: DecisionKind
) -> None:
    decided("1", kind, "2026-12-31")

    assert agenda(session, today) == []


def test_a_decision_that_was_taken_back_leaves_the_agenda(session: Session, decided: Decide, now: datetime) -> None:
    decision = decided("1", DecisionKind.ACCEPTED, "2026-12-31")

    undo(session, decision.id or 0, now + timedelta(minutes=1))

    assert agenda(session, now.date()) == []


def test_the_next_day_comes_first_and_what_has_none_last(session: Session, decided: Decide, today: date) -> None:
    decided("später", DecisionKind.ACCEPTED, "2027-03-01")
    decided("laufend", DecisionKind.ACCEPTED, deadline=Deadline(DeadlineKind.ROLLING))
    decided("bald", DecisionKind.ACCEPTED, "2026-12-01")

    assert listed(session, today) == [
        ("bald", date(2026, 12, 1)),
        ("später", date(2027, 3, 1)),
        ("laufend", None),
    ]
