"""A feed that names the newest pages; each page is one call.

A feed forgets: what it no longer names is asked for again at its own address, until the page is gone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from crawler.errors import PageError
from crawler.extract.facts import GUIDELINE
from crawler.extract.opportunity import read_facts
from crawler.items import ScrapedRecord, UnknownLabels, Unreadable
from crawler.platforms.base import PortalSpider, Reader, Yielded
from crawler.platforms.plain_page import parsed_page
from crawler.text.xml import XmlError, feed_elements, local_name
from grants_db.html.text import html_text
from grants_db.messages import Message
from grants_db.rules.web_address import is_web_address
from grants_db.vocabulary import RunOutcome

_FEEDS = ("rss", "RDF", "feed")  # RSS 2.0, RSS 1.0, Atom
_ENTRIES = ("item", "entry")
_GONE = (404, 410)


@dataclass(frozen=True)
class FeedEntry:
    """What a feed says of one page; the link as written, it may be relative."""

    title: str
    link: str


def parse_feed(data: bytes) -> tuple[FeedEntry, ...]:
    """The entries of an RSS or Atom feed that lead to a page, in its order; one that can't be read is left out.

    Raises:
        PageError: no feed.
    """
    try:
        elements = feed_elements(data, _FEEDS, _ENTRIES)
    except XmlError as error:
        raise PageError(RunOutcome.FAILED, "Der Feed ist nicht lesbar ({why}).", why=error) from error
    if elements is None:
        raise PageError(RunOutcome.FAILED, "Statt eines Feeds kommt etwas anderes.")
    return tuple(entry for entry in map(_entry, elements) if entry.link)


class FeedSpider(PortalSpider):
    """A source behind a feed; its pages have no labels, so the main text is the call.

    Attributes:
        hosts: the operator's hosts; an entry or a redirect that leads elsewhere is not followed.
        regions: where its calls apply if a page names no place.
    """

    platform = "feed"
    hosts: ClassVar[frozenset[str]]
    regions: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._forgotten: set[str] = set()

    def start_pages(self) -> Iterable[Request]:
        """The feed."""
        accept = "application/rss+xml, application/atom+xml, application/xml, text/xml"
        yield self.ask(self.url, self.read_feed, is_entry=True, accept=accept, meta=self._meta())

    def read_feed(self, response: Response) -> Iterator[Yielded]:
        """Every page the feed names, once, and every page it named before."""
        titles: dict[str, str] = {}
        for entry in parse_feed(response.body):
            page = self._address(entry.link)
            if self._is_ours(page):
                titles.setdefault(page, entry.title)
            else:
                why = Message.of("Der Eintrag führt auf eine andere Website: {url}", url=page[:200])
                yield Unreadable(self.url, self.url, why, page)
        if not titles:
            raise PageError(RunOutcome.FAILED, "Der Feed nennt keine einzige Seite.")
        self._forgotten = {page for page in self.context.known - titles.keys() if self._is_ours(page)}
        for page in (*titles, *sorted(self._forgotten)):
            read = partial(self.read_entry, page=page, title=titles.get(page, ""))
            accept = "text/html,application/xhtml+xml"
            yield self.ask(page, read, conditional=True, accept=accept, meta=self._meta())

    def read_entry(self, response: Response, *, page: str, title: str) -> Iterator[ScrapedRecord | UnknownLabels]:
        """One call; the feed's title leads, a page's own often names the website too."""
        found = parsed_page(response, shipped_title=title)
        text, title = found.text, title or found.title
        facts, unknown = read_facts(title=title, sections=[(GUIDELINE, text)])
        values = {
            **facts,
            "regions": facts["regions"] or list(self.regions),
            "external_id": page,
            "url": page,
            "title": title,
            "description": text,
            "level": self.level,
            "funder": self.funder,
            "attribution": self.attribution,
        }
        yield ScrapedRecord(page, values, is_prose=True)
        if unknown:
            yield UnknownLabels(unknown)

    def _answered(
        self, response: Response, page: str, read: Reader, is_entry: bool, conditional: bool
    ) -> Iterator[Any]:
        if response.status in _GONE and page in self._forgotten:
            self.stats.answered += 1  # the page was taken down: no fault, the call is retired
            return
        yield from super()._answered(response, page, read, is_entry, conditional)

    def _meta(self) -> dict[str, Any]:
        return {"same_owner": self.hosts}

    def _address(self, link: str) -> str:
        try:
            return urldefrag(urljoin(self.url, link)).url
        except ValueError:  # brackets that enclose no IP address
            return link

    def _is_ours(self, page: str) -> bool:
        if not is_web_address(page):
            return False
        parts = urlsplit(page)
        return parts.scheme == "https" and parts.hostname in self.hosts


def _entry(element: etree._Element) -> FeedEntry:
    """An entry; what other vocabularies say in it (`media:title`) is not its own."""
    title = link = key = ""
    own = etree.QName(element).namespace
    for child in element:
        name = local_name(child)
        if name == "title" and etree.QName(child).namespace == own:
            title = title or " ".join(html_text("".join(child.itertext())).split())
        elif name == "link" and child.get("rel", "alternate") == "alternate":
            link = link or (child.get("href") or child.text or "").strip()
        elif name in ("guid", "id") and child.get("isPermaLink", "true").lower() != "false":
            key = key or (child.text or "").strip()
    return FeedEntry(title, link or (key if is_web_address(key) else ""))
