"""Asks by which column a list is sorted, and which columns it shows in which order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.formatting.i18n import N_, _
from tui.screens.base.form import Choice, Filled, FormScreen
from tui.widgets.choices import TICKED, UNTICKED, Choices
from tui.widgets.key_bar import KeyBar
from tui.widgets.table_lines import ASCENDING, DESCENDING
from tui.widgets.table_rows import Column

if TYPE_CHECKING:
    from tui.screens.base.arranged_list import ArrangedListScreen


def ask_for_order(screen: "ArrangedListScreen[Any]") -> None:
    """Ask for the column to sort by; the one it is sorted by already turns round."""
    names, present = [column.heading for column in screen.COLUMNS], screen.arrangement
    sign = DESCENDING if present.descending else ASCENDING
    options = [_("wie vorgegeben"), *(_(name) + (f" {sign}" if name == present.by else "") for name in names)]

    def answered(filled: Filled | None) -> None:
        if filled is None:
            return
        if filled.choice == 0:
            screen.lay_out(replace(present, by="", descending=False))
            return
        name = names[filled.choice - 1]
        screen.lay_out(replace(present, by=name, descending=name == present.by and not present.descending))

    at = names.index(present.by) + 1 if present.by else 0
    said = _("Dieselbe Spalte noch einmal dreht die Folge um.")
    screen.app.push_screen(FormScreen(_("Wonach ordnen?"), said, [Choice(options, chosen=at)]), answered)


class ColumnsScreen(ModalScreen[tuple[str, ...] | None]):
    """The columns by their headings, those that are shown first and ticked; answers with those, in their order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", N_("Zeigen"), key_display="␣", tooltip=N_("Die Spalte zeigen oder weglassen")),
        Binding("plus,shift+down", "move(1)", N_("Nach hinten"), key_display="+", tooltip=N_("Weiter nach rechts")),
        Binding("minus,shift+up", "move(-1)", N_("Nach vorn"), key_display="-", tooltip=N_("Weiter nach links")),
        Binding("enter", "take", N_("Nehmen"), key_display="⏎", tooltip=N_("Die Liste so zeigen")),
        Binding(
            "delete", "as_given", N_("Wie vorgegeben"), key_display="Entf", tooltip=N_("Wieder die ersten Spalten")
        ),
        Binding("escape", "cancel", N_("Abbrechen"), key_display="Esc", tooltip=N_("Nichts ändern")),
    ]

    def __init__(self, names: Sequence[str], shown: Sequence[str]) -> None:
        super().__init__()
        self._names = [*shown, *(name for name in names if name not in shown)]
        self._shown = set(shown)

    def compose(self) -> ComposeResult:
        """The columns in a frame."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(_("Spalten der Liste"))
            yield Choices(*self._lines(), id="choices", markup=False, compact=True)
            yield Static("", markup=False, id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first."""
        self._list.highlighted = 0
        self._list.focus()

    def action_tick(self) -> None:
        """Show the column, or leave it out."""
        if (at := self._list.highlighted) is not None:
            self._shown ^= {self._names[at]}
            self._fill(at)

    def action_move(self, step: int) -> None:
        """One place further."""
        at = self._list.highlighted
        if at is not None and 0 <= at + step < len(self._names):
            self._names[at], self._names[at + step] = self._names[at + step], self._names[at]
            self._fill(at + step)

    def on_option_list_option_selected(self, _event: Choices.OptionSelected) -> None:
        """Enter takes them; a click comes here too, on the line that is marked already."""
        self.action_take()

    def action_take(self) -> None:
        """Answer with what is ticked."""
        taken = tuple(name for name in self._names if name in self._shown)
        if taken:
            self.dismiss(taken)
        else:
            self.query_one("#hint", Static).update(_("Eine Spalte braucht die Liste: Leertaste zeigt die gewählte."))

    def action_as_given(self) -> None:
        """The columns that the list has by itself."""
        self.dismiss(())

    def action_cancel(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    @property
    def _list(self) -> Choices:
        return self.query_one(Choices)

    def _lines(self) -> list[str]:
        return [f"{TICKED if name in self._shown else UNTICKED} {_(name)}" for name in self._names]

    def _fill(self, at: int) -> None:
        self._list.set_options(self._lines())
        self._list.highlighted = at


def ask_for_columns(screen: "ArrangedListScreen[Any]") -> None:
    """Choose what the list shows."""
    width = screen.table.size.width

    def there(column: Column) -> bool:
        return column.from_width <= width < column.until_width

    names = [column.heading for column in screen.COLUMNS]
    shown = screen.arrangement.columns or [column.heading for column in screen.COLUMNS if there(column)]

    def answered(taken: tuple[str, ...] | None) -> None:
        if taken is not None:
            screen.lay_out(replace(screen.arrangement, columns=taken))

    screen.app.push_screen(ColumnsScreen(names, shown), answered)
