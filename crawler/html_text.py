"""HTML to the plain text a person would read: blocks on lines of their own, lists with dashes, nothing hidden."""

import re

from lxml import etree, html

_BLOCKS = frozenset(
    "address article aside blockquote br dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_PARAGRAPHS = frozenset("h1 h2 h3 h4 h5 h6 p ul ol table dl section article blockquote".split())
_HIDDEN = frozenset("script style template noscript head iframe object svg math".split())
_ESCAPED_TAG = re.compile(r"</?(?:article|div|p|h[1-6]|ul|ol|li|strong|br|span)\b[^<>]*>")


def html_text(markup: str) -> str:
    r"""The text of a piece of HTML; markup that was escaped once too often is read once more.

    >>> html_text("<div><h3>Ziel</h3><p>Wir f&ouml;rdern&nbsp;<b>Vereine</b>.</p><ul><li>eins</li></ul></div>")
    'Ziel\n\nWir fördern Vereine.\n\n- eins'
    """
    text = _once(markup)
    return _once(text) if len(_ESCAPED_TAG.findall(text)) > 2 else text


def _once(markup: str) -> str:
    if not markup.strip():
        return ""
    try:
        root = html.fromstring(f"<div>{markup}</div>", parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^<>]*>", " ", markup).strip()
    return element_text(root)


def element_text(root: html.HtmlElement) -> str:
    """The text of an element that is parsed already; walks without recursion, however deep the page is."""
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _HIDDEN or not tag:
                hidden += 1
            elif not hidden:
                parts.append("\n\n" if tag in _PARAGRAPHS else "\n" if tag in _BLOCKS else "")
                parts.append("- " if tag == "li" else "")
                parts.append(_spaced(element.text))
        else:
            if tag in _HIDDEN or not tag:
                hidden -= 1
            elif not hidden:
                parts.append("\n\n" if tag in _PARAGRAPHS else "\n" if tag in _BLOCKS and tag != "br" else "")
            if not hidden and element is not root:
                parts.append(_spaced(element.tail))
    return _tidy("".join(parts))


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _tidy(text: str) -> str:
    text = re.sub(r"(?:(?<=\n)|^)- \s+", "- ", text)  # a paragraph within a list's entry
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join("" if line == "-" else line for line in lines)).strip()
