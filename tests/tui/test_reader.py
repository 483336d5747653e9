"""The optional reader, against a server on loopback with recorded and with hostile answers."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from grants_db.errors import InputError, UsageError
from grants_db.models.match import Decision, Match, StoredReading
from grants_db.models.opportunity import Opportunity
from grants_db.reader_server import ReaderServer
from grants_db.settings import load_settings
from grants_db.storage.database import reading, writing
from tui.cli import main
from tui.jobs.reading.chat_server import ChatServer

Run = Callable[..., tuple[int | str | None, str, str]]
#: an answer as such a server gave it, with all that stands around it
RECORDED = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "model": "klein-und-lokal",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": ""}}],
    "usage": {"prompt_tokens": 611, "completion_tokens": 72, "total_tokens": 683},
}


class Answering(ThreadingHTTPServer):
    """Gives `reply(texts)` as the content, or what `raw` says; remembers what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply: Callable[[str], str] = lambda _texts: ""
        self.raw: tuple[int, dict[str, str], bytes] | None = None
        self.asked: list[dict[str, object]] = []
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, **body})
        self.server.keys.append(self.headers["Authorization"])
        content = {**RECORDED, "choices": [{"message": {"content": self.server.reply(body["messages"][1]["content"])}}]}
        status, headers, said = self.server.raw or (200, {}, json.dumps(content).encode())
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def answering() -> Iterator[Answering]:
    server = Answering()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server() -> Iterator[Answering]:
    with answering() as found:
        yield found


