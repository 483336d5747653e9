"""The settings screen: what is chosen holds at once, stands in the user's file, and what is fixed elsewhere says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from textual.pilot import Pilot
from textual.widgets import Input, Static

from grants_db.errors import UsageError
from grants_db.settings import load_settings
from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp
from tui.app.launch import _context as context_of
from tui.screens.base.form import FormScreen
from tui.state.user_settings import with_own
from tui.text.settings import days_of
from tui.widgets.row_table import RowTable
from tui.widgets.tabs import TABS

AppOn = Callable[..., AkquiseApp]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def set_up(city: Engine, app_on: AppOn, config: Path) -> Callable[..., AkquiseApp]:
    """The app on the small city, with a settings file."""

    def build(led: dict[str, str] | None = None, **settings: Any) -> AkquiseApp:
        app = app_on(city, **settings)
        app.context.config_file = config
        app.context.led = led or {}
        return app

    return build


def written(file: Path) -> str:
    """What stands in the file; empty where there is none."""
    return file.read_text(encoding="utf-8") if file.exists() else ""


def write(file: Path, text: str) -> None:
    """Write a settings file as a person would."""
    file.write_text(text, encoding="utf-8")


async def at(pilot: Pilot[None], key: str) -> None:
    """Open the settings with the cursor on one of them."""
    await pressed(pilot, "9")
    pilot.app.screen.query_one("#list", RowTable).go_to(key)
    await pressed(pilot)


async def test_my_unit_is_chosen_from_those_there_are(set_up: Callable[..., AkquiseApp], config: Path) -> None:
    app = set_up()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "unit")
        await pressed(pilot, "enter", "down", "down", "enter")
        assert app.context.settings.unit == "Stadtplanungsamt"
        assert load_settings({}, config).unit == "Stadtplanungsamt"
        assert "▸ Stadtplanungsamt" in painted(app)


async def test_no_unit_takes_the_entry_out_of_the_file(set_up: Callable[..., AkquiseApp], config: Path) -> None:
    write(config, 'unit = "Stadtplanungsamt"\n')
    app = set_up(unit="Stadtplanungsamt")
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "unit")
        await pressed(pilot, "enter", "home", "enter")
        assert app.context.settings.unit == ""
        assert written(config) == ""


async def test_every_screen_speaks_the_other_language_at_once(set_up: Callable[..., AkquiseApp], config: Path) -> None:
    english = ("Overview", "Matches", "Opportunities", "Measures", "Deadlines", "Sources", "Applications", "Why?")
    app = set_up()
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, *(tab.key for tab in TABS[:5]))
        await at(pilot, "lang")
        await pressed(pilot, "enter")
        assert load_settings({}, config).lang == "en"
        assert app.screen.query_one("#list", RowTable).current_key == "lang"
        for tab in TABS:
            await pressed(pilot, tab.key)
            text = painted(app)
            assert app.current_mode == tab.mode
            assert all(name in text for name in english)
            assert "? Keys" in text
            assert "Tasten" not in text
            assert not {"Handlungsfeld", "Frist", "Maßnahme", "Einheit"} & set(text.split())
        await at(pilot, "lang")
        await pressed(pilot, "enter", "1")
        assert "Übersicht" in painted(app)


async def test_light_and_dark_are_remembered(set_up: Callable[..., AkquiseApp]) -> None:
    app = set_up()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "theme")
        assert "dunkel" in painted(app)
        await pressed(pilot, "enter")
        assert app.theme == "akquise-light"
        assert app.context.memory.get("theme", "") == "akquise-light"
        assert "hell" in painted(app)


async def test_a_unit_s_own_days_before_a_date_warn_at_once(set_up: Callable[..., AkquiseApp], config: Path) -> None:
    app = set_up()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "thresholds:Stadtplanungsamt")
        await pressed(pilot, "enter", *"3 60,14", "enter")
        assert app.context.settings.thresholds == {"Stadtplanungsamt": (60, 14, 3)}
        assert load_settings({}, config).thresholds == {"Stadtplanungsamt": (60, 14, 3)}
        await pressed(pilot, "enter")
        assert app.screen.query_one(Input).value == "60, 14, 3"
        await pressed(pilot, *["backspace"] * 9, "enter")
        assert app.context.settings.thresholds == {}
        assert load_settings({}, config).thresholds == {}


async def test_what_is_no_number_of_days_is_refused(set_up: Callable[..., AkquiseApp], config: Path) -> None:
    app = set_up()
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await at(pilot, "thresholds:*")
        await pressed(pilot, "enter", *"bald", "enter")
        assert isinstance(app.screen, FormScreen)
        assert app.screen.query_one(Input).value == "bald"
        wrong = str(app.screen.query_one(".wrong", Static).content)
        assert wrong == "↑ „bald“ ist keine Zahl von Tagen zwischen 1 und 366."
        assert written(config) == ""


async def test_what_the_environment_fixes_says_so_and_stays(set_up: Callable[..., AkquiseApp], config: Path) -> None:
    app = set_up(led={"unit": "AKQUISE_UNIT", "lang": "--lang"}, unit="Stadtplanungsamt")
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "unit")
        assert "In der Umgebung mit AKQUISE_UNIT" in painted(app)
        await pressed(pilot, "enter", "down", "enter", "escape")
        assert app.context.settings.unit == "Stadtplanungsamt"
        await at(pilot, "lang")
        assert "--lang" in painted(app)
        await pressed(pilot, "enter")
        assert app.context.settings.lang == "de"
        assert written(config) == ""


async def test_without_a_file_a_change_lasts_until_the_app_ends(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await at(pilot, "unit")
        await pressed(pilot, "enter", "down", "enter")
        assert app.context.settings.unit == "Amt für Beispiele"
        assert [said.message for said in app._notifications] == ["Gilt, bis die Anwendung endet."]


async def test_a_broken_file_is_one_sentence_and_is_left_alone(set_up: Callable[..., AkquiseApp], config: Path) -> None:
    write(config, "lang = ")
    app = set_up()
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await at(pilot, "unit")
        await pressed(pilot, "enter", "down", "enter")
        assert isinstance(app.screen, FormScreen)
        assert "ist nicht lesbar" in painted(app)
        assert app.context.settings.unit == ""
        assert written(config) == "lang = "


async def test_a_password_is_never_shown(set_up: Callable[..., AkquiseApp]) -> None:
    mail = {
        "host": "mail.stadt.example",
        "user": "akquise",
        "password": "geheim",
        "units": {"Amt": "amt@stadt.example"},
    }
    app = set_up(mail=mail)
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "mail")
        text = painted(app)
        assert "mail.stadt.example" in text
        assert "geheim" not in text


async def test_a_unit_s_name_from_outside_is_text(set_up: Callable[..., AkquiseApp]) -> None:
    app = set_up(thresholds={"[bold]Amt[/bold]\x1b[31m": (7,)}, unit="[@click=app.quit]x[/]")
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "unit")
        text = painted(app)
        assert "[@click=app.quit]x[/]" in text
        assert "[bold]Amt[/bold]�[31m" in text
        assert "\x1b" not in text
        await pressed(pilot, "enter")
        assert isinstance(app.screen, FormScreen)


@pytest.mark.parametrize("text", ["0", "367", "-3", "1.5", "²"])
def test_only_whole_days_within_a_year_warn(text: str) -> None:
    with pytest.raises(UsageError):
        days_of(text)


@pytest.mark.slow
async def test_who_shares_the_account_in_the_browser_sets_only_for_themselves(
    city_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("AKQUISE_DATABASE_URL", f"sqlite:///{city_file}")
    shared = tmp_path / "akquise/config.toml"
    shared.parent.mkdir()
    write(shared, 'unit = "Stadtplanungsamt"\n')
    app = AkquiseApp(context_of({}, "anna"))
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "unit")
        await pressed(pilot, "enter", "up", "enter")
        assert "▸ Amt für Beispiele" in painted(app)
        assert "hier gemerkt" in painted(app)
        await at(pilot, "lang")
        await pressed(pilot, "enter")
    assert written(shared) == 'unit = "Stadtplanungsamt"\n'
    kept = {user: context_of({}, user).settings for user in ("anna", "bela")}
    assert (kept["anna"].unit, kept["anna"].lang) == ("Amt für Beispiele", "en")
    assert (kept["bela"].unit, kept["bela"].lang) == ("Stadtplanungsamt", "de")


async def test_thresholds_that_all_share_are_only_shown_in_the_browser(
    set_up: Callable[..., AkquiseApp], config: Path
) -> None:
    app = set_up()
    app.context.user = "anna"
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "thresholds:*")
        assert "Gilt für alle, die akquise im Browser" in painted(app)
        await pressed(pilot, "enter", *"3", "enter")
        assert app.context.settings.thresholds == {}
        assert written(config) == ""


async def test_what_nobody_can_have_set_in_the_browser_breaks_nothing(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    app.context.user = "anna"
    app.context.memory.put("settings", {"unit": 3, "lang": "fr", "thresholds": {}})
    assert with_own(app.context.settings, app.context.memory, ()) == app.context.settings
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "unit")
        assert "hier gemerkt" in painted(app)  # light or dark, and nothing else
        assert painted(app).count("hier gemerkt") == 1
