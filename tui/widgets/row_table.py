"""A table whose columns share the width there is: texts are cut with an ellipsis, numbers stand right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import DataTable

from tui.format import shortened
from tui.i18n import N_, _


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
        self._laid_out_for = 0
        self._widths_shown: list[int] = []
        self._going_to: str | None = None  # the row the cursor is to be on once there is a layout

    def show_rows(self, rows: Sequence[Row], at: str | None = None) -> None:
        """Show these rows; the cursor goes to the row `at`, else stays on the row it was on, if that is still there."""
        here = at or self._going_to or self.current_key
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
                self.move_cursor(row=number)

    def on_resize(self, event: events.Resize) -> None:
        """Share out the width anew."""
        if event.size.width != self._laid_out_for:
            self._lay_out(self._going_to or self.current_key)

    def _lay_out(self, here: str | None) -> None:
        width = self.size.width
        if width == 0:  # not on screen: the resize that follows lays it out
            self._laid_out_for, self._going_to = 0, here
            return
        self._going_to = None
        self._laid_out_for = width
        visible = [(at, column) for at, column in enumerate(self._specification) if width >= column.from_width]
        widths = self._widths([column for _at, column in visible], width)
        if self._widths_shown == widths:  # the columns stand as they are: half the work while somebody types
            self.clear()
        else:
            self._widths_shown = widths
            self.clear(columns=True)
            for (_at, column), cells in zip(visible, widths, strict=True):
                self.add_column(_aligned(_(column.heading), cells, right=column.right), width=cells)
        for row in self._rows_shown:
            line = [
                _aligned(row.cells[at], cells, right=column.right, bold=row.bold, indent=0 if at else row.indent)
                for (at, column), cells in zip(visible, widths, strict=True)
            ]
            self.add_row(*line, key=row.key)
        if here is not None:
            self.go_to(here)

    def _widths(self, columns: Sequence[Column], width: int) -> list[int]:
        """Fixed widths as they are; the rest is shared out. Each cell has one blank on both sides."""
        bar = self.styles.scrollbar_size_vertical if len(self._rows_shown) + 1 > self.size.height else 0
        rest = width - sum(column.width + 2 for column in columns) - bar
        shares = sum(column.share for column in columns if not column.width)
        return [column.width or max(4, rest * column.share // max(shares, 1)) for column in columns]


class PagedTable(RowTable):
    """A page of a longer list: a cursor that would leave it says so."""

    class Left(Message):
        """The cursor wants to go on behind the last row, or before the first."""

        def __init__(self, *, forward: bool) -> None:
            super().__init__()
            self.forward = forward

    def action_cursor_down(self) -> None:
        """Down, or on to the next page."""
        if self.cursor_row + 1 < self.row_count:
            super().action_cursor_down()
        else:
            self.post_message(self.Left(forward=True))

    def action_cursor_up(self) -> None:
        """Up, or back to the page before."""
        if self.cursor_row > 0:
            super().action_cursor_up()
        else:
            self.post_message(self.Left(forward=False))

    def action_page_down(self) -> None:
        """A screenful down, from the last row on to the next page."""
        if self.cursor_row + 1 < self.row_count:
            super().action_page_down()
        else:
            self.post_message(self.Left(forward=True))


def _aligned(text: str, width: int, *, right: bool = False, bold: bool = False, indent: int = 0) -> Text:
    shown = Text(" " * indent + shortened(text, width - indent), style="bold" if bold else "", no_wrap=True, end="")
    if right:
        shown.align("right", width)
    return shown
