"""Overview: where matches wait and where none are, what is missing in euros, next dates, last night."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from grants_db.vocabulary import Level
from tui.format import ago, bar, day, days_left, money, number, one_line
from tui.i18n import N_, _, counted
from tui.labels import label
from tui.screens.page import PageScreen, Reader
from tui.source_states import OUTCOME_SIGNS, is_told, urgency
from tui.widgets.panel import Panel
from tui.widgets.row_table import Column, Row, RowTable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.agenda import AgendaEntry
    from grants_db.views import FieldOverview, Holdings, ProposedDate
    from tui.jobs.source_report import SourceRow

#: stands for "money is missing here and no match is waiting"
WHITE_SPOT = "□"
BAR = 14


@dataclass(frozen=True)
class Overview:
    """All that the screen shows."""

    holdings: "Holdings"
    fields: "list[FieldOverview]"
    agenda: "list[AgendaEntry]"
    proposed: "list[ProposedDate]"
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
                    views.holdings(session),
                    views.overview(session),
                    agenda(session, today),
                    views.proposed_dates(session, today),
                    source_rows(engine, now),
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
        self.query_one("#night", Panel).show(_night(found, self.desk.today))

    def on_data_table_row_selected(self, event: RowTable.RowSelected) -> None:
        """Go to the matches of the field."""
        if (field := event.row_key.value or "").isdecimal():
            self.akquise.review(action_field=int(field))


def _columns() -> list[Column]:
    return [
        Column(N_("Handlungsfeld")),
        *(Column(label(level), width=max(5, len(label(level))), right=True) for level in Level),
        Column(N_("ungedeckt"), width=9, right=True, from_width=90),
        Column(N_("Lücke"), width=15, right=True),
        Column(N_("unklar"), width=6, right=True),
        Column("", width=BAR, from_width=100),
    ]


def _field_row(field: "FieldOverview", share: float) -> Row:
    cells = [f"{field.number} {_(field.short_title)}"]
    for level in Level:
        count = field.open_matches[level]
        cells.append(number(count) if count else WHITE_SPOT if field.unfunded else "–")
    unclear = number(field.unknown_costs) if field.unknown_costs else "–"
    return Row(str(field.number), (*cells, number(field.unfunded), money(field.gap), unclear, bar(share, BAR)))


def _sum_row(fields: "list[FieldOverview]") -> Row:
    sums = [sum(field.open_matches[level] for field in fields) for level in Level]
    total = sum((field.gap for field in fields), Decimal(0))
    unclear = sum(field.unknown_costs for field in fields)
    unfunded = number(sum(field.unfunded for field in fields))
    counts = (number(count) if count else "–" for count in sums)
    return Row("sum", (_("Summe"), *counts, unfunded, money(total), number(unclear), ""), bold=True)


def _dates(found: Overview) -> Content:
    """The dates of what is accepted; until then those of what is proposed."""
    dated = [
        (entry.due, entry.days_left, f"{entry.measure.number} {one_line(entry.opportunity.title)}")
        for entry in found.agenda
        if entry.due is not None
    ]
    if dated:
        return Content("\n").join(_date_lines(*line) for line in dated)
    hint = _("Noch nichts angenommen.")
    proposed = [_date_lines(each.due, each.days_left, one_line(each.title)) for each in found.proposed]
    if not proposed:
        return Content(hint)
    return Content("\n").join([Content(hint), Content(_("Vorgeschlagen, noch zu entscheiden:")), *proposed])


def _date_lines(due: date, left: int | None, what: str) -> Content:
    return Content.assemble((day(due), "bold"), f"  {days_left(left)}\n", f"  {what}")


def _night(found: Overview, today: date) -> Content:
    if not found.sources:
        return Content(_("Noch keine Quelle abgefragt.\nAbholen: akquise crawl run"))
    told = sorted((row for row in found.sources if is_told(row)), key=urgency)
    others = len(found.sources) - len(told)
    lines = [line for row in told for line in _source_lines(row, today)]
    if others:
        lines.append(Content(counted("{n} weitere Quelle ohne Ergebnis", "{n} weitere Quellen ohne Ergebnis", others)))
    return Content("\n").join(lines)


def _source_lines(row: "SourceRow", today: date) -> list[Content]:
    if row.last is None:
        return [Content.assemble("– ", (one_line(row.source.title), "bold")), Content("  " + _("noch nie abgefragt"))]
    outcome = row.last.outcome
    sign, word = (OUTCOME_SIGNS[outcome], label(outcome)) if outcome else ("…", _("läuft"))
    seen = counted("{n} Angebot", "{n} Angebote", row.last.opportunities)
    when = ago((today - row.last.started_at.astimezone().date()).days)
    unverified = "" if row.source.verified else " · " + _("ungeprüft")
    return [
        Content.assemble(f"{sign} ", (one_line(row.source.title), "bold")),
        Content(f"  {word} · {when} · {seen}{unverified}"),
    ]
