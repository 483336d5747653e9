"""What goes wrong behind a screen is one sentence; the app stays open, and nothing that was done or typed is lost."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from textual.widgets import Input, OptionList, Static
from textual.worker import WorkerFailed

from grants_db.applications.store import list_applications
from grants_db.review.decisions import current_decisions
from grants_db.storage import database
from grants_db.storage.database import open_database, reading, writer
from grants_db.storage.soundness import check
from grants_db.vocabulary import ApplicationStage, ReasonCode
from tests.tui.driving import painted, pressed, settled, told
from tui.app.app import AkquiseApp
from tui.screens.base.page import PageScreen

AppOn = Callable[..., AkquiseApp]
WIDE = (140, 40)


def page_of(app: AkquiseApp) -> PageScreen[object]:
    assert isinstance(app.screen, PageScreen)
    return app.screen


def overwrite(engine: Engine) -> None:
    """What a hand that copies a file to the wrong place does to a database."""
    engine.dispose()
    file = Path(str(engine.url.database))
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    file.write_bytes(b"no database any more" * 500)


def is_untouched(engine: Engine, content: bytes) -> bool:
    """Holds the file just this, and does it make a sound database in which nothing was decided?"""
    same = Path(str(engine.url.database)).read_bytes() == content
    anew = open_database(str(engine.url))
    found = check(anew), stored(anew)
    anew.dispose()
    return same and found == ([], [])


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The test's city, asked for before it, as an app meets it that waits only a moment for whoever holds its lock."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    engine = open_database(f"sqlite:///{tmp_path / 'city.db'}", create=False)
    yield engine
    engine.dispose()


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Somebody else writes, and takes their time."""
    with Session(writer(engine)) as other:
        other.connection()
        yield


def stored(engine: Engine) -> list[tuple[str, str]]:
    """The standing decisions: kind and note."""
    with reading(engine) as session:
        return [(one.kind.value, one.note) for one in current_decisions(session).values()]


async def test_undo_that_meets_a_lock_can_be_pressed_again(city: Engine, impatient: Engine, app_on: AppOn) -> None:
    app = app_on(impatient, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "a", "a")
        with locked(city):
            await pressed(pilot, "u")
            assert "ist gerade von einem anderen Vorgang gesperrt" in told(app)
            assert len(stored(city)) == 2
        await pressed(pilot, "u")
        assert len(stored(city)) == 1
        await pressed(pilot, "u")
    assert stored(city) == []


async def test_a_dismissal_that_meets_a_lock_keeps_its_reason_and_its_words(
    city: Engine, impatient: Engine, app_on: AppOn
) -> None:
    app = app_on(impatient, at="2")
    async with app.run_test(size=WIDE) as pilot:
        with locked(city):
            await pressed(pilot, "d", "down", "tab", *"zu wenig", "enter")
            assert "gesperrt" in told(app)
            assert app.screen.query_one(Input).value == "zu wenig"
        assert stored(city) == []
        await pressed(pilot, "enter")
        await pressed(pilot, "d")
        assert app.screen.query_one(Input).value == ""
    assert stored(city) == [("dismissed", "zu wenig")]


async def test_marked_matches_stay_marked_where_a_lock_is_met(city: Engine, impatient: Engine, app_on: AppOn) -> None:
    app = app_on(impatient, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "n", "space", "j", "space")
        with locked(city):
            await pressed(pilot, "l", "enter")
            assert "gesperrt" in told(app)
            assert "2 Treffer markiert" in painted(app)
        await pressed(pilot, "l", "enter")
    assert [kind for kind, _note in stored(city)] == ["later", "later"]


async def test_the_ledger_s_marks_outlast_a_lock_too(city: Engine, impatient: Engine, app_on: AppOn) -> None:
    app = app_on(impatient, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "a", "a", "8", "space", "down", "space")
        with locked(city):
            await pressed(pilot, "u", "enter")
            assert "gesperrt" in told(app)
            assert "● 2 markiert" in painted(app)
        await pressed(pilot, "u", "enter")
    assert stored(city) == []


async def test_a_form_that_meets_a_lock_stays_as_it_was_filled_in(
    decided_city: Engine, impatient: Engine, app_on: AppOn
) -> None:
    app = app_on(impatient, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "A")
        app.screen.query(Input)[1].value = "Sachgebiet"
        with locked(decided_city):
            await pressed(pilot, "ctrl+s")
            assert "gesperrt" in str(app.screen.query_one("#refused", Static).content)
        await pressed(pilot, "ctrl+s")
    with reading(decided_city) as session:
        assert [one.role for one in list_applications(session)] == ["Sachgebiet"]


