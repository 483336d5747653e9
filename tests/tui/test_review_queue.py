"""The review queue as a way of working: several at once, step by step back, filters, what is new, what is near."""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from textual.widgets import Input, OptionList, Static

from grants_db.applications.award_money import measures_of
from grants_db.applications.store import create_application
from grants_db.measures.store import get_measure
from grants_db.models.application import Application
from grants_db.models.match import Decision, Match
from grants_db.opportunities.store import get_opportunity, list_opportunities
from grants_db.review.decisions import current_decisions, decide
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import DecisionKind, ReasonCode
from tests.tui.driving import PATIENCE, painted, pressed, settled, told, until
from tui.app.app import AkquiseApp
from tui.screens.base.dismiss_reason import ReasonScreen
from tui.screens.review.near_misses import NearMissScreen
from tui.screens.review.screen import MatchesScreen
from tui.state.context import ReviewTarget
from tui.state.review_queue import Review
from tui.state.user_state import Memory

AppOn = Callable[..., AkquiseApp]
WIDE, NARROW = (140, 40), (80, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)


def stored(engine: Engine) -> list[tuple[int, int, str, str | None, str]]:
    """Every standing decision as plain values."""
    with reading(engine) as session:
        return sorted(
            (one.measure_id, one.opportunity_id, one.kind.value, one.reason and one.reason.value, one.note)
            for one in current_decisions(session).values()
        )


def head(app: AkquiseApp) -> str:
    """The head of the match on screen."""
    return str(app.screen.query_one("#head", Static).content)


def lines(app: AkquiseApp, name: str) -> list[str]:
    """The lines of one of the lists."""
    options = app.screen.query_one(f"#{name}", OptionList)
    return [str(options.get_option_at_index(number).prompt) for number in range(options.option_count)]


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


