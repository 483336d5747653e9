"""A watched page that the mirror lacks night after night costs two questions; as soon as it is there it is read."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlmodel import col, select

from crawler.mirror import Mirror
from crawler.runs.crawl import watch_page
from crawler.runs.mirror_probe import absent_pages
from grants_db.models.source import CrawlRun
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import Level, RunOutcome
from tests.crawler.nights import crawl_night
from tests.crawler.watched_site import PAGES

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HERE, LATER = "tabelle.example/a", "kasten.example/a"


@contextmanager
def serving(pages: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """A mirror with these pages and no robots.txt: its address, and what it is asked for."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path.lstrip("/"))
            body = pages.get(self.path.lstrip("/"), "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def outcomes(address: str, name: str) -> list[RunOutcome | None]:
    engine = open_database(address)
    with reading(engine) as session:
        runs = session.exec(select(CrawlRun).where(CrawlRun.source_name == name).order_by(col(CrawlRun.id))).all()
    engine.dispose()
    assert all(run.finished_at is not None for run in runs)
    return [run.outcome for run in runs]


def test_a_page_that_comes_to_the_mirror_is_read_then(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'akquise.db'}"
    engine = open_database(address)
    with writing(engine) as session:
        names = [
            watch_page(session, f"https://{page}", title=page, funder="Stiftung", level=Level.FOUNDATION, now=NOW).name
            for page in (HERE, LATER)
        ]
    engine.dispose()
    pages = {HERE: PAGES[HERE]}
    with serving(pages) as (via, asked):
        crawl_night(address, via, names)
        asked.clear()
        crawl_night(address, via, names)
        assert sorted(path for path in asked if LATER.partition("/")[0] in path) == [LATER, "kasten.example/robots.txt"]
        both = [f"https://{HERE}", f"https://{LATER}"]
        assert list(absent_pages(Mirror.at(via), both, "akquise")) == [f"https://{LATER}"]
        pages[LATER] = PAGES[LATER]
        results, _, _ = crawl_night(address, via, names)
    assert [result["outcome"] for result in results] == ["ok", "ok"]
    assert outcomes(address, names[1]) == [RunOutcome.NOT_ON_MIRROR, RunOutcome.NOT_ON_MIRROR, RunOutcome.OK]
    assert outcomes(address, names[0]) == [RunOutcome.OK] * 3


@pytest.mark.parametrize("via", ["http://127.0.0.1:9", "https://127.0.0.1:9", "http://mirror.example"])
def test_a_mirror_that_does_not_answer_lacks_nothing(via: str) -> None:
    assert list(absent_pages(Mirror.at(via), ["https://stiftung.example/a"], "akquise")) == []
