"""The lines of a parsed page as a person would see them: blocks below each other, lists with dashes, nothing hidden."""

from dataclasses import dataclass

from lxml import etree, html

_PARAGRAPHS = frozenset("h1 h2 h3 h4 h5 h6 p table dl section article blockquote".split())
_BLOCKS = frozenset(
    "address aside br dd details div dt fieldset figure footer form header hr legend li main nav ol pre summary tbody "
    "td tfoot th thead tr ul".split()
)
_HIDDEN = frozenset("script style template noscript head iframe object svg math select".split())
_HEADINGS: dict[object, int] = {f"h{level}": level for level in range(1, 7)}
_COUNTED = {"a": "a", "b": "b", "strong": "b"}
#: newlines before a block
_GAPS: dict[object, int] = {**dict.fromkeys(_PARAGRAPHS, 2), **dict.fromkeys(_BLOCKS, 1)}


@dataclass(slots=True)
class HtmlLine:
    """A line of a page's text.

    Attributes:
        text: its words, white space as one space; an entry of a list begins with "- ".
        gap: newlines before it, 1 or 2; the first line's counts for nothing.
        level: of the heading it is, 1 to 6; 0 for any other line.
        linked, bold: how many of its signs are a link's, or bold.
        element: the innermost element its words begin in.
    """

    text: str
    gap: int
    level: int
    linked: int
    bold: int
    element: html.HtmlElement


def joined(lines: list[HtmlLine]) -> str:
    """The lines as one text."""
    return "".join(f"{chr(10) * line.gap if number else ''}{line.text}" for number, line in enumerate(lines))


def html_lines(root: html.HtmlElement) -> list[HtmlLine]:
    """The lines of an element that is parsed already; walks without recursion, however deep the page is."""
    collected = _Lines(root)
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if tag in _HIDDEN:
            hidden += 1 if event == "start" else -1
        if hidden:
            continue
        if event == "start":
            collected.begin(tag, element)
        elif element is not root:
            collected.end(tag, element, is_element=event == "end")
    collected.flush()
    return collected.lines


class _Lines:
    """The lines so far, and the one that is being put together."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.lines: list[HtmlLine] = []
        self._root = root
        self._parts: list[str] = []
        self._element = root
        self._gap = self._level = 0
        self._inside = {"a": 0, "b": 0}
        self._signs = {"a": 0, "b": 0}
        self._is_entry = False

    def begin(self, tag: object, element: html.HtmlElement) -> None:
        """An element begins, with its own first words."""
        if gap := _GAPS.get(tag, 0):
            self.flush(gap)
            self._level = _HEADINGS.get(tag, self._level)
            self._is_entry = self._is_entry or (tag == "li" and element is not self._root)
        elif tag in _COUNTED:
            self._inside[_COUNTED[tag]] += 1
        if element.text:
            self._add(element.text, element)

    def end(self, tag: object, element: html.HtmlElement, *, is_element: bool) -> None:
        """An element, a comment or an instruction ends, and words follow it."""
        if is_element and (gap := _GAPS.get(tag, 0)) and tag != "br":
            self.flush(gap)
            if tag in _HEADINGS:
                self._level = 0
            elif tag == "li":
                self._is_entry = False
        elif is_element and tag in _COUNTED:
            self._inside[_COUNTED[tag]] -= 1
        if element.tail:
            self._add(element.tail, element.getparent())

    def _add(self, words: str, element: html.HtmlElement) -> None:
        if not self._parts:
            if words.isspace():
                return
            self._element = element
        self._parts.append(words)
        for kind, depth in self._inside.items():
            if depth:
                self._signs[kind] += len(words.strip())

    def flush(self, gap: int = 1) -> None:
        """The line ends; the next one stands `gap` lines below, or more where more was asked for."""
        if text := " ".join("".join(self._parts).split()):
            shown = f"- {text}" if self._is_entry and not self._level and not text.startswith("- ") else text
            linked, bold = self._signs.values()
            self.lines.append(HtmlLine(shown, self._gap or 1, self._level, linked, bold, self._element))
            self._is_entry, self._gap = False, 0
        self._parts, self._signs = [], {"a": 0, "b": 0}
        self._gap = max(self._gap, gap)
