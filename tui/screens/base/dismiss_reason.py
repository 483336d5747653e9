"""Asks why a match is dismissed: a reason from the city's list, and a sentence where the list says "other"."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from grants_db.vocabulary import ReasonCode
from tui.formatting.format import one_line
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label
from tui.widgets.choices import Choices
from tui.widgets.key_bar import KeyBar

REASONS = list(ReasonCode)


@dataclass(frozen=True)
class Reason:
    """The answer."""

    code: ReasonCode
    note: str


class ReasonScreen(ModalScreen[Reason | None]):
    """A number chooses at once; Enter takes the marked reason; Escape dismisses nothing.

    No reason is marked before somebody marks one: what nobody chose is not stored as why the city didn't apply.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"choose({number})", label_text, show=False)
            for number, label_text in enumerate((reason.value for reason in REASONS), start=1)
        ),
        Binding("enter", "take", N_("Verwerfen"), key_display="⏎", tooltip=N_("Mit dem gewählten Grund verwerfen")),
        Binding("tab", "app.focus_next", N_("Anmerkung"), tooltip=N_("Zwischen Gründen und Anmerkung wechseln")),
        Binding("escape", "cancel", N_("Abbrechen"), key_display="Esc", tooltip=N_("Nichts verwerfen")),
    ]

    def __init__(self, title: str, given: Reason | None = None) -> None:
        """`given` is a reason that could not be stored, to begin with it."""
        super().__init__()
        self._title, self._given = title, given

    def compose(self) -> ComposeResult:
        """The reasons with their numbers, then the sentence."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(_("Warum verwerfen?"))
            yield Static(one_line(self._title), markup=False, id="what")
            names = [f"{number}  {label(reason)}" for number, reason in enumerate(REASONS, start=1)]
            yield Choices(*names, markup=False, id="reason-list", compact=True)
            yield Input(placeholder=_("Anmerkung, ohne Personennamen (bei „sonstiges“ nötig)"), id="note", compact=True)
            yield Static("", markup=False, id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the reasons."""
        given, reasons = self._given, self.query_one(OptionList)
        reasons.focus()
        reasons.highlighted = REASONS.index(given.code) if given else None
        self.query_one(Input).value = given.note if given else ""

    def action_choose(self, number: int) -> None:
        """A number chooses at once."""
        self.query_one(OptionList).highlighted = number - 1
        self.action_take()

    def on_option_list_option_highlighted(self, _event: OptionList.OptionHighlighted) -> None:
        """Enter takes the line from now on."""
        self.query_one("#hint", Static).update("")
        self.refresh_bindings()

    def on_option_list_option_selected(self, _event: OptionList.OptionSelected) -> None:
        """Enter or a click in the list."""
        self.action_take()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Enter in the sentence."""
        self.action_take()

    def action_take(self) -> None:
        """Answer with the marked reason; without one nothing is dismissed, and "other" asks for its sentence first."""
        marked, note = self.query_one(OptionList).highlighted, self.query_one(Input).value.strip()
        if marked is None:
            self.query_one("#hint", Static).update(_("Bitte einen Grund wählen; ohne Grund wird nichts verworfen."))
            self.query_one(OptionList).focus()
            return
        code = REASONS[marked]
        if code is ReasonCode.OTHER and not note:
            self.query_one("#hint", Static).update(_("Bitte in einem Satz sagen, warum."))
            self.query_one(Input).focus()
            return
        self.dismiss(Reason(code, note))

    def action_cancel(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)
