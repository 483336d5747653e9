"""A table whose columns share the width there is: texts are cut with an ellipsis, numbers stand right.

Only the lines in sight are drawn, so that a list of thousands of rows is there at once and a new one with every key
(Textual's own table takes a while for each row it is given).
"""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.formatting.i18n import N_
from tui.state.arrangement import Arrangement
from tui.widgets.table_lines import Drawing, Place, drawn, fitted, heading
from tui.widgets.table_rows import Column, Row, chosen, in_order

__all__ = ["Column", "Row", "RowTable"]

BOLD = Style(bold=True)


class RowTable(ScrollView, can_focus=True):
    """Rows of plain text under a line of headings, with a cursor."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", N_("Ansehen"), key_display="⏎", tooltip=N_("Die gewählte Zeile öffnen")),
        Binding("up", "cursor_up", N_("Hinauf"), tooltip=N_("Eine Zeile hinauf"), show=False),
        Binding("down", "cursor_down", N_("Hinunter"), tooltip=N_("Eine Zeile hinunter"), show=False),
        Binding("pageup", "page_up", N_("Seite hinauf"), tooltip=N_("Eine Bildschirmseite hinauf"), show=False),
        Binding("pagedown", "page_down", N_("Seite hinunter"), tooltip=N_("Eine Bildschirmseite hinunter"), show=False),
        Binding(
            "home,ctrl+home", "first_row", N_("Anfang"), key_display="home", tooltip=N_("Zur ersten Zeile"), show=False
        ),
        Binding(
            "end,ctrl+end", "last_row", N_("Schluss"), key_display="end", tooltip=N_("Zur letzten Zeile"), show=False
        ),
    ]
    #: actions that need a row
    OF_A_ROW: ClassVar[frozenset[str]] = frozenset({"select_cursor", "fold"})
    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-table--header", "row-table--cursor", "row-table--hover"}
    DEFAULT_CSS = """
    RowTable {
        overflow-x: hidden;
        & > .row-table--header { text-style: bold; }
        & > .row-table--hover { background: $block-hover-background; }
        & > .row-table--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        &:focus > .row-table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    cursor_row: reactive[int] = reactive(0, repaint=True)
    hover_row: reactive[int] = reactive(-1, repaint=True)

    class RowMessage(Message):
        """About one row, by its key."""

        def __init__(self, table: "RowTable", key: str) -> None:
            super().__init__()
            self.table, self.key = table, key

        @property
        def control(self) -> "RowTable":
            """The table it is about."""
            return self.table

    class RowHighlighted(RowMessage):
        """The cursor came to a row, or the row it is on was shown anew."""

    class RowSelected(RowMessage):
        """A row was chosen: Enter, or a click on the row with the cursor."""

    class HeadingClicked(Message):
        """The heading of a column was clicked."""

        def __init__(self, table: "RowTable", column: Column) -> None:
            super().__init__()
            self.table, self.column = table, column

        @property
        def control(self) -> "RowTable":
            """The table it is about."""
            return self.table

    def __init__(self, columns: Sequence[Column], id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._specification = tuple(columns)
        self._given: Sequence[Row] = ()  # in the order the screen gave them
        self._rows: Sequence[Row] = ()
        self.arrangement = Arrangement()
        self._was_filled = False
        self._drawing: Drawing | None = None

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def current_key(self) -> str | None:
        """The key of the row under the cursor."""
        return self._rows[self.cursor_row].key if self.cursor_row < len(self._rows) else None

    def show_rows(self, rows: Sequence[Row], at: str | None = None, columns: Sequence[Column] = ()) -> None:
        """Show these rows, in other columns if given; the cursor goes to the row `at` or stays on its row."""
        here, self._specification = at or self.current_key, tuple(columns) or self._specification
        self._given, self._was_filled = rows, True
        self._rows = rows = self.sorted_rows(rows)
        self.virtual_size = Size(self.size.width, len(rows) + 1)
        place = next((number for number, row in enumerate(rows) if row.key == here), 0)
        with self.prevent(self.RowHighlighted):
            self.cursor_row = place
        self._tell()
        self._keep_in_sight()
        self.refresh(layout=self.styles.is_auto_height)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they are shown."""
        return self._rows

    def sorted_rows(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows in the order that is wanted."""
        return in_order(rows, self._specification, self.arrangement)

    def lay_out(self, wanted: Arrangement) -> None:
        """Show these columns in this order; the cursor stays on its row."""
        self.arrangement = wanted
        if self._was_filled:
            self.show_rows(self._given)
        self.refresh()

    def key_at(self, row: int) -> str:
        """The key of a row by its place."""
        return self._rows[row].key

    def shown_at(self, row: int) -> list[str]:
        """The cells of a row as they are shown at this width."""
        return [drawn(self._rows[row], place) for place in self._places()]

    def go_to(self, key: str) -> None:
        """Put the cursor on the row with this key, if there is one."""
        for number, row in enumerate(self._rows):
            if row.key == key:
                self.move_cursor(row=number)
                return

    def move_cursor(self, *, row: int) -> None:
        """Put the cursor on a row by its place."""
        self.cursor_row = row

    def validate_cursor_row(self, row: int) -> int:
        """The cursor stays within the rows."""
        return max(0, min(row, len(self._rows) - 1))

    def watch_cursor_row(self) -> None:
        """Tell, and keep the row in sight."""
        self._tell()
        self._keep_in_sight()

    def action_cursor_up(self) -> None:
        """One row up."""
        self.cursor_row -= 1

    def action_cursor_down(self) -> None:
        """One row down."""
        self.cursor_row += 1

    def action_page_up(self) -> None:
        """A screenful up."""
        self.cursor_row -= self._rows_in_sight

    def action_page_down(self) -> None:
        """A screenful down."""
        self.cursor_row += self._rows_in_sight

    def action_first_row(self) -> None:
        """To the first row."""
        self.cursor_row = 0

    def action_last_row(self) -> None:
        """To the last row."""
        self.cursor_row = len(self._rows) - 1

    def action_select_cursor(self) -> None:
        """Choose the row under the cursor."""
        if (key := self.current_key) is not None:
            self.post_message(self.RowSelected(self, key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without rows there is nothing to do with one; before the first were read nobody knows."""
        if action in self.OF_A_ROW and self._was_filled and not self._rows:
            return None
        return super().check_action(action, parameters)

    def is_chosen_by_one_click(self, _row: int) -> bool:
        """Does one click choose this row, or does it take a second one on the cursor?"""
        return False

    def on_click(self, event: events.Click) -> None:
        """The cursor goes there; where it is already, the row is chosen."""
        if (row := self._row_at(event)) is None:
            if (column := self._heading_at(event)) is not None:
                self.post_message(self.HeadingClicked(self, column))
            return
        is_chosen = row == self.cursor_row or self.is_chosen_by_one_click(row)
        self.cursor_row = row
        if is_chosen:
            self.action_select_cursor()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The row under the pointer shows that it can be clicked."""
        row = self._row_at(event)
        self.hover_row = -1 if row is None else row

    def on_leave(self) -> None:
        """The pointer has gone."""
        self.hover_row = -1

    def on_resize(self) -> None:
        """The cursor's row stays in sight."""
        self.virtual_size = Size(self.size.width, len(self._rows) + 1)
        self._keep_in_sight()

    def render_lines(self, crop: Region) -> list[Strip]:
        """What is the same for all lines of a picture is asked for once: styles and columns."""
        base = self.rich_style
        part = self.get_component_rich_style
        self._drawing = Drawing(
            self._places(),
            base,
            base + part("row-table--header"),
            base + part("row-table--cursor"),
            base + part("row-table--hover"),
        )
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The line of headings, a row, or nothing."""
        if (drawing := self._drawing) is None:
            return Strip.blank(self.size.width)
        number = y - 1 + self.scroll_offset.y
        if y == 0:
            cells = [fitted(heading(place.column, self.arrangement), place) for place in drawing.places]
            style = drawing.header
        elif number >= len(self._rows):
            return Strip.blank(self.size.width, drawing.plain)
        else:
            row = self._rows[number]
            cells = [drawn(row, place) for place in drawing.places]
            style = drawing.plain
            if number == self.cursor_row:
                style = drawing.cursor
            elif number == self.hover_row:
                style = drawing.hover
            style = style + BOLD if row.bold else style
        strip = Strip([Segment("".join(f" {cell} " for cell in cells), style)])
        return strip.adjust_cell_length(self.size.width, style)

    def _places(self) -> list[Place]:
        """The columns there is room for: fixed widths as they are, the rest is shared out."""
        width = self.scrollable_content_region.width  # without the scrollbar, where there is one
        asked = bool(self.arrangement.columns)  # who asks for a column gets it at any width
        visible = [
            (number, one)
            for number, one in chosen(self._specification, self.arrangement)
            if (asked or one.from_width <= width) and width < one.until_width
        ]
        rest = width - sum(column.width + 2 for _number, column in visible)
        shares = sum(column.share for _number, column in visible if not column.width)
        return [
            Place(number, column, column.width or max(4, rest * column.share // max(shares, 1)))
            for number, column in visible
        ]

    @property
    def _rows_in_sight(self) -> int:
        return max(1, self.size.height - 1)

    def _row_at(self, event: events.MouseEvent) -> int | None:
        """The row under the pointer."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0:
            return None
        row = offset.y - 1 + self.scroll_offset.y
        return row if row < len(self._rows) else None

    def _heading_at(self, event: events.MouseEvent) -> Column | None:
        """The column whose heading is under the pointer."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y != 0:
            return None
        right = 0
        for place in self._places():
            right += place.width + 2
            if offset.x < right:
                return place.column
        return None

    def _keep_in_sight(self) -> None:
        top, in_sight = self.scroll_offset.y, self._rows_in_sight
        if self.size.height == 0 or top <= self.cursor_row < top + in_sight:
            return
        y = self.cursor_row if self.cursor_row < top else self.cursor_row - in_sight + 1
        self.scroll_to(y=y, animate=False, force=True)

    def _tell(self) -> None:
        if (key := self.current_key) is not None:
            self.post_message(self.RowHighlighted(self, key))
