"""Does a page offer one call, several, a list that leads to them, or none?

Several are told apart in `several`; a page that mixes them without marks is recognised (`mixed`) and left to a person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.text.page.call_words import (
    APPLYING,
    CALL_NAME,
    INVITING,
    LEAST_CALLS,
    MONEY,
    OF_ALL,
    PLURAL,
    WHEN,
)
from crawler.text.page.links import PageLink
from crawler.text.page.list_entries import is_taken, lookup, said_of_all, with_entries
from crawler.text.page.mixed import is_mixed
from crawler.text.page.news import is_news
from crawler.text.page.past_rounds import current_part
from crawler.text.page.reader import WebPage
from crawler.text.page.sections import CallPart
from crawler.text.page.several import call_parts

_NOT_A_CALL_LINK = re.compile(
    r"formular|download|kontakt|impressum|\bfaq\b|merkblatt|richtlinie|datenschutz|ansprech|anfahrt|login|anmeld|"
    r"hinweis|"
    r"\.pdf|leitfaden|checkliste|vorlage|muster|barriere|sitemap|newsletter|presse|aktuelles|beispiel|gefördert|"
    r"archiv|bericht|"
    r"antrag(?:s|stellung)?\b|online-?antrag|antragsportal|startseite|übersicht|über uns|team\b|karriere|spenden|"
    r"wikipedia",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:hier )?(?:mehr(?: .{0,40})?|weiter(?:lesen)?|details?(?: .{0,30})?|zum? .{1,60}|hier|read more|more|"
    r"learn more|»|→|›)",
    re.IGNORECASE,
)
_NO_PAGES = ("#", "mailto:", "tel:", "javascript:")


@dataclass(frozen=True, slots=True)
class PageOffer:
    """What a page offers.

    Attributes:
        parts: its calls, where they can be told apart; `common` is what is said of all of them.
        entries: where the page is a list, the links that lead to calls, each with what the list says of it.
        is_mixed: several calls that can't be told apart.
        is_news: it tells of money that was given, and offers none.
    """

    parts: tuple[CallPart, ...] = ()
    common: str = ""
    entries: tuple[tuple[PageLink, CallPart], ...] = ()
    is_mixed: bool = False
    is_news: bool = False

    @property
    def links(self) -> tuple[PageLink, ...]:
        """The links that lead to calls."""
        return tuple(link for link, _ in self.entries)


def offer_of(page: WebPage) -> PageOffer:
    """What a page offers; everything empty for the usual page with one call."""
    if is_news(page):
        return PageOffer(is_news=True)
    page = current_part(page)
    parts, common = call_parts(page)
    links = call_links(page)
    if parts and sum(bool(_link_of(part, links)) for part in parts) * 2 > len(parts):
        return _list(page, links, parts)
    if parts:
        return PageOffer(parts, common)
    if len(links) >= LEAST_CALLS and not _states_a_call(page, links):
        return _list(page, links)
    return PageOffer(is_mixed=is_mixed(page))


def may_be_applied_for(page: WebPage) -> bool:
    """Does it speak of money that one applies for?"""
    return APPLYING.search(page.text) is not None and MONEY.search(f"{page.title} {page.text}") is not None


def call_links(page: WebPage) -> tuple[PageLink, ...]:
    """The links that may lead to calls, by the words of their entry; each address once."""
    found: dict[str, PageLink] = {}
    for link in page.links:
        named = link.heading or link.text
        if link.href.startswith(_NO_PAGES) or _NOT_A_CALL_LINK.search(f"{named} {link.href}"):
            continue
        if not link.heading and (_MORE.fullmatch(link.text) is not None or len(link.text) < 4):
            continue
        has_words = len(link.around) > len(link.text) + 15
        if link.heading or has_words or PLURAL.search(page.title) or CALL_NAME.search(link.text):
            found.setdefault(link.href.partition("#")[0], link)
    return tuple(found.values())


def _states_a_call(page: WebPage, links: Sequence[PageLink]) -> bool:
    """Does the page itself, outside the entries of its list, invite to apply, or say until when?"""
    of_entries = lookup(link.around for link in links)
    lines = (line for line in re.split(r"[\n.]\s+|\n", page.text) if line)
    own = [line for line in lines if not OF_ALL.search(line) and not is_taken(line, of_entries)]
    return any(INVITING.search(line) or (APPLYING.search(line) and WHEN.search(line)) for line in own)


def _list(page: WebPage, links: Sequence[PageLink], parts: Sequence[CallPart] = ()) -> PageOffer:
    entries = with_entries(page, links, parts)
    return PageOffer(entries=entries, common=said_of_all(page, entries))


def _link_of(part: CallPart, links: Sequence[PageLink]) -> PageLink | None:
    return next((link for link in links if part.title in (link.heading, link.text)), None)
