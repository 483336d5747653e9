"""The financing plan of an application as people see it: with what follows from it on a day. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from grants_db.applications.award_money import measures_of
from grants_db.applications.plan.entry import plan_findings, plan_items
from grants_db.financing_plan.draw_down import DrawPlan
from grants_db.financing_plan.over_the_years import YearOfAward
from grants_db.messages import Message
from grants_db.models.application import Application, PlanItem
from grants_db.models.measure import Measure
from grants_db.opportunities.store import get_opportunity
from grants_db.plans.reading import ApplicationPlan, MeasurePlan, plan_of_measure, plans
from grants_db.rules.obligation_rules import Rule


@dataclass(frozen=True)
class PlanFile:
    """A plan and what follows from it.

    Attributes:
        found: the plan.
        measures: what the application is for.
        title: of its call.
        lapsing: what of its grant lapses unless it is moved.
        overpaid: the years in which more of it came than their costs need.
        draws: when its money is to be asked for; None while nothing is awarded.
        doubts: what in a stored plan does not add up.
        items: the stored lines.
        today: the day this holds for.
    """

    found: ApplicationPlan
    measures: Sequence[Measure]
    title: str
    lapsing: Sequence[YearOfAward]
    overpaid: Sequence[YearOfAward]
    draws: DrawPlan | None
    doubts: Sequence[Message]
    items: Sequence[PlanItem]
    today: date


@dataclass(frozen=True)
class MeasurePlanFile:
    """The plan of a measure, and those of its applications."""

    found: MeasurePlan
    today: date


def plan_file(
    session: Session,
    application: Application,
    today: date,
    rules: Sequence[Rule],
    known: ApplicationPlan | None = None,
) -> PlanFile:
    """The plan of an application on a day; `known` where it was read already."""
    found = known or plans(session, [application.id or 0], rules)[0]
    call = get_opportunity(session, application.opportunity_id)
    return PlanFile(
        found=found,
        measures=measures_of(session, application),
        title=call.title,
        lapsing=found.lapsing(today),
        overpaid=found.overpaid(today),
        draws=found.draws(call.payment, today, rules),
        doubts=plan_findings(session, application) if found.is_stored else (),
        items=plan_items(session, application) if found.is_stored else (),
        today=today,
    )


def measure_plan_file(session: Session, measure: Measure, today: date, rules: Sequence[Rule]) -> MeasurePlanFile:
    """The plan of a measure on a day."""
    return MeasurePlanFile(plan_of_measure(session, measure, rules), today)
