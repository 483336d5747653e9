"""The tour: six steps, each over its screen; who has seen it is not greeted again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.tui.driving import painted, pressed
from tui.app import launch
from tui.app.app import AkquiseApp
from tui.screens.base.tour import TourScreen
from tui.text.work.tour import TOUR
from tui.widgets.tabs import SCREENS

AppOn = Callable[..., AkquiseApp]


def test_it_has_six_steps_on_screens_that_there_are() -> None:
    assert len(TOUR) == 6
    assert {step.mode for step in TOUR} <= {tab.mode for tab in SCREENS}


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_each_step_stands_over_its_screen_and_the_last_one_ends_it(
    city: Engine, app_on: AppOn, size: tuple[int, int]
) -> None:
    app = app_on(city, at="3")
    async with app.run_test(size=size) as pilot:
        await pressed(pilot, "f2")
        for number, step in enumerate(TOUR, 1):
            assert isinstance(app.screen, TourScreen)
            assert app.current_mode == step.mode
            assert f"Schritt {number} von 6" in painted(app)
            assert step.text.split()[-1] in painted(app)
            await pressed(pilot, "enter")
        assert not isinstance(app.screen, TourScreen)
        assert app.current_mode == "overview"


async def test_one_can_go_back_and_leave(city: Engine, app_on: AppOn) -> None:
    app = app_on(city)
    async with app.run_test(size=(120, 35)) as pilot:
        await pressed(pilot, "f2", "left")
        assert "Schritt 1 von 6" in painted(app)
        await pressed(pilot, "enter", "enter", "left")
        assert "Schritt 2 von 6" in painted(app)
        await pressed(pilot, "escape")
        assert not isinstance(app.screen, TourScreen)
        assert app.current_mode == "matches"


async def test_the_practice_begins_with_it_once_and_no_second_time_in_another_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, city_file: Path, own_copy: Callable[[Path, Path], Engine]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    seen = []
    for name in ("first.db", "second.db"):
        engine = own_copy(city_file, tmp_path / name)
        given = {"database_url": str(engine.url), "practice": "http://127.0.0.1:9/", "today": "2026-11-24"}
        app = AkquiseApp(partial(launch._context, given, ""), practice=True)
        async with app.run_test(size=(120, 35)) as pilot:
            await pressed(pilot)
            seen.append(isinstance(app.screen, TourScreen))
            assert app.context.engine is not None
            app.context.engine.dispose()
    assert seen == [True, False]
