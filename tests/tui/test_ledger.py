"""The ledger answers why (not), whatever one asks for: words, reason, kind, field, unit; and takes decisions back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from textual.widgets import Input, Static

from grants_db.applications.store import create_application
from grants_db.measures.store import get_measure
from grants_db.models.match import Decision
from grants_db.opportunities.store import list_opportunities
from grants_db.review.decisions import current_decisions, decide
from grants_db.review.reopening import reopen_answered
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import DecisionKind, ReasonCode
from tests.tui.driving import painted, pressed, settled
from tui.app.app import AkquiseApp
from tui.screens.ledger import LedgerScreen
from tui.state.user_state import Memory

AppOn = Callable[..., AkquiseApp]
WIDE, NARROW = (140, 40), (80, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def rows(app: AkquiseApp) -> list[list[str]]:
    """The cells of the list as they are shown."""
    screen = app.screen
    assert isinstance(screen, LedgerScreen)
    return [[cell.strip() for cell in screen.table.shown_at(at)] for at in range(screen.table.row_count)]


def numbers(app: AkquiseApp) -> list[str]:
    """The measures of the decisions shown."""
    return [row[1] for row in rows(app)]


def state(app: AkquiseApp) -> str:
    """What is said of filters and marks."""
    return str(app.screen.query_one("#chip-text", Static).content)


def standing(engine: Engine) -> int:
    """How many decisions stand."""
    with reading(engine) as session:
        return len(current_decisions(session))


async def test_words_find_titles_notes_and_reasons(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="8")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "slash", *"lotsen")
        assert numbers(app) == ["3.1"]
        app.screen.query_one(Input).value = "EIGENANTEIL"
        await settled(pilot)
        assert numbers(app) == ["2.1"]
        app.screen.query_one(Input).value = "bücher eigenanteil"
        await settled(pilot)
        assert numbers(app) == ["2.1"]
        app.screen.query_one(Input).value = "gibt es nicht %"
        await settled(pilot)
        assert numbers(app) == []
        assert "Nichts gefunden." in painted(app)
        await pressed(pilot, "enter", "x")
        assert len(rows(app)) == 5


async def test_esc_leaves_the_search_and_keeps_what_was_looked_for(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="8")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "slash", *"lotsen", "escape")
        screen = app.screen
        assert isinstance(screen, LedgerScreen)
        assert screen.table.has_focus
        assert numbers(app) == ["3.1"]


@pytest.mark.parametrize(
    ("keys", "found", "said"),
    [
        (("w",), ["2.1"], "verworfen"),
        (("e", "down", "enter"), ["5.1", "3.1", "2.1"], "angenommen"),
        (("g", "down", "down", "enter"), ["2.1"], "Eigenanteil"),
        (("f", "down", "down", "down", "enter"), ["3.1"], "HF 3 Arbeit und Beruf"),
        (("i", "down", "enter"), ["1.1", "2.1", "5.1", "3.1", "2.1"], "Amt für Beispiele"),
        (("w", "f", "down", "enter"), [], "verworfen · HF 1 Weltoffenheit"),
    ],
)
async def test_filters_narrow_the_ledger_and_say_so(
    decided_city: Engine, app_on: AppOn, keys: tuple[str, ...], found: list[str], said: str
) -> None:
    app = app_on(decided_city, at="8")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, *keys)
        assert numbers(app) == found
        assert said in state(app)
        await pressed(pilot, "x")
        assert len(rows(app)) == 5
        assert state(app) == "5 Entscheidungen"


async def test_the_filter_is_kept_between_sessions(decided_city: Engine, app_on: AppOn, tmp_path: Path) -> None:
    for session in range(2):
        app = app_on(decided_city, at="8")
        app.context.memory = Memory(tmp_path / "memory.json")
        async with app.run_test(size=WIDE) as pilot:
            await settled(pilot)
            if session == 0:
                await pressed(pilot, "slash", *"eltern", "enter", "e", "down", "enter")
            assert numbers(app) == ["2.1"]
            assert app.screen.query_one(Input).value == "eltern"
    kept = json.loads((tmp_path / "memory.json").read_text())["filters.ledger"]
    assert kept == {"words": "eltern", "kind": "accepted"}


async def test_a_filter_nobody_can_have_set_breaks_nothing(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="8")
    app.context.memory.put(
        "filters.ledger", {"words": 3, "kind": "sold", "reason": ["x"], "action_field": "1", "unit": 5}
    )
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert len(rows(app)) == 5


async def test_marked_decisions_are_taken_back_in_one_step(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="8")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "space", "down", "space")
        assert [row[0].startswith("●") for row in rows(app)] == [True, True, False, False, False]
        assert "● 2 markiert" in state(app)
        await pressed(pilot, "u", "down", "enter")  # changed one's mind
        assert standing(decided_city) == 5
        await pressed(pilot, "u", "enter")
        assert [row[2].startswith("(") for row in rows(app)] == [True, True, False, False, False]
        assert state(app) == "5 Entscheidungen"
    assert standing(decided_city) == 3


async def test_the_decision_under_the_cursor_is_taken_back_only_once(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="8")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "down", "u", "enter")
        assert standing(decided_city) == 4
        await pressed(pilot, "u")
        assert isinstance(app.screen, LedgerScreen)  # nothing is asked
        await pressed(pilot, "space")
        assert state(app) == "5 Entscheidungen"
    assert standing(decided_city) == 4


async def test_the_details_tell_version_and_what_became_of_it(decided_city: Engine, app_on: AppOn) -> None:
    with writing(decided_city) as session:
        calls = {call.external_id: call for call in list_opportunities(session)}
        measure = get_measure(session, "2.1")
        create_application(session, [measure], calls["land/1"], now=NOW)
    app = app_on(decided_city, at="8")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "slash", *"eltern", "enter")
        text = painted(app)
        assert "1 (die heutige)" in text
        assert "Antrag 1" in text
        assert "Idee" in text


async def test_a_dismissal_that_a_change_reopened_says_so(
    decided_city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grants_db.opportunities.corrections import correct

    with writing(decided_city) as session:
        call = next(one for one in list_opportunities(session) if one.external_id == "stiftung/2")
        correct(session, call.id or 0, "max_rate", "100", now=NOW + timedelta(hours=1))
        assert len(reopen_answered(session, NOW + timedelta(hours=2))) == 1
    app = app_on(decided_city, at="8")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "w")
        assert "Wieder offen" in painted(app)
        assert rows(app)[0][2] == "(✗ Eigenanteil)"


async def test_decisions_since_the_last_time_and_of_ones_own_unit_stand_out(
    decided_city: Engine, app_on: AppOn
) -> None:
    with writing(decided_city) as session:
        call = next(one for one in list_opportunities(session) if one.external_id == "eu/1")
        later = NOW + timedelta(hours=1)
        decide(
            session, get_measure(session, "4.1"), call, DecisionKind.DISMISSED, now=later, reason=ReasonCode.DUPLICATE
        )
    app = app_on(decided_city, unit="Stadtplanungsamt", at="8")
    app.context.since = NOW + timedelta(minutes=1)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert [row[1].startswith("▸") for row in rows(app)] == [True] + [False] * 5
        assert [row[3].startswith("✱") for row in rows(app)] == [True] + [False] * 5


async def test_decisions_about_ones_own_measures_come_first_and_others_newest_first(
    decided_city: Engine, app_on: AppOn
) -> None:
    with writing(decided_city) as session:
        get_measure(session, "3.1").unit = get_measure(session, "4.1").unit
    app = app_on(decided_city, at="8")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert numbers(app) == ["1.1", "2.1", "5.1", "3.1", "2.1"]
    app = app_on(decided_city, unit="stadtplanungsamt", at="8")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert numbers(app) == ["▸ 3.1", "1.1", "2.1", "5.1", "2.1"]


async def test_many_decisions_come_page_by_page(decided_city: Engine, app_on: AppOn) -> None:
    with writing(decided_city) as session:
        first = session.exec(select(Decision)).first()
        assert first is not None
        for _number in range(250):
            kept = {name: getattr(first, name) for name in Decision.model_fields if name != "id"}
            session.add(Decision(**kept))
    app = app_on(decided_city, at="8")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert len(rows(app)) == 100
        assert "1–100 von 255" in painted(app)
        await pressed(pilot, "n", "n")
        assert len(rows(app)) == 55
        await pressed(pilot, "n")
        assert "201–255 von 255" in painted(app)
        await pressed(pilot, "p")
        assert "101–200 von 255" in painted(app)


async def test_hostile_text_in_a_note_stays_text(decided_city: Engine, app_on: AppOn) -> None:
    hostile = "[bold]x[/bold] \x1b[31mrot \u202egnp"
    with writing(decided_city) as session:
        call = next(one for one in list_opportunities(session) if one.external_id == "eu/1")
        decide(
            session,
            get_measure(session, "4.1"),
            call,
            DecisionKind.DISMISSED,
            now=NOW,
            reason=ReasonCode.OTHER,
            note=hostile,
            decided_by=hostile,
        )
    app = app_on(decided_city, at="8")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        text = painted(app)
        assert "[bold]x[/bold]" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_every_key_of_the_ledger_is_in_the_footer_at_80_columns(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="8")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "w", "space")
        text = painted(app)
    for key in (
        "/ Suchen",
        "w Nur verworfene",
        "g Grund",
        "i Einheit",
        "x Alle zeigen",
        "u Zurücknehmen",
        "o Quelle",
        "q Ende",
    ):
        assert key in text
