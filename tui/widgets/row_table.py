"""A table whose columns share the width there is: texts are cut with an ellipsis, numbers stand right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable
from textual.widgets.data_table import RowKey

from tui.format import shortened
from tui.i18n import N_, _

#: rows beyond what is seen that are kept ready
AHEAD = 30


@dataclass(frozen=True)
class Column:
    """A column: heading (translated when shown), width in cells or 0 for a share of the rest, alignment."""

    heading: str
    width: int = 0
    right: bool = False
    share: int = 1
    from_width: int = 0  # the table's width from which on it is shown


@dataclass(frozen=True)
class Row:
    """A row: its key, its cells as plain text from anywhere; `bold` for sums, `indent` of the first cell in a tree."""

    key: str
    cells: tuple[str, ...]
    bold: bool = False
    indent: int = 0


class RowTable(DataTable[Text]):
    """Rows of plain text with a cursor; remembers the rows, so that a new width only lays them out anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", N_("Ansehen"), key_display="⏎", tooltip=N_("Die gewählte Zeile öffnen")),
    ]

    def __init__(self, columns: Sequence[Column], id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(cursor_type="row", zebra_stripes=False, id=id)
        self._specification = tuple(columns)
        self._rows_shown: Sequence[Row] = ()
        self._filled = 0  # how many of them Textual's table has
        self._shares: list[tuple[int, Column, int]] = []  # place, column and width of what there is room for
        self._laid_out_for = 0
        self._going_to: str | None = None  # the row the cursor is to be on once there is a layout

    def show_rows(self, rows: Sequence[Row], at: str | None = None) -> None:
        """Show these rows; the cursor goes to the row `at`, else stays on the row it was on, if that is still there."""
        here = at or self._going_to or self.current_key
        if list(rows) == list(self._rows_shown) and self._laid_out_for == self.size.width != 0:
            self._stay(here)
            return
        self._rows_shown = rows
        self._lay_out(here)

    @property
    def current_key(self) -> str | None:
        """The key of the row under the cursor."""
        if 0 <= self.cursor_row < len(self._rows_shown):
            return self._rows_shown[self.cursor_row].key
        return None

    def key_at(self, row: int) -> str:
        """The key of a row by its place."""
        return self._rows_shown[row].key

    def go_to(self, key: str) -> None:
        """Put the cursor on the row with this key, if there is one."""
        self._going_to = None if self._laid_out_for else key
        for number, row in enumerate(self._rows_shown):
            if row.key == key and self._laid_out_for:
                self._fill(number + AHEAD)
                self.move_cursor(row=number)

    def on_resize(self, event: events.Resize) -> None:
        """Share out the width anew."""
        if event.size.width != self._laid_out_for:
            self._lay_out(self._going_to or self.current_key)

    def watch_cursor_coordinate(self, old_coordinate: Coordinate, new_coordinate: Coordinate) -> None:
        """Rows are there before the cursor comes to them."""
        self._fill(new_coordinate.row + AHEAD)
        super().watch_cursor_coordinate(old_coordinate, new_coordinate)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Rows are there before the wheel comes to them."""
        super().watch_scroll_y(old_value, new_value)
        self._fill(int(new_value) + self.size.height + AHEAD)

    def action_scroll_bottom(self) -> None:
        """To the last of all rows."""
        self._fill(len(self._rows_shown))
        super().action_scroll_bottom()

    def _stay(self, here: str | None) -> None:
        """The same rows again: nothing is laid out, but what follows the cursor is told to look again."""
        if here is not None and here != self.current_key:
            self.go_to(here)
        elif self._filled:
            self.post_message(self.RowHighlighted(self, self.cursor_row, RowKey(self.current_key)))

    def _fill(self, until: int) -> None:
        """Hand rows to Textual's table up to this one: each takes it a while, and a list may have thousands."""
        while self._filled < min(until, len(self._rows_shown)):
            row = self._rows_shown[self._filled]
            self._filled += 1  # first: adding the first row moves the cursor, which asks for rows
            line = [
                _aligned(row.cells[at], cells, right=column.right, bold=row.bold, indent=0 if at else row.indent)
                for at, column, cells in self._shares
            ]
            self.add_row(*line, key=row.key)

    def _lay_out(self, here: str | None) -> None:
        width = self.size.width
        if width == 0:  # not on screen: the resize that follows lays it out
            self._laid_out_for, self._going_to = 0, here
            return
        self._going_to = None
        self._laid_out_for = width
        visible = [(at, column) for at, column in enumerate(self._specification) if width >= column.from_width]
        widths = self._widths([column for _at, column in visible], width)
        self._shares = [(at, column, cells) for (at, column), cells in zip(visible, widths, strict=True)]
        self._filled = len(self._rows_shown)  # clearing moves the cursor, which is no wish for rows
        self.clear(columns=True)
        for _at, column, cells in self._shares:
            self.add_column(_aligned(_(column.heading), cells, right=column.right), width=cells)
        self._filled = 0
        self._fill(self.size.height + AHEAD)
        if here is not None:
            self.go_to(here)

    def _widths(self, columns: Sequence[Column], width: int) -> list[int]:
        """Fixed widths as they are; the rest is shared out. Each cell has one blank on both sides."""
        bar = self.styles.scrollbar_size_vertical if len(self._rows_shown) + 1 > self.size.height else 0
        rest = width - sum(column.width + 2 for column in columns) - bar
        shares = sum(column.share for column in columns if not column.width)
        return [column.width or max(4, rest * column.share // max(shares, 1)) for column in columns]


def _aligned(text: str, width: int, *, right: bool = False, bold: bool = False, indent: int = 0) -> Text:
    shown = Text(" " * indent + shortened(text, width - indent), style="bold" if bold else "", no_wrap=True, end="")
    if right:
        shown.align("right", width)
    return shown
