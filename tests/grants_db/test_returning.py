"""A call that was retired and is listed again is counted and told, once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import RunReport, close_run, open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, restate, upsert, versions
from grants_db.vocabulary import RunOutcome

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
Facts = Callable[..., OpportunityFacts]


def night(session: Session, number: int, *seen: OpportunityFacts) -> tuple[int, int, int]:
    """One complete run; gives new, returned, retired."""
    now = NOW + timedelta(days=number)
    run = open_run(session, "portal", now)
    upsert(session, run, [SeenOpportunity(facts, facts.url) for facts in seen], now)
    run = close_run(session, run, RunReport(RunOutcome.OK), now)
    return run.new, run.returned, run.retired


def test_a_call_that_comes_back_is_counted_once(
    session: Session, a_source: Callable[..., Source], facts: Facts
) -> None:
    register_source(session, a_source())
    stays, goes = facts("calls/1"), facts("calls/2")

    assert night(session, 0, stays, goes) == (2, 0, 0)
    assert night(session, 1, stays) == (0, 0, 1)
    assert night(session, 2, stays, goes) == (0, 1, 0)
    assert night(session, 3, stays, goes) == (0, 0, 0)


def test_it_carries_the_day_it_came_back(session: Session, a_source: Callable[..., Source], facts: Facts) -> None:
    register_source(session, a_source())
    stays, goes = facts("calls/1"), facts("calls/2")
    for number, seen in enumerate(((stays, goes), (stays,), (stays, goes), (stays, goes))):
        night(session, number, *seen)

    back = session.get_one(Opportunity, 2)

    assert (back.retired_at, back.returned_at) == (None, NOW + timedelta(days=2))
    assert len(versions(session, 2)) == 1


def test_reading_again_brings_nothing_back(session: Session, a_source: Callable[..., Source], facts: Facts) -> None:
    register_source(session, a_source())
    stays, goes = facts("calls/1"), facts("calls/2")
    night(session, 0, stays, goes)
    night(session, 1, stays)

    reread = [SeenOpportunity(facts(key, title="Neu gelesen"), "") for key in ("calls/1", "calls/2", "calls/3")]
    new, changed = restate(session, "portal", reread, NOW + timedelta(days=5))

    assert (list(new), list(changed)) == (["calls/3"], ["calls/1"])
    assert session.get_one(Opportunity, 2).title == "Vielfalt im Quartier"
    assert session.get_one(Opportunity, 1).last_seen == NOW + timedelta(days=1)
