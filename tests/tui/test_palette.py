"""The command palette knows everything that can be done on the screen, in the user's language."""

from collections.abc import Callable

from sqlalchemy import Engine
from textual.widgets import OptionList

from tests.tui.driving import painted, settled
from tui.app.app import AkquiseApp
from tui.screens.base.palette import PaletteScreen
from tui.widgets.theme import LIGHT

AppOn = Callable[..., AkquiseApp]


def found(app: AkquiseApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]


async def test_everything_is_listed_before_anything_is_typed(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert isinstance(app.screen, PaletteScreen)
        lines = "\n".join(found(app))
    for name in ("Annehmen", "Verwerfen", "Übersicht", "Quellen abfragen", "Hell/Dunkel", "Ende"):
        assert name in lines


async def test_a_part_of_a_name_finds_the_command_and_enter_does_it(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        await pilot.press(*"maßn")
        await settled(pilot)
        assert "Maßnahmen" in found(app)[0]
        await pilot.press("enter")
        await settled(pilot)
        assert app.current_mode == "measures"


async def test_arrows_choose_and_a_command_of_the_screen_runs_on_it(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        await pilot.press(*"hell", "down", "up", "enter")
        await settled(pilot)
        assert app.theme == LIGHT.name


async def test_nothing_found_says_so_and_escape_closes(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        await pilot.press(*"qqqq")
        await settled(pilot)
        assert found(app) == []
        assert "Oft hilft ein Stück des Namens" in painted(app)
        await pilot.press("enter", "escape")
        await settled(pilot)
        assert app.current_mode == "overview"


async def test_it_speaks_english(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, lang="en")
    async with app.run_test(size=(120, 35)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert any("Measures" in line for line in found(app))
