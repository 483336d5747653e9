"""How the sources are: the last run of each, and what is wrong with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from grants_db.database import reading
from grants_db.models.source import CrawlRun, Source
from grants_db.sentence import Sentence
from grants_db.sources import last_runs, list_sources
from grants_db.vocabulary import RunOutcome
from tui.format import day
from tui.i18n import _
from tui.labels import label

#: a source without a good run for this long is a finding
STALE_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class SourceRow:
    """One source, its last run and its last good one."""

    source: Source
    last: CrawlRun | None
    last_good: CrawlRun | None
    findings: tuple[Sentence, ...]

    @property
    def name(self) -> str:
        """The source's name."""
        return self.source.name

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
                {"url": error["url"], "message": str(Sentence.from_json(error["sentence"]))}
                for error in (last.errors if last else [])
            ],
            "findings": [str(finding) for finding in self.findings],
        }

    def line(self) -> str:
        """For people: one line."""
        mark = "" if self.source.verified else " " + _("(ungeprüft)")
        if self.last is None:
            return f"{self.name:<28} {_('noch nie abgefragt')}{mark}"
        outcome = label(self.last.outcome) if self.last.outcome else _("läuft")
        when = day(self.last.started_at.astimezone().date())
        return f"{self.name:<28} {when}  {outcome:<14} {self.last.opportunities:>6}{mark}"


def source_rows(engine: Engine, now: datetime) -> list[SourceRow]:
    """All sources by name with what is wrong with each on `now`."""
    rows = []
    with reading(engine) as session:
        for source in list_sources(session):
            runs = last_runs(session, source.name)
            last = runs[0] if runs else None
            good = next((run for run in runs if run.outcome is RunOutcome.OK), None)
            rows.append(SourceRow(source, last, good, tuple(_findings(source, last, good, now))))
    return rows


def _findings(source: Source, last: CrawlRun | None, good: CrawlRun | None, now: datetime) -> list[Sentence]:
    if not source.enabled or last is None:
        return []
    findings = []
    if last.outcome in (RunOutcome.PARTIAL, RunOutcome.BLOCKED, RunOutcome.FAILED):
        findings.append(Sentence.of("Der letzte Lauf war nicht vollständig: {outcome}.", outcome=label(last.outcome)))
        findings += [Sentence.from_json(error["sentence"]) for error in last.errors[:3]]
    if good is not None and now - good.started_at > STALE_AFTER:
        findings.append(Sentence.of("Seit {day} kein vollständiger Lauf.", day=day(good.started_at.date())))
    if last.unknown_labels:
        findings.append(Sentence.of("Unbekannte Angaben: {labels}.", labels=", ".join(last.unknown_labels[:5])))
    return findings
