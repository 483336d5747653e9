"""Lists that lead to one page for each programme, whose facts stand beside labels.

Utility classes change with each design, so facts are found by the text of their label alone. A page without the
things every programme has is no programme, whatever its status says.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import urldefrag, urljoin

from lxml import html
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawler.errors import PageError
from crawler.items import ScrapedRecord, UnknownLabels
from crawler.platforms.base import PortalSpider, Yielded
from grants_db.html.simplify import simplify
from grants_db.html.text import can_be_parsed, element_text, fit_to_parse
from grants_db.messages import Message
from grants_db.rules.web_address import is_web_address
from grants_db.vocabulary import RunOutcome

#: more list pages than this are no list
MOST_LISTS = 500


class LabelledPageSpider(PortalSpider):
    """A source of list pages and labelled pages; the labels' meaning is the spider's part (`read_facts_of`).

    Attributes:
        entry_path: part of the address of every programme's page.
        list_page: the address of list page {number}.
        count_pattern: finds the number of list pages on a list page.
        labels: every label the pages have; others are reported.
    """

    platform = "labelled_page"
    entry_path: ClassVar[str]
    list_page: ClassVar[str]
    count_pattern: ClassVar[str]
    labels: ClassVar[frozenset[str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked: set[str] = set()

    def values_of(self, page: "LabelledPage") -> tuple[dict[str, Any], tuple[str, ...]]:
        """The values of a programme, by the names of `OpportunityFacts`, and unknown labels."""
        raise NotImplementedError

    def start_pages(self) -> Iterable[Request]:
        """The first list says how many lists there are."""
        yield self.ask(self.url, self.read_first_list, is_entry=True, accept="text/html")

    def read_first_list(self, response: Response) -> Iterator[Yielded]:
        """The first list, and all further ones at once."""
        yield from self.read_list(response)
        text = element_text(read_tree(response))
        last = max((int(found) for found in re.findall(self.count_pattern, text)), default=1)
        if last > MOST_LISTS:
            raise PageError(RunOutcome.FAILED, "Die Liste hat angeblich {count} Seiten.", count=last)
        for number in range(2, last + 1):
            yield self.ask(self.list_page.format(number=number), self.read_list, accept="text/html")

    def read_list(self, response: Response) -> Iterator[Yielded]:
        """Every programme that a list names, once."""
        links = (link.get("href", "") for link in read_tree(response).iterfind(".//a[@href]"))
        addresses = [_address(response.url, link) for link in links if self.entry_path in link]
        if not addresses:
            raise PageError(RunOutcome.FAILED, "Die Liste nennt kein einziges Programm.")
        for address in dict.fromkeys(addresses):
            if not is_web_address(address):
                said = Message.of("Die Liste nennt eine Adresse, die keine ist: {url}", url=address[:200])
                yield from self.missing(response.url, said, RunOutcome.FAILED, is_entry=False)
            elif address not in self._asked:
                self._asked.add(address)
                yield self.ask(address, self.read_entry, conditional=True, accept="text/html")

    def read_entry(self, response: Response) -> Iterator[ScrapedRecord | UnknownLabels]:
        """One programme."""
        page = LabelledPage(read_tree(response), response.url)
        if not page.title or not page.labelled:
            raise PageError(RunOutcome.FAILED, "Die Seite zeigt kein Förderprogramm.")
        values, unknown = self.values_of(page)
        yield ScrapedRecord(response.url, values)
        if unknown := (*unknown, *(f"label: {label}" for label in page.labelled if label not in self.labels)):
            yield UnknownLabels(unknown)


class LabelledPage:
    """One programme's page: its title, its text by heading, its facts by label."""

    def __init__(self, root: html.HtmlElement, url: str) -> None:
        self.url = url
        self._root = root
        self.title = " ".join(element_text(found).split()) if (found := _first(root, ".//h1")) is not None else ""
        self.sections = self._sections()
        self.labelled = self._labelled()

    def label(self, name: str) -> str:
        """The text beside a label, lists as lines."""
        return "\n".join(self.listed(name))

    def listed(self, name: str) -> list[str]:
        """The entries beside a label: of a list, or the bare text."""
        element = self.labelled.get(name)
        if element is None:
            return []
        entries = [element_text(entry) for entry in element.iterfind(".//li")] or [element_text(element)]
        return [entry for entry in (" ".join(entry.split()) for entry in entries) if entry]

    def section(self, name: str) -> str:
        """The text below a heading; the one below no heading has an empty name."""
        return next((text for heading, text in self.sections if heading == name), "")

    def link_text(self, path: str) -> str:
        """The text of the first link whose address has this part."""
        for link in self._root.iterfind(".//a[@href]"):
            if path in link.get("href", "") and (text := " ".join(element_text(link).split())):
                return text
        return ""

    def _sections(self) -> list[tuple[str, str]]:
        heading = _first(self._root, ".//h1")
        if heading is None:
            return []
        around = heading.getparent()
        while around is not None and around.find(".//h3") is None and around.getparent() is not None:
            around = around.getparent()
        blocks = [] if around is None else list(around.iterfind(".//div/div"))
        found: list[tuple[str, str]] = []
        taken: set[html.HtmlElement] = set()  # of nested blocks the outermost says it all
        for block in blocks:
            head = block.find("h3")
            if head is None and next(block.iterchildren("p", "ul", "ol"), None) is None:
                continue
            if any(above in taken for above in block.iterancestors("div")):
                continue
            taken.add(block)
            name = " ".join(element_text(head).split()) if head is not None else ""
            text = element_text(block)
            found.append((name, text.removeprefix(name).strip()))
        return found

    def _labelled(self) -> dict[str, html.HtmlElement]:
        """Elements by the text of the bold element before them."""
        found: dict[str, html.HtmlElement] = {}
        for bold in self._root.iterfind(".//aside//div"):
            if len(bold) or not (name := " ".join((bold.text or "").split())).endswith(":"):
                continue
            if (value := bold.getnext()) is not None:
                found.setdefault(name.removesuffix(":"), value)
        return found


def _address(page: str, link: str) -> str:
    """The whole address of a link; the link itself where it can be none."""
    try:
        return urldefrag(urljoin(page, link.strip().replace(" ", "%20"))).url
    except ValueError:  # brackets that enclose no IP address
        return link


def _first(root: html.HtmlElement, path: str) -> html.HtmlElement | None:
    return root.find(path)


def read_tree(response: Response) -> html.HtmlElement:
    """The tree of a page, without what is struck out.

    Raises:
        PageError: no page, or one that can't be read.
    """
    if not isinstance(response, HtmlResponse):
        raise PageError(RunOutcome.FAILED, "Statt einer Seite kommt etwas anderes.")
    if not can_be_parsed(response.text):
        raise PageError(RunOutcome.FAILED, "Die Seite ist ungewöhnlich gebaut und wurde nicht gelesen.")
    try:
        root = html.document_fromstring(
            fit_to_parse(response.text),
            parser=html.HTMLParser(
                no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True
            ),
        )
    except (html.etree.ParserError, html.etree.XMLSyntaxError, ValueError) as error:
        raise PageError(RunOutcome.FAILED, "Die Seite ist kein HTML.") from error
    simplify(root)
    return root
