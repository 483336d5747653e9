"""A morning with the second recorded portal: every call that is proposed is read once and gets its decisions."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import seed_action_fields
from grants_db.models.match import Decision, Match
from grants_db.models.opportunity import Opportunity
from grants_db.review.by_call import calls_to_read, decide_call, waiting_calls
from grants_db.review.decisions import current_decisions
from grants_db.settings import City
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import DecisionKind, ReasonCode
from tests.crawler.nights import crawl_night
from tests.crawler.test_recorded_portal import COUNTS, PORTAL, Served
from tui.jobs.matching import run_matching
from tui.screens.review.queries import read_calls
from tui.state.call_queue import CallTarget, following_call
from tui.state.review_queue import Filter

MEASURES = [PORTAL.parent / folder / "queries.jsonl" for folder in ("collection", "collection2")]
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PORTAL.is_dir(), reason=f"the recorded portals are not at {PORTAL}"),
    pytest.mark.skipif(not all(map(Path.is_file, MEASURES)), reason="the judged measures are not in ../shared"),
]


@pytest.fixture
def matched_city(tmp_path: Path) -> Engine:
    """All 678 calls of the portal, sixty measures as cities wrote them, and what the matcher proposes."""
    address = f"sqlite:///{tmp_path / 'akquise.db'}"
    engine = open_database(address)
    texts = [json.loads(line) for file in MEASURES for line in file.read_text(encoding="utf-8").splitlines()]
    records = [
        MeasureRecord(
            number=f"{one.get('action_field', 1)}.{at}",
            action_field=one.get("action_field", 1),
            title=one["title"],
            description=one["text"],
        )
        for at, one in enumerate(texts[:60], 1)
    ]
    with writing(engine) as session:
        seed_action_fields(session)
        upsert_measures(session, records)
    with Served("--sites", str(PORTAL / "sites-b")) as portal:
        crawl_night(address, portal.url, list(COUNTS["sites-b"]))
    run_matching(engine, City(), date(2026, 11, 24), NOW)
    return engine


def test_every_call_to_read_gets_its_decisions_and_is_read_once(matched_city: Engine) -> None:
    with reading(matched_city) as session:
        assert session.exec(select(func.count()).select_from(Opportunity)).one() == 678
        pairs = set(session.exec(select(Match.measure_id, Match.opportunity_id)))
        to_read = waiting_calls(session)
        listed = session.exec(
            select(func.count(col(Match.opportunity_id).distinct()))
            .join(Opportunity, col(Opportunity.id) == col(Match.opportunity_id))
            .where(col(Opportunity.retired_at).is_(None))
        ).one()
    assert to_read == listed > 20
    reads: Counter[int] = Counter()
    target = CallTarget()
    while (review := read_calls(matched_city, target, Filter())).call.undecided:
        call = review.call.id
        reads[call] += 1
        first, *others = review.undecided()
        with writing(matched_city) as session:
            decide_call(session, call, [first], DecisionKind.ACCEPTED, now=NOW)
            decide_call(session, call, others, DecisionKind.DISMISSED, now=NOW, reason=ReasonCode.OUTSIDE_PURPOSE)
        target = following_call(review, [first, *others])
    assert set(reads.values()) == {1}
    assert len(reads) == to_read
    with reading(matched_city) as session:
        assert waiting_calls(session) == 0
        assert current_decisions(session).keys() == pairs
        assert sum(call.accepted for call in calls_to_read(session)) == to_read
        assert len(session.exec(select(Decision)).all()) == len(pairs)
