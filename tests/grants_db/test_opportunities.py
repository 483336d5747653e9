"""What a crawl saw against what is known: new, unchanged, changed, gone and back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from grants_db.errors import InputError
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.runs import RunReport, close_run, open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.status import status_of
from grants_db.opportunities.store import (
    SeenOpportunity,
    get_opportunity,
    list_opportunities,
    touch_page,
    upsert,
    versions,
)
from grants_db.rules.deadline import Deadline
from grants_db.vocabulary import DeadlineKind, OpportunityStatus, RunOutcome

Facts = Callable[..., OpportunityFacts]


@pytest.fixture
def crawl(session: Session, a_source: Callable[..., Source], now: datetime) -> Callable[..., CrawlRun]:
    """One whole run of the source on a day after the first, seeing what is given."""
    register_source(session, a_source())

    def run(*seen: OpportunityFacts, day: int = 0) -> CrawlRun:
        at = now + timedelta(days=day)
        opened = open_run(session, "portal", at)
        upsert(session, opened, [SeenOpportunity(facts, facts.url) for facts in seen], at)
        return close_run(session, opened, RunReport(RunOutcome.OK), at)

    return run


def test_a_new_call_has_a_first_version(session: Session, crawl: Callable[..., CrawlRun], facts: Facts) -> None:
    run = crawl(facts())

    (stored,) = list_opportunities(session)
    assert (run.new, run.changed, run.opportunities) == (1, 0, 1)
    assert [(version.number, version.changes) for version in versions(session, stored.id or 0)] == [(1, [])]


def test_the_same_statement_again_is_no_change(session: Session, crawl: Callable[..., CrawlRun], facts: Facts) -> None:
    crawl(facts(max_amount=Decimal(5000), regions=["DE-ST", "DE-SN"]))

    run = crawl(facts(max_amount=Decimal("5000.00"), regions=["DE-SN", "DE-ST"]), day=1)

    (stored,) = list_opportunities(session)
    assert (run.new, run.changed) == (0, 0)
    assert (stored.version, stored.last_seen > stored.content_changed_at) == (1, True)


def test_white_space_and_evidence_are_no_change(crawl: Callable[..., CrawlRun], facts: Facts) -> None:
    crawl(facts(description="Gefördert  wird\nTeilhabe", evidence={}))

    run = crawl(facts(description="Gefördert wird Teilhabe", evidence={"level": "Land"}), day=1)

    assert run.changed == 0


def test_a_change_writes_a_version_that_says_what_changed(
    session: Session, crawl: Callable[..., CrawlRun], facts: Facts
) -> None:
    crawl(facts(max_amount=Decimal(5000)))
    session.expire_all()

    run = crawl(facts(max_amount=Decimal(8000)), day=1)

    (stored,) = list_opportunities(session)
    first, second = versions(session, stored.id or 0)
    assert (run.changed, stored.version, stored.max_amount) == (1, 2, Decimal(8000))
    assert [(change["field"], change["old"], change["new"]) for change in second.changes] == [
        ("max_amount", "5000.00", "8000.00")
    ]
    assert (first.material, second.material) == (False, True)


def test_a_new_title_is_not_material_and_brings_no_other_change_with_it(
    session: Session, crawl: Callable[..., CrawlRun], facts: Facts
) -> None:
    crawl(facts(max_amount=Decimal(5000), max_rate=Decimal(90)))
    session.expire_all()  # sums come back from the database with two places

    crawl(facts(title="Neuer Titel", max_amount=Decimal(5000), max_rate=Decimal(90)), day=1)

    (stored,) = list_opportunities(session)
    latest = versions(session, stored.id or 0)[-1]
    assert [change["field"] for change in latest.changes] == ["title"]
    assert latest.material is False


def test_a_call_that_is_gone_is_retired_not_deleted(
    session: Session, crawl: Callable[..., CrawlRun], facts: Facts, today: date
) -> None:
    crawl(facts("1"), facts("2"))

    run = crawl(facts("1"), day=1)

    gone = next(stored for stored in list_opportunities(session, retired=True) if stored.external_id == "2")
    assert run.retired == 1
    assert [stored.external_id for stored in list_opportunities(session)] == ["1"]
    assert (gone.title, status_of(gone, today)) == ("Vielfalt im Quartier", OpportunityStatus.CLOSED)


def test_a_call_that_comes_back_is_no_longer_retired(
    session: Session, crawl: Callable[..., CrawlRun], facts: Facts
) -> None:
    crawl(facts("1"), facts("2"))
    crawl(facts("1"), day=1)

    crawl(facts("1"), facts("2"), day=2)

    assert [stored.external_id for stored in list_opportunities(session)] == ["1", "2"]


def test_the_same_key_of_two_sources_is_two_calls(session: Session, an_opportunity: Callable[..., Opportunity]) -> None:
    an_opportunity("1", source="portal")
    an_opportunity("1", source="stiftung")

    assert len(list_opportunities(session)) == 2


def test_a_page_that_did_not_change_counts_as_seen(
    session: Session, crawl: Callable[..., CrawlRun], facts: Facts, now: datetime
) -> None:
    crawl(facts("1"), facts("2"))
    later = now + timedelta(days=1)
    run = open_run(session, "portal", later)

    touched = [touch_page(session, run, facts(key).url, later) for key in ("1", "2", "3")]
    closed = close_run(session, run, RunReport(RunOutcome.OK), later)

    assert touched == [1, 1, 0]
    assert (closed.opportunities, closed.retired) == (2, 0)


def test_many_calls_at_once_are_stored(session: Session, crawl: Callable[..., CrawlRun], facts: Facts) -> None:
    run = crawl(*(facts(str(number)) for number in range(1200)))

    assert (run.new, len(list_opportunities(session))) == (1200, 1200)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, OpportunityStatus.UNKNOWN),
        ({"opens_on": date(2026, 12, 24)}, OpportunityStatus.FORECASTED),
        ({"deadline": Deadline(DeadlineKind.ROLLING).as_json()}, OpportunityStatus.OPEN),
        ({"deadline": Deadline(DeadlineKind.FIXED, ("2026-11-23",)).as_json()}, OpportunityStatus.CLOSED),
        ({"deadline": Deadline(DeadlineKind.FIXED, ("2026-11-24",)).as_json()}, OpportunityStatus.OPEN),
    ],
)
def test_the_status_follows_from_what_is_stored(
    an_opportunity: Callable[..., Opportunity], values: dict[str, Any], status: OpportunityStatus, today: date
) -> None:
    assert status_of(an_opportunity(**values), today) is status


def test_a_call_that_does_not_exist_is_named(session: Session) -> None:
    with pytest.raises(InputError, match="4711"):
        get_opportunity(session, 4711)
