"""`akquise serve` as a browser meets it: the app works, nothing comes from elsewhere, strangers stay outside.

Each test starts the command itself, in a process of its own, over a copy of the small city.
"""

import asyncio
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from playwright.sync_api import Browser, Page, Request, Response, ViewportSize, sync_playwright

from grants_db.errors import UsageError
from grants_db.review.decisions import ledger
from grants_db.storage.database import open_database, reading
from grants_db.vocabulary import DecisionKind
from tui.state.user_state import memory_file
from tui.web.access import access_rules, listening_address

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
#: what a terminal does not show
ESCAPES = re.compile(r"\x1b\[[\d;?$<=>]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][0-9A-Za-z]?")
#: seconds; a browser, a server and an app share what the other tests leave of the machine
PATIENCE = 600.0
#: room for the list and the details of a call side by side
ROOMY: ViewportSize = {"width": 1900, "height": 1000}


@dataclass
class Served:
    """The command as it runs."""

    process: subprocess.Popen[str]
    port: int
    database: str
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws?width=100&height=30"

    def apps(self) -> list[int]:
        """The processes that the command started."""
        return children(self.process.pid)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Ask for a page: status, headers (names in lower case), text."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as asked:
            asked.request("GET", path, headers=headers)
            answer = asked.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read().decode("utf-8", "replace")


