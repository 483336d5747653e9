"""The command palette: everything that can be done here and now, found by typing a part of its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList

from tui.formatting.i18n import N_, _
from tui.formatting.sanitize import shortened
from tui.widgets.choices import Choices
from tui.widgets.key_bar import KeyBar

NAME_WIDTH = 26


@dataclass(frozen=True)
class Command:
    """Something one can do: its name and what it does, its key, the action and whose it is."""

    name: str
    help: str
    key: str
    action: str
    node: DOMNode


def commands_of(active: Sequence[ActiveBinding], key_name: "dict[str, str]") -> list[Command]:
    """The commands behind the keys that can be used now, those shown in the footer first; each action once.

    `key_name` says how the key of an action is written.
    """
    ours = [one for one in active if one.binding.description and one.tooltip and one.enabled]
    found: dict[str, Command] = {}
    for one in sorted(ours, key=lambda one: not one.binding.show):
        action = one.binding.action
        command = Command(_(one.binding.description), _(one.tooltip), key_name.get(action, ""), action, one.node)
        found.setdefault(action, command)
    return list(found.values())


def found_by(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands whose name or help holds what was typed, the best first; all of them where nothing was typed."""
    if not typed.strip():
        return list(commands)
    matcher = Matcher(typed.strip())
    scored = [(max(matcher.match(one.name) * 2, matcher.match(one.help)), one) for one in commands]
    return [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score > 0]


class PaletteScreen(ModalScreen[Command | None]):
    """Type, choose with the arrows, Enter does it, Escape does nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", N_("Weiter"), key_display="↓", tooltip=N_("Zum nächsten Befehl")),
        Binding("up", "move(-1)", N_("Zurück"), key_display="↑", tooltip=N_("Zum vorigen Befehl")),
        Binding("escape", "cancel", N_("Schließen"), key_display="Esc", tooltip=N_("Nichts tun")),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = list(commands)
        self._shown: list[Command] = []

    def compose(self) -> ComposeResult:
        """What is typed, then what it finds."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(_("Was möchten Sie tun?"))
            yield Input(placeholder=_("Befehl suchen …"), id="typed", compact=True)
            yield Choices(id="found", markup=False, compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self._fill("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while typing."""
        self._fill(event.value)

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Do what is marked."""
        self._take(self.query_one(OptionList).highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click in the list."""
        self._take(event.option_index)

    def action_move(self, step: int) -> None:
        """Through the list without leaving what is typed."""
        found = self.query_one(OptionList)
        if found.option_count:
            found.highlighted = ((found.highlighted or 0) + step) % found.option_count

    def action_cancel(self) -> None:
        """Do nothing."""
        self.dismiss(None)

    def _fill(self, typed: str) -> None:
        self._shown = found_by(self._commands, typed)
        found = self.query_one(OptionList)
        found.set_options([_line(command) for command in self._shown])
        found.highlighted = 0 if self._shown else None
        found.border_subtitle = Content("" if self._shown else _("Kein Befehl heißt so."))

    def _take(self, at: int | None) -> None:
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at])


def _line(command: Command) -> Content:
    name = shortened(command.name, NAME_WIDTH)
    gap = " " * (NAME_WIDTH + 1 - cell_len(name))
    key = shortened(command.key, 6)
    padded = key + " " * (7 - cell_len(key))
    return Content.assemble((padded, "bold $footer-key-foreground"), (name, "bold"), gap, command.help)
