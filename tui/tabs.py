"""The screens in the order of their keys: where each one's code is, its name on the tab, what one does there.

Plain texts, so that the first picture of the app needs none of the screens; each is loaded when it is first shown.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from tui.i18n import N_

if TYPE_CHECKING:
    from tui.screens.page import PageScreen


@dataclass(frozen=True)
class Tab:
    """A screen: its name in the app's table of modes, its key, its class; its name, a shorter one, and its purpose."""

    mode: str
    key: str
    screen: str
    name: str
    short: str
    tooltip: str

    def screen_class(self) -> "type[PageScreen[Any]]":
        """The screen's class; loads its module, which is called like its mode."""
        return cast("type[PageScreen[Any]]", getattr(import_module(f"tui.screens.{self.mode}"), self.screen))

    def make(self) -> "PageScreen[Any]":
        """The screen itself, when it is first shown."""
        return self.screen_class()()


TABS = (
    Tab(
        "overview",
        "1",
        "OverviewScreen",
        N_("Übersicht"),
        N_("Übers."),
        N_("Wo stehen wir: offene Treffer, Lücken, nächste Fristen, letzte Nacht"),
    ),
    Tab(
        "matches",
        "2",
        "MatchesScreen",
        N_("Treffer"),
        N_("Treffer"),
        N_("Förderangebote zu Maßnahmen ansehen und entscheiden"),
    ),
    Tab(
        "opportunities",
        "3",
        "OpportunitiesScreen",
        N_("Förderangebote"),
        N_("Suche"),
        N_("Alle Förderangebote durchsuchen"),
    ),
    Tab(
        "measures",
        "4",
        "MeasuresScreen",
        N_("Maßnahmen"),
        N_("Maßn."),
        N_("Alle Maßnahmen mit Kosten, Lücke und Treffern"),
    ),
    Tab(
        "deadlines",
        "5",
        "DeadlinesScreen",
        N_("Fristen"),
        N_("Fristen"),
        N_("Alle Termine: Antragsfristen, Aufgaben, Pflichten; als Liste oder Monat"),
    ),
    Tab(
        "sources",
        "6",
        "SourcesScreen",
        N_("Quellen"),
        N_("Quellen"),
        N_("Woher die Förderangebote kommen und wie der letzte Lauf war"),
    ),
    Tab(
        "applications",
        "7",
        "ApplicationsScreen",
        N_("Anträge"),
        N_("Antr."),
        N_("Vom angenommenen Treffer bis zum abgeschlossenen Antrag"),
    ),
    Tab(
        "ledger",
        "8",
        "LedgerScreen",
        N_("Warum?"),
        N_("Warum?"),
        N_("Alle Entscheidungen mit Grund: Warum (nicht) beantragt?"),
    ),
    Tab(
        "settings",
        "9",
        "SettingsScreen",
        N_("Einstellungen"),
        N_("Opt."),
        N_("Meine Einheit, Sprache, hell oder dunkel, ab wann vor Fristen gewarnt wird"),
    ),
)
