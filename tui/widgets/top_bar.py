"""The line on top: the screens with their keys, and whose day it is."""

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tui.formatting.i18n import _
from tui.formatting.sanitize import one_line
from tui.widgets.tabs import TABS, Tab

#: how long the names of the tabs are
FULL, SHORT, CLIPPED = range(3)
#: letters of a name where there is room for no more
SHORTEST = 5


class ModeTab(Static):
    """One screen: its key and name; a click goes there."""

    def __init__(self, tab: Tab, *, active: bool) -> None:
        super().__init__(markup=False, classes="-active" if active else "")
        self.tab = tab
        self.tooltip = _(tab.tooltip)

    def text(self, length: int) -> str:
        """Key and name: the whole name, a shorter one, or the beginning of that."""
        name = _(self.tab.name if length == FULL else self.tab.short)
        return f"{self.tab.key} {name[:SHORTEST] if length == CLIPPED else name}"

    async def on_click(self) -> None:
        """Go to the screen."""
        await self.run_action(f"app.go('{self.tab.mode}')")


class TopBar(Horizontal):
    """The tabs of all screens; `here` is the one that is shown, `place` whose day it is, where there is room for it.

    In practice that is said before the tabs, where it has room in every window.
    """

    def __init__(self, here: str, place: str = "", *, practice: bool = False) -> None:
        super().__init__()
        self._here, self._place = here, one_line(place)
        self._practice = _("ÜBUNG") if practice else ""
        self._fitted = 0

    def compose(self) -> ComposeResult:
        """The word of the practice, one tab per screen, then the place and the day."""
        if self._practice:
            yield Static(self._practice, markup=False, id="practice")
        tabs = [ModeTab(tab, active=tab.mode == self._here) for tab in TABS]
        place = Static(self._place, markup=False, id="place")
        # said for the window's width before anything is drawn, so the first picture is not laid out twice
        self._fit(self.app.size.width, tabs, place)
        yield from tabs
        yield place

    def on_resize(self, event: events.Resize) -> None:
        """The longest names that fit, and the place where it fits beside them."""
        if event.size.width != self._fitted:
            self._fit(event.size.width, list(self.query(ModeTab)), self.query_one("#place", Static))

    def _fit(self, columns: int, tabs: list[ModeTab], place: Static) -> None:
        self._fitted = columns
        width = columns - (cell_len(self._practice) + 2 if self._practice else 0)
        room = {
            length: width - sum(cell_len(tab.text(length)) + (2 if length == FULL else 1) for tab in tabs)
            for length in (FULL, SHORT, CLIPPED)
        }
        length = next((length for length in (FULL, SHORT) if room[length] >= 0), CLIPPED)
        self.set_class(length != FULL, "-short")
        for tab in tabs:
            tab.update(tab.text(length))
        place.display = room[length] >= cell_len(self._place) + 2
