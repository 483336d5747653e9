"""Applications on screen: made of a match, the board by keys and mouse, filters, how sums are shown and read."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from grants_db.applications.award_money import measures_of
from grants_db.applications.payments import record_payment
from grants_db.applications.store import applicable, get_application, list_applications
from grants_db.dashboard.application import read_file
from grants_db.errors import UsageError
from grants_db.measures.store import get_measure
from grants_db.models.application import Application
from grants_db.opportunities.store import list_opportunities
from grants_db.review.decisions import decide
from grants_db.rules.obligation_rules import load_rules
from grants_db.settings import Settings
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import DecisionKind
from tests.tui.driving import pressed, settled
from tests.tui.test_application_work import painted, typed
from tui.app.app import AkquiseApp
from tui.formatting import i18n
from tui.formatting.form_values import read_address, read_sum
from tui.state.context import AppContext
from tui.state.user_state import Memory
from tui.text.application_money import shares
from tui.widgets.board import Board, Lane
from tui.widgets.panel import Panel
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]
NARROW, WIDE = (80, 24), (140, 40)
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def numbers(app: AkquiseApp) -> list[str]:
    table = app.screen.query_one("#list", RowTable)
    return [table.shown_at(row)[0].strip() for row in range(table.row_count)]


async def test_an_application_is_made_of_an_accepted_match(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "Noch keine Anträge" in painted(app)
        await pressed(pilot, "A", "down")
        await typed(pilot, "9.000,00", "Sachgebiet 1")
        assert numbers(app) == ["1"]
        for _match in range(2):
            await pressed(pilot, "A")
            await typed(pilot, "", "")
        await pressed(pilot, "A")
        assert "Antrag von Hand eintragen" in painted(app)  # where no accepted match is left
    with reading(decided_city) as session:
        made = list_applications(session)
        assert [[one.number for one in measures_of(session, each)] for each in made] == [["3.1"], ["2.1"], ["5.1"]]
        assert (made[0].requested, made[0].role) == (Decimal(9000), "Sachgebiet 1")


def test_measures_accepted_for_the_same_call_can_apply_together(decided_city: Engine) -> None:
    with writing(decided_city) as session:
        call = next(call for call in list_opportunities(session) if call.external_id == "land/1")
        decide(session, get_measure(session, "2.2"), call, DecisionKind.ACCEPTED, now=NOW)
        assert [one.numbers for one in applicable(session)] == [("2.1",), ("2.2",), ("3.1",), ("5.1",), ("2.1", "2.2")]


async def test_the_board_is_walked_by_keys(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "m")
        board = app.screen.query_one(Board)
        await pressed(pilot, "down")
        assert board.current_key == "3"
        await pressed(pilot, "right")  # the lane between them is empty
        assert board.current_key == "2"
        assert [lane.highlighted for lane in app.screen.query(Lane)] == [None, None, 0, None, None]
        await pressed(pilot, "right", "left")
        assert board.current_key == "1"
        await pressed(pilot, "enter")
        assert app.focused is app.screen.query_one("#details", Panel)
        assert "Sprachkurse für Eltern" in painted(app)
        await pressed(pilot, "escape")
        assert board.display
        assert isinstance(app.focused, Lane)
        await pressed(pilot, "right", "m")
        assert app.screen.query_one("#list", RowTable).current_key == "2"


async def test_a_click_on_a_card_opens_it(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "m")
        await pilot.click("#lane-2", offset=(4, 1))
        await settled(pilot)
        assert "Bundesprogramm Lotsen in Arbeit" in painted(app)
        assert app.focused is app.screen.query_one("#details", Panel)


async def test_what_is_done_on_the_board_moves_the_card(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "m", "s")
        await pressed(pilot, "enter")
        assert "Prüfung" in painted(app)
        assert app.screen.query_one(Board).current_key == "1"


async def test_filters_by_words_phase_field_and_unit(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "slash", *"lotsen", "enter")
        assert numbers(app) == ["2"]
        await pressed(pilot, "x", "p")
        assert numbers(app) == ["1", "3"]
        await pressed(pilot, "p")
        assert numbers(app) == []
        assert "Nichts gefunden" in painted(app)
        await pressed(pilot, "x", "f", "f")
        assert numbers(app) == ["2"]
        await pressed(pilot, "x", "i", "down", "enter")
        assert numbers(app) == ["1", "2", "3"]
        assert "Amt für Beispiele" in painted(app)


async def test_filters_and_the_board_last_until_the_next_session(applied_city: Engine, tmp_path: Path) -> None:
    def session() -> AkquiseApp:
        i18n.use("de")
        return AkquiseApp(
            AppContext(applied_city, Settings(database_url="sqlite://"), TODAY, memory=Memory(tmp_path / "memory.json"))
        )

    app = session()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pressed(pilot, "7", "m", "f")
    app = session()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pressed(pilot, "7")
        assert app.screen.query_one(Board).display
        assert [lane.option_count for lane in app.screen.query(Lane)] == [1, 0, 0, 0, 0]


async def test_a_unit_s_own_applications_come_first(applied_city: Engine, app_on: AppOn) -> None:
    with writing(applied_city) as session:
        _give_to(session, 3, "Stadtplanungsamt")
    app = app_on(applied_city, unit="Stadtplanungsamt", at="7")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert numbers(app) == ["3", "1", "2"]
        assert "▸ Miteinander" in painted(app)


def test_the_money_of_an_application_adds_up(applied_city: Engine) -> None:
    with writing(applied_city) as session:
        awarded = get_application(session, 2)
        for amount in ("1000.50", "499.50"):
            record_payment(session, awarded, date(2026, 11, 24), Decimal(amount), now=NOW)
        money = read_file(session, awarded, TODAY, load_rules()).money
    assert (money.cost, money.requested, money.awarded) == (Decimal(95000), Decimal(9000), Decimal(8000))
    assert (money.paid, money.to_call, money.missing) == (Decimal(1500), Decimal(6500), Decimal(87000))
    assert [spend_by for _payment, spend_by in money.payments] == [date(2027, 1, 24), date(2027, 1, 24)]


def test_the_cost_of_measures_is_unknown_when_one_is(applied_city: Engine) -> None:
    with writing(applied_city) as session:
        first = get_application(session, 1)
        for measure in measures_of(session, first):
            measure.cost = None
            session.add(measure)
        session.flush()
        money = read_file(session, first, TODAY, load_rules()).money
    assert (money.cost, money.missing) == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12.500,00", "12500"), ("12500.50", "12500.50"), ("9000", "9000"), (" 1.000 € ", "1000"), ("0,99", "0.99")],
)
def test_a_sum_is_read_as_people_write_it(text: str, expected: str) -> None:
    assert read_sum(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "viel", "-5", "NaN", "1e30", "1.2.3", "ca. 5000", "0,001"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"keine Summe|kleiner als 0"):
        read_sum(text)


def test_an_address_is_given_back_without_blanks_around() -> None:
    assert read_address(" https://akten.example/1 ") == "https://akten.example/1"


def test_shares_fill_the_bar_exactly() -> None:
    assert shares([Decimal(1), Decimal(1), Decimal(1)], 10) == [4, 3, 3]
    assert shares([Decimal(0), Decimal(0)], 10) == [0, 0]


def _give_to(session: Session, number: int, unit: str) -> None:
    from grants_db.measures.units import get_unit

    application: Application = get_application(session, number)
    application.unit_id = get_unit(session, unit).id
    application.stage = Stage.IDEA
    session.add(application)
