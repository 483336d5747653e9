"""How the screens look, at both sizes; a changed picture is looked at by a person before it is committed."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from textual.pilot import Pilot

from tui.app import AkquiseApp
from tui.tabs import TABS

NARROW, WIDE = (80, 24), (140, 40)
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
MODES = [tab.mode for tab in TABS]
AppOn = Callable[..., AkquiseApp]
SnapCompare = Callable[..., bool]


def keys(*pressed: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Presses keys one after the other and waits until everything is painted."""

    async def run(pilot: Pilot[Any]) -> None:
        for key in ("", *pressed):
            if key:
                await pilot.press(key)
            for _round in range(2):
                await pilot.app.workers.wait_for_complete()
                await pilot.pause()

    return run


@SIZES
@pytest.mark.parametrize("number", range(1, len(MODES) + 1), ids=MODES)
def test_a_screen_in_daily_use(
    snap_compare: SnapCompare, app_on: AppOn, decided_city: Engine, number: int, size: tuple[int, int]
) -> None:
    further = ["n", "k"] if number == 2 else []
    assert snap_compare(app_on(decided_city), terminal_size=size, run_before=keys(str(number), *further))


@pytest.mark.parametrize("number", [1, 2], ids=MODES[:2])
def test_an_empty_screen(snap_compare: SnapCompare, app_on: AppOn, empty: Engine, number: int) -> None:
    assert snap_compare(app_on(empty), terminal_size=NARROW, run_before=keys(str(number)))


def test_the_reasons_of_a_match_at_80_columns(snap_compare: SnapCompare, app_on: AppOn, city: Engine) -> None:
    assert snap_compare(app_on(city), terminal_size=NARROW, run_before=keys("2", "n", "g", "b"))


def test_the_question_why(snap_compare: SnapCompare, app_on: AppOn, city: Engine) -> None:
    assert snap_compare(app_on(city), terminal_size=NARROW, run_before=keys("2", "d"))


def test_all_keys(snap_compare: SnapCompare, app_on: AppOn, city: Engine) -> None:
    assert snap_compare(app_on(city), terminal_size=NARROW, run_before=keys("2", "question_mark"))


def test_in_english_and_light(snap_compare: SnapCompare, app_on: AppOn, city: Engine) -> None:
    assert snap_compare(app_on(city, lang="en"), terminal_size=WIDE, run_before=keys("2", "n", "t"))


def test_titles_too_long_and_signs_of_other_scripts(
    snap_compare: SnapCompare, app_on: AppOn, city: Engine, add_call: Callable[..., int]
) -> None:
    title = "助成金 多文化共生 [bold]fett[/bold] \x1b[31m ליד מלגה " + "Sehr langer Titel eines Förderangebots " * 6
    add_call(city, title=title, description=title * 3)
    assert snap_compare(app_on(city), terminal_size=NARROW, run_before=keys("2", "n"))
