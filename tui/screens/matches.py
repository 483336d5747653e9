"""Matches: the review queue. A measure and a call side by side, why they might fit, and one key to decide."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from grants_db.vocabulary import DecisionKind
from tui.desk import ReviewTarget
from tui.format import one_line, shortened
from tui.i18n import N_, _, counted
from tui.labels import label
from tui.review import Review, following, head, measure_option, place_to_start, proposal_option, reasons, scores, texts
from tui.screens.page import PageScreen, Reader
from tui.screens.reason import Reason, ReasonScreen
from tui.widgets.choices import Choices
from tui.widgets.panel import Panel

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.matches import MatchView


@dataclass(frozen=True)
class Decided:
    """A decision that was stored, to be taken back with one key."""

    decision_id: int
    target: ReviewTarget
    title: str


class MatchesScreen(PageScreen[Review]):
    """The queue of unfunded measures, each with its matches, best first."""

    MODE = "matches"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", N_("Annehmen"), tooltip=N_("Diesen Treffer annehmen; seine Frist kommt in die Fristen")),
        Binding("d", "reject", N_("Verwerfen"), tooltip=N_("Diesen Treffer mit einem Grund verwerfen")),
        Binding("l", "later", N_("Später"), tooltip=N_("Zurückstellen; der Treffer bleibt in der Liste")),
        Binding("u", "undo", N_("Rückgängig"), tooltip=N_("Die letzte Entscheidung zurücknehmen")),
        Binding("j,down,right", "next", N_("Weiter"), key_display="j", tooltip=N_("Zum nächsten Treffer")),
        Binding("k,up,left", "previous", N_("Zurück"), key_display="k", tooltip=N_("Zum vorigen Treffer")),
        Binding("g", "reasons", N_("Gründe"), tooltip=N_("Zwischen den Texten und den Gründen wechseln")),
        Binding("b", "evidence", N_("Belege"), tooltip=N_("Zu jeder Angabe den Satz zeigen, aus dem sie stammt")),
        Binding("n", "next_measure", N_("Nächste Maßnahme"), tooltip=N_("Zur nächsten Maßnahme")),
        Binding("p", "previous_measure", N_("Vorige Maßnahme"), tooltip=N_("Zur vorigen Maßnahme")),
        Binding("m", "queue", N_("Liste"), tooltip=N_("Die Liste der Maßnahmen und Treffer zeigen")),
        Binding("escape", "back", N_("Texte"), key_display="Esc", tooltip=N_("Zurück zu den beiden Texten")),
        Binding("o", "open_link", N_("Quelle"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
        Binding("space,pagedown", "scroll_texts(1)", N_("Weiterlesen"), tooltip=N_("Beide Texte weiter"), show=False),
        Binding("pageup", "scroll_texts(-1)", N_("Zurück"), tooltip=N_("Beide Texte zurück"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._review: Review | None = None
        self._position = 0
        self._target = ReviewTarget()
        self._evidence = False
        self._deciding = False
        self._decided: list[Decided] = []

    def compose_page(self) -> ComposeResult:
        """The queue on the left; head, texts and reasons on the right."""
        with Horizontal(id="review"):
            with Vertical(id="queue"):
                yield _options(_("Maßnahmen"), "measures")
                yield _options(_("Treffer"), "proposals")
            with Vertical(id="pair"):
                yield Static(id="head", markup=False)
                with Horizontal(id="texts"):
                    yield Panel(_("Maßnahme"), id="measure-text")
                    yield Panel(_("Förderangebot"), id="call-text")
                with Container(id="reasons"):
                    yield Panel(_("Förderfähigkeit"), id="eligibility")
                    yield Panel(_("Angaben"), id="facts")
                    yield Panel(_("Bewertung"), id="score")

    def reader(self) -> Reader[Review]:
        """The queue, and the matches of the measure to be shown."""
        if self.desk.review is not None:
            self._target, self.desk.review = self.desk.review, None
        target = self._target

        def read(engine: "Engine") -> Review:
            from grants_db.database import reading
            from grants_db.matches import matches_of
            from grants_db.views import holdings, measure_rows

            with reading(engine) as session:
                rows = measure_rows(session, unfunded_only=True)
                at = place_to_start(rows, target)
                matches = matches_of(session, rows[at].measure.id or 0) if rows else []
                return Review(holdings(session), rows, at, matches, target.opportunity)

        return read

    def empty_state(self, found: Review) -> str:
        """What is missing: measures, calls, a matching, or nothing at all."""
        if not found.holdings.measures:
            return _("Noch keine Maßnahmen: akquise measures import DATEI")
        if not found.holdings.opportunities:
            return _("Noch keine Förderangebote: akquise crawl run")
        if not found.rows:
            return _("Keine Maßnahme hat eine Finanzierungslücke; es gibt nichts zuzuordnen.")
        if not found.holdings.matches:
            return _("Noch keine Treffer. Zuordnen: akquise match run")
        return ""

    def show(self, found: Review) -> None:
        """Show the measure and the match that was asked for, else its first undecided one."""
        self._review = found
        self._deciding = False
        self._position = found.start()
        self._target = ReviewTarget(measure=found.row.measure.number, opportunity=self._current_id())
        _fill(self.query_one("#measures", OptionList), [measure_option(row) for row in found.rows], found.at)
        _fill(self.query_one("#proposals", OptionList), [proposal_option(view) for view in found.matches], 0)
        self._paint()

    def _paint(self) -> None:
        if (review := self._review) is None:
            return
        self.query_one("#proposals", OptionList).highlighted = self._position if review.matches else None
        self.query_one("#head", Static).update(head(review, self._position, self.desk.today))
        measure_text, call_text = texts(review, self._position)
        self.query_one("#measure-text", Panel).show(measure_text)
        self.query_one("#call-text", Panel).show(call_text)
        eligibility, facts = reasons(review, self._position, self.desk.today, evidence=self._evidence)
        self.query_one("#eligibility", Panel).show(eligibility)
        self.query_one("#facts", Panel).show(facts)
        self.query_one("#score", Panel).show(scores(review, self._position))
        self.refresh_bindings()

    def _current(self) -> "MatchView | None":
        if self._review is None or not self._review.matches:
            return None
        return self._review.matches[self._position]

    def _current_id(self) -> int | None:
        view = self._current()
        return view.opportunity.id if view else None

    def action_accept(self) -> None:
        """Accept."""
        self._decide(DecisionKind.ACCEPTED)

    def action_later(self) -> None:
        """Put off."""
        self._decide(DecisionKind.LATER)

    def action_reject(self) -> None:
        """Ask why, then dismiss."""
        if (view := self._current()) is not None and not self._deciding:
            self.app.push_screen(ReasonScreen(view.opportunity.title), self._dismiss)

    def _dismiss(self, reason: Reason | None) -> None:
        if reason is not None:
            self._decide(DecisionKind.DISMISSED, reason)

    def _decide(self, kind: DecisionKind, reason: Reason | None = None) -> None:
        review, view = self._review, self._current()
        if review is None or view is None or self._deciding:
            return
        self._deciding = True  # a second key before the next match stands must not decide this one again
        measure, opportunity, now = review.row.measure, view.opportunity, self.desk.now()

        def write(engine: "Engine") -> int:
            from grants_db.database import writing
            from grants_db.decisions import decide

            code, note = (reason.code, reason.note) if reason else (None, "")
            with writing(engine) as session:
                return decide(session, measure, opportunity, kind, now=now, reason=code, note=note).id or 0

        here = ReviewTarget(measure=measure.number, opportunity=opportunity.id)
        self.write(write, partial(self._after_decision, kind, here, one_line(opportunity.title)))

    def _after_decision(self, kind: DecisionKind, here: ReviewTarget, title: str, decision_id: object) -> None:
        if isinstance(decision_id, int):
            self._decided.append(Decided(decision_id, here, title))
        said = _("{decision}: {title}. u nimmt es zurück.")
        self.say(said.format(decision=label(kind).capitalize(), title=shortened(title, 40)))
        if self._review is not None:
            self._target = following(self._review, self._position)
        self.action_reload()

    def action_undo(self) -> None:
        """Take back the last decision of this session, else the one on the match that is shown."""
        view = self._current()
        if self._decided:
            last = self._decided.pop()
        elif self._review is not None and view is not None and view.decision is not None:
            here = ReviewTarget(measure=self._review.row.measure.number, opportunity=view.opportunity.id)
            last = Decided(view.decision.id or 0, here, one_line(view.opportunity.title))
        else:
            self.say(_("Es gibt nichts zurückzunehmen."))
            return
        now = self.desk.now()

        def write(engine: "Engine") -> None:
            from grants_db.database import writing
            from grants_db.decisions import undo

            with writing(engine) as session:
                undo(session, last.decision_id, now)

        self.write(write, partial(self._after_undo, last))

    def _after_undo(self, last: Decided, _nothing: object) -> None:
        self.say(_("Zurückgenommen: {title}").format(title=last.title))
        self._target = last.target
        self.action_reload()

    def on_page_screen_mishap(self, message: PageScreen.Mishap) -> None:
        """A refused decision leaves the match where it is."""
        self._deciding = False
        super().on_page_screen_mishap(message)

    def action_next(self) -> None:
        """The next match of this measure."""
        self._move(self._position + 1)

    def action_previous(self) -> None:
        """The match before."""
        self._move(self._position - 1)

    def _move(self, position: int) -> None:
        if self._review is not None and 0 <= position < len(self._review.matches) and position != self._position:
            self._position = position
            self._target = ReviewTarget(measure=self._review.row.measure.number, opportunity=self._current_id())
            self._paint()

    def action_next_measure(self) -> None:
        """The next measure of the queue."""
        self._go_to_measure(1)

    def action_previous_measure(self) -> None:
        """The measure before."""
        self._go_to_measure(-1)

    def _go_to_measure(self, step: int) -> None:
        if self._review is not None and 0 <= self._review.at + step < len(self._review.rows):
            self._target = ReviewTarget(measure=self._review.rows[self._review.at + step].measure.number)
            self.action_reload()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A line of the queue."""
        if self._review is None:
            return
        if event.option_list.id == "proposals":
            self._move(event.option_index)
        else:
            self._target = ReviewTarget(measure=self._review.rows[event.option_index].measure.number)
            self.action_reload()
        self.action_back()

    def action_evidence(self) -> None:
        """Show or hide the quoted sentences, where the facts stand."""
        self._evidence = not self._evidence
        self.add_class("-reasons")
        self._paint()

    def action_reasons(self) -> None:
        """Texts or reasons, where there is no room for both."""
        self.toggle_class("-reasons")
        self.refresh_bindings()

    def action_queue(self) -> None:
        """The queue, where there is no room for it all the time; else go into it."""
        self.toggle_class("-queue")
        if self.has_class("-queue") or self.has_class("-wide"):
            self.query_one("#measures", OptionList).focus()
        else:
            self.set_focus(None)
        self.refresh_bindings()

    def action_back(self) -> None:
        """Back to the texts, from wherever the keys have led."""
        self.remove_class("-queue", "-reasons")
        self.set_focus(None)
        self.refresh_bindings()

    def action_scroll_texts(self, pages: int) -> None:
        """Both texts a page on or back."""
        for name in ("#measure-text", "#call-text"):
            panel = self.query_one(name, Panel)
            panel.scroll_relative(y=pages * max(panel.size.height - 2, 1), animate=False)

    def action_open_link(self) -> None:
        """Open the source's page."""
        if view := self._current():
            self.open_address(view.opportunity.url)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to decide without a match; switching is only needed where there is little room."""
        if action == "reasons" and self.has_class("-wide"):
            return False
        if action == "back":
            return self.focused is not None or self.has_class("-queue") or self.has_class("-reasons")
        if action in ("accept", "reject", "later", "next", "previous", "evidence", "open_link"):
            return True if self._current() else None
        return super().check_action(action, parameters)


def _options(title: str, name: str) -> OptionList:
    options = Choices(id=name, markup=False, compact=True)
    options.border_title = Content(title)
    return options


def _fill(options: OptionList, lines: list[Content], at: int) -> None:
    options.set_options(lines)
    options.highlighted = at if lines else None
    options.border_subtitle = Content(counted("{n} Eintrag", "{n} Einträge", len(lines)))