@pytest.fixture
def run(
    city: Engine, server: Answering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command with the server as the reader; gives exit status, stdout and stderr."""
    folder = tmp_path / "config" / "akquise"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(
        f'[reader]\nurl = "{server.url}"\nmodel = "klein-und-lokal"\nkey = "geheim"\nprice = 2.0\n', encoding="utf-8"
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    url = city.url.render_as_string(hide_password=False)

    def call(*arguments: str) -> tuple[int | str | None, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", url, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return call


def graded(texts: str) -> str:
    """Grade 3 with the first words of the call as the evidence."""
    call = texts.split("Förderangebot\n", 1)[1].splitlines()[1]
    return json.dumps({"grade": 3, "sentence": "Bezahlt genau das.", "quote": call[:60]})


def test_what_it_costs_is_said_first_and_nothing_is_read_without_a_yes(run: Run, server: Answering) -> None:
    run("match", "run")
    status, out, err = run("match", "read", "2.1")
    assert (status or 0, server.asked) == (0, [])
    assert "Paare zu lesen" in out
    assert all(word in err for word in ("Token", "€", "min", server.url))
    told = json.loads(run("match", "read", "2.1", "--json")[1])
    assert told["cost"] == pytest.approx(told["tokens"] * 2e-6, abs=1e-4)


def test_what_was_read_counts_in_the_next_matching_and_is_not_read_twice(
    city: Engine, run: Run, server: Answering
) -> None:
    server.reply = graded
    run("match", "run")
    before = json.loads(run("match", "show", "2.1", "--json")[1])["matches"]
    status, out, _err = run("match", "read", "2.1", "--yes")
    assert (status or 0, "aufgehoben" in out) == (0, True)
    assert {one["path"] for one in server.asked} == {"/v1/chat/completions"}
    assert set(server.keys) == {"Bearer geheim"}
    asked = len(server.asked)
    assert "0 Paare zu lesen" in run("match", "read", "2.1", "--yes")[1]
    assert len(server.asked) == asked
    run("match", "run")
    after = json.loads(run("match", "show", "2.1", "--json")[1])["matches"]
    read = {each["opportunity"]: each for each in after}
    assert all(each["parts"]["reader"] > 0 for each in after)
    assert all(each["score"] == pytest.approx(sum(each["parts"].values())) for each in after)
    assert all(read[each["opportunity"]]["score"] > each["score"] for each in before if each["opportunity"] in read)
    with reading(city) as session:
        assert session.exec(select(Decision)).all() == []
        reasons = session.exec(select(Match.reasons).where(Match.opportunity_id == after[0]["opportunity"])).first()
    assert reasons is not None
    assert reasons[0]["template"].startswith("Leser {reader}: Note {grade} von 3")


def test_a_call_that_says_something_else_is_read_anew(city: Engine, run: Run, server: Answering) -> None:
    server.reply = graded
    run("match", "run")
    run("match", "read", "2.1", "--yes")
    count = len(server.asked)
    with writing(city) as session:
        call = session.get_one(Opportunity, 1)
        call.description, call.version = f"{call.description} Neu.", call.version + 1
        session.add(call)
    run("match", "run")
    run("match", "read", "2.1", "--yes")
    assert len(server.asked) == count + 1


@pytest.mark.parametrize(
    "said",
    [
        "Ich kann das nicht beurteilen.",
        json.dumps({"grade": 3, "sentence": "Passt.", "quote": "Das steht nirgends im Angebot."}),
        json.dumps({"grade": 99, "sentence": "\x1b]0;Titel\x07", "quote": ""}),
    ],
)
def test_an_answer_without_evidence_is_kept_and_counts_for_nothing(
    city: Engine, run: Run, server: Answering, said: str
) -> None:
    server.reply = lambda _texts: said
    run("match", "run")
    assert "ohne Beleg" in run("match", "read", "2.1", "--yes")[2]
    run("match", "run")
    matches = json.loads(run("match", "show", "2.1", "--json")[1])["matches"]
    assert not any("reader" in each["parts"] for each in matches)
    with reading(city) as session:
        assert {one.grade for one in session.exec(select(StoredReading))} == {None}


@pytest.mark.parametrize(
    "raw",
    [
        (500, {}, b"broken"),
        (401, {}, b"{}"),
        (200, {}, b"<html>no json</html>"),
        (200, {}, b'{"choices": []}'),
        (200, {}, b"\xff\xfe" * 100),
        (200, {}, b"[" * 200_000),
        (200, {}, b'{"choices": [{"message": {"content": "' + b"x" * 400_000 + b'"}}]}'),
    ],
    ids=["fault", "no key", "a page", "no choice", "no text", "too deep", "too long"],
)
def test_a_server_that_fails_is_given_up_with_a_sentence(
    run: Run, server: Answering, raw: tuple[int, dict[str, str], bytes]
) -> None:
    server.raw = raw
    run("match", "run")
    status, _out, err = run("match", "read", "2.1", "--yes")
    assert status == 1
    assert len(server.asked) == 3
    assert "Der Leser unter" in err
    assert "Traceback" not in err


def test_a_redirect_is_not_followed(server: Answering) -> None:
    with answering() as elsewhere:
        server.raw = (307, {"Location": f"{elsewhere.url}/chat/completions"}, b"")
        with pytest.raises(InputError, match="307"):
            ChatServer(ReaderServer(url=server.url, model="m", key="geheim")).answer("task", "texts")
        assert elsewhere.asked == []


def test_nobody_there_is_said() -> None:
    with pytest.raises(InputError, match="nicht erreichbar"):
        ChatServer(ReaderServer(url="http://127.0.0.1:1/v1", model="m")).answer("task", "texts")


@pytest.mark.parametrize("url", ["http://leser.example/v1", "file:///etc/passwd", "ftp://127.0.0.1/"])
def test_an_address_that_is_open_or_no_address_is_refused(tmp_path: Path, url: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'[reader]\nurl = "{url}"\nmodel = "m"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="https://"):
        load_settings({}, file)


def test_without_a_reader_it_says_what_to_set(
    city: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = city.url.render_as_string(hide_password=False)
    monkeypatch.setattr(sys, "argv", ["akquise", "--database", url, "match", "read"])
    with pytest.raises(SystemExit):
        main()
    assert "kein Leser eingestellt" in capsys.readouterr().err
