"""Near misses of the measure at hand: searched behind the review, shown over it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from grants_db.errors import AkquiseError
from grants_db.messages import Message
from tui.formatting.messages import sentence
from tui.processes.background import own_command
from tui.processes.query import Question, QuestionCancelledError
from tui.screens.review.near_misses import NearMissScreen, ready
from tui.screens.review.page import ReviewPage
from tui.text.near_misses import NearMissText, read_near_misses


class NearMissPage(ReviewPage):
    """The queue, where what just misses a measure can be looked for; one search at a time."""

    def __init__(self, program: Sequence[str] = ()) -> None:
        """`program` stands in for our own command."""
        super().__init__()
        self._program = program
        self._near: dict[str, list[NearMissText]] = {}
        self._search: tuple[str, Question] | None = None

    def action_near(self) -> None:
        """Show the near misses of the measure; the first time they are searched behind the screen."""
        if (review := self._review) is None or not review.rows or self.context.engine is None:
            return
        number, title = review.row.number, review.row.title
        found = self._near.get(number)
        if found is None and (self._search is None or self._search[0] != number):
            self._stop_searching()
            arguments = ("match", "near", number, "--json")
            command = own_command(self.context, *arguments)
            if self._program:
                command = replace(command, words=(*self._program, *arguments))
            self._search = (number, Question(command))
            self.run_worker(partial(self._run_search, number, title, self._search[1]), thread=True, group="near")
        self.app.push_screen(NearMissScreen(number, title, found), self._near_closed)

    def _run_search(self, number: str, title: str, question: Question) -> None:
        """In a worker: wait for the command."""
        try:
            found: object = read_near_misses(question.answer())
        except QuestionCancelledError:
            return
        except AkquiseError as error:
            found = error.sentence
        self.post_message(self.Written(found, partial(self._searched, number, title)))

    def _searched(self, number: str, title: str, found: object) -> None:
        if self._search is not None and self._search[0] == number:
            self._search = None
        top = self.app.screen
        waiting = top if isinstance(top, NearMissScreen) and top.number == number else None
        if isinstance(found, Message):
            self.say(sentence(found), bad=True) if waiting is None else waiting.say_why(sentence(found))
        elif isinstance(found, list):
            self._near[number] = found
            self.say(ready(number, title)) if waiting is None else waiting.show(found)

    def _near_closed(self, given_up: bool | None) -> None:
        if given_up:
            self._stop_searching()

    def _stop_searching(self) -> None:
        if self._search is not None:
            self._search[1].cancel()
            self._search = None

    def on_unmount(self) -> None:
        """Nothing is left running when the app ends."""
        self._stop_searching()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to look for where there is a measure."""
        if action == "near" and self._review is not None:
            return True if self._review.rows else None
        return super().check_action(action, parameters)
