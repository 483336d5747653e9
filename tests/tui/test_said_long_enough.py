"""What is said over the page stays long enough to be read; what somebody else did stays until a key is pressed."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from grants_db.measures.store import get_measure
from grants_db.opportunities.store import list_opportunities
from grants_db.review.decisions import decide
from grants_db.storage.database import writing
from grants_db.vocabulary import DecisionKind
from tests.tui.city import NOW
from tests.tui.driving import pressed, told
from tui.app import telling
from tui.app.app import AkquiseApp
from tui.formatting.reading_time import UNTIL_A_KEY, reading_time

AppOn = Callable[..., AkquiseApp]


def test_a_long_sentence_stays_longer() -> None:
    assert reading_time("Gespeichert.") == 4
    assert reading_time("x" * 300) == 22


async def test_each_message_stays_for_its_length(city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "reading_time", lambda text: 1000.0 + len(text))  # it stands as long as we look at it
    app = app_on(city)
    async with app.run_test() as pilot:
        await pressed(pilot)
        for text in ("Gespeichert.", "Ein Satz, der etwas erklärt. " * 6):
            app.tell(text)
            await pressed(pilot)
            [message] = app._notifications
            assert message.timeout == 1000 + len(text)


async def test_what_somebody_else_did_stays_until_a_key_once_it_can_have_been_read(
    city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "reading_time", lambda _text: 1000.0)
    app = app_on(city)
    async with app.run_test() as pilot:
        await pressed(pilot)
        app.tell("Darüber ist inzwischen anders entschieden worden.", "error", until_a_key=True)
        await pressed(pilot)
        [message] = app._notifications
        assert message.timeout == UNTIL_A_KEY
        await pressed(pilot, "2")  # typed on before anybody could read it
        app.tell("Gespeichert.")
        await pressed(pilot)
        assert "inzwischen anders" in told(app)
        monkeypatch.setattr(telling, "reading_time", lambda _text: 0.01)
        app.tell("Noch einmal anders.", "error", until_a_key=True)
        await pressed(pilot)
        assert "Noch einmal anders." in told(app)
        await pressed(pilot, "down")
        assert told(app) == ""


async def test_a_decision_that_comes_too_late_is_such_a_message(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot)
        with writing(city) as session:
            call = next(one for one in list_opportunities(session) if one.external_id == "bund/2")
            decide(session, get_measure(session, "1.1"), call, DecisionKind.LATER, now=NOW, decided_by="Amt 99")
        await pressed(pilot, "a")
        [message] = app._notifications
        assert "inzwischen anders entschieden worden (Amt 99)" in message.message
        assert message.timeout == UNTIL_A_KEY
