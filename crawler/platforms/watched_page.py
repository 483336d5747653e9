"""A page that an officer watches, without selectors and without a programmer.

What it offers is told from its own text: one call, several below headings or in rows, or a list whose links lead to
them; these are followed one level, within the host. A page that mixes several calls comes in as one record without
sum, route and day, for a person to look at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.errors import PageError
from crawler.extract.facts import GUIDELINE
from crawler.extract.opportunity import read_facts
from crawler.items import PageUnchanged, ScrapedRecord, UnknownLabels
from crawler.platforms.base import PortalSpider, Reader, Yielded
from crawler.text.page.calls import PageOffer, is_news, may_be_applied_for, offer_of
from crawler.text.page.links import PageLink
from crawler.text.page.reader import WebPage, read_page
from grants_db.html.text import can_be_parsed
from grants_db.models.opportunity_facts import no_deadline
from grants_db.rules.folding import folded
from grants_db.rules.web_address import is_web_address
from grants_db.vocabulary import ApplicantRoute, Level, RunOutcome, StatusNote

#: a page of more tags is none that a funder writes; finding its main text would take minutes
MOST_TAGS = 30_000
#: a main text shorter than this says nothing one could apply for
SHORTEST_TEXT = 80
#: links of a list that are followed
MOST_FOLLOWED = 60
ACCEPTED = "text/html,application/xhtml+xml"


@dataclass
class _List:
    """A list under way: how many of its pages are still out, and whether one of them held a call."""

    page: WebPage
    waiting: int
    found: int = 0


class WatchedPageSpider(PortalSpider):
    """Reads the page of its source; funder and level are what the officer wrote."""

    name = "watched_page"
    title = "Beobachtete Seiten"
    url = ""
    platform = "watched_page"
    permission = "Öffentliche Seite des Fördergebers, robots.txt erlaubt den Abruf"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._list: _List | None = None

    def start_pages(self) -> Iterable[Request]:
        """The page."""
        yield self.ask(self.context.source.url, self.read_page, is_entry=True, conditional=True, accept=ACCEPTED)

    def read_page(self, response: Response) -> Iterator[Yielded]:
        """The page's calls, or the pages its list leads to."""
        source = self.context.source
        page = parsed_page(response, shipped_title=source.title)
        offer = offer_of(page)
        if offer.is_news:
            raise PageError(
                RunOutcome.FAILED,
                "Die Seite berichtet von vergebenem Geld und bietet keines an. "
                "Bitte die Seite eintragen, auf der die Förderung ausgeschrieben ist.",
            )
        addresses = self._addresses(offer.links)
        if not addresses:
            yield from self._records(source.url, page, offer)
            return
        self._list = _List(page, len(addresses))
        for address, link in addresses.items():
            read = partial(self.read_linked, address=address, link=link)
            yield self.ask(address, read, conditional=True, accept=ACCEPTED)

    def read_linked(self, response: Response, *, address: str, link: PageLink) -> Iterator[Yielded]:
        """A page the list leads to; one that offers nothing is passed over."""
        page = parsed_page(response, link_text=link.heading or link.text, shipped_title=self.context.source.title)
        if is_news(page) or not may_be_applied_for(page):
            return
        offer = offer_of(page)
        entry = link.around if link.around and link.around not in page.text else ""
        yield from self._records(address, page, offer, entry)

    def _answered(
        self, response: Response, page: str, read: Reader, is_entry: bool, conditional: bool
    ) -> Iterator[Any]:
        for item in super()._answered(response, page, read, is_entry, conditional):
            if self._list is not None and isinstance(item, ScrapedRecord | PageUnchanged):
                self._list.found += 1
            yield item
        if not is_entry:
            yield from self._one_came_back()

    def _unanswered(self, failure: Failure) -> Iterable[Yielded]:
        yield from super()._unanswered(failure)
        if not failure.request.cb_kwargs["is_entry"]:  # type: ignore[attr-defined]  # Scrapy puts it there
            yield from self._one_came_back()

    def _one_came_back(self) -> Iterator[Yielded]:
        """When the list's last page is read and none held a call, the list itself is the call."""
        if self._list is None:
            return
        self._list.waiting -= 1
        if self._list.waiting == 0 and not self._list.found and not self.stats.failed:
            yield from self._records(self.context.source.url, self._list.page, PageOffer())

    def _addresses(self, links: Iterable[PageLink]) -> dict[str, PageLink]:
        """The addresses of links within the host, each once."""
        source = self.context.source
        host = urlsplit(source.url).hostname
        found: dict[str, PageLink] = {}
        for link in links:
            try:
                address = urldefrag(urljoin(source.url, link.href.replace(" ", "%20"))).url
            except ValueError:  # brackets that enclose no IP address
                continue
            if is_web_address(address) and urlsplit(address).hostname == host and address != source.url:
                found.setdefault(address, link)
        return dict(list(found.items())[:MOST_FOLLOWED])

    def _records(self, url: str, page: WebPage, offer: PageOffer, entry: str = "") -> Iterator[Yielded]:
        if not offer.parts:
            yield from self._record(url, url, url, page.title, page.text, entry, is_mixed=offer.is_mixed)
            return
        taken: set[str] = set()
        for part in offer.parts:
            name = part.anchor or "-".join(folded(part.title).split())[:80]
            while name in taken:
                name += "-2"
            taken.add(name)
            own = f"{url}#{part.anchor}" if part.anchor and is_web_address(f"{url}#{part.anchor}") else url
            yield from self._record(url, f"{url}#{name}", own, part.title, part.text, offer.common)

    def _record(
        self, page_url: str, key: str, url: str, title: str, text: str, common: str = "", *, is_mixed: bool = False
    ) -> Iterator[ScrapedRecord | UnknownLabels]:
        source = self.context.source
        title = title or source.title
        facts, unknown = read_facts(title=title, sections=[("", text), *([(GUIDELINE, common)] if common else [])])
        if is_mixed:
            facts |= _UNSAID
            facts["evidence"] = {}
        if source.level is Level.EU and not facts["regions"]:
            facts["regions"] = ["EU"]
        yield ScrapedRecord(
            page_url,
            {
                **facts,
                "external_id": key[:500],
                "url": url,
                "title": title,
                "description": "\n\n".join(part for part in (text, common) if part),
                "level": source.level,
                "funder": source.funder,
                "attribution": source.attribution or f"{source.funder}, {source.url}",
            },
        )
        if unknown:
            yield UnknownLabels(unknown)


#: what is said of a page with several calls: nothing that holds for one of them only
_UNSAID: dict[str, Any] = {
    "deadline": no_deadline(),
    "applicant_route": ApplicantRoute.UNCLEAR,
    "applicant_types": [],
    "status_note": StatusNote.SEVERAL,
    **dict.fromkeys(("min_amount", "max_amount", "max_rate", "municipal_rate", "own_share_min")),
}


def parsed_page(response: Response, *, link_text: str = "", shipped_title: str = "") -> WebPage:
    """The page an answer holds.

    Raises:
        PageError: no page, one that can't be read, or one without words.
    """
    if not isinstance(response, TextResponse):
        raise PageError(RunOutcome.FAILED, "Statt einer Seite kommt etwas anderes.")
    if not can_be_parsed(response.text, MOST_TAGS):
        raise PageError(RunOutcome.FAILED, "Die Seite ist ungewöhnlich gebaut und wurde nicht gelesen.")
    page = read_page(response.text, link_text=link_text, shipped_title=shipped_title)
    if len(page.text) < SHORTEST_TEXT:
        raise PageError(RunOutcome.FAILED, "Die Seite hat keinen Haupttext.")
    return page
