"""The search page: words and filters in SQL, one page at a time, so that it stays quick with any number of calls.

The status of a call is derived from its dates; the same derivation stands as SQL, so that it can be a filter: for
SQLite in `sqlite`, which works on an index, for PostgreSQL here.

The order: open calls first, then announced ones, those that say nothing, closed ones. Within them by title; when words
are looked for, on SQLite first the calls that have them in the title, each the newest first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, true
from sqlalchemy.types import String
from sqlmodel import Session, col, select

from grants_db.measures.units import ids_of_units_named
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.opportunities.store import deadline_of, status_of
from grants_db.rules.deadline import Deadline, next_date
from grants_db.rules.status import APPLICABLE, STATUS_ORDER
from grants_db.search.opportunity_filter import OpportunityFilter
from grants_db.search.sqlite import COUNTED, FoundNumbers, find
from grants_db.search.words import vocabulary_of
from grants_db.vocabulary import ApplicantRoute, DeadlineKind, Level, OpportunityStatus, StatusNote


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
        *("id", "title", "level", "funder", "deadline", "opens_on", "status_note", "retired_at", "max_amount"),
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
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    found = (find if on_sqlite else _find_on_postgresql)(
        session, wanted, today, limit + 1, offset, proposed, exactly=exactly
    )
    total = found.total if exactly else min(found.total, COUNTED)
    rows = _rows(session, found.ids[:limit], today)
    return OpportunityPage(rows, total, offset, more=found.total > total, is_last=len(found.ids) <= limit)


def proposed_for(session: Session, unit: str, calls: Sequence[int]) -> frozenset[int]:
    """Which of these calls are proposed for one of the unit's measures: what the filter `unit` would keep of them."""
    proposed = _proposed(session, OpportunityFilter(unit=unit)).where(col(Match.opportunity_id).in_(calls))
    return frozenset(session.scalars(proposed.distinct()))


def make_ready(session: Session) -> None:
    """Read what the first search for words would wait for: on SQLite the vocabulary of the index."""
    if session.get_bind().dialect.name == "sqlite":
        vocabulary_of(session)


def status_in_sql(today: date) -> ColumnElement[str]:
    """`grants_db.opportunities.store.status_of` as an expression of PostgreSQL; a test holds the two together."""
    kind = col(Opportunity.deadline)["kind"].as_string()
    note, opens_on = col(Opportunity.status_note), col(Opportunity.opens_on)
    has_dates = _a_date(lambda _: true())
    # texts that are no day with a year ("10-31", "P8W") never pass; days compare as texts
    to_come = _a_date(lambda value: or_(func.length(value) != 10, value >= today.isoformat()))
    closed = or_(
        col(Opportunity.retired_at).is_not(None),
        note == StatusNote.CLOSED,
        kind == DeadlineKind.CLOSED.value,
        and_(has_dates, ~to_come),
    )
    forecasted = or_(opens_on > today, and_(note == StatusNote.FORTHCOMING, opens_on.is_(None)))
    hangs_on_a_missing_year = and_(
        _a_date(lambda value: value.startswith("--")),
        ~_a_date(lambda value: and_(func.length(value) == len("YYYY-MM-DD"), value >= today.isoformat())),
    )
    applicable = or_(
        kind.in_([member.value for member in APPLICABLE]),
        and_(kind == DeadlineKind.FIXED.value, has_dates),
    )
    return case(
        (closed, OpportunityStatus.CLOSED.value),
        (forecasted, OpportunityStatus.FORECASTED.value),
        (note == StatusNote.OPEN, OpportunityStatus.OPEN.value),
        (hangs_on_a_missing_year, OpportunityStatus.UNKNOWN.value),
        (applicable, OpportunityStatus.OPEN.value),
        (kind == DeadlineKind.ANNOUNCED.value, OpportunityStatus.FORECASTED.value),
        else_=OpportunityStatus.UNKNOWN.value,
    )


