"""The grants of a measure beside each other, over the list: what is allowed, what to ask, what was answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from grants_db.typed_days import read_day
from grants_db.vocabulary import Cumulation
from tui.formatting.combination_text import combination_lines, grant_name, question_text
from tui.formatting.form_values import or_nothing
from tui.formatting.format import harmless, one_line
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.financing_plan.cumulation import CombinationCheck
    from grants_db.financing_plan.de_minimis import AidLine
    from grants_db.models.measure import Measure

ANSWERS = (Cumulation.ALLOWED, Cumulation.LIMITED, Cumulation.PROHIBITED)


@dataclass(frozen=True)
class CheckedMeasure:
    """A measure with its running applications beside each other, and these beside its open matches."""

    measure: "Measure"
    running: "CombinationCheck"
    with_matches: "CombinationCheck"
    aids: "list[AidLine]"


def read_combination(engine: "Engine", measure_id: int, today: date) -> CheckedMeasure:
    """Check the measure's grants as they stand now."""
    from grants_db.applications.combination import combination, running_applications
    from grants_db.measures.de_minimis import ledger_of
    from grants_db.models.measure import Measure
    from grants_db.storage.database import reading

    with reading(engine) as session:
        measure = session.get_one(Measure, measure_id)
        ids = [application.id or 0 for application in running_applications(session, measure)]
        return CheckedMeasure(
            measure,
            combination(session, measure, today),
            combination(session, measure, today, matches=True),
            ledger_of(session, ids),
        )


def copy_mails(screen: ModalScreen[Any], mails: str) -> None:
    """Put the questions into the clipboard and say so."""
    screen.app.copy_to_clipboard(mails)
    screen.notify(_("Kopiert; als Mail an die Behörde einfügen."), markup=False)


