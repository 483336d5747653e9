"""What there is to do today, counted for the first screen: calls to read, the likeliest and soonest of them first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.dashboard.urgency import weight
from grants_db.measures.store import secured_sums
from grants_db.measures.units import ids_of_units_named
from grants_db.models.measure import Measure
from grants_db.models.notice import Digest
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_listing import LISTING
from grants_db.opportunities.corrections import leading
from grants_db.opportunities.store import deadline_of
from grants_db.review.by_call import CallToRead, calls_to_read
from grants_db.rules.deadline import next_date
from grants_db.rules.financing import is_unfunded

IDS_AT_ONCE = 500  # in one statement; databases limit how many values it may carry
#: calls that stand on the first screen by name
MOST = 12


@dataclass(frozen=True)
class CallToday:
    """A call to read: for how many measures, its best chance, its next day."""

    id: int
    title: str
    measures: int
    chance: float | None
    due: date | None
    is_new: bool


@dataclass(frozen=True)
class Worklist:
    """How many calls are to be read, how many of these came or changed, have facts to check; the first by weight."""

    to_read: int
    new: int
    to_check: int
    first_new: int | None
    first_to_check: int | None
    best: Sequence[CallToday]


def worklist(session: Session, today: date, since: datetime | None, *, unit: str = "") -> Worklist:
    """What waits to be read, for all measures or those of a unit; without `since` nothing counts as new."""
    waiting = [call for call in calls_to_read(session, dated=True, unit=unit) if call.undecided]
    closing, to_check = _listed(session, [call.id for call in waiting])
    ordered = sorted(
        waiting, key=lambda call: (-weight(_fit(call), _day(closing.get(call.id)), today), -_fit(call), call.id)
    )
    new = [call for call in ordered if _is_new(call, since)]
    unsure = [call for call in ordered if call.id in to_check]
    return Worklist(
        to_read=len(waiting),
        new=len(new),
        to_check=len(unsure),
        first_new=new[0].id if new else None,
        first_to_check=unsure[0].id if unsure else None,
        best=_by_name(session, ordered[:MOST], today, since),
    )


def calls_changed(session: Session, since: datetime) -> set[int]:
    """The calls that were known and say something else since."""
    statement = select(Opportunity.id).where(
        col(Opportunity.content_changed_at) > since, col(Opportunity.first_seen) <= since
    )
    return {number for number in session.exec(statement) if number is not None}


def unfunded_of(session: Session, unit: str) -> int:
    """How many of a unit's measures lack money, or may."""
    secured = secured_sums(session)
    columns: list[Any] = [Measure.id, Measure.cost, Measure.state]
    own = select_columns(*columns).where(col(Measure.unit_id).in_(ids_of_units_named(session, unit)))
    return sum(is_unfunded(cost, secured.get(key), state) for key, cost, state in session.execute(own))


def unsent_mails(session: Session) -> int:
    """How many digests were made and have not gone out."""
    return int(session.execute(select_columns(func.count()).where(col(Digest.sent_at).is_(None))).scalar_one())


def _by_name(
    session: Session, calls: Sequence[CallToRead], today: date, since: datetime | None
) -> tuple[CallToday, ...]:
    wanted = select(Opportunity).where(col(Opportunity.id).in_([call.id for call in calls]))
    days = {call.id: next_date(deadline_of(call), today) for call in leading(session, session.exec(wanted))}
    return tuple(
        CallToday(call.id, call.title, call.undecided, call.chance, days.get(call.id), _is_new(call, since))
        for call in calls
    )


def _listed(session: Session, ids: Sequence[int]) -> tuple[dict[int, date], set[int]]:
    """The last day of each of these calls, and which have facts to check; without a look at their long rows."""
    closing: dict[int, date] = {}
    to_check: set[int] = set()
    for part in _parts(ids):
        statement = select_columns(LISTING.c.opportunity_id, LISTING.c.closes_on, LISTING.c.to_check)
        for call, closes_on, unsure in session.execute(statement.where(LISTING.c.opportunity_id.in_(part))):
            closing[call] = closes_on
            if unsure:
                to_check.add(call)
    return closing, to_check


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))


def _fit(call: CallToRead) -> float:
    return call.chance if call.chance is not None else call.score


def _day(closes_on: date | None) -> date | None:
    return None if closes_on in (None, date.max) else closes_on


def _is_new(call: CallToRead, since: datetime | None) -> bool:
    return since is not None and call.changed_at is not None and call.changed_at > since
