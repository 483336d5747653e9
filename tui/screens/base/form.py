"""A form over a screen: choices, ticks and lines, checked where they stand; a refusal keeps all that was typed."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from grants_db.errors import AkquiseError, DoubtError, MissingStepError, UsageError
from tui.formatting.format import harmless, one_line
from tui.formatting.i18n import N_, _
from tui.formatting.messages import sentence
from tui.formatting.said_back import said_back, written_out
from tui.formatting.worker_errors import EXPECTED, explained
from tui.widgets.choices import OneOf, Ticks
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from sqlalchemy import Engine


def filled_in(text: str) -> str:
    """The text; UsageError when there is none."""
    if not text.strip():
        raise UsageError("Bitte ausfüllen.")
    return text.strip()


@dataclass(frozen=True)
class Line:
    """A line to fill in.

    Attributes:
        name: what it is.
        check: raises UsageError with what is wrong.
        value: what stands there at first.
        hint: how it is written.
        said: where the value is from, shown below it until something else is typed.
    """

    name: str
    check: Callable[[str], object] = filled_in
    value: str = ""
    hint: str = ""
    said: str = ""


@dataclass(frozen=True)
class Choice:
    """One of several.

    Attributes:
        options: what there is to choose.
        name: what it is.
        chosen: which of them is chosen at first.
        not_yet: for each option that can't be taken now, what must come first; empty for the others.
    """

    options: Sequence[str]
    name: str = ""
    chosen: int = 0
    not_yet: Sequence[str] = ()


@dataclass(frozen=True)
class Tick:
    """Any of several; `ticked` are ticked at first, `said` is where that is from, shown below."""

    options: Sequence[str]
    name: str = ""
    ticked: Sequence[int] = ()
    said: str = ""


Field = Line | Choice | Tick


@dataclass(frozen=True)
class Filled:
    """What was filled in: the number chosen in each choice, each line's text, the numbers ticked in the first list.

    `insists`: the same was doubted before, and taken once more as it stands. `ticks`: those of each list.
    """

    choices: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()
    ticked: tuple[int, ...] = ()
    insists: bool = False
    ticks: tuple[tuple[int, ...], ...] = ()

    @property
    def choice(self) -> int:
        """The number chosen in the first choice."""
        return self.choices[0] if self.choices else 0


#: what writes what was filled in; None: it is answered only, and whoever asked goes on
Store = Callable[[Filled], Callable[["Engine"], object] | None]


class FormScreen(ModalScreen[Filled | None]):
    """Enter goes from field to field and takes all at the end; Escape takes nothing.

    With `store`, the form writes itself and closes when it is written; a refusal is said in the form, which stays. What
    is doubted is stored when it is taken once more unchanged.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", N_("Eintragen"), tooltip=N_("Das Eingegebene eintragen")),
        Binding("enter", "take", N_("Weiter"), key_display="⏎", tooltip=N_("Zum nächsten Feld, am Ende eintragen")),
        Binding("tab", "app.focus_next", N_("Nächstes Feld"), tooltip=N_("Zum nächsten Feld")),
        Binding("escape", "cancel", N_("Abbrechen"), key_display="Esc", tooltip=N_("Nichts eintragen")),
    ]

    class Stored(Message):
        """What was filled in is written, or was refused."""

        def __init__(self, filled: Filled, refused: AkquiseError | None = None) -> None:
            super().__init__()
            self.filled, self.refused = filled, refused

    def __init__(
        self,
        title: str,
        what: str,
        fields: Sequence[Field],
        *,
        store: Store | None = None,
        engine: "Engine | None" = None,
    ) -> None:
        """`title` stands in the frame, `what` says what it is about."""
        super().__init__()
        self._title, self._what, self._specified = title, what, tuple(fields)
        self._store, self._engine = store, engine
        self._writing = False
        self._doubted: Filled | None = None

    def compose(self) -> ComposeResult:
        """The fields in their order, each with room for what is wrong with it."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title)
            yield Static(one_line(self._what), markup=False, id="what")
            with VerticalScroll(id="fields", can_focus=False):
                for number, field in enumerate(self._specified):
                    yield from self._compose_field(number, field)
            yield Static("", markup=False, id="refused")
        yield KeyBar()

    def _compose_field(self, number: int, field: Field) -> ComposeResult:
        if isinstance(field, Line):
            with Horizontal(classes="field"):
                yield Static(field.name, markup=False, classes="label")
                yield Input(field.value, placeholder=field.hint, classes="line", compact=True, id=f"field-{number}")
        else:
            if field.name:
                yield Static(field.name, markup=False, classes="label -above")
            kind = OneOf if isinstance(field, Choice) else Ticks
            yield kind(*field.options, markup=False, compact=True, classes="options", id=f"field-{number}")
        yield Static("", markup=False, classes="wrong", id=f"wrong-{number}")

    def on_mount(self) -> None:
        """Begin at the first field."""
        self.set_class(len(self._specified) == 1 and not isinstance(self._specified[0], Line), "-single")
        for number, field in enumerate(self._specified):
            if isinstance(field, Choice):
                self.query_one(f"#field-{number}", OptionList).highlighted = field.chosen
            elif isinstance(field, Tick):
                self.query_one(f"#field-{number}", Ticks).tick(field.ticked)
            if not isinstance(field, Choice) and field.said:
                self._complain(number, "")
        self._widget(0).focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Who goes on to another option is not told again what the one before lacked."""
        self._complain(self._number(event.option_list), "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click in a list."""
        event.stop()
        self._go_on_from(event.option_list)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line."""
        event.stop()
        self._go_on_from(event.input)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Who mends a line is not told again what was wrong with it; a day is said back in words while it is typed."""
        number = self._number(event.input)
        self._complain(number, "")
        field = self._specified[number]
        if isinstance(field, Line) and event.value.strip():
            with suppress(UsageError):
                if understood := said_back(field.check(event.value)):
                    place = self.query_one(f"#wrong-{number}", Static)
                    place.add_class("-understood")
                    place.update(understood)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """A day stands there as it was understood once its line is left: nobody has to guess what 1.12.26 became."""
        field = self._specified[self._number(event.input)]
        if not isinstance(field, Line) or not self.app.app_focus:
            return
        with suppress(UsageError):
            if shown := written_out(field.check(event.value)):
                field.check(shown)
                event.input.value = shown

    def _go_on_from(self, widget: Widget) -> None:
        """From a choice to what still has to be filled in, from another field to the next; else take all."""
        number = self._number(widget)
        following = range(number + 1, len(self._specified))
        if isinstance(self._specified[number], Choice):
            waiting = [at for at in following if self._wrong(at)]
            if waiting:
                self._widget(number + 1).focus()
                return
        elif following:
            if wrong := self._wrong(number):
                self._complain(number, wrong)
            else:
                self._widget(number + 1).focus()
            return
        self.action_take()

    def action_take(self) -> None:
        """Answer with what is filled in, once every field is right."""
        if self._writing:
            return
        wrong = {number: said for number in range(len(self._specified)) if (said := self._wrong(number))}
        for number in range(len(self._specified)):
            self._complain(number, wrong.get(number, ""))
        if wrong:
            self._widget(min(wrong)).focus()
            return
        filled = self._filled()
        filled = replace(filled, insists=filled == self._doubted)
        write = self._store(filled) if self._store is not None else None
        if write is None or self._engine is None:
            self.dismiss(filled)
            return
        self._writing = True
        self.run_worker(partial(self._write, write, filled, self._engine), thread=True, group="write")

    def action_cancel(self) -> None:
        """Answer with nothing; what is being written can't be held back any more."""
        if not self._writing:
            self.dismiss(None)

    def on_form_screen_stored(self, message: Stored) -> None:
        """Close when it is written; else say what was refused, and leave everything as it was typed."""
        self._writing = False
        if message.refused is None:
            self.dismiss(message.filled)
            return
        text = sentence(message.refused.sentence)
        if isinstance(message.refused, DoubtError):
            self._doubted = message.filled
            if isinstance(message.refused, MissingStepError):
                text += f" ^S: {sentence(message.refused.offer)}."
            else:
                text += f" {_('Stimmt es doch, trägt ^S es ein.')}"
        self.query_one("#refused", Static).update(harmless(text))

    def _write(self, write: "Callable[[Engine], object]", filled: Filled, engine: "Engine") -> None:
        try:
            write(engine)
        except EXPECTED as error:
            self.post_message(self.Stored(filled, explained(error)))
        else:
            self.post_message(self.Stored(filled))

    def _filled(self) -> Filled:
        choices: list[int] = []
        lines: list[str] = []
        ticks: list[tuple[int, ...]] = []
        for number, field in enumerate(self._specified):
            widget = self._widget(number)
            if isinstance(widget, Input):
                lines.append(widget.value.strip())
            elif isinstance(widget, Ticks):
                ticks.append(tuple(sorted(widget.ticked)))
            elif isinstance(field, Choice) and isinstance(widget, OptionList):
                choices.append(widget.highlighted or 0)
        return Filled(tuple(choices), tuple(lines), ticks[0] if ticks else (), ticks=tuple(ticks))

    def _wrong(self, number: int) -> str:
        """What is wrong with a field, in one sentence."""
        field, widget = self._specified[number], self._widget(number)
        if isinstance(field, Line) and isinstance(widget, Input):
            try:
                field.check(widget.value)
            except UsageError as error:
                return sentence(error.sentence) if widget.value.strip() else _("Bitte ausfüllen.")
        if isinstance(field, Choice) and field.not_yet and isinstance(widget, OptionList):
            return field.not_yet[widget.highlighted or 0]
        return ""

    def _complain(self, number: int, text: str) -> None:
        self.query_one("#refused", Static).update("")
        place = self.query_one(f"#wrong-{number}", Static)
        place.remove_class("-understood")
        place.update(harmless(f"↑ {text}") if text else "")
        field, widget = self._specified[number], self._widget(number)
        as_it_was = isinstance(field, Line) and isinstance(widget, Input) and widget.value == field.value
        if not text and not isinstance(field, Choice) and (as_it_was or isinstance(field, Tick)):
            place.add_class("-understood")
            place.update(harmless(field.said))

    def _number(self, widget: Widget) -> int:
        return int((widget.id or "field-0").removeprefix("field-"))

    def _widget(self, number: int) -> Widget:
        return self.query_one(f"#field-{number}")
