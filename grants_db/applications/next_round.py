"""When the next round of a call that comes back every year is to be expected."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from grants_db.applications.agenda_queries import stated_deadlines
from grants_db.models.opportunity import Opportunity
from grants_db.rules.deadline import Deadline, next_date
from grants_db.vocabulary import DeadlineKind

#: a call seen with this many yearly rounds has a forecast for the next
ROUNDS_FOR_FORECAST = 2


def forecast(session: Session, opportunity: Opportunity, today: date) -> date | None:
    """When the next round of a recurring call is to be expected: a year after its last, from two rounds on."""
    key = opportunity.id or 0
    return next_round(stated_deadlines(session, [key]).get(key, ()), today)


def next_round(stated: Sequence[Deadline], today: date) -> date | None:
    """The same from all deadlines that the call has stated."""
    days = sorted({day for deadline in stated for day in _fixed_days(deadline)})
    years = {day.year for day in days}
    if len(years) < ROUNDS_FOR_FORECAST or days[-1] >= today:
        return None
    last = days[-1]
    return next_date(Deadline(DeadlineKind.ANNUAL, (f"{last.month:02}-{last.day:02}",)), today)


def _fixed_days(deadline: Deadline) -> list[date]:
    if deadline.kind is not DeadlineKind.FIXED:
        return []
    return [date.fromisoformat(text) for text in deadline.dates if not text.startswith("--")]
