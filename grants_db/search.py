"""The search page: words and filters in SQL, one page at a time, so that it stays quick with any number of calls.

The status of a call is derived from its dates; here the same derivation stands as SQL, so that it can be a filter.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, true
from sqlalchemy.orm import defer
from sqlalchemy.types import String
from sqlmodel import Session, col, select

from grants_db.corrections import corrections_of, leading
from grants_db.deadline import Deadline, next_date
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities import deadline_of, status_of
from grants_db.status import APPLICABLE
from grants_db.vocabulary import ApplicantRoute, DeadlineKind, Level, OpportunityStatus, StatusNote


@dataclass(frozen=True)
class OpportunityFilter:
    """What is looked for; empty means all. Every word must occur in title, texts or funder."""

    words: str = ""
    level: Level | None = None
    status: OpportunityStatus | None = None
    action_field: int | None = None  # proposed for one of the field's measures


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


@dataclass(frozen=True)
class OpportunityPage:
    """A page of the list, and how many there are in all."""

    rows: list[OpportunityRow]
    total: int
    offset: int


#: texts that a line does not show; they stay in the database
LONG_TEXTS = ("short_description", "description", "guideline", "authority", "evidence", "attribution")


def search(
    session: Session, wanted: OpportunityFilter, today: date, *, limit: int = 50, offset: int = 0
) -> OpportunityPage:
    """A page of the calls that fit, open ones first, then by title."""
    dialect = session.get_bind().dialect.name
    status = _leading_status(session, today, dialect)
    conditions = list(_conditions(wanted, status, dialect))
    order = case(
        {
            OpportunityStatus.OPEN.value: 0,
            OpportunityStatus.FORECASTED.value: 1,
            OpportunityStatus.UNKNOWN.value: 2,
            OpportunityStatus.CLOSED.value: 3,
        },
        value=status,
    )
    total = session.exec(select(func.count()).select_from(Opportunity).where(*conditions)).one()
    statement = select(Opportunity).options(*(defer(getattr(Opportunity, name)) for name in LONG_TEXTS))
    statement = statement.where(*conditions).order_by(order, func.lower(Opportunity.title), col(Opportunity.id))
    found = session.exec(statement.limit(limit).offset(offset))
    return OpportunityPage(rows=[_row(call, today) for call in leading(session, found)], total=total, offset=offset)


def status_in_sql(today: date, dialect: str) -> ColumnElement[str]:
    """`grants_db.opportunities.status_of` as an SQL expression; a test holds the two together."""
    kind = col(Opportunity.deadline)["kind"].as_string()
    note, opens_on = col(Opportunity.status_note), col(Opportunity.opens_on)
    has_dates = _a_date(dialect, lambda _: true())
    # texts that are no day with a year ("10-31", "P8W") never pass; days compare as texts
    to_come = _a_date(dialect, lambda value: or_(func.length(value) != 10, value >= today.isoformat()))
    closed = or_(
        col(Opportunity.retired_at).is_not(None),
        note == StatusNote.CLOSED,
        kind == DeadlineKind.CLOSED.value,
        and_(has_dates, ~to_come),
    )
    forecasted = or_(opens_on > today, and_(note == StatusNote.FORTHCOMING, opens_on.is_(None)))
    applicable = or_(
        note == StatusNote.OPEN,
        kind.in_([member.value for member in APPLICABLE]),
        and_(kind == DeadlineKind.FIXED.value, has_dates),
    )
    return case(
        (closed, OpportunityStatus.CLOSED.value),
        (forecasted, OpportunityStatus.FORECASTED.value),
        (applicable, OpportunityStatus.OPEN.value),
        (kind == DeadlineKind.ANNOUNCED.value, OpportunityStatus.FORECASTED.value),
        else_=OpportunityStatus.UNKNOWN.value,
    )


def _leading_status(session: Session, today: date, dialect: str) -> ColumnElement[str]:
    """The status, where a deadline was corrected that of the correction; officers correct few, so these are named."""
    ids = [key for key, fields in corrections_of(session).items() if "deadline" in fields]
    status = status_in_sql(today, dialect)
    if not ids:
        return status
    calls = leading(session, session.exec(select(Opportunity).where(col(Opportunity.id).in_(ids))))
    return case({call.id: status_of(call, today).value for call in calls}, value=Opportunity.id, else_=status)


def _conditions(wanted: OpportunityFilter, status: ColumnElement[str], dialect: str) -> Iterator[ColumnElement[bool]]:
    for word in wanted.words.split():
        yield _contains(word, dialect)
    if wanted.level is not None:
        yield col(Opportunity.level) == wanted.level
    if wanted.status is not None:
        yield status == wanted.status.value
    if wanted.action_field is not None:
        proposed = select(Match.opportunity_id).join(Measure, col(Match.measure_id) == col(Measure.id))
        yield col(Opportunity.id).in_(proposed.where(col(Measure.action_field_number) == wanted.action_field))


def _contains(word: str, dialect: str) -> ColumnElement[bool]:
    """The word in any text, whatever its case.

    SQLite's LIKE folds only ASCII letters, so a word with umlauts is asked for in every spelling people use.
    """
    texts = [col(text) for text in (Opportunity.title, Opportunity.short_description, Opportunity.description)]
    texts.append(col(Opportunity.funder))
    if dialect == "postgresql":
        return or_(false(), *(text.icontains(word, autoescape=True) for text in texts))
    spellings = [word] if word.isascii() else sorted({word.lower(), word.upper(), word.capitalize()})
    return or_(false(), *(text.contains(spelling, autoescape=True) for text in texts for spelling in spellings))


def _a_date(dialect: str, holds: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Is there a date in the deadline for which `holds` is true?"""
    if dialect == "postgresql":
        dates = func.json_array_elements_text(col(Opportunity.deadline)["dates"]).table_valued("value")
    else:
        dates = func.json_each(Opportunity.deadline, "$.dates").table_valued("value")
    return exists().select_from(dates).where(holds(dates.c.value.cast(String)))


def _row(opportunity: Opportunity, today: date) -> OpportunityRow:
    deadline = deadline_of(opportunity)
    return OpportunityRow(
        id=opportunity.id or 0,
        title=opportunity.title,
        level=opportunity.level,
        funder=opportunity.funder,
        status=status_of(opportunity, today),
        deadline=deadline,
        due=next_date(deadline, today),
        max_amount=opportunity.max_amount,
        applicant_route=opportunity.applicant_route,
        source_name=opportunity.source_name,
        retired=opportunity.retired_at is not None,
    )
