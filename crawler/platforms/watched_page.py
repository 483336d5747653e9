"""A single page that an officer watches: its main text is the call, without selectors and without a programmer."""

from collections.abc import Iterable, Iterator

import trafilatura
from scrapy import Request
from scrapy.http import Response, TextResponse
from trafilatura.settings import Document

from crawler.errors import PageError
from crawler.extract.opportunity import read_facts
from crawler.items import ScrapedRecord, UnknownLabels
from crawler.platforms.base import PortalSpider
from grants_db.html_text import can_be_parsed
from grants_db.vocabulary import Level, RunOutcome

#: a page of more tags is none that a funder writes; finding its main text would take minutes
MOST_TAGS = 30_000
#: a main text shorter than this says nothing one could apply for
SHORTEST_TEXT = 80


class WatchedPageSpider(PortalSpider):
    """Reads the page of its source; funder and level are what the officer wrote."""

    name = "watched_page"
    title = "Beobachtete Seiten"
    url = ""
    platform = "watched_page"
    permission = "Öffentliche Seite des Fördergebers, robots.txt erlaubt den Abruf"

    def start_pages(self) -> Iterable[Request]:
        """The page."""
        yield self.ask(
            self.context.source.url,
            self.read_page,
            is_entry=True,
            conditional=True,
            accept="text/html,application/xhtml+xml",
        )

    def read_page(self, response: Response) -> Iterator[ScrapedRecord | UnknownLabels]:
        """The page's main text as one call."""
        source = self.context.source
        if not isinstance(response, TextResponse):
            raise PageError(RunOutcome.FAILED, "Statt einer Seite kommt etwas anderes.")
        if not can_be_parsed(response.text, MOST_TAGS):
            raise PageError(RunOutcome.FAILED, "Die Seite ist ungewöhnlich gebaut und wurde nicht gelesen.")
        title, text = main_text(response.text)
        if len(text) < SHORTEST_TEXT:
            raise PageError(RunOutcome.FAILED, "Die Seite hat keinen Haupttext.")
        title = title or source.title
        facts, unknown = read_facts(title=title, sections=[("", text)])
        if source.level is Level.EU and not facts["regions"]:
            facts["regions"] = ["EU"]
        yield ScrapedRecord(
            source.url,
            {
                **facts,
                "external_id": source.url,
                "url": source.url,
                "title": title,
                "description": text,
                "level": source.level,
                "funder": source.funder,
                "attribution": source.attribution or f"{source.funder}, {source.url}",
            },
        )
        if unknown:
            yield UnknownLabels(unknown)


def main_text(page: str) -> tuple[str, str]:
    """Title and main text of a page; both empty where it has none."""
    document = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=True, favor_recall=True, with_metadata=True
    )
    if not isinstance(document, Document):
        return "", ""
    return " ".join((document.title or "").split()), (document.text or "").strip()
