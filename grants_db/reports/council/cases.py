"""The rows a council paper counts, read at once: every application with its days and sums, every refusal's reason."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.applications.agenda import AgendaEntry, agenda
from grants_db.applications.history import stage_days
from grants_db.clock import local_day
from grants_db.financing_plan.over_the_years import DatedSum
from grants_db.models.application import Application, ApplicationMeasure, Award, Payment, Repayment
from grants_db.models.match import Decision
from grants_db.models.measure import FinancingItem, Measure, Unit
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import Corrections, corrections_of
from grants_db.plans.reading import entered_plans
from grants_db.review.decisions import standing_ids
from grants_db.rules.financing import split
from grants_db.rules.obligation_rules import Rule
from grants_db.rules.stages import HOLDS_MONEY
from grants_db.vocabulary import (
    AgendaKind,
    ApplicationStage,
    DecisionKind,
    FinancingKind,
    FinancingState,
    Level,
    ReasonCode,
)


@dataclass(frozen=True)
class Case:
    """One application as a council paper counts it; sums in EUR, unknown is None.

    Attributes:
        number: of the application.
        title: of its call.
        funder: who pays; empty where nobody says.
        level: of the funder.
        action_field: the first of its measures' fields, as the overview counts; None without a measure.
        measures: their numbers.
        unit: the responsible unit's name, or an empty text.
        stage: where it stands now.
        stage_on: when it came there.
        requested: what was applied for.
        submitted_on: the day on which it was handed in.
        notified_on: the day of the first award.
        awarded: what the newest award says.
        period_end: the last day of the newest award's period.
        first_on: for each stage the first day on which it stood there.
        payments: what came.
        repayments: what went back, without interest.
        own: what the city's own budget adds while the award holds, by its entered plan, else of what its measures
            record; None where nothing is recorded.
    """

    number: int
    title: str
    funder: str
    level: Level
    action_field: int | None
    measures: tuple[str, ...]
    unit: str
    stage: ApplicationStage
    requested: Decimal | None = None
    submitted_on: date | None = None
    notified_on: date | None = None
    awarded: Decimal | None = None
    period_end: date | None = None
    first_on: Mapping[ApplicationStage, date] = field(default_factory=dict)
    payments: tuple[DatedSum, ...] = ()
    repayments: tuple[DatedSum, ...] = ()
    own: Decimal | None = None
    reason: ReasonCode | None = None

    @property
    def paid(self) -> Decimal:
        """What came so far."""
        return sum((payment.amount for payment in self.payments), Decimal(0))


@dataclass(frozen=True)
class NotPursued:
    """A call that was not applied for, and why: a dismissed match, or an application that was given up before."""

    reason: ReasonCode
    call: int
    title: str
    measure: str
    unit: str
    day: date | None
    note: str = ""
    application: int | None = None  # where one had been begun


@dataclass(frozen=True)
class CouncilBasis:
    """All that the figures are made of, on one day."""

    today: date
    cases: Sequence[Case]
    not_pursued: Sequence[NotPursued]
    late: Sequence[AgendaEntry]  # obligations whose day has passed
    dates: Sequence[AgendaEntry] = ()  # all there is in the agenda


def read_council(session: Session, today: date, rules: Sequence[Rule]) -> CouncilBasis:
    """Everything, in as many statements however many applications there are."""
    cases = read_cases(session, rules)
    dates = agenda(session, today, rules)
    late = [
        entry
        for entry in dates
        if entry.what is AgendaKind.OBLIGATION and entry.leads and entry.due is not None and entry.due < today
    ]
    return CouncilBasis(today, cases, [*_given_up(session, cases), *_dismissed(session)], late, dates)


def read_cases(session: Session, rules: Sequence[Rule] | None = None) -> list[Case]:
    """Every application, in as many statements however many there are; `rules` None: the shipped ones."""
    measures, awards, days = _measures(session), _awards(session), stage_days(session)
    units = {unit.id: unit.name for unit in session.exec(select(Unit))}
    calls, own = _calls(session), _own_money(session, rules)
    payments: dict[int, list[DatedSum]] = defaultdict(list)
    for row in session.exec(select(Payment).order_by(col(Payment.received_on), col(Payment.id))):
        payments[row.application_id].append(DatedSum(row.received_on, row.amount))
    repayments: dict[int, list[DatedSum]] = defaultdict(list)
    for back in session.exec(select(Repayment).order_by(col(Repayment.repaid_on), col(Repayment.id))):
        repayments[back.application_id].append(DatedSum(back.repaid_on, back.amount))
    found = []
    for one in session.exec(select(Application).order_by(col(Application.id))):
        number = one.id or 0
        title, funder, level = calls[one.opportunity_id]
        first, newest = awards.get(number, (None, None))
        its_measures, its_days = measures.get(number, []), days[number]
        found.append(
            Case(
                number=number,
                title=title,
                funder=funder,
                level=level,
                action_field=min((action_field for action_field, _number in its_measures), default=None),
                measures=tuple(measure for _field, measure in its_measures),
                unit=units.get(one.unit_id, ""),
                stage=one.stage,
                requested=one.requested,
                submitted_on=its_days.get(ApplicationStage.SUBMITTED),
                notified_on=first.notified_on if first else None,
                awarded=newest.amount if newest else None,
                period_end=newest.period_end if newest else None,
                first_on=its_days,
                payments=tuple(payments[number]),
                repayments=tuple(repayments[number]),
                own=own.get(number),
                reason=one.exit_reason,
            )
        )
    return found


def _measures(session: Session) -> dict[int, list[tuple[int, str]]]:
    """For each application field and number of its measures."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    statement = (
        select(ApplicationMeasure.application_id, Measure.action_field_number, Measure.number)
        .join(Measure, col(Measure.id) == col(ApplicationMeasure.measure_id))
        .order_by(col(ApplicationMeasure.application_id), col(Measure.number))
    )
    for number, action_field, measure in session.exec(statement):
        found[number].append((action_field, measure))
    return found


