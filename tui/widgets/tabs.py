"""The screens in the order of their keys: where each one's code is, its name on the tab, what one does there.

Plain texts, so that the first picture of the app needs none of the screens; each is loaded when it is first shown.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from tui.formatting.i18n import N_

if TYPE_CHECKING:
    from textual.screen import Screen


@dataclass(frozen=True)
class Tab:
    """A screen: its name in the table of modes, key, module and class; its name, a shorter one, and its purpose."""

    mode: str
    key: str
    module: str
    screen: str
    name: str
    short: str
    tooltip: str

    def screen_class(self) -> "type[Screen[Any]]":
        """The screen's class; loads its module."""
        return cast("type[Screen[Any]]", getattr(import_module(self.module), self.screen))

    def make(self) -> "Screen[Any]":
        """The screen itself, when it is first shown."""
        return self.screen_class()()


TABS = (
    Tab(
        "overview",
        "1",
        "tui.screens.overview",
        "OverviewScreen",
        N_("Übersicht"),
        N_("Übers."),
        N_("Was ist zu tun: Fristen, zu Lesendes, letzte Nacht; und die Tafel der Stadt"),
    ),
    Tab(
        "matches",
        "2",
        "tui.screens.review.screen",
        "MatchesScreen",
        N_("Treffer"),
        N_("Treffer"),
        N_("Förderangebote zu Maßnahmen ansehen und entscheiden"),
    ),
    Tab(
        "opportunities",
        "3",
        "tui.screens.opportunities.screen",
        "OpportunitiesScreen",
        N_("Förderangebote"),
        N_("Suche"),
        N_("Alle Förderangebote durchsuchen"),
    ),
    Tab(
        "measures",
        "4",
        "tui.screens.measures",
        "MeasuresScreen",
        N_("Maßnahmen"),
        N_("Maßn."),
        N_("Alle Maßnahmen mit Kosten, Lücke und Treffern"),
    ),
    Tab(
        "deadlines",
        "5",
        "tui.screens.deadlines",
        "DeadlinesScreen",
        N_("Fristen"),
        N_("Fristen"),
        N_("Alle Termine: Antragsfristen, Aufgaben, Pflichten; als Liste oder Monat"),
    ),
    Tab(
        "sources",
        "6",
        "tui.screens.sources",
        "SourcesScreen",
        N_("Quellen"),
        N_("Quellen"),
        N_("Woher die Förderangebote kommen und wie der letzte Lauf war"),
    ),
    Tab(
        "applications",
        "7",
        "tui.screens.applications.screen",
        "ApplicationsScreen",
        N_("Anträge"),
        N_("Antr."),
        N_("Vom angenommenen Treffer bis zum abgeschlossenen Antrag"),
    ),
    Tab(
        "ledger",
        "8",
        "tui.screens.ledger",
        "LedgerScreen",
        N_("Warum?"),
        N_("Warum?"),
        N_("Alle Entscheidungen mit Grund: Warum (nicht) beantragt?"),
    ),
    Tab(
        "settings",
        "9",
        "tui.screens.settings",
        "SettingsScreen",
        N_("Einstellungen"),
        N_("Opt."),
        N_("Meine Einheit, Sprache, hell oder dunkel, ab wann vor Fristen gewarnt wird"),
    ),
)

#: the other way through the matches: the same tab, a screen of its own
BY_CALL = Tab(
    "calls",
    "2",
    "tui.screens.review.by_call",
    "ByCallScreen",
    N_("Treffer nach Angebot"),
    N_("Treffer"),
    N_("Förderangebote einmal lesen und für alle ihre Maßnahmen entscheiden"),
)
SCREENS = (*TABS, BY_CALL)
