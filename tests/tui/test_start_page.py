"""The first screen is a list of what there is to do: by role, each line a way to what it names."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from grants_db.models.application import Task
from grants_db.models.notice import Digest
from grants_db.storage.database import reading, writing
from tests.tui.driving import painted, pressed, settled
from tui.app.app import AkquiseApp
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)
WIDE = (140, 40)
UNIT = "Amt für Beispiele"


def lines(app: AkquiseApp, name: str = "work-list") -> list[str]:
    table = app.screen.query_one(f"#{name}", RowTable)
    return [" ".join(" ".join(table.shown_at(row)).split()) for row in range(table.row_count)]


def at(app: AkquiseApp, words: str) -> None:
    """Put the cursor on the line with these words."""
    table = app.screen.query_one("#work-list", RowTable)
    place = next(number for number, line in enumerate(lines(app)) if words in line)
    table.focus()
    table.move_cursor(row=place)


async def test_the_office_sees_what_there_is_to_do_today(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, since=BEFORE)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        said = lines(app)
        assert "Heute" in painted(app)
        assert "1 Termin in den nächsten zwei Wochen Fristen" in said
        assert "6 Förderangebote neu und passend Treffer" in said
        assert "2 Quellen krank Quellen" in said
        assert "6 Förderangebote zu lesen, zuerst: Treffer" in said


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("in den nächsten zwei Wochen", "deadlines"),
        ("neu und passend", "calls"),
        ("Quellen krank", "sources"),
        ("zu lesen, zuerst", "calls"),
        ("Vielfalt in der Nachbarschaft", "calls"),
    ],
)
async def test_enter_opens_what_the_line_names(applied_city: Engine, app_on: AppOn, words: str, mode: str) -> None:
    app = app_on(applied_city, since=BEFORE)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        at(app, words)
        await pressed(pilot, "enter")
        assert app.current_mode == mode
        if words.startswith("Vielfalt"):
            assert painted(app).count(words) > 1  # in the list, and as the call at hand


async def test_a_click_opens_it_too(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, since=BEFORE)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        place = next(number for number, line in enumerate(lines(app)) if "Quellen krank" in line)
        for _click in range(2):
            await pilot.click("#work-list", offset=(12, place + 1))
        await settled(pilot)
        assert app.current_mode == "sources"


async def test_a_unit_sees_its_own_work_and_nothing_of_the_city_s_table(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, since=BEFORE, unit=UNIT)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "Meine Arbeit" in painted(app)
        assert "1 offene Aufgabe Fristen" in lines(app)
        assert any("eigene Maßnahmen ungedeckt" in line for line in lines(app))
        assert not app.screen.query_one("#grid-frame").display


async def test_who_runs_the_machine_sees_night_sources_and_mails(applied_city: Engine, app_on: AppOn) -> None:
    with writing(applied_city) as session:
        session.add(Digest(unit_name="", day=NOW.date(), subject="a", text="", html="", made_at=NOW))
    app = app_on(applied_city, since=BEFORE)
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "i")
        said = lines(app)
        assert "Betrieb" in painted(app)
        assert any(line.startswith("heute, 24.11.2026 02:15") for line in said)
        assert "1 Mail ist nicht hinausgegangen Einstellungen" in said
        at(app, "Portal mit Sperre")
        await pressed(pilot, "enter")
        assert app.current_mode == "sources"
        table = app.screen.query_one("#list", RowTable)
        assert "Portal mit Sperre" in table.shown_at(table.cursor_row)[0]
        await pressed(pilot, "1", "i")
        assert "Heute" in painted(app)


async def test_a_date_is_ticked_off_on_the_first_screen_in_two_keys(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "e", "enter")
        with reading(applied_city) as session:
            assert [task.done_on for task in session.exec(select(Task))] == [NOW.date()]
        assert not any("Kostenplan" in line for line in lines(app, "dates"))
        await pressed(pilot, "u")
        assert any("Kostenplan" in line for line in lines(app, "dates"))
        await pressed(pilot, "v")
        assert app.current_mode == "applications"
        await pressed(pilot, "escape")
        assert app.current_mode == "overview"


async def test_a_date_leads_to_its_line_on_fristen(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "tab", "down", "down", "enter")
        assert app.current_mode == "deadlines"
        table = app.screen.query_one("#list", RowTable)
        assert table.shown_at(table.cursor_row)[0].strip() == "22.03.2027"


async def test_the_city_s_table_is_a_key_away(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "m")
        assert "Förderangebote zu lesen je Handlungsfeld" in painted(app)
        assert app.screen.query_one("#grid", RowTable).row_count == 7
        await pressed(pilot, "m")
        assert "Was zu tun ist" in painted(app)


async def test_where_nothing_is_to_do_that_is_said(empty: Engine, app_on: AppOn, add_many: Callable[..., None]) -> None:
    add_many(empty, 3)
    app = app_on(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Heute steht nichts an." in painted(app)
        await pressed(pilot, "enter", "e", "v", "u")
        assert app.current_mode == "overview"
