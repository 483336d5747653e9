"""A page's title where its first heading is none: a greeting, or a slogan above the call's own name."""

import re
from collections.abc import Sequence

from crawler.text.page.call_words import APPLYING, CALL_NAME, MONEY, may_name_a_call
from crawler.text.page.sections import PageSection
from crawler.text.page.title import TitleWords, best_title, is_generic

_QUOTED = re.compile(r"[„»“\"][^„“”»«\"]{3,80}[“”«\"]")
_WORD = re.compile(r"\w{4,}")


def title_of(head: TitleWords, sections: Sequence[PageSection], text: str, link_text: str, shipped: str) -> str:
    """The title of a page.

    A first heading that names no funding, and that the page's own title does not repeat, yields to the only section
    below it that does name one and speaks of applying.
    """
    headings = [section.heading for section in sections if section.heading]
    title = best_title(head, headings, link_text, shipped, text)
    if not _may_be_a_slogan(title, head, sections):
        return title
    named = [name for section in sections if (name := section.heading) and names_a_fund(name) and _offers(section)]
    return named[0] if len(named) == 1 and not _shares_a_word(named[0], title) else title


def names_a_fund(name: str) -> bool:
    """Is it the name of a fund, a prize, a programme?

    >>> [names_a_fund(name) for name in ("Gartenfonds", "Förderung „Hofmusik“", "Unsere Förderprogramme", "Über uns")]
    [True, True, False, False]
    """
    if not may_name_a_call(name) or is_generic(name):
        return False
    return CALL_NAME.search(name) is not None or _QUOTED.search(name) is not None


def _may_be_a_slogan(title: str, head: TitleWords, sections: Sequence[PageSection]) -> bool:
    if title not in head.headings or CALL_NAME.search(title) or _QUOTED.search(title):
        return False
    if any(title.casefold() in said.casefold() for said in head.heads):
        return False
    own = next((section.text for section in sections if section.heading == title), "")
    return APPLYING.search(own) is None


def _offers(section: PageSection) -> bool:
    return 1 < section.level < 4 and bool(APPLYING.search(section.text) or MONEY.search(section.text))


def _shares_a_word(name: str, title: str) -> bool:
    return not set(_WORD.findall(name.casefold())).isdisjoint(_WORD.findall(title.casefold()))
