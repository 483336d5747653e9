"""The review by call on screen: reads it, shows a call beside its measures, walks through, narrows down."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.formatting.format import number
from tui.formatting.i18n import N_, _
from tui.formatting.labels import label
from tui.screens.base.page import PageScreen, Reader
from tui.screens.review.filters import ask_for_field
from tui.screens.review.queries import give_match, read_calls
from tui.state.call_queue import CallReview, CallTarget, place_of_measure
from tui.state.context import ReviewTarget
from tui.state.returning import bring_back_due
from tui.state.review_queue import FILTER_MEMORY, Filter
from tui.text.review import call_text
from tui.text.work import by_call as said
from tui.widgets.panel import Panel
from tui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.review.by_call import CallMeasure


class CallPage(PageScreen[CallReview]):
    """The calls with the place in them; what is decided there is `tui.screens.review.by_call`."""

    MODE = "matches"
    AUTO_FOCUS = "#answers"
    #: the keys of the walk, for the screen to list behind its own
    WALK: ClassVar[list[BindingType]] = [
        Binding("j", "step(1)", N_("Weiter"), tooltip=N_("Zur nächsten Maßnahme des Angebots")),
        Binding("k", "step(-1)", N_("Zurück"), tooltip=N_("Zur vorigen Maßnahme des Angebots")),
        Binding("n", "turn(1)", N_("Nächstes Angebot"), tooltip=N_("Zum nächsten Förderangebot")),
        Binding("p", "turn(-1)", N_("Voriges"), tooltip=N_("Zum vorigen Förderangebot")),
        Binding("r", "by_measure", N_("Nach Maßnahme"), tooltip=N_("Diesen Treffer nach Maßnahmen geordnet ansehen")),
        Binding("g", "facts", N_("Angaben"), tooltip=N_("Zwischen dem Text und den Angaben wechseln")),
        Binding("b", "evidence", N_("Belege"), tooltip=N_("Zu jeder Angabe den Satz zeigen, aus dem sie stammt")),
        Binding("m", "list", N_("Liste"), tooltip=N_("Die Liste der Förderangebote zeigen")),
        Binding("escape", "back", N_("Maßnahmen"), key_display="Esc", tooltip=N_("Zurück zu Text und Maßnahmen")),
        Binding("f", "field", N_("Handlungsfeld"), tooltip=N_("Nur die Maßnahmen eines Handlungsfelds zeigen")),
        Binding("w", "only_open", N_("Nur offene"), tooltip=N_("Angenommenes und Verworfenes verbergen oder zeigen")),
        Binding("x", "clear", N_("Filter löschen"), tooltip=N_("Alles zeigen und nichts markieren")),
        Binding("o", "open_link", N_("Quelle"), tooltip=N_("Die Seite der Quelle im Browser öffnen")),
        Binding("pagedown", "scroll_text(1)", N_("Weiterlesen"), tooltip=N_("Den Text weiter"), show=False),
        Binding("pageup", "scroll_text(-1)", N_("Zurücklesen"), tooltip=N_("Den Text zurück"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._review: CallReview | None = None
        self._target = CallTarget()
        self._ticks: set[int] = set()  # measures of the call at hand
        self._facts = self._evidence = False

    def compose_page(self) -> ComposeResult:
        """The calls on the left; the call's head and text, its measures, and why on the right."""
        with Horizontal(id="review"):
            with Vertical(id="queue"), Vertical(id="calls-frame") as frame:
                frame.border_title = Content(_("Förderangebote"))
                yield RowTable(said.CALL_COLUMNS, id="calls")
            with Vertical(id="call"):
                yield Static(id="head", markup=False)
                yield Panel(_("Förderangebot"), id="call-text")
                with Vertical(id="answers-frame"):
                    yield RowTable(said.MEASURE_COLUMNS, id="answers")
                yield Panel(id="why", focusable=False)

    def reader(self) -> Reader[CallReview]:
        """The calls, and the one to be shown with its measures."""
        if self.context.call is not None:
            self._target, self.context.call = CallTarget(self.context.call), None
        target, filtered, since = self._target, self._filtered, self.context.since
        today, now = self.context.today, self.context.now()

        def read(engine: "Engine") -> CallReview:
            bring_back_due(engine, today, now)
            return read_calls(engine, target, filtered, since)

        return read

    @property
    def _filtered(self) -> Filter:
        """What the review is narrowed down to: the same as by measure, also from an earlier session."""
        return Filter.remembered(self.context.memory.get(FILTER_MEMORY, {}))

    def empty_state(self, found: CallReview) -> str:
        """What is missing: measures, calls, a matching, or nothing at all."""
        return said.nothing_to_read(found)

    def on_page_screen_fetched(self, message: PageScreen.Fetched) -> None:
        """Keep what was read even where there is nothing to show: the filter that hides it can then be lifted."""
        self._review = cast("CallReview", message.found)

    def show(self, found: CallReview) -> None:
        """Show the call that was asked for, else the first that waits, at its first undecided measure."""
        self._ticks &= {one.measure_id for one in found.measures}
        at = place_of_measure(found.measures, found.measure)
        self._target = CallTarget(found.call.id, found.measures[at].measure_id if found.measures else None)
        self.query_one("#calls", RowTable).show_rows(said.call_rows(found), str(found.call.id))
        frame = self.query_one("#calls-frame")
        frame.border_subtitle = Content(_("noch zu lesen: {n}").format(n=number(found.to_read)))
        self._paint_measures(str(self._target.measure))
        self._paint_call()

    def _paint_measures(self, at: str | None = None) -> None:
        if (review := self._review) is None or not review.calls:
            return
        self.query_one("#answers", RowTable).show_rows(said.measure_rows(review.measures, self._ticks), at)
        self.query_one("#answers-frame").border_title = Content(said.measures_title(review))
        self.query_one("#head", Static).update(said.head(review, self.context.today, self._ticks))

    def _paint_call(self) -> None:
        """The call's text with the words that met the measure at hand, or its facts."""
        review, one = self._review, self._measure()
        if review is None or review.found is None:
            return
        call, panel = review.found.opportunity, self.query_one("#call-text", Panel)
        if self._facts:
            panel.show(said.facts(call, self.context.today, evidence=self._evidence), title=_("Angaben"))
        else:
            panel.show(call_text(call, one.terms if one else ()), title=_("Förderangebot"))
        self._paint_why()

    def _paint_why(self) -> None:
        one, review = self._measure(), self._review
        made = review.found.applications.get(one.measure_id) if one and review and review.found else None
        application = _("Antrag {number}: {stage}").format(number=made[0], stage=label(made[1])) if made else ""
        title = f"{one.number} {one.title}" if one else ""
        self.query_one("#why", Panel).show(said.why(one, application), title=Content(title))

    def _measure(self) -> "CallMeasure | None":
        """The measure under the cursor."""
        if self._review is None:
            return None
        return next((one for one in self._review.measures if one.measure_id == self._target.measure), None)

    def on_row_table_row_highlighted(self, event: RowTable.RowHighlighted) -> None:
        """Why it is among the measures follows the cursor."""
        if event.table.id == "answers" and self._review is not None and self._review.calls:
            self._target = CallTarget(self._review.call.id, int(event.key))
            self._paint_why()
            self.refresh_bindings()

    def on_row_table_row_selected(self, event: RowTable.RowSelected) -> None:
        """A line of the calls goes to that call; one of the measures shows the match by measure."""
        if event.table.id == "calls":
            self._go_to(CallTarget(int(event.key)))
            self.action_back()
        else:
            self.action_by_measure()

    def action_step(self, step: int) -> None:
        """To the next measure of the call, or back."""
        table = self.query_one("#answers", RowTable)
        table.move_cursor(row=table.cursor_row + step)

    def action_turn(self, step: int) -> None:
        """To the next call, or back."""
        if (review := self._review) is not None and 0 <= review.at + step < len(review.calls):
            self._go_to(CallTarget(review.calls[review.at + step].id))

    def _go_to(self, target: CallTarget) -> None:
        """Another call or measure; ticks belong to the call that is left."""
        if self._review is not None and self._review.calls and target.call != self._review.call.id:
            self._ticks.clear()
        self._target = target
        self.action_reload()

    def action_by_measure(self) -> None:
        """Show the measure at hand and this call side by side."""
        if (one := self._measure()) is not None and self._review is not None:
            target = ReviewTarget(measure=one.number, opportunity=self._review.call.id)
            if one.carried:  # it gets the call as a match of its own, to be looked at there
                self.write(give_match(target, self.context.now()), lambda _made: self._show_match(target))
            else:
                self._show_match(target)

    def _show_match(self, target: ReviewTarget) -> None:
        self.akquise.review(measure=target.measure, opportunity=target.opportunity)

    def action_facts(self) -> None:
        """The call's text or its facts."""
        self._facts = not self._facts
        self._paint_call()

    def action_evidence(self) -> None:
        """Show the quoted sentences among the facts, or hide them."""
        self._evidence, self._facts = not (self._evidence and self._facts), True
        self._paint_call()

    def action_list(self) -> None:
        """The list of calls, where there is no room for it all the time; else go into it."""
        self.toggle_class("-queue")
        here = "#calls" if self.has_class("-queue") or self.has_class("-wide") else "#answers"
        self.query_one(here).focus()
        self.refresh_bindings()

    def action_back(self) -> None:
        """Back to the measures."""
        self.remove_class("-queue")
        self.query_one("#answers").focus()
        self.refresh_bindings()

    def action_field(self) -> None:
        """Ask for an action field."""
        if (review := self._review) is None:
            return

        def narrowed(number: int | None) -> None:
            self._narrow(replace(self._filtered, action_field=number))

        ask_for_field(self, review.fields, narrowed)

    def action_only_open(self) -> None:
        """Hide what is accepted or dismissed, or show it again."""
        self._narrow(replace(self._filtered, only_open=not self._filtered.only_open))

    def action_clear(self) -> None:
        """Show everything again and tick nothing."""
        self._ticks.clear()
        self._narrow(Filter())

    def _narrow(self, wanted: Filter) -> None:
        self.context.memory.put(FILTER_MEMORY, wanted.as_json())
        self._target = CallTarget()
        self.action_reload()

    def action_scroll_text(self, pages: int) -> None:
        """The text a page on or back."""
        panel = self.query_one("#call-text", Panel)
        panel.scroll_relative(y=pages * max(panel.size.height - 2, 1), animate=False)

    def action_open_link(self) -> None:
        """Open the source's page."""
        if self._review is not None and self._review.found is not None:
            self.open_address(self._review.found.opportunity.url)

    def call_to_cite(self) -> int | None:
        """The call at hand."""
        return self._review.call.id if self._review is not None and self._review.calls else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to walk through without a call."""
        review = self._review
        if action == "back":
            return self.has_class("-queue") or (self.is_mounted and self.query_one("#calls").has_focus)
        if action == "clear":
            return self.is_mounted and (self._filtered != Filter() or bool(self._ticks))
        if review is not None and not review.calls and action in ("evidence", "facts", "open_link", "by_measure"):
            return None
        if action == "turn" and review is not None:
            return 0 <= review.at + int(str(parameters[0])) < len(review.calls) or None
        if action == "step" and review is not None:
            at = place_of_measure(review.measures, self._target.measure)
            return 0 <= at + int(str(parameters[0])) < len(review.measures) or None
        return super().check_action(action, parameters)