def _find_on_postgresql(
    session: Session,
    wanted: OpportunityFilter,
    today: date,
    limit: int,
    offset: int,
    proposed: "Select[Any] | None",
    *,
    exactly: bool = False,
) -> FoundNumbers:
    """Officers correct few calls, so that what was corrected in them can be named in the question."""
    calls = _corrected_calls(session)
    status: ColumnElement[str] = status_in_sql(today)
    route: Any = col(Opportunity.applicant_route)
    if calls:
        status = case({call.id: status_of(call, today).value for call in calls}, value=Opportunity.id, else_=status)
        route = case({call.id: call.applicant_route.value for call in calls}, value=Opportunity.id, else_=route)
    conditions = list(_conditions(wanted, status, route))
    if proposed is not None:
        conditions.append(col(Opportunity.id).in_(proposed))
    fitting = select(Opportunity.id).where(*conditions)
    counted = fitting if exactly else fitting.limit(COUNTED + 1)
    total = session.exec(select(func.count()).select_from(counted.subquery())).one()
    order = case({each.value: rank for rank, each in enumerate(STATUS_ORDER)}, value=status)
    in_order = fitting.order_by(order, func.lower(Opportunity.title), col(Opportunity.id))
    ids = session.exec(in_order.limit(limit).offset(offset)).all()
    return FoundNumbers([number for number in ids if number is not None], total)


def _corrected_calls(session: Session) -> list[Opportunity]:
    known = corrections_of(session)
    found = session.exec(select(Opportunity).where(col(Opportunity.id).in_(known))) if known else ()
    return [corrected(call, known.get(call.id or 0, {})) for call in found]


def _conditions(wanted: OpportunityFilter, status: ColumnElement[str], route: Any) -> Iterator[ColumnElement[bool]]:
    for word in wanted.words.split():
        texts = [col(text) for text in (Opportunity.title, Opportunity.short_description, Opportunity.description)]
        texts.append(col(Opportunity.funder))
        yield or_(false(), *(text.icontains(word, autoescape=True) for text in texts))
    if wanted.level is not None:
        yield col(Opportunity.level) == wanted.level
    if wanted.route is not None:
        yield route == wanted.route.value
    if wanted.since is not None:
        yield col(Opportunity.content_changed_at) > wanted.since
    if wanted.status is not None:
        yield status == wanted.status.value


def _proposed(session: Session, wanted: OpportunityFilter) -> "Select[Any]":
    """The calls that are proposed for the field's or the unit's measures."""
    proposed = select(Match.opportunity_id).join(Measure, col(Match.measure_id) == col(Measure.id))
    if wanted.action_field is not None:
        proposed = proposed.where(col(Measure.action_field_number) == wanted.action_field)
    if wanted.unit:
        proposed = proposed.where(col(Measure.unit_id).in_(ids_of_units_named(session, wanted.unit)))
    return proposed


def _a_date(holds: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Is there a date in the deadline for which `holds` is true?"""
    dates = func.json_array_elements_text(col(Opportunity.deadline)["dates"]).table_valued("value")
    return exists().select_from(dates).where(holds(dates.c.value.cast(String)))


def _rows(session: Session, ids: Sequence[int], today: date) -> list[OpportunityRow]:
    """The lines of these calls, in this order, corrections leading."""
    known = corrections_of(session, ids)
    calls: dict[int, Any] = {
        line.id: line for line in session.execute(select(*_LINE).where(col(Opportunity.id).in_(ids)))
    }
    for number in known:
        calls[number] = corrected(session.get_one(Opportunity, number), known[number])
    return [_row(calls[number], today) for number in ids]


def _row(call: Any, today: date) -> OpportunityRow:
    """The line of a call, or of its columns."""
    deadline = deadline_of(call)
    return OpportunityRow(
        id=call.id,
        title=call.title,
        level=call.level,
        funder=call.funder,
        status=status_of(call, today),
        deadline=deadline,
        due=next_date(deadline, today),
        max_amount=call.max_amount,
        applicant_route=call.applicant_route,
        source_name=call.source_name,
        retired=call.retired_at is not None,
        changed_at=call.content_changed_at,
    )
