"""Can one apply on a day? Decided here only, for a call in memory and for a hundred thousand in the database alike.

What a call states makes its course (`status_course`), which is stored whenever the call or a correction of it is
written (`grants_db.opportunities.listing`). Its status on a day is then three comparisons, `DECIDED_BY`: of values here
(`StatusCourse.on`), of columns in `grants_db.opportunities.status.status_on`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import gt, lt
from typing import Any

from grants_db.rules.deadline import Deadline, last_day, last_sure_day
from grants_db.vocabulary import DeadlineKind, OpportunityStatus, StatusNote

#: kinds of deadline that, stated, mean one can apply now
APPLICABLE = {DeadlineKind.ROLLING, DeadlineKind.ANNUAL, DeadlineKind.RELATIVE, DeadlineKind.BEFORE_START}

#: what one looks at first
STATUS_ORDER = (
    OpportunityStatus.OPEN,
    OpportunityStatus.FORECASTED,
    OpportunityStatus.UNKNOWN,
    OpportunityStatus.CLOSED,
)

#: what of a course is compared with the day, and what the call is then; the first that applies decides
DECIDED_BY: tuple[tuple[str, Callable[[Any, Any], Any], OpportunityStatus], ...] = (
    ("closes_on", lt, OpportunityStatus.CLOSED),
    ("opens_from", gt, OpportunityStatus.FORECASTED),
    ("unsure_after", lt, OpportunityStatus.UNKNOWN),
)


@dataclass(frozen=True)
class StatusCourse:
    """How the status of a call goes on from day to day while nobody states anything new.

    Attributes:
        closes_on: the last day before it is closed; `date.min` where it is already, `date.max` where nothing closes it.
        opens_from: until this day it is only announced; `date.max` where nobody said until when.
        unsure_after: from then on only a day without a year may be ahead.
        otherwise: the status when no date decides.
    """

    closes_on: date
    opens_from: date
    unsure_after: date
    otherwise: OpportunityStatus

    def on(self, today: date) -> OpportunityStatus:
        """The status on a day."""
        for name, decides, status in DECIDED_BY:
            if decides(getattr(self, name), today):
                return status
        return self.otherwise


def status_course(
    deadline: Deadline, note: StatusNote | None, opens_on: date | None, *, retired: bool = False
) -> StatusCourse:
    """The course of a call. Dates lead over notes, since portals leave "open" standing on calls long over.

    A passed opening date does not make a call open, and an absent note says nothing: both stay unknown unless a
    deadline or a note says more. So does a call of which only a day without a year is known, or whose deadline is to be
    checked. A call that its source no longer lists counts as closed.
    """
    closed = deadline.kind is DeadlineKind.CLOSED and not deadline.is_proposal
    is_over = retired or note is StatusNote.CLOSED or closed
    announced = date.max if note is StatusNote.FORTHCOMING else date.min
    return StatusCourse(
        closes_on=date.min if is_over else last_day(deadline),
        opens_from=announced if opens_on is None else opens_on,
        unsure_after=date.max if note is StatusNote.OPEN else last_sure_day(deadline),
        otherwise=_undated(deadline, note),
    )


def _undated(deadline: Deadline, note: StatusNote | None) -> OpportunityStatus:
    if note is StatusNote.OPEN:
        return OpportunityStatus.OPEN
    if deadline.is_proposal:
        return OpportunityStatus.UNKNOWN
    if deadline.kind in APPLICABLE:
        return OpportunityStatus.OPEN
    if deadline.kind is DeadlineKind.FIXED and deadline.dates:
        return OpportunityStatus.OPEN
    return OpportunityStatus.FORECASTED if deadline.kind is DeadlineKind.ANNOUNCED else OpportunityStatus.UNKNOWN
