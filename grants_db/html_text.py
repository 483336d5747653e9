"""HTML to the plain text a person would read: blocks on lines of their own, lists with dashes, nothing hidden.

Here and not in the crawler, since a kept page is shown by the same reader.
"""

import re

from lxml import etree, html

_PARAGRAPHS = frozenset("h1 h2 h3 h4 h5 h6 p table dl section article blockquote".split())
_BLOCKS = frozenset(
    "address aside br dd details div dt fieldset figure footer form header hr legend li main nav ol pre summary tbody "
    "td tfoot th thead tr ul".split()
)
_HIDDEN = frozenset("script style template noscript head iframe object svg math".split())
_ESCAPED_TAG = re.compile(r"</?(?:article|div|p|h[1-6]|ul|ol|li|strong|br|span)\b[^<>]*>")
#: signs from Unicode's private area, where no text has any: a wish for a new line, a wish for a new paragraph
_LINE, _PARAGRAPH = "\ue000", "\ue001"
_WISHES = re.compile(r"([\ue000\ue001][\ue000\ue001\s]*)")
_SEPARATORS = dict.fromkeys(_PARAGRAPHS, _PARAGRAPH) | dict.fromkeys(_BLOCKS, _LINE)


_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
_TAG = re.compile(rf"<[^<>\"']*+(?:(?:{_QUOTED})[^<>\"']*+)*+")
#: a tag with more attributes is no tag of a page; the parser's time grows with their square
MOST_ATTRIBUTES = 2_000


def can_be_parsed(markup: str, most_tags: int = 200_000) -> bool:
    """Is the markup of a size and form that a parser gets through in good time?

    >>> can_be_parsed("<p class='a'>Text</p>"), can_be_parsed(f"<p {'a ' * 5000}>")
    (True, False)
    """
    if markup.count("<") > most_tags:
        return False
    return all(
        len(tag[0]) < 2 * MOST_ATTRIBUTES or len(re.sub(_QUOTED, " ", tag[0]).split()) <= MOST_ATTRIBUTES
        for tag in _TAG.finditer(markup)
    )


def html_text(markup: str) -> str:
    r"""The text of a piece of HTML; markup that was escaped once too often is read once more.

    >>> html_text("<div><h3>Ziel</h3><p>Wir f&ouml;rdern&nbsp;<b>Vereine</b>.</p><ul><li>eins</li></ul></div>")
    'Ziel\n\nWir fördern Vereine.\n\n- eins'
    """
    text = _once(markup)
    return _once(text) if "<" in text and len(_ESCAPED_TAG.findall(text)) > 2 else text


def _once(markup: str) -> str:
    if not markup or markup.isspace():
        return ""
    if not can_be_parsed(markup):
        return " ".join(re.sub(r"<[^<>]*>", " ", markup).split())
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.HTML(f"<div>{markup}</div>", parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    return element_text(root) if root is not None else re.sub(r"<[^<>]*>", " ", markup).strip()


def element_text(root: html.HtmlElement) -> str:
    """The text of an element that is parsed already; walks without recursion, however deep the page is."""
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if tag in _HIDDEN:
            hidden += 1 if event == "start" else -1
        if hidden:
            continue
        if event == "start":
            if separator := _SEPARATORS.get(tag):
                parts.append(separator)
                if tag == "li" and element is not root:
                    parts.append("- ")
            if text := element.text:
                parts.append(text)
        elif element is not root:
            if event == "end" and tag != "br" and (separator := _SEPARATORS.get(tag)):
                parts.append(separator)
            if tail := element.tail:
                parts.append(tail)
    return _tidy("".join(parts))


def _tidy(text: str) -> str:
    """White space as one space, wishes granted: the greater of neighbouring ones."""
    lines: list[str] = []
    gap = ""
    for piece in _WISHES.split(text):
        if piece[:1] in (_LINE, _PARAGRAPH):
            gap = "\n\n" if _PARAGRAPH in piece or gap == "\n\n" else "\n"
        elif line := " ".join(piece.split()):
            if lines and lines[-1] == "-":  # a paragraph within a list's entry
                lines[-1] = "" if line.startswith("-") else "- "
            elif lines:
                lines.append(gap or " ")
            lines.append(line)
            gap = ""
    return "".join(lines).strip()
