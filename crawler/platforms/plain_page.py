"""From a page without labels, and the documents it refers to, to the records of its calls."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

from scrapy.http import Response, TextResponse

from crawler.errors import PageError
from crawler.extract.applicants.route import route_of_doers
from crawler.extract.facts import GUIDELINE
from crawler.extract.opportunity import read_facts
from crawler.extract.regions import regions_of_funder
from crawler.items import ScrapedRecord, UnknownLabels
from crawler.platforms.linked_guideline import (
    leave_open,
    propose_what_is_said_of_all,
    propose_what_only_documents_say,
)
from crawler.text.document_text import paragraphs
from crawler.text.page.call_words import LEAST_CALLS
from crawler.text.page.calls import PageOffer, call_links
from crawler.text.page.links import PageLink
from crawler.text.page.past_rounds import current_part
from crawler.text.page.reader import WebPage, read_page
from crawler.text.page.sections import CallPart
from crawler.text.page.title import named_by
from crawler.text.pdf import is_pdf, text_of_pdf
from crawler.text.sentences import Prose
from grants_db.errors import InputError
from grants_db.html.text import can_be_parsed
from grants_db.models.opportunity_facts import no_deadline
from grants_db.models.source import Source
from grants_db.rules.folding import folded
from grants_db.rules.web_address import is_web_address
from grants_db.vocabulary import ApplicantRoute, RunOutcome, StatusNote

#: a page of more tags is none that a funder writes; finding its main text would take minutes
MOST_TAGS = 30_000
#: a main text shorter than this says nothing one could apply for
SHORTEST_TEXT = 80
#: seconds for a document: the other sources of the night wait meanwhile
DOCUMENT_TIME = 20
#: signs of a document that are read
LONGEST_DOCUMENT = 300_000
#: a sum or a rate: where the page states one, its guideline is read for what is stated outright only
_FIGURE = re.compile(r"\d\s?(?:€|Euro\b|EUR\b|%|Prozent\b)|€\s?\d")
#: what is said of a page with several calls: nothing that holds for one of them only
_UNSAID: dict[str, Any] = {
    "deadline": no_deadline(),
    "applicant_route": ApplicantRoute.UNCLEAR,
    "applicant_types": [],
    "status_note": StatusNote.SEVERAL,
    "evidence": {},
    "proposed": {},
    **{name: [] for name in ("payment", "required_documents", "criteria")},
    **dict.fromkeys(("min_amount", "max_amount", "max_rate", "municipal_rate", "own_share_min")),
}


@dataclass
class FollowedList:
    """A list under way: how many of its pages are still out, and whether one of them held a call.

    Attributes:
        entries: what the list says of the call at each address.
        common: what it says of all of them.
    """

    page: WebPage
    waiting: int
    entries: dict[str, CallPart]
    common: str = ""
    found: int = 0


@dataclass
class AwaitedCall:
    """A call whose documents are still out.

    Attributes:
        url: its page.
        entry: what the list that led to it says of it; `is_entry`: there is nothing but that.
        overview: what that list says of all its calls, and its address.
        waiting: the documents still to be asked for; `document` is the one under way.
        documents: the texts that came in, each with its name.
        unread: names of those that could not be had or read.
    """

    url: str
    page: WebPage
    offer: PageOffer
    entry: str = ""
    is_entry: bool = False
    overview: str = ""
    overview_url: str = ""
    waiting: list[tuple[str, PageLink]] = field(default_factory=list)
    document: str = ""
    documents: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def parsed_page(response: Response, *, link_text: str = "", shipped_title: str = "") -> WebPage:
    """The page an answer holds; a PDF is one without links.

    Raises:
        PageError: no page, one that can't be read, or one without words.
    """
    if is_pdf(response.body):
        page = WebPage(link_text or shipped_title, document_of(response.body))
    elif not isinstance(response, TextResponse):
        raise PageError(RunOutcome.FAILED, "Statt einer Seite kommt etwas anderes.")
    elif not can_be_parsed(response.text, MOST_TAGS):
        raise PageError(RunOutcome.FAILED, "Die Seite ist ungewöhnlich gebaut und wurde nicht gelesen.")
    else:
        page = read_page(response.text, link_text=link_text, shipped_title=shipped_title)
    page = replace(page, base=_joined(response.url, page.base))
    if len(page.text) < SHORTEST_TEXT and len(call_links(page)) < LEAST_CALLS:  # a list may be links alone
        raise PageError(RunOutcome.FAILED, "Die Seite hat keinen Haupttext.")
    return page


def _joined(address: str, link: str) -> str:
    try:
        return urljoin(address, link)
    except ValueError:  # brackets that enclose no IP address
        return address


def document_of(body: bytes) -> str:
    """The text of a PDF as paragraphs; empty where it can't be read or holds only pictures."""
    try:
        return paragraphs(text_of_pdf(body, "PDF", seconds=DOCUMENT_TIME))[:LONGEST_DOCUMENT]
    except InputError:
        return ""


