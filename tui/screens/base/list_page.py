"""A list and the details of the row under the cursor: side by side when there is room, else one after the other."""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tui.formatting.i18n import N_
from tui.screens.base.page import PageScreen
from tui.widgets.panel import Panel
from tui.widgets.row_table import Column, RowTable

Found = TypeVar("Found")


class ListScreen(PageScreen[Found]):
    """Subclasses say which columns, what the rows are and what the details of a row show."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Zur Liste"), key_display="Esc", tooltip=N_("Die Einzelheiten schließen")),
    ]
    # side by side only where the list keeps more room than it has alone at 80 columns
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (132, "-wide")]  # noqa: RUF012 - Textual types it as no class variable
    AUTO_FOCUS = "#list"
    COLUMNS: ClassVar[list[Column]]
    #: actions on the thing under the cursor, and those on the rows that are shown
    OF_ONE: ClassVar[frozenset[str]] = frozenset()
    OF_ALL: ClassVar[frozenset[str]] = frozenset()

    def compose_page(self) -> ComposeResult:
        """The list on the left, the details on the right."""
        with Horizontal(id="panes"):
            yield self.make_list()
            yield Panel(id="details")

    def make_list(self) -> RowTable:
        """The list; a screen whose list can do more makes its own."""
        return RowTable(self.COLUMNS, id="list")

    @property
    def table(self) -> RowTable:
        """The list."""
        return self.query_one("#list", RowTable)

    @property
    def details(self) -> Panel:
        """The details."""
        return self.query_one("#details", Panel)

    def show_details(self, key: str) -> None:
        """Show the details of the row with this key."""
        raise NotImplementedError

    def on_row_table_row_highlighted(self, event: RowTable.RowHighlighted) -> None:
        """The details follow the cursor."""
        self.show_details(event.key)
        self.refresh_bindings()

    def on_row_table_row_selected(self, _event: RowTable.RowSelected) -> None:
        """Go into the details; where there is little room they take the place of the list."""
        self.add_class("-reading")
        self.details.focus()
        self.refresh_bindings()

    def action_back(self) -> None:
        """Back to the list."""
        self.remove_class("-reading")
        self.focus_list()
        self.refresh_bindings()

    def focus_list(self) -> None:
        """Into the list, or what stands in its place."""
        self.table.focus()

    def go_to_asked_row(self) -> None:
        """To the row that another screen asked for."""
        if (key := self.context.rows.pop(self.MODE, None)) is not None:
            self.table.go_to(key)

    def is_at_one(self) -> bool:
        """Is there a thing under the cursor that keys can act on? A heading is none."""
        return self.table.current_key is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Back is only offered inside the details; what there is nothing to act on for stands there dimmed.

        Not before the first reading is shown: until then nobody knows, and keys would only flicker.
        """
        if action == "back":
            return self.has_class("-reading")
        if self.has_class("-ready"):
            if action in self.OF_ONE and not self.is_at_one():
                return None
            if action in self.OF_ALL and not self.table.row_count:
                return None
        return super().check_action(action, parameters)
