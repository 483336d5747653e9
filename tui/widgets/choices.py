"""Lists to choose from, whose keys stand in the footer."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from tui.formatting.i18n import N_

TICKED, UNTICKED = "☑", "☐"
CHOSEN, UNCHOSEN = "◉", "○"


class Choices(OptionList):
    """Textual's list of options; Enter chooses, and the footer says so."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", N_("Wählen"), key_display="⏎", tooltip=N_("Die gewählte Zeile nehmen")),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where no line is marked yet there is none to take; what Enter means then is said by the screen."""
        return self.highlighted is not None if action == "select" else super().check_action(action, parameters)


class OneOf(Choices):
    """A list in a form: what is chosen has a sign, so that it shows when the cursor is elsewhere, too."""

    def __init__(self, *options: str, **settings: object) -> None:
        self._texts = options
        self._signed: int | None = None
        super().__init__(*(f"{UNCHOSEN} {text}" for text in options), **settings)  # type: ignore[arg-type] # as OptionList

    def on_mount(self) -> None:
        """The first is chosen until another is."""
        self._sign(self.highlighted)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """The sign goes with the cursor."""
        super().watch_highlighted(highlighted)
        if self.is_mounted:
            self._sign(highlighted)

    def _sign(self, at: int | None) -> None:
        if at == self._signed:
            return
        for place, sign in ((self._signed, UNCHOSEN), (at, CHOSEN)):
            if place is not None:
                self.replace_option_prompt_at_index(place, f"{sign} {self._texts[place]}")
        self._signed = at


class Ticks(OptionList):
    """A list of which any may be ticked, shown by a sign; Enter goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", N_("Ankreuzen"), tooltip=N_("Die gewählte Zeile an- oder abkreuzen")),
        Binding("enter", "go_on", N_("Weiter"), key_display="⏎", tooltip=N_("Zum nächsten Feld")),
    ]

    def __init__(self, *options: str, **settings: object) -> None:
        super().__init__(*(f"{UNTICKED} {text}" for text in options), **settings)  # type: ignore[arg-type] # as OptionList
        self._texts = options
        self.ticked: set[int] = set()

    def on_mount(self) -> None:
        """Begin at the first line."""
        self.highlighted = 0 if self._texts else None

    def action_tick(self) -> None:
        """Tick the line, or take its tick away."""
        if (at := self.highlighted) is not None:
            self.tick([at])

    def tick(self, lines: Iterable[int]) -> None:
        """Tick these lines, or take their ticks away."""
        for at in lines:
            self.ticked ^= {at}
            self.replace_option_prompt_at_index(at, f"{TICKED if at in self.ticked else UNTICKED} {self._texts[at]}")

    def action_select(self) -> None:
        """A click ticks."""
        self.action_tick()

    def action_go_on(self) -> None:
        """Go on in the form."""
        if (at := self.highlighted) is not None:
            self.post_message(self.OptionSelected(self, self.get_option_at_index(at), at))
