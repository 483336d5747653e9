"""Sentences of the handbook and the README that a test can try on the app or a command: what they say is so."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from grants_db.database import reading
from grants_db.opportunities import list_opportunities
from tests.tui.driving import painted, pressed
from tui.app import AkquiseApp

AppOn = Callable[..., AkquiseApp]
WIDE = (140, 50)


def number_of(engine: Engine, external_id: str) -> int:
    """What the commands call this call."""
    with reading(engine) as session:
        return next(call.id or 0 for call in list_opportunities(session) if call.external_id == external_id)


@pytest.mark.parametrize(
    ("screen", "keys", "said"),
    [
        ("2", ("n", "k"), r"Treffer 1 von \d+ · Nr. {number} · Sprachkurse"),
        ("3", ("slash", *"sprachkurse", "enter"), r"Nummer +{number}\b"),
        ("5", (), r"Nummer +{number}\b"),
        ("7", (), r"Förderangebot +{number}\b"),
        ("8", ("down",) * 4, r"Förderangebot +{number}\b"),
    ],
)
async def test_the_number_that_commands_ask_for_stands_with_a_call(
    screen: str, keys: tuple[str, ...], said: str, applied_city: Engine, app_on: AppOn
) -> None:
    app = app_on(applied_city, at=screen)
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, *keys)
        shown = painted(app)
    assert re.search(said.format(number=number_of(applied_city, "land/1")), shown), shown
