"""The review queue as a way of working: several at once, step by step back, filters, what is new."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from textual.widgets import Input

from grants_db.measures.store import get_measure
from grants_db.models.application import Application
from grants_db.models.match import Match
from grants_db.opportunities.store import list_opportunities
from grants_db.review.decisions import decide
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import DecisionKind, ReasonCode
from tests.tui.driving import painted, pressed, settled, told
from tests.tui.review_page import NOW, WIDE, AppOn, head, lines, stored
from tui.screens.base.dismiss_reason import ReasonScreen
from tui.screens.review.screen import MatchesScreen
from tui.state.review_queue import Review
from tui.state.user_state import Memory

NARROW = (80, 24)
NIGHT = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)


def bridge(engine: Engine) -> None:
    """Let every match be carried by a shared word and by one that an idea links."""
    with writing(engine) as session:
        for match in session.exec(select(Match)):
            match.terms = [
                {"measure": "Sprachförderung", "opportunity": "Sprachkurse", "bridge": "", "weight": 1.0},
                {"measure": "Mütter", "opportunity": "Eltern", "bridge": "Familie", "weight": 0.9},
            ]
            session.add(match)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_all_marked_matches_are_accepted_in_one_step(city: Engine, app_on: AppOn, size: tuple[int, int]) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=size) as pilot:
        await pressed(pilot, "n", "space", "j", "j", "space")
        assert "2 Treffer markiert" in head(app)
        await pressed(pilot, "a")
        assert "markiert" not in head(app)
        assert "2.2 Sprachcafés" not in head(app)
        assert "Local authorities" in head(app)  # the one that is left undecided
    assert [kind for *_, kind, _reason, _note in stored(city)] == ["accepted", "accepted"]


async def test_one_reason_dismisses_all_marked_matches(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "n", "space", "j", "space", "d")
        assert isinstance(app.screen, ReasonScreen)
        assert "Sprachkurse für Eltern" in painted(app)
        assert "Local authorities" in painted(app)
        await pressed(pilot, "2")
    assert [row[2:] for row in stored(city)] == [("dismissed", "own_contribution", "")] * 2


async def test_without_a_chosen_reason_none_of_the_marked_matches_is_dismissed(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "n", "space", "j", "space", "d", "tab", *"Anruf", "enter")
        assert "Bitte einen Grund wählen" in painted(app)
    assert stored(city) == []


async def test_undoing_a_bulk_decision_restores_exactly_what_was(decided_city: Engine, app_on: AppOn) -> None:
    before = stored(decided_city)
    app = app_on(decided_city)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        # 2.1 has one accepted and one dismissed match; all three are dismissed anew
        app.review(measure="2.1")
        await settled(pilot)
        await pressed(pilot, *["k"] * 3, "space", "j", "space", "j", "space", "d", "3")
        changed = stored(decided_city)
        assert [row[3] for row in changed].count("staff_capacity") == 3
        await pressed(pilot, "u")
        assert "3 Treffer markiert" in head(app)
    assert stored(decided_city) == before


async def test_several_undos_go_back_step_by_step(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "a", "n", "space", "j", "space", "l", "enter")
        assert len(stored(city)) == 3
        await pressed(pilot, "u")
        assert [row[2] for row in stored(city)] == ["accepted"]
        await pressed(pilot, "u")
        assert stored(city) == []
        assert "Bundesprogramm Demokratie im Alltag" in head(app)
        assert not app.screen.active_bindings["u"].enabled


async def test_space_twice_takes_the_mark_away_and_another_measure_all_marks(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "n", "space")
        assert lines(app, "proposals")[0].startswith("●")
        await pressed(pilot, "space")
        assert "●" not in "".join(lines(app, "proposals"))
        await pressed(pilot, "space", "n", "p")
        assert "markiert" not in head(app)


async def test_words_that_an_idea_links_are_told_apart_without_colour(city: Engine, app_on: AppOn) -> None:
    bridge(city)
    app = app_on(city, at="2")
    async with app.run_test(size=(200, 50)) as pilot:
        await pressed(pilot, "n")
        text = painted(app)
    assert "⇄Mütter" in text
    assert "⇄Eltern" in text
    assert "⇄Sprachkurse" not in text
    assert "Mütter ⇄ Eltern (Brücke: Familie)" in " ".join(text.split())
    assert "⇄Wort verwandt" in text  # the legend


async def test_other_measures_of_a_call_are_shown_and_a_key_away(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        app.review(measure="4.1")
        await settled(pilot)
        assert "Vielfalt in der Nachbarschaft" in head(app)
        [other] = lines(app, "others")
        assert "1.1 Anlaufstelle" in other
        assert "↷" in other
        assert "zurückgestellt 24.11.2026" in other
        app.screen.query_one("#others").focus()
        await pressed(pilot, "enter")
        assert head(app).startswith("1.1 Anlaufstelle")
        assert "Vielfalt in der Nachbarschaft" in head(app)


async def test_an_accepted_match_becomes_an_application_here(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "v Antrag" not in painted(app)
        await pressed(pilot, "a")
        assert "v macht daraus einen Antrag" in told(app)
        await pressed(pilot, "v")
        asked = list(app.screen.query(Input))
        asked[0].value, asked[1].value = "Sachgebiet Integration", "12.500,50"
        asked[1].focus()
        await pressed(pilot, "enter")
        assert "Antrag 1 angelegt" in told(app)
        await pressed(pilot, "k")
        assert "Antrag 1: Idee" in painted(app)
        await pressed(pilot, "7")
        assert app.current_mode == "applications"
    with reading(city) as session:
        [made] = session.exec(select(Application)).all()
        assert (made.role, str(made.requested)) == ("Sachgebiet Integration", "12500.50")


async def test_a_sum_that_is_none_makes_no_application(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        app.review(measure="3.1")
        await settled(pilot)
        await pressed(pilot, "v")
        asked = list(app.screen.query(Input))
        asked[1].value = "viel"
        asked[1].focus()
        await pressed(pilot, "enter")
        assert "„viel“ ist keine Summe" in painted(app)
    with reading(decided_city) as session:
        assert session.exec(select(Application)).all() == []


async def test_filters_narrow_the_queue_and_are_kept_between_sessions(
    decided_city: Engine, app_on: AppOn, tmp_path: Path
) -> None:
    for session in range(2):
        app = app_on(decided_city, at="2")
        app.context.memory = Memory(tmp_path / "memory.json")
        async with app.run_test(size=WIDE) as pilot:
            await settled(pilot)
            if session == 0:
                await pressed(pilot, "f", "down", "down", "enter", "w")
            assert [line.split()[1] for line in lines(app, "measures")] == ["2.1", "2.2"]
            assert len(lines(app, "proposals")) == 1
            assert "Filter: HF 2 Spracherwerb · nur offene" in head(app)
    assert json.loads((tmp_path / "memory.json").read_text())["filters.matches"] == {"field": 2, "open": True}


async def test_x_shows_everything_again(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="2")
    app.context.memory.put("filters.matches", {"field": 6, "open": True})
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "Hier steht nichts an." in painted(app)
        await pressed(pilot, "x")
        assert len(lines(app, "measures")) == 7


@pytest.mark.parametrize("written", [{"field": "2", "open": 1}, {"field": True}, {"field": 99999, "open": False}, {}])
async def test_a_filter_nobody_can_have_set_breaks_nothing(
    city: Engine, app_on: AppOn, written: dict[str, object]
) -> None:
    app = app_on(city, at="2")
    app.context.memory.put("filters.matches", written)
    async with app.run_test(size=NARROW) as pilot:
        await pressed(pilot, "x")
        assert len(lines(app, "measures")) == 7


async def test_a_match_somebody_asks_for_is_shown_whatever_the_filter(decided_city: Engine, app_on: AppOn) -> None:
    with reading(decided_city) as session:
        call = next(one.id for one in list_opportunities(session) if one.external_id == "stiftung/2")
    app = app_on(decided_city)
    app.context.memory.put("filters.matches", {"field": 6, "open": True})
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        app.review(measure="2.1", opportunity=call)
        await settled(pilot)
        assert "Bücher für alle" in head(app)


async def test_what_came_since_the_last_time_is_marked(
    city: Engine, app_on: AppOn, add_call: Callable[..., int]
) -> None:
    add_call(city, title="Neu im Programm")
    app = app_on(city)
    async with app.run_test(size=WIDE) as pilot:  # never looked before: nothing is new
        await settled(pilot)
        await pressed(pilot, "2", "n")
        assert "✱" not in painted(app)
    with writing(city) as session:
        for call in list_opportunities(session):
            if call.title != "Neu im Programm":
                call.content_changed_at = NIGHT - timedelta(days=30)
                session.add(call)
    app = app_on(city)
    app.context.since = NIGHT - timedelta(days=1)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pressed(pilot, "2", "n")
        assert [("✱" in line, "Neu im" in line) for line in lines(app, "proposals")][:2] == [
            (True, True),
            (False, False),
        ]
        assert ["✱" in line for line in lines(app, "measures")] == [False, True, False, False, False, False, False]
        await pressed(pilot, "a")
        assert "✱" not in "".join(lines(app, "measures"))


async def test_a_units_own_measures_come_first(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, unit="Stadtplanungsamt", at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert head(app).startswith("▸ 4.1 Begegnungshaus")
        assert ["▸" in line for line in lines(app, "measures")] == [True] + [False] * 6


async def test_a_dismissal_can_be_decided_anew(decided_city: Engine, app_on: AppOn) -> None:
    with writing(decided_city) as session:
        call = next(one for one in list_opportunities(session) if one.external_id == "land/2")
        decide(session, get_measure(session, "1.1"), call, DecisionKind.DISMISSED, now=NOW, reason=ReasonCode.DUPLICATE)
        target = call.id
    app = app_on(decided_city)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        app.review(measure="1.1", opportunity=target)
        await settled(pilot)
        assert "✗ verworfen" in head(app)
        await pressed(pilot, "a", "k", "j")
        assert "✓ angenommen" in head(app)


async def test_what_is_read_is_painted_once(city: Engine, app_on: AppOn, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[Review] = []
    show = MatchesScreen.show

    def counted(screen: MatchesScreen, found: Review) -> None:
        painted.append(found)
        show(screen, found)

    monkeypatch.setattr(MatchesScreen, "show", counted)
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        painted.clear()
        await pressed(pilot, "f5")
    assert len(painted) == 1
