"""What the app shows to who asks for help: the keys of a screen, and its page of the handbook."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui.app.telling import TellingApp
from tui.formatting.i18n import N_
from tui.widgets.tabs import SCREENS

#: under this name, in place of a database's address, it is kept who has been greeted
TOUR_SEEN = "tour"


class HelpingApp(TellingApp):
    """Help over the page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f1", "handbook", N_("Handbuch"), tooltip=N_("Die Seite des Handbuchs zu diesem Bildschirm"), show=False
        ),
        Binding("f2", "tour", N_("Rundgang"), tooltip=N_("In sechs Schritten durch die Bildschirme"), show=False),
    ]

    def action_keys(self) -> None:
        """Show what one can do on the screen, and all its keys."""
        from tui.screens.base.key_help import KeysScreen, keys_of

        self.push_screen(KeysScreen(keys_of(self.screen), self.current_mode))

    def action_handbook(self) -> None:
        """Open the handbook at the page of the screen."""
        from tui.screens.base.handbook import HandbookScreen

        if isinstance(self.screen, HandbookScreen) or (isinstance(self.screen, ModalScreen) and not self._is_help):
            return
        name = next((tab.name for tab in SCREENS if tab.mode == self.current_mode), "")
        self.push_screen(HandbookScreen(handbook_page(name)))

    def action_tour(self) -> None:
        """Begin the tour."""
        if not isinstance(self.screen, ModalScreen) and self.is_ready:
            self._tour(0)

    def greet(self, *, lasts: bool) -> None:
        """Begin the tour for who has never seen it, in whichever database; not where nothing is remembered."""
        from tui.state.user_state import Memory, memory_file

        greeted = Memory(memory_file(TOUR_SEEN) if lasts else None)
        if lasts and not greeted.get("seen", False):
            greeted.put("seen", True)
            self.call_after_refresh(self._tour, 0)

    def _tour(self, number: int | None) -> None:
        from tui.screens.base.tour import TourScreen
        from tui.text.work.tour import TOUR

        if number is not None:
            self.switch_mode(TOUR[number].mode)
            self.push_screen(TourScreen(number), self._tour)

    @property
    def is_ready(self) -> bool:
        """Is there something to work with?"""
        raise NotImplementedError

    @property
    def _is_help(self) -> bool:
        from tui.screens.base.key_help import KeysScreen

        return isinstance(self.screen, KeysScreen)


def handbook_page(name: str) -> str:
    """The page of the screen with this (German) name.

    >>> handbook_page("Maßnahmen"), handbook_page("Warum?")
    ('bildschirm-massnahmen', 'bildschirm-warum')
    """
    from grants_db.rules.folding import spelt_out  # help is not asked for while the app starts

    return "bildschirm-" + spelt_out(name).replace("?", "").replace(" ", "-")