async def test_what_a_colleague_decided_meanwhile_is_told_and_not_overwritten(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2", unit="Amt für Beispiele")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        with writing(city) as session:
            measure = get_measure(session, "1.1")
            call = next(one for one in list_opportunities(session) if one.external_id == "bund/2")
            decide(session, measure, call, DecisionKind.LATER, now=NOW, decided_by="Stadtplanungsamt")
        await pressed(pilot, "a")
        first = "inzwischen anders entschieden worden (Stadtplanungsamt): zurückgestellt, 24.11.2026, 09:30 Uhr."
        assert first in told(app)
        assert [kind for _measure, _call, kind, _reason, _note in stored(city)] == ["later"]
        assert "zurückgestellt" in painted(app)
        await pressed(pilot, "a")
    with reading(city) as session:
        [stands] = current_decisions(session).values()
    assert (stands.kind, stands.decided_by) == (DecisionKind.ACCEPTED, "Amt für Beispiele")


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
        await pressed(pilot, "a", "n", "space", "j", "space", "l")
        assert len(stored(city)) == 3
        await pressed(pilot, "u")
        assert [row[2] for row in stored(city)] == ["accepted"]
        await pressed(pilot, "u")
        assert stored(city) == []
        assert "Bundesprogramm Demokratie im Alltag" in head(app)
        assert not app.screen.active_bindings["u"].enabled


async def test_two_quick_keys_decide_marked_matches_once(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "n", "space", "j", "space")
        screen = app.screen
        assert isinstance(screen, MatchesScreen)
        screen.action_accept()
        screen.action_accept()
        screen.action_later()
        screen.action_undo()
        await settled(pilot)
    with reading(city) as session:
        assert [one.kind for one in session.exec(select(Decision))] == [DecisionKind.ACCEPTED] * 2


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


def near_said(app: AkquiseApp) -> str:
    """What stands where the near misses will be."""
    assert isinstance(app.screen, NearMissScreen)
    return str(app.screen.query_one("#near", Static).content)


def found_near(title: str = "Knapp <&> [b]vorbei[/b] \x1b[31m") -> str:
    """What the command would write."""
    change = {"way": "carrier", "sentence": "Ein Verein beantragt, die Stadt ist Partnerin."}
    one = {"opportunity": 1, "title": title, "score": 0.5, "eligibility": "not_eligible", "why": ["Nur Vereine."]}
    return json.dumps({"measure": "1.1", "near_misses": [one | {"changes": [change]}]})


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Puts a small script in the place of the command; gives where it writes down that it was called."""

    def put(script: str) -> Path:
        file, log = tmp_path / "command.py", tmp_path / "calls"
        file.write_text(
            f"import sys, time, os\nopen({str(log)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n{script}"
        )
        monkeypatch.setitem(AkquiseApp.MODES, "matches", lambda: MatchesScreen(program=(sys.executable, str(file))))
        return log

    return put


async def test_near_misses_are_searched_once_a_measure_and_shown_with_why_and_what_helps(
    city: Engine, app_on: AppOn, near: Callable[[str], Path]
) -> None:
    log = near(f"print({found_near()!r})")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "h")
        text = painted(app)
        assert "Knapp <&> [b]vorbei[/b]" in text
        assert "\x1b" not in text
        assert "Nur Vereine." in text
        assert "→ Ein Verein beantragt" in text
        await pressed(pilot, "escape", "h")
        assert "Nur Vereine." in painted(app)
    assert log.read_text() == "match near 1.1 --json\n"


async def test_the_screen_stays_live_while_near_misses_are_searched(
    city: Engine, app_on: AppOn, near: Callable[[str], Path], tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    near(f"while not os.path.exists({str(gate)!r}):\n    time.sleep(0.05)\nprint({found_near()!r})")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pilot.press("h")
        await pilot.pause()
        assert "Es wird gesucht" in painted(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("a")
        await until(lambda: stored(city), pilot)  # decided while it is searched
        assert [worker.group for worker in app.workers].count("near") == 1
        gate.touch()
        await settled(pilot)
        assert "Knapp daneben zu 1.1" in told(app)


async def test_a_search_that_is_given_up_ends_its_process(
    city: Engine, app_on: AppOn, near: Callable[[str], Path]
) -> None:
    log = near("time.sleep(600)")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await pilot.press("h")
        await until(log.exists, pilot)
        await pilot.press("x")
        async with asyncio.timeout(PATIENCE):
            await settled(pilot)
        assert not isinstance(app.screen, NearMissScreen)


async def test_an_answer_that_comes_before_the_screen_is_there_is_shown(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        screen = NearMissScreen("1.1", "Sprachkurse", None)
        app.push_screen(screen)
        screen.say_why("Die Datenbank ist [b]weg[/b].")
        await settled(pilot)
        assert near_said(app) == "Die Datenbank ist [b]weg[/b]."


async def test_a_search_that_fails_says_one_sentence(city: Engine, app_on: AppOn, near: Callable[[str], Path]) -> None:
    near("print('Spur\\nDie Datenbank ist [b]weg[/b].', file=sys.stderr)\nsys.exit(2)")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "h")
        assert near_said(app) == "Die Datenbank ist [b]weg[/b]."


async def test_an_answer_that_is_no_json_says_so(city: Engine, app_on: AppOn, near: Callable[[str], Path]) -> None:
    near("print('[1]')")
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "h")
        assert "Die Antwort der Suche ist nicht lesbar." in near_said(app)


@pytest.mark.slow
async def test_the_real_command_finds_near_misses(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "n", "h")
        assert isinstance(app.screen, NearMissScreen)
        assert "Es wird gesucht" not in near_said(app)
        assert "→" in painted(app) or "Nichts, was thematisch passt" in painted(app)


async def test_a_decision_taken_back_elsewhere_is_said_and_the_next_step_is_still_there(
    city: Engine, app_on: AppOn
) -> None:
    from grants_db.review.decisions import undo

    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "a", "a")
        with writing(city) as session:
            undo(session, max(one.id or 0 for one in session.exec(select(Decision))), NOW)
        await pressed(pilot, "u")
        assert "schon zurückgenommen" in told(app)
        await pressed(pilot, "u")
    assert stored(city) == []


async def test_undo_leaves_what_a_colleague_has_decided_since_and_shows_it(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2", unit="Amt für Beispiele")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "a")
        with writing(city) as session:
            measure, call = get_measure(session, "1.1"), next(iter(session.exec(select(Decision)))).opportunity_id
            title = get_opportunity(session, call).title
            decide(
                *(session, measure, get_opportunity(session, call), DecisionKind.DISMISSED),
                now=NOW,
                reason=ReasonCode.DUPLICATE,
                decided_by="Stadtplanungsamt",
            )
        await pressed(pilot, "u")
        assert f"„{title}“ ist danach noch einmal entschieden worden (Stadtplanungsamt): verworfen" in told(app)
        assert "verworfen" in painted(app)
    assert [kind for _measure, _call, kind, _reason, _note in stored(city)] == ["dismissed"]


async def test_an_application_that_a_colleague_has_just_made_is_named(decided_city: Engine, app_on: AppOn) -> None:
    app = app_on(decided_city, at="2")
    with reading(decided_city) as session:
        call = next(one for one in list_opportunities(session) if one.external_id == "land/1")
    app.context.review = ReviewTarget(measure="2.1", opportunity=call.id)
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "v")
        with writing(decided_city) as session:
            create_application(session, [get_measure(session, "2.1")], call, now=NOW)
        await pressed(pilot, "ctrl+s")
        refused = str(app.screen.query_one("#refused", Static).content)
        assert refused == "Für Maßnahme 2.1 gibt es zu diesem Förderangebot schon Antrag 1; bitte dort weiterarbeiten."
        await pressed(pilot, "escape", "v")
        assert "Dazu gibt es schon Antrag 1" in told(app)
    with reading(decided_city) as session:
        assert len(session.exec(select(Application)).all()) == 1


async def test_a_match_that_is_gone_by_now_decides_none_of_the_marked(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "n", "space", "j", "space")
        with writing(city) as session:
            measure = get_measure(session, "2.1")
            gone = session.exec(
                select(Match).where(Match.measure_id == measure.id).order_by(Match.score)  # type: ignore[arg-type]  # a column
            ).all()[1]
            title = get_opportunity(session, gone.opportunity_id).title
            session.delete(gone)
        assert title.startswith("Local authorities")
        await pressed(pilot, "a")
        assert "nicht vorgeschlagen" in told(app)
    assert stored(city) == []


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


async def test_who_goes_on_while_a_decision_waits_for_the_lock_stays_there_and_undo_finds_its_measure(
    city: Engine, app_on: AppOn
) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "n", "j", "j")
        decided = head(app)
        assert "2.1 Sprachförderung" in decided
        assert "Treffer 3 von 3" in decided  # the next measure has no third one
        with writing(city) as session:
            lock(session)
            await pilot.press("a", "n")
            await until(lambda: "2.1 Sprachförderung" not in head(app), pilot)
            elsewhere = head(app)
            assert "Treffer 1 von 2" in elsewhere
        await settled(pilot)
        assert head(app) == elsewhere
        assert [kind for *_, kind, _reason, _note in stored(city)] == ["accepted"]
        await pressed(pilot, "u")
        assert head(app) == decided
    assert stored(city) == []


async def test_an_accepted_match_is_applied_for_with_its_own_measure_wherever_one_went(
    city: Engine, app_on: AppOn
) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "n")
        with writing(city) as session:
            lock(session)
            await pilot.press("a", "n")
            await until(lambda: "2.1 Sprachförderung" not in head(app), pilot)
        await settled(pilot)
        await pressed(pilot, "v", "ctrl+s")
    with reading(city) as session:
        [application] = session.exec(select(Application)).all()
        assert [measure.number for measure in measures_of(session, application)] == ["2.1"]


def lock(session: Session) -> None:
    """Take the write lock, as a nightly run does; it is held until the session ends."""
    session.connection()


async def test_reading_anew_while_a_decision_waits_for_the_lock_lets_no_second_one_through(
    city: Engine, app_on: AppOn
) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "n")
        screen = app.screen
        assert isinstance(screen, MatchesScreen)
        with writing(city) as session:
            lock(session)
            before = screen._reading
            await pilot.press("a", "f5")
            await until(lambda: screen._reading > before, pilot)
            await pilot.press("l")
            await pilot.pause()
        await settled(pilot)
        with reading(city) as session:
            assert [one.kind for one in session.exec(select(Decision))] == [DecisionKind.ACCEPTED]
        await pressed(pilot, "l")
    with reading(city) as session:
        assert [one.kind for one in session.exec(select(Decision))] == [DecisionKind.ACCEPTED, DecisionKind.LATER]


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
