"""The search page: filters, pages, and whatever is typed; what words find is in `test_search_on_both`."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from grants_db.measures.store import get_measure
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import CrawlRun
from grants_db.opportunities.correction_values import read_value
from grants_db.opportunities.corrections import correct, undo_correction
from grants_db.opportunities.runs import RunReport, close_run
from grants_db.rules.folding import words_of
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.query import search
from grants_db.vocabulary import ApplicantRoute, Eligibility, Level, OpportunityStatus, RunOutcome


def test_a_call_no_longer_listed_counts_as_closed_until_it_returns(
    session: Session, an_opportunity: Callable[..., Opportunity], now: datetime, today: date
) -> None:
    gone, seen = (an_opportunity(key, deadline={"kind": "rolling", "dates": []}) for key in ("a", "b"))
    run = session.get_one(CrawlRun, seen.last_run_id)
    close_run(session, run, RunReport(RunOutcome.OK), now)  # it saw only the second

    [row] = search(session, OpportunityFilter(statuses=(OpportunityStatus.CLOSED,)), today).rows
    assert (row.id, row.retired) == (gone.id, True)
    an_opportunity("a", deadline={"kind": "rolling", "dates": []}, at=now + timedelta(days=1))
    assert search(session, OpportunityFilter(statuses=(OpportunityStatus.OPEN,)), today).total == 2


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
    wanted = OpportunityFilter(levels=(Level.EU,), statuses=(OpportunityStatus.OPEN,))
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


def test_a_corrected_deadline_and_who_may_apply_lead_in_the_filters_until_they_are_taken_back(
    session: Session, an_opportunity: Callable[..., Opportunity], now: datetime, today: date
) -> None:
    call = an_opportunity(deadline={"kind": "fixed", "dates": ["2026-01-01"]}, status_note="closed")
    number = call.id or 0
    open_ones = OpportunityFilter(statuses=(OpportunityStatus.OPEN,))
    direct = OpportunityFilter(routes=(ApplicantRoute.DIRECT,))
    assert not search(session, open_ones, today).rows
    correct(session, number, "deadline", read_value("deadline", "2027-05-01", today), now=now)
    correct(session, number, "applicant_route", "direct", now=now)
    assert [row.status for row in search(session, open_ones, today).rows] == [OpportunityStatus.OPEN]
    assert search(session, direct, today).total == 1
    undo_correction(session, number, "deadline", now)
    undo_correction(session, number, "applicant_route", now)
    assert not search(session, open_ones, today).rows
    assert not search(session, direct, today).rows


@pytest.mark.slow
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
