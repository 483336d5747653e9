"""Dates are ticked off where they stand, in two keys: on Fristen, in the month, at the application; and taken back."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from textual.widgets import Input

from grants_db.models.application import DateMark, Task
from grants_db.storage.database import reading, writing
from tests.tui.driving import painted, pressed, settled, told
from tui.app.app import AkquiseApp
from tui.screens.base.when import WhenScreen
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]
WIDE = (140, 40)


def tasks(engine: Engine) -> list[tuple[date, date | None]]:
    """Each task's day, and when it was done."""
    with reading(engine) as session:
        return [(task.due, task.done_on) for task in session.exec(select(Task))]


def keys_of_rows(app: AkquiseApp, table: str = "list") -> list[str]:
    rows = app.screen.query_one(f"#{table}", RowTable)
    return [rows.key_at(number) for number in range(rows.row_count)]


@pytest.mark.parametrize("keys", [("e", "enter"), ("e", "1"), ("m", "e", "enter")])
async def test_a_date_is_done_in_two_keys_and_taken_back_with_one(
    applied_city: Engine, app_on: AppOn, keys: tuple[str, ...]
) -> None:
    app = app_on(applied_city, at="5")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        first, second, *_ = keys_of_rows(app)
        await pressed(pilot, *keys)
        assert tasks(applied_city) == [(date(2026, 11, 30), date(2026, 11, 24))]
        assert first not in keys_of_rows(app)
        assert "Erledigt: Kostenplan" in told(app)
        if "m" not in keys:
            assert app.screen.query_one("#list", RowTable).current_key == second
        await pressed(pilot, "u")
        assert tasks(applied_city) == [(date(2026, 11, 30), None)]
        assert first in keys_of_rows(app)


async def test_a_task_moves_to_a_day_in_words_with_a_remark(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="5")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "e", "2")
        assert "Bitte den Tag nennen." in painted(app)
        await pressed(pilot, *"in 2 Wochen")
        assert "Dienstag, 8. Dezember 2026" in painted(app)
        await pressed(pilot, "tab", *"Angebot fehlt", "enter")
        assert tasks(applied_city) == [(date(2026, 12, 8), None)]
        await pressed(pilot, "7", "enter", "end")
        assert "Angebot fehlt" in painted(app)


async def test_a_day_that_is_none_is_said_and_what_was_typed_stays(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="5")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "e", "tab", *"3.1.2027", "enter")
        assert "liegt in der Zukunft" in painted(app)
        assert isinstance(app.screen, WhenScreen)
        assert app.screen.query_one("#day", Input).value == "3.1.2027"
        await pressed(pilot, "escape")
    assert tasks(applied_city) == [(date(2026, 11, 30), None)]


async def test_what_can_not_be_stored_is_asked_again_as_it_was_given(
    applied_city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.tui.test_kept_forms import full_disk

    app = app_on(applied_city, at="5")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "e")
        with monkeypatch.context() as patch:
            patch.setattr("grants_db.storage.database.writing", full_disk)
            await pressed(pilot, "tab", "tab", *"liegt vor", "enter")
            assert isinstance(app.screen, WhenScreen)
            assert app.screen.query_one("#note", Input).value == "liegt vor"
        await pressed(pilot, "enter")
    assert tasks(applied_city) == [(date(2026, 11, 30), date(2026, 11, 24))]


async def test_an_internal_date_is_ticked_off(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="5")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        internal = next(key for key in keys_of_rows(app) if "sign_off" in key)
        app.screen.query_one("#list", RowTable).go_to(internal)
        await pressed(pilot, "e", "enter")
        assert internal not in keys_of_rows(app)
        await pressed(pilot, "u")
        assert internal in keys_of_rows(app)
    with reading(applied_city) as session:
        assert [mark.undone_at is not None for mark in session.exec(select(DateMark))] == [True]


async def test_from_a_date_to_its_application_and_back(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="5")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        here = app.screen.query_one("#list", RowTable).current_key
        await pressed(pilot, "v")
        assert app.current_mode == "applications"
        assert "Antrag 1" in painted(app)
        assert "Verlauf" in painted(app) or "Plan der Termine" in painted(app)
        await pressed(pilot, "escape")
        assert app.current_mode == "deadlines"
        assert app.screen.query_one("#list", RowTable).current_key == here
        await pressed(pilot, "7", "enter", "escape")
        assert app.current_mode == "applications"


async def test_an_application_offers_all_its_dates_tasks_first(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "e")
        text = painted(app)
        assert text.index("Erledigt: 30.11.2026 Kostenplan") < text.index("Eingereicht: 31.03.2027")
        await pressed(pilot, "1")
        assert tasks(applied_city)[0][1] == date(2026, 11, 24)
        await pressed(pilot, "u")
        assert tasks(applied_city)[0][1] is None


async def test_in_the_month_enter_leads_to_the_date_in_the_agenda(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="5")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "m", "n", "enter")
        assert not app.screen.has_class("-month")
        assert "23.12.2026" in painted(app)
        current = app.screen.query_one("#list", RowTable)
        assert current.shown_at(current.cursor_row)[0].strip() == "23.12.2026"


async def test_what_somebody_ticked_off_meanwhile_is_no_error(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="5")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "e")
        with writing(applied_city) as session:
            session.delete(session.exec(select(Task)).one())
        await pressed(pilot, "enter")
        assert "gibt es nicht" in told(app)
