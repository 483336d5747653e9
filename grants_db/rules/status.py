"""Can one apply today? Derived from dates and notes at the moment of reading, never stored."""

from datetime import date

from grants_db.rules.deadline import Deadline, all_passed, hangs_on_a_missing_year
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


def opportunity_status(
    deadline: Deadline, note: StatusNote | None, opens_on: date | None, today: date
) -> OpportunityStatus:
    """Status on `today`. Dates lead over notes, since portals leave "open" standing on calls long over.

    A passed opening date does not make a call open, and an absent note says nothing: both stay unknown unless a
    deadline or a note says more. So does a call of which only a day without a year is known.
    """
    if note is StatusNote.CLOSED or deadline.kind is DeadlineKind.CLOSED or all_passed(deadline, today):
        return OpportunityStatus.CLOSED
    if opens_on is not None and opens_on > today:
        return OpportunityStatus.FORECASTED
    if note is StatusNote.FORTHCOMING and (opens_on is None or opens_on > today):
        return OpportunityStatus.FORECASTED
    if note is StatusNote.OPEN:
        return OpportunityStatus.OPEN
    if hangs_on_a_missing_year(deadline, today):
        return OpportunityStatus.UNKNOWN
    if deadline.kind in APPLICABLE:
        return OpportunityStatus.OPEN
    if deadline.kind is DeadlineKind.FIXED and deadline.dates:
        return OpportunityStatus.OPEN
    if deadline.kind is DeadlineKind.ANNOUNCED:
        return OpportunityStatus.FORECASTED
    return OpportunityStatus.UNKNOWN
