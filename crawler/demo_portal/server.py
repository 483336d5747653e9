"""Serves the practice portal on loopback: a page of https://HOST/PATH?QUERY answers at URL/HOST/PATH?QUERY."""

import email
import hashlib
import json
import threading
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.demo_portal import dsee, fdb, sedia, watched
from crawler.demo_portal.content import Content, load

EXPORT_ADDRESS = "www.foerderdatenbank.de/FDB/WS/export"
SEARCH_ADDRESS = "api.tech.ec.europa.eu/search-api/prod/rest/search"
_ALL_ALLOWED = "User-agent: *\nDisallow: /admin/\n"


@dataclass(frozen=True)
class DemoAnswer:
    """What is sent: a status, a body and its content type."""

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class DemoRequest:
    """One request that came in: address without the loopback part, and how it was answered."""

    method: str
    address: str
    status: int


class PracticePortal:
    """The portal, serving in a thread of its own while the `with` block lasts.

    `night=2` shows the same portal a night later. `url` is the mirror's address for `--via`, `asked` what came in.
    """

    def __init__(self, port: int = 0, night: int = 1) -> None:
        self.show(night)
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="practice", daemon=True)
        self._lock = threading.Lock()
        self.asked: list[DemoRequest] = []

    def show(self, night: int) -> None:
        """Show what there is on this night, from the next request on."""
        content = load(night)
        self._pages, self._index = _pages(content), sedia.results(content.calls)

    @property
    def url(self) -> str:
        """The address of the mirror, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, method: str, path: str, headers: Message, body: bytes) -> DemoAnswer:
        """What the portal says to one request."""
        parts = urlsplit(path)
        address = unquote(parts.path).lstrip("/")
        if address == SEARCH_ADDRESS:
            found = self._search(method, parse_qs(parts.query), headers, body)
        elif method == "POST":
            found = DemoAnswer(405)
        else:
            found = self._pages.get(address) or self._pages.get(address.rstrip("/")) or DemoAnswer(404, b"404")
        with self._lock:
            if found.status == 200 and headers.get("If-None-Match") == tag(found):
                found = DemoAnswer(304, b"", found.content_type)
            self.asked.append(DemoRequest(method, address, found.status))
        return found

    def _search(self, method: str, query: dict[str, list[str]], headers: Message, body: bytes) -> DemoAnswer:
        if method != "POST":
            return DemoAnswer(405)
        if query.get("apiKey") != ["SEDIA"]:
            return DemoAnswer(403)
        parts = _json_parts(headers.get("Content-Type", ""), body)
        if parts is None:
            return DemoAnswer(500, b'{"status":500}', "application/json")
        with self._lock:
            swap = len(self.asked)
        answer = sedia.search(
            self._index,
            query=parts.get("query") or {},
            languages=parts.get("languages"),
            text=query.get("text", ["***"])[0],
            size=_number(query.get("pageSize"), 10),
            number=_number(query.get("pageNumber"), 1),
            is_sorted="sort" in parts,
            swap=swap,
        )
        return DemoAnswer(200, json.dumps(answer, ensure_ascii=False).encode(), "application/json")


def tag(answer: DemoAnswer) -> str:
    """The ETag of a body: the same text has the same tag, also after a restart."""
    return f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'


def _pages(content: Content) -> dict[str, DemoAnswer]:
    """Every page that is not searched for, by HOST/PATH."""
    html = {
        f"foerderdatenbank.d-s-e-e.de/{path}".rstrip("/"): text
        for path, text in dsee.pages(content.foundation_programmes, content.contacts).items()
    }
    html |= {page.url.removeprefix("https://"): watched.page(page) for page in content.pages}
    hosts = {address.partition("/")[0] for address in html}
    html |= {f"{host}/robots.txt": _ALL_ALLOWED for host in hosts if f"{host}/robots.txt" not in html}
    html["www.foerderdatenbank.de/robots.txt"] = "User-agent: *\nCrawl-delay: 30\nDisallow: /FDB/SiteGlobals/\n"
    answers = {
        address: DemoAnswer(
            200, text.encode(), f"text/{'plain' if address.endswith('robots.txt') else 'html'}; charset=utf-8"
        )
        for address, text in html.items()
    }
    answers[EXPORT_ADDRESS] = DemoAnswer(200, fdb.export_zip(content), "application/zip")
    return answers


def _json_parts(content_type: str, body: bytes) -> dict[str, Any] | None:
    """The parts of a multipart body, None where one is not JSON: the real search answers 500 then."""
    if "multipart" not in content_type:
        return {}
    message = email.message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    parts: dict[str, Any] = {}
    for part in message.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if part.get_content_type() != "application/json" or not isinstance(payload, bytes):
            return None
        try:
            parts[str(part.get_param("name", header="Content-Disposition"))] = json.loads(payload)
        except ValueError:
            return None
    return parts


def _number(values: list[str] | None, otherwise: int) -> int:
    return int(values[0]) if values and values[0].isdecimal() else otherwise


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], portal: PracticePortal) -> None:
        self.portal = portal
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A crawler that hangs up is no event."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30  # a connection kept open by a crawler that has gone shall not keep its thread
    server: _Server

    def do_GET(self) -> None:
        self._respond()

    def do_HEAD(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def log_message(self, *_: Any) -> None:
        """Quiet: what was asked stands in `PracticePortal.asked`."""

    def _respond(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        body = self.rfile.read(int(length)) if length.isdecimal() else b""
        answer = self.server.portal.answer(self.command, self.path, self.headers, body)
        self.send_response(answer.status)
        if answer.status in (200, 304) and self.command != "POST":
            self.send_header("ETag", self.headers["If-None-Match"] if answer.status == 304 else tag(answer))
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
