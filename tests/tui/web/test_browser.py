"""`akquise serve` in a real browser: the app works there, and nothing comes from elsewhere."""

import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Response, ViewportSize, sync_playwright
from python_calamine import CalamineWorkbook

from grants_db.review.decisions import ledger
from grants_db.storage.database import open_database, reading
from grants_db.vocabulary import DecisionKind
from tests.tui.web.serving import PATIENCE, Served, shown, until
from tui.state.handbook import handbook_pages

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.slow
#: room for the list and the details of a call side by side
ROOMY: ViewportSize = {"width": 1900, "height": 1000}


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


def test_in_a_browser_the_app_appears_keys_work_and_a_decision_is_stored(
    serve: Callable[..., Served], browser: Browser
) -> None:
    served = serve()
    window = Window(browser.new_page(viewport={"width": 1280, "height": 800}))
    window.page.goto(served.address)
    assert window.shows("Was zu tun ist")
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


def test_in_a_browser_the_first_screen_has_the_keys_at_once(serve: Callable[..., Served], browser: Browser) -> None:
    served = serve()
    window = Window(browser.new_page(viewport={"width": 1280, "height": 800}))
    window.page.goto(served.address)
    assert window.shows("Was zu tun ist")
    window.press("m")
    assert window.shows("1 Weltoffenheit")
    assert window.shows("⏎ Ansehen")  # what Enter does here is offered
    window.press("ArrowDown", "ArrowDown", "Enter")
    assert window.shows("Treffer 1 von 1")


def test_in_a_browser_a_source_opens_in_a_tab_of_its_own(serve: Callable[..., Served], browser: Browser) -> None:
    served = serve()
    context = browser.new_context(viewport=ROOMY)
    window = Window(context.new_page())
    window.page.goto(served.address)
    assert window.shows("Was zu tun ist")
    window.press("3")
    assert window.shows("https://portal.example/stiftung/2")
    with context.expect_page() as opened:
        window.press("o")
    assert window.asked == [["open_url", {"url": "https://portal.example/stiftung/2", "new_tab": True}]]
    assert opened.value.evaluate("window.opener") is None
    assert window.page.url == f"{served.address}/"


def test_in_a_browser_nothing_but_a_web_address_opens(serve: Callable[..., Served], browser: Browser) -> None:
    served = serve()
    window = Window(browser.new_page())
    window.page.goto(served.address)
    assert window.shows("Was zu tun ist")
    for address in ("javascript:document.title='x'", "file:///etc/passwd", "data:text/html,x"):
        assert window.page.evaluate("address => window.open(address, '_blank')", address) is None
    window.page.wait_for_timeout(300)
    assert len(window.page.context.pages) == 1
    assert window.page.title() == "akquise · Magdeburg"


def test_in_a_browser_what_the_app_copies_is_in_the_visitor_s_clipboard(
    serve: Callable[..., Served], browser: Browser
) -> None:
    served = serve()
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    window = Window(context.new_page())
    window.page.goto(served.address)
    assert window.shows("Was zu tun ist")
    window.press("3")
    assert window.shows("Beendetes Programm")
    window.press("/", *"lotsen")
    assert window.shows("1 Förderangebot")
    window.press("Shift+Home", "Control+c")
    window.page.wait_for_function("navigator.clipboard.readText().then(text => text === 'lotsen')")


def test_in_a_browser_what_the_list_shows_arrives_as_a_workbook(
    serve: Callable[..., Served], browser: Browser, tmp_path: Path
) -> None:
    served = serve()
    window = Window(browser.new_page(viewport=ROOMY))
    window.page.goto(served.address)
    assert window.shows("Was zu tun ist")
    window.press("3")
    assert window.shows("Beendetes Programm")
    window.press("/", *"lotsen")
    assert window.shows("1 Förderangebot ")
    window.press("Enter")
    assert window.shows("Quelle öffnen")  # the list has the keys again, or X would be one more letter
    with window.page.expect_download() as coming:
        window.press("X")
    assert coming.value.suggested_filename == "akquise-opportunities-2026-11-24.xlsx"
    coming.value.save_as(file := tmp_path / "list.xlsx")
    cells = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert [row[0] for row in cells[-2:]] == ["Titel", "Bundesprogramm Lotsen in Arbeit"]
    assert "lotsen" in str(cells[:-2])
    assert not list(tmp_path.rglob("akquise-*.xlsx"))  # nothing is left in a folder of the server


def test_in_a_browser_the_handbook_shows_its_pages_and_pictures(serve: Callable[..., Served], browser: Browser) -> None:
    served = serve()
    window = Window(browser.new_page())
    window.page.goto(f"{served.address}/hilfe")
    for name in handbook_pages():
        window.page.goto(f"{served.address}/hilfe/{name}")
        wide = "[...document.images].map(one => [one.getAttribute('src'), one.complete && one.naturalWidth])"
        assert [source for source, width in window.page.evaluate(wide) if not width] == [], name
        assert window.page.locator("h1").count() == 1, name
    window.page.goto(f"{served.address}/hilfe/bedienung")
    assert window.page.evaluate("document.images.length") > 1
    assert window.page.evaluate("getComputedStyle(document.body).maxWidth") != "none"  # its own style
    window.page.get_by_role("link", name="Warum?").first.click()
    window.page.wait_for_url("**/hilfe/bildschirm-warum")
    assert window.complaints == []


def test_in_a_browser_the_end_is_said_with_a_button_to_come_back(
    serve: Callable[..., Served], browser: Browser
) -> None:
    served = serve()
    window = Window(browser.new_page())
    window.page.goto(served.address)
    assert window.shows("Was zu tun ist")
    window.press("q")
    window.page.get_by_text("akquise ist beendet.").wait_for()
    window.written.clear()
    window.page.get_by_role("button", name="Neu laden").click()
    assert window.shows("Was zu tun ist")
    served.process.send_signal(signal.SIGTERM)
    window.page.get_by_text("Der Dienst wird gerade beendet").wait_for()
