"""Driving the app under Textual's pilot: press keys, wait for what they bring, read what a terminal would show."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

#: seconds that something may take on a machine busy with other things; nothing is waited for that long on a quiet one
PATIENCE = 600.0
#: seconds; a timer that rings once and no later brings something that was asked for
SOON = 1.0


_paint = Screen._compositor_refresh


def paint_later(screen: Screen[Any]) -> None:
    """In the place of Textual's painting: what comes and goes between two keys is not painted, only what settles.

    There is no terminal, and a third of what a test took was painting for none. What has to be painted stays marked.
    """
    if screen is not screen.app.screen:
        _paint(screen)
        return
    screen._dirty_widgets.clear()  # their places are marked by now
    screen.app._update_mouse_over(screen)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until nothing is read any more, no message and no short timer is on its way, and everything is painted."""
    quiet = 0
    while quiet < 2:
        with suppress(WorkerCancelled):  # a newer reading has taken its place
            await pilot.app.workers.wait_for_complete()
        await pilot.app.animator.wait_for_idle()
        await pilot.pause()
        quiet = 0 if _is_at_work(pilot.app) else quiet + 1
    _paint(pilot.app.screen)


async def until(true: Callable[[], object], pilot: Pilot[Any] | None = None) -> None:
    """Wait for what comes while something else still waits; the app goes on."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            pytest.fail("it never came true")
        await (pilot.pause(0.02) if pilot else asyncio.sleep(0.02))


async def pressed(pilot: Pilot[Any], *keys: str) -> None:
    """Once all is settled, press keys one after the other, each time waiting for what it brings."""
    await settled(pilot)
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def painted(app: App[Any]) -> str:
    """All text on the screen, line by line."""
    strips = app.screen._compositor.render_strips()  # what a terminal would get; Textual has no public name for it
    return "\n".join(strip.text for strip in strips)


def told(app: App[Any]) -> str:
    """The short messages over the page."""
    return "\n".join(one.message for one in app._notifications)  # Textual has no public name for them


def _is_at_work(app: App[Any]) -> bool:
    """Is something going on? Textual itself takes an app for idle that gets no share of a busy processor."""
    if any(worker.is_running for worker in app.workers):
        return True
    return any(pump.message_queue_size or pump._next_callbacks or _awaits_a_timer(pump) for pump in _pumps(app))


def _pumps(app: App[Any]) -> Iterator[MessagePump]:
    yield app
    for screen in app.screen_stack:
        yield from screen.walk_children(with_self=True)


def _awaits_a_timer(pump: MessagePump) -> bool:
    """Has it a timer that rings once, and soon? Textual has no public name for what a timer is."""
    waiting = [timer for timer in list(pump._timers) if timer._repeat == 0 and timer._interval <= SOON]
    return any(timer._task is not None and not timer._task.done() for timer in waiting)
