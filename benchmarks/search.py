"""How quickly calls are found while somebody types: each letter of ten questions, in the database alone.

    python -m benchmarks.search FILE [--today 2026-11-24]

`FILE` is a database such as `benchmarks.large_city` writes. Milliseconds by the clock and of processor time, which a
busy machine does not blur; also lists without words, and what storing new and changed calls costs with and without the
index. The file itself stays as it is.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import CrawlRun
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.store import SeenOpportunity, upsert
from grants_db.search.index import create_index, drop_index, index_words
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.query import search
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import ApplicantRoute, Level, OpportunityStatus

QUESTIONS = [
    *("sprachförderung", "integration geflüchtete", "EU", "demokratie jugend", "ehrenamt lotsen", "städtebau"),
    *("foerderung", "kommunen beratung netzwerk", "labour market", "antidiskriminierungsbüro elbtal"),
]
LISTS = {
    "everything": OpportunityFilter(),
    "open": OpportunityFilter(statuses=(OpportunityStatus.OPEN,)),
    "closed, EU": OpportunityFilter(statuses=(OpportunityStatus.CLOSED,), levels=(Level.EU,)),
    "an action field": OpportunityFilter(action_field=2),
    "a unit, direct": OpportunityFilter(unit="Amt 50", routes=(ApplicantRoute.DIRECT,)),
}
STORED_AT_ONCE = 500


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How quickly calls are found while somebody types.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())  # noqa: DTZ011 - the user's own day
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "akquise.db"
        shutil.copyfile(asked.file, file)
        engine = open_database(f"sqlite:///{file}")
        with reading(engine) as session:
            first = timed(lambda: search(session, OpportunityFilter(words="x"), asked.today))
        print(f"the first search, which reads the vocabulary: {first[0]:.0f} ms, {first[1]:.0f} ms of work")
        keystrokes(engine, asked.today)
        storing(engine)
        engine.dispose()


def keystrokes(engine: Engine, today: date) -> None:
    """Each letter of each question, and lists without words."""
    taken: list[tuple[float, float]] = []
    for question in QUESTIONS:
        slowest = (0.0, 0.0, "")
        for length in range(1, len(question) + 1):
            typed = question[:length]
            with reading(engine) as session:
                taken.append(timed(lambda: search(session, OpportunityFilter(words=typed), today)))  # noqa: B023 - called at once
            slowest = max(slowest, (taken[-1][1], taken[-1][0], typed))
        print(f"  {question:<34} slowest {slowest[0]:6.1f} ms of work at „{slowest[2]}“")
    for name, kind in (("by the clock", 0), ("of work", 1)):
        values = [each[kind] for each in taken]
        print(f"{len(values)} keystrokes, ms {name}: median {statistics.median(values):.1f}, p95 {p95(values):.1f}")
    for name, wanted in LISTS.items():
        with reading(engine) as session:
            clock, work = timed(lambda: search(session, wanted, today))  # noqa: B023 - called at once
        print(f"  without words, {name:<20} {clock:6.1f} ms, {work:6.1f} ms of work")


def storing(engine: Engine) -> None:
    """New calls and changed ones, as a crawl stores them, with the index and without it; nothing is kept."""
    with writing(engine) as session:
        stored(session, indexed=True)  # so that the first is not the slower for being the first
        session.rollback()
    for name, indexed in (("with the index", True), ("without it", False)):
        with writing(engine) as session:
            if not indexed:
                drop_index(session.connection())
            new, changed = stored(session, indexed=indexed)
            print(f"storing {name:<16} {new:6.2f} ms of work a new call, {changed:6.2f} a changed one")
            session.rollback()
    with writing(engine) as session:
        drop_index(session.connection())
        clock, work = timed(lambda: create_index(session.connection()))
        print(f"the index made anew: {clock / 1000:.1f} s, {work / 1000:.1f} s of work")
        session.rollback()


def stored(session: Session, *, indexed: bool) -> tuple[float, float]:
    """Milliseconds of work for a call."""

    def store(calls: list[OpportunityFacts]) -> float:
        def work() -> None:
            upsert(session, run, [SeenOpportunity(each, each.url) for each in calls], now)
            if indexed:
                index_words(session.connection())  # as before a commit

        return timed(work)[1] / STORED_AT_ONCE

    now = datetime.now(UTC)
    calls = session.exec(select(Opportunity).order_by(col(Opportunity.id)).limit(STORED_AT_ONCE)).all()
    facts = [
        OpportunityFacts(**{name: getattr(call, name) for name in OpportunityFacts.model_fields}) for call in calls
    ]
    source = session.exec(select(CrawlRun.source_name)).first() or ""
    run = open_run(session, source, now)
    fresh = [each.model_copy(update={"external_id": f"neu/{number}"}) for number, each in enumerate(facts)]
    reworded = [each.model_copy(update={"description": f"{each.description} Geändert."}) for each in fresh]
    return store(fresh), store(reworded)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock and of processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def p95(values: list[float]) -> float:
    """What 95 of 100 do not exceed."""
    return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
    main()
