"""Overview: where matches wait and where none are, what is missing in euros, next dates, last night."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from grants_db.vocabulary import Level, RunOutcome
from tui.format import bar, day, days_left, instant, money, number, one_line
from tui.i18n import N_, _, counted
from tui.labels import label
from tui.screens.page import PageScreen, Reader
from tui.widgets.panel import Panel
from tui.widgets.row_table import Column, Row, RowTable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.agenda import AgendaEntry
    from grants_db.views import FieldOverview, Holdings
    from tui.jobs.source_report import SourceRow

#: stands for "money is missing here and no match is waiting"
WHITE_SPOT = "□"
OUTCOME_SIGNS = {
    RunOutcome.OK: "✓",
    RunOutcome.PARTIAL: "!",
    RunOutcome.BLOCKED: "✗",
    RunOutcome.FAILED: "✗",
    RunOutcome.NOT_ON_MIRROR: "–",
}
BAR = 14


@dataclass(frozen=True)
class Overview:
    """All that the screen shows."""

    holdings: "Holdings"
    fields: "list[FieldOverview]"
    agenda: "list[AgendaEntry]"
    sources: "list[SourceRow]"


class OverviewScreen(PageScreen[Overview]):
    """The first screen of the day."""

    MODE = "overview"

    def compose_page(self) -> ComposeResult:
        """The grid above, dates and sources below."""
        with Vertical(id="grid-frame") as frame:
            frame.border_title = Content(_("Offene Treffer je Handlungsfeld und Ebene"))
            frame.border_subtitle = Content(_("{sign} weißer Fleck: Geld fehlt, kein Treffer").format(sign=WHITE_SPOT))
            yield RowTable(_columns(), id="grid")
        with Horizontal(id="below"):
            yield Panel(_("Nächste Fristen"), id="dates")
            yield Panel(_("Letzter Lauf der Quellen"), id="night")

    def reader(self) -> Reader[Overview]:
        """Counts, agenda and sources."""
        today, now = self.desk.today, self.desk.now()

        def read(engine: "Engine") -> Overview:
            from grants_db import views
            from grants_db.agenda import agenda
            from grants_db.database import reading
            from tui.jobs.source_report import source_rows

            with reading(engine) as session:
                return Overview(
                    views.holdings(session), views.overview(session), agenda(session, today), source_rows(engine, now)
                )

        return read

    def empty_state(self, found: Overview) -> str:
        """Without measures and calls, where to begin."""
        if found.holdings.measures or found.holdings.opportunities:
            return ""
        return _(
            "Die Datenbank ist leer.\n\n"
            "1. Maßnahmen einlesen:      akquise measures import DATEI\n"
            "   (eine leere Vorlage:     akquise measures template DATEI)\n"
            "2. Förderangebote abholen:  akquise crawl run\n"
            "3. Zuordnen:                akquise match run\n\n"
            "Zum Üben mit erfundenen Daten: akquise demo"
        )

    def show(self, found: Overview) -> None:
        """Fill the three parts."""
        largest = max((field.gap for field in found.fields), default=None)
        rows = [_field_row(field, float(field.gap / largest) if largest else 0.0) for field in found.fields]
        self.query_one("#grid", RowTable).show_rows([*rows, _sum_row(found.fields)])
        self.query_one("#dates", Panel).show(_dates(found))
        self.query_one("#night", Panel).show(_night(found))

    def on_data_table_row_selected(self, event: RowTable.RowSelected) -> None:
        """Go to the matches of the field."""
        if (field := event.row_key.value or "").isdecimal():
            self.akquise.review(action_field=int(field))


def _columns() -> list[Column]:
    return [
        Column(N_("Handlungsfeld")),
        *(Column(label(level), width=8, right=True) for level in Level),
        Column(N_("ungedeckt"), width=9, right=True, from_width=90),
        Column(N_("Lücke"), width=15, right=True),
        Column("", width=BAR, from_width=100),
    ]


def _field_row(field: "FieldOverview", share: float) -> Row:
    cells = [f"{field.number} {field.short_title}"]
    for level in Level:
        count = field.open_matches[level]
        cells.append(number(count) if count else WHITE_SPOT if field.unfunded else "–")
    gap = money(field.gap) + (" +?" if field.unknown_costs else "   ")
    return Row(str(field.number), (*cells, number(field.unfunded), gap, bar(share, BAR)))


def _sum_row(fields: "list[FieldOverview]") -> Row:
    sums = [sum(field.open_matches[level] for field in fields) for level in Level]
    total = sum(field.gap for field in fields)
    unfunded = number(sum(field.unfunded for field in fields))
    counts = (number(count) if count else "–" for count in sums)
    return Row("sum", (_("Summe"), *counts, unfunded, money(total or None) + "   ", ""), bold=True)


def _dates(found: Overview) -> Content:
    dated = [entry for entry in found.agenda if entry.due is not None]
    if not dated:
        return Content(_("Noch nichts mit festem Tag angenommen.\nTreffer ansehen: Taste 2, annehmen: a."))
    lines = [
        Content.assemble(
            (day(entry.due), "bold"),
            f"  {days_left(entry.days_left)}\n",
            f"  {entry.measure.number} {one_line(entry.opportunity.title)}",
        )
        for entry in dated
    ]
    return Content("\n").join(lines)


def _night(found: Overview) -> Content:
    if not found.sources:
        return Content(_("Noch keine Quelle abgefragt.\nAbholen: akquise crawl run"))
    return Content("\n").join(line for row in found.sources for line in _source_lines(row))


def _source_lines(row: "SourceRow") -> list[Content]:
    if row.last is None:
        return [Content.assemble("– ", (one_line(row.source.title), "bold")), Content("  " + _("noch nie abgefragt"))]
    outcome = row.last.outcome
    sign, word = (OUTCOME_SIGNS[outcome], label(outcome)) if outcome else ("…", _("läuft"))
    counts = counted("{n} Förderangebot", "{n} Förderangebote", row.last.opportunities)
    unverified = "" if row.source.verified else " · " + _("ungeprüft")
    return [
        Content.assemble(f"{sign} ", (one_line(row.source.title), "bold"), unverified),
        Content(f"  {word} · {counts} · {instant(row.last.started_at)}"),
    ]
