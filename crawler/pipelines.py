"""From what a spider yields to the database: first the border, then small transactions.

Scrapy calls both in the order of the yields, so that a page's state is kept only together with all its calls: a
crawl that is killed in the middle asks for the page again in full.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from sqlmodel import Session

from crawler.context import Errand, errand_of
from crawler.items import Found, PageRead, PageUnchanged, Statement, UnknownLabels, Unreadable, checked
from grants_db.database import writing
from grants_db.errors import AkquiseError
from grants_db.models.source import CrawlRun, PageState
from grants_db.opportunities import SeenOpportunity, touch_page, upsert
from grants_db.sentence import Sentence
from grants_db.sources import keep_page_states

#: calls stored in one transaction
BATCH = 100
#: unknown labels kept with a run
LABELS_KEPT = 200


class BorderPipeline:
    """Validates records, and counts what can't be read."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._tally = errand.tally

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(errand_of(crawler))

    def process_item(self, item: Any) -> Any:
        """A checked record, or word of a page, goes on; the rest ends here, counted."""
        if isinstance(item, UnknownLabels):
            for label in item.labels[: LABELS_KEPT - len(self._tally.unknown_labels)]:
                self._tally.unknown_labels[label] = None
            raise DropItem("labels are counted")
        if isinstance(item, Found):
            statement = checked(item)
            if isinstance(statement, Statement):
                self._tally.read += 1
                return SeenOpportunity(facts=statement, page_url=item.page_url[:2000])
            item = statement
        if isinstance(item, Unreadable):
            self._tally.unreadable += 1
            self._tally.error(item.url, item.sentence, item.page_url)
            if item.external_id in self._errand.known:
                # taking a call for gone because its text is broken tonight would be wrong
                self._tally.incomplete = True
            raise DropItem("unreadable records are counted")
        return item


class StorePipeline:
    """Writes batches, each in one transaction."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._seen: list[SeenOpportunity] = []
        self._states: list[PageState] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(errand_of(crawler))

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
            upsert(session, run, self._seen, self._errand.now())
            keep_page_states(session, self._states)
        self._seen, self._states = [], []

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Session, CrawlRun]]:
        errand = self._errand
        if errand.mishap is not None:
            raise DropItem("the night has ended")
        try:
            with writing(self._errand.engine) as session:
                yield session, session.get_one(CrawlRun, self._errand.run_id)
        except AkquiseError as mishap:
            errand.mishap = mishap
            raise

    def _touch(self, page_url: str) -> None:
        with self._transaction() as (session, run):
            touched = touch_page(session, run, page_url, self._errand.now())
        tally = self._errand.tally
        tally.read += touched
        for error in self._errand.earlier_errors:
            if error.get("page") == page_url:
                tally.unreadable += 1
                tally.error(str(error["url"]), Sentence.from_json(error["sentence"]), page_url)
