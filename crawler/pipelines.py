"""From what a spider yields to the database: first the border, then small transactions.

Scrapy calls both in the order of the yields, so that a page's state is kept only together with all its opportunities: a
crawl that is killed in the middle asks for the page again in full.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from sqlmodel import Session

from crawler.context import CrawlContext, context_of
from crawler.items import OpportunityItem, PageRead, PageUnchanged, ScrapedRecord, UnknownLabels, Unreadable, checked
from crawler.text.page.call_words import has_candidates
from grants_db.errors import AkquiseError
from grants_db.messages import Message
from grants_db.models.source import CrawlRun, PageState
from grants_db.opportunities.sources import keep_page_states
from grants_db.opportunities.store import SeenOpportunity, touch_page, upsert
from grants_db.storage.database import writing
from grants_db.vocabulary import DeadlineKind, StatusNote

#: opportunities stored in one transaction
BATCH = 100
#: unknown labels kept with a run
LABELS_KEPT = 200


class BorderPipeline:
    """Validates records, and counts what can't be read."""

    def __init__(self, context: CrawlContext) -> None:
        self._context = context
        self._stats = context.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(context_of(crawler))

    def process_item(self, item: Any) -> Any:
        """A checked record, or word of a page, goes on; the rest ends here, counted."""
        if isinstance(item, UnknownLabels):
            for label in item.labels[: LABELS_KEPT - len(self._stats.unknown_labels)]:
                self._stats.unknown_labels[label] = None
            raise DropItem("labels are counted")
        if isinstance(item, ScrapedRecord):
            read = checked(item)
            if isinstance(read, OpportunityItem):
                self._stats.read += 1
                if item.is_prose and _says_more_than_was_read(read):
                    self._stats.note_unread(read.url, item.page_url)
                return SeenOpportunity(facts=read, page_url=item.page_url[:2000], reread=item.reread)
            item = read
        if isinstance(item, Unreadable):
            self._stats.note(item.url, item.sentence, item.page_url)
            if item.ours or item.external_id in self._context.known:
                # taking an opportunity for gone because its text is broken tonight would be wrong; so would calling a
                # run complete that lacks a record we should have read
                self._stats.incomplete = True
            raise DropItem("unreadable records are noted")
        return item


def _says_more_than_was_read(call: OpportunityItem) -> bool:
    """Is there a day or a sum in the text, though neither deadline nor money was read from it or proposed?"""
    if call.status_note is StatusNote.SEVERAL or call.deadline["kind"] != DeadlineKind.NONE or call.proposed:
        return False
    sums = (call.min_amount, call.max_amount, call.max_rate, call.municipal_rate, call.own_share_min)
    return all(one is None for one in sums) and has_candidates(f"{call.description}\n{call.guideline}")


class StorePipeline:
    """Writes batches, each in one transaction."""

    def __init__(self, context: CrawlContext) -> None:
        self._context = context
        self._seen: list[SeenOpportunity] = []
        self._states: list[PageState] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(context_of(crawler))

    def process_item(self, item: Any) -> Any:
        """Collect; write when a batch is full."""
        match item:
            case SeenOpportunity():
                self._seen.append(item)
                if len(self._seen) >= BATCH:
                    self._write()
            case PageRead():
                self._states.append(item.state)
                if len(self._states) >= BATCH:
                    self._write()
            case PageUnchanged():
                self._touch(item.page_url)
        return item

    def close_spider(self) -> None:
        """Write what is left; the core would only log a failure here, so it is kept for the run."""
        with suppress(AkquiseError, DropItem):
            self._write()

    def _write(self) -> None:
        if not self._seen and not self._states:
            return
        with self._transaction() as (session, run):
            upsert(session, run, self._seen, self._context.now())
            keep_page_states(session, self._states)
        self._seen, self._states = [], []

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Session, CrawlRun]]:
        context = self._context
        if context.error is not None:
            raise DropItem("the night has ended")
        try:
            with writing(self._context.engine) as session:
                yield session, session.get_one(CrawlRun, self._context.run_id)
        except AkquiseError as error:
            context.error = error
            raise

    def _touch(self, page_url: str) -> None:
        with self._transaction() as (session, run):
            touched = touch_page(session, run, page_url, self._context.now())
        stats = self._context.stats
        stats.read += touched
        for error in self._context.earlier_errors:
            if error.get("page") == page_url:
                stats.note(str(error["url"]), Message.from_json(error["sentence"]), page_url)
