"""All keys of the screen below, with what they do; pale, what does nothing just now."""

from collections.abc import Iterator
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.formatting.i18n import N_, _
from tui.widgets.key_bar import KeyBar


def keys_of(screen: Screen[object]) -> list[ActiveBinding]:
    """The keys of a screen, of what stands on it and of the app; those that do nothing just now are not enabled."""
    active = list(screen.active_bindings.values())
    known = {_act(one.binding) for one in active}
    idle = {
        (binding.key, _act(binding)): ActiveBinding(node, binding, enabled=False, tooltip=binding.tooltip)
        for node in (screen, *screen.walk_children(), screen.app)
        for binding in _given_by_us(node)
        if _act(binding) not in known
    }
    return [*active, *idle.values()]


def _given_by_us(node: DOMNode) -> Iterator[Binding]:
    for owner in type(node).__mro__:
        if owner.__module__.startswith("tui."):
            yield from Binding.make_bindings(vars(owner).get("BINDINGS", ()))


def _act(binding: Binding) -> str:
    return binding.action.removeprefix("app.")


class KeysScreen(ModalScreen[None]):
    """A table of keys; any of Escape, ? and q closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück")),
    ]

    def __init__(self, keys: list[ActiveBinding]) -> None:
        super().__init__()
        ours = [active for active in keys if active.binding.description and active.tooltip]
        self._keys = sorted(ours, key=lambda active: (not active.binding.show, not active.enabled))

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
        rows: dict[str, list[ActiveBinding]] = {}
        for active in self._keys:
            rows.setdefault(_act(active.binding), []).append(active)
        for same in rows.values():
            keys = dict.fromkeys(self.app.get_key_display(active.binding) for active in same)
            names = Text(", ".join(keys), style="bold")
            what = Text(_(same[0].binding.description)), Text(_(same[0].tooltip))
            table.add_row(names, *what, style="" if any(active.enabled for active in same) else "dim")
        return table
