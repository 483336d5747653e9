"""The line on top: the screens with their keys, and whose day it is."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tui.format import one_line
from tui.i18n import _


class ModeTab(Static):
    """One screen: its key and name; a click goes there."""

    def __init__(self, mode: str, key: str, name: str, tooltip: str, *, active: bool) -> None:
        super().__init__(f"{key} {_(name)}", markup=False, classes="-active" if active else "")
        self.mode = mode
        self.tooltip = _(tooltip)

    def on_click(self) -> None:
        """Go to the screen."""
        self.app.switch_mode(self.mode)


class TopBar(Horizontal):
    """The tabs of all screens; `here` is the one that is shown."""

    def __init__(self, tabs: list[tuple[str, str, str, str]], here: str, place: str) -> None:
        super().__init__()
        self._tabs, self._here, self._place = tabs, here, place

    def compose(self) -> ComposeResult:
        """One tab per screen, then the place and the day."""
        for mode, key, name, tooltip in self._tabs:
            yield ModeTab(mode, key, name, tooltip, active=mode == self._here)
        yield Static(one_line(self._place), markup=False, id="place")