class QuestionsScreen(ModalScreen[None]):
    """The questions to authorities, word for word."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f,q", "leave", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück")),
        Binding("y", "copy", N_("Kopieren"), tooltip=N_("Den Text der Fragen kopieren")),
    ]

    def __init__(self, mails: str) -> None:
        super().__init__()
        self._mails = mails

    def compose(self) -> ComposeResult:
        """The mails, one below the other."""
        with VerticalScroll(id="dialog") as frame:
            frame.border_title = Content(_("Fragen an die Behörden"))
            yield Static(self._mails, markup=False, id="mails")
        yield KeyBar()

    def on_mount(self) -> None:
        """Scrolled by the arrow keys."""
        self.query_one("#dialog").focus()

    def action_leave(self) -> None:
        """Back to the check."""
        self.dismiss()

    def action_copy(self) -> None:
        """All of them."""
        copy_mails(self, self._mails)


class CombinationScreen(ModalScreen[bool]):
    """The check; closes with True where an answer was entered, so that it is read anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,k,q", "leave", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück")),
        Binding("m", "matches", N_("Mit Treffern"), tooltip=N_("Auch offene Treffer, für die kein Antrag läuft")),
        Binding("f", "read", N_("Fragen lesen"), tooltip=N_("Den Text der Fragen an die Behörden lesen")),
        Binding("y", "copy", N_("Fragen kopieren"), tooltip=N_("Den Text der Fragen an die Behörden kopieren")),
        Binding("b", "answer", N_("Antwort"), tooltip=N_("Eintragen, was eine Behörde geantwortet hat")),
    ]

    def __init__(
        self, found: CheckedMeasure, city: str, engine: "Engine", now: Callable[[], datetime], by: str
    ) -> None:
        super().__init__()
        self._found, self._city, self._engine, self._now, self._by = found, city, engine, now, by
        self._all = not found.running.pairs

    def compose(self) -> ComposeResult:
        """The check, a line each."""
        measure = self._found.measure
        with VerticalScroll(id="dialog") as frame:
            frame.border_title = Content(_("Kombination der Fördermittel"))
            yield Static(f"{measure.number} {one_line(measure.title)}", markup=False, id="what")
            yield Static(markup=False, id="lines")
        yield KeyBar()

    def on_mount(self) -> None:
        """The running ones, or all where there are not two."""
        self.query_one("#dialog").focus()
        self._paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to ask or to answer only where something is unclear, or stands beside another."""
        if action in ("copy", "read"):
            return bool(self._check.questions)
        if action == "answer":
            return bool(self._check.pairs)
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Close; nothing was entered."""
        self.dismiss(False)

    def action_matches(self) -> None:
        """With the open matches, or only what runs."""
        self._all = not self._all
        self._paint()

    def action_read(self) -> None:
        """The questions as they would be sent."""
        self.app.push_screen(QuestionsScreen(self._mails()))

    def action_copy(self) -> None:
        """Every question as a mail, one after the other."""
        copy_mails(self, self._mails())

    def _mails(self) -> str:
        texts = []
        for asked, other, _side in self._check.questions:
            subject, text = question_text(self._found.measure, asked, other, self._city)
            whom = one_line(asked.authority) or _("die Bewilligungsbehörde")
            texts.append(f"{_('An')}: {whom}\n{_('Betreff')}: {subject}\n\n{text}")
        return harmless("\n\n---\n\n".join(texts))

    def action_answer(self) -> None:
        """Ask what was answered, to which question."""
        pairs = [
            (side.grant, pair.sides[1 - place].grant)
            for pair in self._check.pairs
            for place, side in enumerate(pair.sides)
        ]
        open_first = [(asked, other) for asked, other, _side in self._check.questions]
        pairs = [*open_first, *(pair for pair in pairs if pair not in open_first)]
        number = self._found.measure.number

        def store(filled: Filled) -> "Callable[[Engine], object]":
            def write(engine: "Engine") -> None:
                from grants_db.financing_plan.cumulation import AuthorityAnswer
                from grants_db.measures.store import get_measure
                from grants_db.review.cumulation_answers import record_answer
                from grants_db.storage.database import writing

                (asked, other), says = pairs[filled.choices[0]], ANSWERS[filled.choices[1]]
                quote, by, on, ceiling = filled.lines
                rate = read_percent(ceiling) if ceiling else None
                said = AuthorityAnswer(says, quote, self._day(on), by, rate)
                with writing(engine) as session:
                    measure, numbers = get_measure(session, number), (asked.call, other.call)
                    record_answer(session, measure, numbers, said, now=self._now(), by=self._by)

            return write

        fields: list[Field] = [
            Choice(
                [_("{asked} über {other}").format(asked=grant_name(one), other=grant_name(two)) for one, two in pairs],
                _("Wer antwortete worüber?"),
            ),
            Choice([label(each) for each in ANSWERS], _("Antwort")),
            Line(_("Wortlaut"), hint=_("was die Behörde schrieb")),
            Line(_("Von wem"), hint=_("Behörde und Funktion, kein Personenname")),
            Line(_("Am"), self._day, f"{self._now():%d.%m.%Y}", _("TT.MM.JJJJ")),
            Line(_("Grenze in %"), or_nothing(read_percent), hint=_("aller öffentlichen Mittel; kann leer bleiben")),
        ]
        form = FormScreen(_("Antwort der Behörde"), number, fields, store=store, engine=self._engine)

        def entered(filled: Filled | None) -> None:
            if filled is not None:
                self.dismiss(True)

        self.app.push_screen(form, entered)

    def _day(self, text: str) -> date:
        return read_day(text, self._now().date())

    def _paint(self) -> None:
        lines = combination_lines(self._check, self._found.aids)
        self.query_one("#lines", Static).update("\n".join(harmless(line) for line in lines))
        self.query_one("#dialog").scroll_home(animate=False)
        self.refresh_bindings()

    @property
    def _check(self) -> "CombinationCheck":
        return self._found.with_matches if self._all else self._found.running


def read_percent(text: str) -> Decimal:
    """A rate in percent, up to 100.

    >>> read_percent("80 %"), read_percent("66,5")
    (Decimal('80'), Decimal('66.5'))
    """
    from decimal import InvalidOperation

    from grants_db.errors import UsageError

    try:
        rate = Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or not 0 < rate <= 100:  # what percent means
        raise UsageError("„{text}“ ist kein Satz zwischen 0 und 100 Prozent.", text=text)
    return rate
