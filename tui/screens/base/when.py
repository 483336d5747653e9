"""Asks when: one of some answers, some of them with a day that is typed, and a remark; a number answers at once."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from grants_db.errors import UsageError
from tui.formatting.format import day_in_words, one_line
from tui.formatting.i18n import N_, _
from tui.formatting.messages import sentence
from tui.widgets.choices import Choices
from tui.widgets.key_bar import KeyBar

MOST = 9


@dataclass(frozen=True)
class WhenOption:
    """An answer.

    Attributes:
        name: what it says.
        day: the day it stands for, unless another is typed; None: none.
        read: reads the day that may be typed; None: this answer takes none.
        needs_day: it can't be given without one.
    """

    name: str
    day: date | None = None
    read: Callable[[str], date] | None = None
    needs_day: bool = False


@dataclass(frozen=True)
class When:
    """What was answered: which of the answers, its day, and the remark."""

    choice: int
    day: date | None
    note: str


class WhenScreen(ModalScreen[When | None]):
    """A number or Enter answers at once with the day that is typed, else with the answer's own; Escape: nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"choose({number})", f"choose {number}", show=False) for number in range(1, MOST + 1)),
        Binding("enter", "take", N_("Eintragen"), key_display="⏎", tooltip=N_("Mit der gewählten Zeile eintragen")),
        Binding(
            "tab", "app.focus_next", N_("Tag/Anmerkung"), tooltip=N_("Zwischen Zeilen, Tag und Anmerkung wechseln")
        ),
        Binding("escape", "cancel", N_("Abbrechen"), key_display="Esc", tooltip=N_("Nichts eintragen")),
    ]

    def __init__(
        self, title: str, what: str, options: Sequence[WhenOption], *, note: bool = True, given: When | None = None
    ) -> None:
        """`title` stands in the frame, `what` says what it is about; `note`: a remark can be written.

        `given` is an answer that could not be stored, to begin with it.
        """
        super().__init__()
        self._given = given
        self._title, self._what, self._options, self._note = title, what, tuple(options[:MOST]), note

    def compose(self) -> ComposeResult:
        """The answers with their numbers, then the day and the remark."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title)
            yield Static(one_line(self._what), markup=False, id="what")
            names = [f"{number}  {one_line(option.name)}" for number, option in enumerate(self._options, start=1)]
            yield Choices(*names, markup=False, id="reason-list", compact=True)
            yield Input(placeholder=_("Anderer Tag: TT.MM.JJJJ oder „in 2 Wochen“"), id="day", compact=True)
            if self._note:
                yield Input(placeholder=_("Anmerkung, ohne Personennamen"), id="note", compact=True)
            yield Static("", markup=False, id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first answer."""
        answers = self.query_one(OptionList)
        answers.focus()
        answers.highlighted = self._given.choice if self._given else 0
        if self._given is not None:
            self.query_one("#day", Input).value = f"{self._given.day:%d.%m.%Y}" if self._given.day else ""
            if self._note:
                self.query_one("#note", Input).value = self._given.note

    def on_input_changed(self, event: Input.Changed) -> None:
        """A day is said back in words while it is typed."""
        said = ""
        if event.input.id == "day" and event.value.strip():
            with suppress(UsageError):
                read = self._options[self._chosen].read or self._readers()[0]
                said = day_in_words(read(event.value))
        self.query_one("#hint", Static).update(said)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click in the list."""
        event.stop()
        self.action_take()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line; a day means the answer that asks for one, where the chosen one takes none."""
        event.stop()
        if event.input.id == "day" and event.value.strip() and self._options[self._chosen].read is None:
            with_day = next((at for at, option in enumerate(self._options) if option.read), self._chosen)
            self.query_one(OptionList).highlighted = with_day
        self.action_take()

    def action_choose(self, number: int) -> None:
        """A number answers at once."""
        if number <= len(self._options):
            self.query_one(OptionList).highlighted = number - 1
            self.action_take()

    def action_take(self) -> None:
        """Answer, once the day that is needed is one."""
        option, typed = self._options[self._chosen], self.query_one("#day", Input)
        found = option.day
        if option.read is not None and typed.value.strip():
            try:
                found = option.read(typed.value)
            except UsageError as error:
                self._ask_for_day(sentence(error.sentence))
                return
        if option.needs_day and found is None:
            self._ask_for_day(_("Bitte den Tag nennen."))
            return
        note = self.query_one("#note", Input).value.strip() if self._note else ""
        self.dismiss(When(self._chosen, found, note))

    def action_cancel(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)

    @property
    def _chosen(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    def _readers(self) -> list[Callable[[str], date]]:
        return [option.read for option in self._options if option.read is not None]

    def _ask_for_day(self, why: str) -> None:
        self.query_one("#hint", Static).update(why)
        self.query_one("#day", Input).focus()
