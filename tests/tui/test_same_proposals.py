"""One number for one question: overview, coverage and review count the same proposals."""

from collections import Counter
from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from grants_db.dashboard.overview import overview, waiting_by_field
from grants_db.measures.store import list_measures
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.opportunities.store import get_opportunity
from grants_db.review.decisions import current_decisions, decide
from grants_db.review.matches import matches_of
from grants_db.review.queue import match_counts
from grants_db.settings import City
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import DecisionKind, ReasonCode
from tui.jobs.coverage import stored_coverage
from tui.jobs.matching import run_matching
from tui.jobs.matching_input import ranking_file

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def calls_in_review(engine: Engine) -> dict[int, set[str]]:
    """Action field → the calls that its measures are shown and that nobody dismissed there."""
    found: dict[int, set[str]] = {}
    with reading(engine) as session:
        for measure in list_measures(session):
            listed = found.setdefault(measure.action_field_number, set())
            for view in matches_of(session, measure.id or 0):
                if view.decision is None or view.decision.kind is not DecisionKind.DISMISSED:
                    listed.add(str(view.opportunity.id))
    return {field: calls for field, calls in found.items() if calls}


def calls_in_coverage(engine: Engine) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for cell in stored_coverage(engine, City(), TODAY).coverage.cells:
        if cell.opportunities:
            found.setdefault(cell.action_field, set()).update(cell.opportunities)
    return found


def waiting_in_review(engine: Engine) -> dict[int, int]:
    with reading(engine) as session:
        fields = {measure.id: measure.action_field_number for measure in list_measures(session)}
        found: Counter[int] = Counter()
        for measure_id, counts in match_counts(session).items():
            found[fields[measure_id]] += counts.waiting
    return {field: count for field, count in found.items() if count}


def waiting_in_overview(engine: Engine) -> dict[int, int]:
    with reading(engine) as session:
        by_field = waiting_by_field(session)
        shown = {field.number: sum(field.open_matches.values()) for field in overview(session)}
    assert {field: count for field, count in shown.items() if count} == {f: n for f, n in by_field.items() if n}
    return {field: count for field, count in by_field.items() if count}


def test_overview_coverage_and_review_count_the_same(decided_city: Engine) -> None:
    run_matching(decided_city, City(), TODAY, NOW)
    assert waiting_in_overview(decided_city) == waiting_in_review(decided_city) != {}
    assert calls_in_coverage(decided_city) == calls_in_review(decided_city)

    with writing(decided_city) as session:
        standing = current_decisions(session)
        pairs = session.exec(select(Match.measure_id, Match.opportunity_id).order_by(col(Match.id))).all()
        measure_id, call_id = next(pair for pair in pairs if pair not in standing)
        call = get_opportunity(session, call_id)
        reason = ReasonCode.OUTSIDE_PURPOSE
        decide(session, session.get_one(Measure, measure_id), call, DecisionKind.DISMISSED, now=NOW, reason=reason)
    assert waiting_in_overview(decided_city) == waiting_in_review(decided_city)
    assert calls_in_coverage(decided_city) == calls_in_review(decided_city)


def test_what_nobody_claims_is_the_same_with_and_without_what_the_night_kept(decided_city: Engine) -> None:
    run_matching(decided_city, City(), TODAY, NOW)
    by_what_is_kept = stored_coverage(decided_city, City(), TODAY).coverage
    kept = ranking_file(decided_city.url)
    assert kept is not None
    kept.unlink()
    anew = stored_coverage(decided_city, City(), TODAY).coverage
    assert [key for key, _value in by_what_is_kept.without_measure] == [key for key, _value in anew.without_measure]
    assert by_what_is_kept.cells == anew.cells
