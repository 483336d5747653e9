"""A page that an officer watches, without selectors and without a programmer.

What it offers is told from its own text: one call, several below headings or in rows, or a list whose links lead to
them; these are followed one level, within the host. A page that mixes several calls comes in as one record without
sum, route and day, for a person to look at. Guidelines that a call links as PDF are read with it.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import PageError, RobotsForbiddenError
from crawler.items import PageRead, PageUnchanged
from crawler.platforms.base import PortalSpider, Reader, Yielded
from crawler.platforms.plain_page import (
    AwaitedCall,
    FollowedList,
    document_of,
    parsed_page,
    record_of_entry,
    records_of,
)
from crawler.text.page.calls import PageOffer, may_be_applied_for, offer_of
from crawler.text.page.documents import guideline_links
from crawler.text.page.links import PageLink
from crawler.text.page.list_entries import states_a_call
from crawler.text.page.news import is_news
from crawler.text.page.reader import WebPage
from grants_db.messages import Message
from grants_db.models.source import Source
from grants_db.rules.web_address import is_web_address
from grants_db.vocabulary import RunOutcome

#: links of a list that are followed
MOST_FOLLOWED = 60
#: answers of a page that is there no longer
_GONE = (404, 410)
_ONLY_ITS_ENTRY = Message.of(
    "Die verlinkte Seite gibt es nicht mehr (HTTP 404 oder 410). Übernommen wurde, was die Liste selbst sagt."
)
PAGES, DOCUMENTS = "text/html,application/xhtml+xml", "application/pdf"


class WatchedPageSpider(PortalSpider):
    """Reads the page of its source; funder and level are what the officer wrote."""

    name = "watched_page"
    title = "Beobachtete Seiten"
    url = ""
    platform = "watched_page"
    permission = "Öffentliche Seite des Fördergebers, robots.txt erlaubt den Abruf"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._list: FollowedList | None = None
        self._awaited: dict[str, AwaitedCall] = {}  # by the address of the document that is under way
        self._with_documents: set[str] = set()  # pages whose documents may change without them

    def start_pages(self) -> Iterable[Request]:
        """The page."""
        yield self.ask(self.context.source.url, self.read_page, is_entry=True, conditional=True, accept=PAGES)

    def read_page(self, response: Response) -> Iterator[Yielded]:
        """The page's calls, or the pages its list leads to."""
        source = self.context.source
        page = parsed_page(response, shipped_title=_own_title(source))
        offer = offer_of(page)
        if offer.is_news:
            raise PageError(
                RunOutcome.FAILED,
                "Die Seite berichtet von vergebenem Geld und bietet keines an. "
                "Bitte die Seite eintragen, auf der die Förderung ausgeschrieben ist.",
            )
        addresses = self._addresses(page, offer.links)
        if not addresses:
            yield from self._calls(source.url, page, offer)
            return
        entry_of = dict(offer.entries)
        entries = {address: entry_of[link] for address, link in addresses.items()}
        self._list = FollowedList(page, len(addresses), entries, offer.common)
        for address, link in addresses.items():
            read = partial(self.read_linked, address=address, link=link)
            yield self.ask(address, read, conditional=True, accept=PAGES)

    def read_linked(self, response: Response, *, address: str, link: PageLink) -> Iterator[Yielded]:
        """A page the list leads to; one that offers nothing is passed over."""
        page = parsed_page(response, link_text=link.heading or link.text, shipped_title=_own_title(self.context.source))
        if is_news(page) or not may_be_applied_for(page):
            return
        entry, overview = link.around, ""
        if self._list is not None:
            self._list.found += 1
            entry = self._list.entries[address].text
            overview = self._list.common
        said = entry if entry and entry not in page.text else ""
        yield from self._calls(address, page, offer_of(page), said, overview)

    def read_document(self, response: Response, *, call: AwaitedCall, link: PageLink) -> Iterator[Yielded]:
        """A guideline; the next one, or the call, follows."""
        self._awaited.pop(call.document, None)
        name = link.text or link.href.rpartition("/")[2]
        if text := document_of(response.body):
            call.documents.append((name, f"{name} ({response.url})\n\n{text}"))
        else:
            self._unread(call, name, Message.of("Die Richtlinie ließ sich nicht lesen."))
        yield from self._next_document(call)

    def missing(self, page: str, sentence: Message, outcome: RunOutcome, *, is_entry: bool) -> Iterable[Yielded]:
        """A document that can't be had leaves its call to be checked; a page of a list, what the list says of it."""
        call = self._awaited.pop(page, None)
        if call is not None:
            self._unread(call, page.rpartition("/")[2], sentence)
            return self._next_document(call)
        is_gone = sentence.values.get("status") in _GONE
        if self._has_entry(page) and (is_gone or page not in self.context.known):
            self.stats.note(page, _ONLY_ITS_ENTRY if is_gone else sentence)
            self.stats.incomplete |= not is_gone
            return self._entry(page)
        return super().missing(page, sentence, outcome, is_entry=is_entry)

    def _answered(
        self, response: Response, page: str, read: Reader, is_entry: bool, conditional: bool
    ) -> Iterator[Any]:
        for item in super()._answered(response, page, read, is_entry, conditional):
            if self._list is not None and isinstance(item, PageUnchanged):
                self._list.found += 1
            if not (isinstance(item, PageRead) and page in self._with_documents):
                yield item
        if conditional and not is_entry:
            yield from self._one_came_back()

    def _unanswered(self, failure: Failure) -> Iterable[Yielded]:
        asked: dict[str, Any] = failure.request.cb_kwargs  # type: ignore[attr-defined]  # Scrapy puts it there
        yield from super()._unanswered(failure)
        if (call := self._awaited.pop(asked["page"], None)) is not None:  # robots.txt closes the document
            self._unread(call, asked["page"].rpartition("/")[2], Message.of("robots.txt verbietet den Abruf."))
            yield from self._next_document(call)
        elif asked["conditional"] and not asked["is_entry"]:
            if isinstance(failure.value, RobotsForbiddenError) and self._has_entry(asked["page"]):
                yield from self._entry(asked["page"])
            yield from self._one_came_back()

    def _has_entry(self, address: str) -> bool:
        """Does the list itself say enough of the call at an address?"""
        entry = self._list.entries.get(address) if self._list is not None else None
        return entry is not None and states_a_call(entry)

    def _entry(self, address: str) -> Iterator[Yielded]:
        """The call at an address that can't be had, as the list gives it."""
        if self._list is not None:
            self._list.found += 1
            yield from record_of_entry(self._list.entries[address], self._list, address, self.context.source)

    def _one_came_back(self) -> Iterator[Yielded]:
        """When the list's last page is read and none held a call, the list itself is the call."""
        if self._list is None:
            return
        self._list.waiting -= 1
        if self._list.waiting == 0 and not self._list.found and not self.stats.failed:
            yield from self._calls(self.context.source.url, self._list.page, PageOffer())

    def _calls(
        self, url: str, page: WebPage, offer: PageOffer, entry: str = "", overview: str = ""
    ) -> Iterator[Yielded]:
        """The calls of a page, the guidelines of a single one read before."""
        call = AwaitedCall(url, page, offer, entry, overview=overview, overview_url=self.context.source.url)
        if not offer.parts and not offer.is_mixed:
            links = guideline_links(page.links)
            call.waiting = list(self._addresses(page, links).items())
            call.unread += [link.text or link.href.rpartition("/")[2] for link in links if _is_elsewhere(page, link)]
        if call.waiting:
            self._with_documents.add(url)
        yield from self._next_document(call)

    def _next_document(self, call: AwaitedCall) -> Iterator[Yielded]:
        if not call.waiting:
            yield from records_of(call, self.context.source)
            return
        address, link = call.waiting.pop(0)
        call.document = address
        self._awaited[address] = call
        yield self.ask(address, partial(self.read_document, call=call, link=link), accept=DOCUMENTS)

    def _unread(self, call: AwaitedCall, name: str, sentence: Message) -> None:
        call.unread.append(name)
        self.stats.note(call.document, sentence, call.url)

    def _addresses(self, page: WebPage, links: Iterable[PageLink]) -> dict[str, PageLink]:
        """The addresses of links within the source's host, with or without "www.", each once."""
        own = self.context.source.url
        found: dict[str, PageLink] = {}
        for link in links:
            try:
                address = urldefrag(urljoin(page.base, link.href.replace(" ", "%20"))).url
            except ValueError:  # brackets that enclose no IP address
                continue
            if is_web_address(address) and _host(address) == _host(own) and address not in (own, page.base):
                found.setdefault(address, link)
        return dict(list(found.items())[:MOST_FOLLOWED])


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _is_elsewhere(page: WebPage, link: PageLink) -> bool:
    """Does a link lead to another host, which is not asked?"""
    try:
        return _host(urljoin(page.base, link.href.replace(" ", "%20"))) != _host(page.base)
    except ValueError:  # brackets that enclose no IP address
        return False


def _own_title(source: Source) -> str:
    """What the source is called; empty where it has its funder's name or that made of its address for a title."""
    return "" if source.title in (source.funder, source.name) else source.title
