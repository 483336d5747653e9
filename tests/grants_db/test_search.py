"""The search page: words, filters, pages; and the status in SQL is the status that the rules derive."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from grants_db.database import open_database, writer
from grants_db.measures import MeasureRecord, get_measure, seed_action_fields, upsert_measures
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity, OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities import SeenOpportunity, status_of, upsert
from grants_db.search import OpportunityFilter, search, status_in_sql
from grants_db.sources import open_run, register_source
from grants_db.vocabulary import DeadlineKind, Eligibility, Level, OpportunityStatus, StatusNote

DATES: list[list[str]] = [
    [],
    ["2026-11-24"],
    ["2026-11-23"],
    ["2026-06-30", "2027-06-30"],
    ["10-31"],
    ["P8W"],
    ["unklar"],
]
NOTES = [None, *StatusNote]
OPENINGS = [None, "2026-11-01", "2027-01-15"]


def every_state() -> list[dict[str, Any]]:
    """Every combination of kind, dates, note and opening that a source can state."""
    return [
        {"deadline": {"kind": kind.value, "dates": dates}, "status_note": note, "opens_on": opens}
        for kind, dates, note, opens in product(DeadlineKind, DATES, NOTES, OPENINGS)
    ]


def store_every_state(session: Session, facts: Callable[..., OpportunityFacts], source: Source, now: datetime) -> None:
    register_source(session, source)
    run = open_run(session, source.name, now)
    stated = [
        OpportunityFacts.model_validate(facts(f"call/{number}").model_dump() | state)
        for number, state in enumerate(every_state())
    ]
    upsert(session, run, [SeenOpportunity(each, each.url) for each in stated], now)


def assert_sql_and_rules_agree(session: Session, today: date) -> None:
    dialect = session.get_bind().dialect.name
    derived = session.exec(select(Opportunity, status_in_sql(today, dialect))).all()
    assert len(derived) == len(every_state())
    wrong = [
        (call.deadline, call.status_note, call.opens_on) for call, word in derived if word != status_of(call, today)
    ]
    assert wrong == []


def test_the_status_in_sql_is_the_status_of_the_rules(
    session: Session,
    facts: Callable[..., OpportunityFacts],
    a_source: Callable[..., Source],
    now: datetime,
    today: date,
) -> None:
    store_every_state(session, facts, a_source(), now)
    assert_sql_and_rules_agree(session, today)


@pytest.mark.slow
def test_the_status_in_sql_is_the_same_on_postgresql(
    postgresql_url: str,
    facts: Callable[..., OpportunityFacts],
    a_source: Callable[..., Source],
    now: datetime,
    today: date,
    record: Callable[..., MeasureRecord],
) -> None:
    engine: Engine = open_database(postgresql_url)
    with Session(writer(engine), expire_on_commit=False) as session:
        seed_action_fields(session)
        store_every_state(session, facts, a_source(), now)
        upsert_measures(session, [record("2.1", action_field=2)])
        assert_sql_and_rules_agree(session, today)
        wanted = OpportunityFilter(words="vielfalt", level=Level.LAND, status=OpportunityStatus.OPEN, action_field=2)
        assert search(session, wanted, today).total == 0
        assert search(session, OpportunityFilter(words="VIELFALT"), today, limit=5).rows
    engine.dispose()


def test_a_retired_call_counts_as_closed(
    session: Session, an_opportunity: Callable[..., Opportunity], now: datetime, today: date
) -> None:
    call = an_opportunity(deadline={"kind": "rolling", "dates": []})
    call.retired_at = now
    session.flush()
    [row] = search(session, OpportunityFilter(status=OpportunityStatus.CLOSED), today).rows
    assert row.retired


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", {"a", "b"}),
        ("sprache", {"a"}),
        ("ÜBERGANG", {"a"}),
        ("übergang", {"a"}),
        ("förder", {"b"}),
        ("kommune beratung", {"b"}),
        ("kommune sprache", set()),
        ("100%", {"b"}),
        ("10_%", set()),
        ("stiftungsrat", {"a"}),
        ("'; DROP TABLE opportunity; --", set()),
    ],
)
def test_every_word_must_occur_in_some_text_whatever_its_case(
    session: Session, an_opportunity: Callable[..., Opportunity], today: date, words: str, found: set[str]
) -> None:
    an_opportunity("a", title="Übergang in Sprache", description="Kurse", funder="Stiftungsrat")
    an_opportunity("b", title="Sprechstunden", description="Städtebauförderung, Beratung: 100% der KOMMUNE")
    rows = search(session, OpportunityFilter(words=words), today).rows
    names = {row.id: row.title for row in rows}
    assert set(names.values()) == {{"a": "Übergang in Sprache", "b": "Sprechstunden"}[name] for name in found}


def test_filters_add_up(
    session: Session,
    an_opportunity: Callable[..., Opportunity],
    a_measure: Callable[..., Measure],
    now: datetime,
    today: date,
) -> None:
    open_eu = an_opportunity("a", level=Level.EU, deadline={"kind": "rolling", "dates": []})
    an_opportunity("b", level=Level.EU)
    an_opportunity("c", deadline={"kind": "rolling", "dates": []})
    wanted = OpportunityFilter(level=Level.EU, status=OpportunityStatus.OPEN)
    assert [row.id for row in search(session, wanted, today).rows] == [open_eu.id]
    a_measure("2.1", action_field=2)
    session.add(
        Match(
            measure_id=get_measure(session, "2.1").id or 0,
            opportunity_id=open_eu.id or 0,
            rank=1,
            score=0.5,
            eligibility=Eligibility.ELIGIBLE,
            computed_at=now,
        )
    )
    session.flush()
    assert search(session, OpportunityFilter(action_field=2), today).total == 1
    assert search(session, OpportunityFilter(action_field=3), today).total == 0


def test_pages_follow_each_other_without_gaps_and_open_calls_come_first(
    session: Session, an_opportunity: Callable[..., Opportunity], today: date
) -> None:
    for number in range(7):
        dates = ["2027-01-01"] if number % 2 else ["2026-01-01"]
        an_opportunity(f"call/{number}", title=f"Aufruf {number}", deadline={"kind": "fixed", "dates": dates})
    pages = [search(session, OpportunityFilter(), today, limit=3, offset=offset) for offset in (0, 3, 6)]
    titles = [row.title for page in pages for row in page.rows]
    assert titles == [f"Aufruf {number}" for number in (1, 3, 5, 0, 2, 4, 6)]
    assert {page.total for page in pages} == {7}


def test_a_line_leaves_the_long_texts_in_the_database(
    engine: Engine, session: Session, an_opportunity: Callable[..., Opportunity], today: date
) -> None:
    an_opportunity(guideline="lang " * 1000)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert search(session, OpportunityFilter(), today).rows
    assert any("LIMIT" in statement for statement in asked)
    assert not any("guideline" in statement for statement in asked)
