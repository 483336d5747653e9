"""A table that shows a page of a longer list, which is read from the database page by page."""

from collections.abc import Sequence

from textual.message import Message

from tui.widgets.row_table import Row, RowTable


class PagedTable(RowTable):
    """A page of a longer list: a cursor that would leave it says so."""

    class Left(Message):
        """The cursor wants to go on behind the last row, or before the first."""

        def __init__(self, *, forward: bool) -> None:
            super().__init__()
            self.forward = forward

    def sorted_rows(self, rows: Sequence[Row]) -> Sequence[Row]:
        """As they were read: who reads a page has to sort all of the list."""
        return rows

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
