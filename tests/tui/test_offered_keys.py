"""The keys below act on something: where there is nothing to act on, they stand there dimmed."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from textual.widgets import Input

from tests.tui.driving import PATIENCE, pressed, settled
from tui.app.app import AkquiseApp

AppOn = Callable[..., AkquiseApp]
WIDE = (140, 40)
#: whatever is listed: no letter has come, no date was ticked off, and nothing was applied for
PALE = {"Rundbriefe", "Rückgängig", "Antrag"}
#: by the screen's key
OF_A_MEASURE = {"Ändern", "Status", "Zurücknehmen"}
ACTING_ON_A_HIT = {
    "3": {"Ansehen", "Quelle öffnen", "Drucken", "Zitieren", "Belege", "Prüfen"},
    "4": {"Ansehen", "Aufklappen", "Alles auf/zu", "Treffer prüfen", "Kombination", "Drucken", *OF_A_MEASURE},
    "5": {"Ansehen", "Zum Treffer", "Drucken", "Quelle öffnen", "Erledigt"},
    "8": {"Ansehen", "Markieren", "Zurücknehmen", "Zum Treffer", "Drucken", "Quelle"},
}


def keys(app: AkquiseApp, *, dimmed: bool) -> set[str]:
    """The names of the keys that are shown and can, or can't, be used now."""
    active = app.screen.active_bindings.values()
    return {one.binding.description for one in active if one.binding.show and one.enabled is not dimmed}


async def test_a_search_without_hits_dims_what_acts_on_a_hit(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city)
    async with app.run_test(size=WIDE) as pilot:
        for tab, nothing_to_act_on in ACTING_ON_A_HIT.items():
            await pressed(pilot, tab)
            everything = keys(app, dimmed=False)
            assert keys(app, dimmed=True) <= {"Alle zeigen", "Filter löschen", *PALE, *nothing_to_act_on}, tab
            await pressed(pilot, "slash", *"qqq", "enter")
            assert keys(app, dimmed=True) - PALE == nothing_to_act_on, tab
            await pressed(pilot, "x")
            assert keys(app, dimmed=False) == everything, tab


async def test_an_application_that_no_filter_lets_through_is_not_acted_on(decided_city: Engine, app_on: AppOn) -> None:
    from datetime import UTC, datetime

    from grants_db.applications.store import create_application
    from grants_db.measures.store import get_measure
    from grants_db.opportunities.store import list_opportunities
    from grants_db.storage.database import writing

    with writing(decided_city) as session:
        call = next(one for one in list_opportunities(session) if one.external_id == "bund/1")
        create_application(session, [get_measure(session, "3.1")], call, now=datetime(2026, 11, 24, tzinfo=UTC))
    app = app_on(decided_city, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "slash", *"qqq", "enter")
        assert {"Stand", "Aufgabe", "Notiz", "Drucken", "Quelle"} <= keys(app, dimmed=True)
        assert {"Neuer Antrag", "Alle zeigen", "Tafel"} <= keys(app, dimmed=False)
        await pressed(pilot, "x", "m")
        assert keys(app, dimmed=True) == {"Alle zeigen"}


async def test_a_field_in_the_tree_is_no_measure(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="4")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "home")
        assert keys(app, dimmed=True) == {
            *("Alle zeigen", "Treffer prüfen", "Kombination", "Drucken"),
            *OF_A_MEASURE,
        }
        await pressed(pilot, "end")
        assert keys(app, dimmed=True) == {"Alle zeigen"}


async def test_the_heading_of_a_group_of_dates_is_no_date(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="5")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert keys(app, dimmed=True) == {"Alle zeigen", "Rückgängig", "Antrag"}
        await pressed(pilot, "end", "up")  # the heading above the one date without a day
        assert keys(app, dimmed=True) == {
            *("Alle zeigen", "Rückgängig", "Antrag"),
            "Zum Treffer",
            "Quelle öffnen",
            "Erledigt",
        }


async def test_inside_the_words_a_slash_is_a_letter(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city)
    async with app.run_test(size=WIDE) as pilot:
        for tab in ACTING_ON_A_HIT:
            await pressed(pilot, tab, "slash", "a", "slash")
            assert app.screen.query_one("#words", Input).value == "a/", tab
            assert "Suchen" not in keys(app, dimmed=False), tab
            await pressed(pilot, "escape")


async def test_a_decision_that_was_taken_back_cannot_be_taken_back_again(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="8")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "u", "enter")
        assert "Zurücknehmen" in keys(app, dimmed=True)
        await pressed(pilot, "down")
        assert "Zurücknehmen" in keys(app, dimmed=False)


async def test_steps_of_the_review_that_lead_nowhere_are_dimmed(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert {"Vorige", "Rückgängig"} <= keys(app, dimmed=True)
        await pressed(pilot, "l", "enter", "n")
        assert {"Vorige", "Rückgängig"} <= keys(app, dimmed=False)


async def test_pages_that_are_not_there_are_dimmed(
    empty: Engine, app_on: AppOn, add_many: Callable[[Engine, int], None]
) -> None:
    add_many(empty, 60)
    app = app_on(empty, at="3")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "Vorige Seite" in keys(app, dimmed=True)
        await pressed(pilot, "n")
        assert "Nächste Seite" in keys(app, dimmed=True)
        assert "Vorige Seite" in keys(app, dimmed=False)


async def test_no_key_flickers_while_data_is_read_again(
    decided_city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(decided_city)
    async with app.run_test(size=WIDE) as pilot:
        for tab in ("2", "3", "4", "5", "6", "8"):
            await pressed(pilot, tab)
            before = keys(app, dimmed=False)
            screen: Any = app.screen
            done = hold_back(screen, monkeypatch)
            await pilot.press("f5")
            await pilot.pause()
            screen.refresh_bindings()
            await pilot.pause()
            assert keys(app, dimmed=False) == before, tab
            done.set()
            await settled(pilot)
            assert keys(app, dimmed=False) == before, tab


def hold_back(screen: Any, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let what the screen reads wait for this event."""
    done, reader = threading.Event(), screen.reader()

    def slow(engine: Engine) -> object:
        assert done.wait(timeout=PATIENCE)
        return reader(engine)

    monkeypatch.setattr(screen, "reader", lambda: slow)
    return done
