"""The same reads and writes on PostgreSQL: one night and one morning, told as a story."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from grants_db.applications.agenda import agenda
from grants_db.errors import DatabaseError
from grants_db.import_export.measures import import_measures
from grants_db.import_export.measures_export import export_measures
from grants_db.import_export.opportunities import export_opportunities
from grants_db.measures.store import get_measure
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.runs import RunReport, close_run, open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, matches_of, replace_undecided
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import DecisionKind, Eligibility, RunOutcome

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server")]


@pytest.fixture
def server(postgresql_url: str) -> Iterator[Engine]:
    engine = open_database(postgresql_url)
    yield engine
    engine.dispose()


def crawl(engine: Engine, source: Source, at: datetime, *seen: OpportunityFacts) -> CrawlRun:
    with writing(engine) as session:
        register_source(session, source)
        run = open_run(session, source.name, at)
    with writing(engine) as session:
        upsert(session, session.get_one(CrawlRun, run.id), [SeenOpportunity(facts, facts.url) for facts in seen], at)
    with writing(engine) as session:
        return close_run(session, session.get_one(CrawlRun, run.id), RunReport(RunOutcome.OK), at)


def test_a_crawl_is_new_then_unchanged_then_changed_then_gone(
    server: Engine, a_source: Callable[..., Source], facts: Callable[..., OpportunityFacts], now: datetime
) -> None:
    states = [[facts("1"), facts("2")], [facts("1"), facts("2")], [facts("1", max_amount=Decimal("0.01")), facts("2")]]
    runs = [
        crawl(server, a_source(), now + timedelta(days=day), *seen) for day, seen in enumerate([*states, states[2][:1]])
    ]

    assert [(run.new, run.changed, run.retired) for run in runs] == [(2, 0, 0), (0, 0, 0), (0, 1, 0), (0, 0, 0)]
    assert [run.outcome for run in runs] == [RunOutcome.OK] * 3 + [RunOutcome.PARTIAL]
    with reading(server) as session:
        assert [call.max_amount for call in list_opportunities(session)] == [Decimal("0.01"), None]


def test_from_a_file_to_the_agenda(
    server: Engine,
    a_source: Callable[..., Source],
    facts: Callable[..., OpportunityFacts],
    written: Callable[..., Path],
    now: datetime,
    tmp_path: Path,
) -> None:
    crawl(server, a_source(), now, facts("1"))
    file = written("1.1|HF 1|Fachtag|8.500,50|0", "1.2|HF 9|Fehler|1|0")
    with writing(server) as session:
        assert len(import_measures(session, file).refused) == 1
    with writing(server) as session:
        measure, (call,) = get_measure(session, "1.1"), list_opportunities(session)
        proposal = Proposal(call.id or 0, 0.5, {"text": 0.5}, Eligibility.ELIGIBLE, [], [], [])
        for _ in range(2):
            replace_undecided(session, {measure.id or 0: [proposal]}, now)
        decide(session, measure, call, DecisionKind.ACCEPTED, now=now)

    with reading(server) as session:
        assert [entry.opportunity.external_id for entry in agenda(session, now.date())] == ["1"]
        assert [view.match.rank for view in matches_of(session, measure.id or 0)] == [1]
        export_measures(session, tmp_path / "m.jsonl")
        export_opportunities(
            session, tmp_path / "o.jsonl", "jsonl", today=now.date(), city_state="DE-ST", city_name="Magdeburg"
        )
    assert json.loads((tmp_path / "m.jsonl").read_text(encoding="utf-8"))["cost"] == "8500.50"
    assert json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8"))["first_seen"] == now.isoformat()


def test_a_writer_that_fails_leaves_nothing(server: Engine, a_source: Callable[..., Source]) -> None:
    def fail_half_way() -> None:
        with writing(server) as session:
            register_source(session, a_source())
            session.add(CrawlRun(source_name="fehlt", started_at=a_source().added_at))

    with pytest.raises(DatabaseError):
        fail_half_way()

    with reading(server) as session:
        assert session.get(Source, "portal") is None


def test_a_zero_byte_in_a_text_is_one_sentence(
    server: Engine, a_source: Callable[..., Source], facts: Callable[..., OpportunityFacts], now: datetime
) -> None:
    with pytest.raises(DatabaseError):
        crawl(server, a_source(), now, facts("1", title="Titel\x00"))


def end_all_other_connections(engine: Engine) -> None:
    """What a server that is started anew does to those who are connected."""
    with create_engine(engine.url, poolclass=NullPool).connect() as other:
        ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        other.exec_driver_sql(ending + "AND pid <> pg_backend_pid()")


def test_a_server_started_anew_between_two_keys_is_not_noticed(server: Engine, a_source: Callable[..., Source]) -> None:
    with writing(server) as session:
        register_source(session, a_source())
    end_all_other_connections(server)
    with reading(server) as session:
        assert session.get(Source, "portal") is not None


def test_a_connection_lost_half_way_is_one_sentence_and_leaves_nothing(
    server: Engine, a_source: Callable[..., Source]
) -> None:
    def lose_the_server() -> None:
        with writing(server) as session:
            register_source(session, a_source())
            end_all_other_connections(server)

    with pytest.raises(DatabaseError, match="nicht erreichbar"):
        lose_the_server()
    with reading(server) as session:
        assert session.get(Source, "portal") is None


def test_a_connection_lost_while_reading_is_one_sentence(server: Engine) -> None:
    def lose_the_server() -> None:
        with reading(server) as session:
            list_opportunities(session)
            end_all_other_connections(server)
            list_opportunities(session)

    with pytest.raises(DatabaseError, match="nicht erreichbar"):
        lose_the_server()
