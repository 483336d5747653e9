"""Saved views: recall words and filters by a name, save the present ones, delete what is no longer needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.formatting.format import one_line
from tui.formatting.i18n import N_, _
from tui.state.saved_views import LONGEST_NAME, MOST_VIEWS, delete_view, save_view, saved_views
from tui.widgets.choices import Choices
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from tui.screens.base.arranged_list import ArrangedListScreen


@dataclass(frozen=True)
class Chosen:
    """What to do with the view of this name: recall, save or delete."""

    what: str
    name: str


class ViewsScreen(ModalScreen[Chosen | None]):
    """Enter on a view recalls it, Enter after a name saves, Entf deletes, Escape does nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "take", N_("Nehmen"), key_display="⏎", tooltip=N_("Ansicht abrufen; nach einem Namen: sichern")
        ),
        Binding("delete,d", "delete", N_("Löschen"), key_display="Entf", tooltip=N_("Die gewählte Ansicht löschen")),
        Binding("tab", "app.focus_next", N_("Liste/Name"), tooltip=N_("Zwischen Liste und Name wechseln")),
        Binding("escape", "cancel", N_("Abbrechen"), key_display="Esc", tooltip=N_("Nichts ändern")),
    ]

    def __init__(self, names: Sequence[str], present: str) -> None:
        """`present` says which words and filters a new view would keep."""
        super().__init__()
        self._names, self._present = list(names), present

    def compose(self) -> ComposeResult:
        """The views, then a name for the present one."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(_("Gespeicherte Ansichten"))
            if self._names:
                yield Choices(*(Option(Content(one_line(name))) for name in self._names), id="choices", compact=True)
            else:
                yield Static(_("Noch keine Ansicht gespeichert."), markup=False, id="what")
            yield Static(_("Jetzige Suche: {what}").format(what=one_line(self._present)), markup=False)
            yield Input(placeholder=_("Name, um sie zu sichern"), classes="line", compact=True, max_length=LONGEST_NAME)
            yield Static("", markup=False, id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the views, without any at the name."""
        if self._names:
            self.query_one(OptionList).highlighted = 0
            self.query_one(OptionList).focus()
        else:
            self.query_one(Input).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click in the list."""
        self.dismiss(Chosen("recall", self._names[event.option_index]))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter after a name; where there are as many views as are kept, one has to go first."""
        name = event.value.strip()
        if name not in self._names and len(self._names) >= MOST_VIEWS:
            said = _("Mehr als {n} Ansichten werden nicht behalten: bitte zuerst eine löschen (Tab, Entf).")
            self.query_one("#hint", Static).update(said.format(n=MOST_VIEWS))
        elif name:
            self.dismiss(Chosen("save", name))

    def action_take(self) -> None:
        """Enter where neither list nor name has it."""
        if self._names:
            self.dismiss(Chosen("recall", self._names[self.query_one(OptionList).highlighted or 0]))

    def action_delete(self) -> None:
        """Forget the marked view."""
        if self._names and not isinstance(self.focused, Input):
            self.dismiss(Chosen("delete", self._names[self.query_one(OptionList).highlighted or 0]))

    def action_cancel(self) -> None:
        """Do nothing."""
        self.dismiss(None)


def ask_for_views(screen: "ArrangedListScreen[Any]") -> None:
    """Recall, save or delete a view of this list."""
    memory, mode = screen.context.memory, screen.MODE

    def do(chosen: Chosen | None) -> None:
        if chosen is None:
            return
        name = chosen.name
        if chosen.what == "recall":
            if (view := saved_views(memory, mode).get(name)) is not None:
                screen.take_view(view)
        elif chosen.what == "save":
            save_view(memory, mode, name, screen.view())
            said = _("Ansicht „{name}“ gesichert; G ruft sie ab.").format(name=one_line(name))
            screen.say(said if memory.lasts else f"{said} {_('Gilt, bis die Anwendung endet.')}")
        else:
            delete_view(memory, mode, name)
            screen.say(_("Ansicht „{name}“ gelöscht.").format(name=one_line(name)))

    screen.app.push_screen(ViewsScreen(list(saved_views(memory, mode)), screen.in_words()), do)
