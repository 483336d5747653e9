"""The review queue on screen: reads it, shows a measure and a call side by side, walks through, narrows down."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from tui.formatting.i18n import counted
from tui.screens.base.page import PageScreen, Reader
from tui.screens.review.filters import ask_for_facet, ask_for_field
from tui.screens.review.layout import WALK, review_layout
from tui.screens.review.queries import give_match, read_beside, read_review
from tui.state.context import ReviewTarget
from tui.state.returning import bring_back_due
from tui.state.review_queue import FILTER_MEMORY, STEPS, Filter, Review, neighbours
from tui.text import review as said
from tui.widgets.panel import Panel

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.review.queue import MatchInFull, MatchLine


class ReviewPage(PageScreen[Review]):
    """The queue with the place in it; what is decided there is `tui.screens.review.screen`."""

    AUTO_FOCUS = ""
    #: the keys of the walk, for the screen to list behind its own
    WALK: ClassVar[list[BindingType]] = WALK

    def __init__(self) -> None:
        super().__init__()
        self._review: Review | None = None
        self._filter: Filter | None = None  # None: not yet taken from the memory
        self._position = 0
        self._target = ReviewTarget()
        self._marks: set[int] = set()  # calls, of the measure at hand
        self._in_full: dict[int, MatchInFull] = {}
        self._reading = 0  # counts what was read, so that a late answer of an older reading is not taken for a newer
        self._painted: int | None = None  # the match on screen
        self._evidence = False
        self._lines: dict[str, list[Content]] = {}

    def compose_page(self) -> ComposeResult:
        """The queue on the left; head, texts and reasons on the right."""
        yield from review_layout()

    def reader(self) -> Reader[Review]:
        """The queue, the lines of the measure to be shown, and the match to be shown in full."""
        if self.context.review is not None:
            self._target, self.context.review = self.context.review, None
            self._filtered = self._filtered.letting_in(self._target)
        target, filtered = self._target, self._filtered
        unit, since, today, now = self.context.settings.unit, self.context.since, self.context.today, self.context.now()

        def read(engine: "Engine") -> Review:
            bring_back_due(engine, today, now)
            return read_review(engine, target, filtered, unit, since)

        return read

    @property
    def _filtered(self) -> Filter:
        """What the queue is narrowed down to: as it was left, also in an earlier session."""
        if self._filter is None:
            self._filter = Filter.remembered(self.context.memory.get(FILTER_MEMORY, {}))
        return self._filter

    @_filtered.setter
    def _filtered(self, wanted: Filter) -> None:
        self._filter = wanted
        self.context.memory.put(FILTER_MEMORY, wanted.as_json())

    def empty_state(self, found: Review) -> str:
        """What is missing: measures, calls, a matching, or nothing at all."""
        return said.nothing_to_show(found)

    def on_page_screen_fetched(self, message: PageScreen.Fetched) -> None:
        """Keep what was read even where there is nothing to show: the filter that hides it can then be lifted."""
        self._review = cast("Review", message.found)
        self._reading += 1  # Textual calls the handlers of the classes above by itself

    def show(self, found: Review) -> None:
        """Show the measure and the match that was asked for, else its first undecided one."""
        here = {line.opportunity_id for line in found.matches}
        self._marks &= here
        self._in_full = dict(found.in_full)
        self._position = found.start()
        self._target = ReviewTarget(measure=found.row.number, opportunity=self._current_id())
        self._fill("measures", [said.measure_option(found, row) for row in found.rows], found.at)
        self._fill_proposals()
        self._paint()

    def _fill_proposals(self) -> None:
        if (review := self._review) is not None:
            lines = [said.proposal_option(review, line, self._marks) for line in review.matches]
            self._fill("proposals", lines, self._position)

    def _fill(self, name: str, lines: list[Content], at: int) -> None:
        """Show these lines; where only some changed, only those are drawn anew."""
        options, before = self.query_one(f"#{name}", OptionList), self._lines.get(name, [])
        if len(before) != len(lines):
            options.set_options(lines)
            options.border_subtitle = Content(counted("{n} Eintrag", "{n} Einträge", len(lines)))
        else:
            for number, (old, new) in enumerate(zip(before, lines, strict=True)):
                if old != new:
                    options.replace_option_prompt_at_index(number, new)
        self._lines[name] = lines
        options.highlighted = at if lines else None

    def _paint(self) -> None:
        """Show the match at hand, if it is read; else what is on screen stays until it is."""
        if (review := self._review) is None or not review.rows:
            return
        line, found = self._current_line(), self._shown()
        self.query_one("#proposals", OptionList).highlighted = self._position if line else None
        if line is not None and found is None:
            return
        self._painted = line.match_id if line else None
        self._paint_head()
        measure_text, call_text = said.texts(review, found)
        self.query_one("#measure-text", Panel).show(measure_text)
        panel = self.query_one("#call-text", Panel)
        panel.show(call_text)
        panel.border_subtitle = said.legend(found)
        eligibility, facts = said.reasons(found, self.context.today, evidence=self._evidence)
        self.query_one("#eligibility", Panel).show(eligibility)
        self.query_one("#facts", Panel).show(facts)
        self.query_one("#score", Panel).show(said.scores(found), title=said.score_title(found))
        others = found.others if found else ()
        self.query_one("#reasons").set_class(not others, "-alone")
        self._fill("others", [said.other_option(other) for other in others], 0)
        self.refresh_bindings()

    def _paint_head(self) -> None:
        if self._review is not None:
            self.query_one("#head", Static).update(
                said.head(self._review, self._in_full, self._position, self.context.today, self._marks)
            )

    def _current_line(self) -> "MatchLine | None":
        if self._review is None or not self._review.matches:
            return None
        return self._review.matches[self._position]

    def _current_id(self) -> int | None:
        line = self._current_line()
        return line.opportunity_id if line else None

    def _shown(self) -> "MatchInFull | None":
        """The match at hand with its texts; None while it is being read."""
        line = self._current_line()
        return self._in_full.get(line.match_id) if line else None

    def _current(self) -> "MatchInFull | None":
        """The match that is on screen, so that nothing else than what somebody sees is decided on."""
        line, found = self._current_line(), self._shown()
        return found if line is not None and line.match_id == self._painted else None

    def action_next(self) -> None:
        """The next match of this measure."""
        self._move(self._position + 1)

    def action_previous(self) -> None:
        """The match before."""
        self._move(self._position - 1)

    def _move(self, position: int) -> None:
        if (review := self._review) is None or not 0 <= position < len(review.matches) or position == self._position:
            return
        self._position = position
        self._target = ReviewTarget(measure=review.row.number, opportunity=self._current_id())
        self._paint()
        beside = [key for key in neighbours(review.matches, position) if key not in self._in_full]
        if beside:
            self.read_aside(partial(read_beside, match_ids=beside), partial(self._read_beside, self._reading))

    def _read_beside(self, reading: int, found: object) -> None:
        """Keep what was read; show it where it is the match at hand that was waited for."""
        if reading == self._reading and isinstance(found, dict):
            self._in_full |= found
            line = self._current_line()
            if line is not None and line.match_id != self._painted:
                self._paint()

    def action_next_measure(self) -> None:
        """The next measure of the queue."""
        self._go_to_measure(1)

    def action_previous_measure(self) -> None:
        """The measure before."""
        self._go_to_measure(-1)

    def _go_to_measure(self, step: int) -> None:
        if self._review is not None and 0 <= self._review.at + step < len(self._review.rows):
            self._go_to(ReviewTarget(measure=self._review.rows[self._review.at + step].number))

    def _go_to(self, target: ReviewTarget) -> None:
        """Another measure or match; marks belong to the measure that is left."""
        if self._review is not None and self._review.rows and target.measure != self._review.row.number:
            self._marks.clear()
        self._target = target
        self.action_reload()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Inside the list of matches the texts follow the cursor."""
        options = event.option_list
        if options.id == "proposals" and options.has_focus and event.option_index == options.highlighted:
            self._move(event.option_index)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A line of the queue, or another measure that the call was proposed for."""
        if (review := self._review) is None:
            return
        if event.option_list.id == "proposals":
            self._move(event.option_index)
        elif event.option_list.id == "measures":
            self._go_to(ReviewTarget(measure=review.rows[event.option_index].number))
        elif found := self._shown():
            other = found.others[event.option_index]
            target = ReviewTarget(measure=other.number, opportunity=found.opportunity.id)
            if other.carried:  # it gets the call as a match of its own, to be decided on there
                self.write(give_match(target, self.context.now()), lambda _made: self._go_to(target))
            else:
                self._go_to(target)
        self.action_back()

    def action_field(self) -> None:
        """Ask for an action field."""
        if (review := self._review) is not None:
            ask_for_field(self, review.fields, lambda it: self._narrow(replace(self._filtered, action_field=it)))

    def action_facet(self) -> None:
        """Ask for what the calls are to be about, or for."""
        if (review := self._review) is not None:
            ask_for_facet(self, review.matches, lambda code: self._narrow(replace(self._filtered, facet=code)))

    def action_only_open(self) -> None:
        """Hide what is accepted or dismissed, or show it again."""
        self._narrow(replace(self._filtered, only_open=not self._filtered.only_open))

    def action_clear(self) -> None:
        """Show everything again and mark nothing."""
        self._marks.clear()
        self._narrow(Filter())

    def _narrow(self, wanted: Filter) -> None:
        """Another filter: stay where one is, if that passes."""
        self._filtered = wanted
        review = self._review
        if review is not None and review.rows and not wanted.passes(review.row):
            self._target = ReviewTarget()
            self._marks.clear()
        else:
            self._target = replace(self._target, opportunity=None)
        self.action_reload()

    def action_by_call(self) -> None:
        """Show the call at hand beside all its measures."""
        if (key := self._current_id()) is not None:
            self.akquise.review_calls(key)

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
            self.query_one("#proposals", OptionList).focus()
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
        if found := self._shown():
            self.open_address(found.opportunity.url)

    def action_sheet(self) -> None:
        """Print the match on screen."""
        if (found := self._shown()) and self._review is not None:
            self.print_sheet("match", f"{self._review.row.id}:{found.opportunity.id}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to walk through without a match; switching is only needed where there is little room."""
        if action == "reasons" and self.has_class("-wide"):
            return False
        if action == "back":
            return self.focused is not None or self.has_class("-queue") or self.has_class("-reasons")
        if action == "clear":
            return self._filtered != Filter() or bool(self._marks)
        if action in ("evidence", "open_link", "sheet", "by_call"):
            return True if self._review is None or self._review.matches else None
        if action in STEPS and self._review is not None:
            return self._review.leads_on(action, self._position) or None
        return super().check_action(action, parameters)
