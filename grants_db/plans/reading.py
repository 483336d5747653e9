"""The plan of each application and of a measure: as it is stored, else derived; read in bulk."""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from sqlmodel import Session, col, select

from grants_db.financing_plan.by_year import PlanOverYears, over_years
from grants_db.financing_plan.draw_down import DrawPlan, draw_plan, window_of
from grants_db.financing_plan.over_the_years import DatedSum, YearOfAward, full_months
from grants_db.financing_plan.plan_lines import UNKNOWN, PlanLine, RegimeValues
from grants_db.financing_plan.regime_values import values_for
from grants_db.messages import Message
from grants_db.models.application import ApplicationMeasure, PlanItem
from grants_db.models.measure import Measure
from grants_db.plans.basis import (
    FEW,
    ApplicationHead,
    AwardHead,
    MeasureCost,
    PlanBasis,
    items_of,
    read_basis,
    year_costs_of,
)
from grants_db.plans.derived import derived_measure_plan, derived_plan
from grants_db.rules.obligation_rules import Rule
from grants_db.rules.stages import HOLDS_MONEY
from grants_db.vocabulary import PlanKind

NOTHING = Decimal(0)


@dataclass(frozen=True)
class FundsDate:
    """A date of a plan; `key` tells it from the plan's others and stays the same when the date moves."""

    key: str
    due: date
    title: Message
    source: str  # where it stands
    rule: str  # what it follows from


@dataclass(frozen=True)
class ApplicationPlan:
    """The plan of an application, and what belongs to it.

    Attributes:
        application: whose.
        plan: worked out; without lines where a cost is unknown.
        is_stored: did somebody enter it? Else it is derived.
        notes: what was assumed for a derived one.
        missing: what nobody knows.
        award: the one that counts.
        payments: what came.
        repayments: what went back, without interest.
    """

    application: ApplicationHead
    plan: PlanOverYears
    is_stored: bool
    notes: Sequence[Message] = ()
    missing: Sequence[Message] = ()
    award: AwardHead | None = None
    payments: Sequence[DatedSum] = ()
    repayments: Sequence[DatedSum] = ()

    @property
    def is_won(self) -> bool:
        """Does an award's money bind?"""
        return self.award is not None and self.application.stage in HOLDS_MONEY

    @cached_property
    def _used(self) -> list[YearOfAward]:
        return self.plan.use(_by_year(self.payments), _by_year(self.repayments))

    @property
    def refund(self) -> Decimal:
        """What came beyond the grant and has to go back; nothing while that is open."""
        grant = self.plan.of(PlanKind.GRANT) if self.is_won and self.is_stored else None
        return NOTHING if grant is None else max(self.plan.paid - grant, NOTHING)

    @property
    def open_by_year(self) -> Mapping[int, Decimal]:
        """What of the grant belongs to each year and has not come yet."""
        return {each.year: each.lapsing for each in self._used}

    def lapsing(self, today: date) -> list[YearOfAward]:
        """What of a won grant lapses unless it is moved, up to this year; only a stored plan says what is whose."""
        if not (self.is_won and self.is_stored):
            return []
        return [each for each in self._used if each.year <= today.year and each.lapsing]

    def overpaid(self, today: date) -> list[YearOfAward]:
        """The years whose costs are known, up to this one, in which more of a won grant came than they need."""
        if not (self.is_won and self.is_stored):
            return []
        return [each for each in self._used if each.year <= today.year and each.overpaid]

    def draws(self, modes: Sequence[str], today: date, rules: Sequence[Rule]) -> DrawPlan | None:
        """When the money of a won grant is to be asked for; None while nothing is awarded.

        `modes` is how the call says it pays, as words of `PaymentMode`.
        """
        award = self.award
        if award is None or not self.is_won:
            return None
        period = (award.period_start, award.period_end)
        return draw_plan(self.open_by_year, period, window_of(award.regimes, rules), modes, today)

    def dates(self, modes: Sequence[str], today: date, rules: Sequence[Rule]) -> Iterator[FundsDate]:
        """The dates of a stored plan whose grant was won.

        The steps of the budget year in which money is to be asked for next, each with the day by which it is to be
        spent, and what lapses this year.
        """
        draws = self.draws(modes, today, rules) if self.is_stored else None
        if draws is None or self.award is None:
            return
        steps = [step for step in draws.draws if step.on is not None]
        for step in steps:
            if step.on is not None and step.spend_by is not None and step.year == steps[0].year:
                yield FundsDate(
                    f"draw-{step.year}-{step.step}",
                    step.on,
                    Message.of(
                        "Mittel anfordern: {amount} €, verwenden bis {day}", amount=step.amount, day=step.spend_by
                    ),
                    draws.rule.provision if draws.rule else "",
                    "draw_down",
                )
        for each in self.lapsing(today):
            if each.year == today.year:
                yield FundsDate(
                    f"lapse-{each.year}",
                    min(date(each.year, 12, 31), self.award.period_end),
                    Message.of("Mittelverfall: {amount} €", amount=each.lapsing),
                    "",
                    "budget_year",
                )


