"""Deadlines: everything accepted by its next date; what has no fixed day stands apart."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.details import agenda_panel
from tui.format import day, days_left, one_line
from tui.i18n import N_, _
from tui.labels import label
from tui.screens.list_page import ListScreen
from tui.screens.page import Reader
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.agenda import AgendaEntry


class DeadlinesScreen(ListScreen["list[AgendaEntry]"]):
    """The agenda."""

    MODE = "deadlines"
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Frist"), width=12),
        Column(N_("Zeit"), width=14),
        Column(N_("Nr."), width=6),
        Column(N_("Förderangebot"), share=3),
        Column(N_("Stand"), width=11, from_width=84),
        Column(N_("Ebene"), width=8, from_width=96),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "review", N_("Zum Treffer"), tooltip=N_("Den angenommenen Treffer ansehen")),
        Binding("o", "open_link", N_("Quelle öffnen"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, AgendaEntry] = {}

    def reader(self) -> Reader["list[AgendaEntry]"]:
        """The agenda from today on."""
        today = self.desk.today

        def read(engine: "Engine") -> "list[AgendaEntry]":
            from grants_db.agenda import agenda
            from grants_db.database import reading

            with reading(engine) as session:
                return agenda(session, today)

        return read

    def empty_state(self, found: "list[AgendaEntry]") -> str:
        """Without anything accepted, where to accept."""
        if found:
            return ""
        return _(
            "Noch nichts angenommen.\n\n"
            "Im Bildschirm Treffer (Taste 2) nimmt a einen Treffer an; seine Frist steht dann hier."
        )

    def show(self, found: "list[AgendaEntry]") -> None:
        """Dated entries first, then a heading and the others."""
        self._entries = {f"{entry.measure.id}-{entry.opportunity.id}": entry for entry in found}
        dated = [_row(key, entry) for key, entry in self._entries.items() if entry.due is not None]
        others = [_row(key, entry) for key, entry in self._entries.items() if entry.due is None]
        heading = [Row("", ("", "", "", _("Ohne festen Tag"), "", ""), bold=True)] if dated and others else []
        self.table.show_rows([*dated, *heading, *others])

    def show_details(self, key: str) -> None:
        """The call and the measure it was accepted for."""
        if entry := self._entries.get(key):
            self.details.show(agenda_panel(entry, self.desk.today), title=one_line(entry.measure.title))

    def action_review(self) -> None:
        """Go to the match."""
        if entry := self._entries.get(self.table.current_key or ""):
            self.akquise.review(measure=entry.measure.number, opportunity=entry.opportunity.id)

    def action_open_link(self) -> None:
        """Open the source's page."""
        if entry := self._entries.get(self.table.current_key or ""):
            self.open_address(entry.opportunity.url)


def _row(key: str, entry: "AgendaEntry") -> Row:
    when = day(entry.due) if entry.due else label(entry.kind)
    call = entry.opportunity
    cells = (when, days_left(entry.days_left), entry.measure.number, call.title, label(entry.status), label(call.level))
    return Row(key, cells)
