"""The line on top: the screens with their keys, and whose day it is."""

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tui.i18n import _
from tui.safe_text import one_line
from tui.tabs import TABS, Tab


class ModeTab(Static):
    """One screen: its key and name; a click goes there."""

    def __init__(self, tab: Tab, *, active: bool) -> None:
        super().__init__(markup=False, classes="-active" if active else "")
        self.tab = tab
        self.tooltip = _(tab.tooltip)

    def text(self, *, short: bool) -> str:
        """Key and name, or a shorter name where there is little room."""
        return f"{self.tab.key} {_(self.tab.short if short else self.tab.name)}"

    async def on_click(self) -> None:
        """Go to the screen."""
        await self.run_action(f"app.go('{self.tab.mode}')")


class TopBar(Horizontal):
    """The tabs of all screens; `here` is the one that is shown, `place` whose day it is, where there is room for it."""

    def __init__(self, here: str, place: str = "") -> None:
        super().__init__()
        self._here, self._place = here, one_line(place)

    def compose(self) -> ComposeResult:
        """One tab per screen, then the place and the day."""
        for tab in TABS:
            yield ModeTab(tab, active=tab.mode == self._here)
        yield Static(self._place, markup=False, id="place")

    def on_resize(self, event: events.Resize) -> None:
        """Full names where they fit, and the place where it fits beside them."""
        tabs = list(self.query(ModeTab))
        room = event.size.width - sum(cell_len(tab.text(short=False)) + 2 for tab in tabs)
        self.set_class(room < 0, "-short")
        for tab in tabs:
            tab.update(tab.text(short=room < 0))
        self.query_one("#place").display = room >= cell_len(self._place) + 2
