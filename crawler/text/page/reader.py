"""Reads a page of HTML: its title, and its own words as text with headings, labelled lines and lists.

A row of a table and an entry of `<dl>` are lines "label: value"; a heading stands on a line of its own, one above a
single short value becomes its label. So whoever reads the plain text alone reads the structure with it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree, html

from crawler.text.page.accordions import name_panels
from crawler.text.page.content import content_lines, is_bold
from crawler.text.page.funding_name import title_of
from crawler.text.page.links import PageLink, page_links
from crawler.text.page.records import BOX, name_records
from crawler.text.page.sections import PageSection
from crawler.text.page.structured_data import add_answers
from crawler.text.page.surroundings import drop_surroundings
from crawler.text.page.title import TitleWords
from crawler.text.page.visibility import drop_unseen
from grants_db.html.lines import HtmlLine, html_lines
from grants_db.html.simplify import remove, simplify
from grants_db.html.text import fit_to_parse

_LONGEST_LABEL = 70
_LONGEST_VALUE = 90
#: lines and signs of a block that may be there twice
_LONGEST_BLOCK, _SHORTEST_BLOCK = 60, 20
_SENTENCE_END = (".", "!", "?", ":", ",", ";")
_DAY_END = re.compile(r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?$")
_LABELLED = re.compile(r"(?P<label>[^:\n]{2,70}):\s+(?P<value>\S.*)")
#: a question that a day alone answers
_UNTIL_WHEN = re.compile(r"(?:und )?bis wann(?: \w+)?\?|(?:by|until) when\?", re.IGNORECASE)
_LABEL_CLASS = re.compile(r"label|term\b|caption|\bkey\b|feldname|fieldname", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page says.

    Attributes:
        title: the best there is; empty where the page has none worth the name.
        text: everything, headings on lines of their own.
        sections: the same by heading.
        pairs: (label, value) of its labelled lines.
        links: where its own part leads to.
        base: what links without a host of their own begin at, as `<base>` says; where there is none, the page itself.
    """

    title: str
    text: str
    sections: tuple[PageSection, ...] = ()
    pairs: tuple[tuple[str, str], ...] = field(default=())
    links: tuple[PageLink, ...] = field(default=())
    base: str = ""


NO_PAGE = WebPage("", "")


def read_page(markup: str, *, link_text: str = "", shipped_title: str = "") -> WebPage:
    """The page.

    Args:
        markup: HTML that `grants_db.html.text.can_be_parsed` lets pass.
        link_text: what a list calls it.
        shipped_title: what we call it.
    """
    root = _parsed(fit_to_parse(markup))
    if root is None:
        return NO_PAGE
    words = TitleWords.of(root)
    base = next((found.strip() for found in root.xpath("//base/@href")), "")
    _give_body(root)
    add_answers(root)
    drop_unseen(root)
    name_panels(root)
    drop_surroundings(root)
    links = page_links(root)
    name_records(root)
    simplify(root)
    lines = _labelled_lines(_said_once(content_lines(root, html_lines(root))))
    sections, text = tuple(_sections(lines)), _text(lines)
    return WebPage(
        title_of(words, sections, text, link_text, shipped_title),
        text,
        sections,
        tuple((found["label"], found["value"]) for line in lines if (found := _LABELLED.fullmatch(line.text))),
        links,
        base,
    )


