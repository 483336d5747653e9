"""Calls that came by letter: entered by hand, never retired."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from grants_db.errors import UsageError
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.manual_entry import MANUAL, enter_by_hand, next_key
from grants_db.opportunities.runs import RunReport, close_run, open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert, versions
from grants_db.vocabulary import RunOutcome

Facts = Callable[..., OpportunityFacts]


def test_a_call_that_was_entered_is_stored_with_its_first_version(
    session: Session, facts: Facts, now: datetime
) -> None:
    call = enter_by_hand(session, facts("2026-11-24/1", url=""), now)

    assert (call.source_name, call.external_id) == (MANUAL, "2026-11-24/1")
    assert [version.run_id for version in versions(session, call.id or 0)] == [None]


def test_the_same_key_again_is_a_new_version(session: Session, facts: Facts, now: datetime) -> None:
    first = enter_by_hand(session, facts("AZ 12", funder="Stiftung"), now)
    second = enter_by_hand(session, facts("AZ 12", funder="Stiftung Beispiel"), now + timedelta(days=1))

    assert first.id == second.id
    assert len(versions(session, first.id or 0)) == 2


def test_no_crawl_retires_what_was_entered(
    session: Session, facts: Facts, a_source: Callable[..., Source], now: datetime
) -> None:
    enter_by_hand(session, facts("2026-11-24/1"), now)
    register_source(session, a_source())
    run = open_run(session, "portal", now)
    upsert(session, run, [SeenOpportunity(facts(), "https://portal.example/")], now)
    close_run(session, run, RunReport(RunOutcome.OK), now + timedelta(minutes=1))

    assert {call.source_name for call in list_opportunities(session)} == {MANUAL, "portal"}


def test_keys_of_a_day_are_counted_on(session: Session, facts: Facts, now: datetime) -> None:
    assert next_key(session, now) == "2026-11-24/1"
    enter_by_hand(session, facts(next_key(session, now)), now)
    enter_by_hand(session, facts("2026-11-24/Brief"), now)

    assert next_key(session, now) == "2026-11-24/2"


def test_a_call_without_a_title_is_refused(session: Session, facts: Facts, now: datetime) -> None:
    with pytest.raises(UsageError, match="Titel"):
        enter_by_hand(session, facts("x", title="  "), now)
