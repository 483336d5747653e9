"""Is a page a note on money already given? Such a page offers none."""

import re

from crawler.text.page.call_words import INVITING
from crawler.text.page.reader import WebPage

#: of a title or a note to the press
_GIVEN = re.compile(
    r"übergibt|übergab|übergeben\b|überreicht|überreichung|übergabe|freu(?:t|en) sich über|verliehen|verleihung|"
    r"ausgezeichnet|preisträger|(?:erhält|erhalten|bekommt|bekommen) .{0,60}(?:euro|förder|zuschuss|bescheid|€)|"
    r"(?:wurden?|werden) .{0,40}(?:gefördert|bewilligt|ausgewählt)|bewilligt(?:e|en)?\b.{0,40}(?:euro|€|projekte)|"
    r"(?:fördert|unterstützt|vergibt) \d+ (?:projekte|vereine|initiativen)|förderbescheid|zuwendungsbescheid|"
    r"wählt .{0,60}\baus$|ausgewählt|awards? .{0,40}(?:to|grants)|has awarded|winners? of",
    re.IGNORECASE,
)
_PRESS = re.compile(r"pressemitteilung|medieninformation|presseinformation|press release|meldung vom", re.IGNORECASE)
#: of any page's first sentences
_HANDED_OVER = re.compile(
    r"(?:übergab(?:en)?|überreichten?|übergibt|überreicht|übergeben|verlieh(?:en)?)\b.{0,120}"
    r"(?:bescheid|scheck|zusage|urkunde|preis|euro|€)|"
    r"(?:bescheide?|schecks?|zusagen?|urkunden?)\b.{0,60}(?:übergeben|überreicht|übergab|überreichte)",
    re.IGNORECASE,
)
#: of a note to the press that says by whom or when it is written
_CHOSEN = re.compile(
    r"\b(?:hat|haben|wurden?|sind)\b.{0,120}\b(?:ausgewählt|ausgezeichnet|bewilligt|gekürt|geehrt)\b|"
    r"\bwähl(?:t|te)\b.{0,60}\baus\b|gratulieren",
    re.IGNORECASE,
)
#: "Musterstadt, 5. November 2026", or the day alone, before anything else
_DATELINE = re.compile(
    r"(?:[A-ZÄÖÜ][\w/. -]{2,40}, (?:den )?)?\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ][a-zä]{2,8})\s?\d{4}\b", re.MULTILINE
)
_FIRST = 4  # sentences


def is_news(page: WebPage) -> bool:
    """Does it tell of money already given, without inviting anybody to apply?"""
    first = " ".join(re.split(r"(?<=[.!?])\s", page.text)[: 2 * _FIRST])
    is_note = _PRESS.search(first) or _DATELINE.match(page.text.removeprefix(page.title).strip())
    told = _GIVEN.search(page.title) or _HANDED_OVER.search(first)
    told = told or (is_note and (_GIVEN.search(first) or _CHOSEN.search(f"{page.title}. {first}")))
    return bool(told) and INVITING.search(page.text) is None