def _awards(session: Session) -> dict[int, tuple[Award, Award]]:
    """The first and the newest award of each application."""
    found: dict[int, tuple[Award, Award]] = {}
    for award in session.exec(select(Award).order_by(col(Award.number))):
        first, _newest = found.get(award.application_id, (award, award))
        found[award.application_id] = (first, award)
    return found


def _calls(session: Session) -> dict[int, tuple[str, str, Level]]:
    """Title, funder and level of the calls that were applied for, corrections leading; long texts are not read."""
    applied = select_columns(col(Application.opportunity_id))
    names = ("title", "funder", "authority", "level")
    columns = (col(Opportunity.id), *(getattr(Opportunity, name) for name in names))
    corrections: Corrections = corrections_of(session)
    found = {}
    for number, *stated in session.execute(select_columns(*columns).where(col(Opportunity.id).in_(applied))):
        title, funder, authority, level = (
            corrections.get(number, {})[name].value if name in corrections.get(number, {}) else value
            for name, value in zip(names, stated, strict=True)
        )
        found[number] = (title, funder or authority, Level(level))
    return found


def _own_money(session: Session, rules: Sequence[Rule] | None) -> dict[int, Decimal]:
    """What the city's budget adds to each award: by its plan, else a measure's own money, split over the awards."""
    own: dict[int | None, Decimal] = defaultdict(Decimal)
    of_awards: dict[int | None, dict[int, Decimal]] = defaultdict(dict)
    items = select(FinancingItem).where(FinancingItem.state == FinancingState.SECURED).order_by(col(FinancingItem.id))
    for item in session.exec(items):
        if item.kind is FinancingKind.OWN_BUDGET:
            own[item.measure_id] += item.amount
        elif item.application_id is not None:
            of_awards[item.measure_id][item.application_id] = item.amount
    found, planned = _own_by_plan(session, rules)
    won = set(session.exec(select(Application.id).where(col(Application.stage).in_(HOLDS_MONEY))))
    for measure, amount in own.items():
        if measure in planned:
            continue
        awards = {number: share for number, share in of_awards[measure].items() if number in won and share}
        if awards:
            for number, share in zip(awards, split(amount, list(awards.values())), strict=True):
                found[number] += share
    return found


def _own_by_plan(session: Session, rules: Sequence[Rule] | None) -> tuple[dict[int, Decimal], set[int | None]]:
    """The city's own money by the entered plans of won grants, and the measures these are for.

    Of several plans for one measure, in which the same own money stands, the one with the largest grant counts.
    """
    measures: dict[int, set[int]] = defaultdict(set)
    for link in session.exec(select(ApplicationMeasure)):
        measures[link.application_id].add(link.measure_id)
    won = [plan for plan in entered_plans(session, rules).values() if plan.is_won]
    found: dict[int, Decimal] = defaultdict(Decimal)
    seen: set[int | None] = set()
    for plan in sorted(won, key=lambda each: (-(each.award.amount if each.award else Decimal(0)), each.application.id)):
        number = plan.application.id
        if not measures[number] & seen:
            found[number] = plan.plan.own if plan.plan.own is not None else plan.plan.planned_own
        seen |= measures[number]
    return found, seen


def _given_up(session: Session, cases: Iterable[Case]) -> list[NotPursued]:
    calls = dict(session.exec(select(Application.id, Application.opportunity_id)).all())
    return [
        NotPursued(
            reason=case.reason or ReasonCode.OTHER,
            call=calls[case.number],
            title=case.title,
            measure=", ".join(case.measures),
            unit=case.unit,
            day=case.first_on.get(case.stage),
            application=case.number,
        )
        for case in cases
        if case.stage is ApplicationStage.NOT_PURSUED
    ]


def _dismissed(session: Session) -> list[NotPursued]:
    """Dismissed matches whose dismissal stands, the oldest first."""
    columns: tuple[Any, ...] = (
        Decision.reason,
        Decision.opportunity_id,
        Opportunity.title,
        Measure.number,
        Unit.name,
        Decision.decided_at,
        Decision.note,
    )
    statement = (
        select_columns(*columns)
        .join(Measure, col(Measure.id) == col(Decision.measure_id))
        .join(Opportunity, col(Opportunity.id) == col(Decision.opportunity_id))
        .outerjoin(Unit, col(Unit.id) == col(Measure.unit_id))
        .where(col(Decision.kind) == DecisionKind.DISMISSED, col(Decision.id).in_(standing_ids()))
        .order_by(col(Decision.id))
    )
    return [
        NotPursued(reason or ReasonCode.OTHER, call, title, measure, unit or "", local_day(at), note)
        for reason, call, title, measure, unit, at, note in session.execute(statement)
    ]
