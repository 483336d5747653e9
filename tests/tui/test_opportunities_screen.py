"""The screen of opportunities in use: typing, chips, saved views, pages, keys."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from textual.widgets import Input, Static

from grants_db.errors import UsageError
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.store import SeenOpportunity, get_opportunity, upsert
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.query import search
from grants_db.settings import Settings
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import ApplicantRoute, Level, OpportunityStatus
from tests.tui.driving import painted, pressed, settled
from tui.app.app import AkquiseApp
from tui.jobs.manual_entry import Entry, facts_of
from tui.screens.base.views import ViewsScreen
from tui.screens.opportunities.filters import PAGE
from tui.screens.opportunities.queries import Hits
from tui.screens.opportunities.screen import OpportunitiesScreen
from tui.state.context import AppContext
from tui.state.saved_views import VIEWS, OpportunityView, saved_views
from tui.state.user_state import Memory
from tui.text.citation import citation
from tui.widgets.row_table import RowTable

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
AppOn = Callable[..., AkquiseApp]


def screen_of(app: AkquiseApp) -> OpportunitiesScreen:
    screen = app.screen
    assert isinstance(screen, OpportunitiesScreen)
    return screen


def titles(app: AkquiseApp) -> list[str]:
    table = app.screen.query_one("#list", RowTable)
    return [table.shown_at(row)[0].strip() for row in range(table.row_count)]


def text_of(app: AkquiseApp, where: str) -> str:
    return str(app.screen.query_one(where, Static).render())


def app_with(city: Engine, memory: Memory, *, unit: str = "", since: datetime | None = None) -> AkquiseApp:
    settings = Settings(database_url="sqlite://", unit=unit)
    return AkquiseApp(AppContext(city, settings, TODAY, clock=lambda: NOW, memory=memory, since=since))


async def test_a_day_without_a_year_is_shown_as_stated(city: Engine, app_on: AppOn) -> None:
    letter = "Eine zweite Runde hat begonnen. Bewerbungsschluss ist der 15. März."
    with writing(city) as session:
        stored = session.exec(select(Opportunity).where(Opportunity.external_id == "land/1")).one()
        run = open_run(session, stored.source_name, NOW)
        facts = facts_of(Entry("land/9", "Zweite Runde im Quartier", Level.LAND, letter))
        upsert(session, run, [SeenOpportunity(facts, facts.url)], NOW)
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "slash")
        await pilot.press(*"zweite")
        await settled(pilot)
        row = app.screen.query_one("#list", RowTable).shown_at(0)
        assert [cell.strip() for cell in row[2:4]] == ["unbekannt", "15.03. (Jahr?)"]
        await pressed(pilot, "enter")
        beside = " ".join(line.partition("││")[2].strip("│ ") for line in painted(app).splitlines())
        assert "15. März, ohne Jahr, bitte prüfen" in " ".join(beside.split())


async def test_the_last_letter_s_answer_stands_however_quickly_one_types(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "slash")
        await pilot.press(*"lotsen")
        await settled(pilot)
        assert titles(app) == ["Bundesprogramm Lotsen in Arbeit"]
        with reading(city) as session:
            every = search(session, OpportunityFilter(words="lot"), TODAY)
        screen_of(app).show(Hits(every, (), OpportunityView(words="lot")))  # an answer that comes late
        assert titles(app) == ["Bundesprogramm Lotsen in Arbeit"]


async def test_what_is_typed_is_data(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "slash")
        for typed in ('"; DROP TABLE opportunity', "[bold]a* NEAR(", "AND OR NOT", "title:x"):
            app.screen.query_one(Input).value = typed
            await settled(pilot)
            assert titles(app) == []
        app.screen.query_one(Input).value = "'*\""
        await settled(pilot)
        assert len(titles(app)) == 9


async def test_what_a_text_leaves_open_is_settled_with_one_key(city: Engine, app_on: AppOn) -> None:
    words = "Vereine werden mit bis zu 5.000 Euro unterstützt."
    with writing(city) as session:
        call = session.exec(select(Opportunity)).first()
        assert call is not None
        call.proposed = {
            "max_amount": {"value": "5000.00", "evidence": words},
            "applicant_types": {"value": None, "evidence": words},
        }
        call.max_amount, number = None, call.id or 0
    app = app_on(city, at="3")
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Bestätigen" not in painted(app)
        await pressed(pilot, "z")
        (shown,) = titles(app)
        assert call.title.startswith(shown.rstrip("…"))
        await pressed(pilot, "enter")
        assert "Bitte prüfen (t)" in painted(app)
        assert "• Höchstbetrag: 5.000,00 €? „Vereine werden mit bis zu 5.000 Euro" in painted(app)
        await pressed(pilot, "t", "ctrl+s")
        assert "Höchstbetrag" not in painted(app)
        assert app.screen.query_one("#list", RowTable).row_count == 1  # who may apply was left open
    with reading(city) as session:
        held = get_opportunity(session, number)
        assert (held.max_amount, list(held.proposed)) == (Decimal(5000), ["applicant_types"])


@pytest.mark.parametrize("width", [80, 120])
async def test_chips_that_are_on_fit_the_line(city: Engine, app_on: AppOn, width: int) -> None:
    app = app_on(city, unit="Amt für Beispiele", since=NOW - timedelta(days=9), at="3")
    async with app.run_test(size=(width, 24)) as pilot:
        await pressed(pilot, *"eeeessffffwwwmiz")
        line = painted(app).splitlines()[2]
        assert [part.split()[-1] for part in line.split(" ●")[:-1]] == ["e", "s", "f", "w", "m", "i", "z"]
        assert "i ● Neu  z ● Zu p" in line


async def test_chips_are_filters_to_click(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for chip in ("#chip-next-level", "#chip-next-level", "#chip-next-status", "#chip-next-route"):
            assert await pilot.click(chip)
            await settled(pilot)
        assert screen_of(app).wanted == OpportunityView(
            levels=(Level.FEDERAL,), statuses=(OpportunityStatus.OPEN,), routes=(ApplicantRoute.DIRECT,)
        )
        assert "● Bund" in text_of(app, "#chip-next-level")
        assert titles(app) == ["Bundesprogramm Lotsen in Arbeit"]
        await pressed(pilot, "x")
        assert text_of(app, "#chip-next-level") == "e Ebene"
        assert len(titles(app)) == 9


@pytest.mark.slow
async def test_only_what_is_for_the_own_unit_and_what_is_new(rewritten_city: Engine) -> None:
    app = app_with(rewritten_city, Memory(), unit="Stadtplanungsamt", since=NOW - timedelta(hours=3))
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        await pressed(pilot, "3")
        assert [title[:20] for title in titles(app) if title.startswith("✱")] == ["✱ Sprachkurse für El"]
        await pressed(pilot, "i")
        assert len(titles(app)) == 1
        await pressed(pilot, "x", "m")
        assert sorted(title[:16] for title in titles(app)) == [
            "▸ Local authorit",
            "▸ Miteinander – ",
            "▸ Vielfalt in de",
        ]


@pytest.mark.slow
@pytest.mark.parametrize("written", ["Stadtplanungsamt", "STADTPLANUNGSAMT "])
async def test_what_is_proposed_for_the_own_unit_is_marked_however_its_name_is_written(
    city: Engine, written: str
) -> None:
    app = app_with(city, Memory(), unit=written)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "3")
        marked = [title for title in titles(app) if title.startswith("▸")]
        assert (len(marked), len(titles(app))) == (3, 9)
        await pressed(pilot, "m")
        assert titles(app) == marked  # the same ones, in the same order


async def test_without_a_unit_and_on_the_first_visit_the_filters_say_why_not(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pressed(pilot, "m")
        assert "keine eigene Einheit" in next(iter(app._notifications)).message
        await pressed(pilot, "i")
        assert "erste Besuch" in next(iter(app._notifications)).message
        assert screen_of(app).wanted == OpportunityView()


@pytest.mark.slow
async def test_filters_and_saved_views_survive_a_restart(city: Engine, tmp_path: Path) -> None:
    file = tmp_path / "memory.json"
    app = app_with(city, Memory(file))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pressed(pilot, "3", "e", "e", "slash", *"lotsen", "enter", "G", *"Bund", "enter")
    app = app_with(city, Memory(file))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pressed(pilot, "3")
        assert screen_of(app).wanted == OpportunityView(words="lotsen", levels=(Level.FEDERAL,))
        assert app.screen.query_one(Input).value == "lotsen"
        assert titles(app) == ["Bundesprogramm Lotsen in Arbeit"]
        await pressed(pilot, "x", "G")
        assert isinstance(app.screen, ViewsScreen)
        await pressed(pilot, "enter")
        assert screen_of(app).wanted == OpportunityView(words="lotsen", levels=(Level.FEDERAL,))
        await pressed(pilot, "G", "d")
        assert saved_views(app.context.memory, "opportunities") == {}


def test_what_does_not_fit_in_the_memory_is_left_out() -> None:
    memory = Memory()
    odd = {"words": 5, "level": "mond", "status": ["mond", 3], "action_field": True, "own": "ja"}
    memory.put(VIEWS + "opportunities", {"a": odd, "b": "?", " ": {}, "c": {"level": "eu", "words": "x"}})
    views = saved_views(memory, "opportunities")
    assert {name: OpportunityView.from_json(view.wanted) for name, view in views.items()} == {
        "a": OpportunityView(),
        "b": OpportunityView(),
        "c": OpportunityView(words="x", levels=(Level.EU,)),
    }


async def test_the_cursor_runs_on_to_the_next_page_and_back(
    empty: Engine, app_on: AppOn, add_many: Callable[[Engine, int], None]
) -> None:
    add_many(empty, PAGE + 3)
    app = app_on(empty, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "up")
        assert len(titles(app)) == PAGE
        await pressed(pilot, "ctrl+end", "down")
        assert titles(app) == [f"Aufruf {number:04}" for number in range(PAGE, PAGE + 3)]
        await pressed(pilot, "up")
        table = app.screen.query_one("#list", RowTable)
        assert (len(titles(app)), table.cursor_row) == (PAGE, PAGE - 1)


async def test_keys_lead_to_the_review_and_to_a_citation(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "slash", *"sprachkurse", "enter", "c")
        with reading(city) as session:
            call = session.exec(select(Opportunity).where(Opportunity.external_id == "land/1")).one()
            source = session.exec(select(Source).where(Source.name == call.source_name)).one()
        assert app.clipboard == citation(call, source, TODAY)
        await pressed(pilot, "r")
        assert app.current_mode == "matches"
        assert "2.1 Sprachförderung" in text_of(app, "#head")


async def test_keys_never_act_on_the_row_before_while_the_details_are_being_read(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(city, at="3")
    acted: list[object] = []
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        screen = screen_of(app)
        monkeypatch.setattr(screen, "open_address", acted.append)
        monkeypatch.setattr(screen, "print_sheet", lambda *what: acted.append(what))
        monkeypatch.setattr(screen, "read_aside", lambda *_what: None)  # an answer that takes long
        await pilot.press("down", "o", "D", "c", "r")
        await settled(pilot)
        assert (acted, app.clipboard, app.current_mode) == ([], "", "opportunities")
        monkeypatch.undo()
        monkeypatch.setattr(screen, "open_address", acted.append)
        await pressed(pilot, "up", "down", "o")
        with reading(city) as session:
            assert acted == [session.get_one(Opportunity, int(screen.table.current_key or 0)).url]


async def test_after_typing_the_cursor_is_on_the_first_hit(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "end")
        last = titles(app)[-1]
        await pressed(pilot, "slash", *last.split()[0][:1])
        assert last in titles(app)[1:]  # else there is nothing to tell
        assert screen_of(app).table.cursor_row == 0
        await pressed(pilot, "enter", "down", "f5")
        assert screen_of(app).table.cursor_row == 1  # reading the same again moves nothing


async def test_details_that_could_not_be_read_are_read_when_asked_for_again(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_what: object) -> None:
        raise UsageError("Gerade nicht.")

    app = app_on(city, at="3")
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        screen = screen_of(app)
        before = screen._open
        monkeypatch.setattr("grants_db.dashboard.details.opportunity_details", fail)
        await pressed(pilot, "down")
        assert screen._open is before
        monkeypatch.undo()
        screen.show_details(screen.table.current_key or "")
        await settled(pilot)
        assert screen._open is not None
        assert str(screen._open.opportunity.id) == screen.table.current_key
