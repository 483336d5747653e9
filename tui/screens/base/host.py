"""What a screen may ask of the app it stands in; the app itself is above the screens and not known here."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from tui.state.context import AppContext


class Host(Protocol):
    """The app, as its screens see it."""

    FIRST: str
    context: "AppContext"
    in_practice: bool

    def tell(
        self, text: str, severity: "SeverityLevel" = "information", *, until_a_key: bool = False, also: bool = False
    ) -> None:
        """A message over the page; with `also` beside those that stand there."""

    def place(self) -> str:
        """Whose city and which day."""

    def review(
        self, *, action_field: int | None = None, measure: str | None = None, opportunity: int | None = None
    ) -> None:
        """Go to the review queue: to a field's first waiting match, a measure, or one match."""

    def review_calls(self, opportunity: int | None = None) -> None:
        """Go to the review by call: to this call, else to where it was left."""

    def show_application(self, number: int) -> None:
        """Go to this application; its Escape leads back here."""

    def action_go(self, mode: str) -> None:
        """Go to a screen."""

    def speak(self, language: str, here: "Callable[[], Screen[Any]] | None" = None) -> None:
        """Speak another language at once; `here` makes what takes the place of the screen that is shown."""

    def action_theme(self) -> None:
        """Change between light and dark."""
