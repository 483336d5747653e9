"""Which lines of a page are its content: what the library for main texts takes, and of the rest what speaks of a call.

The library decides what is content, not what is lost: boxes at the side, short lines and lists it drops are taken back
where a day, a sum or a rule of a call stands in them. What is mostly links stays out.
"""

import re
from collections.abc import Iterator, Sequence

import trafilatura
from lxml import html
from trafilatura.settings import Document

from crawler.text.page.surroundings import is_news_heading
from grants_db.html.lines import HtmlLine

#: words of a line that are looked up in the library's text together
_SHINGLE = 3
_WORD = re.compile(r"\w+")
_CANDIDATE = re.compile(
    r"\d{1,2}\.\s?(?:\d{1,2}\.|\s?(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))|\d{4}-\d\d-\d\d|"
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b.{0,4}\d|"
    r"\d\s?(?:€|euro\b|eur\b|prozent|%|t€|mio)|(?:€|\beur)\s?\d|"
    r"antrag|anträge|frist\b|fristen\b|stichtag|bewerb|einreich|einsende|förderquote|förderhöhe|höchstbetrag|fördersumme|"
    r"eigenanteil|eigenmittel|zuschuss|zuwendung|gefördert|förderfähig|berechtigt|kumul|vorzeitig|"
    r"deadline|applicant|eligib|\bapply\b|\bgrant\b|own contribution|co-?financ",
    re.IGNORECASE,
)
_MOSTLY_LINKS = 0.6
_DAY_FIRST = re.compile(r"(?:- )?\d{1,2}\.\s?\d{1,2}\.")
_LONGEST_BOLD = 70
_LONGEST_FOOT = 160
#: a line about the page itself
_OF_THE_PAGE = re.compile(
    r".{0,60}(?:letzte (?:Aktualisierung|Änderung)|zuletzt (?:geändert|aktualisiert|bearbeitet)|"
    r"last (?:updated|modified)|"
    r"Seite drucken|Nach oben|Zum Seitenanfang).{0,40}",
    re.IGNORECASE,
)
#: between the entries of a foot's line
_ENTRY_END = re.compile(r"\s*[·|•/–©,]\s*|\s{2,}|(?<=\w)\s(?=(?:Impressum|Datenschutz|Imprint|Privacy)\b)")
_LEGAL = re.compile(
    r"Impressum|Datenschutz(?:erklärung|hinweise?|bestimmungen)?|Imprint|Legal notice|Privacy(?: policy| notice)?|"
    r"Data protection",
    re.IGNORECASE,
)
_BESIDE_LEGAL = re.compile(
    r"Kontakt|Contact|Barrierefreiheit|Erklärung zur Barrierefreiheit|Leichte Sprache|Gebärdensprache|AGB|Sitemap|"
    r"Inhaltsverzeichnis|Nutzungsbedingungen|Cookie\S*(?: \w+)?|Login|Anmelden|Startseite|Newsletter|Presse|Karriere|"
    r"Accessibility|Terms(?: of use)?|Home|\d{4}|",
    re.IGNORECASE,
)


def is_bold(line: HtmlLine) -> bool:
    """Is it short and bold throughout, as a heading that is not marked as one?"""
    signs = len(re.sub(r"\s", "", line.text))
    return len(line.text) <= _LONGEST_BOLD and line.bold >= 0.8 * signs and not line.text.endswith((".", ","))


def content_lines(root: html.HtmlElement, lines: Sequence[HtmlLine]) -> list[HtmlLine]:
    """The lines that are the page's own. `root` is used up."""
    lines = [line for line in _without_news(lines) if not _is_about_the_page(line)]
    known = _shingles(_library_text(root))
    if not known:
        return [line for line in lines if not _is_link(line)]
    kept = [_is_known(line, known) and not _is_bare_link(line) for line in lines]
    for start, end in _runs(kept):
        # a gap within a text that goes on is no place for anything else
        within = start > 0 and end < len(lines) and not any(line.level for line in lines[start:end])
        for first, last in _parts(lines, start, end):
            part = lines[first:last]
            in_list = first > 0 and kept[first - 1] and lines[first].text.startswith("- ")  # its lead-in is kept
            worth = in_list or (within and len(part) <= 3) or any(_CANDIDATE.search(line.text) for line in part)
            if worth and not _are_links(part):
                kept[first:last] = [True] * (last - first)
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].level and not kept[number]:  # a heading goes with what stands below it
            kept[number] = number + 1 < len(lines) and kept[number + 1] and _stands_under(lines, number)
    return [line for line, is_kept in zip(lines, kept, strict=True) if is_kept]


