"""What the first screen counts and names of a day's work."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from grants_db.dashboard.overview import overview, to_read_in_all
from grants_db.dashboard.urgency import weight
from grants_db.dashboard.worklist import calls_changed, worklist
from grants_db.measures.units import get_unit
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.rules.deadline import Deadline
from grants_db.vocabulary import DeadlineKind, DecisionKind, Eligibility, Level

Calls = Callable[..., Opportunity]
Measures = Callable[..., Measure]


def proposal(call: Opportunity, chance: float) -> Proposal:
    return Proposal(call.id or 0, chance / 2, {}, Eligibility.ELIGIBLE, [], [], [], chance)


def closing(day: date) -> dict[str, object]:
    return Deadline(DeadlineKind.FIXED, (day.isoformat(),)).as_json()


@pytest.fixture
def proposed(
    session: Session, a_measure: Measures, an_opportunity: Calls, today: date, now: datetime
) -> tuple[Opportunity, Opportunity, Opportunity]:
    """A call that closes soon, a likelier one that closes in a year, one without a day; for two measures each."""
    soon = an_opportunity("soon", deadline=closing(today + timedelta(days=10)))
    late = an_opportunity("late", deadline=closing(today + timedelta(days=365)))
    rolling = an_opportunity("rolling")
    measures = [a_measure("1.1", action_field=1), a_measure("2.1", action_field=2, unit="Amt 50")]
    ranked = [proposal(soon, 0.5), proposal(late, 0.9), proposal(rolling, 0.4)]
    replace_undecided(session, {one.id or 0: ranked for one in measures}, now)
    return soon, late, rolling


def test_what_fits_and_closes_soon_comes_first(
    session: Session, proposed: tuple[Opportunity, ...], today: date
) -> None:
    soon, late, rolling = proposed
    found = worklist(session, today, None)
    assert [call.id for call in found.best] == [soon.id, late.id, rolling.id]
    assert (found.best[0].measures, found.best[0].due) == (2, today + timedelta(days=10))
    assert (found.to_read, found.new) == (3, 0)


def test_new_is_what_came_since_and_waits(
    session: Session, proposed: tuple[Opportunity, ...], a_measure: Measures, today: date, now: datetime
) -> None:
    before = proposed[0].content_changed_at - timedelta(minutes=1)
    assert worklist(session, today, before).new == 3
    for number in ("1.1", "2.1"):
        decide(session, a_measure(number, action_field=int(number[0])), proposed[0], DecisionKind.ACCEPTED, now=now)
    found = worklist(session, today, before)
    assert (found.new, found.to_read, found.first_new) == (2, 2, proposed[1].id)
    assert worklist(session, today, now + timedelta(days=1)).new == 0
    assert calls_changed(session, before) == set()  # what came for the first time has not changed


def test_a_unit_reads_what_is_proposed_for_its_own_measures(
    session: Session, proposed: tuple[Opportunity, ...], today: date
) -> None:
    name = get_unit(session, "Amt 50").name
    assert [call.measures for call in worklist(session, today, None, unit=name).best] == [1, 1, 1]
    assert worklist(session, today, None, unit="Museum").to_read == 0


def test_a_call_counts_once_in_the_sum_however_many_fields_it_is_in(
    session: Session, proposed: tuple[Opportunity, ...]
) -> None:
    fields = overview(session)
    level = proposed[0].level
    assert [len(field.to_read[level]) for field in fields[:2]] == [3, 3]
    assert to_read_in_all(fields, level) == 3
    assert to_read_in_all(fields, Level.EU if level is not Level.EU else Level.LAND) == 0


def test_a_day_that_has_passed_weighs_nothing() -> None:
    today = date(2026, 11, 24)
    assert weight(0.9, today - timedelta(days=1), today) == 0.0
    assert weight(0.9, None, today) > weight(0.9, today + timedelta(days=400), today)
