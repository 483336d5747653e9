"""HTML to the plain text a person would read: blocks on lines of their own, tables as labelled lines."""

import re
import unicodedata
from functools import cache

from lxml import etree, html

from grants_db.html.lines import html_lines, joined
from grants_db.html.simplify import simplify

_ESCAPED_TAG = re.compile(r"</?(?:article|div|p|h[1-6]|ul|ol|li|strong|br|span)\b[^<>]*>")


_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
_TAG = re.compile(rf"<[^<>\"']*+(?:(?:{_QUOTED})[^<>\"']*+)*+")
#: a tag with more attributes is no tag of a page; the parser's time grows with their square
MOST_ATTRIBUTES = 2_000


#: what HTML lets through and the parser's own tree refuses to be given back (XML 1.0, 2.2), written or as a reference
_UNFIT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])|0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45]))(?:;|(?![0-9a-f]))",
    re.IGNORECASE,
)


def fit_to_parse(markup: str) -> str:
    r"""Markup in Unicode's composed form, with blanks for control characters and what is no character.

    >>> fit_to_parse("Fo\u0308rderung\x01und&#31;Frist&#x1F;am&#xfffe;1.&#9;&#305;")
    'Förderung und Frist am 1.&#9;&#305;'
    """
    return _UNFIT.sub(" ", unicodedata.normalize("NFC", markup))


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
    >>> html_text("<table><tr><th>Frist</th><th>Jury</th></tr><tr><td>1.3.2027</td><td>4.5.2027</td></tr></table>")
    'Frist: 1.3.2027\nJury: 4.5.2027'
    """
    text = _once(markup)
    return _once(text) if "<" in text and len(_ESCAPED_TAG.findall(text)) > 2 else text


def _once(markup: str) -> str:
    if not markup or markup.isspace():
        return ""
    if not can_be_parsed(markup):
        return " ".join(re.sub(r"<[^<>]*>", " ", markup).split())
    try:
        root = etree.HTML(f"<div>{fit_to_parse(markup)}</div>", _parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return re.sub(r"<[^<>]*>", " ", markup).strip()
    simplify(root)
    return element_text(root)


@cache
def _parser() -> html.HTMLParser:
    """One for all pieces: an export has tens of thousands of them."""
    return html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)


def element_text(root: html.HtmlElement) -> str:
    """The text of an element that is parsed already."""
    return joined(html_lines(root))
