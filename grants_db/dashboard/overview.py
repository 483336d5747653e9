"""What the first screen counts, in SQL: matches that wait, money missing, applied for and won, and what is new."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Subquery, case, func, union
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.measures.store import list_action_fields, secured_sums
from grants_db.models.application import Application, ApplicationMeasure, Award
from grants_db.models.match import Decision, Match
from grants_db.models.measure import ActionField, Measure
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.opportunity_listing import LISTING
from grants_db.opportunities.corrections import corrections_of
from grants_db.opportunities.status import status_on
from grants_db.review.decisions import standing_ids
from grants_db.rules.deadline import Deadline, next_date
from grants_db.rules.financing import gap, is_unfunded
from grants_db.rules.stages import HOLDS_MONEY
from grants_db.vocabulary import ApplicationStage, DecisionKind, Level, MeasureState, OpportunityStatus

SETTLED = (DecisionKind.ACCEPTED, DecisionKind.DISMISSED)
#: stages of an application that was handed in and not taken back
APPLIED = (ApplicationStage.SUBMITTED, *HOLDS_MONEY, ApplicationStage.REJECTED, ApplicationStage.LAPSED)


@dataclass(frozen=True)
class Total:
    """A sum in EUR of so many things; those whose own sum is unknown are counted, never taken for 0."""

    count: int = 0
    known: Decimal = Decimal(0)
    unknown: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(self.count + other.count, self.known + other.known, self.unknown + other.unknown)


@dataclass(frozen=True)
class FieldOverview:
    """One action field: open matches per level, what its measures lack in EUR, how many of unknown cost.

    `to_read` are the calls of the open matches by their ids: what is read once, however many measures it is for.
    `applied` is what was applied for and not taken back, `won` what awards give; an application for measures of
    several fields counts in the first of them.
    """

    number: int
    title: str
    short_title: str
    open_matches: dict[Level, int]
    to_read: dict[Level, frozenset[int]]
    measures: int
    unfunded: int
    gap: Decimal
    unknown_costs: int
    applied: Total = Total()
    won: Total = Total()


@dataclass(frozen=True)
class ProposedDate:
    """The next application date of a proposed call."""

    due: date
    days_left: int
    title: str


@dataclass(frozen=True)
class News:
    """How much is new since an instant."""

    calls: int  # listed for the first time
    changed: int  # calls that changed materially
    matches: int  # that wait for a decision and whose call is new or changed
    to_read: int  # the calls of these matches
    decisions: int  # that stand, made since then
    reopened: int  # dismissals whose reason a change has answered

    @property
    def anything(self) -> bool:
        """Is anything new?"""
        return any((self.calls, self.changed, self.matches, self.decisions, self.reopened))


def overview(session: Session) -> list[FieldOverview]:
    """The grid action field × level of matches that wait for a decision; the gap and the money of each field."""
    waiting = _waiting(session, col(Measure.action_field_number), col(Opportunity.level), col(Match.opportunity_id))
    by_field: dict[int, dict[Level, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for (field, level, call), count in waiting.items():
        if count:
            by_field[field][level][call] = count
    costs, applied, won = _costs(session), _applied(session), _won(session)
    return [
        _field(
            one,
            by_field[one.number],
            costs.get(one.number, ()),
            applied.get(one.number, Total()),
            won.get(one.number, Total()),
        )
        for one in list_action_fields(session)
    ]


def to_read_in_all(fields: "Sequence[FieldOverview]", level: Level) -> int:
    """How many calls of a level are to be read: each once, however many fields it is proposed in."""
    return len(frozenset().union(*(field.to_read[level] for field in fields)))


def waiting_by_field(session: Session) -> dict[int, int]:
    """For each action field by its number how many matches wait for a decision."""
    return {field: count for (field,), count in _waiting(session, col(Measure.action_field_number)).items()}


def listed_by_level(session: Session, today: date) -> dict[Level, tuple[int, int]]:
    """For each level how many calls are listed, and to how many of them one can apply."""
    is_open = case((status_on(today) == OpportunityStatus.OPEN, 1), else_=0)
    statement = select_columns(LISTING.c.level, func.count(), func.sum(is_open)).where(
        LISTING.c.opportunity_id.not_in(_retired())
    )
    return {
        level: (count, int(opened)) for level, count, opened in session.execute(statement.group_by(LISTING.c.level))
    }


def proposed_dates(session: Session, today: date, limit: int = 20) -> list[ProposedDate]:
    """The next application dates of calls that are proposed and wait for a decision, each call once."""
    waiting = {key for (key,), count in _waiting(session, col(Match.opportunity_id)).items() if count}
    matched = select_columns(col(Match.opportunity_id))
    statement = select(Opportunity.id, Opportunity.title, Opportunity.deadline).where(col(Opportunity.id).in_(matched))
    corrections = corrections_of(session)
    dates = []
    for opportunity_id, title, stated in session.exec(statement):
        if opportunity_id not in waiting:
            continue
        correction = corrections.get(opportunity_id or 0, {}).get("deadline")
        due = next_date(Deadline.from_json(dict(correction.value if correction else stated)), today)
        if due is not None:
            dates.append(ProposedDate(due, (due - today).days, title))
    return sorted(dates, key=lambda each: (each.due, each.title))[:limit]


def news_since(session: Session, since: datetime) -> News:
    """What is new since an instant."""
    new = select_columns(col(Opportunity.id)).where(
        col(Opportunity.first_seen) > since, col(Opportunity.id).not_in(_retired())
    )
    call = col(OpportunityVersion.opportunity_id)
    material = (
        col(OpportunityVersion.seen_at) > since,
        col(OpportunityVersion.number) > 1,
        col(OpportunityVersion.material).is_(True),
        col(OpportunityVersion.reread).is_(False),
        call.not_in(_retired()),
    )
    changed = select_columns(call).where(*material)
    fresh = union(new, changed).subquery()
    waiting = _waiting(
        session, col(Match.opportunity_id), where=[col(Match.opportunity_id).in_(select_columns(fresh.c.id))]
    )
    made = select_columns(func.count()).where(col(Decision.decided_at) > since, col(Decision.undone_at).is_(None))
    undone = select_columns(col(Decision.reopened_because)).where(col(Decision.undone_at) > since)
    return News(
        calls=_number(session, select_columns(func.count()).select_from(new.subquery())),
        changed=_number(session, select_columns(func.count(call.distinct())).where(*material)),
        matches=sum(waiting.values()),
        to_read=sum(count > 0 for count in waiting.values()),
        decisions=_number(session, made),
        reopened=sum(bool(why) for why in session.execute(undone).scalars()),
    )


def _number(session: Session, statement: Select[Any]) -> int:
    return int(session.execute(statement).scalar_one())


def _waiting(session: Session, *keys: Any, where: Sequence[Any] = ()) -> dict[Any, int]:
    """How many matches wait for a decision, by these columns: all, less those that are settled.

    The settled ones are few and found by their keys; asking each match whether it is settled takes a hundred times
    as long.
    """
    matches = (
        select_columns(*keys, func.count())
        .select_from(Match)
        .join(Measure, col(Match.measure_id) == col(Measure.id))
        .join(Opportunity, col(Match.opportunity_id) == col(Opportunity.id))
        .where(col(Match.opportunity_id).not_in(_retired()), *where)
        .group_by(*keys)
    )
    settled = matches.join(
        Decision,
        (col(Decision.measure_id) == col(Match.measure_id))
        & (col(Decision.opportunity_id) == col(Match.opportunity_id)),
    ).where(col(Decision.kind).in_(SETTLED), col(Decision.id).in_(standing_ids()))
    counts = {tuple(key): int(count) for *key, count in session.execute(matches)}
    for *key, count in session.execute(settled):
        counts[tuple(key)] -= count
    return counts


def _retired() -> Select[Any]:
    """What sources list no more: few enough to be left out by their ids, without a look at each call's long row."""
    return select_columns(col(Opportunity.id)).where(col(Opportunity.retired_at).is_not(None))


