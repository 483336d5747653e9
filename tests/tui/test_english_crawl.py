"""A crawl speaks English from its first line to its last, also about what failed."""

import json
import re
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from threading import Thread
from typing import ClassVar

import pytest

from tests import forked

pytestmark = pytest.mark.slow

#: signs and words that English has not; what a source is called is data
GERMAN = re.compile(r"[äöüßÄÖÜ„]|\b(?:der|die|das|nicht|ist|und|wird|wurde|kein|keine|Seite|Antwort|Quelle|Lauf)\b")


class Portals(BaseHTTPRequestHandler):
    """A mirror on which every source goes wrong in its own way."""

    ANSWERS: ClassVar[dict[str, tuple[int, bytes]]] = {
        "www.foerderdatenbank.de": (200, b"no archive"),
        "api.tech.ec.europa.eu": (403, b"no"),
        "foerderdatenbank.d-s-e-e.de": (500, b"no"),
    }

    def do_GET(self) -> None:
        """What the host answers; 404 for hosts that the mirror does not hold."""
        host, _, path = self.path.lstrip("/").partition("/")
        status, body = (404, b"") if path == "robots.txt" else self.ANSWERS.get(host, (404, b""))
        self.send_response(status)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """A search is asked by POST."""
        self.do_GET()

    def log_message(self, *_args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def mirror() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portals)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def akquise(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return forked.akquise("--database", f"sqlite:///{folder / 'akquise.db'}", "--lang", "en", *arguments)


def test_what_failed_is_said_in_english_while_it_runs_at_its_end_and_for_scripts(
    mirror: str, empty_file: Path, tmp_path: Path
) -> None:
    shutil.copyfile(empty_file, tmp_path / "akquise.db")
    ran = akquise(tmp_path, "crawl", "run", "--via", mirror)
    assert ran.returncode == 1
    said = ran.stdout + ran.stderr
    assert GERMAN.findall(said) == []
    for sentence in (
        "foerderdatenbank: failed. Something else comes instead of the ZIP archive.",
        "eu_funding_tenders: turned away. The server turns us away (HTTP 403).",
        "dsee: failed. The server answers with HTTP 500.",
    ):
        assert sentence in ran.stdout
        assert sentence in ran.stderr
    checked = akquise(tmp_path, "source", "check")
    assert "The server turns us away (HTTP 403)." in checked.stdout
    assert GERMAN.findall(checked.stdout + checked.stderr) == []
    for command in (("crawl", "run", "dsee", "--via", mirror), ("source", "check")):
        told = json.loads(akquise(tmp_path, *command, "--json").stdout)
        rows = told["sources"] if isinstance(told, dict) else told
        assert all(not GERMAN.search(error["message"]) for row in rows for error in row["errors"])
        assert any(row["errors"] for row in rows)
