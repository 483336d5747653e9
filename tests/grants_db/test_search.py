"""The search page: words, filters, pages; and the status in SQL is the status that the rules derive."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, update
from sqlmodel import Session, col, delete, select

from grants_db.measures.store import MeasureRecord, get_measure, seed_action_fields, upsert_measures
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.opportunity_listing import OpportunityListing
from grants_db.models.source import Source
from grants_db.opportunities.correction_values import read_value
from grants_db.opportunities.corrections import correct, undo_correction
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.status import status_of, status_on
from grants_db.opportunities.store import SeenOpportunity, upsert
from grants_db.search.find import COUNTED
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.query import search
from grants_db.search.words import MOST_COMPOUNDS, words_of
from grants_db.storage.backup import backup, restore
from grants_db.storage.database import open_database, writer
from grants_db.vocabulary import ApplicantRoute, DeadlineKind, Eligibility, Level, OpportunityStatus, StatusNote

DATES: list[list[str]] = [
    [],
    ["2026-11-24"],
    ["2026-11-23"],
    ["2026-06-30", "2027-06-30"],
    ["10-31"],
    ["P8W"],
    ["unklar"],
    ["--03-15"],
    ["2027-06-30", "--09-15"],
    ["2026-11-23", "--09-15"],
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
    statement = select(Opportunity, status_on(today)).join(
        OpportunityListing, col(OpportunityListing.opportunity_id) == col(Opportunity.id)
    )
    derived = session.exec(statement).all()
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
@pytest.mark.xdist_group("server")
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
        ("foerder", {"b"}),
        ("STAEDTEBAU", {"b"}),
        ("bauförd", {"b"}),
        ("eu", {"a"}),
        ("EU-Mittel", {"a"}),
        ("100%", {"b"}),
        ("10_%", {"b"}),
        ("strasse", {"a"}),
        ("Straße", {"a"}),
        ('"beratung" AND * NEAR(', set()),
        ('"beratung" * ()', {"b"}),
        ("title:kurse", set()),
        ("\x00\ud800", {"a", "b"}),
        ("%_'\"*", {"a", "b"}),
        ("stiftungsrat", {"a"}),
        ("'; DROP TABLE opportunity; --", set()),
    ],
)
def test_every_word_must_occur_in_some_text_whatever_its_case(
    session: Session, an_opportunity: Callable[..., Opportunity], today: date, words: str, found: set[str]
) -> None:
    an_opportunity("a", title="Übergang in Sprache", description="Kurse, EU-Mittel, Straße", funder="Stiftungsrat")
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


def found(session: Session, words: str, today: date) -> list[int]:
    return [row.id for row in search(session, OpportunityFilter(words=words), today).rows]


def test_every_writer_keeps_the_index(
    engine: Engine, session: Session, an_opportunity: Callable[..., Opportunity], tmp_path: Path, today: date
) -> None:
    stays = an_opportunity("a", title="Lesepatenschaften")
    changes = an_opportunity("b", title="Sprachlotsen")
    assert found(session, "patenschaft", today) == [stays.id]
    an_opportunity("b", title="Sprachlotsen", description="Stadtteilmütter gehen mit")  # seen again by a crawl
    assert found(session, "mutter", today) == [changes.id]
    stored = session.get_one(Opportunity, changes.id)
    stored.description = "ohne sie"  # written through the session
    session.flush()
    assert found(session, "mütter", today) == []
    session.commit()
    backup(engine, tmp_path / "backup.db")
    session.exec(update(Opportunity).where(col(Opportunity.id) == changes.id).values(title="Umbenannt"))  # in bulk
    assert (found(session, "lotsen", today), found(session, "umbenannt", today)) == ([], [changes.id])
    session.exec(delete(OpportunityVersion))
    session.exec(delete(Opportunity))
    assert search(session, OpportunityFilter(), today).rows == []
    session.rollback()
    assert found(session, "lotsen", today) == [changes.id]
    session.close()
    restore(engine, tmp_path / "backup.db")
    assert found(session, "lotsen", today) == [changes.id]
    assert search(session, OpportunityFilter(), today).total == 2


def test_a_corrected_deadline_and_who_may_apply_lead_in_the_filters_until_they_are_taken_back(
    session: Session, an_opportunity: Callable[..., Opportunity], now: datetime, today: date
) -> None:
    call = an_opportunity(deadline={"kind": "fixed", "dates": ["2026-01-01"]}, status_note="closed")
    number = call.id or 0
    open_ones = OpportunityFilter(status=OpportunityStatus.OPEN)
    direct = OpportunityFilter(route=ApplicantRoute.DIRECT)
    assert not search(session, open_ones, today).rows
    correct(session, number, "deadline", read_value("deadline", "2027-05-01", today), now=now)
    correct(session, number, "applicant_route", "direct", now=now)
    assert [row.status for row in search(session, open_ones, today).rows] == [OpportunityStatus.OPEN]
    assert search(session, direct, today).total == 1
    undo_correction(session, number, "deadline", now)
    undo_correction(session, number, "applicant_route", now)
    assert not search(session, open_ones, today).rows
    assert not search(session, direct, today).rows


def test_titles_come_before_texts_and_new_before_old(
    session: Session, an_opportunity: Callable[..., Opportunity], today: date
) -> None:
    rolling = {"deadline": {"kind": "rolling", "dates": []}}
    text = an_opportunity("a", title="Kurse", description="Mit Lotsendienst", **rolling)
    old = an_opportunity("b", title="Lotsen", **rolling)
    over = an_opportunity("c", title="Lotsen", deadline={"kind": "closed", "dates": []})
    new = an_opportunity("d", title="Sprachlotsen", **rolling)
    assert found(session, "lotsen", today) == [new.id, old.id, text.id, over.id]


def test_counting_ends_at_a_bound_and_pages_go_on_behind_it(
    session: Session,
    facts: Callable[..., OpportunityFacts],
    a_source: Callable[..., Source],
    now: datetime,
    today: date,
) -> None:
    count = COUNTED + 200
    register_source(session, a_source())
    run = open_run(session, "portal", now)
    calls = [facts(f"call/{number}", title=f"Aufruf {number:04}", description="Kurs") for number in range(count)]
    upsert(session, run, [SeenOpportunity(call, call.url) for call in calls], now)
    for words in ("", "kurs"):
        first = search(session, OpportunityFilter(words=words), today, limit=60)
        last = search(session, OpportunityFilter(words=words), today, limit=60, offset=count - 60)
        assert (first.total, first.more, first.is_last) == (COUNTED, True, False)
        assert len({row.id for row in (*first.rows, *last.rows)}) == 120
        assert last.is_last
        exact = search(session, OpportunityFilter(words=words), today, exactly=True)
        assert (exact.total, exact.more) == (count, False)
    few = search(session, OpportunityFilter(words="0007"), today)
    assert (few.total, few.more, few.is_last) == (1, False, True)


def test_more_compounds_than_are_looked_for_leave_the_frequent_ones(
    session: Session,
    facts: Callable[..., OpportunityFacts],
    a_source: Callable[..., Source],
    now: datetime,
    today: date,
) -> None:
    register_source(session, a_source())
    run = open_run(session, "portal", now)
    words = [f"W{chr(97 + n // 26)}{chr(97 + n % 26)}förderung" for n in range(MOST_COMPOUNDS + 10)]
    calls = [facts(f"call/{number}", title=word) for number, word in enumerate(words)]
    calls.append(facts("call/again", title=words[-1]))
    upsert(session, run, [SeenOpportunity(call, call.url) for call in calls], now)
    rows = search(session, OpportunityFilter(words="förderung"), today, limit=500).rows
    assert [row.title for row in rows].count(words[-1]) == 2
    assert found(session, words[-2], today)  # with more letters every one is found


@pytest.fixture
def the_only_call(an_opportunity: Callable[..., Opportunity]) -> Opportunity:
    """The one call that is known."""
    return an_opportunity("a", title="Lotsen im Ehrenamt")


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_data(session: Session, the_only_call: Opportunity, typed: str) -> None:
    today = date(2026, 11, 24)
    for words in (typed, f"{typed} {the_only_call.title}", f"{typed} qqq"):
        found = search(session, OpportunityFilter(words=words), today)
        assert found.total == len(found.rows) <= (0 if "qqq" in words else 1)
        assert found.total == 1 or words_of(words)  # without a word to look for there is everything
    assert search(session, OpportunityFilter(words=the_only_call.title), today).total == 1


def test_every_letter_both_know_stays_one_word(session: Session) -> None:
    words = words_of(" ".join(f"a{chr(code)}b" for code in range(0x110000)))
    undivided = [word for word in words if word not in ("a", "b")]
    assert len(undivided) > 90_000
    for start in range(0, len(undivided), 200):
        asked = " OR ".join(f'"{word}"' for word in undivided[start : start + 200])
        asking = f"SELECT 1 FROM opportunity_words WHERE opportunity_words MATCH '{asked}'"
        assert session.connection().exec_driver_sql(asking).all() == []  # understood, and nothing is there


def test_only_the_unit_s_own_and_only_what_is_new(
    session: Session,
    an_opportunity: Callable[..., Opportunity],
    a_measure: Callable[..., Measure],
    now: datetime,
    today: date,
) -> None:
    old = an_opportunity("a", at=now - timedelta(days=3))
    new = an_opportunity("b", at=now)
    measures = [a_measure("1.1", unit="Amt 50"), a_measure("1.2", unit="Amt 61")]
    for measure, call in zip(measures, (old, new), strict=True):
        proposed = {"measure_id": measure.id, "opportunity_id": call.id, "rank": 1, "score": 0.5}
        session.add(Match.model_validate(proposed | {"eligibility": "eligible", "computed_at": now}))
    session.flush()
    assert [row.id for row in search(session, OpportunityFilter(unit="Amt 50"), today).rows] == [old.id]
    since = OpportunityFilter(since=now - timedelta(days=1))
    assert [row.id for row in search(session, since, today).rows] == [new.id]
    assert search(session, OpportunityFilter(unit="Amt 50", words="vielfalt", since=now), today).rows == []
