"""Reads the kept answers again, after a parser was mended: no network, nothing retired, nothing "seen today".

The spider asks as in a crawl, and the archive answers: for each request what the source said last.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.exceptions import DropItem
from sqlalchemy import Engine
from sqlmodel import col, select

from crawler.archive.writer import latest_pages, request_key, stored_answer
from crawler.context import CrawlContext, HostLimits
from crawler.pipelines import BATCH, BorderPipeline
from crawler.platforms.base import PortalSpider
from crawler.spiders.registry import spider_for
from grants_db.errors import InputError
from grants_db.messages import Message
from grants_db.models.archive import ArchivedPage
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import Source
from grants_db.opportunities.archive_reader import archive_folder
from grants_db.opportunities.sources import get_source, list_sources
from grants_db.opportunities.store import SeenOpportunity, restate
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import RunOutcome

#: what a page nobody thought of may make a reader stumble over; it costs this page, not the others
_ODD_PAGE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
Progress = Callable[[Message], None]


@dataclass
class Reparsed:
    """One source read again; `errors` are `{"url", "sentence", "page"}` as in a run."""

    source: str
    pages: int = 0  # answers of the archive that were read
    damaged: int = 0  # answers of the archive that could not be read any more
    opportunities: int = 0
    new: list[str] = field(default_factory=list)  # external ids
    changed: list[str] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def sentence(self) -> Message:
        """One line for people."""
        return Message.of(
            "{source}: {pages} Seiten aus dem Archiv gelesen, {count} Förderangebote ({new} neu, {changed} geändert), "
            "{errors} Hinweise.",
            source=self.source,
            pages=self.pages,
            count=self.opportunities,
            new=len(self.new),
            changed=len(self.changed),
            errors=len(self.errors),
        )

    def as_json(self, said: Callable[[Message], str] = str) -> dict[str, Any]:
        """For scripts: errors with their sentences as `said` writes them."""
        return {
            "source": self.source,
            "pages": self.pages,
            "opportunities": self.opportunities,
            "new": len(self.new),
            "changed": len(self.changed),
            "errors": [
                {"url": error["url"], "message": said(Message.from_json(error["sentence"]))} for error in self.errors
            ],
        }


def reparse_sources(
    engine: Engine,
    names: Sequence[str] | None,
    *,
    now: Callable[[], datetime],
    archive: Path | None = None,
    progress: Progress | None = None,
) -> list[Reparsed]:
    """Read the archive of the named sources, or of all that have one, and store what is read differently today.

    Raises:
        InputError: an unknown source, or one of which nothing is kept.
    """
    with reading(engine) as session:
        kept = set(session.exec(select(ArchivedPage.source_name).distinct()))
        sources = [get_source(session, name) for name in dict.fromkeys(names)] if names else list_sources(session)
    for source in sources:
        if names and source.name not in kept:
            raise InputError("Von der Quelle „{name}“ ist nichts archiviert.", name=source.name)
    results = []
    for source in sources:
        if source.name in kept and (spider := spider_for(source)) is not None:
            results.append(_Rereading(engine, source, spider, now, archive).run())
            if progress is not None:
                progress(results[-1].sentence())
    return results


def archived_sources(engine: Engine, names: Sequence[str]) -> list[str]:
    """Those of the named sources of which the archive holds something."""
    with reading(engine) as session:
        kept = set(session.exec(select(ArchivedPage.source_name).distinct()))
    return [name for name in names if name in kept]


class _Rereading:
    """One source."""

    def __init__(
        self,
        engine: Engine,
        source: Source,
        spider: type[PortalSpider],
        now: Callable[[], datetime],
        archive: Path | None,
    ) -> None:
        self._engine, self._now = engine, now
        self._folder = archive_folder(engine.url, archive)
        self._result = Reparsed(source.name)
        self._batch: list[SeenOpportunity] = []
        with reading(engine) as session:
            self._pages = latest_pages(session, source.name)
            current = select(Opportunity.external_id).where(
                Opportunity.source_name == source.name, col(Opportunity.retired_at).is_(None)
            )
            known = frozenset(session.exec(current))
        self._context = CrawlContext(
            source=source,
            run_id=0,
            engine=engine,
            now=now,
            limits=HostLimits(None, ""),
            extraction="",
            pages={},
            known=known,
            earlier_errors=[],
            seen_before=True,
        )
        self._spider = spider(context=self._context)
        self._border = BorderPipeline(self._context)

    def run(self) -> Reparsed:
        """Ask the archive until the spider has nothing more to ask."""
        waiting: deque[Request] = deque(self._spider.start_pages())
        while waiting:
            request = waiting.popleft()
            for item in self._answers(request):
                if isinstance(item, Request):
                    waiting.append(item)
                else:
                    self._take(item)
        self._store()
        self._result.errors = self._context.stats.errors
        return self._result

    def _answers(self, request: Request) -> Iterable[Any]:
        page, is_entry = request.cb_kwargs["page"], request.cb_kwargs["is_entry"]
        row = self._pages.get(request_key(request))
        response = stored_answer(self._folder, row, request) if row is not None else None
        if row is not None and response is None:
            self._result.damaged += 1
            said = Message.of(
                "Im Archiv ist {file} beschädigt oder fehlt; was gespeichert ist, bleibt. Bitte die Datei aus der "
                "Sicherung zurückholen, oder die nächste Nacht abwarten.",
                file=self._folder / row.file,
            )
            return self._spider.missing(page, said, RunOutcome.FAILED, is_entry=is_entry)
        if response is None or request.callback is None:
            said = Message.of("Die Seite ist nicht im Archiv.")
            return self._spider.missing(page, said, RunOutcome.FAILED, is_entry=is_entry)
        self._result.pages += 1
        return self._guarded(request.callback(response, **request.cb_kwargs), page, is_entry)

    def _guarded(self, items: Iterable[Any], page: str, is_entry: bool) -> Iterable[Any]:
        try:
            yield from items
        except _ODD_PAGE as error:
            said = Message.of("Unerwarteter Fehler beim Lesen: {kind}: {why}", kind=type(error).__name__, why=error)
            yield from self._spider.missing(page, said, RunOutcome.FAILED, is_entry=is_entry)

    def _take(self, item: Any) -> None:
        try:
            checked = self._border.process_item(item)
        except DropItem:  # counted at the border
            return
        if isinstance(checked, SeenOpportunity):
            self._result.opportunities += 1
            self._batch.append(checked)
            if len(self._batch) >= BATCH:
                self._store()

    def _store(self) -> None:
        with writing(self._engine) as session:
            new, changed = restate(session, self._result.source, self._batch, self._now())
        self._result.new += new
        self._result.changed += changed
        self._batch = []
