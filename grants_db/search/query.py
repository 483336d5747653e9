"""The search page: words and filters in SQL, one page at a time, so that it stays quick with any number of calls.

The order: open calls first, then announced ones, those that say nothing, closed ones. Within them by title; when words
are looked for, first the calls that have them in the title, each the newest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.measures.units import ids_of_units_named
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_listing import LISTING
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.opportunities.status import status_on
from grants_db.opportunities.store import deadline_of
from grants_db.rules.deadline import Deadline, next_date
from grants_db.search.find import COUNTED, find
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.words import vocabulary_of
from grants_db.vocabulary import ApplicantRoute, Level, OpportunityStatus


@dataclass(frozen=True)
class OpportunityRow:
    """One line of the list."""

    id: int
    title: str
    level: Level
    funder: str
    status: OpportunityStatus
    deadline: Deadline
    due: date | None  # next application date
    max_amount: Decimal | None
    applicant_route: ApplicantRoute
    source_name: str
    retired: bool
    changed_at: datetime  # when its content was first seen, or last changed


@dataclass(frozen=True)
class OpportunityPage:
    """A page of the list, and how many there are in all; with `more` there are more than `total`.

    `is_last` says that no page follows.
    """

    rows: list[OpportunityRow]
    total: int
    offset: int
    more: bool = False
    is_last: bool = True


#: what a line is made of: plain columns, since fifty calls as objects cost more than finding them
_LINE = [
    getattr(Opportunity, name)
    for name in (
        *("id", "title", "level", "funder", "deadline", "retired_at", "max_amount"),
        *("applicant_route", "source_name", "content_changed_at"),
    )
]


def search(
    session: Session,
    wanted: OpportunityFilter,
    today: date,
    *,
    limit: int = 50,
    offset: int = 0,
    exactly: bool = False,
) -> OpportunityPage:
    """A page of the calls that fit, in the order of the module's docstring; only `exactly` counts beyond `COUNTED`."""
    proposed = _proposed(session, wanted) if wanted.action_field is not None or wanted.unit else None
    found = find(session, wanted, today, limit + 1, offset, proposed, exactly=exactly)
    total = found.total if exactly else min(found.total, COUNTED)
    rows = _rows(session, found.ids[:limit], today)
    return OpportunityPage(rows, total, offset, more=found.total > total, is_last=len(found.ids) <= limit)


def proposed_for(session: Session, unit: str, calls: Sequence[int]) -> frozenset[int]:
    """Which of these calls are proposed for one of the unit's measures: what the filter `unit` would keep of them."""
    proposed = _proposed(session, OpportunityFilter(unit=unit)).where(col(Match.opportunity_id).in_(calls))
    return frozenset(session.scalars(proposed.distinct()))


def make_ready(session: Session) -> None:
    """Read what the first search for words would wait for: the vocabulary of the index."""
    vocabulary_of(session)


def _proposed(session: Session, wanted: OpportunityFilter) -> Select[Any]:
    """The calls that are proposed for the field's or the unit's measures."""
    proposed = select(Match.opportunity_id).join(Measure, col(Match.measure_id) == col(Measure.id))
    if wanted.action_field is not None:
        proposed = proposed.where(col(Measure.action_field_number) == wanted.action_field)
    if wanted.unit:
        proposed = proposed.where(col(Measure.unit_id).in_(ids_of_units_named(session, wanted.unit)))
    return proposed


def _rows(session: Session, ids: Sequence[int], today: date) -> list[OpportunityRow]:
    """The lines of these calls, in this order, corrections leading."""
    known = corrections_of(session, ids)
    statement = select_columns(*_LINE, status_on(today).label("status")).join(
        LISTING, LISTING.c.opportunity_id == Opportunity.id
    )
    found: dict[int, tuple[Any, OpportunityStatus]] = {}
    for line in session.execute(statement.where(col(Opportunity.id).in_(ids))):
        call = corrected(session.get_one(Opportunity, line.id), known[line.id]) if line.id in known else line
        found[line.id] = call, OpportunityStatus(line.status)
    return [_row(*found[number], today) for number in ids]


def _row(call: Any, status: OpportunityStatus, today: date) -> OpportunityRow:
    """The line of a call, or of its columns."""
    deadline = deadline_of(call)
    return OpportunityRow(
        id=call.id,
        title=call.title,
        level=call.level,
        funder=call.funder,
        status=status,
        deadline=deadline,
        due=next_date(deadline, today),
        max_amount=call.max_amount,
        applicant_route=call.applicant_route,
        source_name=call.source_name,
        retired=call.retired_at is not None,
        changed_at=call.content_changed_at,
    )
