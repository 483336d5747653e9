"""Records one page of a source, politely and as a crawl would get it: the start of a new source's test."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from sqlalchemy import Engine

from crawler.archive.writer import latest_pages, request_key
from crawler.context import CrawlContext, HostLimits
from crawler.mirror import Mirror
from crawler.platforms.base import PortalSpider, Yielded
from crawler.runs.crawl import register_builtin_sources
from crawler.runs.reactor import start_scrapy
from crawler.settings import MEGABYTE, user_agent
from crawler.spiders.registry import obstacle
from grants_db.errors import InputError, UsageError
from grants_db.messages import Message
from grants_db.models.archive import ArchivedPage
from grants_db.opportunities.archive_reader import archive_folder
from grants_db.opportunities.sources import get_source
from grants_db.outgoing import DIRECTLY, Outgoing
from grants_db.rules.web_address import is_web_address
from grants_db.storage.database import reading, writing


@dataclass(frozen=True)
class Recorded:
    """Where a page was put, or why there is none."""

    path: Path | None
    page: ArchivedPage | None
    errors: Sequence[Message]


class RecordingSpider(PortalSpider):
    """Asks for one page and reads nothing from it; the archive keeps it on its way."""

    name = "recording"
    platform = "recording"
    largest_answer: ClassVar[int] = 60 * MEGABYTE

    def __init__(self, context: CrawlContext, page: str, **kwargs: Any) -> None:
        super().__init__(context, **kwargs)
        self._page = page

    def start_pages(self) -> Iterable[Request]:
        """The page."""
        yield self.ask(self._page, self.read_nothing, is_entry=True)

    def read_nothing(self, _response: Response) -> Iterable[Yielded]:
        """It is kept, not read."""
        return ()


def record_page(
    engine: Engine,
    source_name: str,
    url: str,
    *,
    via: str | None,
    contact: str,
    now: Callable[[], datetime],
    archive: Path | None = None,
    outgoing: Outgoing = DIRECTLY,
) -> Recorded:
    """Fetch one page under the rules of its source and keep it in the archive. Starts Scrapy: once in a process.

    Raises:
        UsageError: no contact address for a request that leaves this machine; an unusable mirror.
        InputError: an unknown source, or no web address.
    """
    mirror = Mirror.at(via) if via else None
    if not contact and not (mirror and mirror.is_loopback):
        raise UsageError(
            "Bevor etwas aus dem Netz abgerufen wird, muss eine Kontaktadresse gesetzt sein: "
            "AKQUISE_CONTACT=name@stadt.example (oder contact in der Einstellungsdatei)."
        )
    if not is_web_address(url):
        raise InputError("„{url}“ ist keine Webadresse.", url=url)
    limits = HostLimits(mirror, user_agent(contact), archive=archive, outgoing=outgoing)
    with writing(engine) as session:
        register_builtin_sources(session, now())
        source = get_source(session, source_name)
    if (reason := obstacle(source, limits)) is not None:
        return Recorded(None, None, [reason])
    context = CrawlContext(
        source=source,
        run_id=int(f"{now():%H%M%S}"),  # no run: its file is named by the time of day
        engine=engine,
        now=now,
        limits=limits,
        extraction="",
        pages={},
        known=frozenset(),
        earlier_errors=[],
        seen_before=True,
    )

    async def work(process: AsyncCrawlerProcess) -> None:
        await process.crawl(process.create_crawler(RecordingSpider), context=context, page=url)

    start_scrapy(limits, work)
    if context.error is not None:
        raise context.error
    errors = [Message.from_json(error["sentence"]) for error in context.stats.errors]
    with reading(engine) as session:
        page = latest_pages(session, source.name).get(request_key(Request(url)))
    if errors or page is None:
        return Recorded(None, None, errors)
    return Recorded(archive_folder(engine.url, archive) / page.file, page, ())
