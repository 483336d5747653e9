"""Deadlines: every date of what was accepted and applied for, next first, or a month at a time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import Static

from tui.formatting.format import one_line
from tui.formatting.i18n import N_, _
from tui.screens.base.filtered_list import FilteredListScreen
from tui.screens.base.page import Reader
from tui.screens.base.tick_off import TicksDates
from tui.text import deadlines as texts
from tui.text.application_panels import entry_panel
from tui.text.deadlines import WantedDates
from tui.text.month import month_panel, month_title
from tui.widgets.panel import Panel
from tui.widgets.row_table import Column, Row, RowTable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.applications.agenda import AgendaEntry
    from grants_db.models.opportunity import Opportunity


@dataclass(frozen=True)
class Dates:
    """The agenda, and the uids of what came or moved since the user last looked."""

    entries: "list[AgendaEntry]"
    new: frozenset[str]


class DeadlinesScreen(TicksDates, FilteredListScreen[Dates]):
    """The agenda: stated, derived and expected dates told apart by a sign; one within a threshold has a !."""

    MODE = "deadlines"
    WANTED = WantedDates
    wanted: WantedDates
    SEARCHED = N_("Suchen: Wörter aus Termin, Maßnahme, Förderangebot oder Einheit")
    OF_ONE = frozenset({"review", "open_link"})
    OF_ALL = frozenset({"sheet"})
    COLUMNS: ClassVar[list[Column]] = [
        Column(N_("Frist"), width=12),
        Column(N_("Zeit"), width=17),
        Column(N_("Nr."), width=6),
        Column(N_("Was"), share=2),
        Column(N_("Förderangebot"), share=3),
        Column(N_("Einheit"), width=18, from_width=96),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        *TicksDates.TICKS,
        Binding("s", "next_kind", N_("Art"), tooltip=N_("Nur eine Art: Antragsfristen, Schritte, Aufgaben, Pflichten")),
        Binding("m", "month", N_("Monat"), tooltip=N_("Zwischen der Agenda und dem Monatsblatt wechseln")),
        Binding("n,right", "turn(1)", N_("Nächster Monat"), key_display="n", tooltip=N_("Zum nächsten Monat")),
        Binding("p,left", "turn(-1)", N_("Voriger Monat"), key_display="p", tooltip=N_("Zum vorigen Monat")),
        Binding("r", "review", N_("Zum Treffer"), tooltip=N_("Den angenommenen Treffer ansehen")),
        Binding("D", "sheet", N_("Drucken"), tooltip=N_("Die Liste drucken, wie sie gefiltert ist")),
        Binding("o", "open_link", N_("Quelle öffnen"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._all: list[AgendaEntry] = []
        self._new: frozenset[str] = frozenset()
        self._entries: dict[str, AgendaEntry] = {}
        self._rows: Sequence[Row] = ()
        self._calls: dict[int, Opportunity] = {}
        self._month: date | None = None

    def compose_page(self) -> ComposeResult:
        """The agenda with details, and the month in their place; what the signs mean."""
        yield from super().compose_page()
        with Vertical(id="month-frame"):
            yield Panel(id="month", focusable=False)
            yield RowTable(self.COLUMNS, id="month-dates")
        yield Static(texts.legend(), id="legend", markup=False)

    def reader(self) -> Reader[Dates]:
        """The agenda from today on."""
        settings, today, since = self.context.settings, self.context.today, self.context.since

        def read(engine: "Engine") -> Dates:
            from tui.jobs.agenda_inputs import new_dates, read_agenda

            entries = read_agenda(engine, settings, today)
            return Dates(entries, new_dates(engine, entries, since) if since else frozenset())

        return read

    def empty_state(self, found: Dates) -> str:
        """Without anything accepted, where to accept."""
        if found.entries:
            return ""
        return _(
            "Noch nichts angenommen.\n\n"
            "Im Bildschirm Treffer (Taste 2) nimmt a einen Treffer an; seine Frist steht dann hier."
        )

    def show(self, found: Dates) -> None:
        """Fill the list with what is wanted of it."""
        self._all, self._new, self._calls = found.entries, found.new, {}
        self.paint()
        self.go_to_asked_row()

    def paint(self) -> None:
        """Show what is wanted of the agenda, in the list and in the month."""
        settings = self.context.settings
        wanted = [entry for entry in self._all if self.wanted.fits(entry)]
        self._entries = {entry.uid: entry for entry in wanted}
        chips = texts.chips(self.wanted, len(wanted), len(self._all))
        self.query_one("#chip-text", Static).update(chips)
        rows = texts.listed(wanted, settings.unit, settings.thresholds, self._new)
        here = self.table.current_key
        first = next((row.key for row in rows if not row.key.startswith(texts.HEADING)), None)
        stays = here is not None and not here.startswith(texts.HEADING) and here in self._entries
        self.table.show_rows(rows, None if stays else self._next_to(here, rows) or first)
        if not wanted:
            self.details.show(_("Kein Termin passt. x nimmt die Filter zurück."), title="")
        self._paint_month()

    def _next_to(self, gone: str | None, rows: Sequence[Row]) -> str | None:
        """The date that stood behind one that is gone: there one goes on."""
        keys = [row.key for row in self._rows]
        behind = keys[keys.index(gone) + 1 :] if gone in keys else []
        self._rows = rows
        return next((key for key in behind if key in self._entries), None)

    def date_at_hand(self) -> "AgendaEntry | None":
        """The date under the cursor of the agenda, or of the month in its place."""
        table = self.query_one("#month-dates", RowTable) if self.has_class("-month") else self.table
        return self._entries.get(table.current_key or "")

    def units(self) -> list[str]:
        """The units that have something to do on a date."""
        return [name for entry in self._all for name in entry.units]

    def show_details(self, key: str) -> None:
        """The date at once, the facts of its call when they are read."""
        if (entry := self._entries.get(key)) is None:
            return
        number = entry.opportunity.id
        self._show_entry(entry)
        if number in self._calls:
            return

        def read(engine: "Engine") -> "Opportunity":
            from grants_db.opportunities.store import get_opportunity
            from grants_db.storage.database import reading

            with reading(engine) as session:
                return get_opportunity(session, number)

        self.read_aside(read, lambda call: self._show_call(number, call))

    def _show_call(self, number: int, call: object) -> None:
        self._calls[number] = call  # type: ignore[assignment] # what the reader above gives
        entry = self._entries.get(self.table.current_key or "")
        if entry is not None and entry.opportunity.id == number:
            self._show_entry(entry)

    def _show_entry(self, entry: "AgendaEntry") -> None:
        panel = entry_panel(entry, self._calls.get(entry.opportunity.id), self.context.today)
        self.details.show(panel, title=one_line(entry.measure.title))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Months are only turned in the month's sheet."""
        if action == "turn":
            return self.has_class("-month")
        return super().check_action(action, parameters)

    def action_sheet(self) -> None:
        """Print the agenda as it is filtered."""
        self.print_sheet("dates", json.dumps(self.wanted.as_json()))

    def action_next_kind(self) -> None:
        """The next kind of date."""
        self.want(texts.next_kind(self.wanted, self._all))

    def is_at_one(self) -> bool:
        """Is there a date under the cursor? The heading of a group is none."""
        return self.date_at_hand() is not None

    def focus_list(self) -> None:
        """Into the agenda, or the month in its place."""
        (self.query_one("#month-dates") if self.has_class("-month") else self.table).focus()

    def action_month(self) -> None:
        """Change between agenda and month; the month begins with the date under the cursor."""
        entry = self.date_at_hand()
        self._month = (entry.due if entry else None) or self.context.today
        self.toggle_class("-month")
        self._paint_month()
        self.focus_list()
        self.refresh_bindings()

    def on_row_table_row_selected(self, event: RowTable.RowSelected) -> None:
        """Into the details of a date; from the month to its line in the agenda."""
        if event.table.id == "month-dates":
            self.action_month()
            self.table.go_to(event.key)
        else:
            super().on_row_table_row_selected(event)

    def action_turn(self, months: int) -> None:
        """Turn the page of the month."""
        here = self._month or self.context.today
        year, month0 = divmod(here.year * 12 + here.month - 1 + months, 12)
        if date.min.year < year < date.max.year:
            self._month = date(year, month0 + 1, 1)
        self._paint_month()

    def on_resize(self, _event: Resize) -> None:
        """A wide sheet names what is due."""
        self._paint_month()

    def _paint_month(self) -> None:
        if not self.has_class("-month"):
            return
        month = self._month or self.context.today
        width = self.size.width - 4
        sheet = month_panel(list(self._entries.values()), month, self.context.today, texts.legend(), width)
        self.query_one("#month", Panel).show(sheet, title=month_title(month))
        of_month = [
            one
            for one in self._entries.values()
            if one.due and (one.due.year, one.due.month) == (month.year, month.month)
        ]
        rows = texts.month_rows(of_month, self.context.settings.unit, self.context.settings.thresholds, self._new)
        self.query_one("#month-dates", RowTable).show_rows(rows)

    def action_review(self) -> None:
        """Go to the match."""
        if entry := self.date_at_hand():
            self.akquise.review(measure=entry.measure.number, opportunity=entry.opportunity.id)

    def call_to_cite(self) -> int | None:
        """The call of the date under the cursor."""
        entry = self.date_at_hand()
        return entry.opportunity.id if entry else None

    def action_open_link(self) -> None:
        """Open the source's page."""
        if entry := self.date_at_hand():
            self.open_address(entry.opportunity.url)
