"""HTML to the plain text a person would read: blocks on lines of their own, lists with dashes, nothing hidden."""

import re

from lxml import etree, html

_BLOCKS = frozenset(
    "address article aside blockquote br dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_PARAGRAPHS = frozenset("h1 h2 h3 h4 h5 h6 p table dl section article blockquote".split())
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
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden += (event == "start" and tag in _HIDDEN) - (event == "end" and tag in _HIDDEN)
        if hidden:
            continue
        if event == "start":
            parts += (_separator(tag), "- " if tag == "li" and element is not root else "", _spaced(element.text))
        elif element is not root:
            parts += (_separator(tag) if tag != "br" else "", _spaced(element.tail))
    return _tidy("".join(parts))


def _separator(tag: str) -> str:
    """A wish for a new line or a new paragraph; `_tidy` grants neighbouring wishes together."""
    return "\f" if tag in _PARAGRAPHS else "\v" if tag in _BLOCKS else ""


def _spaced(text: str | None) -> str:
    return re.sub(r"[\s\x1c-\x1f]+", " ", text) if text else ""


def _tidy(text: str) -> str:
    text = re.sub(r"(?:(?<=[\f\v])|^)- [ \xa0\f\v]+", "- ", text)  # a paragraph within a list's entry
    text = re.sub(
        r"[ \xa0]*(?:[\f\v][ \xa0]*)+", lambda wishes: "\n\n" if "\f" in wishes[0] else "\n", text.replace("\xa0", " ")
    )
    return re.sub(r" {2,}", " ", text).strip()
