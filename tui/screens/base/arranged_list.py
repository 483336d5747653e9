"""A list that people lay out: sorted by a column, in columns of their choice, saved as a view, written to a file."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType

from tui.formatting.i18n import N_, _, counted
from tui.screens.base.list_page import ListScreen
from tui.screens.base.page import Reader
from tui.state.arrangement import MEMORY, Arrangement
from tui.state.saved_views import SavedView
from tui.widgets.row_table import Row, RowTable
from tui.widgets.table_rows import chosen
from tui.widgets.tabs import SCREENS

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

Found = TypeVar("Found")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ArrangedListScreen(ListScreen[Found]):
    """Subclasses that read page by page say how all rows are read, and read anew when the order changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "S", "sort", N_("Ordnen"), tooltip=N_("Nach einer Spalte ordnen; die Maus: auf ihren Kopf"), show=False
        ),
        Binding("C", "columns", N_("Spalten"), tooltip=N_("Spalten wählen und ihre Folge ändern"), show=False),
        Binding(
            "G", "views", N_("Ansichten"), tooltip=N_("Suche, Filter und Spalten unter einem Namen sichern"), show=False
        ),
        Binding("X", "export", N_("Excel"), tooltip=N_("Was die Liste zeigt, als .xlsx schreiben"), show=False),
    ]

    def on_mount(self) -> None:
        """As it was left."""
        self.table.lay_out(self.arrangement)

    @property
    def arrangement(self) -> Arrangement:
        """How the list is laid out."""
        known = [column.heading for column in self.COLUMNS]
        return Arrangement.from_json(self.context.memory.get(MEMORY + self.MODE, {}), known)

    def lay_out(self, wanted: Arrangement) -> None:
        """Lay the list out anew, and remember it."""
        if wanted != self.arrangement:
            self.context.memory.put(MEMORY + self.MODE, wanted.as_json())
            self.table.lay_out(wanted)
            self.after_arranging()
            self.refresh_bindings()

    def action_reload(self) -> None:
        """Read, narrowed to what was asked for meanwhile."""
        self.take_asked()
        super().action_reload()

    def take_asked(self) -> None:
        """Show what the palette led to."""
        if (asked := self.context.asked.pop(self.MODE, None)) is not None:
            self.filter_from_json(asked)

    def after_arranging(self) -> None:
        """What else has to follow; a list read page by page is read anew."""

    def filter_as_json(self) -> Mapping[str, object]:
        """Words and filters, as a saved view keeps them."""
        return {}

    def filter_from_json(self, stored: Mapping[str, object]) -> None:
        """Take words and filters of a saved view."""

    def in_words(self) -> str:
        """What the list is narrowed to, in one line."""
        return _("alles")

    def every_row(self) -> Reader[Sequence[Row]]:
        """All rows that the list shows, in its order."""
        rows = [row for row in self.table.rows if not row.heading]
        return lambda _engine: rows

    def on_row_table_heading_clicked(self, event: RowTable.HeadingClicked) -> None:
        """A click on a heading sorts: up, down, as given."""
        if event.table is self.table:
            self.lay_out(self.arrangement.sorted_by(event.column.heading))

    def action_sort(self) -> None:
        """Ask for a column; the one it is sorted by already turns round."""
        from tui.screens.base.columns import ask_for_order

        ask_for_order(self)

    def action_columns(self) -> None:
        """Choose columns and their order."""
        from tui.screens.base.columns import ask_for_columns

        ask_for_columns(self)

    def action_views(self) -> None:
        """Recall, save or delete a view."""
        from tui.screens.base.views import ask_for_views

        ask_for_views(self)

    def view(self) -> SavedView:
        """What a saved view keeps."""
        return SavedView(dict(self.filter_as_json()), self.arrangement.as_json())

    def take_view(self, view: SavedView) -> None:
        """Show what a saved view has kept."""
        self.lay_out(Arrangement.from_json(view.arrangement, [column.heading for column in self.COLUMNS]))
        self.filter_from_json(view.wanted)

    def action_export(self) -> None:
        """Write what the list shows to a workbook: in the browser a download, else into the downloads' folder."""
        columns = [(_(column.heading), number) for number, column in chosen(self.COLUMNS, self.arrangement)]
        title = next((_(tab.name) for tab in SCREENS if tab.mode == self.MODE), self.MODE)
        read, about, in_browser = self.every_row(), f"{self.in_words()} · {self.akquise.place()}", self.app.is_web
        name = f"akquise-{self.MODE}-{self.context.today.isoformat()}.xlsx"

        def make(engine: "Engine") -> "tuple[int, bytes, Path | None]":
            from platformdirs import user_downloads_path

            from tui.papers.list_workbook import ListToWrite, list_workbook
            from tui.printing.sheet import write_sheet

            rows = read(engine)
            book = list_workbook(ListToWrite(title, about, columns, rows))
            return len(rows), book, None if in_browser else write_sheet(user_downloads_path(), name, book)

        def hand_over(made: object) -> None:
            count, book, path = cast("tuple[int, bytes, Path | None]", made)
            lines = counted("{n} Zeile", "{n} Zeilen", count)
            if path is None:
                self.app.deliver_binary(BytesIO(book), save_filename=name, mime_type=WORKBOOK)
                self.say(_("{lines} gehen als Tabelle an Ihren Browser: {name}").format(lines=lines, name=name))
            else:
                self.say(_("{lines} als Tabelle geschrieben: {path}").format(lines=lines, path=path))

        self.write(make, hand_over)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An empty list has nothing to sort or to write."""
        if action in ("sort", "export") and self.has_class("-ready") and not self.table.row_count:
            return None
        return super().check_action(action, parameters)
