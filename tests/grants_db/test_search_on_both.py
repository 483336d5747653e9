"""Searching means the same on SQLite and PostgreSQL: what is typed, the opportunities found, and their order."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, update
from sqlmodel import Session, col, delete, select

from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.opportunity_listing import OpportunityListing
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.status import status_of, status_on
from grants_db.opportunities.store import SeenOpportunity, upsert
from grants_db.rules.folding import words_of
from grants_db.search.find import COUNTED
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.query import search
from grants_db.search.words import MOST_COMPOUNDS
from grants_db.storage.backup import backup, restore
from grants_db.storage.database import open_database
from grants_db.vocabulary import DeadlineKind, StatusNote

ROLLING: dict[str, Any] = {"kind": "rolling", "dates": []}
OVER: dict[str, Any] = {"kind": "closed", "dates": []}
ANNOUNCED: dict[str, Any] = {"kind": "announced", "dates": []}
LONG = "Donau" + "dampf" * 50
#: key, and what is stated of it; seen in this order
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("text", {"title": "Kurse", "description": "Mit Lotsendienst", "deadline": ROLLING}),
    ("old", {"title": "Lotsen", "deadline": ROLLING}),
    ("over", {"title": "Lotsen", "deadline": OVER}),
    ("new", {"title": "Sprachlotsen", "deadline": ROLLING}),
    ("a", {"title": "Übergang in Sprache", "description": "Kurse, EU-Mittel, Straße, x_y", "deadline": ANNOUNCED}),
    ("b", {"title": "Sprechstunden", "description": "Städtebauförderung, Beratung: 100% der KOMMUNE"}),
    ("c", {"title": "Ämter", "short_description": "Cafés in Łódź", "funder": "Stiftungsrat"}),
    ("long", {"title": LONG, "deadline": OVER}),
]
EVERYTHING = "text old new a c b long over"
#: what is typed, what is found in its order
FOUND = [
    ("", EVERYTHING),
    ("%_'\"*", EVERYTHING),
    ("\x00\ud800", EVERYTHING),
    ("lotsen", "new old text over"),  # open ones first; titles before texts, new before old
    ("lots", "new old text over"),
    ("otsen", "new old text over"),  # inside words
    ("ots", ""),  # too short for that
    ("lotsendienst kurse", "text"),
    ("kurse", "text a"),
    ("sprache", "a"),
    ("sprach", "new a"),
    ("ÜBERGANG", "a"),
    ("übergang", "a"),
    ("ubergang", "a"),
    ("uebergang", "a"),
    ("förder", "b"),
    ("foerder", "b"),
    ("kommune beratung", "b"),
    ("kommune sprache", ""),
    ("STAEDTEBAU", "b"),
    ("bauförd", "b"),
    ("eu", "a"),
    ("EU-Mittel", "a"),
    ("x_y", "a"),
    ("100%", "b"),
    ("10_%", "b"),
    ("strasse", "a"),
    ("Straße", "a"),
    ("cafe", "c"),
    ("café łódź", "c"),
    ("lodz", ""),  # that letter is another one
    ("stiftungsrat", "c"),
    ('"beratung" AND * NEAR(', ""),
    ('"beratung" * ()', "b"),
    ("beratung:* | !kurse", ""),
    ("beratung \\ '", "b"),
    ("title:kurse", ""),
    ("'; DROP TABLE opportunity; --", ""),
    (LONG, "long"),
    ("dampfdampf", "long"),
]


@pytest.fixture(
    params=["sqlite_url", pytest.param("postgresql_url", marks=[pytest.mark.slow, pytest.mark.xdist_group("server")])]
)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database of each kind; `session` and the builders write into it."""
    opened = open_database(request.getfixturevalue(request.param))
    yield opened
    opened.dispose()


def found(session: Session, words: str, today: date) -> list[int]:
    return [row.id for row in search(session, OpportunityFilter(words=words), today).rows]


def test_what_is_typed_finds_the_same_in_the_same_order(
    session: Session, an_opportunity: Callable[..., Opportunity], today: date
) -> None:
    keys = {an_opportunity(key, **stated).id: key for key, stated in CALLS}
    assert [(typed, " ".join(keys[number] for number in found(session, typed, today))) for typed, _ in FOUND] == FOUND


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
