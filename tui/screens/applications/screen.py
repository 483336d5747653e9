"""Applications: the list and the board by stage, one application with its plan, and what one does with it."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui.formatting.i18n import N_, _
from tui.formatting.row_markers import is_own
from tui.screens.applications.actions import ApplicationActions
from tui.screens.base.page import Reader
from tui.text.application_panels import BOARD, application_panel, card, lane_of
from tui.text.application_rows import WantedApplications, before, summary, table_row
from tui.widgets.board import Board
from tui.widgets.row_table import Column

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.dashboard.application import ApplicationFile, ApplicationRow


class ApplicationsScreen(ApplicationActions):
    """From the accepted match to the closed file."""

    MODE = "applications"
    BEGINNINGS = frozenset({"create", "import_list"})
    WANTED = WantedApplications
    wanted: WantedApplications
    OF_ONE = frozenset({*ApplicationActions.CHANGES, "open_link", "sheet"})
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Nr."), width=4, right=True),
        Column(N_("Unser Stand"), width=18),
        Column(N_("Zuwendungsgeber"), width=18),
        Column(N_("Förderangebot"), share=3),
        Column(N_("Nächstes"), width=12),
        Column(N_("Einheit"), width=14, from_width=110),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "board", N_("Tafel"), tooltip=N_("Zwischen der Liste und der Tafel nach Stand wechseln")),
        Binding("D", "sheet", N_("Drucken"), tooltip=N_("Ein Blatt zum Drucken machen")),
        Binding("f", "next_field", N_("Handlungsfeld"), tooltip=N_("Nur die Anträge eines Handlungsfelds zeigen")),
        Binding("p", "next_phase", N_("Phase"), tooltip=N_("Nur vorbereitete, eingereichte, bewilligte … zeigen")),
        Binding("o", "open_link", N_("Quelle"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ApplicationRow] = []
        self._fields: dict[int, str] = {}
        self._sent_from = ""  # the screen that a date led here from, while its application is shown

    def compose_page(self) -> ComposeResult:
        """List and details, and the board in their place."""
        yield from super().compose_page()
        yield Board(len(BOARD), id="board")
        self.set_class(self.context.memory.get("applications.board", default=False), "-board")

    def reader(self) -> Reader["list[ApplicationRow]"]:
        """All applications: a city has hundreds, and only what the list shows of them is read."""
        settings, today = self.context.settings, self.context.today

        def read(engine: "Engine") -> "list[ApplicationRow]":
            from tui.jobs.agenda_inputs import read_application_rows

            return read_application_rows(engine, settings, today)

        return read

    def empty_state(self, found: "list[ApplicationRow]") -> str:
        """Without an application, how to make one."""
        if found:
            return ""
        return _(
            "Noch keine Anträge.\n\nEin angenommener Treffer (Taste 2, dann a) wird hier mit A zum Antrag, "
            "oder mit\nakquise applications create MASSNAHME FOERDERANGEBOT"
        )

    def show(self, found: "list[ApplicationRow]") -> None:
        """Fill the list and the board; a unit's own come first."""
        own = self.context.settings.unit
        self._rows = sorted(found, key=lambda row: not is_own(row.unit, own))
        asked, self.context.application = self.context.application, None
        if asked is not None and (row := self.row(str(asked))) is not None and not self.wanted.takes(row):
            self.wanted = self.WANTED()
        self.paint()
        if asked is not None:
            self._open(str(asked))

    def _open(self, key: str) -> None:
        """Show an application that another screen asked for; Escape leads back there."""
        self._sent_from, self.context.came_from = self.context.came_from, ""
        self.remove_class("-board")
        self.table.go_to(key)
        self.add_class("-reading")
        self.details.focus()

    def action_back(self) -> None:
        """Back to the list, or to the screen that sent here."""
        sent_from, self._sent_from = self._sent_from, ""
        super().action_back()
        if sent_from:
            self.akquise.action_go(sent_from)

    def paint(self) -> None:
        """Show what is wanted."""
        own, since = self.context.settings.unit, self.context.since
        shown = [row for row in self._rows if self.wanted.takes(row)]
        self.query_one("#chip-text", Static).update(summary(shown, self.wanted))
        self.table.show_rows([table_row(row, own, since) for row in shown])
        lanes: list[list[ApplicationRow]] = [[] for _lane in BOARD]
        for row in shown:
            lanes[lane_of(row.application.stage)].append(row)
        cards = [[card(row, before(row, own, since)) for row in lane] for lane in lanes]
        heads = [f"{_(name)} {len(lane)}" for (name, _stages), lane in zip(BOARD, lanes, strict=True)]
        self._board.show(heads, cards, self.key)
        if not shown:
            self.details.show(_("Nichts gefunden. x zeigt wieder alle."), title="")
        elif self.has_class("-board") and not self.has_class("-reading") and not self.query_one("#words").has_focus:
            self.focus_list()

    def show_details(self, key: str) -> None:
        """Read the application under the cursor in a worker."""
        if (read := self.file_reader(key)) is not None:
            self.read_aside(read, partial(self._show_file, key))

    def units(self) -> list[str]:
        """The units that answer for applications."""
        return [row.unit for row in self._rows]

    def action_board(self) -> None:
        """Change between list and board; the cursor stays on the same application."""
        key = self.key
        self.toggle_class("-board")
        self.remove_class("-reading")
        self.context.memory.put("applications.board", self.has_class("-board"))
        if key is not None:
            self._board.go_to(key)
            self.table.go_to(key)
        self.focus_list()
        self.refresh_bindings()

    def on_board_chosen(self, message: Board.Chosen) -> None:
        """The details follow the cursor; Enter opens them."""
        self.show_details(message.key)
        self.refresh_bindings()
        if message.opened:
            self.add_class("-reading")
            self.details.focus()
            self.refresh_bindings()

    def is_at_one(self) -> bool:
        """Is there an application under the cursor of the list or the board?"""
        return self.key is not None

    def call_to_cite(self) -> int | None:
        """The call applied for."""
        row = self._chosen()
        return row.application.opportunity_id if row else None

    def action_open_link(self) -> None:
        """Open the source's page."""
        if row := self._chosen():
            self.open_address(row.url)

    def action_sheet(self) -> None:
        """Print the application under the cursor."""
        if key := self.key:
            self.print_sheet("application", key)

    def action_next_field(self) -> None:
        """All action fields, then one after the other."""
        numbers = sorted({one.action_field_number for row in self._rows for one in row.measures})
        ahead = [number for number in numbers if self.wanted.field is None or number > self.wanted.field]
        self.want(replace(self.wanted, field=ahead[0] if ahead else None))

    def action_next_phase(self) -> None:
        """All phases, then one column of the board after the other."""
        at = -1 if self.wanted.phase is None else self.wanted.phase
        self.want(replace(self.wanted, phase=at + 1 if at + 1 < len(BOARD) else None))

    def _show_file(self, key: str, found: object) -> None:
        if self.key == key:
            self.details.show(
                application_panel(cast("ApplicationFile", found)), title=_("Antrag {number}").format(number=key)
            )

    def focus_list(self) -> None:
        """Into the list, or the board in its place."""
        if self.has_class("-board"):
            self._board.enter()
        else:
            self.table.focus()

    def _chosen(self) -> "ApplicationRow | None":
        return self.row(self.key or "")

    def row(self, key: str) -> "ApplicationRow | None":
        """An application as the list shows it."""
        return next((row for row in self._rows if str(row.application.id) == key), None)

    @property
    def key(self) -> str | None:
        """The application under the cursor of what is shown: the list or the board."""
        return self._board.current_key if self.has_class("-board") else self.table.current_key

    @property
    def _board(self) -> Board:
        return self.query_one("#board", Board)
