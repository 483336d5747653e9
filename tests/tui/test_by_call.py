"""The review by call on screen: read once, decided for many measures with few keys, taken back at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from grants_db.measures.store import get_measure, list_measures
from grants_db.models.match import Decision
from grants_db.opportunities.store import list_opportunities
from grants_db.review.decisions import decide
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import DecisionKind, Eligibility
from tests.tui.city import MEASURES, NOW
from tests.tui.driving import painted, pressed, settled, told
from tests.tui.review_page import WIDE, head, stored
from tui.app.app import AkquiseApp
from tui.screens.base.dismiss_reason import ReasonScreen
from tui.screens.review.by_call import ByCallScreen
from tui.widgets.row_table import RowTable

AppOn = Callable[..., AkquiseApp]
NARROW = (80, 24)
ANSWER = {
    "template": "Gefördert wird laut Angebot: {call} – die Maßnahme: {measure}",
    "values": {"call": {"quote": "Gefördert werden Kurse."}, "measure": {"quote": "Eltern lernen am Vormittag."}},
}


@pytest.fixture
def broad_city(city: Engine) -> Engine:
    """The small city where one call is proposed for all eight measures, and another for two."""
    with writing(city) as session:
        calls = {call.external_id: call.id or 0 for call in list_opportunities(session)}
        proposals: dict[int, list[Proposal]] = {}
        for at, measure in enumerate(list_measures(session)):
            found = [("land/1", 0.9 - at / 100), *([("bund/1", 0.4)] if at < 2 else [])]
            proposals[measure.id or 0] = [
                Proposal(calls[key], score, {}, Eligibility.ELIGIBLE, [], [ANSWER], [], score / 2)
                for key, score in found
            ]
        replace_undecided(session, proposals, NOW)
    return city


def kinds(engine: Engine) -> list[str]:
    return [kind for _measure, _call, kind, _reason, _note in stored(engine)]


@pytest.mark.parametrize("size", [NARROW, WIDE, (160, 45)])
async def test_a_call_stands_beside_its_measures_each_with_the_sentence_it_answers(
    broad_city: Engine, app_on: AppOn, size: tuple[int, int]
) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=size) as pilot:
        await pressed(pilot, "r")
        text = painted(app)
    assert "Vorgeschlagen für 8 Maßnahmen · 8 offen" in text
    assert "noch zu lesen: 2" in text
    assert "Eltern lernen am" in text
    assert "4 von 10" in text


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("M", "a"), ["accepted"] * 8),
        (("M", "d", "6"), ["dismissed"] * 8),
        (("a", "V", "6"), ["accepted", *["dismissed"] * 7]),
        (("M", "l", "enter"), ["later"] * 8),
    ],
)
async def test_a_call_for_many_measures_is_decided_in_four_keys_at_most(
    broad_city: Engine, app_on: AppOn, keys: tuple[str, ...], expected: list[str]
) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r", *keys)
        assert "für 2 Maßnahmen" in painted(app)  # the next call stands there
        assert sorted(kinds(broad_city)) == sorted(expected)
        await pressed(pilot, "u")
        assert stored(broad_city) == []
        assert "für 8 Maßnahmen" in painted(app)
    assert len(keys) <= 4


async def test_the_rest_is_offered_after_some_were_accepted(broad_city: Engine, app_on: AppOn) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r", "space", "j", "j", "space")
        assert "2 Maßnahmen markiert" in head(app)
        await pressed(pilot, "a")
        assert "V verwirft die übrigen 6" in told(app)
        await pressed(pilot, "V")
        assert isinstance(app.screen, ReasonScreen)
        assert "6 Maßnahmen" in painted(app)
        await pressed(pilot, "escape")
        assert kinds(broad_city) == ["accepted"] * 2


async def test_ticks_stay_where_the_rest_is_dismissed_first(broad_city: Engine, app_on: AppOn) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r", "space", "V", "6")
        assert "1 Maßnahme markiert" in head(app)
        assert kinds(broad_city) == ["dismissed"] * 7
        await pressed(pilot, "a")
        assert sorted(kinds(broad_city)) == ["accepted", *["dismissed"] * 7]


async def test_the_two_ways_are_one_key_apart_and_the_digit_remembers(broad_city: Engine, app_on: AppOn) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r")
        assert app.current_mode == "calls"
        title = head(app).splitlines()[0]
        await pressed(pilot, "1", "2")
        assert app.current_mode == "calls"
        await pressed(pilot, "j", "r")
        assert app.current_mode == "matches"
        assert title in head(app)
        assert MEASURES[1].title in head(app)
        await pressed(pilot, "1", "2")
        assert app.current_mode == "matches"


async def test_what_a_colleague_decided_meanwhile_is_told_and_nothing_is_changed(
    broad_city: Engine, app_on: AppOn
) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r", "M")
        with writing(broad_city) as session:
            call = next(one for one in list_opportunities(session) if one.external_id == "land/1")
            decide(session, get_measure(session, "2.1"), call, DecisionKind.LATER, now=NOW)
        await pressed(pilot, "a")
        assert "Über 1 der 8 markierten Treffer ist inzwischen anders entschieden worden" in told(app)
        assert kinds(broad_city) == ["later"]


async def test_two_quick_keys_decide_once(broad_city: Engine, app_on: AppOn) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r", "M")
        screen = app.screen
        assert isinstance(screen, ByCallScreen)
        screen.action_accept()
        screen.action_accept()
        screen.action_later()
        screen.action_undo()
        await settled(pilot)
    with reading(broad_city) as session:
        assert [one.kind for one in session.exec(select(Decision))] == [DecisionKind.ACCEPTED] * 8


async def test_a_click_on_a_call_reads_it_and_enter_on_a_measure_shows_the_match(
    broad_city: Engine, app_on: AppOn
) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r")
        await pilot.click("#calls", offset=(8, 2))
        await pilot.click("#calls", offset=(8, 2))
        await settled(pilot)
        assert "für 2 Maßnahmen" in painted(app)
        assert app.screen.query_one("#answers", RowTable).has_focus
        await pressed(pilot, "enter")
        assert app.current_mode == "matches"
        assert "Bundesprogramm Lotsen in Arbeit" in head(app)


async def test_a_field_shows_its_own_measures_alone(broad_city: Engine, app_on: AppOn) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r", "f", "down", "down", "enter")
        assert "Vorgeschlagen für 2 Maßnahmen" in painted(app)
        assert "Filter: HF 2" in head(app)
        await pressed(pilot, "x")
        assert "für 8 Maßnahmen" in painted(app)


async def test_the_facts_and_their_sentences_are_a_key_away(broad_city: Engine, app_on: AppOn) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r", "g")
        assert "Fördergeber" in painted(app)
        await pressed(pilot, "g")
        assert "Fördergeber" not in painted(app)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_empty_review_says_what_to_do(empty: Engine, app_on: AppOn, size: tuple[int, int]) -> None:
    app = app_on(empty)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.review_calls()
        await settled(pilot)
        assert "Noch keine Maßnahmen" in painted(app)
        await pressed(pilot, "a", "V", "M", "n", "j", "u", "space", "r", "g", "b")
        assert "Noch keine Maßnahmen" in painted(app)


@pytest.mark.parametrize("way", [(), ("r",)])
async def test_what_is_put_off_waits_again_on_its_day(
    broad_city: Engine, app_on: AppOn, way: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(broad_city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, *way, "l")
        assert "in 2 Wochen: 08.12.2026" in painted(app)
        await pressed(pilot, "1")
        assert kinds(broad_city) == ["later"]
        monkeypatch.setattr(app.context, "day", date(2026, 12, 8))
        await pressed(pilot, "f5")
        assert kinds(broad_city) == []


async def test_a_meeting_and_a_day_of_one_s_own_can_be_chosen(
    broad_city: Engine, app_on: AppOn, tmp_path: Path
) -> None:
    calendar = tmp_path / "sitzungen.yml"
    calendar.write_text("- {day: 2027-02-18, body: Stadtrat, kind: council}\n", encoding="utf-8")
    app = app_on(broad_city, at="2", calendar_file=calendar)
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "r", "l")
        assert "vor der Sitzung Stadtrat (18.02.2027): 11.02.2027" in painted(app)
        await pressed(pilot, "tab", *"5.1.", "enter")
        with reading(broad_city) as session:
            assert [one.returns_on for one in session.exec(select(Decision))] == [date(2027, 1, 5)]
