"""Whose word it is: the own unit stands at all that is decided and entered, a person's name nowhere."""

from collections.abc import Callable

from sqlalchemy import Engine
from textual.widgets import Input, OptionList

from grants_db.applications.history import history
from grants_db.applications.store import get_application
from grants_db.review.decisions import ledger
from grants_db.storage.database import reading
from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp
from tui.screens.base.form import FormScreen
from tui.state.context import AppContext

AppOn = Callable[..., AkquiseApp]
HIGH = (160, 60)
OURS = "Amt für Jugend"


def whose(engine: Engine) -> tuple[list[str], list[tuple[str, str]]]:
    """Whose the decisions are, and of each line in the first application's history what it is and whose."""
    with reading(engine) as session:
        lines = history(session, get_application(session, 1))
        return [one.decided_by for one in ledger(session)], [(line.what, line.by) for line in lines]


async def test_a_morning_s_work_carries_the_unit_s_name(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2", unit=OURS)
    app.context.user = "erika.mustermann"
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "a", "v")
        await pressed(pilot, "ctrl+s")
        await pressed(pilot, "7", "n")
        assert isinstance(app.screen, FormScreen)
        app.screen.query_one(Input).value = "Rückruf"
        await pressed(pilot, "ctrl+s")
        assert f"Notiz: Rückruf  ({OURS})" in painted(app)
        await pressed(pilot, "s", "ctrl+s")
        await pressed(pilot, "8")
        assert OURS in painted(app)
        assert "erika" not in painted(app)
    decided, entered = whose(city)
    assert decided == [OURS]
    assert [what for what, _by in entered] == ["stage", "note", "stage"]
    assert {by for _what, by in entered} == {OURS}


async def test_a_reason_for_not_pursuing_carries_it_too(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city, at="7", unit=OURS)
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "s")
        form = app.screen
        assert isinstance(form, FormScreen)
        names = [str(option.prompt) for option in form.query_one("#field-0", OptionList).options]
        away = next(number for number, name in enumerate(names) if "nicht verfolgt" in name)
        await pressed(pilot, *["down"] * away, "ctrl+s")
        await pressed(pilot, "2")
    _decided, entered = whose(applied_city)
    assert entered[-1] == ("stage", OURS)


def test_whose_a_decision_is_does_not_follow_the_logged_in_name(city: Engine, app_on: AppOn) -> None:
    context: AppContext = app_on(city, unit="").context
    context.user = "erika.mustermann"
    assert context.decided_by == ""
