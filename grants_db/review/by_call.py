"""The review by call: each call once with the measures it is proposed for, and one decision on several of them.

A pair of a measure and a call stays what is decided on; read is the call. What stands here is a handful of columns for
each call or measure, whatever their number; the long texts are read by `grants_db.review.queue` for what is on screen.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Subquery, and_, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.measures.store import natural, secured_sums
from grants_db.measures.units import ids_of_units_named
from grants_db.models.match import Decision, Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.store import get_opportunity
from grants_db.review.decisions import assert_as_seen, decide, standing_ids
from grants_db.review.queue import applications_on
from grants_db.rules.financing import gap
from grants_db.vocabulary import ApplicationStage, DecisionKind, Eligibility, ReasonCode


@dataclass(frozen=True)
class CallToRead:
    """A call that is proposed: for how many measures, and how these stand; `changed_at` None where nobody asked.

    `undecided` are those nothing stands on, `waiting` these and what is put off; neither where no source lists it now.
    """

    id: int
    title: str
    measures: int
    undecided: int
    waiting: int
    accepted: int
    chance: float | None  # the best of its matches, as a share
    score: float  # the best of its matches
    changed_at: datetime | None


@dataclass(frozen=True)
class CallMeasure:
    """A measure that a call is proposed for, why (`Message`s as JSON), and what stands on it."""

    measure_id: int
    number: str
    title: str
    action_field: int
    score: float
    chance: float | None
    eligibility: Eligibility
    eligibility_reasons: Sequence[dict[str, Any]]
    reasons: Sequence[dict[str, Any]]
    terms: Sequence[dict[str, Any]]
    decision: DecisionKind | None
    decision_id: int | None  # the decision that stands
    description: str
    gap: Decimal | None  # in EUR; None where the cost is unknown
    carried: bool = False  # the call, an umbrella, may carry it; it has a match of its own once it is decided on


@dataclass(frozen=True)
class CallInFull:
    """A call with its texts, corrections leading; its measures; their applications for it, by the measure's id."""

    opportunity: Opportunity
    measures: Sequence[CallMeasure]
    applications: Mapping[int, tuple[int, ApplicationStage]]


def calls_to_read(
    session: Session, *, action_field: int | None = None, unit: str = "", dated: bool = False
) -> list[CallToRead]:
    """The calls that are proposed, for any measure, or one of this field or unit: best chance first, then score."""
    call, chance, score = col(Match.opportunity_id), func.max(col(Match.chance)), func.max(col(Match.score))
    of_measures = _of_measures(session, action_field, unit)
    run = session.connection().execute
    matched = select_columns(call, func.count(), chance, score).where(*of_measures).group_by(call)
    # from the decisions to their matches: asking each match what stands on it takes forty times as long
    standing = (
        select_columns(col(Decision.opportunity_id), col(Decision.kind), func.count())
        .join(Match, _on_the_pair_of(Decision))
        .where(col(Decision.id).in_(standing_ids()), *of_measures)
        .group_by(col(Decision.opportunity_id), col(Decision.kind))
    )
    decided: dict[int, Counter[DecisionKind]] = defaultdict(Counter)
    for number, kind, count in run(standing):
        decided[number][kind] = count
    columns: list[Any] = [Opportunity.id, Opportunity.title, Opportunity.retired_at, Opportunity.content_changed_at]
    matching = select_columns(col(Match.opportunity_id))
    calls = select_columns(*columns).where(col(Opportunity.id).in_(matching))
    said: dict[int, Any] = {number: rest for number, *rest in run(calls)}
    found = []
    for number, measures, likeliest, best in run(matched):
        title, retired_at, changed_at = said[number]
        counts = _counts(measures, decided[number], gone=retired_at is not None)
        found.append(CallToRead(number, title, measures, *counts, likeliest, best, changed_at if dated else None))
    return sorted(found, key=lambda one: (-(one.chance or 0.0), -one.score, one.id))


def calls_read_as(session: Session, facet: str) -> set[int]:
    """The proposed calls that were read as this facet, by its code."""
    rows = session.execute(select_columns(col(Match.opportunity_id), col(Match.facets)))
    return {number for number, facets in rows if facet in facets.get("call", ())}


def _of_measures(session: Session, action_field: int | None, unit: str) -> list[Any]:
    """Conditions on matches: of which measures they are."""
    conditions: list[Any] = []
    measures = select_columns(col(Measure.id))
    if action_field is not None:
        of_field = measures.where(col(Measure.action_field_number) == action_field)
        conditions.append(col(Match.measure_id).in_(of_field))
    if unit:
        of_unit = measures.where(col(Measure.unit_id).in_(ids_of_units_named(session, unit)))
        conditions.append(col(Match.measure_id).in_(of_unit))
    return conditions


def call_in_full(session: Session, opportunity_id: int, *, action_field: int | None = None) -> CallInFull:
    """A call and the measures it is proposed for, or those of a field: best chance first, then best score.

    Raises:
        InputError: there is no such call.
    """
    return CallInFull(
        opportunity=get_opportunity(session, opportunity_id),
        measures=measures_of_call(session, opportunity_id, action_field=action_field),
        applications={
            measure_id: made for (measure_id, _call), made in applications_on(session, {opportunity_id}).items()
        },
    )


