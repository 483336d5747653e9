"""What one can do on the screen below in five sentences, its keys in groups (pale: nothing just now), and the signs."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.formatting.i18n import N_, _
from tui.text.work.help import ABOUT, SIGNS
from tui.widgets.key_bar import KeyBar

#: how keys are grouped: what the screen itself can do, what any list can, what holds everywhere
GROUPS = (N_("Auf diesem Bildschirm"), N_("In Listen"), N_("Überall"))
OWN, IN_LISTS, EVERYWHERE = range(3)


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


def group_of(active: ActiveBinding) -> int:
    """The number of the key's group, by the class that gives it."""
    for owner in type(active.node).__mro__:
        given = Binding.make_bindings(vars(owner).get("BINDINGS", ()))
        if any(binding.action == active.binding.action for binding in given):
            if owner.__module__.startswith(("tui.app.", "tui.screens.base.page")):
                return EVERYWHERE
            return IN_LISTS if owner.__module__.startswith(("tui.screens.base.", "tui.widgets.")) else OWN
    return EVERYWHERE


class KeysScreen(ModalScreen[None]):
    """Sentences, keys and signs; any of Escape, ? and q closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück")),
        Binding("f1", "app.handbook", N_("Handbuch"), tooltip=N_("Die Seite des Handbuchs zu diesem Bildschirm")),
    ]

    def __init__(self, keys: list[ActiveBinding], mode: str = "") -> None:
        super().__init__()
        ours = [active for active in keys if active.binding.description and active.tooltip]
        self._keys = sorted(ours, key=lambda active: (not active.binding.show, not active.enabled))
        self._mode = mode

    def compose(self) -> ComposeResult:
        """All of it in a frame, one below the other."""
        with VerticalScroll(id="dialog") as frame:
            frame.border_title = _("Tasten")
            if self._mode in ABOUT:
                yield Static(_(ABOUT[self._mode]) + "\n", markup=False)
            for number, name in enumerate(GROUPS):
                if keys := [active for active in self._keys if group_of(active) == number]:
                    yield Static(Text(_(name), style="bold underline"))
                    yield Static(self._table(keys), markup=False)
            yield Static(Text("\n" + _("Zeichen"), style="bold underline"))
            yield Static(_signs(), markup=False)
        yield KeyBar()

    def _table(self, keys: Sequence[ActiveBinding]) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(ratio=1)
        rows: dict[str, list[ActiveBinding]] = {}
        for active in keys:
            rows.setdefault(_act(active.binding), []).append(active)
        for same in rows.values():
            shown = dict.fromkeys(_spelled(self.app.get_key_display(active.binding)) for active in same)
            names = Text(", ".join(shown), style="bold")
            what = Text(_(same[0].binding.description)), Text(_(same[0].tooltip))
            table.add_row(names, *what, style="" if any(active.enabled for active in same) else "dim")
        return table


def _spelled(shown: str) -> str:
    """A key held down with another one, as it stands on keyboards: Strg+p.

    >>> _spelled("^p"), _spelled("Pos1")
    ('Strg+p', 'Pos1')
    """
    return _("Strg+{key}").format(key=shown[1:]) if len(shown) > 1 and shown.startswith("^") else shown


def _signs() -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for sign, meaning in SIGNS:
        table.add_row(Text(sign, style="bold"), Text(_(meaning)))
    return table
