"""Matching night after night: what is kept of the last ranking saves work and changes nothing that is stored."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from grants_db.measures.store import list_measures
from grants_db.messages import Message
from grants_db.models.match import Match
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import correct
from grants_db.settings import City
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import CarrierKind, Eligibility
from matching.eligibility import Carrier, judge
from tui.formatting.messages import sentence
from tui.jobs.call_heads import read_calls, read_heads
from tui.jobs.explanation import explanation
from tui.jobs.matching import run_matching
from tui.jobs.matching_input import call_facts, ranking_file
from tui.jobs.near_misses import measure_near_misses

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
CITY = City()


def stored(engine: Engine) -> list[tuple[object, ...]]:
    with reading(engine) as session:
        rows = session.exec(select(Match)).all()
        return sorted((row.measure_id, row.rank, row.opportunity_id, round(row.score, 5)) for row in rows)


def matches(engine: Engine) -> list[Match]:
    with reading(engine) as session:
        return list(session.exec(select(Match)).all())


def kept_file(engine: Engine) -> Path:
    path = ranking_file(engine.url)
    assert path is not None
    return path


def test_a_second_run_without_changes_stores_the_same(decided_city: Engine) -> None:
    run_matching(decided_city, CITY, TODAY, NOW)
    first = stored(decided_city)
    assert first
    run_matching(decided_city, CITY, TODAY, NOW)
    assert stored(decided_city) == first
    run_matching(decided_city, CITY, TODAY, NOW, full=True)
    assert stored(decided_city) == first


def test_the_ranking_lies_beside_the_database_for_its_owner_only(city: Engine) -> None:
    run_matching(city, CITY, TODAY, NOW)
    assert kept_file(city).parent == Path(city.url.database or "").parent
    assert kept_file(city).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive"])
def test_a_damaged_file_costs_nothing_but_time(city: Engine, content: bytes) -> None:
    run_matching(city, CITY, TODAY, NOW)
    first = stored(city)
    kept_file(city).write_bytes(content)
    run_matching(city, CITY, TODAY, NOW)
    assert stored(city) == first


def test_a_call_that_was_retired_is_proposed_no_more(city: Engine) -> None:
    run_matching(city, CITY, TODAY, NOW)
    gone = stored(city)[0][2]
    with writing(city) as session:
        call = session.get(Opportunity, gone)
        assert call is not None
        call.retired_at = NOW
    run_matching(city, CITY, TODAY, NOW)
    assert gone not in [row[2] for row in stored(city)]


def test_a_corrected_call_is_ranked_as_itself(city: Engine) -> None:
    run_matching(city, CITY, TODAY, NOW)
    parts = {(row.measure_id, row.opportunity_id): row.parts["themes"] for row in matches(city)}
    with writing(city) as session:
        correct(session, matches(city)[0].opportunity_id, "min_amount", "5.00", now=NOW)
    run_matching(city, CITY, TODAY, NOW, full=True)
    after = {(row.measure_id, row.opportunity_id): row.parts["themes"] for row in matches(city)}
    shared = parts.keys() & after.keys()
    assert shared
    assert {key: after[key] for key in shared} == pytest.approx({key: parts[key] for key in shared}, abs=1e-5)


def lines(said: list[Message]) -> list[str]:
    return [sentence(each) for each in said]


def test_a_head_says_who_may_use_a_call_as_its_verdicts_do(city: Engine) -> None:
    heads = {head.id: head for head in read_heads(city, CITY, TODAY, (), None)}
    calls = read_calls(city, heads)
    assert len({head.carriers for head in heads.values()}) > 1
    for kind in CarrierKind:
        carrier = Carrier(kind)
        usable = {
            key
            for key, call in calls.items()
            if judge(call_facts(call, CITY, TODAY), carrier, TODAY).value is not Eligibility.NOT_ELIGIBLE
        }
        assert {key for key, head in heads.items() if head.may_be_used(carrier, TODAY)} == usable


def test_a_pair_is_explained_by_what_is_kept_as_by_reading_everything(
    decided_city: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_matching(decided_city, CITY, TODAY, NOW)
    ranked = {row.measure_id for row in matches(decided_city)}
    with reading(decided_city) as session:
        numbers = [measure.number for measure in list_measures(session) if measure.id in ranked][:4]
        calls = session.exec(select(Opportunity.id)).all()[:6]
    pairs = [(number, call or 0) for number in numbers for call in calls]
    path = kept_file(decided_city)
    aside = path.rename(path.with_name("aside"))
    slow = {pair: lines(explanation(decided_city, CITY, *pair, TODAY)) for pair in pairs}
    near = {number: measure_near_misses(decided_city, CITY, number, TODAY)[1] for number in numbers}
    aside.rename(path)

    def refuse(_engine: Engine) -> None:
        raise AssertionError("all calls are read")

    monkeypatch.setattr("tui.jobs.explanation.read_stock", refuse)
    monkeypatch.setattr("tui.jobs.near_misses.read_stock", refuse)
    assert {pair: lines(explanation(decided_city, CITY, *pair, TODAY)) for pair in pairs} == slow
    for number, misses in near.items():
        found = measure_near_misses(decided_city, CITY, number, TODAY)[1]
        assert [(miss.opportunity_id, miss.why, miss.remedies) for miss in found] == [
            (miss.opportunity_id, miss.why, miss.remedies) for miss in misses
        ]
        assert [miss.score for miss in found] == pytest.approx([miss.score for miss in misses], abs=1e-5)


def test_a_measure_that_was_edited_is_explained_as_the_next_night_will(
    decided_city: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_matching(decided_city, CITY, TODAY, NOW)
    with writing(decided_city) as session:
        measure = next(each for each in list_measures(session) if each.number == "2.1")
        measure.title = "Theater und Begegnung für Jugendliche im Quartier"
        calls = session.exec(select(Opportunity.id)).all()[:6]

    def refuse(_engine: Engine) -> None:
        raise AssertionError("all calls are read")

    monkeypatch.setattr("tui.jobs.explanation.read_stock", refuse)
    monkeypatch.setattr("tui.jobs.near_misses.read_stock", refuse)
    before = [lines(explanation(decided_city, CITY, "2.1", call or 0, TODAY)) for call in calls]
    near = measure_near_misses(decided_city, CITY, "2.1", TODAY)[1]
    run_matching(decided_city, CITY, TODAY, NOW)
    assert [lines(explanation(decided_city, CITY, "2.1", call or 0, TODAY)) for call in calls] == before
    later = measure_near_misses(decided_city, CITY, "2.1", TODAY)[1]
    assert [miss.opportunity_id for miss in later] == [miss.opportunity_id for miss in near]
    assert [miss.score for miss in later] == pytest.approx([miss.score for miss in near], abs=1e-5)
