"""Matches by call: a call is read once, and one key decides it for the measures that are ticked."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType

from grants_db.errors import AkquiseError, InputError
from grants_db.vocabulary import DecisionKind
from tui.formatting.format import one_line, shortened
from tui.formatting.i18n import N_, _, counted
from tui.formatting.labels import label
from tui.screens.applications.new import application_of
from tui.screens.base.dismiss_reason import Reason, ReasonScreen
from tui.screens.base.form import Filled
from tui.screens.base.page import PageScreen, Reader
from tui.screens.opportunities.fact_checks import ask_about_facts, has_facts_to_check
from tui.screens.review.call_page import CallPage
from tui.screens.review.later import ask_when
from tui.screens.review.undo import TakesBackSteps
from tui.state.call_queue import CallReview, CallTarget, following_call

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True)
class CallStep:
    """Decisions on a call that one key takes back, and where that was."""

    decisions: tuple[int, ...]
    target: CallTarget
    said: str
    ticks: frozenset[int]


@dataclass(frozen=True)
class CallDecision:
    """What is to be decided: for which measures, how, and why; `rest`: for all that the step before left open."""

    measures: tuple[int, ...]
    kind: DecisionKind
    reason: Reason | None = None
    rest: bool = False
    returns_on: date | None = None


class ByCallScreen(CallPage, TakesBackSteps[CallStep]):
    """Decides on a call for the ticked measures, else the one at hand, and for the rest; takes decisions back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", N_("Annehmen"), tooltip=N_("Für diese Maßnahme annehmen, auch für alle markierten")),
        Binding("d", "reject", N_("Verwerfen"), tooltip=N_("Mit einem Grund verwerfen, auch für alle markierten")),
        Binding(
            "l", "later", N_("Später"), tooltip=N_("Bis zu einem Tag zurückstellen; dann steht der Treffer wieder an")
        ),
        Binding("V", "reject_rest", N_("Rest verwerfen"), tooltip=N_("Für alle übrigen offenen Maßnahmen verwerfen")),
        Binding("u", "undo", N_("Rückgängig"), tooltip=N_("Die letzte Entscheidung zurücknehmen; auch mehrmals")),
        Binding("space", "mark", N_("Markieren"), key_display="␣", tooltip=N_("Markieren, um mehrere zu entscheiden")),
        Binding("M", "mark_all", N_("Alle markieren"), tooltip=N_("Alle offenen Maßnahmen markieren oder keine")),
        Binding("v", "apply", N_("Antrag"), tooltip=N_("Aus dem angenommenen Treffer einen Antrag machen")),
        Binding("t", "settle", N_("Bestätigen"), tooltip=N_("Was der Text offen lässt, für alle Maßnahmen festhalten")),
        *CallPage.WALK,
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stored = self._awaited = 0  # decisions that were written, and that a reading has to know
        self._unstored: tuple[int, Reason] | None = None  # given for this call, but not yet stored

    def reader(self) -> Reader[CallReview]:
        """The calls, with the count of the decisions that stand in them."""
        read, stored = super().reader(), self._stored
        return lambda engine: replace(read(engine), stored=stored)

    def on_page_screen_fetched(self, message: PageScreen.Fetched) -> None:
        """Once what was decided is read, the next can be decided; an older reading doesn't know it yet."""
        if cast("CallReview", message.found).stored >= self._awaited:
            self._deciding = False

    def action_mark(self) -> None:
        """Tick the measure at hand and go on to the next, or take its tick away."""
        if (one := self._measure()) is None or self._deciding:
            return
        self._ticks ^= {one.measure_id}
        self._paint_measures(str(one.measure_id))
        if one.measure_id in self._ticks:
            self.action_step(1)
        self.refresh_bindings()

    def action_mark_all(self) -> None:
        """Tick every measure on which nothing is decided; where all are, none."""
        if self._review is not None and not self._deciding:
            undecided = set(self._review.undecided())
            self._ticks = set() if undecided <= self._ticks else undecided
            self._paint_measures(str(self._target.measure))
            self.refresh_bindings()

    def action_accept(self) -> None:
        """Accept."""
        self._decide(CallDecision(self._chosen(), DecisionKind.ACCEPTED))

    def action_later(self) -> None:
        """Ask until when, then put off."""
        asked, review = CallDecision(self._chosen(), DecisionKind.LATER), self._review
        if review is None or review.found is None or not asked.measures or self._deciding:
            return
        what = f"{one_line(review.call.title)} · {_for_how_many(len(asked.measures))}"
        ask_when(self, what, review.found.opportunity, lambda day: self._decide(replace(asked, returns_on=day)))

    def action_reject(self) -> None:
        """Ask why, then dismiss for the ticked measures, else the one at hand."""
        self._ask_why(CallDecision(self._chosen(), DecisionKind.DISMISSED))

    def action_reject_rest(self) -> None:
        """Ask why, then dismiss for every measure that is open and not ticked."""
        self._ask_why(CallDecision(self._rest(), DecisionKind.DISMISSED, rest=True))

    def _ask_why(self, asked: CallDecision) -> None:
        review = self._review
        if review is None or not asked.measures or self._deciding:
            return
        given = self._unstored[1] if self._unstored and self._unstored[0] == review.call.id else None
        what = f"{one_line(review.call.title)} · {_for_how_many(len(asked.measures))}"

        def answered(reason: Reason | None) -> None:
            if reason is not None:
                self._decide(replace(asked, reason=reason))

        self.app.push_screen(ReasonScreen(what, given), answered)

    def _chosen(self) -> tuple[int, ...]:
        """The ticked measures in their order, else the one under the cursor."""
        if self._review is None or not self._review.calls:
            return ()
        ticked = tuple(one.measure_id for one in self._review.measures if one.measure_id in self._ticks)
        one = self._measure()
        return ticked or ((one.measure_id,) if one else ())

    def _rest(self) -> tuple[int, ...]:
        """The measures on which nothing is decided, without the ticked ones."""
        return tuple(key for key in self._review.undecided() if key not in self._ticks) if self._review else ()

    def _decide(self, asked: CallDecision) -> None:
        review = self._review
        if review is None or not asked.measures or self._deciding:
            return
        # a second key before the next call stands must not decide this one again
        self._deciding, self._awaited = True, self._stored + 1
        call, now, by = review.call.id, self.context.now(), self.context.decided_by
        seen = {one.measure_id: one.decision_id for one in review.measures}
        reason = asked.reason
        self._unstored = (call, reason) if reason else None

        def write(engine: "Engine") -> tuple[int, ...]:
            from grants_db.review.by_call import decide_call
            from grants_db.storage.database import writing

            code, note = (reason.code, reason.note) if reason else (None, "")
            with writing(engine) as session:
                made = decide_call(
                    session,
                    call,
                    asked.measures,
                    asked.kind,
                    now=now,
                    reason=code,
                    note=note,
                    decided_by=by,
                    returns_on=asked.returns_on,
                    seen=seen,
                )
                return tuple(made)

        self.write(write, partial(self._after_decision, review, asked), self._not_decided)

    def _after_decision(self, review: CallReview, asked: CallDecision, decisions: object) -> None:
        """Remember the step; `review` is what was decided on, which may not be what is on screen by now."""
        self._stored += 1
        self._unstored = None
        new = cast("tuple[int, ...]", decisions)
        if not new:
            said = _("Das ist schon so entschieden ({decision}); es wurde nichts geändert.")
            self.say(said.format(decision=label(asked.kind)))
            self.action_reload()
            return
        self._remember(review, asked, new)
        left = [key for key in review.undecided() if key not in asked.measures]
        said = _("{decision}: {title}. u nimmt es zurück.")
        if left and not asked.rest and asked.kind is DecisionKind.ACCEPTED:
            said = _("{decision}: {title}. V verwirft die übrigen {n}, u nimmt es zurück.")
        what = f"{shortened(review.call.title, 40)} ({_for_how_many(len(new))})"
        self.say(said.format(decision=label(asked.kind).capitalize(), title=what, n=len(left)))
        if self._target.call == review.call.id:  # who has gone elsewhere meanwhile stays there
            if not asked.rest:
                self._ticks.clear()
            self._go_to(following_call(review, asked.measures))
        else:
            self.action_reload()

    def _remember(self, review: CallReview, asked: CallDecision, new: tuple[int, ...]) -> None:
        """One step; what dismisses the rest is one with the step that left it."""
        last = self._steps[-1] if self._steps else None
        said = f"{shortened(review.call.title, 40)} ({_for_how_many(len(new))})"
        step = CallStep(new, CallTarget(review.call.id, asked.measures[0]), said, frozenset(self._ticks))
        if asked.rest and last is not None and last.target.call == review.call.id:
            both = (*last.decisions, *new)
            said = f"{shortened(review.call.title, 40)} ({_for_how_many(len(both))})"
            self._steps.pop()
            step = replace(last, decisions=both, said=said)
        self._steps.append(step)

    def _not_decided(self, error: AkquiseError) -> None:
        """All stays as it is; what somebody else decided meanwhile is read.

        A reason that only the database was in the way of stands there when it is asked for again.
        """
        self._deciding = False
        if isinstance(error, InputError):
            self._unstored = None
        self.action_reload()

    def step_at_hand(self) -> CallStep | None:
        """The decision on the measure at hand."""
        one, review = self._measure(), self._review
        if one is None or review is None or one.decision_id is None:
            return None
        here = CallTarget(review.call.id, one.measure_id)
        return CallStep((one.decision_id,), here, shortened(review.call.title, 40), frozenset())

    def go_back_to(self, step: CallStep, *, is_undone: bool) -> None:
        """To its call, with its ticks once it is open again."""
        self._target = step.target
        if is_undone:
            self._ticks = set(step.ticks)

    def action_apply(self) -> None:
        """Ask what is known of the application, then make it."""
        review, one, engine = self._review, self._measure(), self.context.engine
        if review is None or review.found is None or one is None or engine is None:
            return
        if made := review.found.applications.get(one.measure_id):
            self.say(_("Dazu gibt es schon Antrag {number}; 7 zeigt ihn.").format(number=made[0]))
            return
        numbers: list[int] = []
        title = one_line(review.call.title)
        wanted = (one.measure_id, review.call.id, title)
        form = application_of(*wanted, engine, self.context.now(), self.context.decided_by, numbers.append)

        def applied(filled: Filled | None) -> None:
            if filled is not None:
                said = _("Antrag {number} angelegt: {title}. 7 zeigt ihn.")
                self.say(said.format(number=numbers[0], title=shortened(title, 40)))

        self.app.push_screen(form, applied)

    def action_settle(self) -> None:
        """Settle what the call's text leaves open."""
        ask_about_facts(self, self._review.found if self._review else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to decide without a call; an application only of what is accepted."""
        review, one = self._review, self._measure()
        if action in ("accept", "reject", "later", "mark"):
            return True if review is None or review.calls else None
        if action == "reject_rest":
            return True if review is None or self._rest() else None
        if action == "mark_all":
            return True if review is None or review.undecided() else None
        if action == "settle":
            return has_facts_to_check(review.found if review else None)
        if action == "apply":
            return one is not None and one.decision is DecisionKind.ACCEPTED
        if action == "undo" and review is not None:
            return True if self._steps or (one is not None and one.decision_id is not None) else None
        return super().check_action(action, parameters)


def _for_how_many(count: int) -> str:
    return counted("{n} Maßnahme", "{n} Maßnahmen", count)
