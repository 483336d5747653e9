"""All keys of the screen below, with what they do."""

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.i18n import N_, _
from tui.widgets.key_bar import KeyBar


class KeysScreen(ModalScreen[None]):
    """A table of keys; any of Escape, ? and q closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück")),
    ]

    def __init__(self, keys: list[ActiveBinding]) -> None:
        super().__init__()
        ours = [active for active in keys if active.binding.description and active.tooltip]
        self._keys = sorted(ours, key=lambda active: not active.binding.show)

    def compose(self) -> ComposeResult:
        """The table in a frame."""
        with VerticalScroll(id="dialog") as frame:
            frame.border_title = _("Tasten")
            yield Static(self._table(), markup=False)
        yield KeyBar()

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(ratio=1)
        rows: dict[str, tuple[list[str], str, str]] = {}
        for active in self._keys:
            binding = active.binding
            entry = rows.setdefault(binding.action, ([], binding.description, active.tooltip))
            entry[0].append(self.app.get_key_display(binding))
        for keys, description, tooltip in rows.values():
            names = Text(", ".join(dict.fromkeys(keys)), style="bold")
            table.add_row(names, Text(_(description)), Text(_(tooltip)))
        return table
