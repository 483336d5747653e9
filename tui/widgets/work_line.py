"""One line above the keys while something long runs: what, how far, and how to stop it."""

from textual.widgets import Static

from tui.formatting.i18n import _
from tui.formatting.sanitize import one_line


class WorkLine(Static):
    """Follows the app's `work_line`; takes no room while nothing runs."""

    def __init__(self) -> None:
        super().__init__(markup=False, id="work")
        self.display = False

    def on_mount(self) -> None:
        """Show what runs already, and what comes."""
        self.watch(self.app, "work_line", self._follow)

    def _follow(self, line: str) -> None:
        self.display = bool(line)
        self.update(f"⟳ {one_line(line)} │ {_('F8 bricht ab')}" if line else "")
