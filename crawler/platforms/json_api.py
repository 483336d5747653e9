"""A search interface that answers in JSON, page by page, in an order that isn't stable.

The walk asks once without an order to learn how many records there are, then in a fixed order; while records are
missing it walks again. Whatever stays missing makes the run incomplete.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from crawler.errors import PageError, ReaderFaultError
from crawler.items import RecordAndLabels, ScrapedRecord, UnknownLabels, Unreadable
from crawler.platforms.base import PortalSpider, Yielded
from crawler.settings import MEGABYTE
from grants_db.messages import Message
from grants_db.vocabulary import RunOutcome

#: walks before a missing record is given up; fewer where whole pages don't answer
MOST_WALKS = 6
MOST_WALKS_WITH_GAPS = 2
_BOUNDARY = "akquise-part"


class JsonApiSpider(PortalSpider):
    """A source behind a search; what a record means is the spider's part (`read_record`)."""

    platform = "json_api"
    largest_answer = 40 * MEGABYTE  # a hundred records of up to 2.3 MB are rare; an answer of that size is not read
    page_size: ClassVar[int] = 100
    most_results: ClassVar[int] = 10_000  # the interface gives no more than this for one query
    query: ClassVar[Mapping[str, Any]]
    languages: ClassVar[tuple[str, ...]]
    order: ClassVar[Mapping[str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen: set[str] = set()
        self._total = 0
        self._walks = 0
        self._awaited = 0  # pages of this walk that have not answered yet
        self._counted = 0  # records this walk gave, copies included

    def read_record(self, record: dict[str, Any], page: str) -> RecordAndLabels | Unreadable | None:
        """One record; None where it is none of ours (another language, another kind)."""
        raise NotImplementedError

    def key(self, record: dict[str, Any]) -> str:
        """The record's stable key."""
        raise NotImplementedError

    def start_pages(self) -> Iterable[Request]:
        """First without an order: how many are there?"""
        yield self._page(1, is_sorted=False, is_entry=True)

    def _page(self, number: int, *, is_sorted: bool, is_entry: bool = False) -> Request:
        parts: dict[str, Any] = {"query": dict(self.query), "languages": self.languages}
        if is_sorted:
            parts["sort"] = dict(self.order)
        return self.ask(
            f"{self.url}&pageSize={self.page_size}&pageNumber={number}",
            self.read_first if is_entry else self.read_page,
            is_entry=is_entry,
            method="POST",
            body=multipart(parts),
            headers={"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"},
            accept="application/json",
        )

    def read_first(self, response: Response) -> Iterator[Yielded]:
        """The first answer says how many records there are."""
        answer = self._answer(response)
        self._total = max(self._total, _count(answer))
        if not self._total:
            if self.context.limits.mirror is not None and not self.context.seen_before:
                raise PageError(RunOutcome.NOT_ON_MIRROR, "Der Spiegel führt diese Quelle nicht.")
            raise PageError(RunOutcome.FAILED, "Die Suche findet nichts; das kann nicht stimmen.")
        yield from self._records(answer, response.url)
        yield from self._walk()

    def read_page(self, response: Response) -> Iterator[Yielded]:
        """One page of a walk."""
        answer = self._answer(response)
        self._total = max(self._total, _count(answer))
        self._counted += len(answer["results"])
        yield from self._records(answer, response.url)
        yield from self._after_page()

    def missing(self, page: str, sentence: Message, outcome: RunOutcome, *, is_entry: bool) -> Iterable[Yielded]:
        """A page of a walk is missing: its records may stand on other pages of the next walk."""
        super().missing(page, sentence, outcome, is_entry=is_entry)
        return () if is_entry else self._after_page()

    def _walk(self) -> Iterator[Request]:
        """All pages: first in a fixed order; some interfaces leave out what the order's field lacks, then without."""
        self._walks += 1
        self._counted = 0
        pages = range(1, -(-min(self._total, self.most_results) // self.page_size) + 1)
        self._awaited = len(pages)
        for number in pages:
            yield self._page(number, is_sorted=self._walks % 2 == 1)

    def _after_page(self) -> Iterator[Yielded]:
        self._awaited -= 1
        if self._awaited > 0:
            return
        if len(self._seen) >= self._total or (self._walks == 1 and self._counted == self._total):
            return
        if self._walks < (MOST_WALKS_WITH_GAPS if self.stats.failed else MOST_WALKS):
            yield from self._walk()
            return
        self.stats.incomplete = True
        self.stats.note(
            self.url,
            Message.of(
                "Nur {seen} von {total} Einträgen wurden ausgeliefert.", seen=len(self._seen), total=self._total
            ),
        )

    def _answer(self, response: Response) -> dict[str, Any]:
        try:
            answer = json.loads(response.body)
        except (ValueError, RecursionError) as error:
            raise PageError(RunOutcome.FAILED, "Die Antwort der Suche ist kein JSON.") from error
        if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
            raise PageError(RunOutcome.FAILED, "Die Antwort der Suche hat eine unbekannte Form.")
        return answer

    def _records(self, answer: dict[str, Any], page: str) -> Iterator[ScrapedRecord | Unreadable | UnknownLabels]:
        for record in answer["results"]:
            if not isinstance(record, dict) or not (key := self.key(record)):
                yield Unreadable(page, self.url, Message.of("Ein Eintrag der Suche hat keinen Schlüssel."))
                continue
            if key in self._seen:
                continue
            self._seen.add(key)
            read = self._read(record, key, page)
            if isinstance(read, Unreadable):
                yield read
            elif read is not None:
                yield read[0]
                if read[1]:
                    yield UnknownLabels(read[1])

    def _read(self, record: dict[str, Any], key: str, page: str) -> RecordAndLabels | Unreadable | None:
        try:
            return self.read_record(record, page)
        except ReaderFaultError as error:
            return Unreadable(page, self.url, Message.of("{key}: {said}", key=key, said=error.sentence), key, ours=True)


def multipart(parts: dict[str, Any]) -> bytes:
    """A multipart body whose parts are all JSON; the interface answers 500 to parts without that type."""
    lines = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: application/json\r\n\r\n'
        f"{json.dumps(value)}\r\n"
        for name, value in parts.items()
    ]
    return f"{''.join(lines)}--{_BOUNDARY}--\r\n".encode()


def _count(answer: dict[str, Any]) -> int:
    total = answer.get("totalResults")
    return total if isinstance(total, int) and total >= 0 else len(answer["results"])
