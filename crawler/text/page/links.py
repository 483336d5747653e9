"""The links of a page's own part: what they are called, and what is said around them."""

from dataclasses import dataclass

from lxml import html

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOXES = frozenset(("li", "tr", "article", "p", "div", "section", "dd", "td"))
_FILES = (".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".zip", ".jpg", ".png", ".ics")
LONGEST_AROUND = 800
MOST_LINKS = 1_000


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link as written; `around` is the text of the entry it belongs to, `heading` the entry's own heading."""

    text: str
    href: str
    around: str = ""
    heading: str = ""


def page_links(root: html.HtmlElement) -> tuple[PageLink, ...]:
    """The links of a tree from which the surroundings were taken, in their order."""
    found: list[PageLink] = []
    for element in root.iter("a"):
        href = element.get("href", "").strip()
        if not href or len(found) >= MOST_LINKS:
            continue
        text = _text(element)
        inside = _heading(element)
        above = next((over for over in element.iterancestors() if over.tag in _HEADINGS), None)
        if above is not None:
            found.append(PageLink(text, href, f"{_text(above)}\n{_below(above)}", _text(above)))
            continue
        term = next((over for over in element.iterancestors() if over.tag == "dt"), None)
        if term is not None:
            found.append(PageLink(text, href, f"{_text(term)}\n{_below(term)}", _text(term)))
            continue
        box = _box(element)
        around = element if box is None else box
        found.append(PageLink(text, href, _text(around), inside or _heading(around)))
    return tuple(found)


def _heading(element: html.HtmlElement) -> str:
    return next((_text(inner) for inner in element.iter() if inner.tag in _HEADINGS), "")


def _box(element: html.HtmlElement) -> html.HtmlElement | None:
    """The largest enclosing box that is still one entry: with no other link to elsewhere, and not long."""
    chosen = None
    for above in element.iterancestors():
        if above.tag in ("body", "main", "ul", "ol", "table", "tbody"):
            break
        if above.tag not in _BOXES:
            continue
        others = {link.get("href") for link in above.iter("a") if _leads_to_a_page(link.get("href", ""))}
        if len(others) > 1 or _length(above) > LONGEST_AROUND:
            break
        chosen = above
    return chosen


def _leads_to_a_page(href: str) -> bool:
    path = href.partition("?")[0].partition("#")[0].lower()
    return bool(path) and not path.startswith(("mailto:", "tel:", "javascript:")) and not path.endswith(_FILES)


def _below(heading: html.HtmlElement) -> str:
    parts: list[str] = []
    following = heading.getnext()
    while following is not None and following.tag not in (*_HEADINGS, heading.tag) and len(parts) < 3:
        parts.append(_text(following)[:LONGEST_AROUND])
        following = following.getnext()
    return "\n".join(parts)


def _length(element: html.HtmlElement) -> int:
    total = 0
    for words in element.itertext():
        total += len(words)
        if total > 4 * LONGEST_AROUND:
            break
    return total


def _text(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).replace("\u00ad", "").split())
