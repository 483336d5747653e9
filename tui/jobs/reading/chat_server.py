"""Asks a server of the city's own that speaks the usual chat-completions protocol; what it answers is a text like any.

Nothing follows a redirect, so that neither texts nor the key go anywhere else; an answer that is too long, too late or
no answer is said in a sentence.
"""

import json
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from grants_db.errors import InputError
from grants_db.outgoing import DIRECTLY, Outgoing
from grants_db.reader_server import ReaderServer

#: bytes of an answer
LARGEST = 256_000
#: bytes read at once
PIECE = 16_384
#: signs that an answer may have, as the server counts them
TOKENS = 300


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """To nowhere."""
        return


class ChatServer:
    """The reader that the settings name.

    Args:
        settings: with an address.
        outgoing: the house's proxy and certificates.
    """

    def __init__(self, settings: ReaderServer, outgoing: Outgoing = DIRECTLY) -> None:
        self._settings = settings
        self.name = settings.model
        proxies = {"https": outgoing.proxy} if settings.via_proxy and outgoing.proxy else {}
        tls = HTTPSHandler(context=outgoing.tls_context())
        self._opener: OpenerDirector = build_opener(_NoRedirect, ProxyHandler(proxies), tls)

    def answer(self, task: str, texts: str) -> str:
        """The answer as text.

        Raises:
            InputError: there was none that can be used.
        """
        messages = [{"role": "system", "content": task}, {"role": "user", "content": texts}]
        asked = {"model": self._settings.model, "messages": messages, "temperature": 0, "max_tokens": TOKENS}
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._settings.key:
            headers["Authorization"] = f"Bearer {self._settings.key}"
        address = f"{self._settings.url.rstrip('/')}/chat/completions"
        body = json.dumps(asked).encode()
        request = Request(address, body, headers)  # noqa: S310 - the settings take http and https only
        try:
            with self._opener.open(request, timeout=self._settings.timeout) as response:
                said = self._read(response)
        except HTTPError as error:
            with error:
                raise InputError(
                    "Der Leser unter {url} hat mit {status} geantwortet; es wurde nichts gelesen.",
                    url=self._settings.url,
                    status=error.code,
                ) from error
        except (OSError, HTTPException, ValueError) as error:
            raise InputError(
                "Der Leser unter {url} ist nicht erreichbar oder antwortet zu spät. Läuft der Server?",
                url=self._settings.url,
            ) from error
        return self._content(said)

    def _read(self, response: HTTPResponse) -> bytes:
        """All of an answer, within the time and the size that one may have."""
        until, said = monotonic() + self._settings.timeout, b""
        while len(said) < LARGEST and (piece := response.read1(PIECE)):
            said += piece
            if monotonic() > until:
                raise TimeoutError("the answer takes too long")
        return said[:LARGEST]

    def _content(self, body: bytes) -> str:
        try:  # what is too long was cut off, and is no JSON any more
            said = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
            raise InputError(
                "Der Leser unter {url} antwortet nicht so, wie das Protokoll es will.", url=self._settings.url
            ) from error
        return said if isinstance(said, str) else ""
