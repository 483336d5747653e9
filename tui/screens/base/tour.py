"""A step of the tour over the screen it is about, which stays in sight."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.formatting.i18n import N_, _
from tui.text.work.tour import TOUR
from tui.widgets.key_bar import KeyBar


class TourScreen(ModalScreen[int | None]):
    """Gives the number of the step that is wanted next; None where the tour ends."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right", "step(1)", N_("Weiter"), key_display="⏎", tooltip=N_("Zum nächsten Schritt")),
        Binding("left", "step(-1)", N_("Zurück"), key_display="←", tooltip=N_("Zum vorigen Schritt")),
        Binding("escape,q", "end", N_("Schließen"), key_display="Esc", tooltip=N_("Den Rundgang beenden")),
    ]

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def compose(self) -> ComposeResult:
        """The step and its number, in a frame below."""
        with Vertical(id="dialog") as frame:
            title = _("Rundgang, Schritt {n} von {all}").format(n=self.number + 1, all=len(TOUR))
            frame.border_title = Content(title)
            yield Static(_(TOUR[self.number].text), markup=False)
        yield KeyBar()

    def action_step(self, by: int) -> None:
        """On or back; after the last step the tour is over."""
        wanted = max(0, self.number + by)
        self.dismiss(wanted if wanted < len(TOUR) else None)

    def action_end(self) -> None:
        """Enough."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing before the first step."""
        if action == "step" and parameters == (-1,) and self.number == 0:
            return None
        return super().check_action(action, parameters)
