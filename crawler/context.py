"""What the parts of one source's crawl share: the source, its run, what is known of its pages, and what it counts.

Spider, middlewares and pipelines each get the context from their crawler's spider; nothing is kept in module globals.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from sqlalchemy import Engine

from crawler.mirror import Mirror
from crawler.robots_rules import RobotsRules
from grants_db.errors import AkquiseError
from grants_db.messages import Message
from grants_db.models.source import PageState, Source
from grants_db.opportunities.runs import UNREAD_CANDIDATES, RunReport
from grants_db.outgoing import DIRECTLY, Outgoing
from grants_db.vocabulary import RunOutcome

#: errors kept with a run; more are only counted
ERRORS_KEPT = 200
#: so many that calls with unread days or sums are no longer added
UNREAD_KEPT = 100


@dataclass
class CrawlStats:
    """What one run asked for, got, and could not read."""

    asked: int = 0
    answered: int = 0
    unchanged: int = 0
    failed: int = 0
    read: int = 0  # records read, or seen again on an unchanged page
    http_statuses: Counter[str] = field(default_factory=Counter)
    unknown_labels: dict[str, None] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    entry_outcome: RunOutcome | None = None  # set where the source's entry could not be read
    incomplete: bool = False  # something is missing that the source has

    def note(self, url: str, sentence: Message, page: str = "") -> None:
        """Keep a sentence about an address; `page` is the page a single record stood on."""
        if len(self.errors) < ERRORS_KEPT:
            self.errors.append({"url": url, "sentence": sentence.as_json(), "page": page})

    def note_unread(self, url: str, page: str) -> None:
        """A call whose days or sums told nothing; these leave room for what went wrong."""
        if len(self.errors) < UNREAD_KEPT:
            self.note(url, UNREAD_CANDIDATES, page)

    def fail(self, url: str, sentence: Message) -> None:
        """A page is missing."""
        self.failed += 1
        self.incomplete = True
        self.note(url, sentence)

    def report(self) -> RunReport:
        """The run as it stands at its end, judged by what the crawler itself knows."""
        return RunReport(
            outcome=self._outcome(),
            asked=self.asked,
            answered=self.answered,
            unchanged=self.unchanged,
            failed=self.failed,
            http_statuses=dict(self.http_statuses),
            unknown_labels=list(self.unknown_labels),
            errors=self.errors,
        )

    def _outcome(self) -> RunOutcome:
        if self.entry_outcome is not None and not self.read:
            return self.entry_outcome
        if self.entry_outcome is not None or self.incomplete:
            return RunOutcome.PARTIAL if self.read else RunOutcome.FAILED
        if not self.read:
            return RunOutcome.FAILED
        return RunOutcome.OK


@dataclass
class HostLimits:
    """How all sources of a night treat a host: one robots.txt each, read once, and one turn after the other."""

    mirror: Mirror | None
    user_agent: str
    rules: dict[str, RobotsRules] = field(default_factory=dict)
    locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    error: AkquiseError | None = None  # the database failed: the night ends for all
    next_turn: dict[str, float] = field(default_factory=dict)  # host: time of the loop's clock
    archive: Path | None = None  # the folder a person chose for raw answers
    outgoing: Outgoing = DIRECTLY

    @property
    def unthrottled(self) -> bool:
        """On a mirror on this machine nobody is burdened: no delays."""
        return self.mirror is not None and self.mirror.is_loopback


@dataclass
class CrawlContext:
    """One source's crawl."""

    source: Source
    run_id: int
    engine: Engine
    now: Callable[[], datetime]
    limits: HostLimits
    extraction: str  # the sign of today's parsers
    pages: dict[str, PageState]  # pages that may answer "unchanged": read by these parsers, with opportunities stored
    known: frozenset[str]  # keys of the opportunities the database has from this source
    earlier_errors: list[dict[str, Any]]  # of the last run, repeated for a page that is unchanged
    seen_before: bool  # has it ever had a good run?
    bodies: dict[str, str] = field(default_factory=dict)  # page: digest of what it said when other parsers read it
    stats: CrawlStats = field(default_factory=CrawlStats)

    @property
    def error(self) -> AkquiseError | None:
        """The database failed: the night ends for all its crawls."""
        return self.limits.error

    @error.setter
    def error(self, error: AkquiseError | None) -> None:
        self.limits.error = error


def context_of(crawler: Crawler) -> CrawlContext:
    """The context of a crawler's spider."""
    context = getattr(crawler.spider, "context", None)
    if not isinstance(context, CrawlContext):
        raise TypeError(f"{crawler.spider} is no spider of this house")
    return context
