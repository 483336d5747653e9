"""One night against servers that misbehave, each in its own way: every run is honest, and none spoils another."""

import gzip
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.runs.crawl import watch_page
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import Level
from tests.crawler import nights

#: one crawl for all of them
pytestmark = pytest.mark.xdist_group("test_odd_portals")

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PAGE = (
    "<html><head><title>Förderung</title></head><body><main><h1>Kleine Förderung</h1><p>Unsere erfundene Stiftung "
    "fördert Begegnungen in der Nachbarschaft mit bis zu 2.000 Euro. Anträge sind bis zum 31. März 2027 möglich. "
    "Antragsberechtigt sind gemeinnützige Vereine aus ganz Deutschland.</p></main></body></html>"
).encode()
CAPTCHA = b"<html><head><title>Captcha Page</title></head><body>Please verify that you are human</body></html>"
TITLELESS = b"<html><body><div></div></body></html>"


@dataclass
class Answer:
    """What an odd server sends."""

    body: bytes = PAGE
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None


@dataclass
class OddServer:
    """Answers by host; `tries` counts what came in for each address."""

    by_host: dict[str, Callable[[int, str], Answer]]
    tries: Counter[str] = field(default_factory=Counter)

    def answer(self, address: str) -> Answer:
        """The answer to one more request for an address."""
        self.tries[address] += 1
        host, _, path = address.partition("/")
        if path == "robots.txt":
            rules = self.by_host.get(f"{host}/robots.txt")
            return rules(self.tries[address], path) if rules else Answer(status=404)
        return self.by_host[host](self.tries[address], path)


#: the odd hosts: what they send at a request's nth try, and what becomes of the source
ODD: dict[str, tuple[Callable[[int, str], Answer], str, str]] = {
    "fine.example": (lambda _n, _p: Answer(), "ok", ""),
    "tired.example": (lambda n, _p: Answer(b"", 503) if n < 6 else Answer(), "ok", ""),
    "busy.example": (lambda n, _p: Answer(b"", 429, {"Retry-After": "1"}) if n < 3 else Answer(), "ok", ""),
    "flaky.example": (lambda n, _p: Answer(cut_after=50) if n < 3 else Answer(), "ok", ""),
    "dead.example": (lambda _n, _p: Answer(b"", 500), "failed", "HTTP 500"),
    "empty.example": (lambda _n, _p: Answer(b""), "failed", "leer"),
    "captcha.example": (lambda _n, _p: Answer(CAPTCHA), "blocked", "Mensch"),
    "closed.example": (lambda _n, _p: Answer(b"no", 403), "blocked", "403"),
    "away.example": (lambda _n, _p: Answer(b"", 404), "not_on_mirror", ""),
    "large.example": (lambda _n, _p: Answer(b"<p>x</p>" * 4_000_000), "failed", "größer als 8 MB"),
    "bomb.example": (
        lambda _n, _p: Answer(gzip.compress(b"\0" * 90_000_000), headers={"Content-Encoding": "gzip"}),
        "failed",
        "größer als 8 MB",
    ),
    "loop.example": (lambda _n, p: Answer(b"", 302, {"Location": f"/{p}"}), "failed", "endlos"),
    "inside.example": (
        lambda _n, _p: Answer(b"", 302, {"Location": "http://127.0.0.1:1/inside"}),
        "failed",
        "öffentlichen Netz",
    ),
    "name.example": (lambda _n, _p: Answer(b"", 302, {"Location": "http://localhost/"}), "failed", "öffentlichen Netz"),
    "sold.example": (
        lambda _n, _p: Answer(b"", 301, {"Location": "https://fine.example/page"}),
        "failed",
        "andere Website",
    ),
    "moved.example": (
        lambda _n, p: Answer() if p == "new" else Answer(b"", 301, {"Location": "https://www.moved.example/new"}),
        "ok",
        "",
    ),
    "file.example": (lambda _n, _p: Answer(b"", 302, {"Location": "file:///etc/passwd"}), "failed", "HTTP 302"),
    "blank.example": (lambda _n, _p: Answer(TITLELESS), "failed", "Haupttext"),
    "binary.example": (
        lambda _n, _p: Answer(bytes(range(256)) * 50, headers={"Content-Type": "image/png"}),
        "failed",
        "etwas anderes",
    ),
    "attributes.example": (
        lambda _n, _p: Answer(b"<p " + b"a=1 " * 200_000 + b">" + PAGE),
        "failed",
        "ungewöhnlich",
    ),
    "norobots.example": (lambda _n, _p: Answer(), "blocked", "robots.txt"),
    "brokenrobots.example": (lambda _n, _p: Answer(), "failed", "robots.txt"),
}


