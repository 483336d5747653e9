"""What every source's spider is made of: asking for pages, judging the answers, handing on what was read.

A platform derives from `PortalSpider` and writes `start_pages` (which pages to ask first) and functions that take an
answer and yield `ScrapedRecord`, `Unreadable` or further requests. Anything that goes wrong with a page ends as one
sentence in the run's errors; nothing is passed over in silence.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.context import CrawlContext
from crawler.errors import PageError, ReaderFaultError, RobotsForbiddenError, explain
from crawler.items import PageRead, PageUnchanged, ScrapedRecord, UnknownLabels, Unreadable
from crawler.settings import MEGABYTE, PAGE_SIZE
from crawler.text.wall import is_wall
from grants_db.messages import Message
from grants_db.models.source import PageState, Source
from grants_db.vocabulary import Level, RunOutcome

#: what a page's reader yields
Yielded = Request | ScrapedRecord | Unreadable | UnknownLabels
Reader = Callable[[Response], Iterable[Yielded]]


#: pages that ask for proof of being human, whatever their status
class PortalSpider(Spider):
    """One source's crawl; the class attributes are the facts of the source.

    Attributes:
        name: the source's name on the command line and in the database.
        title: its name for people.
        url: its entry, the page without which there is nothing.
        platform: the word for its kind in the database.
        level, funder: of all its calls; None or empty where each says it itself.
        attribution: the line that stands with every text of the source.
        permission: on what ground it is fetched live.
        permission_needed: no live crawl until the operator's permission is recorded.
        largest_answer: bytes.
    """

    title: ClassVar[str]
    url: ClassVar[str]
    platform: ClassVar[str]
    level: ClassVar[Level | None] = None
    funder: ClassVar[str] = ""
    attribution: ClassVar[str] = ""
    permission: ClassVar[str] = ""
    permission_needed: ClassVar[bool] = False
    largest_answer: ClassVar[int] = PAGE_SIZE

    def __init__(self, context: CrawlContext, **kwargs: Any) -> None:
        super().__init__(name=context.source.name, **kwargs)
        self.context = context
        self.stats = context.stats

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The source's own limit on sizes; a large answer may also take longer."""
        super().update_settings(settings)
        settings.set("DOWNLOAD_MAXSIZE", cls.largest_answer, priority="spider")
        if cls.largest_answer > PAGE_SIZE:
            settings.set("DOWNLOAD_TIMEOUT", settings.getint("DOWNLOAD_TIMEOUT") * 5, priority="spider")

    def start_pages(self) -> Iterable[Request]:
        """The first requests of a run, made with `ask`."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """Scrapy's beginning."""
        for request in self.start_pages():
            yield request

    def ask(
        self,
        url: str,
        read: Reader,
        *,
        is_entry: bool = False,
        conditional: bool = False,
        accept: str = "",
        **request: Any,
    ) -> Request:
        """A request whose answer `read` will read.

        Args:
            url: the original address.
            read: yields what stands on the page; raises `PageError` where it can't be read.
            is_entry: without this page there is nothing of the source.
            conditional: the page holds calls itself, so it may answer "unchanged".
            accept: the media type we ask for.
            request: further arguments of `scrapy.Request`.
        """
        self.stats.asked += 1
        headers = {"Accept": accept} if accept else {}
        if conditional and (state := self.context.pages.get(url)) is not None:
            headers |= {"If-None-Match": state.etag} if state.etag else {}
            headers |= {"If-Modified-Since": state.last_modified} if state.last_modified else {}
        headers |= request.pop("headers", {})
        return Request(
            url,
            callback=self._answered,
            errback=self._unanswered,
            headers=headers,
            cb_kwargs={"page": url, "read": read, "is_entry": is_entry, "conditional": conditional},
            dont_filter=True,  # the core's filter would drop a redirect to the same address without a word
            **request,
        )

    def _answered(
        self, response: Response, page: str, read: Reader, is_entry: bool, conditional: bool
    ) -> Iterator[Request | ScrapedRecord | Unreadable | UnknownLabels | PageRead | PageUnchanged]:
        try:
            self._judge(response, is_entry)
            self.stats.answered += 1
            if response.status == 304:
                self.stats.unchanged += 1
                yield PageUnchanged(page)
                return
            digest = hashlib.sha256(response.body).hexdigest()
            state = self.context.pages.get(page) if conditional else None
            if state is not None and state.body_hash == digest:
                yield PageUnchanged(page)
                return
            reread = conditional and self.context.bodies.get(page) == digest
            for item in read(response):
                yield replace(item, reread=True) if reread and isinstance(item, ScrapedRecord) else item
            if conditional:
                yield PageRead(self._state(response, page, digest))
        except PageError as error:
            yield from self.missing(page, error.sentence, error.outcome, is_entry=is_entry)
        except ReaderFaultError as error:  # the page's only record
            yield from self.missing(page, error.sentence, RunOutcome.FAILED, is_entry=is_entry)

    def _judge(self, response: Response, is_entry: bool) -> None:
        """Raise where the answer is none."""
        if response.status == 304:
            return
        if response.status in (404, 410) and is_entry and self._not_on_mirror(response):
            raise PageError(RunOutcome.NOT_ON_MIRROR, "Der Spiegel führt diese Quelle nicht.")
        if response.status in (401, 403, 407, 429, 451):
            raise PageError(RunOutcome.BLOCKED, "Der Server weist uns ab (HTTP {status}).", status=response.status)
        if response.status != 200:
            raise PageError(RunOutcome.FAILED, "Der Server antwortet mit HTTP {status}.", status=response.status)
        if not response.body.strip():
            raise PageError(RunOutcome.FAILED, "Die Antwort ist leer.")
        if is_wall(response.body):
            raise PageError(
                RunOutcome.BLOCKED,
                "Statt der Seite kommt eine Abfrage, ob wir ein Mensch sind. "
                "Bitte den Betreiber um Zugang bitten; die letzten guten Daten bleiben stehen.",
            )

    def _not_on_mirror(self, response: Response) -> bool:
        """A mirror that has neither the entry nor the host's robots.txt, and never had the source."""
        if self.context.limits.mirror is None or self.context.seen_before:
            return False
        host = "/".join(response.url.split("/")[:3])
        rules = self.context.limits.rules.get(host)
        return rules is None or not rules.has_file

    def _unanswered(self, failure: Failure) -> Iterable[Yielded]:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        page, is_entry = request.cb_kwargs["page"], request.cb_kwargs["is_entry"]
        if isinstance(failure.value, RobotsForbiddenError) and not is_entry:
            self.stats.asked -= 1  # never sent: obeying is no gap
            return ()
        sentence, outcome = explain(failure.value or RuntimeError(), self.largest_answer // MEGABYTE)
        return self.missing(page, sentence, outcome, is_entry=is_entry)

    def missing(self, page: str, sentence: Message, outcome: RunOutcome, *, is_entry: bool) -> Iterable[Yielded]:
        """A page could not be had; a platform may yield another way to what stood there."""
        self.stats.fail(page, sentence)
        if is_entry:
            self.stats.entry_outcome = outcome
        return ()

    def _state(self, response: Response, page: str, digest: str) -> PageState:
        header = {name: (response.headers.get(name) or b"").decode("latin-1") for name in ("ETag", "Last-Modified")}
        return PageState(
            url=page[:2000],
            source_name=self.context.source.name,
            etag=header["ETag"] if len(header["ETag"]) <= 500 else "",
            last_modified=header["Last-Modified"] if len(header["Last-Modified"]) <= 100 else "",
            body_hash=digest,
            extraction=self.context.extraction,
            fetched_at=self.context.now(),
        )


def as_source(spider: type[PortalSpider], now: Any) -> Source:
    """The spider's facts as a row of the table of sources."""
    return Source(
        name=str(spider.name),
        title=spider.title,
        url=spider.url,
        platform=spider.platform,
        level=spider.level,
        funder=spider.funder,
        attribution=spider.attribution,
        permission=spider.permission,
        permission_needed=spider.permission_needed,
        added_at=now,
    )