def _is_about_the_page(line: HtmlLine) -> bool:
    return _OF_THE_PAGE.fullmatch(line.text) is not None or (not line.level and is_legal_line(line.text))


def is_legal_line(text: str) -> bool:
    """Is it a foot's line: links to legal notes, at most beside them whose page it is?

    >>> is_legal_line("Impressum | Datenschutz"), is_legal_line("Werkstatt gGmbH · Impressum · Datenschutz")
    (True, True)
    >>> is_legal_line("Datenschutz"), is_legal_line("Der Datenschutz, das Impressum und die Frist")
    (False, False)
    """
    entries = [entry for entry in _ENTRY_END.split(text.removeprefix("- ")) if entry]
    legal = [entry for entry in entries if _LEGAL.fullmatch(entry)]
    if not legal or len(text) > _LONGEST_FOOT:
        return False
    others = [entry for entry in entries if not (_LEGAL.fullmatch(entry) or _BESIDE_LEGAL.fullmatch(entry))]
    if len(entries) == 1:
        return legal[0].casefold() in ("impressum", "imprint")
    return len(others) <= 1 and not any(_CANDIDATE.search(entry) for entry in others)


def _library_text(root: html.HtmlElement) -> str:
    document = trafilatura.bare_extraction(
        root, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False, fast=True
    )
    return (document.text or "") if isinstance(document, Document) else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shingles(text: str) -> frozenset[str]:
    """Each line of up to two words, and all three words that follow each other."""
    found: set[str] = set()
    for line in text.split("\n"):
        found.update(_of_words(_words(line)))
    return frozenset(found)


def _of_words(words: list[str]) -> Iterator[str]:
    if 0 < len(words) < _SHINGLE:
        yield " ".join(words)
    for start in range(len(words) - _SHINGLE + 1):
        yield " ".join(words[start : start + _SHINGLE])


def _is_known(line: HtmlLine, known: frozenset[str]) -> bool:
    found = list(_of_words(_words(line.text)))
    return bool(found) and sum(shingle in known for shingle in found) * 2 >= len(found)


def _runs(kept: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The stretches of lines the library dropped."""
    start = 0
    while start < len(kept):
        if kept[start]:
            start += 1
            continue
        end = start
        while end < len(kept) and not kept[end]:
            end += 1
        yield start, end
        start = end


def _parts(lines: Sequence[HtmlLine], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch cut where a heading begins."""
    first = start
    for number in range(start + 1, end):
        if lines[number].level and not lines[number - 1].level:
            yield first, number
            first = number
    yield first, end


def _stands_under(lines: Sequence[HtmlLine], number: int) -> bool:
    following = lines[number + 1]
    return not following.level or following.level > lines[number].level


def _without_news(lines: Sequence[HtmlLine]) -> Iterator[HtmlLine]:
    """The lines without news below a bold line; those below a heading are gone already."""
    in_news = False
    for line in lines:
        if is_bold(line) and is_news_heading(line.text):
            in_news = True
        elif in_news and (line.level or (line.linked * 3 < len(line.text) and _DAY_FIRST.match(line.text) is None)):
            in_news = False
        if not in_news:
            yield line


def _is_bare_link(line: HtmlLine) -> bool:
    """Nothing but a link to another page, that says nothing of a call."""
    return not line.level and line.linked > 0.9 * len(line.text) - 3 and _CANDIDATE.search(line.text) is None


def _is_link(line: HtmlLine) -> bool:
    return line.linked > len(line.text) * _MOSTLY_LINKS


def _are_links(part: Sequence[HtmlLine]) -> bool:
    return sum(line.linked for line in part) > sum(len(line.text) for line in part) * _MOSTLY_LINKS
