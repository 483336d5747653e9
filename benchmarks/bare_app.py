"""A Textual app with nothing behind it, to be set beside akquise: two screens, a line to type in, a list of 100 rows.

python benchmarks/bare_app.py          opens it
"""

import asyncio

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import DataTable, Input, Static

ROWS = 100


class FirstScreen(Screen[None]):
    """What stands first: one text."""

    def compose(self) -> ComposeResult:
        """A text."""
        yield Static("Bare Textual app")


class ListScreen(Screen[None]):
    """A line to type in, and rows held in memory, which are filled in anew at every key."""

    def compose(self) -> ComposeResult:
        """The line above the rows."""
        yield Input(id="words")
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Columns once, rows for the first time."""
        self.query_one(DataTable).add_columns("Title", "Level", "Status", "Deadline")
        self.fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Rows at every key."""
        self.fill(event.value)
        self.call_after_refresh(self.app.filled.set)  # type: ignore[attr-defined] # ours alone is measured

    def fill(self, words: str) -> None:
        """A hundred rows that say what was typed."""
        table = self.query_one(DataTable)
        table.clear()
        for number in range(ROWS):
            table.add_row(f"Row {number} {words}", "Land", "open", "2026-12-31")


class BareApp(App[None]):
    """The app."""

    MODES = {"first": FirstScreen, "list": ListScreen}  # noqa: RUF012 - Textual types it as no class variable
    DEFAULT_MODE = "first"
    filled: asyncio.Event
    BINDINGS = [("f1", "switch_mode('first')", "First"), ("f2", "switch_mode('list')", "List")]  # noqa: RUF012 - as above

    def on_mount(self) -> None:
        """Nothing is filled yet."""
        self.filled = asyncio.Event()


if __name__ == "__main__":
    BareApp().run()
