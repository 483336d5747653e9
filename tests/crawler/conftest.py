"""A mirror of a handful of pages, and the program asking it in a process of its own."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from grants_db.storage.database import open_database
from tests.forked import akquise

#: pages by address without the scheme, query included: content type and body; type "redirect": where to
Pages = dict[str, tuple[str, bytes]]
#: asks one source; gives the last run's result
Crawl = Callable[[str], dict[str, Any]]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages: Pages = self.server.pages  # type: ignore[attr-defined]  # put there by the fixture
        kind, body = pages.get(self.path.lstrip("/"), ("", b""))
        self.send_response(302 if kind == "redirect" else 200 if kind else 404)
        if kind == "redirect":
            self.send_header("Location", body.decode())
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Not into the test's output."""


@pytest.fixture
def pages() -> Pages:
    """What the mirror holds; a test fills it, and changes it between two nights."""
    return {}


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The address of the database that is crawled into."""
    address = f"sqlite:///{tmp_path / 'crawled.db'}"
    open_database(address).dispose()
    return address


@pytest.fixture
def crawl(pages: Pages, database: str) -> Iterator[Crawl]:
    """`akquise crawl run` against the mirror."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.pages = pages  # type: ignore[attr-defined]  # read by the handler
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()

    def ask(source: str) -> dict[str, Any]:
        mirror = f"http://127.0.0.1:{server.server_port}"
        done = akquise("--database", database, "crawl", "run", source, "--json", "--via", mirror)
        assert done.returncode in (0, 1), done.stderr
        result: dict[str, Any] = json.loads(done.stdout)["sources"][0]
        return result

    yield ask
    server.shutdown()
    thread.join()
    server.server_close()
