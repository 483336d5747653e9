"""Whatever form is refused, or can't be stored, stays open with the sentence and with all that was typed."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.pilot import Pilot
from textual.widgets import Input, Static

from grants_db.errors import UsageError
from tests.tui.driving import painted, pressed
from tests.tui.test_application_work import ENTRIES
from tests.tui.test_settings_screen import at
from tui import screens
from tui.app.app import AkquiseApp
from tui.screens.base.form import FormScreen, Line
from tui.state.saved_views import MOST_VIEWS, SavedView, save_view, saved_views
from tui.state.user_state import Memory

AppOn = Callable[..., AkquiseApp]
SIZE = (140, 50)
#: one of these is right for any line
GOOD = ("24.12.2026", "01.12.2026 - 30.06.2027", "2.000", "https://akten.example/1", "28, 7", "2027", "75", "Worte")


def full_disk(_engine: Engine) -> None:
    raise OSError(28, "No space left on device")


def right_for(line: Line) -> str:
    """A text that the line takes."""
    for text in GOOD:
        try:
            line.check(text)
        except UsageError:
            continue
        return text
    raise AssertionError(line.name)


async def is_kept(pilot: Pilot[None], said: str) -> bool:
    """Fill the form that stands open, have it refused, and see whether it stays as it was typed; then give it up."""
    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    lines = [field for field in form._specified if isinstance(field, Line)]
    typed = [right_for(line) for line in lines]
    for widget, text in zip(form.query(Input), typed, strict=True):
        widget.value = text
    await pressed(pilot, "ctrl+s")
    stands = pilot.app.screen is form and [widget.value for widget in form.query(Input)] == typed
    refused = said in str(form.query_one("#refused", Static).content)
    await pressed(pilot, "escape")
    return stands and refused


async def test_every_form_keeps_what_was_typed_when_it_can_not_be_stored(
    applied_city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("grants_db.storage.database.writing", full_disk)
    app = app_on(applied_city, at="7")
    app.context.config_file = tmp_path / "config.toml"
    app.context.config_file.mkdir()
    kept: dict[str, bool] = {}
    async with app.run_test(size=SIZE) as pilot:
        await pressed(pilot, "down")
        for key in ("s", "z", "a", "n"):
            await pressed(pilot, key)
            kept[key] = await is_kept(pilot, "No space left")
        for number, what in enumerate(ENTRIES):
            if what == "from_file":  # it stores nothing, the award's form does
                continue
            await pressed(pilot, "plus", *["down"] * number, "enter")
            kept[what] = await is_kept(pilot, "No space left")
        for setting in ("unit", "thresholds:*"):
            await at(pilot, setting)
            await pressed(pilot, "enter")
            kept[setting] = await is_kept(pilot, "config.toml")
    assert [name for name, stands in kept.items() if not stands] == []


async def test_a_new_application_keeps_what_was_typed_too(
    decided_city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(decided_city, at="2")
    async with app.run_test(size=SIZE) as pilot:
        await pressed(pilot, "a")
        monkeypatch.setattr("grants_db.storage.database.writing", full_disk)
        await pressed(pilot, "v")
        assert await is_kept(pilot, "No space left")
        await pressed(pilot, "7", "A")
        assert await is_kept(pilot, "No space left")


def test_a_form_with_a_line_stores_before_it_closes() -> None:
    files = sorted(Path(screens.__path__[0]).rglob("*.py"))
    calls = [
        (file.name, call)
        for file in files
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "FormScreen"
    ]
    assert len(calls) > 5
    answering = [(name, ast.unparse(call)) for name, call in calls if "store" not in {one.arg for one in call.keywords}]
    assert [text for text in answering if "Line(" in text[1]] == []


async def test_a_view_that_would_push_out_another_is_not_saved_without_a_word(
    city: Engine, app_on: AppOn, tmp_path: Path
) -> None:
    app = app_on(city, at="3")
    app.context.memory = Memory(tmp_path / "memory.json")
    for number in range(MOST_VIEWS):
        save_view(app.context.memory, "opportunities", f"Ansicht {number:02}", SavedView({}))
    async with app.run_test(size=SIZE) as pilot:
        await pressed(pilot, "G", "tab", *"Neue", "enter")
        assert "Mehr als 50 Ansichten werden nicht behalten" in painted(app)
        assert app.screen.query_one(Input).value == "Neue"
    assert len(saved_views(app.context.memory, "opportunities")) == MOST_VIEWS