def records_of(call: AwaitedCall, source: Source) -> Iterator[ScrapedRecord | UnknownLabels]:
    """One record for each call of a page."""
    page, url = call.page, call.url
    if not call.offer.parts:
        yield from _record(call, source, url, url, page.title, page.text, call.entry, current_part(page).text)
        return
    taken: set[str] = set()
    for part in call.offer.parts:
        name = part.anchor or "-".join(folded(part.title).split())[:80]
        while name in taken:
            name += "-2"
        taken.add(name)
        own = f"{url}#{part.anchor}" if part.anchor and is_web_address(f"{url}#{part.anchor}") else url
        yield from _record(call, source, f"{url}#{name}", own, part.title, part.text, call.offer.common)


def record_of_entry(
    entry: CallPart, followed: FollowedList, key: str, source: Source
) -> Iterator[ScrapedRecord | UnknownLabels]:
    """The record that a list gives of a call whose own page can't be had; `key` is that page's address."""
    call = AwaitedCall(
        key, followed.page, PageOffer(), is_entry=True, overview=followed.common, overview_url=source.url
    )
    yield from _record(call, source, key, source.url, entry.title, entry.text, "")


def _propose_doers(facts: dict[str, Any], teaser: str) -> None:
    if facts["applicant_route"] is ApplicantRoute.UNCLEAR and "applicant_route" not in facts["proposed"]:
        likely = route_of_doers(Prose(teaser))
        if likely.quote:
            said = {"value": likely.route.value, "evidence": likely.quote}
            facts["proposed"] = {**facts["proposed"], "applicant_route": said}


def _record(
    call: AwaitedCall, source: Source, key: str, url: str, title: str, text: str, common: str, current: str = ""
) -> Iterator[ScrapedRecord | UnknownLabels]:
    title = named_by(title or source.title, call.page.title, source.title, source.funder)
    guideline = "\n\n".join(words for _, words in call.documents)
    # a page that leaves its figures to the guideline has it for its text
    place = GUIDELINE if _FIGURE.search(text) else "document"
    sections = [("", current or text), (GUIDELINE, common), (place, guideline)]
    facts, unknown = read_facts(title=title, sections=[(name, words) for name, words in sections if words])
    if call.offer.is_mixed:
        facts |= _UNSAID
    propose_what_only_documents_say(facts, f"{text}\n{common}", call.documents)
    if call.entry or call.is_entry or call.offer.parts:
        _propose_doers(facts, call.entry or text)
    if call.overview:
        propose_what_is_said_of_all(facts, read_facts(title="", sections=[("", call.overview)])[0], call.overview_url)
    for name in call.unread[:1]:
        leave_open(facts, name)
    if not facts["regions"]:
        facts["regions"] = regions_of_funder(source.level, source.funder)
    yield ScrapedRecord(
        call.url,
        {
            **facts,
            "external_id": key[:500],
            "url": url,
            "title": title,
            "description": "\n\n".join(part for part in (text, common) if part),
            "guideline": guideline,
            "level": source.level,
            "funder": source.funder,
            "attribution": source.attribution or f"{source.funder}, {source.url}",
        },
        is_prose=True,
    )
    if unknown:
        yield UnknownLabels(unknown)
