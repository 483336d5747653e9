"""The practice app says on every screen what it is, opens nothing outside, and leaves the office's settings alone."""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from grants_db.import_export.measures import import_samples
from grants_db.practice_mark import PORTAL_CLOSED, mark_practice
from grants_db.settings import load_settings
from grants_db.storage.backup import backup
from grants_db.storage.database import writing
from tests.tui.driving import painted, pressed, settled, told
from tui import cli
from tui.app import launch
from tui.app.app import AkquiseApp
from tui.widgets.tabs import TABS

AppOn = Callable[..., AkquiseApp]
PORTAL = "http://127.0.0.1:9"  # nobody answers there


@pytest.mark.parametrize(("lang", "word"), [("de", "ÜBUNG"), ("en", "PRACTICE")])
async def test_every_screen_says_on_top_that_it_is_a_practice(
    city: Engine, app_on: AppOn, lang: str, word: str
) -> None:
    app = app_on(city, practice=PORTAL, lang=lang)
    async with app.run_test(size=(80, 24)) as pilot:
        for tab in TABS:
            await pressed(pilot, tab.key)
            for size in ((120, 35), (80, 24)):
                await pilot.resize_terminal(*size)
                await settled(pilot)
                top = painted(app).splitlines()[0]
                assert top.startswith(f" {word} "), (tab.mode, size)
                assert [each.key for each in TABS if f"{each.key} " not in top] == [], (tab.mode, size)


@pytest.mark.slow
async def test_the_practice_is_said_before_the_database_is_open() -> None:
    app = AkquiseApp(lambda: pytest.fail("the context is not needed yet"), practice=True)
    app.on_mount = lambda: None  # type: ignore[method-assign]  # nothing is prepared: the first picture stays
    async with app.run_test(size=(80, 24)):
        assert painted(app).startswith(" ÜBUNG ")


async def test_outside_the_practice_nothing_says_so(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await settled(pilot)
        assert "ÜBUNG" not in painted(app)


async def test_no_invented_address_is_opened_at_a_real_server(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("tui.screens.base.page.has_browser", lambda: True)
    monkeypatch.setattr(AkquiseApp, "open_url", lambda _app, url, **_: opened.append(url))
    app = app_on(city, at="3", practice=PORTAL)
    async with app.run_test(size=(120, 35)) as pilot:
        await pressed(pilot, "o")
        assert opened == []
        assert "In der Übung wird keine Seite geöffnet" in told(app)


@pytest.mark.slow
async def test_what_is_set_in_the_practice_is_not_the_offices_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, city: Engine
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    config = tmp_path / "akquise" / "config.toml"
    config.parent.mkdir()
    config.write_text('unit = "Amt 50"\ncontact = "amt@stadt.example"\n', encoding="utf-8")
    before = config.read_text(encoding="utf-8")
    given = {"database_url": str(city.url), "practice": PORTAL, "today": "2026-11-24"}
    app = AkquiseApp(lambda: launch._context(given, ""), practice=True)
    async with app.run_test(size=(120, 35)) as pilot:
        await pressed(pilot, "escape", "9", "enter", "down", "enter")  # the tour is for another time
        assert app.context.settings.unit
        assert config.read_text(encoding="utf-8") == before
        assert "amt@stadt.example" not in painted(app)
        assert app.context.engine is not None
        app.context.engine.dispose()


def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The sentence with which the command ends."""
    monkeypatch.setattr(sys, "argv", ["akquise", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_a_second_practice_does_not_take_the_first_ones_database_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], a_home_of_its_own: Path
) -> None:
    folder = a_home_of_its_own / "xdg_data_home" / "akquise" / "demo"
    folder.mkdir(parents=True)
    (folder / "akquise.db").touch()
    with closing(sqlite3.connect(folder.with_suffix(".open"), isolation_level=None)) as elsewhere:
        elsewhere.execute("BEGIN EXCLUSIVE")
        assert "in einem anderen Fenster offen" in refused(monkeypatch, capsys, "demo", "--no-app")
    assert (folder / "akquise.db").exists()


def test_a_database_with_measures_is_none_to_practise_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], empty: Engine
) -> None:
    with writing(empty) as session:
        import_samples(session)
    assert "ist nicht leer" in refused(monkeypatch, capsys, "--database", str(empty.url), "demo", "--no-app")


def test_a_practice_database_stays_a_practice_however_it_is_opened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], city: Engine, tmp_path: Path
) -> None:
    mark_practice(Path(str(city.url.database)))
    backup(city, tmp_path / "sicherung.db")
    for url in (str(city.url), f"sqlite:///{tmp_path / 'sicherung.db'}"):
        outside = {"AKQUISE_CONTACT": "amt@stadt.example", "AKQUISE_DATABASE_URL": url}
        assert load_settings(outside).practice == PORTAL_CLOSED
        assert load_settings(outside).contact == ""
    monkeypatch.setenv("AKQUISE_CONTACT", "amt@stadt.example")
    said = refused(monkeypatch, capsys, "--database", str(city.url), "crawl", "run")
    assert "Diese Datenbank ist eine Übung; ihr Übungsportal läuft nur, solange" in said
