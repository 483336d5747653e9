"""Knapp daneben: calls that fit a measure and are just out of reach; shown over the review, searched behind it."""

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.formatting.format import harmless, one_line, shortened
from tui.formatting.i18n import N_, _
from tui.text.near_misses import NearMissText, near_text
from tui.widgets.key_bar import KeyBar


class NearMissScreen(ModalScreen[bool]):
    """Opens at once; what was found comes when it is there. Closing goes on searching; gives True to give it up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,h", "close", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück; gesucht wird weiter")),
        Binding("x", "give_up", N_("Abbrechen"), tooltip=N_("Die Suche abbrechen")),
    ]

    def __init__(self, number: str, title: str, found: Sequence[NearMissText] | None) -> None:
        """For the measure of this number and title; without `found` it is still being searched."""
        super().__init__()
        self.number, self._title, self._found = number, title, found
        self._error = ""
        self._since = monotonic()

    def compose(self) -> ComposeResult:
        """A text in a frame."""
        with VerticalScroll(id="dialog") as frame:
            frame.border_title = Content(_("Knapp daneben"))
            yield Static(one_line(f"{self.number} {self._title}"), markup=False, id="what")
            yield Static(markup=False, id="near")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what there is; while nothing is, that it goes on."""
        self.query_one("#dialog").focus()
        self._paint()
        self.set_interval(1, self._paint_waiting)

    def show(self, found: Sequence[NearMissText]) -> None:
        """What was found."""
        self._found = found
        self._answered()

    def say_why(self, error: str) -> None:
        """Why nothing could be found out."""
        self._found, self._error = (), harmless(error)
        self._answered()

    def _answered(self) -> None:
        if self.is_mounted:  # else it is painted as the screen appears
            self._paint()
            self.refresh_bindings()

    def _paint_waiting(self) -> None:
        if self._found is None:
            self._paint()

    def _paint(self) -> None:
        shown = self.query_one("#near", Static)
        if self._found is not None:
            shown.update(self._error or near_text(self._found))
            return
        waiting = _("Es wird gesucht, seit {seconds} s. Sie können schließen und weiterarbeiten.")
        shown.update(waiting.format(seconds=int(monotonic() - self._since)))

    def action_close(self) -> None:
        """Back to the review."""
        self.dismiss(False)

    def action_give_up(self) -> None:
        """Back to the review, and search no longer."""
        self.dismiss(True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to give up only while it is searched."""
        if action == "give_up":
            return self._found is None
        return super().check_action(action, parameters)


def ready(number: str, title: str) -> str:
    """What is said when a search that was left alone is done."""
    found = _("Knapp daneben zu {measure}: gefunden, h zeigt es.")
    return found.format(measure=shortened(f"{number} {title}", 40))
