"""A small form over a screen: one choice of several, and lines to fill in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from tui.format import one_line
from tui.i18n import N_
from tui.widgets.choices import Choices
from tui.widgets.key_bar import KeyBar


@dataclass(frozen=True)
class Filled:
    """What was filled in: the number of the choice, and each line's text."""

    choice: int
    lines: tuple[str, ...]


class FormScreen(ModalScreen[Filled | None]):
    """Enter takes what is filled in; Escape nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", N_("Eintragen"), key_display="⏎", tooltip=N_("Das Eingegebene eintragen")),
        Binding("tab", "app.focus_next", N_("Nächstes Feld"), tooltip=N_("Zum nächsten Feld")),
        Binding("escape", "cancel", N_("Abbrechen"), key_display="Esc", tooltip=N_("Nichts eintragen")),
    ]

    def __init__(
        self,
        title: str,
        what: str,
        *,
        choices: Sequence[str] = (),
        lines: Sequence[str] = (),
        chosen: int = 0,
        filled: Sequence[str] = (),
    ) -> None:
        """`title` stands in the frame, `what` says what it is about; `lines` are what to fill in.

        `chosen` is the choice it begins at, `filled` what stands in the lines already.
        """
        super().__init__()
        self._title, self._what, self._choices, self._lines = title, what, tuple(choices), tuple(lines)
        self._chosen, self._filled = chosen, tuple(filled)

    def compose(self) -> ComposeResult:
        """The choices, then the lines."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title)
            yield Static(one_line(self._what), markup=False, id="what")
            if self._choices:
                yield Choices(*self._choices, markup=False, id="choices", compact=True)
            for text, value in zip_longest(self._lines, self._filled, fillvalue=""):
                yield Input(value, placeholder=text, classes="line", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first field."""
        if self._choices:
            self.query_one(OptionList).highlighted = self._chosen
            self.query_one(OptionList).focus()
        else:
            self.query(Input).first().focus()

    def on_option_list_option_selected(self, _event: OptionList.OptionSelected) -> None:
        """Enter or a click in the list."""
        self.action_take()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line goes to the next; in the last it takes all."""
        lines = list(self.query(Input))
        place = lines.index(event.input)
        if place + 1 < len(lines):
            lines[place + 1].focus()
        else:
            self.action_take()

    def action_take(self) -> None:
        """Answer with what is filled in."""
        choice = (self.query_one(OptionList).highlighted or 0) if self._choices else 0
        self.dismiss(Filled(choice, tuple(line.value.strip() for line in self.query(Input))))

    def action_cancel(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)