def _parsed(markup: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _give_body(root: html.HtmlElement) -> None:
    """A page may leave `<body>` out; the parser puts what it doesn't know into the head then."""
    head = root.find("head")
    if head is not None and root.find("body") is None:
        for title in list(head.iter("title")):
            remove(title)
        head.tag = "body"


def _said_once(lines: Sequence[HtmlLine]) -> list[HtmlLine]:
    """The lines without a block that is repeated right behind itself: one for wide screens, one for narrow ones."""
    last: dict[str, int] = {}
    found: list[HtmlLine] = []
    number = 0
    while number < len(lines):
        text = lines[number].text
        length = number - last.get(text, number)
        block = [line.text for line in lines[number - length : number]] if 0 < length <= _LONGEST_BLOCK else []
        if block == [line.text for line in lines[number : number + length]] and sum(map(len, block)) >= _SHORTEST_BLOCK:
            number += length
            continue
        last[text] = number
        found.append(lines[number])
        number += 1
    return found


def _labelled_lines(lines: Sequence[HtmlLine]) -> list[HtmlLine]:
    """Labels and their values, that stand on lines below each other, on one."""
    found: list[HtmlLine] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        following = lines[number + 1] if number + 1 < len(lines) else None
        after = lines[number + 2] if number + 2 < len(lines) else None
        if following is not None and _is_label(line, after) and _is_value(following, after):
            label = line.text.rstrip(" :?")
            line.text, line.level = f"{label}: {following.text}", 0
            number += 1
        elif not line.level and is_bold(line) and following is not None and not following.level:
            line.text, line.level = line.text.removeprefix("- "), 6
        found.append(line)
        number += 1
    return found


def _is_label(line: HtmlLine, after: HtmlLine | None) -> bool:
    if _UNTIL_WHEN.fullmatch(line.text):
        return True
    if len(line.text) > _LONGEST_LABEL or line.text.endswith((".", "?", "!", ",")) or line.text.startswith("- "):
        return False
    if line.text.endswith(":"):
        return True
    if line.level > 1:  # of a section that says one thing
        return after is None or bool(after.level) or is_bold(after) or after.text.endswith(":")
    return is_bold(line) or bool(_LABEL_CLASS.search(line.element.get("class", "")))


def _is_value(line: HtmlLine, after: HtmlLine | None) -> bool:
    if line.level or is_bold(line) or len(line.text) > _LONGEST_VALUE or line.text.startswith("- "):
        return False
    if after is not None and after.text.startswith("- ") and line.text.endswith(":"):
        return False
    return not line.text.endswith(_SENTENCE_END) or bool(_DAY_END.search(line.text))


def _text(lines: Sequence[HtmlLine]) -> str:
    parts: list[str] = []
    for number, line in enumerate(lines):
        if number:
            parts.append("\n\n" if line.gap > 1 or line.level or lines[number - 1].level else "\n")
        parts.append(line.text)
    return "".join(parts)


def _sections(lines: Sequence[HtmlLine]) -> list[PageSection]:
    found: list[PageSection] = []
    start = 0
    while start < len(lines):
        end = start + 1
        head = lines[start]
        box = _box_of(head) if head.level else None
        while end < len(lines) and not lines[end].level and (box is None or _is_within(lines[end], box)):
            end += 1
        if box is not None and end < len(lines) and not lines[end].level:
            found.append(PageSection(head.text, head.level, _text(lines[start + 1 : end]), _anchor(head)))
            start, level = end, head.level
            while end < len(lines) and not lines[end].level:
                end += 1
            found.append(PageSection("", level, _text(lines[start:end])))
        elif head.level:
            found.append(PageSection(head.text, head.level, _text(lines[start + 1 : end]), _anchor(head)))
        else:
            found.append(PageSection("", 0, _text(lines[start:end])))
        start = end
    return found


def _box_of(line: HtmlLine) -> html.HtmlElement | None:
    """The box beside others like it that the heading is the only one of."""
    return next((above for above in line.element.iterancestors() if above.get(BOX) is not None), None)


def _is_within(line: HtmlLine, box: html.HtmlElement) -> bool:
    return line.element is box or any(above is box for above in line.element.iterancestors())


def _anchor(line: HtmlLine) -> str:
    """The id by which an address can name the heading."""
    element: html.HtmlElement | None = line.element
    for _ in range(3):
        if element is None:
            break
        if found := element.get("id") or element.get("name"):
            return str(found)
        element = element.getparent() if element.getprevious() is None else None
    return ""
