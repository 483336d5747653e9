"""What the screens show is what stands in the database."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session

from grants_db.dashboard.details import holdings, measure_rows, opportunity_details
from grants_db.dashboard.overview import overview, proposed_dates
from grants_db.errors import InputError
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import correct
from grants_db.review.decisions import decide, undo
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.vocabulary import DecisionKind, Eligibility, Level, ReasonCode

Propose = Callable[..., None]


@pytest.fixture
def propose(session: Session, now: datetime) -> Propose:
    """Stores proposals: each call for each of its measures, all in one matching."""

    def store(*pairs: tuple[Measure, Opportunity]) -> None:
        proposals: dict[int, list[Proposal]] = {}
        for rank, (measure, call) in enumerate(pairs):
            proposal = Proposal(call.id or 0, 0.9 - rank / 10, {}, Eligibility.ELIGIBLE, [], [], [])
            proposals.setdefault(measure.id or 0, []).append(proposal)
        replace_undecided(session, proposals, now)

    return store


def test_the_grid_counts_matches_by_field_and_level(
    session: Session,
    a_measure: Callable[..., Measure],
    an_opportunity: Callable[..., Opportunity],
    propose: Propose,
) -> None:
    first, second = a_measure("1.1"), a_measure("2.1", action_field=2)
    land, eu = an_opportunity("a"), an_opportunity("b", level=Level.EU)
    propose((first, land), (second, land), (second, eu))
    grid = {field.number: field for field in overview(session)}
    assert grid[1].open_matches[Level.LAND] == 1
    assert (grid[2].open_matches[Level.LAND], grid[2].open_matches[Level.EU]) == (1, 1)
    assert grid[3].open_matches == dict.fromkeys(Level, 0)


@pytest.mark.parametrize(
    ("kind", "waiting"), [(DecisionKind.ACCEPTED, 0), (DecisionKind.DISMISSED, 0), (DecisionKind.LATER, 1)]
)
def test_what_is_settled_leaves_the_grid_and_what_is_put_off_stays(
    session: Session,
    a_measure: Callable[..., Measure],
    an_opportunity: Callable[..., Opportunity],
    propose: Propose,
    now: datetime,
    kind: DecisionKind,
    waiting: int,
) -> None:
    measure, call = a_measure(), an_opportunity()
    propose((measure, call))
    decision = decide(session, measure, call, kind, now=now, reason=ReasonCode.DUPLICATE)
    assert overview(session)[0].open_matches[Level.LAND] == waiting
    undo(session, decision.id or 0, now)
    assert overview(session)[0].open_matches[Level.LAND] == 1


def test_a_retired_call_leaves_the_grid(
    session: Session,
    a_measure: Callable[..., Measure],
    an_opportunity: Callable[..., Opportunity],
    propose: Propose,
    now: datetime,
) -> None:
    measure, call = a_measure(), an_opportunity()
    propose((measure, call))
    call.retired_at = now
    session.flush()
    assert overview(session)[0].open_matches[Level.LAND] == 0


def test_the_gap_of_a_field_adds_up_what_is_known_and_counts_what_is_not(
    session: Session, a_measure: Callable[..., Measure]
) -> None:
    a_measure("1.1", cost=Decimal("1000.10"), secured=Decimal("0.05"))
    a_measure("1.2", cost=Decimal("500"), secured=Decimal("900"))
    a_measure("1.3", cost=None, secured=None)
    field = overview(session)[0]
    assert field.gap == Decimal("1000.05")
    assert (field.measures, field.unfunded, field.unknown_costs) == (3, 2, 1)


def test_the_queue_holds_unfunded_measures_and_those_that_were_proposed_for(
    session: Session,
    a_measure: Callable[..., Measure],
    an_opportunity: Callable[..., Opportunity],
    propose: Propose,
) -> None:
    a_measure("1.1")
    a_measure("1.2", cost=Decimal(10), secured=Decimal(10))
    funded_since = a_measure("1.3", cost=Decimal(10), secured=Decimal(10))
    propose((funded_since, an_opportunity()))
    assert [row.measure.number for row in measure_rows(session, unfunded_only=True)] == ["1.1", "1.3"]
    assert len(measure_rows(session)) == 3


def test_a_measures_row_tells_waiting_put_off_and_accepted_apart(
    session: Session,
    a_measure: Callable[..., Measure],
    an_opportunity: Callable[..., Opportunity],
    propose: Propose,
    now: datetime,
) -> None:
    measure = a_measure()
    calls = [an_opportunity(name) for name in "abcd"]
    propose(*((measure, call) for call in calls))
    decide(session, measure, calls[0], DecisionKind.ACCEPTED, now=now)
    decide(session, measure, calls[1], DecisionKind.DISMISSED, now=now, reason=ReasonCode.CUMULATION)
    decide(session, measure, calls[2], DecisionKind.LATER, now=now)
    [row] = measure_rows(session)
    assert (row.matches, row.waiting, row.put_off, row.accepted) == (4, 2, 1, 1)


def test_proposed_dates_come_in_order_each_call_once_and_without_what_is_settled(
    session: Session,
    a_measure: Callable[..., Measure],
    an_opportunity: Callable[..., Opportunity],
    propose: Propose,
    now: datetime,
    today: date,
) -> None:
    one, two = a_measure("1.1"), a_measure("1.2")
    late = an_opportunity("late", title="spät", deadline={"kind": "fixed", "dates": ["2027-03-01"]})
    soon = an_opportunity("soon", title="bald", deadline={"kind": "fixed", "dates": ["2026-12-01"]})
    done = an_opportunity("done", title="fertig", deadline={"kind": "fixed", "dates": ["2026-12-02"]})
    undated = an_opportunity("undated")
    propose((one, late), (two, late), (one, soon), (one, done), (two, undated))
    decide(session, one, done, DecisionKind.ACCEPTED, now=now)
    assert [(each.title, each.days_left) for each in proposed_dates(session, today)] == [("bald", 7), ("spät", 97)]


def test_the_details_of_a_call_hold_its_history_and_its_measures_best_first(
    session: Session,
    a_measure: Callable[..., Measure],
    an_opportunity: Callable[..., Opportunity],
    propose: Propose,
) -> None:
    one, two = a_measure("1.1"), a_measure("1.2")
    call = an_opportunity("a", title="erst so")
    call = an_opportunity("a", title="dann so")
    propose((two, call), (one, call))
    found = opportunity_details(session, call.id or 0)
    assert [matched.measure.number for matched in found.measures] == ["1.2", "1.1"]
    assert [version.content["title"] for version in found.versions] == ["erst so", "dann so"]
    assert found.source is not None


def test_a_correction_leads_in_the_details_and_the_source_is_quoted_when_it_says_otherwise(
    session: Session, an_opportunity: Callable[..., Opportunity], now: datetime
) -> None:
    call = an_opportunity("a", max_amount=Decimal(1000))
    correct(session, call.id or 0, "max_amount", "2000.00", now=now)
    assert opportunity_details(session, call.id or 0).contradictions == ()
    an_opportunity("a", max_amount=Decimal(3000))
    found = opportunity_details(session, call.id or 0)
    assert found.opportunity.max_amount == Decimal(2000)
    assert len(found.contradictions) == 1


def test_the_details_of_an_unknown_call_are_refused_in_a_sentence(session: Session) -> None:
    with pytest.raises(InputError, match="4711"):
        opportunity_details(session, 4711)


def test_holdings_tell_an_empty_database_from_a_full_one(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]
) -> None:
    assert holdings(session).measures == 0
    a_measure()
    an_opportunity()
    found = holdings(session)
    assert (found.measures, found.opportunities, found.matches, found.sources, found.runs) == (1, 1, 0, 1, 1)
