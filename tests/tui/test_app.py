"""The app as a whole: it opens, shows every screen, says what to do next, and survives what it is given."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.events import AppBlur, AppFocus
from textual.widgets import Static

from tests.tui.driving import painted, pressed, settled
from tui.app.app import AkquiseApp
from tui.screens.base.key_help import KeysScreen
from tui.screens.base.page import PageScreen
from tui.widgets.tabs import TABS, Tab

SIZES = [(80, 24), (140, 40)]
MODES = [tab.mode for tab in TABS]
AppOn = Callable[..., AkquiseApp]


@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_opens_with_its_key(city: Engine, app_on: AppOn, size: tuple[int, int]) -> None:
    app = app_on(city)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for number, mode in enumerate(MODES, start=1):
            await pilot.press(str(number))
            await settled(pilot)
            assert app.current_mode == mode
            assert isinstance(app.screen, PageScreen)
            assert app.screen.has_class("-ready") or mode in ("deadlines", "applications", "ledger")


async def test_an_empty_database_says_what_to_do_next(empty: Engine, app_on: AppOn) -> None:
    app = app_on(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for number in range(1, len(MODES)):  # the last, the settings, is never empty
            await pilot.press(str(number))
            await settled(pilot)
            notice = str(app.screen.query_one("#notice", Static).content)
            assert "akquise " in notice or "Taste 2" in notice
            assert not app.screen.has_class("-ready")


@pytest.mark.parametrize(
    ("key", "offered"), [("2", ""), ("3", ""), ("5", ""), ("7", "A Neuer Antrag E Einlesen "), ("8", "")]
)
async def test_keys_are_offered_where_there_is_something_to_act_on(
    empty: Engine, app_on: AppOn, key: str, offered: str
) -> None:
    app = app_on(empty, at=key)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert painted(app).splitlines()[-1].strip() == f"{offered}^p Finden ? Tasten q Ende"


async def test_a_missing_database_is_said_and_not_made(app_on: AppOn, tmp_path: Path) -> None:
    app = app_on(f"sqlite:///{tmp_path / 'new' / 'akquise.db'}")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "gibt es nicht" in str(app.screen.query_one("#notice", Static).content)
    assert not (tmp_path / "new").exists()


async def test_a_broken_database_is_one_sentence_on_the_page(app_on: AppOn, tmp_path: Path) -> None:
    file = tmp_path / "broken.db"
    file.write_bytes(b"no database at all, just some text that is long enough" * 20)
    app = app_on(f"sqlite:///{file}")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "keine Datenbank oder beschädigt" in str(app.screen.query_one("#notice", Static).content)
        await pilot.press("2")
        await settled(pilot)
        assert "keine Datenbank oder beschädigt" in str(app.screen.query_one("#notice", Static).content)


@pytest.mark.slow
async def test_text_from_outside_is_shown_as_text(city: Engine, app_on: AppOn, add_call: Callable[..., int]) -> None:
    hostile = "[bold]x[/bold] [@click=app.quit]y[/] [/] \x1b[31mrot\x1b]0;z\x07 ليلى 日本語の助成金 \u202egnp.exe"
    add_call(city, title=hostile, description=hostile * 40, funder=hostile, url="javascript:alert(1)")
    app = app_on(city)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("2", "n")
        await settled(pilot)
        await pilot.press("a")
        for key in "123456789":
            await settled(pilot)
            await pilot.press(key)
            await settled(pilot)
            await pilot.press("enter", "b", "g", "o")
            await settled(pilot)
            text = painted(app)
            assert "\x1b" not in text
            assert "\u202e" not in text
        assert app.is_running


async def test_markup_in_a_title_stays_visible(city: Engine, app_on: AppOn, add_call: Callable[..., int]) -> None:
    add_call(city, title="[bold]x[/bold] \x1b[31m")
    app = app_on(city)
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        await pilot.press("3")
        await settled(pilot)
        assert "[bold]x[/bold] �[31m" in painted(app)


async def test_the_footer_shows_every_key_at_80_columns(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        text = painted(app)
    for label in ("a Annehmen", "d Verwerfen", "l Später", "u Rückgängig", "o Quelle", "? Tasten", "q Ende"):
        assert label in text


async def test_a_question_mark_shows_all_keys_with_what_they_do(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("question_mark")
        await settled(pilot)
        assert isinstance(app.screen, KeysScreen)
        assert "seine Frist kommt in die Fristen" in painted(app)
        await pilot.press("escape")
        await settled(pilot)
        assert app.current_mode == "matches"


@pytest.mark.parametrize("tab", TABS, ids=MODES)
def test_every_key_of_a_screen_has_a_name_and_a_tooltip(tab: Tab) -> None:
    for _key, binding in tab.screen_class()._merge_bindings():
        if binding.show:
            assert binding.description
            assert binding.tooltip


async def test_q_ends_the_app(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0


async def test_enter_on_a_field_goes_to_its_matches(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "m", "down", "down", "enter")
        assert app.current_mode == "matches"
        assert "Bundesprogramm Lotsen in Arbeit" in str(app.screen.query_one("#head", Static).content)


async def test_a_screen_that_came_up_behind_other_windows_has_the_keys_when_one_comes_back(
    city: Engine, app_on: AppOn
) -> None:
    app = app_on(str(city.url))  # its database is opened behind the first picture
    async with app.run_test(size=(140, 40)) as pilot:
        app.post_message(AppBlur())
        await settled(pilot)
        assert app.focused is None
        app.post_message(AppFocus())
        await pressed(pilot, "down", "enter")
        assert app.current_mode != "overview"
