"""Runs of a source, judged by its own history."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from grants_db.errors import InputError
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import CrawlRun, PageState, Source
from grants_db.opportunities.runs import RunReport, close_run, last_runs, least_expected, open_run
from grants_db.opportunities.sources import (
    accept_size,
    allow_source,
    get_source,
    keep_page_states,
    list_sources,
    page_state,
    page_states,
    register_source,
)
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.vocabulary import RunOutcome

Facts = Callable[..., OpportunityFacts]
Run = Callable[..., CrawlRun]


@pytest.fixture
def run(session: Session, a_source: Callable[..., Source], facts: Facts, now: datetime) -> Run:
    """One run on a day after the first that sees the calls 0 … count - 1 and ends as given."""
    register_source(session, a_source())

    def crawl(day: int, count: int, outcome: RunOutcome = RunOutcome.OK) -> CrawlRun:
        at = now + timedelta(days=day)
        opened = open_run(session, "portal", at)
        upsert(session, opened, [SeenOpportunity(facts(str(key)), facts(str(key)).url) for key in range(count)], at)
        return close_run(session, opened, RunReport(outcome, asked=count), at)

    return crawl


def test_before_three_good_runs_there_are_no_bounds(run: Run, session: Session) -> None:
    run(0, 10)
    run(1, 10)

    assert least_expected(session, "portal") is None
    assert run(2, 5).retired == 5


def test_after_three_good_runs_a_run_below_them_retires_nothing(run: Run, session: Session) -> None:
    for day in range(3):
        run(day, 10)

    judged = run(3, 7)

    assert (judged.outcome, judged.retired) == (RunOutcome.PARTIAL, 0)
    assert "Nur 7" in judged.errors[0]["sentence"]["template"].format_map(judged.errors[0]["sentence"]["values"])
    assert len(list_opportunities(session)) == 10


@pytest.mark.parametrize(("usual", "least"), [(1, 1), (2, 2), (5, 4), (10, 8), (12, 10)])
def test_the_bound_is_four_fifths_of_the_usual_never_less(run: Run, session: Session, usual: int, least: int) -> None:
    for day in range(3):
        run(day, usual)

    assert least_expected(session, "portal") == least


def test_a_run_within_the_bounds_retires_what_is_gone(run: Run, session: Session) -> None:
    for day in range(3):
        run(day, 10)

    judged = run(3, 8)

    assert (judged.outcome, judged.retired) == (RunOutcome.OK, 2)


@pytest.mark.parametrize("outcome", [outcome for outcome in RunOutcome if outcome is not RunOutcome.OK])
def test_a_run_that_is_not_complete_retires_nothing(run: Run, session: Session, outcome: RunOutcome) -> None:
    run(0, 10)

    assert run(1, 3, outcome).retired == 0
    assert len(list_opportunities(session)) == 10


def test_incomplete_runs_set_no_bounds(run: Run, session: Session) -> None:
    for day in range(5):
        run(day, 1, RunOutcome.PARTIAL)

    assert least_expected(session, "portal") is None


def test_a_source_is_verified_by_its_first_good_run(run: Run, session: Session) -> None:
    run(0, 1, RunOutcome.PARTIAL)
    before = get_source(session, "portal").verified
    run(1, 1)

    assert (before, get_source(session, "portal").verified) == (False, True)


def test_a_run_left_open_is_closed_as_failed(run: Run, session: Session, now: datetime) -> None:
    left_open = open_run(session, "portal", now)

    run(1, 1)

    session.refresh(left_open)
    assert (left_open.outcome, left_open.finished_at) == (RunOutcome.FAILED, now + timedelta(days=1))


def test_the_newest_run_comes_first(run: Run, session: Session) -> None:
    run(0, 1)
    run(1, 2)

    assert [stored.opportunities for stored in last_runs(session, "portal")] == [2, 1]


def test_one_source_never_retires_anothers_calls(
    run: Run, session: Session, a_source: Callable[..., Source], facts: Facts, now: datetime
) -> None:
    run(0, 3)
    register_source(session, a_source("stiftung"))

    other = open_run(session, "stiftung", now)
    assert close_run(session, other, RunReport(RunOutcome.OK), now).retired == 0


def test_registering_again_keeps_what_an_officer_set(
    session: Session, a_source: Callable[..., Source], now: datetime
) -> None:
    register_source(session, a_source(title="Alt"))
    stored = get_source(session, "portal")
    stored.enabled, stored.allowed_at, stored.allowed_note = False, now, "Mail vom 3. November"

    register_source(session, a_source(title="Neu"))

    stored = get_source(session, "portal")
    assert (stored.title, stored.enabled, stored.allowed_note) == ("Neu", False, "Mail vom 3. November")
    assert [source.name for source in list_sources(session)] == ["portal"]


def test_an_unknown_source_is_named_with_the_known_ones(session: Session, a_source: Callable[..., Source]) -> None:
    register_source(session, a_source("dsee"))

    with pytest.raises(InputError, match=r"„quatsch“.*dsee"):
        get_source(session, "quatsch")


def a_page(url: str, fetched_at: datetime, body_hash: str = "a") -> PageState:
    return PageState(url=url, source_name="portal", body_hash=body_hash, extraction="1", fetched_at=fetched_at)


def test_a_pages_state_is_kept_and_replaced(run: Run, session: Session, now: datetime) -> None:
    keep_page_states(session, [a_page("https://portal.example/1", now)])
    keep_page_states(session, [a_page("https://portal.example/1", now, "b")])
    session.flush()

    assert {url: state.body_hash for url, state in page_states(session, "portal").items()} == {
        "https://portal.example/1": "b"
    }
    assert page_state(session, "https://portal.example/2") is None


def test_a_run_that_sees_nothing_at_all_retires_nothing_even_without_a_history(session: Session, run: Run) -> None:
    run(0, 5)
    empty = run(1, 0)
    assert (empty.outcome, empty.retired) == (RunOutcome.PARTIAL, 0)
    assert "kein einziges" in str(empty.errors)


def test_a_size_that_a_person_accepts_is_no_finding_any_more(session: Session, run: Run, now: datetime) -> None:
    for day in range(3):
        run(day, 10)
    assert run(3, 4).outcome is RunOutcome.PARTIAL
    accept_size(session, "portal", now + timedelta(days=3))
    shrunk = run(4, 4)
    assert (shrunk.outcome, shrunk.retired) == (RunOutcome.OK, 6)


def test_a_permission_is_recorded_with_who_gave_it(
    session: Session, a_source: Callable[..., Source], now: datetime
) -> None:
    register_source(session, a_source(name="portal", permission_needed=True))
    allowed = allow_source(session, "portal", " Mail vom 3. November ", now)
    assert (allowed.allowed_at, allowed.allowed_note) == (now, "Mail vom 3. November")


def test_a_permission_without_a_note_is_none(session: Session, a_source: Callable[..., Source], now: datetime) -> None:
    register_source(session, a_source(name="portal", permission_needed=True))
    with pytest.raises(InputError, match="--note"):
        allow_source(session, "portal", "  ", now)
    assert get_source(session, "portal").allowed_at is None