def measures_of_call(session: Session, opportunity_id: int, *, action_field: int | None = None) -> list[CallMeasure]:
    """The measures a call is proposed for, or those of a field, then those it may carry: best chance first."""
    standing = _standing(opportunity_id)
    of_match = (Match.measure_id, Measure.number, Measure.title, Measure.action_field_number, Match.score)
    said = (Match.chance, Match.eligibility, Match.eligibility_reasons, Match.reasons, Match.terms)
    columns: list[Any] = [*of_match, *said, standing.c.kind, standing.c.id, Measure.description]
    statement = (
        select_columns(*columns, col(Measure.cost), col(Measure.state), col(Match.carries))
        .select_from(Match)
        .join(Measure, col(Match.measure_id) == col(Measure.id))
        .outerjoin(standing, _on_the_pair_of(standing.c))
        .where(col(Match.opportunity_id) == opportunity_id)
    )
    if action_field is not None:
        statement = statement.where(col(Measure.action_field_number) == action_field)
    secured = secured_sums(session)
    found: list[CallMeasure] = []
    entries: dict[int, dict[str, Any]] = {}
    rows: Any = session.connection().execute(statement)
    for *row, cost, state, carries in rows:
        said_of_it: list[Any] = [*row, gap(cost, secured.get(row[0]), state)]
        found.append(CallMeasure(*said_of_it))
        entries |= {entry["measure"]: entry for entry in carries}
    for one in found:
        entries.pop(one.measure_id, None)
    carried = _carried(session, entries, secured) if entries else []
    of_field = [one for one in carried if action_field in (None, one.action_field)]
    return sorted(
        [*found, *of_field], key=lambda one: (one.carried, -(one.chance or 0.0), -one.score, natural(one.number))
    )


def _carried(
    session: Session, entries: Mapping[int, Mapping[str, Any]], secured: Mapping[Any, Decimal]
) -> list[CallMeasure]:
    """The measures that an umbrella call may carry, from what its matches say of them (`umbrellas.Carried`)."""
    columns: list[Any] = [Measure.id, Measure.number, Measure.title, Measure.action_field_number, Measure.description]
    statement = select_columns(*columns, col(Measure.cost), col(Measure.state)).where(col(Measure.id).in_(entries))
    rows: Any = session.connection().execute(statement)
    return [
        CallMeasure(
            measure_id=key,
            number=number,
            title=title,
            action_field=field,
            score=entries[key]["score"],
            chance=entries[key]["chance"],
            eligibility=Eligibility(entries[key]["eligibility"]),
            eligibility_reasons=entries[key]["eligibility_reasons"],
            reasons=(),
            terms=(),
            decision=None,
            decision_id=None,
            description=description,
            gap=gap(cost, secured.get(key), state),
            carried=True,
        )
        for key, number, title, field, description, cost, state in rows
    ]


def waiting_calls(session: Session) -> int:
    """How many calls are to be read: listed, and proposed for a measure on which nothing is decided yet."""
    return sum(call.undecided > 0 for call in calls_to_read(session))


def decide_call(
    session: Session,
    opportunity_id: int,
    measure_ids: Sequence[int],
    kind: DecisionKind,
    *,
    now: datetime,
    reason: ReasonCode | None = None,
    note: str = "",
    decided_by: str = "",
    returns_on: date | None = None,
    seen: Mapping[int, int | None] | None = None,
) -> list[int]:
    """Record the same decision on a call for several measures, all or none; gives the ids of what is new.

    `seen` holds, for each measure, the id of the decision that stood when it was looked at (None: none did).

    Raises:
        InputError: another decision stands by now, or the call is not proposed for one; nothing is recorded.
        UsageError: a dismissal without a reason, or reason "other" without a note.
    """
    # always in the same order, so that two who decide at once don't wait for each other for ever
    wanted = select(Measure).where(col(Measure.id).in_(list(measure_ids))).order_by(col(Measure.id))
    measures = {measure.id: measure for measure in session.exec(wanted.with_for_update())}
    call = session.get_one(Opportunity, opportunity_id)
    rows = session.exec(select(Decision).where(col(Decision.id).in_(standing_ids(opportunity_id=opportunity_id))))
    standing = {(row.measure_id, row.opportunity_id): row for row in rows}
    if seen is not None:
        pairs = {(key, opportunity_id): call.title for key in measure_ids}
        assert_as_seen(standing, pairs, {(key, opportunity_id): stood for key, stood in seen.items()})
    made = [
        decide(
            session,
            measures[key],
            call,
            kind,
            now=now,
            reason=reason,
            note=note,
            decided_by=decided_by,
            returns_on=returns_on,
        )
        for key in measure_ids
    ]
    before = {decision.id for decision in standing.values()}
    return [decision.id or 0 for decision in made if decision.id not in before]


def _counts(measures: int, decided: "Counter[DecisionKind]", *, gone: bool) -> tuple[int, int, int]:
    """Of how many matches nothing stands on a call, how many wait, how many are accepted."""
    undecided = 0 if gone else measures - decided.total()
    waiting = 0 if gone else undecided + decided[DecisionKind.LATER]
    return undecided, waiting, decided[DecisionKind.ACCEPTED]


def _standing(opportunity_id: int | None = None) -> Subquery:
    """The standing decisions as a table to join: measure, call, kind, id."""
    return (
        select_columns(col(Decision.measure_id), col(Decision.opportunity_id), col(Decision.kind), col(Decision.id))
        .where(col(Decision.id).in_(standing_ids(opportunity_id=opportunity_id)))
        .subquery("standing")
    )


def _on_the_pair_of(decisions: Any) -> Any:
    """A match is of the same measure and call as a decision, or a line of those that stand."""
    return and_(col(Match.measure_id) == decisions.measure_id, col(Match.opportunity_id) == decisions.opportunity_id)
