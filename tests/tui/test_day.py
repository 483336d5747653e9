"""A working day in the app, from the first search to another language: nothing blocks, everything is stored."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select
from textual.pilot import Pilot

from grants_db.models.application import Application
from grants_db.models.match import Decision
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import current_decisions
from grants_db.storage.database import open_database, reading
from grants_db.vocabulary import ApplicationStage, DecisionKind, ReasonCode
from tests.tui.driving import painted, pressed
from tui.app.app import AkquiseApp
from tui.screens.review.screen import MatchesScreen
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]


@pytest.fixture
def asked_by_the_app(city: Engine) -> Iterator[list[str]]:
    """Every statement that the app's own thread put to the database: while it waits, nobody can press a key."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if threading.current_thread() is threading.main_thread():
            statements.append(statement)

    event.listen(city, "before_cursor_execute", note)
    yield statements
    event.remove(city, "before_cursor_execute", note)


@pytest.fixture
def beside(city: Engine) -> Iterator[Engine]:
    """The same database for those who look in from outside."""
    engine = open_database(str(city.url))
    yield engine
    engine.dispose()


async def test_a_day_from_the_search_to_another_language(
    city: Engine, beside: Engine, app_on: AppOn, asked_by_the_app: list[str], tmp_path: Path
) -> None:
    app = app_on(city)
    app.context.config_file = tmp_path / "config.toml"
    async with app.run_test(size=(120, 35)) as pilot:
        await pressed(pilot, "3", "slash", *"sprachk")
        table = app.screen.query_one("#list", RowTable)
        assert [table.shown_at(row)[0].strip()[:22] for row in range(table.row_count)] == ["Sprachkurse für Eltern"]

        await pressed(pilot, "escape", "2")
        reviewed = await review_ten(pilot)
        assert len(set(reviewed)) == 10
        standing = kinds(beside)
        await pressed(pilot, "u", "u")
        assert sum(standing.values()) - sum(kinds(beside).values()) == 2

        app.review(measure="2.1")
        await pressed(pilot)
        await pressed(pilot, "a")
        await pressed(pilot, "v", *"Integration", "enter", *"40000", "enter")
        [application] = applications(beside)
        assert application.stage is ApplicationStage.IDEA

        await pressed(pilot, "7", "s", "enter", "enter")
        [application] = applications(beside)
        assert application.stage is ApplicationStage.REVIEW

        await pressed(pilot, "5")
        assert "31.03.2027" in painted(app)

        await pressed(pilot, "9", "down", "enter")
        assert "language" in painted(app).lower()
        await pressed(pilot, "5")
        assert "31 Mar 2027" in painted(app)
        await pressed(pilot, "8")
        assert "dismissed" in painted(app)

    assert asked_by_the_app == []
    with reading(beside) as session:
        decisions = session.exec(select(Decision)).all()
    assert len(decisions) >= 10
    assert sum(decision.undone_at is not None for decision in decisions) >= 2
    dismissed = [one for one in decisions if one.kind is DecisionKind.DISMISSED]
    assert {one.reason for one in dismissed} == {ReasonCode.OWN_CONTRIBUTION}
    assert 'lang = "en"' in app.context.config_file.read_text(encoding="utf-8")


async def review_ten(pilot: Pilot[None]) -> list[tuple[str, str]]:
    """Decide about ten matches as they come: accept, dismiss with the second reason, put off, in turn."""
    seen = []
    for number in range(10):
        assert isinstance(pilot.app.screen, MatchesScreen)
        seen.append(at_hand(pilot.app.screen))
        await pressed(pilot, *(("a",), ("d", "2"), ("l", "enter"))[number % 3])
    return seen


def at_hand(screen: MatchesScreen) -> tuple[str, str]:
    """The measure and the call on screen."""
    head = str(screen.query_one("#head").render()).splitlines()
    return head[0], head[1]


def kinds(engine: Engine) -> Counter[DecisionKind]:
    """How many decisions of each kind stand."""
    with reading(engine) as session:
        return Counter(one.kind for one in current_decisions(session).values())


def applications(engine: Engine) -> list[Application]:
    """All applications with what they are for."""
    with reading(engine) as session:
        found = list(session.exec(select(Application)))
        assert all(session.get(Opportunity, one.opportunity_id) for one in found)
        assert session.exec(select(Measure)).first()
        return found
