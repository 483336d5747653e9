"""The review queue while others write: a colleague's decision, a lock that is held, keys quicker than the database."""

from sqlalchemy import Engine
from sqlmodel import Session, select
from textual.widgets import Static

from grants_db.applications.award_money import measures_of
from grants_db.applications.store import create_application
from grants_db.measures.store import get_measure
from grants_db.models.application import Application
from grants_db.models.match import Decision, Match
from grants_db.opportunities.store import get_opportunity, list_opportunities
from grants_db.review.decisions import current_decisions, decide
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import DecisionKind, ReasonCode
from tests.tui.driving import painted, pressed, settled, told, until
from tests.tui.review_page import NOW, WIDE, AppOn, head, stored
from tui.screens.review.screen import MatchesScreen
from tui.state.context import ReviewTarget


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
        await pressed(pilot, "l", "enter")
    with reading(city) as session:
        assert [one.kind for one in session.exec(select(Decision))] == [DecisionKind.ACCEPTED, DecisionKind.LATER]
