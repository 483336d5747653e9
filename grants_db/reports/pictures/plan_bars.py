"""The financing plans that were entered, year by year: what each costs and who pays it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from grants_db.financing_plan.by_year import YearMoney
from grants_db.models.application import Application, PlanItem
from grants_db.models.opportunity import Opportunity
from grants_db.plans.reading import plans
from grants_db.rules.obligation_rules import Rule


@dataclass(frozen=True)
class PlanBars:
    """The plan of an application: its number, its call's title, and its years in order."""

    application: int
    title: str
    years: Sequence[YearMoney]


def plan_bars(session: Session, rules: Sequence[Rule] | None = None) -> list[PlanBars]:
    """The stored plans, by application; what is only derived says less than the measures' own picture.

    `rules` with those of a city's own file; None: the shipped ones.
    """
    ids = sorted(set(session.exec(select(PlanItem.application_id))))
    titles = dict(
        session.exec(
            select(Application.id, Opportunity.title)
            .join(Opportunity, col(Opportunity.id) == col(Application.opportunity_id))
            .where(col(Application.id).in_(ids))
        ).all()
    )
    return [
        PlanBars(one.application.id, titles[one.application.id], one.plan.years)
        for one in (plans(session, ids, rules) if ids else ())
    ]
