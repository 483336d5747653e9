"""A mail in lines: its own text, whichever of the two forms says more, its headers, and what is attached.

Runs in a process of its own (`reading_process`).
"""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any
from unicodedata import normalize
from urllib.parse import parse_qs, urlsplit

from crawler.letters.files.document import LetterDocument, TextCell, TextLine, lines_of_text

MOST_ATTACHMENTS = 20
MOST_SIGNS = 1_000_000
_HEADERS = ("from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-id", "precedence", "reply-to")
_BLOCKS = set("p div li ul ol table tr h1 h2 h3 h4 h5 h6 br hr section article blockquote tbody header footer".split())
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong"}
_BOLD = re.compile(r"font(?:-weight)?:\s*(?:bold|[6-9]00)|font-size:\s*(?:1[8-9]|[2-4]\d)px")
_RULE_OF_CLASS = re.compile(r"\.([\w-]{1,60})\s*\{([^{}]{0,2000})\}")
_SILENT = {"style", "script", "head", "title", "template"}
_CELLS = {"td", "th"}
_HTTP = re.compile(r"https?://[^\s<>\"')\]]+")
_SHORT = 150  # signs: a line that may be a heading
_FEWER_WORDS = 0.8  # a text part with fewer of the words than that is only an extract of the page


def read_mail(content: bytes, pdf_lines: Callable[[bytes], list[TextLine]]) -> LetterDocument:
    """The mail as a document; PDFs and mails attached to it are documents of their own."""
    return message_document(email.message_from_bytes(content, policy=email.policy.default), pdf_lines)


def message_document(message: EmailMessage, pdf_lines: Callable[[bytes], list[TextLine]]) -> LetterDocument:
    """The same of a message that is taken apart already."""
    return _document(message, pdf_lines, "", 0)


def _document(
    message: EmailMessage, pdf_lines: Callable[[bytes], list[TextLine]], name: str, depth: int
) -> LetterDocument:
    headers = {key: " ".join(str(message[key]).split()) for key in _HEADERS if message[key]}
    attachments: list[LetterDocument] = []
    unread: list[str] = []
    for part in list(message.iter_attachments())[:MOST_ATTACHMENTS] if message.is_multipart() else []:
        called = part.get_filename() or part.get_content_type()
        if part.get_content_type() == "message/rfc822" and depth < 2:
            attachments.append(_document(part.get_content(), pdf_lines, called, depth + 1))
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or b"%PDF-" not in data[:1024]:
            unread.append(called)
            continue
        try:
            attachments.append(LetterDocument(tuple(pdf_lines(data)), name=called))
        except Exception:  # noqa: BLE001 - whatever a damaged attachment does to the library, the mail is read
            unread.append(called)
    lines, other = _body(message)
    short = tuple(line.text for line in other if len(line.text) <= _SHORT)
    return LetterDocument(tuple(lines), headers, name, tuple(attachments), tuple(unread), short)


def _body(message: EmailMessage) -> tuple[list[TextLine], list[TextLine]]:
    """The lines of the form that says more, and those of the other one."""
    text = list(lines_of_text(_content(message, "plain")))
    page = list(html_lines(_content(message, "html")))
    if _words(text) >= _FEWER_WORDS * _words(page):
        return [replace(line, links=tuple(map(plain_address, _HTTP.findall(line.text)))) for line in text], page
    return page, text


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        content = part.get_content()
    except (LookupError, KeyError, ValueError):  # an encoding nobody knows
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""
    return normalize("NFC", str(content)[:MOST_SIGNS]).replace("\r\n", "\n").replace("\xa0", " ").replace("\xad", "")


def _words(lines: list[TextLine]) -> int:
    return sum(len(_HTTP.sub("", line.text).split()) for line in lines)


