"""Buttons, tabs and summaries that open a part of a page become headings of that part."""

import re
from collections.abc import Iterator
from itertools import takewhile

from lxml import etree, html

from crawler.text.page.visibility import UNFOLDED, is_control, opened_by
from grants_db.html.simplify import remove

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LONGEST_NAME = 200
LEAST_TABS = 2
_TAB_PANEL = re.compile(r"panel|pane\b|tab-?content|tab\b|tabs__|content", re.IGNORECASE)
_TAB_ROW = re.compile(r"\btabs?\b|tab-?(?:nav|list|menu|bar)|tablist|reiter", re.IGNORECASE)
_BLOCKS = frozenset("div section article ul ol p dl dt dd table details".split())


def name_panels(root: html.HtmlElement) -> None:
    """Rewrite a tree in place: what opens a panel becomes its heading."""
    _name_tabs(root)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    by_id = {name: element for element in elements if (name := element.get("id"))}
    labelled = {name: element for element in elements for name in element.get("aria-labelledby", "").split()}
    controls = {element for element in elements if _may_be_control(element)}
    panels = {by_id[name] for control in controls for name in opened_by(control) if name in by_id}
    level = 1
    for element in elements:
        if element.getparent() is None:
            continue
        if element.tag in _HEADINGS:
            level = int(element.tag[1])
        elif element in controls:
            _name_panel(element, by_id, labelled, min(level + 1 + _depth(element, panels), 6))
        elif element.tag == "label":
            _name_label(element, by_id, min(level + 1, 5))
        elif element.get(UNFOLDED) is not None:
            _name_unfolded(element, min(level + 1, 5))
    for details in list(root.iter("details")):
        details.tag = "div"


def _name_panel(
    control: html.HtmlElement,
    by_id: dict[str, html.HtmlElement],
    labelled: dict[str, html.HtmlElement],
    level: int,
) -> None:
    text = " ".join("".join(control.itertext()).split())
    heading = _heading_of(control)
    if heading is None and any(inner.tag in _HEADINGS for inner in control.iter() if isinstance(inner.tag, str)):
        control.tag = "div"  # the heading stands inside
        return
    panel = next((by_id[name] for name in opened_by(control) if name in by_id), None)
    if panel is None and control.get("id"):
        panel = labelled.get(control.get("id", ""))
    if panel is not None and control in panel.iter():
        panel = None
    if panel is None and heading is None and not _opens_the_next(control):
        if control.tag == "button":
            remove(control)
        return
    if not text or len(text) > _LONGEST_NAME:
        control.tag = "div"
    elif panel is not None and not _stands_before(control, panel):
        _put_heading(panel, text, level)
        remove(control)
    elif heading is None:
        control.tag = f"h{level}"
    elif control.tag == "button":
        control.tag = "span"  # a heading's words; the library drops buttons


def _may_be_control(element: html.HtmlElement) -> bool:
    return element.tag == "button" or is_control(element) or element.get("role") == "button"


def _depth(control: html.HtmlElement, panels: set[html.HtmlElement]) -> int:
    """How many panels it lies in."""
    around: int = sum(above in panels or above.tag == "details" for above in control.iterancestors())
    return around - (1 if control.tag == "summary" else 0)


def _name_unfolded(panel: html.HtmlElement, level: int) -> None:
    """A short line that nothing calls a control, right before what was folded up."""
    before = panel.getprevious()
    if before is None or before.tag not in ("p", "div", "a", "span", "strong"):
        return
    if any(inner.tag in _HEADINGS for inner in before.iter() if isinstance(inner.tag, str)):
        return
    if 0 < len("".join(before.itertext()).strip()) <= _LONGEST_NAME:
        before.tag = f"h{level}"


def _name_label(label: html.HtmlElement, by_id: dict[str, html.HtmlElement], level: int) -> None:
    """A panel that opens by a box one ticks, without a script."""
    box = by_id.get(label.get("for", ""))
    following = label.getnext()
    if box is None or box.tag != "input" or box.get("type") not in ("checkbox", "radio") or following is None:
        return
    if following.tag in _BLOCKS and len("".join(following.itertext()).strip()) > len("".join(label.itertext())) / 2:
        label.tag = f"h{level}"


def _name_tabs(root: html.HtmlElement) -> None:
    """A row of names with as many panels behind it, told by their order alone."""
    level = 1
    for panels in [element for element in root.iter() if isinstance(element.tag, str)]:
        if panels.tag in _HEADINGS:
            level = int(panels.tag[1])
        shown = [panel for panel in panels if panel.tag in ("div", "section", "article")]
        if len(shown) < LEAST_TABS or not all(_is_tab_panel(panel) for panel in shown):
            continue
        names = _names_before(shown[0]) or _names_before(panels)
        if len(names) != len(shown) or any(inner.tag in _HEADINGS for panel in shown for inner in panel.iter()):
            continue
        for name, panel in zip(names, shown, strict=True):
            _put_heading(panel, " ".join("".join(name.itertext()).split()), min(level + 1, 6))
            remove(name)


def _is_tab_panel(panel: html.HtmlElement) -> bool:
    return panel.get(UNFOLDED) is not None or _TAB_PANEL.search(panel.get("class", "")) is not None


def _names_before(panel: html.HtmlElement) -> list[html.HtmlElement]:
    """The labels before a panel that belong to boxes one ticks, or the entries of a row of tabs."""
    before = list(panel.itersiblings(preceding=True))[::-1]
    labels = [element for element in before if element.tag == "label" and element.get("for")]
    if labels or not before:
        return labels
    row = before[-1]
    if not _TAB_ROW.search(f"{row.get('class', '')} {row.get('role', '')}"):
        return []
    return [
        entry
        for entry in row.iter("li", "button", "a", "label")
        if next(entry.iter("li", "button"), entry) is entry
        and not any(over.tag in ("li", "button") for over in _above_until(entry, row))
    ]


def _above_until(element: html.HtmlElement, end: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return takewhile(lambda above: above is not end, element.iterancestors())


def _heading_of(element: html.HtmlElement) -> html.HtmlElement | None:
    return next((above for above in element.iterancestors() if above.tag in _HEADINGS), None)


def _opens_the_next(control: html.HtmlElement) -> bool:
    """Does it say that it opens something, with a part of the page right behind it?"""
    if not is_control(control):
        return False
    following = _next_in_page(control)
    return following is not None and following.tag in _BLOCKS


def _stands_before(control: html.HtmlElement, panel: html.HtmlElement) -> bool:
    following = _next_in_page(control)
    if following is None or following is panel:
        return following is panel
    first = next((inner for inner in following.iter() if (inner.text or "").strip()), None)
    return first is not None and first in panel.iter() and panel in following.iter()


def _next_in_page(element: html.HtmlElement) -> html.HtmlElement | None:
    """What follows an element, whether beside it or beside what encloses it."""
    at: html.HtmlElement | None = element
    for _ in range(4):
        if at is None:
            return None
        if (following := at.getnext()) is not None:
            return following
        at = at.getparent()
    return None


def _put_heading(panel: html.HtmlElement, text: str, level: int) -> None:
    first = next((inner for inner in panel.iter() if isinstance(inner.tag, str) and inner.tag in _HEADINGS), None)
    if first is not None and re.sub(r"\W+", "", "".join(first.itertext())).lower() == re.sub(r"\W+", "", text).lower():
        return
    heading = etree.Element(f"h{level}")
    heading.text, heading.tail = text, panel.text
    panel.text = None
    panel.insert(0, heading)