def _costs(session: Session) -> dict[int, list[tuple[Decimal | None, Decimal | None]]]:
    """For each field the cost of each open measure and what is secured of it; None: unknown."""
    secured = secured_sums(session)
    found: dict[int, list[tuple[Decimal | None, Decimal | None]]] = defaultdict(list)
    columns = (col(Measure.id), col(Measure.action_field_number), col(Measure.cost))
    for key, field, cost in session.execute(select_columns(*columns).where(col(Measure.state) == MeasureState.OPEN)):
        found[field].append((cost, secured.get(key)))
    return found


def _home() -> Subquery:
    """Each application's action field: the first of its measures' fields."""
    return (
        select_columns(col(ApplicationMeasure.application_id), func.min(Measure.action_field_number).label("field"))
        .join(Measure, col(Measure.id) == col(ApplicationMeasure.measure_id))
        .group_by(col(ApplicationMeasure.application_id))
        .subquery()
    )


def _applied(session: Session) -> dict[int, Total]:
    home = _home()
    statement = (
        select_columns(
            home.c.field, func.count(), func.sum(Application.requested), func.count(col(Application.requested))
        )
        .join(home, home.c.application_id == Application.id)
        .where(col(Application.stage).in_(APPLIED))
        .group_by(home.c.field)
    )
    return _sums(session.execute(statement))


def _won(session: Session) -> dict[int, Total]:
    """By the newest award of each application; one that has none on record is of unknown sum."""
    newest = (
        select_columns(col(Award.application_id), func.max(Award.number).label("number"))
        .group_by(col(Award.application_id))
        .subquery()
    )
    home = _home()
    statement = (
        select_columns(home.c.field, func.count(), func.sum(Award.amount), func.count(col(Award.amount)))
        .select_from(Application)
        .join(home, home.c.application_id == Application.id)
        .outerjoin(newest, newest.c.application_id == Application.id)
        .outerjoin(
            Award, (col(Award.application_id) == newest.c.application_id) & (col(Award.number) == newest.c.number)
        )
        .where(col(Application.stage).in_(HOLDS_MONEY))
        .group_by(home.c.field)
    )
    return _sums(session.execute(statement))


def _sums(rows: Iterable[Any]) -> dict[int, Total]:
    return {field: Total(count, amount or Decimal(0), count - known) for field, count, amount, known in rows}


def _field(
    field: ActionField,
    waiting: Mapping[Level, Mapping[int, int]],
    costs: Sequence[tuple[Decimal | None, Decimal | None]],
    applied: Total,
    won: Total,
) -> FieldOverview:
    gaps = [gap(cost, secured) for cost, secured in costs]
    return FieldOverview(
        number=field.number,
        title=field.title,
        short_title=field.short_title,
        open_matches={level: sum(waiting.get(level, {}).values()) for level in Level},
        to_read={level: frozenset(waiting.get(level, ())) for level in Level},
        measures=len(costs),
        unfunded=sum(is_unfunded(cost, secured) for cost, secured in costs),
        gap=sum((missing for missing in gaps if missing is not None), Decimal(0)),
        unknown_costs=sum(missing is None for missing in gaps),
        applied=applied,
        won=won,
    )
