"""What the agenda is worked out from, read at once: a statement for each table, not some for each application."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.applications.awards import stated_date
from grants_db.applications.obligations import award_facts
from grants_db.measures.units import further_units
from grants_db.models.application import (
    Application,
    ApplicationMeasure,
    Award,
    DoneObligation,
    Payment,
    StatedDateRow,
    Task,
)
from grants_db.models.match import Decision
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.opportunities.status import status_of
from grants_db.plans.reading import ApplicationPlan, entered_plans
from grants_db.review.decisions import standing_ids
from grants_db.rules.deadline import Deadline, next_date
from grants_db.rules.obligation_rules import Rule
from grants_db.rules.obligations import AwardFacts
from grants_db.rules.stages import ENDED
from grants_db.vocabulary import DeadlineKind, DecisionKind, ObligationKind, OpportunityStatus, StatusNote

IDS_AT_ONCE = 500  # in one statement; databases limit how many values it may carry
#: a call seen with this many yearly rounds has a forecast for the next
ROUNDS_FOR_FORECAST = 2


class OfApplication(Protocol):
    """A row that belongs to an application."""

    @property
    def application_id(self) -> int:
        """Which one."""


Row = TypeVar("Row", bound=OfApplication)


class OpenTask(NamedTuple):
    """What a unit has to do by a day."""

    id: int | None
    application_id: int
    unit_id: int | None
    title: str
    due: date


class CallHead(NamedTuple):
    """What a date needs to know of a call, as it holds; its texts and evidence stay in the database."""

    id: int
    external_id: str
    url: str
    title: str
    deadline: dict[str, Any]
    status_note: StatusNote | None
    opens_on: date | None
    retired_at: datetime | None
    payment: list[str]


class MeasureHead(NamedTuple):
    """What a date needs to know of a measure."""

    id: int
    number: str
    title: str
    action_field_number: int
    unit_id: int | None
    starts_on: date | None


@dataclass(frozen=True)
class CallOnADay:
    """A call with what is asked of it again and again worked out once."""

    head: CallHead
    today: date

    @cached_property
    def deadline(self) -> Deadline:
        """Until when one can apply."""
        return Deadline.from_json(self.head.deadline)

    @cached_property
    def status(self) -> OpportunityStatus:
        """Can one apply on the day? A call that its source no longer lists counts as closed."""
        return status_of(self.head, self.today)


@dataclass(frozen=True)
class Basis:
    """Rows by the ids they are asked for.

    Attributes:
        units: names.
        further: the names of the units that answer for a measure beside the leading one.
        accepted: measure and call of the accepted matches for which no application was made.
        applications: those in which something is still waited for, each with its first measure and its call.
        tasks: the open ones of each application.
        done: the obligations of each application that are done, as (kind, occurrence).
        awards: what the rules count from, for each application with an award.
        plans: the financing plans that people entered.
    """

    units: Mapping[int | None, str]
    further: Mapping[int, tuple[str, ...]]
    accepted: Sequence[tuple[MeasureHead, CallOnADay]]
    applications: Sequence[tuple[Application, MeasureHead, CallOnADay]]
    tasks: Mapping[int, Sequence[OpenTask]]
    done: Mapping[int, set[tuple[ObligationKind, str]]]
    awards: Mapping[int, AwardFacts]
    plans: Mapping[int, ApplicationPlan]


def read_basis(session: Session, today: date, rules: Sequence[Rule], only: Collection[int] | None = None) -> Basis:
    """Read it all, in as many statements however many applications there are.

    With `only`, what belongs to these applications: nothing that was accepted without one.
    """
    first, applied = _links(session, only)
    accepted = [pair for pair in _accepted(session) if pair not in applied] if only is None else []
    statement = select(Application).where(col(Application.stage).not_in(ENDED)).order_by(col(Application.id))
    if only is not None:
        statement = statement.where(col(Application.id).in_(only))
    applications = session.exec(statement).all()
    measures = {row.id: MeasureHead(*row) for row in session.execute(select_columns(*_columns(Measure, MeasureHead)))}
    wanted = {call for _, call in accepted} | {one.opportunity_id for one in applications}
    calls = {head.id: CallOnADay(head, today) for head in _calls(session, wanted)}
    done: dict[int, set[tuple[ObligationKind, str]]] = defaultdict(set)
    for key, kind, occurrence in session.exec(
        _of(
            only,
            DoneObligation,
            select(DoneObligation.application_id, DoneObligation.obligation, DoneObligation.occurrence),
        )
    ):
        done[key].add((ObligationKind(kind), occurrence))
    return Basis(
        units={unit.id: unit.name for unit in session.exec(select(Unit))},
        further=further_units(session),
        accepted=[(measures[measure], calls[call]) for measure, call in accepted],
        applications=[(one, measures[first[one.id]], calls[one.opportunity_id]) for one in applications],
        tasks=_by_application(_tasks(session, only)),
        done=done,
        awards=_awards(session, only),
        plans=entered_plans(session, rules, only),
    )


def stated_deadlines(session: Session, opportunity_ids: Collection[int]) -> dict[int, list[Deadline]]:
    """Every deadline that these calls have ever stated, the oldest first; their long texts stay in the database."""
    found: dict[int, list[Deadline]] = defaultdict(list)
    for some in _portions(opportunity_ids):
        statement = (
            select(OpportunityVersion.opportunity_id, col(OpportunityVersion.content)["deadline"])
            .where(col(OpportunityVersion.opportunity_id).in_(some))
            .order_by(col(OpportunityVersion.opportunity_id), col(OpportunityVersion.number))
        )
        for key, stated in session.exec(statement):
            found[key].append(Deadline.from_json(stated))
    return found


def _of(only: Collection[int] | None, table: type[Any], statement: Any) -> Any:
    """The statement for these applications alone, where there are such."""
    return statement if only is None else statement.where(col(table.application_id).in_(only))


def _links(session: Session, only: Collection[int] | None) -> tuple[dict[int | None, int], set[tuple[int, int]]]:
    """The first measure of each application, and every (measure, call) that one was made for."""
    statement = (
        select(ApplicationMeasure.application_id, ApplicationMeasure.measure_id, Application.opportunity_id)
        .join(Application, col(Application.id) == col(ApplicationMeasure.application_id))
        .join(Measure, col(Measure.id) == col(ApplicationMeasure.measure_id))
        .order_by(col(ApplicationMeasure.application_id), col(Measure.number))
    )
    first: dict[int | None, int] = {}
    applied = set()
    for application_id, measure_id, opportunity_id in session.exec(_of(only, ApplicationMeasure, statement)):
        first.setdefault(application_id, measure_id)
        applied.add((measure_id, opportunity_id))
    return first, applied


def _accepted(session: Session) -> list[tuple[int, int]]:
    statement = (
        select(Decision.measure_id, Decision.opportunity_id)
        .where(col(Decision.id).in_(standing_ids()), Decision.kind == DecisionKind.ACCEPTED)
        .order_by(col(Decision.id))
    )
    return [(measure_id, opportunity_id) for measure_id, opportunity_id in session.exec(statement)]


def _calls(session: Session, ids: Collection[int]) -> Iterable[CallHead]:
    """The heads of these calls, corrections leading."""
    heads: dict[int, CallHead] = {}
    for some in _portions(ids):
        statement = select_columns(*_columns(Opportunity, CallHead)).where(col(Opportunity.id).in_(some))
        heads |= {row.id: CallHead(*row) for row in session.execute(statement)}
    corrections = corrections_of(session, ids)
    for some in _portions(corrections):
        for call in session.exec(select(Opportunity).where(col(Opportunity.id).in_(some))):
            leading = corrected(call, corrections[call.id or 0])
            heads[call.id or 0] = CallHead(*(getattr(leading, name) for name in CallHead._fields))
    return heads.values()


def _columns(table: type[Measure | Opportunity | Task], head: type[tuple[Any, ...]]) -> list[Any]:
    """The columns of a table that a head has."""
    return [getattr(table, name) for name in head._fields]  # type: ignore[attr-defined] # a NamedTuple's


def _tasks(session: Session, only: Collection[int] | None) -> Iterable[OpenTask]:
    statement = select_columns(*_columns(Task, OpenTask)).where(col(Task.done_on).is_(None)).order_by(col(Task.id))
    return (OpenTask(*row) for row in session.execute(_of(only, Task, statement)))


def _awards(session: Session, only: Collection[int] | None) -> dict[int, AwardFacts]:
    """The newest award of each application with its payments and the dates it states."""
    statement = _of(only, Award, select(Award).order_by(col(Award.number)))
    awards = {award.application_id: award for award in session.exec(statement)}
    payments = _by_application(session.exec(_of(only, Payment, select(Payment))))
    stated = defaultdict(list)
    dates = select(StatedDateRow).order_by(col(StatedDateRow.id))
    if only is not None:
        dates = dates.where(col(StatedDateRow.award_id).in_([award.id for award in awards.values()]))
    for row in session.exec(dates):
        stated[row.award_id].append(stated_date(row))
    return {
        key: award_facts(award, payments.get(key, ()), stated.get(award.id or 0, ())) for key, award in awards.items()
    }


def _by_application(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.application_id].append(row)
    return grouped


def _portions(ids: Collection[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + IDS_AT_ONCE] for start in range(0, len(ordered), IDS_AT_ONCE))


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
