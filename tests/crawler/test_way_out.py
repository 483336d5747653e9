"""The way out of the house: sources and their robots.txt by its proxy, believed by its own certificates."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from crawler.runs.crawl import run_sources, watch_page
from grants_db.errors import UsageError
from grants_db.outgoing import Outgoing
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import Level
from tests import forked
from tests.crawler.watched_site import a_page
from tests.loopback_proxy import proxy_to
from tests.loopback_tls import certificate_for, tls_before

HOST = "www.lindenplatz-stiftung.de"
PAGE = f"https://{HOST}/aufruf"
NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
TEXT = a_page("Brückenfonds", "<p>Antragsfrist: 31. März 2027. Die Förderung beträgt höchstens 5.000 Euro.</p>")


@contextmanager
def funder(robots: str = "User-agent: *\nAllow: /\n") -> Iterator[tuple[int, list[str]]]:
    """A funder's server without TLS; its port and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = (robots if self.path == "/robots.txt" else TEXT).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield int(server.server_address[1]), asked
        server.shutdown()
        thread.join()


def watch_and_report(address: str, proxy: str, ca_file: str) -> None:
    """Watch the funder's page by this way and print how it went."""
    engine = open_database(address)
    with writing(engine) as session:
        source = watch_page(session, PAGE, title="", funder="Stiftung Lindenplatz", level=Level.FOUNDATION, now=NOW)
        name = source.name
    results = run_sources(
        engine,
        [name],
        via=None,
        contact="foerdermittel@stadt.example",
        now=lambda: NOW,
        today=date(2026, 11, 24),
        outgoing=Outgoing(proxy, Path(ca_file) if ca_file else None),
    )
    print(json.dumps([result.as_json() for result in results]))


def watched(tmp_path: Path, proxy: str, ca_file: Path | str) -> dict[str, object]:
    done: CompletedProcess[str] = forked.run(
        watch_and_report, f"sqlite:///{tmp_path / 'akquise.db'}", proxy, str(ca_file)
    )
    assert done.returncode == 0, done.stderr
    (result,) = json.loads(done.stdout)
    assert isinstance(result, dict)
    return result


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The certificate of the funder's server, which only this house trusts."""
    return certificate_for(HOST, tmp_path)[0]


def test_a_source_and_its_robots_txt_are_asked_by_the_proxy(house: Path, tmp_path: Path) -> None:
    with (
        funder() as (port, asked),
        tls_before(port, (house, house.with_name("key.pem"))) as tls,
        proxy_to({HOST: tls}, known="akquise:ge heim") as proxy,
    ):
        named = proxy.url.replace("http://", "http://akquise:ge%20heim@")
        result = watched(tmp_path, named, house)
    assert (result["outcome"], result["new"]) == ("ok", 1)
    assert asked == ["/robots.txt", "/aufruf"]
    assert set(proxy.asked) == {f"CONNECT {HOST}:443 HTTP/1.1"}


def test_robots_txt_is_obeyed_behind_the_proxy(house: Path, tmp_path: Path) -> None:
    with (
        funder("User-agent: akquise\nDisallow: /\n") as (port, asked),
        tls_before(port, (house, house.with_name("key.pem"))) as tls,
        proxy_to({HOST: tls}) as proxy,
    ):
        result = watched(tmp_path, proxy.url, house)
    assert (result["outcome"], asked) == ("blocked", ["/robots.txt"])


def test_a_certificate_that_the_house_does_not_know_is_refused_and_said(house: Path, tmp_path: Path) -> None:
    with (
        funder() as (port, asked),
        tls_before(port, (house, house.with_name("key.pem"))) as tls,
        proxy_to({HOST: tls}) as proxy,
    ):
        result = watched(tmp_path, proxy.url, "")
    assert (result["outcome"], asked) == ("failed", [])
    assert "Zertifikat" in str(result["errors"])


@pytest.mark.parametrize(("known", "status"), [("", "403"), ("jemand:anders", "407")])
def test_a_proxy_that_lets_nobody_through_is_said(house: Path, tmp_path: Path, known: str, status: str) -> None:
    with proxy_to({}, known=known) as proxy:
        result = watched(tmp_path, proxy.url, house)
    assert result["outcome"] == "failed"
    assert "Proxy" in str(result["errors"])
    assert status in str(result["errors"])


@pytest.mark.parametrize("content", [None, "", "kein Zertifikat"])
def test_a_file_without_certificates_is_said_before_anybody_is_asked(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    engine = open_database(f"sqlite:///{tmp_path / 'akquise.db'}")
    with pytest.raises(UsageError, match=r"ca\.pem.*PEM"):
        run_sources(
            engine,
            [],
            via=None,
            contact="foerdermittel@stadt.example",
            now=lambda: NOW,
            today=NOW.date(),
            outgoing=Outgoing(ca_file=file),
        )