@dataclass(frozen=True)
class MeasurePlan:
    """The plan of a measure with all that pays for it; `applications` are those that are for it."""

    measure: MeasureCost
    plan: PlanOverYears
    applications: Sequence[ApplicationPlan]
    source: int | None = None  # the application whose stored plan it is
    notes: Sequence[Message] = ()
    missing: Sequence[Message] = field(default_factory=tuple)


def plans(
    session: Session, only: Sequence[int] | None = None, rules: Sequence[Rule] | None = None
) -> list[ApplicationPlan]:
    """The plans of all applications, or of these, in the order they were made.

    `rules` are those of a city's own file, too; None: the shipped ones.
    """
    with _nothing_collected():
        basis = read_basis(session, only)
        known: dict[str, RegimeValues] = {}
        for award in basis.awards.values():
            if award.regimes_json not in known:
                known[award.regimes_json] = values_for(award.regimes, rules)
        return [_plan(basis, application, known) for application in basis.applications]


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """All that is read is kept: looking for what could be thrown away takes as long as reading it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def entered_plans(
    session: Session, rules: Sequence[Rule] | None = None, only: Collection[int] | None = None
) -> dict[int, ApplicationPlan]:
    """The plans that people entered, by application, or those of these only; `rules` as for `plans`."""
    statement = select(PlanItem.application_id).distinct()
    if only is not None:
        statement = statement.where(col(PlanItem.application_id).in_(only))
    numbers = session.exec(statement).all()
    found = plans(session, sorted(numbers) if len(numbers) <= FEW else None, rules) if numbers else []
    return {each.application.id: each for each in found if each.is_stored}


def plan_of_measure(session: Session, measure: Measure, rules: Sequence[Rule] | None = None) -> MeasurePlan:
    """The plan of one measure.

    Where one of its applications that hold or ask for money has a stored plan for this measure alone, that is the
    measure's; otherwise it is derived from what pays for it. `rules` as for `plans`.
    """
    key = measure.id or 0
    ids = session.exec(select(ApplicationMeasure.application_id).where(ApplicationMeasure.measure_id == key)).all()
    found = plans(session, sorted(ids), rules)
    head = MeasureCost(key, measure.number, measure.title, measure.cost, measure.starts_on, measure.ends_on)
    for one in sorted(found, key=lambda each: not each.is_won):
        if one.is_stored and _measures(session, one.application.id) == [key]:
            return MeasurePlan(head, one.plan, found, source=one.application.id)
    basis = PlanBasis([], {}, {}, {}, {}, {key: head}, {}, year_costs_of(session, {key}), items_of(session, {key}))
    derived = derived_measure_plan(head, basis)
    return MeasurePlan(head, over_years(derived.lines), found, None, derived.notes, derived.missing)


def _plan(basis: PlanBasis, application: ApplicationHead, values: Mapping[str, RegimeValues]) -> ApplicationPlan:
    award, payments = basis.awards.get(application.id), basis.payments.get(application.id, ())
    back = basis.repayments.get(application.id, ())
    paid = sum((each.amount for each in payments), NOTHING) - sum((each.amount for each in back), NOTHING)
    regime = UNKNOWN
    if award is not None:
        regime = values[award.regimes_json]
        if regime.least_per_year is not None or regime.most_months is not None:
            regime = replace(regime, months=full_months(award.period_start, award.period_end))
    lines: Iterable[PlanLine] | None = basis.lines.get(application.id)
    if lines is not None:
        return ApplicationPlan(application, over_years(lines, paid, regime), True, (), (), award, payments, back)
    derived = derived_plan(basis, application)
    plan = over_years(derived.lines, paid, regime)
    return ApplicationPlan(application, plan, False, derived.notes, derived.missing, award, payments, back)


def _by_year(sums: Sequence[DatedSum]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for each in sums:
        found[each.on.year] = found.get(each.on.year, NOTHING) + each.amount
    return found


def _measures(session: Session, application_id: int) -> list[int]:
    statement = select(ApplicationMeasure.measure_id).where(ApplicationMeasure.application_id == application_id)
    return list(session.exec(statement))
