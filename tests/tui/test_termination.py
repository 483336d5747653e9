"""TERM, which a service and a machine that goes off send, ends a night and the app tidily."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine

from grants_db.storage.database import open_database
from tests.tui.driving import PATIENCE, settled
from tui.app.app import AkquiseApp
from tui.app.launch import make_app
from tui.jobs.single_run_lock import night_lock
from tui.state.termination import TERMINATED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no TERM")


class SlowPortal:
    """A mirror that answers nobody until it is told to."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                portal.asked.set()
                portal.go_on.wait(PATIENCE)
                self.send_error(404)

            def log_message(self, *_: object) -> None:
                """Not into the test's output."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def portal() -> Iterator[SlowPortal]:
    made = SlowPortal()
    yield made
    made.go_on.set()
    made.server.shutdown()
    made.server.server_close()


@pytest.mark.slow
def test_a_night_ends_with_a_sentence_lets_go_of_its_lock_and_begins_nothing_more(
    portal: SlowPortal, city: Engine, tmp_path: Path
) -> None:
    night = subprocess.Popen(
        [sys.executable, "-m", "tui", "--database", str(city.url), "nightly", "--via", portal.url],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "AKQUISE_CONTACT": "test@stadt.example", "AKQUISE_CALENDAR_FOLDER": str(tmp_path / "ics")},
    )
    while not portal.asked.wait(0.2):
        assert night.poll() is None, night.communicate()  # a night that ended by itself says why
    night.send_signal(signal.SIGTERM)
    portal.go_on.set()
    _, said = night.communicate(timeout=PATIENCE)

    assert night.returncode == 128 + signal.SIGTERM
    assert said.splitlines()[-1] == "Abgebrochen; gespeichert ist, was bis dahin fertig war."
    assert "Traceback" not in said
    assert not (tmp_path / "ics").exists()
    engine = open_database(str(city.url))
    with night_lock(engine) as free:
        assert free
    engine.dispose()


async def test_the_app_closes_as_by_its_own_key(city: Engine) -> None:
    from grants_db.settings import Settings
    from tests.tui.city import TODAY

    app: AkquiseApp = make_app(Settings(database_url=str(city.url)), TODAY, city)
    async with app.run_test() as pilot:
        await settled(pilot)
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(1000):
            if app.return_code is not None:
                break
            await pilot.pause(0.01)

    assert app.return_code == TERMINATED
    assert app.context.memory.get("looked_at", "")
