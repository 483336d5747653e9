"""What goes wrong behind a screen is one sentence; the app stays open, and nothing that was done or typed is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.worker import WorkerFailed

from tests.tui.driving import painted, pressed, settled, told
from tui.app import AkquiseApp
from tui.screens.page import PageScreen

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


async def test_an_error_of_ours_still_ends_the_app(city: Engine, app_on: AppOn) -> None:
    async def at_work() -> None:
        app = app_on(city, at="2")
        async with app.run_test(size=WIDE) as pilot:
            await settled(pilot)
            page_of(app).write(lambda _engine: 1 // 0, lambda _done: None)
            await settled(pilot)

    with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        await at_work()
