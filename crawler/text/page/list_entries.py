"""What a list says itself: of each call its links lead to, and of all of them.

A linked page may be gone, or silent on what the list says; so the list's own words are kept with each link.
"""

import re
from collections.abc import Iterable, Sequence

from crawler.text.page.call_words import MONEY, has_candidates, says_when
from crawler.text.page.links import PageLink
from crawler.text.page.reader import WebPage
from crawler.text.page.sections import CallPart, PageSection

#: signs of entries that the list's lines are looked up in
_MOST_TAKEN = 100_000
_NO_WORD = re.compile(r"[\W_]+")


def with_entries(
    page: WebPage, links: Iterable[PageLink], parts: Sequence[CallPart] = ()
) -> tuple[tuple[PageLink, CallPart], ...]:
    """Each link with the entry that leads to it.

    Args:
        page: the list.
        links: those that lead to calls.
        parts: the rows or sections of the page that name a call, where they could be told apart.
    """
    named = {part.title: part for part in parts}
    below = {section.heading: section for section in page.sections if section.heading}
    return tuple((link, _entry(link, named, below)) for link in links)


def said_of_all(page: WebPage, entries: Iterable[tuple[PageLink, CallPart]]) -> str:
    """What the list says outside its entries."""
    taken: list[str] = []
    for link, entry in entries:
        taken += (entry.title, entry.text, link.text, link.around)
    within = lookup(taken)
    kept = [line for line in page.text.split("\n") if not line or not is_taken(line, within)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def states_a_call(entry: CallPart) -> bool:
    """Does an entry say enough to be a call of its own: until when, or how much money there is?"""
    return says_when(entry.text) or (has_candidates(entry.text) and MONEY.search(entry.text) is not None)


def _entry(link: PageLink, named: dict[str, CallPart], below: dict[str, PageSection]) -> CallPart:
    title = link.heading or link.text
    if (part := named.get(title) or named.get(link.text)) is not None:
        return part
    section = below.get(title)
    return CallPart(title, section.text if section is not None and section.text else link.around)


def lookup(texts: Iterable[str]) -> str:
    """Texts of entries in the form in which lines are looked up in them."""
    return _squeezed("\n".join(texts))[:_MOST_TAKEN]


def is_taken(line: str, within: str) -> bool:
    """Is a line an entry's, or "name: what its entry says"?"""
    return _squeezed(line) in within or _squeezed(line.partition(": ")[2] or line) in within


def _squeezed(text: str) -> str:
    return _NO_WORD.sub("", text).casefold()