async def test_a_reason_for_not_pursuing_that_meets_a_lock_is_asked_for_again_with_what_was_typed(
    applied_city: Engine, impatient: Engine, app_on: AppOn
) -> None:
    app = app_on(impatient, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "s")
        names = [str(option.prompt) for option in app.screen.query_one("#field-0", OptionList).options]
        away = next(number for number, name in enumerate(names) if "nicht verfolgt" in name)
        await pressed(pilot, *["down"] * away, "ctrl+s")
        with locked(applied_city):
            await pressed(pilot, "down", "down", "tab", *"kein Geld", "enter")
            assert "gesperrt" in told(app)
            assert app.screen.query_one(Input).value == "kein Geld"
        await pressed(pilot, "enter")
    with reading(applied_city) as session:
        gone = [one for one in list_applications(session) if one.stage is ApplicationStage.NOT_PURSUED]
        assert [one.exit_reason for one in gone] == [ReasonCode.OWN_CONTRIBUTION]


async def test_a_database_that_breaks_under_the_app_is_said_and_the_app_stays(city: Engine, app_on: AppOn) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        overwrite(city)
        await pressed(pilot, "f5")
        assert "ist keine Datenbank oder beschädigt" in told(app)
        await pressed(pilot, "a")
        assert "ist keine Datenbank oder beschädigt" in told(app)
        assert app.is_running


@pytest.mark.parametrize("held", [True, False], ids=["connections stay open", "opened by the app itself"])
async def test_a_database_that_is_swapped_under_the_app_is_said_and_not_harmed(
    city: Engine, city_file: Path, app_on: AppOn, tmp_path: Path, held: bool
) -> None:
    """Before, the next key wrote into the new file what the old one's log still held."""
    file, other = Path(str(city.url.database)), tmp_path / "andere.db"
    shutil.copyfile(city_file, other)
    content = other.read_bytes()
    app = app_on(city if held else str(city.url), at="2")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "a")
        other.replace(file)
        await pressed(pilot, "a")
        assert "ist nicht mehr die, die geöffnet wurde" in told(app)
        await pressed(pilot, "f5")
        assert "ist nicht mehr die, die geöffnet wurde" in told(app)
        assert app.is_running
    city.dispose()
    assert is_untouched(city, content)


async def test_a_file_that_cannot_be_written_is_said_and_the_app_stays(
    city: Engine, app_on: AppOn, tmp_path: Path
) -> None:
    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        page_of(app).write(lambda _engine: (tmp_path / "fehlt" / "blatt").write_text(""), lambda _done: None)
        await settled(pilot)
        assert "Das Betriebssystem meldet: No such file or directory" in told(app)
        await pressed(pilot, "n", "p")
        assert "1.1" in painted(app)
        assert app.is_running


async def test_what_an_older_reading_found_is_not_shown_over_the_newer(city: Engine, app_on: AppOn) -> None:
    """Before, the details of a thing could stand as they were when it was changed while they were read."""
    shown: list[object] = []
    older_reads, newer_is_shown = Event(), Event()

    def slow(_engine: Engine) -> str:
        older_reads.set()
        assert newer_is_shown.wait(60)
        return "as it was"

    def show(found: object) -> None:
        shown.append(found)
        newer_is_shown.set()

    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        page_of(app).read_aside(slow, show)
        assert await asyncio.to_thread(older_reads.wait, 60)
        page_of(app).read_aside(lambda _engine: "as it is", show)
        await settled(pilot)
        await asyncio.get_running_loop().shutdown_default_executor()  # the older one is through as well
        await settled(pilot)
    assert shown == ["as it is"]


async def test_details_that_are_read_anew_do_not_take_away_what_a_key_opens(city: Engine, app_on: AppOn) -> None:
    opened: list[object] = []
    details_are_shown = Event()

    def slow(_engine: Engine) -> str:
        assert details_are_shown.wait(60)
        return "a form"

    app = app_on(city, at="2")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        page_of(app).read_to_open(slow, opened.append)
        page_of(app).read_aside(lambda _engine: "details", lambda _found: details_are_shown.set())
        await settled(pilot)
    assert opened == ["a form"]


async def test_an_error_of_ours_still_ends_the_app(city: Engine, app_on: AppOn) -> None:
    async def at_work() -> None:
        app = app_on(city, at="2")
        async with app.run_test(size=WIDE) as pilot:
            await settled(pilot)
            page_of(app).write(lambda _engine: 1 // 0, lambda _done: None)
            await settled(pilot)

    with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        await at_work()
