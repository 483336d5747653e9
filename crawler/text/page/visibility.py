"""What of a page nobody sees: hidden and struck-out parts go, panels that are only folded up stay.

A panel is known by what opens it: a button, a tab or a summary that names it, or that stands right before it.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import html

from grants_db.html.simplify import remove

#: elements without words, or whose words are a machine's
_NEVER_SEEN = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "datalist")
_STYLE_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_CLASS_ALONE = re.compile(r"(?:[a-z0-9]{1,12})?([.#])([\w-]{1,80})", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;}]*line-through", re.IGNORECASE)
_HIDING_CLASSES = frozenset(("hidden", "d-none", "is-hidden", "hide", "invisible", "uk-hidden"))
_STRIKING_CLASSES = frozenset(("line-through", "text-decoration-line-through", "strikethrough"))
_SHOWN_ELSEWHERE = re.compile(r"^(?:[a-z]{2,3}:|d-[a-z]{2,3}-(?!none)|uk-visible)")
_PANEL_CLASS = re.compile(
    r"collaps|accord|akkord|panel|tab-?(?:pane|content)|toggle|klapp|expand|faq|answer|antwort|spoiler|disclosure|reveal",
    re.IGNORECASE,
)
#: what a control of a panel has
_CONTROL_ATTRIBUTES = frozenset(
    ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle", "data-target", "data-bs-target")
)
_LONGEST_STYLE = 200_000
#: elements that what stands before a panel has where it is its control
_MOST_OF_A_CONTROL = 30


#: set on a part that was folded up, for whoever names it by what stands before it
UNFOLDED = "data-unfolded"
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def drop_unseen(root: html.HtmlElement) -> None:
    """Take out of a tree, in place, what a person does not see as valid."""
    hiding, striking = _styled_names(root)
    for element in list(root.iter(*_NEVER_SEEN)):
        remove(element)
    controlled = controlled_ids(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("html", "body", "main"):
            continue
        names = _names(element)
        style = element.get("style", "")
        if names & striking or names & _STRIKING_CLASSES or _STRUCK.search(style):
            remove(element)
        elif _is_hidden(element, names, hiding, style):
            if is_panel(element, controlled):
                _open(element)
            else:
                remove(element)


def is_control(element: html.HtmlElement) -> bool:
    """Does it open and close a part of the page?"""
    if element.tag == "summary" or element.get("role") == "tab":
        return True
    return not _CONTROL_ATTRIBUTES.isdisjoint(element.keys())


def controlled_ids(root: html.HtmlElement) -> frozenset[str]:
    """The ids of what controls open."""
    return frozenset(found for element in root.iter() if isinstance(element.tag, str) for found in opened_by(element))


def opened_by(element: html.HtmlElement) -> Iterator[str]:
    """The ids that an element says it opens."""
    if not is_control(element) and element.tag not in ("button", "label"):
        return
    if controls := element.get("aria-controls"):
        yield from controls.split()
    for name in ("data-target", "data-bs-target", "href"):
        if (target := element.get(name, "")).startswith("#") and len(target) > 1:
            yield target[1:]


def is_panel(element: html.HtmlElement, controlled: frozenset[str]) -> bool:
    """Is it a part that a visitor can open?"""
    if element.get("role") == "tabpanel" or element.get("hidden") == "until-found":
        return True
    if element.get("id", "") in controlled or element.get("aria-labelledby") is not None:
        return True
    if _PANEL_CLASS.search(element.get("class", "")):
        return True
    parent, before = element.getparent(), element.getprevious()
    if parent is not None and parent.tag == "details":
        return True
    if before is None:
        return False
    if any(_may_open(inner) for inner in islice(before.iter(), _MOST_OF_A_CONTROL) if isinstance(inner.tag, str)):
        return True
    # with nothing below it that is seen, a heading is what one clicks
    following = element.getnext()
    return before.tag in _HEADINGS and (following is None or following.tag == before.tag)


def _may_open(element: html.HtmlElement) -> bool:
    if element.tag in ("button", "summary") or is_control(element) or element.get("role") == "button":
        return True
    return element.get("onclick") is not None or element.get("href", "").lower().startswith("javascript:")


def _is_hidden(element: html.HtmlElement, names: frozenset[str], hiding: frozenset[str], style: str) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden", "").lower() == "true":
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    if _NOT_SHOWN.search(style) or names & hiding:
        return True
    return bool(names & _HIDING_CLASSES) and not any(_SHOWN_ELSEWHERE.match(name) for name in names)


def _open(element: html.HtmlElement) -> None:
    for name in ("hidden", "aria-hidden", "style", "class"):
        element.attrib.pop(name, None)
    element.set(UNFOLDED, "")


def _names(element: html.HtmlElement) -> frozenset[str]:
    found = element.get("class", "").split()
    return frozenset([*found, f"#{element.get('id')}"]) if element.get("id") else frozenset(found)


def _styled_names(root: html.HtmlElement) -> tuple[frozenset[str], frozenset[str]]:
    """Classes (and ids, with their sign) that the page's own style hides, and strikes out."""
    hiding: set[str] = set()
    striking: set[str] = set()
    for style in root.iter("style"):
        if style.get("media", "all") not in ("", "all", "screen"):
            continue
        text = _without_other_media(re.sub(r"/\*.*?\*/", "", (style.text or "")[:_LONGEST_STYLE], flags=re.DOTALL))
        for rule in _STYLE_RULE.finditer(text):
            into = hiding if _NOT_SHOWN.search(rule[2]) else striking if _STRUCK.search(rule[2]) else None
            if into is not None:
                into |= {_name(alone) for one in rule[1].split(",") if (alone := _CLASS_ALONE.fullmatch(one.strip()))}
    return frozenset(hiding), frozenset(striking)


def _name(selector: re.Match[str]) -> str:
    return f"#{selector[2]}" if selector[1] == "#" else selector[2]


def _without_other_media(style: str) -> str:
    """The style without what holds only in print or on some screens (`@media`, `@supports`)."""
    kept: list[str] = []
    depth = start = 0
    in_rule = False
    for sign in re.finditer(r"@[\w-]+[^{};]*\{|[{}]", style):
        if not in_rule and sign[0].startswith("@"):
            kept.append(style[start : sign.start()])
            in_rule, depth = True, 1
        elif in_rule:
            depth += -1 if sign[0] == "}" else 1
            if not depth:
                in_rule, start = False, sign.end()
    if not in_rule:
        kept.append(style[start:])
    return "".join(kept)
