"""An Outlook message (.msg) as the mail it was: its headers, its text, what is attached.

A .msg file is a compound file; each property is a stream named after its number and type, as Microsoft's MS-OXMSG and
MS-OXPROPS say. Only what a letter needs is read. Runs in a process of its own (`reading_process`).
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import HeaderParser
from email.policy import default as modern
from email.utils import format_datetime, formataddr, parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import olefile

MOST_ATTACHMENTS = 20
MOST_DEPTH = 2  # a mail within a mail within a mail
_SUBJECT, _BODY, _HTML, _HEADERS, _MESSAGE_ID = "0037", "1000", "1013", "007D", "1035"
_SENDER_NAMES, _SENDER_ADDRESSES = ("0C1A", "0042"), ("5D01", "0C1F", "0065")
_SENT, _DELIVERED = 0x0039, 0x0E06
_CODE_PAGES = (0x3FDE, 0x3FFD)  # of the text as it came, of the message
_DATA, _LONG_NAME, _SHORT_NAME, _DISPLAY_NAME = "3701", "3707", "3704", "3001"
_TEXT, _TEXT_8BIT, _BYTES, _STORAGE = "001F", "001E", "0102", "000D"
_TIME, _LONG = 0x0040, 0x0003
_KEPT_HEADERS = ("list-unsubscribe", "list-id", "precedence", "reply-to", "date")
_WINDOWS_BEGINS = datetime(1601, 1, 1, tzinfo=UTC)  # instants count 100 ns from then
_LETTERS_ZONE = ZoneInfo("Europe/Berlin")  # the day a mail was sent is the day it was here
_TOP_HEADER, _INNER_HEADER = 32, 24  # bytes before the first property


def mail_of_outlook(content: bytes) -> EmailMessage:
    """The message in such a file.

    Raises:
        ValueError: a compound file that is no message: a Word document, a workbook.
    """
    with olefile.OleFileIO(content) as file:
        if not file.exists("__properties_version1.0"):
            raise ValueError("no Outlook message")
        return _Storage(file, ()).message(0)


class _Storage:
    """A message within a file: the file's own, or one that is attached to it."""

    def __init__(self, file: Any, path: tuple[str, ...]) -> None:
        self._file, self._path = file, path
        self._header = _INNER_HEADER if path else _TOP_HEADER
        self._code_page = next((page for name in _CODE_PAGES if (page := self._number(name))), 1252)

    def message(self, depth: int) -> EmailMessage:
        """The mail, with what is attached."""
        mail = EmailMessage(policy=modern)
        headers = HeaderParser().parsestr(self._text(_HEADERS))
        for name, value in (("Subject", self._text(_SUBJECT)), ("Message-ID", self._text(_MESSAGE_ID))):
            if value.strip():
                mail[name] = _one_line(value)
        sender = next((value for name in _SENDER_NAMES if (value := _one_line(self._text(name)))), "")
        address = next((value for name in _SENDER_ADDRESSES if "@" in (value := _one_line(self._text(name)))), "")
        if sender or address:
            mail["From"] = formataddr((sender, address)) if address else sender
        for name in _KEPT_HEADERS:
            if headers.get(name):
                mail[name] = _one_line(str(headers[name]))
        if not _is_date(mail.get("date", "")) and (sent := self._instant()):
            del mail["date"]
            mail["Date"] = format_datetime(sent)
        mail.set_content(self._text(_BODY))
        page = self._page()
        if page.strip():
            mail.add_alternative(page, subtype="html")
        for number, folder in enumerate(self._attachments()):
            if number < MOST_ATTACHMENTS:
                self._attach(mail, folder, depth)
        return mail

    def _attachments(self) -> Iterator[str]:
        names = {
            path[len(self._path)]
            for path in self._file.listdir()
            if path[: len(self._path)] == list(self._path) and len(path) > len(self._path)
        }
        yield from sorted(name for name in names if name.startswith("__attach_version1.0_"))

    def _attach(self, mail: EmailMessage, folder: str, depth: int) -> None:
        inside = _Storage(self._file, (*self._path, folder))
        inside._code_page = self._code_page
        called = next((name for key in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME) if (name := inside._text(key))), "")
        inner = (*self._path, folder, f"__substg1.0_{_DATA}{_STORAGE}")
        if self._file.exists([*inner, "__properties_version1.0"]):
            if depth < MOST_DEPTH:
                mail.add_attachment(_Storage(self._file, inner).message(depth + 1), filename=_one_line(called))
            return
        data = inside._bytes(_DATA)
        if data or called:
            mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=_one_line(called))

    def _page(self) -> str:
        as_text = self._text(_HTML)
        if as_text:
            return as_text
        return _decoded(self._bytes(_HTML), self._code_page)

    def _text(self, name: str) -> str:
        wide = self._stream(f"__substg1.0_{name}{_TEXT}")
        if wide is not None:
            return wide.decode("utf-16-le", errors="replace").rstrip("\0")
        narrow = self._stream(f"__substg1.0_{name}{_TEXT_8BIT}")
        return _decoded(narrow or b"", self._code_page).rstrip("\0")

    def _bytes(self, name: str) -> bytes:
        return self._stream(f"__substg1.0_{name}{_BYTES}") or b""

    def _stream(self, name: str) -> bytes | None:
        path = [*self._path, name]
        if not self._file.exists(path) or self._file.get_type(path) != olefile.STGTY_STREAM:
            return None
        with self._file.openstream(path) as stream:
            return bytes(stream.read())

    def _properties(self) -> Iterator[tuple[int, int, bytes]]:
        """(number, type, the value's eight bytes) of the properties that have room for theirs in the list itself."""
        listed = self._stream("__properties_version1.0") or b""
        for start in range(self._header, len(listed) - 15, 16):
            kind, number = struct.unpack_from("<HH", listed, start)
            yield number, kind, listed[start + 8 : start + 16]

    def _number(self, name: int) -> int:
        found = (value for number, kind, value in self._properties() if (number, kind) == (name, _LONG))
        return next((struct.unpack_from("<I", value)[0] for value in found), 0)

    def _instant(self) -> datetime | None:
        times = {number: value for number, kind, value in self._properties() if kind == _TIME}
        for name in (_SENT, _DELIVERED):
            if name in times:
                ticks = struct.unpack("<Q", times[name])[0]
                try:
                    return (_WINDOWS_BEGINS + timedelta(microseconds=ticks // 10)).astimezone(_LETTERS_ZONE)
                except OverflowError:
                    return None
        return None


def _is_date(words: str) -> bool:
    try:
        parsedate_to_datetime(words)
    except (TypeError, ValueError):
        return False
    return True


def _decoded(content: bytes, code_page: int) -> str:
    name = {65001: "utf-8", 20127: "ascii", 28591: "latin-1", 28605: "iso8859-15"}.get(code_page, f"cp{code_page}")
    try:
        return content.decode(name, errors="replace")
    except LookupError:
        return content.decode("cp1252", errors="replace")


def _one_line(words: str) -> str:
    return " ".join(words.replace("\0", " ").split())
