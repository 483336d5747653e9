"""Near misses of a measure: searched by the command in a process of its own, shown on a screen of their own."""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.widgets import Static

from tests.tui.driving import PATIENCE, painted, pressed, settled, told, until
from tests.tui.review_page import WIDE, AppOn, stored
from tui.app.app import AkquiseApp
from tui.screens.review.near_misses import NearMissScreen
from tui.screens.review.screen import MatchesScreen


def near_said(app: AkquiseApp) -> str:
    """What stands where the near misses will be."""
    assert isinstance(app.screen, NearMissScreen)
    return str(app.screen.query_one("#near", Static).content)


def found_near(title: str = "Knapp <&> [b]vorbei[/b] \x1b[31m") -> str:
    """What the command would write."""
    change = {"way": "carrier", "sentence": "Ein Verein beantragt, die Stadt ist Partnerin."}
    one = {"opportunity": 1, "title": title, "score": 0.5, "eligibility": "not_eligible", "why": ["Nur Vereine."]}
    return json.dumps({"measure": "1.1", "near_misses": [one | {"changes": [change]}]})


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Puts a small script in the place of the command; gives where it writes down that it was called."""

    def put(script: str) -> Path:
        file, log = tmp_path / "command.py", tmp_path / "calls"
        file.write_text(
            f"import sys, time, os\nopen({str(log)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n{script}"
        )
        monkeypatch.setitem(AkquiseApp.MODES, "matches", lambda: MatchesScreen(program=(sys.executable, str(file))))
        return log

    return put


async def test_near_misses_are_searched_once_a_measure_and_shown_with_why_and_what_helps(
    city: Engine, app_on: AppOn, near: Callable[[str], Path]
) -> None:
    log = near(f"print({found_near()!r})")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "h")
        text = painted(app)
        assert "Knapp <&> [b]vorbei[/b]" in text
        assert "\x1b" not in text
        assert "Nur Vereine." in text
        assert "→ Ein Verein beantragt" in text
        await pressed(pilot, "escape", "h")
        assert "Nur Vereine." in painted(app)
    assert log.read_text() == "match near 1.1 --json\n"


async def test_the_screen_stays_live_while_near_misses_are_searched(
    city: Engine, app_on: AppOn, near: Callable[[str], Path], tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    near(f"while not os.path.exists({str(gate)!r}):\n    time.sleep(0.05)\nprint({found_near()!r})")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pilot.press("h")
        await pilot.pause()
        assert "Es wird gesucht" in painted(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("a")
        await until(lambda: stored(city), pilot)  # decided while it is searched
        assert [worker.group for worker in app.workers].count("near") == 1
        gate.touch()
        await settled(pilot)
        assert "Knapp daneben zu 1.1" in told(app)


async def test_a_search_that_is_given_up_ends_its_process(
    city: Engine, app_on: AppOn, near: Callable[[str], Path]
) -> None:
    log = near("time.sleep(600)")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pilot.press("h")
        await until(log.exists, pilot)
        await pilot.press("x")
        async with asyncio.timeout(PATIENCE):
            await settled(pilot)
        assert not isinstance(app.screen, NearMissScreen)


async def test_an_answer_that_comes_before_the_screen_is_there_is_shown(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        screen = NearMissScreen("1.1", "Sprachkurse", None)
        app.push_screen(screen)
        screen.say_why("Die Datenbank ist [b]weg[/b].")
        await settled(pilot)
        assert near_said(app) == "Die Datenbank ist [b]weg[/b]."


async def test_a_search_that_fails_says_one_sentence(city: Engine, app_on: AppOn, near: Callable[[str], Path]) -> None:
    near("print('Spur\\nDie Datenbank ist [b]weg[/b].', file=sys.stderr)\nsys.exit(2)")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "h")
        assert near_said(app) == "Die Datenbank ist [b]weg[/b]."


async def test_an_answer_that_is_no_json_says_so(city: Engine, app_on: AppOn, near: Callable[[str], Path]) -> None:
    near("print('[1]')")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "h")
        assert "Die Antwort der Suche ist nicht lesbar." in near_said(app)


@pytest.mark.slow
async def test_the_real_command_finds_near_misses(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "n", "h")
        assert isinstance(app.screen, NearMissScreen)
        assert "Es wird gesucht" not in near_said(app)
        assert "→" in painted(app) or "Nichts, was thematisch passt" in painted(app)
