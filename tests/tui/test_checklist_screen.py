"""The documents of an application on screen and by command: ticked off, added, taken back."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine
from textual.pilot import Pilot
from textual.widgets import Input

from grants_db.applications.store import get_application
from grants_db.opportunities.correction_values import read_value
from grants_db.opportunities.corrections import correct
from grants_db.storage.database import writing
from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp

AppOn = Callable[..., AkquiseApp]
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HIGH = (200, 70)


def asks_for(city: Engine, documents: str) -> None:
    with writing(city) as session:
        number = get_application(session, 1).opportunity_id
        typed_in = read_value("required_documents", documents, NOW.date())
        correct(session, number, "required_documents", typed_in, now=NOW)


async def fills_in(pilot: Pilot[None], words: str) -> None:
    pilot.app.screen.query_one(Input).value = words
    await pressed(pilot, "ctrl+s")


async def test_documents_are_ticked_off_added_and_taken_back(app_on: AppOn, applied_city: Engine) -> None:
    asks_for(applied_city, "Satzung; Finanzierungsplan")
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "7", "k", "space")
        await fills_in(pilot, "Beschluss des Stadtrats")
        assert "Unterlagen zum Antrag: 1 von 3 da" in painted(app)
        assert "✓ Satzung · 24.11.2026" in painted(app)
        assert "☐ Beschluss des Stadtrats (eigene)" in painted(app)
        await pressed(pilot, "u")
        assert "Unterlagen zum Antrag: 0 von 2 da" in painted(app)


async def test_what_the_call_changes_is_said_in_the_panel(app_on: AppOn, applied_city: Engine) -> None:
    asks_for(applied_city, "Satzung")
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "7", "k", "space", "ctrl+s")
        asks_for(applied_city, "Registerauszug")
        await pressed(pilot, "f5")
        assert "☐ Registerauszug (neu im Aufruf)" in painted(app)
        assert "✓ Satzung (steht nicht mehr im Aufruf)" in painted(app)


async def test_an_application_without_documents_takes_ones_of_our_own(app_on: AppOn, applied_city: Engine) -> None:
    app = app_on(applied_city)
    async with app.run_test(size=HIGH) as pilot:
        await pressed(pilot, "7", "k")
        await fills_in(pilot, "Beschluss des Stadtrats")
        assert "Unterlagen zum Antrag: 0 von 1 da" in painted(app)
