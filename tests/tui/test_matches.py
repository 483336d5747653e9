"""The review queue: what is decided on screen is stored, and the next match comes up."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from grants_db.models.match import Decision
from grants_db.review.decisions import current_decisions, ledger
from grants_db.storage.database import reading
from grants_db.vocabulary import DecisionKind, ReasonCode
from tests.tui.driving import painted, pressed, settled, told
from tui.app.app import AkquiseApp
from tui.formatting.rich_blocks import FactTable
from tui.screens.base.dismiss_reason import ReasonScreen
from tui.screens.review.screen import MatchesScreen

AppOn = Callable[..., AkquiseApp]


def shown(app: AkquiseApp) -> str:
    """The head of the match on screen."""
    return str(app.screen.query_one("#head", Static).content)


def decisions(engine: Engine) -> list[Decision]:
    """What stands in the database."""
    with reading(engine) as session:
        return list(current_decisions(session).values())


async def test_accepting_is_stored_and_the_next_match_comes_up(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        assert "Bundesprogramm Demokratie im Alltag" in shown(app)
        await pressed(pilot, "a")
        assert "Vielfalt in der Nachbarschaft" in shown(app)
    [decision] = decisions(city)
    assert decision.kind is DecisionKind.ACCEPTED
    assert decision.decided_by == ""


async def test_after_a_measures_last_match_the_next_measure_comes_up(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "a", "l", "enter")
        assert "2.1 Sprachförderung" in shown(app)


async def test_dismissing_asks_for_a_reason_and_stores_it(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "d")
        assert isinstance(app.screen, ReasonScreen)
        await pressed(pilot, "4")
        assert isinstance(app.screen, MatchesScreen)
    [decision] = decisions(city)
    assert (decision.kind, decision.reason) == (DecisionKind.DISMISSED, ReasonCode.DEADLINE_TOO_SHORT)


async def test_escape_in_the_reasons_dismisses_nothing(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test() as pilot:
        await pressed(pilot, "d", "escape")
    assert decisions(city) == []


@pytest.mark.parametrize("keys", [("enter",), ("tab", *"Anruf", "enter")], ids=["at once", "a note only"])
async def test_without_a_chosen_reason_nothing_is_dismissed(city: Engine, app_on: AppOn, keys: tuple[str, ...]) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "d", *keys)
        assert "Bitte einen Grund wählen" in painted(app)
        assert decisions(city) == []
        await pressed(pilot, "down", "down", "enter")
    [decision] = decisions(city)
    assert (decision.reason, decision.note) == (ReasonCode.OWN_CONTRIBUTION, "".join(keys[1:-1]))


async def test_reason_other_needs_a_sentence(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test() as pilot:
        await pressed(pilot, "d", "9")
        assert isinstance(app.screen, ReasonScreen)
        assert decisions(city) == []
        app.screen.query_one(Input).value = "läuft schon über den Verein"
        await pressed(pilot, "enter")
    [decision] = decisions(city)
    assert (decision.reason, decision.note) == (ReasonCode.OTHER, "läuft schon über den Verein")


async def test_accepting_twice_is_said_and_stored_once(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "a", "k", "a")
        assert "Das ist schon so entschieden (angenommen); es wurde nichts geändert." in told(app)
        assert "Bundesprogramm Demokratie im Alltag" in shown(app)
        await pressed(pilot, "u")
    assert decisions(city) == []
    with reading(city) as session:
        assert len(ledger(session)) == 1


async def test_later_keeps_the_match_waiting(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "l", "enter")
        first = app.screen.query_one("#measures", OptionList).get_option_at_index(0)
        assert str(first.prompt).startswith("  2 1.1")
    assert [decision.kind for decision in decisions(city)] == [DecisionKind.LATER]


async def test_undo_takes_the_last_decision_back_and_shows_its_match(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "a", "a", "u")
        assert "Vielfalt in der Nachbarschaft" in shown(app)
        await pressed(pilot, "u")
        assert "Bundesprogramm Demokratie im Alltag" in shown(app)
    assert decisions(city) == []
    with reading(city) as session:
        assert len(ledger(session)) == 2


async def test_two_quick_keys_decide_one_match_once(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test() as pilot:
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, MatchesScreen)
        screen.action_accept()
        screen.action_accept()
        await settled(pilot)
    assert len(decisions(city)) == 1


async def test_j_and_k_walk_through_the_matches_without_deciding(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "n", "j")
        assert "Treffer 2 von 3" in shown(app)
        await pressed(pilot, "down")
        assert "Treffer 3 von 3" in shown(app)
        await pressed(pilot, "k", "up")
        assert "Treffer 1 von 3" in shown(app)
    assert decisions(city) == []


async def test_the_words_that_carried_a_match_are_bold_and_underlined(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "n")
        text = app.screen.query_one("#call-text Static", Static).content
        assert isinstance(text, Content)
        marked = {text.plain[span.start : span.end] for span in text.spans if "underline" in str(span.style)}
    assert {"Sprachkurse", "Eltern", "ehrenamtlich"} <= marked


async def test_the_evidence_of_a_fact_is_a_key_away(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "n")
        hidden = app.screen.query_one("#facts Static", Static).content
        assert isinstance(hidden, FactTable)
        assert not hidden.evidence
        await pressed(pilot, "b")
        shown = app.screen.query_one("#facts Static", Static).content
        assert isinstance(shown, FactTable)
        assert shown.evidence
        assert any("31. März 2027" in (fact.evidence or "") for fact in shown.facts)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_reasons_are_within_reach_at_any_width(city: Engine, app_on: AppOn, size: tuple[int, int]) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        if size[0] == 80:
            assert not app.screen.query_one("#reasons").display
            await pressed(pilot, "g")
        assert app.screen.query_one("#reasons").display


async def test_a_decided_match_says_so_when_it_is_shown_again(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "d", "2", "k")
        assert "✗ verworfen 24.11.2026 · Eigenanteil" in shown(app)
