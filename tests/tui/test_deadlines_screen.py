"""Deadlines: by unit, kind and words; what is overdue and one's own first; in the month several on a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from textual.widgets import Input

from grants_db.applications.notes_documents_tasks import add_task
from grants_db.applications.store import create_application, list_applications
from grants_db.measures.store import get_measure
from grants_db.models.measure import Unit
from grants_db.opportunities.store import list_opportunities
from grants_db.storage.database import writing
from grants_db.vocabulary import AgendaKind
from tests.tui.driving import painted, pressed, settled
from tui.app.app import AkquiseApp
from tui.text.deadlines import WantedDates
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def tasked_city(decided_city: Engine) -> Engine:
    """The city after a morning's work; one application with a task that is late and four on one day."""
    with writing(decided_city) as session:
        calls = {call.external_id: call for call in list_opportunities(session)}
        measure = get_measure(session, "3.1")
        measure.unit, measure.further_units = get_measure(session, "4.1").unit, [Unit(name="Museum")]
        made = create_application(session, [measure], calls["bund/1"], now=NOW, requested=Decimal(9000))
        add_task(session, made, "Anlagen [b]prüfen[/b]", date(2026, 11, 20), now=NOW)
        for number in range(4):
            add_task(session, made, f"Angebot {number} einholen", date(2026, 11, 30), now=NOW)
    return decided_city


def column(app: AkquiseApp, number: int) -> list[str]:
    """A column of the list on screen."""
    table = app.screen.query_one("#list", RowTable)
    return [table.shown_at(row)[number].strip() for row in range(table.row_count)]


async def test_what_is_overdue_comes_first_then_my_unit_s(tasked_city: Engine, app_on: AppOn) -> None:
    app = app_on(tasked_city, unit="STADTPLANUNGSAMT", at="5")  # as somebody wrote it into the file
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        headings = [name for name, day in zip(column(app, 4), column(app, 0), strict=True) if not day]
        assert headings == ["Überfällig", "▸ Stadtplanungsamt", "Andere Einheiten", "Ohne festen Tag"]
        assert column(app, 1)[1] == "!! vor 4 Tagen"
        assert app.screen.query_one("#list", RowTable).cursor_row == 1
        assert "▸ Stadtplanungsamt" in column(app, 5)


async def test_units_are_chosen_kinds_gone_through_and_both_cleared(tasked_city: Engine, app_on: AppOn) -> None:
    app = app_on(tasked_city, unit="Stadtplanungsamt", at="5")
    async with app.run_test(size=(200, 50)) as pilot:
        await pressed(pilot, "i", "down", "enter")
        assert set(column(app, 2)) - {""} == {"3.1"}
        assert "Einheit: Stadtplanungsamt" in painted(app)
        await pressed(pilot, "s", "s", "s")
        assert sum("Angebot" in what for what in column(app, 3)) == 4
        await pressed(pilot, "x")
        assert {"2.1", "3.1", "5.1"} <= set(column(app, 2))


async def test_a_unit_that_answers_too_finds_its_dates_as_its_own(tasked_city: Engine, app_on: AppOn) -> None:
    app = app_on(tasked_city, unit="Museum", at="5")
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        headings = [name for name, day in zip(column(app, 4), column(app, 0), strict=True) if not day]
        assert headings == ["Überfällig", "▸ Museum", "Andere Einheiten", "Ohne festen Tag"]
        await pressed(pilot, "i", "down", "enter")
        assert (set(column(app, 2)) - {""}, "Einheit: Museum" in painted(app)) == ({"3.1"}, True)
        assert "Stadtplanungsamt, Museum" in painted(app)


async def test_words_narrow_while_typing(tasked_city: Engine, app_on: AppOn) -> None:
    app = app_on(tasked_city, at="5")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "slash", *"sprach")
        assert set(column(app, 2)) == {"2.1"}
        assert isinstance(app.focused, Input)
        await pressed(pilot, "enter", "slash", *"qqq")
        assert "Kein Termin passt." in painted(app)


async def test_filters_are_kept_until_the_next_time(tasked_city: Engine, app_on: AppOn) -> None:
    app = app_on(tasked_city)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "5", "slash", *"sprach", "enter", "i", "down", "enter")
    again = app_on(tasked_city)
    again.context.memory = app.context.memory
    async with again.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "5")
        assert "Einheit: Amt für Beispiele · Wörter: sprach" in painted(again)
        assert set(column(again, 2)) == {"2.1"}


@pytest.mark.parametrize("stored", [{}, {"unit": 5, "kind": "?", "words": None}, {"kind": ["task"]}])
def test_filters_that_were_spoilt_are_none(stored: dict[str, object]) -> None:
    assert WantedDates.from_json(stored) == WantedDates()


def test_filters_are_read_as_they_were_written() -> None:
    wanted = WantedDates("Amt 50", "sprach", AgendaKind.TASK)
    assert WantedDates.from_json(wanted.as_json()) == wanted


async def test_a_wide_month_names_what_is_due_and_counts_the_rest(tasked_city: Engine, app_on: AppOn) -> None:
    app = app_on(tasked_city, at="5")
    async with app.run_test(size=(200, 50)) as pilot:
        await pressed(pilot, "m")
        text = painted(app)
        assert "● 3.1 Angebot 0 einholen" in text
        assert "und 2 weitere" in text
        assert "[24]" in text


async def test_a_narrow_month_shows_signs(tasked_city: Engine, app_on: AppOn) -> None:
    app = app_on(tasked_city, at="5")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "m")
        assert "30 ●●●●" in painted(app)


async def test_the_signs_are_explained_without_colour(tasked_city: Engine, app_on: AppOn) -> None:
    app = app_on(tasked_city, at="5")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "● genannt  ◇ abgeleitet  ○ erwartet  ? zu prüfen  ! bald  !! überf" in painted(app)


async def test_the_facts_of_the_call_follow_the_cursor(tasked_city: Engine, app_on: AppOn) -> None:
    app = app_on(tasked_city, at="5")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "slash", *"sprach", "enter")
        text = painted(app)
        assert "Antragsberechtigung" in text
        assert "[b]prüfen[/b]" not in text


async def test_what_came_since_the_last_time_is_marked(tasked_city: Engine, app_on: AppOn) -> None:
    with writing(tasked_city) as session:
        [application] = list_applications(session)
        add_task(session, application, "Neue Aufgabe", date(2026, 12, 1), now=NOW + timedelta(hours=2))
    app = app_on(tasked_city, since=NOW + timedelta(hours=1), at="5")
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        marked = [what for what in column(app, 3) if what.startswith("✱")]
        assert "✱ ● Neue Aufgabe" in marked
        assert all("Frist" not in what for what in marked)  # nothing is new about the calls
