"""The documents a page refers to for its rules: guidelines and calls as PDF, the most telling first."""

import re
from collections.abc import Sequence

from crawler.text.page.links import PageLink

MOST_DOCUMENTS = 3
_PDF = re.compile(r"\.pdf(?:$|[?#])|[?&](?:type|format)=pdf|\bPDF\b", re.IGNORECASE)
_RULES = re.compile(
    r"richtlinie|grundsätze|ausschreibung|aufruf|bekanntmachung|merkblatt|förderhinweise|fördergrunds|bedingungen|konditionen|"
    r"leitfaden|programminformation|guideline|call (?:text|document)|terms|call for",
    re.IGNORECASE,
)
_NO_RULES = re.compile(
    r"formular|vorlage|muster|datenschutz|flyer|plakat|broschüre|presse|bericht|logo|satzung|mittelabruf|nachweis|"
    r"kosten- und finanzierungsplan|finanzierungsplan|antrag\b|form\b|privacy|checkliste|beispiel|archiv|\b20[01]\d\b",
    re.IGNORECASE,
)


def guideline_links(links: Sequence[PageLink]) -> tuple[PageLink, ...]:
    """The links to documents with the rules of a call, each address once, at most three."""
    found: dict[str, PageLink] = {}
    for link in links:
        named = f"{link.text} {link.href.rpartition('/')[2]}"
        has_rules = _RULES.search(f"{named} {link.around[:200]}") and _NO_RULES.search(named) is None
        if has_rules and _PDF.search(f"{link.href} {link.text}"):
            found.setdefault(link.href.partition("#")[0], link)
    ranked = sorted(found.values(), key=lambda link: _RULES.search(link.text) is None)
    return tuple(ranked[:MOST_DOCUMENTS])
