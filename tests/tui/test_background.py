"""Long work runs in a process of its own: its lines are heard, it can be cancelled, and the app stays live."""

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.widgets import Static

from tests.tui.driving import painted, told, until
from tui.app.app import AkquiseApp
from tui.processes.background import OwnCommand, Work, own_command
from tui.processes.commands import WORKS
from tui.widgets.work_line import WorkLine

AppOn = Callable[..., AkquiseApp]


def a_script(text: str) -> OwnCommand:
    return OwnCommand((sys.executable, "-c", text), os.environ)


def work_shown(app: AkquiseApp) -> str:
    line = app.screen.query_one(WorkLine)
    return str(line.content) if line.display else ""


def number_said(app: AkquiseApp) -> int:
    """The number at the end of the work's line; 0 without one."""
    last = app.work_line.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


async def test_every_line_is_heard_and_the_last_one_is_kept() -> None:
    heard: list[str] = []
    ended = await Work("Probe", a_script("print('eins'); print('zwei\\x1b[31m')"), heard.append).run()
    assert heard == ["eins", "zwei�[31m"]
    assert (ended.status, ended.last_line) == (0, "zwei�[31m")


async def test_a_line_without_end_does_not_fill_the_memory() -> None:
    heard: list[str] = []
    ended = await Work("Probe", a_script("import sys; sys.stdout.write('x' * 3_000_000)"), heard.append).run()
    assert ended.status == 0
    assert len(heard[-1]) <= 4096


async def test_a_failure_says_its_status() -> None:
    assert (await Work("Probe", a_script("raise SystemExit(2)"), lambda _line: None).run()).status == 2


async def test_cancelled_work_ends_and_says_so() -> None:
    heard: list[str] = []
    work = Work("Probe", a_script("import os, time; print(os.getpid(), flush=True); time.sleep(600)"), heard.append)
    running = asyncio.create_task(work.run())
    await until(lambda: bool(heard))
    work.cancel()
    ended = await running
    assert ended.status is None
    assert not is_alive(int(heard[0]))


async def test_no_process_outlives_the_app_that_started_it() -> None:
    heard: list[str] = []
    script = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    running = asyncio.create_task(Work("Probe", a_script(script), heard.append).run())
    await until(lambda: bool(heard))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not is_alive(int(heard[0]))


def test_the_address_of_the_database_is_no_word_of_the_process(city: Engine, app_on: AppOn) -> None:
    command = own_command(app_on(city, lang="en").context, "crawl", "run")
    assert command.words[-4:] == ("-m", "tui", "crawl", "run")
    assert command.environment["AKQUISE_DATABASE_URL"] == str(city.url)
    assert command.environment["AKQUISE_LANG"] == "en"


async def test_a_crawl_without_a_contact_is_refused_in_one_sentence(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("AKQUISE_CONTACT", raising=False)
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("f6")
        await until(lambda: bool(app._notifications), pilot)
        [said] = list(app._notifications)
        assert "AKQUISE_CONTACT" in said.message
        assert said.severity == "error"
        assert app.work_line == ""


async def test_the_app_stays_live_while_something_runs_and_f8_ends_it(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeping = a_script("import time; print('Quelle 1 von 40', flush=True); time.sleep(600)")
    monkeypatch.setattr("tui.processes.background.own_command", lambda _context, *_words: sleeping)
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("f6")
        await until(lambda: "Quelle 1 von 40" in app.work_line, pilot)
        await pilot.press("3")
        await until(lambda: app.current_mode == "opportunities", pilot)
        assert "F8 bricht ab" in work_shown(app)
        await pilot.press("f7")
        await until(lambda: "Es läuft noch" in told(app), pilot)
        await pilot.press("f8")
        await until(lambda: app.work_line == "", pilot)
        assert work_shown(app) == ""
        await until(lambda: "abgebrochen" in told(app), pilot)


async def test_a_key_pressed_twice_starts_the_work_once(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "started"
    script = f"import time; open({str(log)!r}, 'a').write('x'); time.sleep(600)"
    monkeypatch.setattr("tui.processes.background.own_command", lambda _context, *_words: a_script(script))
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("f6", "f6")
        await until(lambda: "Es läuft noch" in told(app) and log.exists() and bool(log.read_text()), pilot)
        assert log.read_text() == "x"


async def test_q_asks_before_it_breaks_off_what_runs(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    monkeypatch.setattr("tui.processes.background.own_command", lambda _context, *_words: a_script(script))
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("f6")
        await until(lambda: number_said(app) > 0, pilot)
        running = number_said(app)
        await pilot.press("q")
        await until(lambda: "Es läuft noch: Quellen abfragen. Beenden bricht es ab" in painted(app), pilot)
        await pilot.press("ctrl+q", "enter")  # asked once, and Enter goes on working
        await until(lambda: "Beenden?" not in painted(app), pilot)
        assert is_alive(running)
        await pilot.press("q")
        await until(lambda: "Beenden?" in painted(app), pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
    assert app.return_code == 0
    assert not is_alive(running)


async def test_once_the_work_has_ended_q_does_not_ask(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.processes.background.own_command", lambda _context, *_words: a_script("print('fertig')"))
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("f6")
        await until(lambda: bool(app._notifications), pilot)
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0


async def test_a_process_that_cannot_start_is_one_sentence(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = OwnCommand(("/nothing/here",), os.environ)
    monkeypatch.setattr("tui.processes.background.own_command", lambda _context, *_words: nothing)
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("f6")
        await until(lambda: bool(app._notifications), pilot)
        assert "/nothing/here" in told(app)
        assert app.work_line == ""


async def test_at_midnight_every_screen_is_made_anew_for_the_new_day(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        app._turn_of_the_day()
        app.context.day = app.context.today + timedelta(days=1)
        app._turn_of_the_day()
        await until(lambda: any("25.11.2026" in str(one.content) for one in app.screen.query(Static)), pilot)
        assert app.current_mode == "overview"


@pytest.mark.slow  # the real matcher in a process of its own
async def test_matching_anew_from_the_app_shows_the_new_matches(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("f7")
        await until(lambda: bool(app._notifications), pilot)
        [said] = list(app._notifications)
        assert said.message.startswith("Fertig. Neu zuordnen:")
        assert said.message.endswith("Was jetzt passt: Taste 2.")


def test_long_work_has_keys_of_its_own() -> None:
    keys = [work.key for work in WORKS.values()]
    assert len(set(keys)) == len(keys)
