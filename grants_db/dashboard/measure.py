"""What belongs to one measure at a glance: the calls proposed for it, its applications, its donations. Reads only.

Of a call only what a list shows is read: a measure may have hundreds, and their texts are long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from grants_db.models.application import Application, ApplicationMeasure, Award, Donation
from grants_db.models.match import Decision, Match
from grants_db.models.measure import FinancingItem, Measure, MeasureHistoryEntry, YearCost
from grants_db.models.opportunity import Opportunity
from grants_db.plans.reading import MeasurePlan, plan_of_measure
from grants_db.review.decisions import current_decisions
from grants_db.rules.obligation_rules import Rule
from grants_db.vocabulary import ApplicationStage, DecisionKind, Eligibility, FinancingState, FunderStatus

#: in lists of proposals what was accepted comes first, what was dismissed last
ORDER = {DecisionKind.ACCEPTED: 0, DecisionKind.LATER: 1, DecisionKind.DISMISSED: 2}


@dataclass(frozen=True)
class ProposedCall:
    """A call proposed for the measure, and the decision that stands."""

    opportunity_id: int
    title: str
    score: float
    eligibility: Eligibility
    first_seen: datetime
    decision: Decision | None


@dataclass(frozen=True)
class AppliedFor:
    """An application the measure takes part in; sums in EUR, None where nothing is recorded.

    `secured` is what its award secures of this measure, `planned` what is hoped for while nobody has decided.
    """

    application_id: int
    title: str
    stage: ApplicationStage
    funder_status: FunderStatus
    requested: Decimal | None
    awarded: Decimal | None
    secured: Decimal
    planned: Decimal


@dataclass(frozen=True)
class MeasureFile:
    """Everything that belongs to one measure."""

    year_costs: Sequence[YearCost]
    proposed: Sequence[ProposedCall]
    applications: Sequence[AppliedFor]
    donations: Sequence[Donation]
    history: Sequence[MeasureHistoryEntry] = ()  # what people changed, the oldest first
    plan: MeasurePlan | None = None  # who pays for it in which year


def measure_file(session: Session, measure_id: int, rules: Sequence[Rule] | None = None) -> MeasureFile:
    """What belongs to a measure: costs by year, proposals (accepted first), applications, donations.

    `rules` with those of a city's own file; None: the shipped ones.
    """
    donations = select(Donation).where(Donation.measure_id == measure_id).order_by(col(Donation.id))
    years = select(YearCost).where(YearCost.measure_id == measure_id).order_by(col(YearCost.year))
    changed = select(MeasureHistoryEntry).where(MeasureHistoryEntry.measure_id == measure_id)
    return MeasureFile(
        year_costs=session.exec(years).all(),
        proposed=_proposed(session, measure_id),
        applications=_applications(session, measure_id),
        donations=session.exec(donations).all(),
        history=session.exec(changed.order_by(col(MeasureHistoryEntry.id))).all(),
        plan=plan_of_measure(session, session.get_one(Measure, measure_id), rules),
    )


def _proposed(session: Session, measure_id: int) -> list[ProposedCall]:
    decisions = current_decisions(session, measure_id=measure_id)
    statement = (
        select(Match, Opportunity.title, Opportunity.first_seen)
        .join(Opportunity, col(Match.opportunity_id) == col(Opportunity.id))
        .where(Match.measure_id == measure_id)
        .options(load_only(col(Match.opportunity_id), col(Match.score), col(Match.eligibility)))  # type: ignore[arg-type]  # SQLModel types a column as its value
        .order_by(col(Match.score).desc(), col(Match.opportunity_id))
    )
    found = [
        ProposedCall(
            opportunity_id=match.opportunity_id,
            title=title,
            score=match.score,
            eligibility=match.eligibility,
            first_seen=seen,
            decision=decisions.get((measure_id, match.opportunity_id)),
        )
        for match, title, seen in session.exec(statement)
    ]
    return sorted(found, key=lambda call: ORDER[call.decision.kind] if call.decision else ORDER[DecisionKind.LATER])


def _applications(session: Session, measure_id: int) -> list[AppliedFor]:
    statement = (
        select(Application, Opportunity.title)
        .join(ApplicationMeasure, col(ApplicationMeasure.application_id) == col(Application.id))
        .join(Opportunity, col(Opportunity.id) == col(Application.opportunity_id))
        .where(ApplicationMeasure.measure_id == measure_id)
        .order_by(col(Application.id))
    )
    rows = session.exec(statement).all()
    newest = (
        select(func.max(Award.id))
        .where(col(Award.application_id).in_([application.id for application, _title in rows]))
        .group_by(col(Award.application_id))
    )
    awards = {
        award.application_id: award.amount for award in session.exec(select(Award).where(col(Award.id).in_(newest)))
    }
    items = select(FinancingItem).where(
        FinancingItem.measure_id == measure_id, col(FinancingItem.application_id).is_not(None)
    )
    brought = {(item.application_id, item.state): item.amount for item in session.exec(items)}
    return [
        AppliedFor(
            application_id=application.id or 0,
            title=title,
            stage=application.stage,
            funder_status=application.funder_status,
            requested=application.requested,
            awarded=awards.get(application.id or 0),
            secured=brought.get((application.id, FinancingState.SECURED), Decimal(0)),
            planned=brought.get((application.id, FinancingState.PLANNED), Decimal(0)),
        )
        for application, title in rows
    ]
