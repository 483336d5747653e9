"""The status of an opportunity on a day: of one in memory, and as an expression over all that are listed.

Both are `grants_db.rules.status.DECIDED_BY`: there is no second rule that could say something else.
"""

from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, case

from grants_db.models.opportunity_listing import LISTING
from grants_db.rules.deadline import Deadline
from grants_db.rules.status import DECIDED_BY, StatusCourse, status_course
from grants_db.vocabulary import OpportunityStatus, StatusNote


class StatesDates(Protocol):
    """What of a call its status hangs on: a row of the table, or a part of one."""

    @property
    def deadline(self) -> dict[str, Any]:
        """As `Deadline.as_json` writes it."""

    @property
    def status_note(self) -> StatusNote | None:
        """What the source says of it."""

    @property
    def opens_on(self) -> date | None:
        """The first day one can apply."""

    @property
    def retired_at(self) -> datetime | None:
        """Since when its source no longer lists it."""


def course_of(call: StatesDates) -> StatusCourse:
    """How the status of a call goes on from day to day."""
    deadline = Deadline.from_json(call.deadline)
    return status_course(deadline, call.status_note, call.opens_on, retired=call.retired_at is not None)


def status_of(call: StatesDates, today: date) -> OpportunityStatus:
    """Can one apply on `today`? A call that its source no longer lists counts as closed."""
    return course_of(call).on(today)


def status_on(today: date) -> ColumnElement[str]:
    """The status on a day of each call in `OpportunityListing`, corrections leading; the same on both databases."""
    decided = [(decides(LISTING.c[name], today), status.value) for name, decides, status in DECIDED_BY]
    return case(*decided, else_=LISTING.c.otherwise)
