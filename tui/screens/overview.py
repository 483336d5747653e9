"""Overview: where matches wait and where none are, money missing and won, next dates, what is new, last night."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.formatting.i18n import N_, _
from tui.screens.base.page import PageScreen, Reader
from tui.screens.council_paper import ask_for_council_paper
from tui.screens.pictures import Drawn, PicturesScreen, read_pictures
from tui.text import overview as texts
from tui.widgets.panel import Panel
from tui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.applications.agenda import AgendaEntry
    from grants_db.dashboard.details import Holdings
    from grants_db.dashboard.overview import FieldOverview, News, ProposedDate
    from tui.jobs.source_health import Night, SourceRow


@dataclass(frozen=True)
class Overview:
    """All that the screen shows; `news` is None on the first visit."""

    holdings: "Holdings"
    fields: "list[FieldOverview]"
    agenda: "list[AgendaEntry]"
    proposed: "list[ProposedDate]"
    sources: "list[SourceRow]"
    night: "Night"
    news: "News | None"


class OverviewScreen(PageScreen[Overview]):
    """The first screen of the day."""

    MODE = "overview"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "b", "pictures", N_("Bilder"), tooltip=N_("Geld, Deckung und Fristen als Bilder, jedes auch als Tabelle")
        ),
        Binding(
            "R",
            "council_paper",
            N_("Vorlage für den Rat"),
            tooltip=N_("Die Informationsvorlage für den Rat schreiben: Word, Tabelle oder Seite"),
        ),
    ]

    def compose_page(self) -> ComposeResult:
        """The grid above; dates, news and sources below."""
        with Vertical(id="grid-frame") as frame:
            frame.border_title = Content(_("Offene Treffer je Handlungsfeld und Ebene"))
            spot = _("{sign} weißer Fleck: Geld fehlt, kein Treffer").format(sign=texts.WHITE_SPOT)
            frame.border_subtitle = Content(spot)
            yield RowTable(texts.columns(), id="grid")
            yield Static(id="money", markup=False)
        with Horizontal(id="below"):
            yield Panel(_("Nächste Fristen"), id="dates")
            with Container(id="beside"):
                yield Panel(id="news")
                yield Panel(_("Letzte Nacht"), id="night")

    def reader(self) -> Reader[Overview]:
        """Counts, agenda and sources."""
        context, today, now, since = self.context, self.context.today, self.context.now(), self.context.since
        settings = context.settings

        def read(engine: "Engine") -> Overview:
            from grants_db.dashboard.details import holdings
            from grants_db.dashboard.overview import news_since, overview, proposed_dates
            from grants_db.storage.database import reading
            from tui.jobs.agenda_inputs import read_agenda
            from tui.jobs.source_health import last_night, source_rows

            agenda, sources = read_agenda(engine, settings, today), source_rows(engine, now)
            with reading(engine) as session:
                return Overview(
                    holdings(session),
                    overview(session),
                    agenda,
                    [] if any(entry.due for entry in agenda) else proposed_dates(session, today),
                    sources,
                    last_night(sources),
                    news_since(session, since) if since else None,
                )

        return read

    def empty_state(self, found: Overview) -> str:
        """Without measures and calls, where to begin."""
        if found.holdings.measures or found.holdings.opportunities:
            return ""
        return _(
            "Die Datenbank ist leer.\n\n"
            "1. Maßnahmen einlesen, im Terminal:  akquise measures import DATEI\n"
            "   Eine leere Vorlage:               akquise measures template DATEI\n"
            "2. Förderangebote abholen:           F6, im Terminal akquise crawl run\n"
            "3. Zuordnen:                         F7, im Terminal akquise match run\n\n"
            "Zum Üben mit erfundenen Daten, im Terminal: akquise demo"
        )

    def show(self, found: Overview) -> None:
        """Fill the parts."""
        self.query_one("#grid", RowTable).show_rows(texts.grid_rows(found.fields))
        self.query_one("#money", Static).update(texts.money_line(found.fields))
        settings = self.context.settings
        dates = texts.dates(found.agenda, found.proposed, settings.unit, settings.thresholds)
        self.query_one("#dates", Panel).show(dates)
        news = texts.news(found.news, found.night)
        self.query_one("#news", Panel).show(news, title=texts.news_title(self.context.since))
        self.query_one("#night", Panel).show(texts.night_lines(found.night, found.sources, self.context.today))

    def on_row_table_row_selected(self, event: RowTable.RowSelected) -> None:
        """Go to the matches of the field; from the sum to those of all."""
        self.akquise.review(action_field=int(event.key) if event.key.isdecimal() else None)

    def action_pictures(self) -> None:
        """Draw money, cover and dates."""
        settings, today = self.context.settings, self.context.today

        def go_on(found: object) -> None:
            self.app.push_screen(PicturesScreen(cast("Drawn", found)))

        self.read_aside(lambda engine: read_pictures(engine, settings, today), go_on)

    def action_council_paper(self) -> None:
        """Ask for the council paper's days and file."""
        ask_for_council_paper(self)
