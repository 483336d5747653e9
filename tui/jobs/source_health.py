"""How the sources are: the last run of each, and what is wrong with it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from grants_db.clock import local_day
from grants_db.messages import Message
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.runs import good_counts, is_of_unread, least_of, recent_runs, unread_pages
from grants_db.opportunities.sources import list_sources
from grants_db.storage.database import reading
from grants_db.vocabulary import RunOutcome
from tui.formatting.format import day
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.formatting.messages import sentence

#: a source without a good run for this long is a finding
STALE_AFTER = timedelta(days=7)
#: runs this close to the newest belong to the same night
NIGHT = timedelta(hours=12)
#: how a run ends that didn't get all there was
FELL_SHORT = (RunOutcome.PARTIAL, RunOutcome.BLOCKED, RunOutcome.FAILED)
#: errors of a run that are told one by one
MOST_ERRORS = 8


@dataclass(frozen=True)
class SourceRow:
    """One source, its last run and its last good one, what is wrong, and its latest runs, the newest first.

    `least` is what a complete run has to see at least by the history before the last one, which `learned_from` so many
    good runs; None while there are too few.
    """

    source: Source
    last: CrawlRun | None
    last_good: CrawlRun | None
    findings: tuple[Message, ...]
    runs: tuple[CrawlRun, ...] = ()
    least: int | None = None
    learned_from: int = 0

    @property
    def name(self) -> str:
        """The source's name."""
        return self.source.name

    @property
    def errors(self) -> list[dict[str, Any]]:
        """What failed in the last run, as stored with it."""
        return [error for error in (self.last.errors if self.last else []) if not is_of_unread(error)]

    @property
    def fell_short(self) -> bool:
        """Did the last run fail, or see less than all?"""
        return self.last is not None and self.last.outcome in FELL_SHORT

    @property
    def unread(self) -> tuple[str, ...]:
        """Addresses of calls whose text holds days or sums, of which none could be read in the last run."""
        return unread_pages(self.last)

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        last, good = self.last, self.last_good
        return {
            "source": self.name,
            "title": self.source.title,
            "url": self.source.url,
            "platform": self.source.platform,
            "verified": self.source.verified,
            "outcome": last.outcome.value if last and last.outcome else None,
            "last_run": last.started_at.isoformat() if last else None,
            "last_good_run": good.started_at.isoformat() if good else None,
            "duration_seconds": round((last.finished_at - last.started_at).total_seconds(), 1)
            if last and last.finished_at
            else None,
            "opportunities": last.opportunities if last else 0,
            "asked": last.asked if last else 0,
            "answered": last.answered if last else 0,
            "unchanged": last.unchanged if last else 0,
            "failed": last.failed if last else 0,
            "http_statuses": last.http_statuses if last else {},
            "unknown_labels": last.unknown_labels if last else [],
            "errors": [
                {"url": error["url"], "message": sentence(Message.from_json(error["sentence"]))}
                for error in (last.errors if last else [])
            ],
            "findings": [sentence(finding) for finding in self.findings],
            "unread_pages": list(self.unread),
        }

    def line(self) -> str:
        """For people: one line."""
        mark = "" if self.source.verified else " " + _("(ungeprüft)")
        if self.last is None:
            return f"{self.name:<28} {_('noch nie abgefragt')}{mark}"
        outcome = label(self.last.outcome) if self.last.outcome else _("läuft")
        when = day(local_day(self.last.started_at))
        return f"{self.name:<28} {when}  {outcome:<14} {self.last.opportunities:>6}{mark}"


@dataclass(frozen=True)
class Night:
    """The latest night: the runs that began within half a day of the newest, added up; `started` None: there was none.

    `complete` only where every source that was asked was asked in full: nothing new is then known to be nothing new.
    """

    started: datetime | None = None
    sources: int = 0
    running: int = 0
    outcomes: Counter[RunOutcome] = field(default_factory=Counter)
    asked: int = 0
    answered: int = 0
    failed: int = 0
    new: int = 0
    changed: int = 0
    retired: int = 0

    @property
    def complete(self) -> bool:
        """Was every source asked in full?"""
        return self.started is not None and self.outcomes[RunOutcome.OK] == self.sources


def last_night(rows: Sequence[SourceRow]) -> Night:
    """What the sources' last runs make up together; what a mirror doesn't hold was not asked."""
    told = [row.last for row in rows if row.last and row.last.outcome is not RunOutcome.NOT_ON_MIRROR]
    if not told:
        return Night()
    newest = max(run.started_at for run in told)
    runs = [run for run in told if newest - run.started_at <= NIGHT]
    return Night(
        started=min(run.started_at for run in runs),
        sources=len(runs),
        running=sum(run.outcome is None for run in runs),
        outcomes=Counter(run.outcome for run in runs if run.outcome is not None),
        asked=sum(run.asked for run in runs),
        answered=sum(run.answered for run in runs),
        failed=sum(run.failed for run in runs),
        new=sum(run.new for run in runs),
        changed=sum(run.changed for run in runs),
        retired=sum(run.retired for run in runs),
    )


def source_rows(engine: Engine, now: datetime) -> list[SourceRow]:
    """All sources by name with what is wrong with each on `now`."""
    with reading(engine) as session:
        runs_of = recent_runs(session)
        return [_row(source, runs_of.get(source.name, []), now) for source in list_sources(session)]


def _row(source: Source, runs: Sequence[CrawlRun], now: datetime) -> SourceRow:
    last = runs[0] if runs else None
    good = next((run for run in runs if run.outcome is RunOutcome.OK), None)
    before = runs[1:]  # what the last run was judged by
    return SourceRow(
        source,
        last,
        good,
        tuple(_findings(source, last, good, now)),
        tuple(runs),
        least_of(before, source.bounds_since),
        len(good_counts(before, source.bounds_since)),
    )


def _findings(source: Source, last: CrawlRun | None, good: CrawlRun | None, now: datetime) -> list[Message]:
    if not source.enabled or last is None:
        return []
    findings = []
    if last.outcome is not None and last.outcome in FELL_SHORT:
        findings.append(Message.of("Der letzte Lauf war nicht vollständig: {outcome}.", outcome=label(last.outcome)))
        errors = [error for error in last.errors if not is_of_unread(error)]
        findings += [Message.from_json(error["sentence"]) for error in errors[:MOST_ERRORS]]
        if len(errors) > MOST_ERRORS:
            findings.append(Message.of("Und {n} weitere Fehler.", n=len(errors) - MOST_ERRORS))
    if good is not None and now - good.started_at > STALE_AFTER:
        findings.append(Message.of("Seit {day} kein vollständiger Lauf.", day=day(good.started_at.date())))
    if last.unknown_labels:
        findings.append(Message.of("Unbekannte Angaben: {labels}.", labels=", ".join(last.unknown_labels[:5])))
    return findings
