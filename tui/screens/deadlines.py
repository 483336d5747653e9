"""Deadlines: every date of what was accepted and applied for, next first, or a month at a time."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from grants_db.thresholds import reached, thresholds_of
from tui.application_panels import entry_panel, month_panel, month_title
from tui.application_texts import CERTAINTY_SIGNS, entry_day, entry_name, remaining
from tui.format import one_line
from tui.i18n import N_, _
from tui.screens.list_page import ListScreen
from tui.screens.page import Reader
from tui.widgets.panel import Panel
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.agenda import AgendaEntry


class DeadlinesScreen(ListScreen["list[AgendaEntry]"]):
    """The agenda: stated, derived and expected dates told apart by a sign; one within a threshold has a !."""

    MODE = "deadlines"
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Frist"), width=12),
        Column(N_("Zeit"), width=15),
        Column(N_("Nr."), width=6),
        Column(N_("Was"), share=2),
        Column(N_("Förderangebot"), share=3),
        Column(N_("Einheit"), width=14, from_width=96),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "month", N_("Monat"), tooltip=N_("Zwischen der Agenda und dem Monatsblatt wechseln")),
        Binding("n,right", "turn(1)", N_("Nächster Monat"), key_display="n", tooltip=N_("Zum nächsten Monat")),
        Binding("p,left", "turn(-1)", N_("Voriger Monat"), key_display="p", tooltip=N_("Zum vorigen Monat")),
        Binding("r", "review", N_("Zum Treffer"), tooltip=N_("Den angenommenen Treffer ansehen")),
        Binding("o", "open_link", N_("Quelle öffnen"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, AgendaEntry] = {}
        self._month: date | None = None

    def compose_page(self) -> ComposeResult:
        """The agenda with details, and the month in their place."""
        yield from super().compose_page()
        yield Panel(id="month")

    def reader(self) -> Reader["list[AgendaEntry]"]:
        """The agenda from today on."""
        settings, today = self.desk.settings, self.desk.today

        def read(engine: "Engine") -> "list[AgendaEntry]":
            from tui.jobs.dates import read_agenda

            return read_agenda(engine, settings, today)

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
        self._entries = {entry.uid: entry for entry in found}
        dated = [self._row(entry) for entry in found if entry.due is not None]
        others = [self._row(entry) for entry in found if entry.due is None]
        heading = [Row("", ("", "", "", "", _("Ohne festen Tag"), ""), bold=True)] if dated and others else []
        self.table.show_rows([*dated, *heading, *others])
        self._paint_month()

    def show_details(self, key: str) -> None:
        """The call and the measure it was accepted for."""
        if entry := self._entries.get(key):
            self.details.show(entry_panel(entry, self.desk.today), title=one_line(entry.measure.title))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Months are only turned in the month's sheet, a match is only left from the agenda."""
        if action == "turn":
            return self.has_class("-month")
        if action in ("review", "open_link"):
            return not self.has_class("-month")
        return super().check_action(action, parameters)

    def action_month(self) -> None:
        """Change between agenda and month; the month begins with the date under the cursor."""
        entry = self._entries.get(self.table.current_key or "")
        self._month = (entry.due if entry else None) or self.desk.today
        self.toggle_class("-month")
        self._paint_month()
        (self.query_one("#month", Panel) if self.has_class("-month") else self.table).focus()
        self.refresh_bindings()

    def action_turn(self, months: int) -> None:
        """Turn the page of the month."""
        here = self._month or self.desk.today
        year, month0 = divmod(here.year * 12 + here.month - 1 + months, 12)
        if date.min.year < year < date.max.year:
            self._month = date(year, month0 + 1, 1)
        self._paint_month()

    def _paint_month(self) -> None:
        month = self._month or self.desk.today
        sheet = month_panel(list(self._entries.values()), month, self.desk.today)
        self.query_one("#month", Panel).show(sheet, title=month_title(month))

    def action_review(self) -> None:
        """Go to the match."""
        if entry := self._entries.get(self.table.current_key or ""):
            self.akquise.review(measure=entry.measure.number, opportunity=entry.opportunity.id)

    def action_open_link(self) -> None:
        """Open the source's page."""
        if entry := self._entries.get(self.table.current_key or ""):
            self.open_address(entry.opportunity.url)

    def _row(self, entry: "AgendaEntry") -> Row:
        thresholds = thresholds_of(entry.unit, self.desk.settings.thresholds)
        warned = " !" if reached(entry.days_left, thresholds) is not None else ""
        what = f"{CERTAINTY_SIGNS[entry.certainty]} {entry_name(entry)}"
        left = remaining(entry) + warned
        return Row(entry.uid, (entry_day(entry), left, entry.measure.number, what, entry.opportunity.title, entry.unit))