@dataclass
class Night:
    """How the night went."""

    results: dict[str, dict[str, Any]]
    tries: Counter[str]
    megabytes: int
    narration: str


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """One crawl of all odd hosts, each a watched page."""
    by_host = {host: answer for host, (answer, _, _) in ODD.items()}
    by_host["www.moved.example"] = by_host["moved.example"]
    by_host["norobots.example/robots.txt"] = lambda _n, _p: Answer(b"User-agent: *\nDisallow: /\n")
    by_host["brokenrobots.example/robots.txt"] = lambda _n, _p: Answer(b"", 500)
    server = OddServer(by_host)
    database = f"sqlite:///{tmp_path_factory.mktemp('odd') / 'akquise.db'}"
    with writing(open_database(database)) as session:
        names = {
            host: watch_page(
                session, f"https://{host}/page", title=host, funder="Niemand", level=Level.FOUNDATION, now=NOW
            ).name
            for host in ODD
        }
    with _serving(server) as url:
        results, megabytes, narration = nights.crawl_night(database, url, list(names.values()))
    by_name = {result["source"]: result for result in results}
    return Night({host: by_name[name] for host, name in names.items()}, server.tries, megabytes, narration)


class _serving:  # noqa: N801 - reads as a verb
    def __init__(self, odd: OddServer) -> None:
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with lock:
                    answer = odd.answer(self.path.lstrip("/"))
                self.send_response(answer.status)
                for name, value in ({"Content-Type": "text/html; charset=utf-8"} | answer.headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body[: answer.cut_after])

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """A crawler that hangs up is no event."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.mark.parametrize("host", ODD)
def test_a_run_says_honestly_how_it_ended_and_why(night: Night, host: str) -> None:
    _, outcome, why = ODD[host]
    result = night.results[host]
    assert result["outcome"] == outcome
    assert result["opportunities"] == (1 if outcome == "ok" else 0)
    assert why in " ".join(error["message"] for error in result["errors"])


def test_faults_that_pass_are_asked_again_five_times_others_not(night: Night) -> None:
    assert night.tries["tired.example/page"] == 6
    assert night.tries["captcha.example/page"] == 1
    assert night.tries["closed.example/page"] == 1


def test_no_page_is_asked_that_robots_txt_forbids_or_that_has_unreadable_rules(night: Night) -> None:
    assert night.tries["norobots.example/page"] == 0
    assert night.tries["brokenrobots.example/page"] == 0


def test_nothing_inside_the_network_is_visited(night: Night) -> None:
    assert not [address for address in night.tries if "127.0.0.1" in address or "localhost" in address]


def test_memory_stays_small_whatever_is_sent(night: Night) -> None:
    assert night.megabytes < 500


def test_no_traceback_reaches_a_person(night: Night) -> None:
    assert night.narration == ""


LISTED = [f"programme-{number}" for number in range(20)]


def _list_page(names: list[str]) -> bytes:
    links = "".join(f'<li><a href="/foerderprogramme/{name}">{name}</a></li>' for name in names)
    return f"<html><body><main><ul>{links}</ul><p>Seite 1 von 1</p></main></body></html>".encode()


def _entry(name: str) -> bytes:
    return (
        f"<html><body><main><article><div><div><header><h1>{name}</h1></header><div><div><p>Ein erfundenes Programm, "
        "das Nachbarschaften hilft.</p></div></div></div><aside><div><div><div>Regionen:</div><div>Bundesweit</div>"
        "</div></div></aside></div></article></main></body></html>"
    ).encode()


def _dsee_night(database: str, answer: Callable[[int, str], Answer], robots: bytes = b"") -> tuple[Any, Counter[str]]:
    host = "foerderdatenbank.d-s-e-e.de"
    server = OddServer({host: answer, f"{host}/robots.txt": lambda _n, _p: Answer(robots)})
    with _serving(server) as url:
        results, _, _ = nights.crawl_night(database, url, ["dsee"])
    return results[0], server.tries


def test_robots_txt_holds_for_all_pages_that_are_asked_at_once(tmp_path: Path) -> None:
    rules = b"User-agent: *\n" + b"".join(f"Disallow: /foerderprogramme/{name}\n".encode() for name in LISTED[10:])
    result, tries = _dsee_night(
        f"sqlite:///{tmp_path / 'a.db'}",
        lambda _n, path: Answer(_list_page(LISTED) if not path else _entry(path.rpartition("/")[2])),
        rules,
    )
    assert result["outcome"] == "ok"
    assert result["opportunities"] == 10
    assert not [address for address in tries if address.rpartition("/")[2] in LISTED[10:]]


@pytest.mark.slow
def test_a_page_that_fails_retires_nothing_and_one_that_is_gone_from_the_list_is_retired(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'a.db'}"

    def portal(names: list[str], broken: str | None = None) -> Callable[[int, str], Answer]:
        def answer(_try: int, path: str) -> Answer:
            name = path.rpartition("/")[2]
            return Answer(b"", 404) if name == broken else Answer(_entry(name) if path else _list_page(names))

        return answer

    first, _ = _dsee_night(database, portal(LISTED))
    broken, _ = _dsee_night(database, portal(LISTED[1:], broken=LISTED[5]))
    complete, _ = _dsee_night(database, portal(LISTED[1:]))
    assert (first["outcome"], first["new"], first["errors"]) == ("ok", 20, [])
    assert (broken["outcome"], broken["retired"]) == ("partial", 0)
    assert [error["url"].rpartition("/")[2] for error in broken["errors"]] == [LISTED[5]]
    assert (complete["outcome"], complete["retired"]) == ("ok", 1)
