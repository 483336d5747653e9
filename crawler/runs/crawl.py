"""Runs a night's crawls.

Each source is a crawl and a run in the database. Those of one host are asked one after the other, different hosts at
the same time. Scrapy's reactor runs once in a process: so does `run_sources`.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from twisted.python.failure import Failure

from crawler.context import CrawlContext, HostLimits
from crawler.extract.fingerprint import extraction_sign
from crawler.mirror import Mirror
from crawler.platforms.base import as_source
from crawler.runs.mirror_probe import note_absent_pages
from crawler.runs.reactor import start_scrapy
from crawler.runs.reparse import archived_sources, reparse_sources
from crawler.runs.turns import longest_unasked_first
from crawler.runs.watched_pages import register_listed_pages, watch_page
from crawler.settings import user_agent
from crawler.spiders.registry import PORTALS, obstacle, spider_for
from grants_db.errors import UsageError
from grants_db.messages import Message
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.runs import RunReport, close_run, last_runs, open_run, recent_runs
from grants_db.opportunities.sources import get_source, list_sources, page_states, register_source
from grants_db.outgoing import DIRECTLY, Outgoing
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import RunOutcome

__all__ = ["SourceResult", "register_builtin_sources", "run_sources", "watch_page"]

#: hosts asked at the same time
HOSTS_AT_ONCE = 8
Progress = Callable[[Message], None]
_INTERRUPTED = Message("Der Lauf wurde abgebrochen; der nächste vervollständigt ihn.")
_ENDS = {
    RunOutcome.OK: Message(
        "{source}: vollständig, {count} Förderangebote ({new} neu, {changed} geändert, {returned} wieder da, "
        "{retired} stillgelegt)."
    ),
    RunOutcome.PARTIAL: Message(
        "{source}: unvollständig, {count} Förderangebote ({new} neu, {changed} geändert, {returned} wieder da); nichts "
        "wurde stillgelegt. {why}"
    ),
    RunOutcome.BLOCKED: Message("{source}: abgewiesen. {why}"),
    RunOutcome.FAILED: Message("{source}: fehlgeschlagen. {why}"),
    RunOutcome.NOT_ON_MIRROR: Message("{source}: steht nicht auf dem Spiegel."),
}


@dataclass(frozen=True)
class SourceResult:
    """How one source ended; `errors` are `{"url", "sentence", "page"}` as stored with the run."""

    source: str
    outcome: RunOutcome
    opportunities: int
    new: int
    changed: int
    retired: int
    errors: list[dict[str, Any]] = field(default_factory=list)
    returned: int = 0

    @property
    def is_finding(self) -> bool:
        """Did the source fail or fall short?"""
        return self.outcome not in (RunOutcome.OK, RunOutcome.NOT_ON_MIRROR)

    def sentence(self) -> Message:
        """One line for people."""
        return Message.of(
            _ENDS[self.outcome].template,
            source=self.source,
            count=self.opportunities,
            new=self.new,
            changed=self.changed,
            retired=self.retired,
            returned=self.returned,
            why=Message.from_json(self.errors[0]["sentence"]) if self.errors else "",
        )

    def unread(self) -> list[dict[str, Any]]:
        """The pages that a run which went through could not read; a failed one says its reason in its sentence."""
        return self.errors if self.outcome in (RunOutcome.OK, RunOutcome.PARTIAL) else []

    def as_json(self, said: Callable[[Message], str] = str) -> dict[str, Any]:
        """For scripts: errors with their sentences as `said` writes them."""
        return {
            "source": self.source,
            "outcome": self.outcome.value,
            "opportunities": self.opportunities,
            "new": self.new,
            "changed": self.changed,
            "retired": self.retired,
            "returned": self.returned,
            "errors": [
                {"url": error["url"], "message": said(Message.from_json(error["sentence"]))} for error in self.errors
            ],
        }


def register_builtin_sources(session: Session, now: datetime) -> None:
    """Bring the shipped portals and watched pages into the table of sources."""
    for spider in PORTALS:
        register_source(session, as_source(spider, now))
    register_listed_pages(session, now)


def run_sources(
    engine: Engine,
    names: Sequence[str] | None,
    *,
    via: str | None,
    contact: str,
    now: Callable[[], datetime],
    today: date,  # noqa: ARG001 - part of the contract: what is read from a page doesn't depend on the day
    progress: Progress | None = None,
    archive: Path | None = None,
    outgoing: Outgoing = DIRECTLY,
    register: Callable[[Session, datetime], None] | None = None,
) -> list[SourceResult]:
    """Ask the named sources, or all that are switched on; store what they say and judge each run.

    Raw answers are kept in `archive`, or beside the database (`grants_db.opportunities.archive_reader.archive_folder`).
    `register` brings the sources into their table first: those that are shipped, where nothing else is given.

    Raises:
        UsageError: no contact address for requests that leave this machine; an unusable mirror or file of certificates.
        InputError: an unknown source.
        DatabaseError: the database failed half way; what was written before stays.
    """
    mirror = Mirror.at(via) if via else None
    if not contact and not (mirror and mirror.is_loopback):
        raise UsageError(
            "Bevor etwas aus dem Netz abgerufen wird, muss eine Kontaktadresse gesetzt sein: "
            "AKQUISE_CONTACT=name@stadt.example (oder contact in der Einstellungsdatei)."
        )
    with writing(engine) as session:
        (register or register_builtin_sources)(session, now())
    with reading(engine) as session:
        sources = [get_source(session, name) for name in dict.fromkeys(names)] if names else list_sources(session)
    chosen = [source for source in sources if names or source.enabled]
    tell = progress or (lambda _: None)
    if mirror is not None:
        tell(Message.of("Gefragt wird nur {mirror}, keine Quelle selbst.", mirror=mirror.url))
    limits = HostLimits(mirror, user_agent(contact), archive=archive, outgoing=outgoing)
    return _Night(engine, limits, now, tell).run(chosen)


class _Night:
    """All crawls of one call of `run_sources`."""

    def __init__(self, engine: Engine, limits: HostLimits, now: Callable[[], datetime], progress: Progress) -> None:
        self._engine, self._limits, self._now, self._progress = engine, limits, now, progress
        self._results: dict[str, SourceResult] = {}
        self._contexts: list[CrawlContext] = []  # under way
        self._stops: list[asyncio.Future[None]] = []
        self._is_ending = False  # asked to, by Ctrl-C or TERM
        self._extraction, self._asked = extraction_sign(), 0

    def run(self, sources: Sequence[Source]) -> list[SourceResult]:
        """Crawl; the results in the order of the sources."""
        self._asked = len(sources)
        waiting: dict[str, list[Source]] = defaultdict(list)
        with reading(self._engine) as session:
            past = recent_runs(session)
        for run in note_absent_pages(self._engine, self._limits, sources, past, self._now):
            self._keep(run)
        for source in longest_unasked_first([each for each in sources if each.name not in self._results], past):
            if (reason := obstacle(source, self._limits)) is not None:
                self._not_asked(source, reason)
            else:
                waiting[urlsplit(source.url).hostname or ""].append(source)
        self._reread([source for group in waiting.values() for source in group], past)
        if waiting:
            start_scrapy(self._limits, lambda process: self._all(process, list(waiting.values())))
        if self._limits.error is not None:
            raise self._limits.error
        for context in self._contexts:
            context.stats.incomplete = True
            context.stats.note(context.source.url, _INTERRUPTED)
            self._close(context)
        return [self._results.get(source.name) or _never_begun(source) for source in sources]

    def _not_asked(self, source: Source, reason: Message) -> None:
        report = RunReport(RunOutcome.BLOCKED, errors=[{"url": source.url, "sentence": reason.as_json(), "page": ""}])
        with writing(self._engine) as session:
            run = open_run(session, source.name, self._now())
            self._keep(close_run(session, run, report, self._now()))

    def _reread(self, sources: Sequence[Source], past: Mapping[str, Sequence[CrawlRun]]) -> None:
        """Read the archive of a source first whose last run other parsers read: what they find is no change of it."""
        runs = {source.name: past[source.name] for source in sources if past.get(source.name)}
        # a run that was not let in read nothing, and says nothing of the parsers
        signs = {name: next((run.extraction for run in told if run.extraction), "") for name, told in runs.items()}
        mended = [name for name, sign in signs.items() if sign != self._extraction]
        if names := archived_sources(self._engine, mended):
            self._progress(Message.of("{n} Quellen werden zuerst aus dem Archiv neu gelesen …", n=len(names)))
            reparse_sources(self._engine, names, now=self._now, archive=self._limits.archive, progress=self._progress)

    async def _all(self, process: AsyncCrawlerProcess, by_host: list[list[Source]]) -> None:
        room = asyncio.Semaphore(HOSTS_AT_ONCE)

        async def one_host(sources: list[Source]) -> None:
            async with room:
                for source in sources:
                    if self._limits.error is None and not self._is_ending:
                        await self._crawl(process, source)

        await asyncio.gather(*(one_host(sources) for sources in by_host))

    async def _crawl(self, process: AsyncCrawlerProcess, source: Source) -> None:
        spider = spider_for(source)
        if spider is None:
            return
        done, of = len(self._results), self._asked
        self._progress(Message.of("{source}: wird abgefragt … ({n} von {m} fertig)", source=source.name, n=done, m=of))
        context = self._open(source)
        self._contexts.append(context)
        crawler = process.create_crawler(spider)
        self._listen(crawler, context)
        await process.crawl(crawler, context=context)
        self._contexts.remove(context)
        reason = crawler.stats.get_value("finish_reason") if crawler.stats else None
        if reason not in ("finished", None):
            context.stats.incomplete = True
            context.stats.note(source.url, Message.of("Der Lauf wurde abgebrochen ({reason}).", reason=reason))
        self._is_ending = self._is_ending or reason == "shutdown"
        if self._limits.error is None:
            self._close(context)

    def _listen(self, crawler: Crawler, context: CrawlContext) -> None:
        """An error nobody foresaw makes the run incomplete; one of the database ends the night."""

        def on_error(failure: Failure, **_: Any) -> None:
            if self._limits.error is not None:
                self._stops.append(asyncio.ensure_future(crawler.stop_async()))
                return
            context.stats.fail(
                context.source.url,
                Message.of(
                    "Unerwarteter Fehler beim Lesen: {kind}: {why}",
                    kind=failure.type.__name__ if failure.type else "?",
                    why=str(failure.value)[:300],
                ),
            )

        crawler.signals.connect(on_error, signals.spider_error, weak=False)
        crawler.signals.connect(on_error, signals.item_error, weak=False)

    def _open(self, source: Source) -> CrawlContext:
        name = source.name
        with writing(self._engine) as session:
            earlier = [run for run in last_runs(session, name) if run.finished_at is not None]
            via = self._limits.mirror.url if self._limits.mirror else ""
            run = open_run(session, name, self._now(), via=via, extraction=self._extraction)
            current = select(Opportunity).where(Opportunity.source_name == name, col(Opportunity.retired_at).is_(None))
            opportunities = [(row.external_id, row.page_url) for row in session.exec(current)]
            pages = {page for _, page in opportunities}
            states = page_states(session, name)
            return CrawlContext(
                source=source,
                run_id=_id(run),
                engine=self._engine,
                now=self._now,
                limits=self._limits,
                extraction=self._extraction,
                pages={
                    url: state for url, state in states.items() if url in pages and state.extraction == self._extraction
                },
                bodies={
                    url: state.body_hash
                    for url, state in states.items()
                    if url in pages and state.extraction != self._extraction
                },
                known=frozenset(key for key, _ in opportunities),
                earlier_errors=list(earlier[0].errors) if earlier else [],
                seen_before=any(run.outcome is RunOutcome.OK for run in earlier) or bool(opportunities),
            )

    def _close(self, context: CrawlContext) -> None:
        with writing(self._engine) as session:
            run = session.get_one(CrawlRun, context.run_id)
            closed = close_run(session, run, context.stats.report(), self._now())
        self._keep(closed)

    def _keep(self, run: CrawlRun) -> None:
        if run.outcome is None:
            raise ValueError(f"run {run.id} is not closed")
        counts = (run.opportunities, run.new, run.changed, run.retired)
        result = SourceResult(run.source_name, run.outcome, *counts, list(run.errors), run.returned)
        self._results[run.source_name] = result
        if result.outcome is not RunOutcome.NOT_ON_MIRROR:  # a mirror lacks most sources; the run's end counts them
            self._progress(result.sentence())
        for error in result.unread():
            why = Message.from_json(error["sentence"])
            self._progress(
                Message.of("{source}: nicht gelesen: {url} ({why})", source=result.source, url=error["url"], why=why)
            )


def _never_begun(source: Source) -> SourceResult:
    error = {"url": source.url, "sentence": _INTERRUPTED.as_json(), "page": ""}
    return SourceResult(source.name, RunOutcome.FAILED, 0, 0, 0, 0, [error])


def _id(run: CrawlRun) -> int:
    if run.id is None:
        raise ValueError("a run is stored before it is used")
    return run.id
