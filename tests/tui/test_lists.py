"""The lists: searching, filtering, paging and the details beside them."""

from collections.abc import Callable

from sqlalchemy import Engine
from textual.widgets import Input, Static

from grants_db.vocabulary import Level, OpportunityStatus
from tests.tui.driving import pressed, settled
from tui.app.app import AkquiseApp
from tui.screens.opportunities.filters import PAGE
from tui.screens.opportunities.screen import OpportunitiesScreen
from tui.widgets.panel import Panel
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]


def first_cells(app: AkquiseApp, column: int = 0) -> list[str]:
    """A column of the list on screen."""
    table = app.screen.query_one("#list", RowTable)
    return [table.shown_at(row)[column].strip() for row in range(table.row_count)]


async def test_searching_while_typing_narrows_the_list(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "slash", *"sprach")
        assert [title[:22] for title in first_cells(app)] == ["Sprachkurse für Eltern"]
        assert isinstance(app.focused, Input)
        await pressed(pilot, "enter", "x")
        assert len(first_cells(app)) == 9
        assert app.screen.query_one(Input).value == ""


async def test_keys_filter_by_level_status_and_field(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "e", "e")
        assert set(first_cells(app, 1)) == {"Bund"}
        await pressed(pilot, "s")
        assert first_cells(app) == ["Bundesprogramm Lotsen in Arbeit"]
        screen = app.screen
        assert isinstance(screen, OpportunitiesScreen)
        assert (screen.wanted.levels, screen.wanted.statuses) == ((Level.FEDERAL,), (OpportunityStatus.OPEN,))
        await pressed(pilot, "x", "f")
        assert set(first_cells(app)) == {"Vielfalt in der Nachbarschaft", "Bundesprogramm Demokratie im Alltag"}


async def test_a_search_without_hits_says_how_to_go_on(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "slash", *"qqq")
        assert first_cells(app) == []
        assert "Nichts gefunden" in str(app.screen.query_one("#details Static", Static).content)


async def test_long_lists_are_read_page_by_page(
    empty: Engine, app_on: AppOn, add_many: Callable[[Engine, int], None]
) -> None:
    add_many(empty, PAGE + 30)
    app = app_on(empty, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        assert len(first_cells(app)) == PAGE
        await pressed(pilot, "n")
        assert len(first_cells(app)) == 30
        assert f"{PAGE + 1}–{PAGE + 30}" in str(app.screen.query_one("#chip-text", Static).content)
        await pressed(pilot, "n", "p")
        assert len(first_cells(app)) == PAGE


async def test_details_follow_the_cursor_and_take_the_list_s_place_at_80_columns(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "down", "down", "enter")
        assert not app.screen.query_one("#list").display
        assert app.focused is app.screen.query_one("#details", Panel)
        await pressed(pilot, "escape")
        assert app.screen.query_one("#list").display


async def test_a_measure_leads_to_its_matches(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, *["down"] * 6, "r")
        assert app.current_mode == "matches"
        assert "2.1 Sprachförderung" in str(app.screen.query_one("#head", Static).content)


async def test_only_unfunded_measures_of_one_field(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="4")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "f")
        assert [cell[:3] for cell in first_cells(app)[2:]] == ["1.1", "1.2"]
        await pressed(pilot, "g")
        assert [cell[:3] for cell in first_cells(app)[2:]] == ["1.1"]


async def test_the_agenda_puts_dates_first_and_what_has_none_apart(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="5")
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        assert first_cells(app) == ["08.12.2026", "31.03.2027", "", "laufend"]
        assert first_cells(app, 1)[0] == "! noch 14 Tage"
        await pressed(pilot, "r")
        assert "✓ angenommen" in str(app.screen.query_one("#head", Static).content)


async def test_sources_that_failed_come_first_with_their_sentence(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="6")
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        assert first_cells(app)[:2] == ["Portal mit Sperre (ungeprüft)", "Aufrufe der EU (ungeprüft)"]


async def test_only_web_addresses_are_opened(city: Engine, app_on: AppOn, add_call: Callable[..., int]) -> None:
    add_call(city, title="Angebot mit falscher Adresse", url="javascript:alert(1)")
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pressed(pilot, "slash", *"falscher", "enter", "o")
        [said] = list(app._notifications)
        assert said.message.startswith("Diese Adresse lässt sich nicht öffnen")


async def test_a_reading_that_fails_is_one_sentence_over_the_page(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, OpportunitiesScreen)
        screen.show_details("4711")
        await settled(pilot)
        [said] = list(app._notifications)
        assert "4711" in said.message
        assert app.is_running
