"""`^p` finds anything by a part of its name, also misspelt, best first, and leads to it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from textual.widgets import OptionList

from grants_db.dashboard.find_things import Thing, ThingKind, find_things
from grants_db.storage.database import reading
from tests.tui.city import TODAY
from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp
from tui.screens.base.list_page import ListScreen

AppOn = Callable[..., AkquiseApp]


def found(engine: Engine, typed: str) -> list[Thing]:
    with reading(engine) as session:
        return find_things(session, typed, TODAY)


def lines(app: AkquiseApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]


@pytest.mark.parametrize("typed", ["demokratie", "Demokrtaie", "DEMOKRATIE alltag", "demokrati"])
def test_a_call_is_found_whole_in_part_and_misspelt(applied_city: Engine, typed: str) -> None:
    calls = [thing.name for thing in found(applied_city, typed) if thing.kind is ThingKind.CALL]
    assert calls[0] == "Bundesprogramm Demokratie im Alltag"


def test_measures_go_by_number_and_applications_by_theirs(applied_city: Engine) -> None:
    assert found(applied_city, "2.1")[0].kind is ThingKind.MEASURE
    assert found(applied_city, "2.1")[0].name.startswith("2.1 ")
    kinds = {thing.kind for thing in found(applied_city, "lotsen")}
    assert {ThingKind.MEASURE, ThingKind.CALL} <= kinds


def test_what_fits_better_comes_first_and_what_is_nowhere_is_not_found(applied_city: Engine) -> None:
    fits = [thing.fits for thing in found(applied_city, "sprach")]
    assert fits == sorted(fits, reverse=True)
    assert fits
    assert found(applied_city, "qqqqq") == []
    assert found(applied_city, "  ") == []


async def test_a_misspelt_word_leads_to_the_call_in_two_keys(applied_city: Engine, app_on: AppOn) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pressed(pilot, "ctrl+p", *"demokrtaie")
        assert "Bundesprogramm Demokratie im Alltag" in lines(app)[0]
        at = next(number for number, line in enumerate(lines(app)) if line.startswith("Angebot"))
        await pressed(pilot, *["down"] * at, "enter")
        assert app.current_mode == "opportunities"
        assert isinstance(app.screen, ListScreen)
        calls = [thing for thing in found(applied_city, "demokrtaie") if thing.kind is ThingKind.CALL]
        assert app.screen.table.current_key == str(calls[0].id)


@pytest.mark.parametrize(
    ("kind", "mode"), [("Maßnahme", "measures"), ("Antrag", "applications"), ("Entscheidung", "ledger")]
)
async def test_each_kind_leads_to_its_screen_with_the_cursor_on_it(
    applied_city: Engine, app_on: AppOn, kind: str, mode: str
) -> None:
    typed = "sprach"
    app = app_on(applied_city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pressed(pilot, "ctrl+p", *typed)
        at = next(number for number, line in enumerate(lines(app)) if line.startswith(kind))
        await pressed(pilot, *["down"] * at, "enter")
        assert app.current_mode == mode
        assert isinstance(app.screen, ListScreen)
        wanted = {
            "Maßnahme": ThingKind.MEASURE,
            "Antrag": ThingKind.APPLICATION,
            "Entscheidung": ThingKind.DECISION,
        }[kind]
        first = next(thing for thing in found(applied_city, typed) if thing.kind is wanted)
        assert app.screen.table.current_key == str(first.id)


async def test_a_unit_leads_to_its_measures(applied_city: Engine, app_on: AppOn) -> None:
    with reading(applied_city) as session:
        from grants_db.measures.store import list_units

        name = list_units(session)[0].name
    app = app_on(applied_city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pressed(pilot, "ctrl+p")
        app.screen.query_one("Input").value = name  # type: ignore[attr-defined] # the line
        await pressed(pilot)
        at = next(number for number, line in enumerate(lines(app)) if line.startswith("Einheit"))
        await pressed(pilot, *["down"] * at, "enter")
        assert app.current_mode == "measures"
        assert name in painted(app)