def children(process_id: int) -> list[int]:
    """The running children of a process, from what the kernel says."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            state, parent = entry.joinpath("stat").read_text().rpartition(") ")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if int(parent) == process_id and state != "Z":
            found.append(int(entry.name))
    return found


def until(holds: Callable[[], object]) -> bool:
    """Wait until something is so; False if it never is."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(city_file: Path, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts the command with these options and waits until it answers; ends it afterwards."""
    started: list[Served] = []

    def start(*options: str) -> Served:
        file = tmp_path / f"{len(started)}.db"
        shutil.copyfile(city_file, file)
        port, log, database = free_port(), tmp_path / f"{len(started)}.log", f"sqlite:///{file}"
        fixed = ["--database", database, "--today", "2026-11-24", "--port", str(port)]
        with log.open("w") as narration:
            process = subprocess.Popen(
                [sys.executable, "-m", "tui", "serve", *fixed, *options],
                env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
                stdout=narration,
                stderr=narration,
                text=True,
            )
        served = Served(process, port, database, log)
        started.append(served)
        assert until(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        return served

    yield start
    for served in started:
        if served.process.poll() is None:
            served.process.terminate()
        served.process.wait(timeout=PATIENCE)


def answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def first_bytes(
    session: aiohttp.ClientSession, served: Served, **headers: str
) -> aiohttp.ClientWebSocketResponse:
    """Open a tab as our page does, and wait until its app writes."""
    tab = await session.ws_connect(served.socket_address, headers={"Origin": served.address, **headers})
    async with asyncio.timeout(PATIENCE):
        while (await tab.receive()).type is not aiohttp.WSMsgType.BINARY:
            pass
    return tab


def test_the_door_knows_this_machine_and_the_public_address_only() -> None:
    ours = access_rules(8765, "https://akquise.stadt.example")
    assert ours.knows_host("127.0.0.1:8765")
    assert ours.knows_host("akquise.stadt.example:443")
    assert ours.knows_origin("http://localhost:8765")
    assert not ours.knows_origin("http://localhost:9999")
    assert not ours.knows_origin("https://akquise.stadt.example.evil.example")
    assert not ours.knows_origin("null")
    assert not ours.knows_origin("")
    assert not ours.knows_host("")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.10", "akquise.stadt.example", ""])
def test_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(UsageError, match=r"nur auf diesem Rechner.*Anmeldung"):
        listening_address(host)


@pytest.mark.parametrize(
    "address",
    [
        "http://akquise.stadt.example",
        "akquise.stadt.example",
        "https://",
        "https://a:99999/",
        "https://x@y/",
        "https://y/?q",
    ],
)
def test_a_public_address_is_https_and_nothing_but_an_address(address: str) -> None:
    with pytest.raises(UsageError, match="keine Adresse für --public-url"):
        access_rules(8765, address)


def test_each_user_of_the_browser_version_has_a_memory_of_their_own() -> None:
    files = {memory_file("sqlite:///a.db", user) for user in ("", "anna", "bela")}
    assert len(files) == 3


@pytest.mark.slow
def test_a_refused_host_and_a_taken_port_are_one_sentence(serve: Callable[..., Served]) -> None:
    served = serve()
    command = [sys.executable, "-m", "tui", "serve", "--database", served.database]
    refused = subprocess.run([*command, "--host", "0.0.0.0"], capture_output=True, text=True, check=False)
    taken = subprocess.run([*command, "--port", str(served.port)], capture_output=True, text=True, check=False)
    assert (refused.returncode, taken.returncode) == (2, 1)
    assert len(refused.stderr.splitlines()) == len(taken.stderr.splitlines()) == 1


@pytest.mark.slow
def test_it_says_on_start_that_it_has_no_login(serve: Callable[..., Served]) -> None:
    served = serve("--public-url", "https://akquise.stadt.example/")
    assert until(lambda: "Strg+C" in served.log.read_text())
    said = served.log.read_text()
    assert f"http://127.0.0.1:{served.port}/" in said
    assert "https://akquise.stadt.example/" in said
    assert "Ohne eigene Anmeldung" in said


@pytest.mark.slow
def test_every_answer_carries_the_headers_and_strangers_get_none_of_the_pages(serve: Callable[..., Served]) -> None:
    served = serve("--public-url", "https://akquise.stadt.example/")
    asked = {
        200: served.get("/"),
        404: served.get("/static/..%2fserver.py"),
        421: served.get("/", Host=f"evil.example:{served.port}"),
    }
    for status, (got, headers, _text) in asked.items():
        assert got == status
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
    assert served.get("/", Host="akquise.stadt.example")[0] == 200
    assert served.get("/static/textual.js", Host="evil.example")[0] == 421
    assert served.get("/download/unknown")[0] == 404
    assert "<title>akquise · Magdeburg</title>" in asked[200][2]


@pytest.mark.slow
async def test_a_page_of_another_site_can_not_open_the_socket(serve: Callable[..., Served]) -> None:
    served = serve()
    answered = {}
    async with aiohttp.ClientSession() as session:
        for origin in ("https://evil.example", "http://127.0.0.1:1", "null", None):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(served.socket_address, headers={"Origin": origin} if origin else {})
            answered[origin] = refused.value.status
    assert answered == dict.fromkeys(answered, 403)
    assert served.apps() == []


@pytest.mark.slow
async def test_there_are_only_so_many_places_and_a_place_comes_free(serve: Callable[..., Served]) -> None:
    served = serve("--sessions", "1")
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        assert len(served.apps()) == 1
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(served.socket_address, headers={"Origin": served.address})
        status, _headers, text = await asyncio.to_thread(served.get, "/")
        await tab.close()
    assert refused.value.status == status == 503
    assert "Alle Plätze sind belegt (1)." in text
    assert until(lambda: served.get("/")[0] == 200)
    assert served.apps() == []


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
async def test_no_app_stays_behind_when_the_server_ends(serve: Callable[..., Served], ending: signal.Signals) -> None:
    served = serve()
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        (app,) = served.apps()
        served.process.send_signal(ending)
        assert await asyncio.to_thread(until, lambda: not Path(f"/proc/{app}").exists())
        await tab.close()


@pytest.mark.slow
async def test_a_message_that_is_none_of_our_pages_closes_the_tab_and_nothing_else(
    serve: Callable[..., Served],
) -> None:
    served = serve()
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        await tab.send_str('["resize", "huge"]')
        async with asyncio.timeout(PATIENCE):
            while not tab.closed:
                await tab.receive()
        again = await first_bytes(session, served)
        await again.close()
    assert "Traceback" not in served.log.read_text()


@pytest.mark.slow
async def test_an_app_that_dies_closes_its_tab(serve: Callable[..., Served]) -> None:
    served = serve()
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        os.kill(served.apps()[0], signal.SIGKILL)
        async with asyncio.timeout(PATIENCE):
            while not tab.closed:
                await tab.receive()
    assert served.process.poll() is None


@pytest.mark.slow
async def test_the_proxy_has_to_say_who_is_there_where_it_is_asked_to(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    served = serve("--user-header", "X-Remote-User")
    assert served.get("/")[0] == 403
    assert served.get("/", **{"X-Remote-User": "anna"})[0] == 200
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served, **{"X-Remote-User": "anna"})
        written = b""
        async with asyncio.timeout(PATIENCE):
            while "Handlungsfeld" not in shown(written):
                written += await tab.receive_bytes()
        await tab.send_str(json.dumps(["stdin", "q"]))
        async with asyncio.timeout(PATIENCE):
            while not tab.closed:
                await tab.receive()
    assert await asyncio.to_thread(until, lambda: not served.apps())
    remembered = [file.name for file in (tmp_path / "akquise").iterdir()]
    assert remembered == [memory_file(served.database, "anna").name]


@pytest.mark.slow
async def test_in_the_browser_too_q_asks_before_it_breaks_off_what_runs(serve: Callable[..., Served]) -> None:
    served = serve()
    async with aiohttp.ClientSession() as session:
        tab = await first_bytes(session, served)
        written = b""
        async with asyncio.timeout(PATIENCE):
            for wanted, keys in (("Handlungsfeld", "\x1b[18~"), ("beginnt", "q"), ("Beenden?", "\x1b[B\r")):
                while wanted not in shown(written):
                    written += await tab.receive_bytes()
                await tab.send_str(json.dumps(["stdin", keys]))
            while not tab.closed:
                await tab.receive()
    assert await asyncio.to_thread(until, lambda: not served.apps())


def shown(written: bytes) -> str:
    """What the app wrote, without what a terminal does not show."""
    return ESCAPES.sub("", written.decode("utf-8", "replace"))


@dataclass
class Window:
    """A page in the browser, and all that went over the wire."""

    page: Page
    written: list[bytes] = field(default_factory=list)
    asked: list[object] = field(default_factory=list)  # of the browser, by the app
    requests: list[Request] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE * 1000)
        # Playwright marks the functions it is given, and those of a list can't be marked
        self.page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108 - see above
        self.page.on("response", lambda response: self.responses.append(response))  # noqa: PLW0108 - see above
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", lambda opened: opened.on("framereceived", self._received))

    def _received(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self.written.append(frame)
        elif (said := json.loads(frame))[0] != "pong":
            self.asked.append(said)

    def shows(self, text: str) -> bool:
        """Wait until the app has written this text into the terminal."""
        end = time.monotonic() + PATIENCE
        while text not in shown(b"".join(self.written)):
            if time.monotonic() > end:
                return False
            self.page.wait_for_timeout(50)
        return True

    def press(self, *keys: str) -> None:
        """Press keys; what the app writes from now on is its answer."""
        self.written.clear()
        for key in keys:
            self.page.keyboard.press(key)

    def draws(self, points: int) -> bool:
        """Wait until the terminal has drawn what was written to it: more than so many points of letters and lines."""
        return until(lambda: self._drawn() > points)

    def _drawn(self) -> int:
        """How many points of the picture are letters or lines, in what the terminal has drawn."""
        return int(
            self.page.evaluate(
                """() => [...document.querySelectorAll("#terminal canvas.xterm-text-layer")].reduce((sum, canvas) =>
                     sum + canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
                       .filter((value, place) => place % 4 === 3 && value > 0).length, 0)"""
            )
        )


@pytest.fixture
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here; `make browser` installs it")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.slow
def test_in_a_browser_the_app_appears_keys_work_and_a_decision_is_stored(
    serve: Callable[..., Served], browser: Browser
) -> None:
    served = serve()
    window = Window(browser.new_page(viewport={"width": 1280, "height": 800}))
    window.page.goto(served.address)
    assert window.shows("Handlungsfeld")
    assert window.page.title() == "akquise · Magdeburg"
    assert window.draws(5000)
    window.press("2")
    assert window.shows("Bundesprogramm Demokratie im Alltag")
    window.press("a")
    assert window.shows("Angenommen")
    with reading(open_database(served.database)) as session:
        assert [decision.kind for decision in ledger(session)] == [DecisionKind.ACCEPTED]
    assert len(served.apps()) == 1
    window.page.close()
    assert until(lambda: not served.apps())
    hosts = {request.url.split("/")[2] for request in window.requests}
    assert hosts == {f"127.0.0.1:{served.port}"}
    assert all(answer.status == 200 for answer in window.responses)
    assert all("default-src 'none'" in answer.headers["content-security-policy"] for answer in window.responses)
    assert window.complaints == []


@pytest.mark.slow
def test_in_a_browser_the_first_screen_has_the_keys_at_once(serve: Callable[..., Served], browser: Browser) -> None:
    window = Window(browser.new_page(viewport={"width": 1280, "height": 800}))
    window.page.goto(serve().address)
    assert window.shows("1 Weltoffenheit")
    assert window.shows("⏎ Ansehen")  # what Enter does here is offered
    window.press("ArrowDown", "ArrowDown", "Enter")
    assert window.shows("Treffer 1 von 1")


@pytest.mark.slow
def test_in_a_browser_a_source_opens_in_a_tab_of_its_own(serve: Callable[..., Served], browser: Browser) -> None:
    served = serve()
    context = browser.new_context(viewport=ROOMY)
    window = Window(context.new_page())
    window.page.goto(served.address)
    assert window.shows("Handlungsfeld")
    window.press("3")
    assert window.shows("https://portal.example/stiftung/2")
    with context.expect_page() as opened:
        window.press("o")
    assert window.asked == [["open_url", {"url": "https://portal.example/stiftung/2", "new_tab": True}]]
    assert opened.value.evaluate("window.opener") is None
    assert window.page.url == f"{served.address}/"


@pytest.mark.slow
def test_in_a_browser_nothing_but_a_web_address_opens(serve: Callable[..., Served], browser: Browser) -> None:
    window = Window(browser.new_page())
    window.page.goto(serve().address)
    assert window.shows("Handlungsfeld")
    for address in ("javascript:document.title='x'", "file:///etc/passwd", "data:text/html,x"):
        assert window.page.evaluate("address => window.open(address, '_blank')", address) is None
    window.page.wait_for_timeout(300)
    assert len(window.page.context.pages) == 1
    assert window.page.title() == "akquise · Magdeburg"


@pytest.mark.slow
def test_in_a_browser_what_the_app_copies_is_in_the_visitor_s_clipboard(
    serve: Callable[..., Served], browser: Browser
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    window = Window(context.new_page())
    window.page.goto(serve().address)
    assert window.shows("Handlungsfeld")
    window.press("3")
    assert window.shows("Beendetes Programm")
    window.press("/", *"lotsen")
    assert window.shows("1 Förderangebot")
    window.press("Shift+Home", "Control+c")
    window.page.wait_for_function("navigator.clipboard.readText().then(text => text === 'lotsen')")


@pytest.mark.slow
def test_in_a_browser_the_end_is_said_with_a_button_to_come_back(
    serve: Callable[..., Served], browser: Browser
) -> None:
    served = serve()
    window = Window(browser.new_page())
    window.page.goto(served.address)
    assert window.shows("Handlungsfeld")
    window.press("q")
    window.page.get_by_text("akquise ist beendet.").wait_for()
    window.written.clear()
    window.page.get_by_role("button", name="Neu laden").click()
    assert window.shows("Handlungsfeld")
    served.process.send_signal(signal.SIGTERM)
    window.page.get_by_text("Der Dienst wird gerade beendet").wait_for()
