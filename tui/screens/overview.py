"""Overview: what there is to do today, by role; the city's table, next dates, what is new, the last night."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.formatting.i18n import N_, _
from tui.screens.base.page import PageScreen, Reader
from tui.screens.base.tick_off import TicksDates
from tui.screens.council_paper import ask_for_council_paper
from tui.screens.pictures import Drawn, PicturesScreen, read_pictures
from tui.screens.start_reading import Overview, OverviewAsked, read_overview
from tui.text import overview as texts
from tui.text.work import worklist as work
from tui.text.work.worklist import WorkRole
from tui.widgets.panel import Panel
from tui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry

#: where the app remembers whose work is shown
ROLE_MEMORY = "start.role"


class OverviewScreen(TicksDates, PageScreen[Overview]):
    """The first screen of the day: what there is to do, each line a way there; the city's table a key away."""

    MODE = "overview"
    AUTO_FOCUS = "#work-list"
    BINDINGS: ClassVar[list[BindingType]] = [
        *TicksDates.TICKS,
        Binding("m", "table", N_("Tafel"), tooltip=N_("Zwischen der Arbeit und der Tafel der Stadt wechseln")),
        Binding("i", "role", N_("Wessen Arbeit"), tooltip=N_("Fördermittelstelle, meine Einheit oder Betrieb")),
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

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, AgendaEntry] = {}

    def compose_page(self) -> ComposeResult:
        """The work above, or the city's table in its place; dates, news and sources below."""
        with Vertical(id="work-frame"):
            yield RowTable(work.WORK_COLUMNS, id="work-list")
        with Vertical(id="grid-frame") as frame:
            frame.border_title = Content(_("Förderangebote zu lesen je Handlungsfeld und Ebene"))
            spot = _("{sign} weißer Fleck: Geld fehlt, kein Treffer").format(sign=texts.WHITE_SPOT)
            frame.border_subtitle = Content(spot)
            yield RowTable(texts.columns(), id="grid")
            yield Static(id="money", markup=False)
        with Horizontal(id="below"):
            with Vertical(id="dates-frame") as dates:
                dates.border_title = Content(_("Nächste Fristen"))
                yield RowTable(work.DATE_COLUMNS, id="dates")
                yield Panel(id="no-dates")
            with Container(id="beside"):
                yield Panel(id="news")
                yield Panel(_("Letzte Nacht"), id="night")

    @property
    def role(self) -> WorkRole:
        """Whose work is shown: as it was chosen; else the unit's, where one is set, else the funding office's."""
        unit = self.context.settings.unit
        chosen = self.context.memory.get(ROLE_MEMORY, "")
        if chosen not in set(WorkRole) or (chosen == WorkRole.UNIT and not unit):
            return WorkRole.UNIT if unit else WorkRole.OFFICE
        return WorkRole(chosen)

    def reader(self) -> Reader[Overview]:
        """What there is to do for the role."""
        context = self.context
        asked = OverviewAsked(
            *(context.settings, self.role, context.today, context.now(), context.since), table=self.has_class("-table")
        )
        return lambda engine: read_overview(engine, asked)

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
        settings, today, agenda = self.context.settings, self.context.today, found.found.agenda
        self.query_one("#work-frame").border_title = Content(self.role.shown)
        self.query_one("#work-list", RowTable).show_rows(work.lines_of(self.role, found.found))
        if found.fields is not None:
            self.query_one("#grid", RowTable).show_rows(texts.grid_rows(found.fields))
            self.query_one("#money", Static).update(texts.money_line(found.fields))
        rows = work.date_rows(agenda, settings.unit, settings.thresholds, texts.MOST_DATES)
        self._entries = {entry.uid: entry for entry in agenda}
        self.query_one("#dates", RowTable).show_rows(rows)
        self.set_class(not rows, "-dateless")
        if not rows:
            self.query_one("#no-dates", Panel).show(texts.dates_hint(agenda, found.proposed))
        news = texts.news(found.found.news, found.found.night)
        self.query_one("#news", Panel).show(news, title=texts.news_title(self.context.since))
        self.query_one("#night", Panel).show(texts.night_lines(found.found.night, found.found.sources, today))

    def date_at_hand(self) -> "AgendaEntry | None":
        """The date under the cursor of the dates, wherever one is: the form says which it is."""
        return self._entries.get(self.query_one("#dates", RowTable).current_key or "")

    def on_row_table_row_selected(self, event: RowTable.RowSelected) -> None:
        """Open what the line names: a date's agenda, a call, a source, a screen; a field's matches."""
        if event.table.id == "dates":
            self._go("deadlines", event.key)
        elif event.table.id == "grid":
            self.akquise.review(action_field=int(event.key) if event.key.isdecimal() else None)
        else:
            self._open(*event.key.partition(":")[::2])

    def _open(self, kind: str, which: str) -> None:
        if kind in ("call", "calls"):
            self.akquise.review_calls(int(which) if which else None)
        elif kind == "source":
            self._go("sources", which)
        elif kind == "go":
            self.akquise.action_go(which)

    def _go(self, mode: str, row: str) -> None:
        """To a row of another screen's list."""
        self.context.rows[mode] = row
        self.akquise.action_go(mode)

    def action_table(self) -> None:
        """The work, or the city's table in its place, which is read when it is first looked at."""
        self.toggle_class("-table")
        self.query_one("#grid" if self.has_class("-table") else "#work-list").focus()
        self.action_reload()

    def action_role(self) -> None:
        """The next role that there is work for: without a unit there is none of it."""
        roles = [role for role in WorkRole if role is not WorkRole.UNIT or self.context.settings.unit]
        self.context.memory.put(ROLE_MEMORY, roles[(roles.index(self.role) + 1) % len(roles)].value)
        self.action_reload()

    def on_row_table_row_highlighted(self, _event: RowTable.RowHighlighted) -> None:
        """Which keys can be used follows the cursor."""
        self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """And where the cursor is."""
        self.refresh_bindings()

    def action_pictures(self) -> None:
        """Draw money, cover and dates."""
        settings, today = self.context.settings, self.context.today

        def go_on(found: object) -> None:
            self.app.push_screen(PicturesScreen(cast("Drawn", found)))

        self.read_to_open(lambda engine: read_pictures(engine, settings, today), go_on)

    def action_council_paper(self) -> None:
        """Ask for the council paper's days and file."""
        ask_for_council_paper(self)
