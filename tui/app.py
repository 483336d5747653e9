"""The terminal app: its screens, its keys, its looks. What a screen does is in `tui/screens`."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui import i18n
from tui.desk import Desk, ReviewTarget
from tui.format import day
from tui.i18n import N_
from tui.screens.applications import ApplicationsScreen
from tui.screens.deadlines import DeadlinesScreen
from tui.screens.keys import KeysScreen
from tui.screens.ledger import LedgerScreen
from tui.screens.matches import MatchesScreen
from tui.screens.measures import MeasuresScreen
from tui.screens.opportunities import OpportunitiesScreen
from tui.screens.overview import OverviewScreen
from tui.screens.page import PageScreen
from tui.screens.sources import SourcesScreen
from tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.settings import Settings

#: the screens in the order of their keys: name on the tab, what one does there
TABS: dict[type[PageScreen[Any]], tuple[str, str]] = {
    OverviewScreen: (N_("Übersicht"), N_("Wo stehen wir: offene Treffer, Lücken, nächste Fristen, letzte Nacht")),
    MatchesScreen: (N_("Treffer"), N_("Förderangebote zu Maßnahmen ansehen und entscheiden")),
    OpportunitiesScreen: (N_("Förderangebote"), N_("Alle Förderangebote durchsuchen")),
    MeasuresScreen: (N_("Maßnahmen"), N_("Alle Maßnahmen mit Kosten, Lücke und Treffern")),
    DeadlinesScreen: (N_("Fristen"), N_("Alle Termine: Antragsfristen, Aufgaben, Pflichten; als Liste oder Monat")),
    SourcesScreen: (N_("Quellen"), N_("Woher die Förderangebote kommen und wie der letzte Lauf war")),
    ApplicationsScreen: (N_("Anträge"), N_("Vom angenommenen Treffer bis zum abgeschlossenen Antrag")),
    LedgerScreen: (N_("Warum?"), N_("Alle Entscheidungen mit Grund: Warum (nicht) beantragt?")),
}


class AkquiseApp(App[None]):
    """The app; its data source comes in through the constructor."""

    TITLE = "akquise"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {screen.MODE: screen for screen in TABS}
    DEFAULT_MODE = OverviewScreen.MODE
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"app.switch_mode('{screen.MODE}')", name, tooltip=tooltip, show=False)
            for number, (screen, (name, tooltip)) in enumerate(TABS.items(), start=1)
        ),
        Binding("question_mark", "keys", N_("Tasten"), key_display="?", tooltip=N_("Alle Tasten dieses Bildschirms")),
        Binding(
            "t", "theme", N_("Hell/Dunkel"), tooltip=N_("Zwischen heller und dunkler Darstellung wechseln"), show=False
        ),
        Binding("q", "quit", N_("Ende"), tooltip=N_("akquise beenden; alles Entschiedene ist gespeichert")),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    def on_mount(self) -> None:
        """Open the database once the first picture stands."""
        self.call_after_refresh(self.run_worker, self._open, thread=True, group="open")

    def tabs(self) -> list[tuple[str, str, str, str]]:
        """For each screen its mode, key, name and tooltip."""
        return [
            (screen.MODE, str(number), name, tooltip)
            for number, (screen, (name, tooltip)) in enumerate(TABS.items(), start=1)
        ]

    def place(self) -> str:
        """Whose city and which day."""
        return f"{self.desk.settings.city.name} · {day(self.desk.today)}"

    def review(
        self, *, action_field: int | None = None, measure: str | None = None, opportunity: int | None = None
    ) -> None:
        """Go to the review queue: to a field's first waiting match, a measure, or one match."""
        self.desk.review = ReviewTarget(action_field, measure, opportunity)
        self.switch_mode(MatchesScreen.MODE)

    def action_theme(self) -> None:
        """Change between light and dark."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def action_keys(self) -> None:
        """Show all keys of the screen."""
        self.push_screen(KeysScreen(list(self.screen.active_bindings.values())))

    def _open(self) -> None:
        """In a worker: open the database, then let the screen read it or say why not."""
        self.desk.open()
        self.call_from_thread(self._opened)

    def _opened(self) -> None:
        if isinstance(self.screen, PageScreen):
            self.screen.action_reload()


def make_app(settings: "Settings", today: date, source: "str | Engine | None" = None) -> AkquiseApp:
    """The app on a database: its address, one that is open already, or the configured one."""
    i18n.use(settings.lang)
    return AkquiseApp(Desk(source or settings.database_url, settings, today))
