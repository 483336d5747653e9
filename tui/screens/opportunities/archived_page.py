"""What a source answered, as it is kept: shown over the screen, from the place on where the call stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.formatting.format import harmless, instant, one_line
from tui.formatting.i18n import N_, _
from tui.screens.base.page import PageScreen
from tui.widgets.key_bar import KeyBar

#: signs that are shown of one answer: an export of a whole portal has millions
MOST_SIGNS = 60_000
#: signs and lines before the place where the call stands
BEFORE, LINES_BEFORE = 400, 4


@dataclass(frozen=True)
class SourceAnswer:
    """One kept answer: its address, when it came, its text (None: no longer readable), where the call stands in it."""

    url: str
    fetched_at: datetime
    confirmed_at: datetime
    text: str | None
    at: int = 0


class AnswerScreen(ModalScreen[None]):
    """One answer at a time, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,B,q", "dismiss", N_("Schließen"), key_display="Esc", tooltip=N_("Zurück")),
        Binding("n", "turn(1)", N_("Nächste"), tooltip=N_("Die nächste aufbewahrte Antwort")),
        Binding("p", "turn(-1)", N_("Vorige"), tooltip=N_("Die vorige aufbewahrte Antwort")),
    ]

    def __init__(self, answers: Sequence[SourceAnswer]) -> None:
        super().__init__()
        self._answers, self._number = answers, 0

    def compose(self) -> ComposeResult:
        """Where it came from, then its text."""
        with VerticalScroll(id="dialog") as frame:
            frame.border_title = Content(_("Antwort der Quelle, wie sie aufbewahrt ist"))
            yield Static(markup=False, id="what")
            yield Static(markup=False, id="answer")
        yield KeyBar()

    def on_mount(self) -> None:
        """The newest."""
        self.query_one("#dialog").focus()
        self._paint()

    def action_turn(self, step: int) -> None:
        """The next or the one before."""
        self._number = (self._number + step) % len(self._answers)
        self._paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to turn to where there are several."""
        return len(self._answers) > 1 if action == "turn" else super().check_action(action, parameters)

    def _paint(self) -> None:
        answer = self._answers[self._number]
        said = _("{at} von {count} · abgerufen {fetched}, zuletzt bestätigt {confirmed}\n{url}").format(
            at=self._number + 1,
            count=len(self._answers),
            fetched=instant(answer.fetched_at),
            confirmed=instant(answer.confirmed_at),
            url=one_line(answer.url),
        )
        self.query_one("#what", Static).update(said)
        self.query_one("#answer", Static).update(excerpt(answer))
        self.query_one("#dialog").scroll_home(animate=False)


def show_answers(page: PageScreen[Any], answers: object) -> None:
    """Over the page, or a sentence where there is none."""
    if answers:
        page.app.push_screen(AnswerScreen(cast("list[SourceAnswer]", answers)))
    else:
        page.say(_("Von diesem Angebot ist keine Antwort der Quelle aufbewahrt."))


def excerpt(answer: SourceAnswer) -> str:
    """The text from a little before the call on; what is left out is said."""
    if answer.text is None:
        return _("Diese Antwort ist nicht mehr zu lesen: Die Datei fehlt oder wurde verändert.")
    if not answer.text:
        return _("Diese Antwort ist kein Text (etwa ein PDF).")
    before = answer.text[max(0, answer.at - BEFORE) : answer.at].split("\n")[-LINES_BEFORE:]
    start = answer.at - len("\n".join(before))
    shown = harmless(answer.text[start : start + MOST_SIGNS])
    left_out = _("[davor noch {n} Zeichen]").format(n=start) + "\n…" if start else ""
    more = len(answer.text) - start - MOST_SIGNS
    after = "…\n" + _("[danach noch {n} Zeichen]").format(n=more) if more > 0 else ""
    return left_out + shown + after
