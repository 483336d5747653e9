"""Finds anything: what can be done here and now, and any call, measure, application, unit or decision, by its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.fuzzy import Matcher
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.worker import get_current_worker

from tui.formatting.i18n import N_, _
from tui.formatting.sanitize import one_line, shortened
from tui.formatting.worker_errors import EXPECTED
from tui.widgets.choices import Choices
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from grants_db.dashboard.find_things import Thing

NAME_WIDTH = 26
#: so many letters are looked for among things; fewer are in every name
LEAST_LETTERS = 2
#: the screen of each kind of thing, and its name here
LEADS_TO = {
    "measure": ("measures", N_("Maßnahme")),
    "application": ("applications", N_("Antrag")),
    "call": ("opportunities", N_("Angebot")),
    "unit": ("measures", N_("Einheit")),
    "decision": ("ledger", N_("Entscheidung")),
}
KIND_WIDTH = 12
NOTHING = N_(
    "Nichts heißt so. Oft hilft ein Stück des Namens; in den Texten der Förderangebote sucht „/“ auf Bildschirm 3."
)
#: how well a command fits that is found by its name, as things are measured; by its help, less
BY_NAME, BY_HELP = 0.95, 0.45


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


class PaletteScreen(ModalScreen["Command | Thing | None"]):
    """Type, choose with the arrows, Enter does it or goes there, Escape does nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", N_("Weiter"), key_display="↓", tooltip=N_("Zum nächsten Befehl")),
        Binding("up", "move(-1)", N_("Zurück"), key_display="↑", tooltip=N_("Zum vorigen Befehl")),
        Binding("escape", "cancel", N_("Schließen"), key_display="Esc", tooltip=N_("Nichts tun")),
    ]

    class Found(Message):
        """Things were found by what was typed."""

        def __init__(self, typed: str, things: "list[Thing]") -> None:
            super().__init__()
            self.typed, self.things = typed, things

    def __init__(
        self, commands: Sequence[Command], engine: "Engine | None" = None, today: "date | None" = None
    ) -> None:
        """Without a database there are only commands."""
        super().__init__()
        self._commands = list(commands)
        self._engine, self._today = engine, today
        self._shown: list[Command | Thing] = []

    def compose(self) -> ComposeResult:
        """What is typed, then what it finds."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(_("Was suchen Sie, was möchten Sie tun?"))
            yield Input(
                placeholder=_("Befehl, Förderangebot, Maßnahme, Antrag, Einheit, Entscheidung …"),
                id="typed",
                compact=True,
            )
            yield Choices(id="found", markup=False, compact=True)
            yield Static("", id="nothing", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self._fill("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while typing: commands at once, things when they are read."""
        self._fill(event.value)
        engine, today, typed = self._engine, self._today, event.value.strip()
        if engine is not None and today is not None and len(typed) >= LEAST_LETTERS:
            self.run_worker(lambda: self._look(engine, typed, today), thread=True, exclusive=True, group="things")

    def _look(self, engine: "Engine", typed: str, today: "date") -> None:
        """In a worker."""
        from grants_db.dashboard.find_things import find_things
        from grants_db.storage.database import reading

        worker = get_current_worker()
        try:
            with reading(engine) as session:
                things = find_things(session, typed, today)
        except EXPECTED:
            things = []  # commands are found all the same
        if not worker.is_cancelled:
            self.post_message(self.Found(typed, things))

    def on_palette_screen_found(self, message: Found) -> None:
        """Put them where they belong among the commands."""
        if message.typed == self.query_one(Input).value.strip():
            self._fill(message.typed, message.things)

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

    def _fill(self, typed: str, things: "Sequence[Thing]" = ()) -> None:
        scored: list[tuple[float, Command | Thing]] = [
            (_fits(command, typed), command) for command in found_by(self._commands, typed)
        ]
        scored += [(thing.fits, thing) for thing in things]
        self._shown = (
            [one for _fit, one in sorted(scored, key=lambda pair: -pair[0])]
            if typed.strip()
            else [one for _fit, one in scored]
        )
        found = self.query_one(OptionList)
        found.set_options([_line(one, typed) for one in self._shown])
        found.highlighted = 0 if self._shown else None
        self.query_one("#nothing", Static).update("" if self._shown else _(NOTHING))

    def _take(self, at: int | None) -> None:
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at])


def _fits(command: Command, typed: str) -> float:
    """How well a command fits, on the scale of things; in its name more than in its help."""
    return BY_NAME if typed.strip().casefold() in command.name.casefold() else BY_HELP


def _line(one: "Command | Thing", typed: str) -> Content:
    if isinstance(one, Command):
        return _command_line(one)
    kind, name = shortened(_(LEADS_TO[one.kind][1]), KIND_WIDTH), one_line(one.name)
    line = Content.assemble((kind + " " * (KIND_WIDTH + 1 - cell_len(kind)), "bold"), name)
    return _with_hits(line, typed, len(kind) + KIND_WIDTH + 1 - cell_len(kind))


def _with_hits(line: Content, typed: str, start: int) -> Content:
    """What was typed stands out where it is in the name as it was typed."""
    text = line.plain.casefold()
    for word in typed.casefold().split():
        if len(text) == len(line.plain) and (at := text.find(word, start)) >= 0:
            line = line.stylize("bold underline", at, at + len(word))
    return line


def _command_line(command: Command) -> Content:
    name = shortened(command.name, NAME_WIDTH)
    gap = " " * (NAME_WIDTH + 1 - cell_len(name))
    key = shortened(command.key, 6)
    padded = key + " " * (7 - cell_len(key))
    return Content.assemble((padded, "bold $footer-key-foreground"), (name, "bold"), gap, command.help)
