"""Pictures of the app under a pilot: many of one opening, compared with those that are stored."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]  # says no types
from syrupy.assertion import SnapshotAssertion
from textual.app import App
from textual.pilot import Pilot

from tests.tui.driving import settled


class Album:
    """A test's stored pictures; `changed` names those that look otherwise now, and where the new ones are."""

    def __init__(self, stored: SnapshotAssertion, folder: Path) -> None:
        """New looks are written into the folder."""
        self.changed: list[str] = []
        self._stored = stored.use_extension(SVGImageExtension)
        self._folder = folder

    @asynccontextmanager
    async def opened(self, app: App[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[Any]]:
        """The app as people see it, with its short messages and tooltips."""
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await settled(pilot)
            yield pilot

    async def take(self, pilot: Pilot[Any], name: str, size: tuple[int, int] | None = None) -> None:
        """Compare what is on the screen, once it has this size, with the picture of this name."""
        if size is not None and size != tuple(pilot.app.size):
            await pilot.resize_terminal(*size)
        await settled(pilot)
        picture = pilot.app.export_screenshot(title=pilot.app.title, simplify=True)
        if self._stored(name=name) != picture:
            looks = self._folder / f"{name}.svg"
            looks.write_text(picture, encoding="utf-8")
            self.changed.append(f"{name}: {looks}")
