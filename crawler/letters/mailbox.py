"""A mailbox over IMAP, read only: which letters of the last weeks are new, and their bytes. Nothing in it changes.

The folder is opened by EXAMINE and letters are fetched by BODY.PEEK: unread stays unread, however this ends.
"""

import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from imaplib import IMAP4
from socket import socket

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from crawler.letters.files.reader import MOST_BYTES
from grants_db.errors import InputError
from grants_db.messages import Message
from grants_db.outgoing import DIRECTLY, Outgoing
from grants_db.settings import Mailbox

#: letters that are read in one night; the others follow in the next
MOST_LETTERS = 200
TIMEOUT_SECONDS = 30
_ID = "BODY[HEADER.FIELDS (MESSAGE-ID)]"
_ASK_ID = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
_AT_ONCE = 200  # letters whose head lines are asked for in one command


def new_letters(
    box: Mailbox, known: Collection[str], today: date, *, outgoing: Outgoing = DIRECTLY
) -> Iterator[tuple[str, bytes]]:
    """(key, bytes) of each letter that is not known, the newest first; an empty content: too large to be read.

    Raises:
        InputError: not reachable, not let in, or no such folder.
    """
    try:
        with opened(box, outgoing) as server:
            validity = server.select_folder(box.folder, readonly=True).get(b"UIDVALIDITY", 0)
            yield from _unknown(server, known, today - timedelta(days=box.days), validity)
    except LoginError as error:
        raise InputError("Das Postfach {user} auf {host} lässt nicht ein: {why}.", **_where(box, error)) from error
    except (IMAPClientError, OSError) as error:
        raise InputError("Das Postfach {user} auf {host} ist nicht lesbar: {why}.", **_where(box, error)) from error


class _Tunnelled(IMAP4):
    """A session that goes out by the proxy, where there is one; encrypted from the first byte on with a context."""

    def __init__(self, box: Mailbox, way: Outgoing, context: ssl.SSLContext | None) -> None:
        self._way, self._context = way, context
        super().__init__(box.host, box.port, timeout=TIMEOUT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket:
        plain = self._way.connect(self.host, self.port, timeout or TIMEOUT_SECONDS)
        return plain if self._context is None else self._context.wrap_socket(plain, server_hostname=self.host)


class _Client(IMAPClient):  # type: ignore[misc]  # it ships no types
    """The library's client on a session of ours."""

    def __init__(self, box: Mailbox, outgoing: Outgoing) -> None:
        self._box, self._outgoing = box, outgoing
        super().__init__(box.host, box.port, ssl=False, timeout=TIMEOUT_SECONDS)

    def _create_IMAP4(self) -> IMAP4:  # noqa: N802 - the library's name
        way = self._outgoing if self._box.via_proxy else DIRECTLY
        return _Tunnelled(self._box, way, self._outgoing.tls_context() if self._box.tls == "tls" else None)


@contextmanager
def opened(box: Mailbox, outgoing: Outgoing = DIRECTLY) -> Iterator[IMAPClient]:
    """The mailbox, let in as the settings say; no folder is open yet.

    Raises:
        IMAPClientError, OSError: not reachable, not trusted, or not let in.
        UsageError: the file of the house's certificates can't be used.
    """
    with _Client(box, outgoing) as server:
        if box.tls == "starttls":
            server.starttls(outgoing.tls_context())
        if box.user:
            server.login(box.user, box.password)
        yield server


def _unknown(server: IMAPClient, known: Collection[str], since: date, validity: int) -> Iterator[tuple[str, bytes]]:
    numbers = sorted(server.search(["SINCE", since]), reverse=True)
    taken = 0
    for start in range(0, len(numbers), _AT_ONCE):
        heads = server.fetch(numbers[start : start + _AT_ONCE], [_ASK_ID, "RFC822.SIZE"])
        for number in sorted(heads, reverse=True):
            key = _key(heads[number].get(_ID.encode(), b"")) or f"{validity}/{number}"
            if key in known:
                continue
            if taken == MOST_LETTERS:
                return
            taken += 1
            if heads[number][b"RFC822.SIZE"] > MOST_BYTES:
                yield key, b""
            else:
                yield key, server.fetch([number], ["BODY.PEEK[]"])[number][b"BODY[]"]


def _key(head: bytes) -> str:
    _name, _colon, value = head.decode("ascii", errors="replace").partition(":")
    return " ".join(value.split())[:200]


def _where(box: Mailbox, error: Exception) -> dict[str, str | Message]:
    return {"user": box.user, "host": box.host, "why": str(error) or type(error).__name__}
