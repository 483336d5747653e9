"""Runs of a source: begun, judged at their end, and what a complete one retires because it no longer saw it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.messages import Message
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import CrawlRun
from grants_db.opportunities.corrections import IDS_AT_ONCE
from grants_db.opportunities.listing import relist
from grants_db.opportunities.sources import get_source
from grants_db.vocabulary import RunOutcome

#: said of a call whose text holds candidates for facts, but none was read or proposed
UNREAD_CANDIDATES = Message(
    "Auf der Seite stehen Tage oder Summen, aus denen nichts gelesen wurde; bitte im Angebot prüfen."
)
#: good runs needed before a source's own history sets bounds for the next
RUNS_FOR_BOUNDS = 3


#: the least share of the median of good runs that a complete run may have
LEAST_SHARE = Fraction(80, 100)


@dataclass
class RunReport:
    """What the crawler says at the end of one source's run."""

    outcome: RunOutcome
    asked: int = 0
    answered: int = 0
    unchanged: int = 0
    failed: int = 0
    http_statuses: dict[str, int] = field(default_factory=dict)
    unknown_labels: list[str] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)  # {"url": str, "sentence": Message.as_json()}


def unread_pages(run: CrawlRun | None) -> tuple[str, ...]:
    """Where a run found days or sums and could read none of them: there the reader is blind."""
    if run is None:
        return ()
    return tuple(str(error["url"]) for error in run.errors if is_of_unread(error))


def is_of_unread(error: dict[str, Any]) -> bool:
    """Is it a note on unread days or sums, and no error?"""
    return Message.from_json(error["sentence"]) == UNREAD_CANDIDATES


def last_runs(session: Session, source_name: str, limit: int = 30) -> Sequence[CrawlRun]:
    """The newest runs of a source first, unfinished ones included."""
    statement = select(CrawlRun).where(CrawlRun.source_name == source_name).order_by(col(CrawlRun.id).desc())
    return session.exec(statement.limit(limit)).all()


def recent_runs(session: Session, limit: int = 30) -> dict[str, list[CrawlRun]]:
    """The newest runs of every source, the newest first, unfinished ones included."""
    place = func.row_number().over(partition_by=col(CrawlRun.source_name), order_by=col(CrawlRun.id).desc())
    placed = select_columns(col(CrawlRun.id), place.label("place")).subquery()
    statement = select(CrawlRun).join(placed, placed.c.id == col(CrawlRun.id)).where(placed.c.place <= limit)
    found: dict[str, list[CrawlRun]] = defaultdict(list)
    for run in session.exec(statement.order_by(col(CrawlRun.id).desc())):
        found[run.source_name].append(run)
    return found


def open_run(session: Session, source_name: str, now: datetime, via: str = "", extraction: str = "") -> CrawlRun:
    """Begin a run; a run that an earlier process left open is closed as failed first."""
    session.exec(
        update(CrawlRun)
        .where(col(CrawlRun.source_name) == source_name, col(CrawlRun.finished_at).is_(None))
        .values(finished_at=now, outcome=RunOutcome.FAILED)
    )
    run = CrawlRun(source_name=source_name, started_at=now, via=via, extraction=extraction)
    session.add(run)
    session.flush()
    return run


def note_still_absent(session: Session, before: CrawlRun, now: datetime) -> CrawlRun:
    """Record that a source is still not where it was not found in the run before; that run says the rest."""
    run = open_run(session, before.source_name, now, before.via)
    run.finished_at, run.outcome = now, before.outcome
    for name in ("asked", "answered", "failed", "http_statuses", "errors"):
        setattr(run, name, getattr(before, name))
    session.add(run)
    return run


def close_run(session: Session, run: CrawlRun, report: RunReport, now: datetime) -> CrawlRun:
    """End a run and judge it. Only a complete run within its source's bounds retires what it did not see.

    Bounds come from this database's own history of good runs (three or more; before that none): a complete run with
    less than 80 % of their median becomes `partial`.
    """
    run = session.merge(run)
    run.opportunities = _seen(session, run)
    least = least_expected(session, run.source_name)  # before this run is part of the history it is judged by
    run.outcome = report.outcome
    if report.outcome is RunOutcome.OK and least is not None and run.opportunities < least:
        run.outcome = RunOutcome.PARTIAL
        said = Message.of(
            "Nur {seen} Programme statt wenigstens {least}; es wurde nichts stillgelegt.",
            seen=run.opportunities,
            least=least,
        )
        report.errors.append({"url": "", "sentence": said.as_json()})
    if run.outcome is RunOutcome.OK and not run.opportunities and _listed(session, run.source_name):
        run.outcome = RunOutcome.PARTIAL
        said = Message.of("Die Quelle zeigte kein einziges Programm; es wurde nichts stillgelegt.")
        report.errors.append({"url": "", "sentence": said.as_json()})
    if run.outcome is RunOutcome.OK:
        run.retired = _retire_missing(session, run, now)
        source = get_source(session, run.source_name)
        source.verified = True
        session.add(source)
    for name in ("asked", "answered", "unchanged", "failed", "http_statuses", "unknown_labels", "errors"):
        setattr(run, name, getattr(report, name))
    run.finished_at = now
    session.add(run)
    session.flush()
    return run


def least_expected(session: Session, source_name: str) -> int | None:
    """The least number of opportunities a complete run should see; None before three good runs."""
    return least_of(last_runs(session, source_name), get_source(session, source_name).bounds_since)


def good_counts(runs: Iterable[CrawlRun], since: datetime | None) -> list[int]:
    """How many opportunities each good run saw that sets bounds, the fewest first."""
    good = (run for run in runs if run.outcome is RunOutcome.OK and (since is None or run.started_at > since))
    return sorted(run.opportunities for run in good)


def least_of(runs: Iterable[CrawlRun], since: datetime | None) -> int | None:
    """The least number that is expected after these runs; None before three good ones."""
    counts = good_counts(runs, since)
    if len(counts) < RUNS_FOR_BOUNDS:
        return None
    return math.ceil(counts[len(counts) // 2] * LEAST_SHARE)


def _seen(session: Session, run: CrawlRun) -> int:
    found = session.exec(select(Opportunity.id).where(Opportunity.last_run_id == run.id)).all()
    return len(found)


def _listed(session: Session, source_name: str) -> bool:
    statement = select(Opportunity.id).where(
        Opportunity.source_name == source_name, col(Opportunity.retired_at).is_(None)
    )
    return session.exec(statement.limit(1)).first() is not None


def _retire_missing(session: Session, run: CrawlRun, now: datetime) -> int:
    """Retire what this source still lists here but did not show in this run; its last content stays."""
    missing = session.exec(
        select(Opportunity.id).where(
            col(Opportunity.source_name) == run.source_name,
            col(Opportunity.retired_at).is_(None),
            or_(col(Opportunity.last_run_id) != run.id, col(Opportunity.last_run_id).is_(None)),
        )
    ).all()
    ids = [number for number in missing if number is not None]
    for some in (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE)):
        session.exec(update(Opportunity).where(col(Opportunity.id).in_(some)).values(retired_at=now))
    relist(session.connection(), ids)
    return len(ids)
