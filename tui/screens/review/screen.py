"""Matches: the review queue. A measure and a call side by side, why they might fit, and one key to decide."""

from collections.abc import Sequence
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
from tui.screens.review.later import ask_when
from tui.screens.review.near_search import NearMissPage
from tui.screens.review.page import ReviewPage
from tui.screens.review.undo import TakesBackSteps
from tui.state.context import ReviewTarget
from tui.state.review_queue import Review, following, place_of_match

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True)
class ReviewStep:
    """Decisions that were stored in one go, to be taken back with one key, and where that was."""

    decisions: tuple[int, ...]
    target: ReviewTarget
    said: str
    marks: frozenset[int] = frozenset()


class MatchesScreen(NearMissPage, TakesBackSteps[ReviewStep]):
    """Decides on the matches of the queue, one or all marked ones, and takes decisions back."""

    MODE = "matches"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a",
            "accept",
            N_("Annehmen"),
            tooltip=N_("Annehmen, auch alle markierten; seine Frist kommt in die Fristen"),
        ),
        Binding("d", "reject", N_("Verwerfen"), tooltip=N_("Mit einem Grund verwerfen, auch alle markierten")),
        Binding(
            "l", "later", N_("Später"), tooltip=N_("Bis zu einem Tag zurückstellen; dann steht der Treffer wieder an")
        ),
        Binding("u", "undo", N_("Rückgängig"), tooltip=N_("Die letzte Entscheidung zurücknehmen; auch mehrmals")),
        Binding("space", "mark", N_("Markieren"), key_display="␣", tooltip=N_("Markieren, um mehrere zu entscheiden")),
        Binding("v", "apply", N_("Antrag"), tooltip=N_("Aus dem angenommenen Treffer einen Antrag machen")),
        Binding("h", "near", N_("Knapp daneben"), tooltip=N_("Was fast passt, warum nicht, und was es möglich macht")),
        Binding("t", "settle", N_("Bestätigen"), tooltip=N_("Was der Text offen lässt, für alle Maßnahmen festhalten")),
        *ReviewPage.WALK,
    ]

    def __init__(self, program: Sequence[str] = ()) -> None:
        """`program` stands in for our own command where near misses are searched."""
        super().__init__(program)
        self._stored = 0  # counts the decisions that were written, so that a reading says which of them it knows
        self._awaited = 0
        self._unstored: dict[tuple[tuple[int, str], ...], Reason] = {}  # given for these, but not yet stored
        self._accepted: tuple[int, int, str] | None = None  # measure, call and title of what was accepted just now

    def reader(self) -> Reader[Review]:
        """The queue, with the count of the decisions that stand in it."""
        read, stored = super().reader(), self._stored
        return lambda engine: replace(read(engine), stored=stored)

    def on_page_screen_fetched(self, message: PageScreen.Fetched) -> None:
        """Once what was decided is read, the next match can be decided on; an older reading doesn't know it yet."""
        if cast("Review", message.found).stored >= self._awaited:
            self._deciding = False

    def action_accept(self) -> None:
        """Accept."""
        self._decide(DecisionKind.ACCEPTED)

    def action_later(self) -> None:
        """Ask until when, then put off."""
        chosen, found = self._chosen(), self._current()
        if chosen and not self._deciding:
            what = " · ".join(title for _call, title in chosen)
            ask_when(self, what, found.opportunity if found else None, self._put_off)

    def _put_off(self, returns_on: date | None) -> None:
        self._decide(DecisionKind.LATER, returns_on=returns_on)

    def action_reject(self) -> None:
        """Ask why, then dismiss."""
        chosen = self._chosen()
        if chosen and not self._deciding:
            what, given = " · ".join(title for _call, title in chosen), self._unstored.get(tuple(chosen))
            self.app.push_screen(ReasonScreen(what, given), self._dismiss)

    def _dismiss(self, reason: Reason | None) -> None:
        if reason is not None:
            self._decide(DecisionKind.DISMISSED, reason)

    def action_mark(self) -> None:
        """Mark the match at hand, or take its mark away."""
        if (line := self._current_line()) is not None and not self._deciding:
            self._marks ^= {line.opportunity_id}
            self._fill_proposals()
            self._paint_head()
            self.refresh_bindings()

    def _chosen(self) -> list[tuple[int, str]]:
        """What is decided on, as (call, title): the marked matches in their order, else the one on screen."""
        if self._review is None:
            return []
        if self._marks:
            marked = [line for line in self._review.matches if line.opportunity_id in self._marks]
            return [(line.opportunity_id, one_line(line.title)) for line in marked]
        found = self._current()
        return [(found.match.opportunity_id, one_line(found.opportunity.title))] if found else []

    def _decide(self, kind: DecisionKind, reason: Reason | None = None, returns_on: date | None = None) -> None:
        review, chosen = self._review, self._chosen()
        if review is None or not chosen or self._deciding:
            return
        # a second key before the next match stands must not decide this one again
        self._deciding, self._awaited = True, self._stored + 1
        measure, calls, now = review.row.id, [call for call, _title in chosen], self.context.now()
        seen, by = {line.opportunity_id: line.decision_id for line in review.matches}, self.context.decided_by

        def write(engine: "Engine") -> tuple[int, ...]:
            from grants_db.review.decisions import decide_all
            from grants_db.storage.database import writing

            code, note = (reason.code, reason.note) if reason else (None, "")
            with writing(engine) as session:
                made = decide_all(
                    session,
                    measure,
                    calls,
                    kind,
                    now=now,
                    reason=code,
                    note=note,
                    decided_by=by,
                    returns_on=returns_on,
                    seen=seen,
                )
                return tuple(made)

        after = partial(self._after_decision, review, kind, chosen, frozenset(self._marks))
        if reason is not None:
            self._unstored[tuple(chosen)] = reason
        self.write(write, after, self._not_decided)

    def _after_decision(
        self,
        review: Review,
        kind: DecisionKind,
        chosen: list[tuple[int, str]],
        marks: frozenset[int],
        decisions: object,
    ) -> None:
        """Remember the step; `review` is what was decided on, which may not be what is on screen by now."""
        self._stored += 1
        self._unstored.pop(tuple(chosen), None)
        new = cast("tuple[int, ...]", decisions)
        if not new:
            said = _("Das ist schon so entschieden ({decision}); es wurde nichts geändert.")
            self.say(said.format(decision=label(kind)))
            self.action_reload()
            return
        calls, measure = frozenset(call for call, _title in chosen), review.row
        here = ReviewTarget(measure=measure.number, opportunity=chosen[0][0])
        many = counted("{n} Treffer", "{n} Treffer", len(new))
        what = shortened(chosen[0][1], 40) if len(chosen) == 1 else many
        self._steps.append(ReviewStep(new, here, what, marks))
        self._marks.clear()
        accepted = kind is DecisionKind.ACCEPTED and len(chosen) == 1
        self._accepted = (measure.id, *chosen[0]) if accepted else None
        said = _("{decision}: {title}. v macht daraus einen Antrag, u nimmt es zurück.")
        said = said if accepted else _("{decision}: {title}. u nimmt es zurück.")
        self.say(said.format(decision=label(kind).capitalize(), title=what))
        # who has gone elsewhere while it was written, or is about to, stays there
        if self._target.measure == measure.number and self._target.opportunity in calls:
            self._target = following(review, place_of_match(review.matches, self._target.opportunity), calls)
        self.action_reload()

    def step_at_hand(self) -> ReviewStep | None:
        """The decision on the match that is shown."""
        found = self._current()
        if self._review is None or found is None or found.decision is None:
            return None
        here = ReviewTarget(measure=self._review.row.number, opportunity=found.match.opportunity_id)
        return ReviewStep((found.decision.id or 0,), here, shortened(found.opportunity.title, 40))

    def go_back_to(self, step: ReviewStep, *, is_undone: bool) -> None:
        """To its match, with its marks once it is open again."""
        self._target = step.target
        if is_undone:
            self._accepted, self._marks = None, set(step.marks)

    def _not_decided(self, error: AkquiseError) -> None:
        """The match stays where it is; what somebody else decided meanwhile is read.

        A reason that only the database was in the way of is asked for again as it was given.
        """
        self._deciding = False
        self.action_reload()
        if self.is_current and tuple(self._chosen()) in self._unstored and not isinstance(error, InputError):
            self.action_reject()

    def _to_apply_for(self) -> tuple[int, int, str] | None:
        """Measure, call and title of what an application can be made of: what is on screen, else accepted just now."""
        found = self._current()
        if found is not None and found.decision is not None and found.decision.kind is DecisionKind.ACCEPTED:
            return found.match.measure_id, found.match.opportunity_id, one_line(found.opportunity.title)
        return self._accepted

    def action_apply(self) -> None:
        """Ask what is known of the application, then make it."""
        if (wanted := self._to_apply_for()) is None:
            return
        found = self._current()
        if found is not None and found.application is not None and found.match.opportunity_id == wanted[1]:
            self.say(_("Dazu gibt es schon Antrag {number}; 7 zeigt ihn.").format(number=found.application[0]))
            return
        if (engine := self.context.engine) is None:
            return
        numbers: list[int] = []
        form = application_of(*wanted, engine, self.context.now(), self.context.decided_by, numbers.append)
        self.app.push_screen(form, partial(self._after_applying, wanted[2], numbers))

    def _after_applying(self, title: str, numbers: Sequence[int], filled: Filled | None) -> None:
        if filled is None:
            return  # given up, or refused; what is there by now is read as this screen comes back to the front
        self._accepted = None
        said = _("Antrag {number} angelegt: {title}. 7 zeigt ihn.")
        self.say(said.format(number=numbers[0], title=shortened(title, 40)))

    def action_settle(self) -> None:
        """Settle what the call's text leaves open."""
        ask_about_facts(self, self._shown())

    def call_to_cite(self) -> int | None:
        """The call of the match on screen."""
        found = self._shown()
        return found.opportunity.id if found else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to decide without a match; an application only of what is accepted."""
        if action in ("accept", "reject", "later", "mark"):
            return True if self._review is None or self._review.matches else None
        if action == "settle":
            return has_facts_to_check(self._shown())
        if action == "apply":
            return self._to_apply_for() is not None
        if action == "undo" and self._review is not None:
            found = self._current()
            return True if self._steps or (found is not None and found.decision is not None) else None
        return super().check_action(action, parameters)
