"""A list that is filtered by words, by unit and by what its screen adds; the filters last between sessions."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from grants_db.rules.unit_names import same_unit
from tui.formatting.format import one_line
from tui.formatting.i18n import N_, _
from tui.formatting.messages import quoted
from tui.formatting.row_markers import is_own, signs
from tui.screens.base.arranged_list import ArrangedListScreen
from tui.screens.base.form import Choice, Filled, FormScreen
from tui.state.list_filter import ListFilter

Found = TypeVar("Found")


class FilteredListScreen(ArrangedListScreen[Found]):
    """Subclasses have a `ListFilter` of their own, and paint or read anew when it changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", N_("Suchen"), key_display="/", tooltip=N_("Nur zeigen, was diese Wörter enthält")),
        Binding("i", "unit", N_("Einheit"), tooltip=N_("Nur zeigen, wofür eine Einheit zuständig ist")),
        Binding("x", "clear", N_("Alle zeigen"), tooltip=N_("Suche und Filter zurücknehmen")),
    ]
    WANTED: ClassVar[type[ListFilter]] = ListFilter
    #: what the line for words says while it is empty
    SEARCHED: ClassVar[str] = N_("Suchen: Wörter")

    def __init__(self) -> None:
        super().__init__()
        self.wanted = self.WANTED()

    def compose_page(self) -> ComposeResult:
        """The words when there are any, a line that says what is shown, then the list."""
        self.wanted = self.WANTED.from_json(self.context.memory.get(f"filters.{self.MODE}", {}))
        self.set_class(bool(self.wanted.words), "-search")
        yield Input(self.wanted.words, placeholder=_(self.SEARCHED), id="words", compact=True)
        yield Static(id="chip-text", markup=False)
        yield from super().compose_page()

    def paint(self) -> None:
        """Show what is wanted now."""
        raise NotImplementedError

    def units(self) -> Iterable[str]:
        """The units one can filter by."""
        raise NotImplementedError

    def want(self, wanted: ListFilter) -> None:
        """Filter anew, and remember it."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.context.memory.put(f"filters.{self.MODE}", wanted.as_json())
            self.paint()
            self.refresh_bindings()

    def filter_as_json(self) -> Mapping[str, object]:
        """What is wanted."""
        return self.wanted.as_json()

    def filter_from_json(self, stored: Mapping[str, object]) -> None:
        """Want what a saved view has kept."""
        wanted = self.WANTED.from_json(stored)
        with self.prevent(Input.Changed):
            self.query_one("#words", Input).value = wanted.words
        self.want(wanted)
        self._leave_words()

    def in_words(self) -> str:
        """What stands above the list, and the words that are looked for."""
        said, words = str(self.query_one("#chip-text", Static).content), one_line(self.wanted.words)
        return said if not words or words in said else f"{said} · {quoted(words)}"

    def action_search(self) -> None:
        """Go to the words."""
        self.add_class("-search")
        self.query_one("#words", Input).focus()
        self.refresh_bindings()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing."""
        self.want(replace(self.wanted, words=event.value))

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Enter goes to the list."""
        self._leave_words()

    def action_back(self) -> None:
        """From the words or the details to the list."""
        if self.query_one("#words", Input).has_focus:
            self._leave_words()
        else:
            super().action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Back is also offered inside the words; what would change nothing is dimmed."""
        if action in ("back", "search") and self.is_mounted and self.query_one("#words", Input).has_focus:
            return action == "back"  # there a slash is a letter
        if self.has_class("-ready"):
            if action == "clear" and not self.is_narrowed():
                return None
            if action == "unit" and not any(self.units()):
                return None
        return super().check_action(action, parameters)

    def is_narrowed(self) -> bool:
        """Is there anything that showing all would take back?"""
        return self.wanted != self.WANTED()

    def action_clear(self) -> None:
        """Show everything."""
        self.query_one("#words", Input).value = ""
        self.want(self.WANTED())
        self._leave_words()

    def action_unit(self) -> None:
        """Choose whose are shown; the user's own unit stands first."""
        own = self.context.settings.unit
        names = sorted(set(self.units()) - {""}, key=lambda name: (not is_own(name, own), name))
        options = [
            _("alle Einheiten"),
            *(signs(own=is_own(name, own)) + one_line(name) for name in names),
        ]
        chosen = next((at for at, name in enumerate(names, 1) if same_unit(name, self.wanted.unit)), 0)

        def answered(filled: Filled | None) -> None:
            if filled is not None:
                self.want(replace(self.wanted, unit=names[filled.choice - 1] if filled.choice else ""))

        self.app.push_screen(FormScreen(_("Welche Einheit?"), "", [Choice(options, chosen=chosen)]), answered)

    def _leave_words(self) -> None:
        self.set_class(bool(self.wanted.words), "-search")
        self.focus_list()
        self.refresh_bindings()
