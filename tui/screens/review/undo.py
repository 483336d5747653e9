"""`u`: the last decisions of this session, or what stands at hand, are taken back in one go."""

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from grants_db.errors import AkquiseError, InputError
from tui.formatting.i18n import _
from tui.screens.base.page import PageScreen

if TYPE_CHECKING:
    from sqlalchemy import Engine


class UndoStep(Protocol):
    """Decisions that were stored in one go, and how they are called."""

    @property
    def decisions(self) -> tuple[int, ...]:
        """The ids of the decisions."""

    @property
    def said(self) -> str:
        """What they are about."""


StepT = TypeVar("StepT", bound=UndoStep)


class TakesBackSteps(PageScreen[Any], Generic[StepT]):
    """Keeps what was decided in this session; the screen says what stands at hand and goes back to where it was."""

    def __init__(self) -> None:
        super().__init__()
        self._deciding = False  # from the key until what was read after the writing is there
        self._steps: list[StepT] = []

    def step_at_hand(self) -> StepT | None:
        """The decision that stands where the cursor is; None: none does."""
        raise NotImplementedError

    def go_back_to(self, step: StepT, *, is_undone: bool) -> None:
        """Put the cursor where the step was; `is_undone`: it is open again."""
        raise NotImplementedError

    def action_undo(self) -> None:
        """Take back the last step of this session, else the decision at hand."""
        if self._deciding:
            return  # what is being stored is not yet a step
        if (last := self._steps.pop() if self._steps else self.step_at_hand()) is None:
            return
        now = self.context.now()

        def write(engine: "Engine") -> None:
            from grants_db.review.decisions import undo_all
            from grants_db.storage.database import writing

            with writing(engine) as session:
                undo_all(session, last.decisions, now)

        self.write(write, partial(self._undone, last), partial(self._not_undone, last))

    def _undone(self, last: StepT, _nothing: object) -> None:
        self.say(_("Zurückgenommen: {title}").format(title=last.said))
        self.go_back_to(last, is_undone=True)
        self.action_reload()

    def _not_undone(self, last: StepT, error: AkquiseError) -> None:
        """What can't be taken back any more is shown; where only the database was in the way, the step stays."""
        if isinstance(error, InputError):
            self.go_back_to(last, is_undone=False)
        else:
            self._steps.append(last)
        self.action_reload()
