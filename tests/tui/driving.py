"""Driving the app under Textual's pilot: press keys, wait for what they bring, read what a terminal would show."""

from contextlib import suppress
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until nothing is read any more and everything is painted."""
    quiet = 0
    while quiet < 2:
        workers = pilot.app.workers
        quiet = 0 if any(worker.is_running for worker in workers) else quiet + 1
        with suppress(WorkerCancelled):  # a newer reading has taken its place
            await workers.wait_for_complete()
        await pilot.pause()


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