def html_lines(text: str) -> Iterator[TextLine]:
    """The lines of an HTML page: a block each, a table's cells side by side, links with the words they stand under."""
    if not text.strip():
        return
    from lxml import html

    pieces: list[tuple[str, str]] = []
    root = html.document_fromstring(text)
    styles = " ".join(style.text or "" for style in root.iter("style"))
    bold = frozenset(name for name, rule in _RULE_OF_CLASS.findall(styles) if _BOLD.search(rule))
    _walk(root, pieces, False, bold)
    words, plain, links, gap = "", "", [], 1.0
    for kind, value in [*pieces, ("break", "")]:
        if kind in {"text", "bold"}:
            words += value.replace("\xad", "")
            plain += value if kind == "text" else ""
        elif kind == "cell":
            words += "\t"
        elif kind == "link":
            links.append(plain_address(value))
        else:
            cells = tuple(TextCell(" ".join(cell.split())) for cell in words.split("\t") if cell.strip())
            if cells or links:
                heading = bool(cells) and not plain.strip()  # nothing in it that isn't set in bold
                yield TextLine(cells or (TextCell(""),), 0, gap, heading, tuple(links))
                gap = 1.0
            else:
                gap += 0.5
            if value == "rule":
                yield TextLine((TextCell("-" * 20),), 0, 1.0)
            words, plain, links = "", "", []


def _walk(element: Any, pieces: list[tuple[str, str]], bold: bool, bold_classes: frozenset[str]) -> None:
    name = element.tag if isinstance(element.tag, str) else ""
    tail = ("bold" if bold else "text", element.tail or "")
    if not name or name in _SILENT:
        pieces.append(tail)
        return
    if name == "table" and (columns := _columns(element)):
        for cell in columns:
            pieces.append(("break", ""))
            _walk(cell, pieces, bold, bold_classes)
        pieces.extend([("break", ""), tail])
        return
    if name in _BLOCKS:
        pieces.append(("break", "rule" if name == "hr" else ""))
    if name in _CELLS:
        pieces.append(("cell", ""))
    card = name == "a" and any(child.tag in _BLOCKS for child in element.iterdescendants())
    if name == "a" and not card and str(element.get("href", "")).startswith(("http://", "https://")):
        pieces.append(("link", element.get("href")))
    by_class = not bold_classes.isdisjoint(element.get("class", "").split())
    bold = bold or by_class or name in _HEADINGS or _BOLD.search(element.get("style", "")) is not None
    pieces.append(("bold" if bold else "text", element.text or ""))
    for child in element:
        _walk(child, pieces, bold, bold_classes)
    if card and str(element.get("href", "")).startswith(("http://", "https://")):
        pieces.extend([("break", ""), ("link", element.get("href")), ("break", "")])
    if name in _BLOCKS and name != "br":
        pieces.append(("break", ""))
    pieces.append(tail)


def _columns(table: Any) -> list[Any]:
    """The cells of a table of cards, column by column: cards side by side, each cut over the rows; else nothing.

    Such a table has a row of buttons: every cell of it is a link.
    """
    rows = [row.xpath("./td | ./th") for row in table.xpath("./tr | ./tbody/tr")]
    width = max((len(row) for row in rows), default=0)
    begin: int | None = None
    cells: list[Any] = []
    if width < 2 or len(rows) < 2 or table.xpath(".//table"):
        return []
    buttons = [number for number, row in enumerate(rows) if len(row) > 1 and all(cell.xpath(".//a") for cell in row)]
    if not buttons or any(len(row) not in {1, len(rows[buttons[0]])} for row in rows):
        return []
    for number, row in enumerate(rows):
        if len(row) == 1:
            cells.extend(row)
            begin = None
            continue
        begin = number if begin is None else begin
        if number in buttons or number + 1 == len(rows) or len(rows[number + 1]) == 1:
            part = rows[begin : number + 1]
            cells.extend(line[place] for place in range(len(row)) for line in part)
            begin = None
    return cells


def plain_address(address: str) -> str:
    """The address a link leads to in the end: without the counting one around it and the marks of a campaign.

    >>> plain_address("https://klick.brief.example/c/1?u=https%3A%2F%2Famt.example%2Faufruf%3Futm_source%3Dnl")
    'https://amt.example/aufruf'
    """
    parts = urlsplit(address)
    inner = next((value for values in parse_qs(parts.query).values() for value in values if _HTTP.match(value)), "")
    if inner:
        return plain_address(inner)
    kept = [pair for pair in parts.query.split("&") if pair and not re.match(r"(?:utm_|mtm_|pk_|fbclid|mc_)", pair)]
    return parts._replace(query="&".join(kept)).geturl().rstrip(".,;")
