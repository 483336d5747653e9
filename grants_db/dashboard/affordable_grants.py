"""What the city could apply for, as gaps and candidates of `grants_db.financing_plan.affordable`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_UP, Decimal

from sqlmodel import Session, col, select

from grants_db.applications.combination import combined_grant, most_of
from grants_db.financing_plan.affordable_program import OpenGap, PossibleGrant
from grants_db.financing_plan.cumulation import Answers, CombinedGrant, barred_levels, bars
from grants_db.models.application import Application
from grants_db.models.match import Match
from grants_db.models.measure import FinancingItem, Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.opportunities.status import status_of
from grants_db.review.cumulation_answers import answers_by_measure
from grants_db.review.decisions import current_decisions
from grants_db.rules.financing import CENT
from grants_db.rules.stages import PENDING
from grants_db.vocabulary import (
    ApplicationStage,
    Cumulation,
    DecisionKind,
    Eligibility,
    FinancingKind,
    FinancingState,
    Level,
    OpportunityStatus,
)

#: applications whose funder hasn't decided yet: their work is done, so they cost no more days
WAITING = (ApplicationStage.SKETCH, ApplicationStage.SUBMITTED)


@dataclass(frozen=True)
class Affordable:
    """What can be chosen from.

    Attributes:
        gaps: by the measure's number.
        candidates: open matches, accepted ones and applications without a decision, one for each measure.
        titles: of each candidate's call.
        unsized: how many pairs say no sum: of the call's cap, its rate and the measure's cost too little is known.
    """

    gaps: Mapping[str, OpenGap]
    candidates: tuple[PossibleGrant, ...]
    titles: Mapping[str, str]
    unsized: int


def affordable(session: Session, today: date, days_each: int, first_year: int) -> Affordable:
    """Gaps of open measures and what might close them; a call that is closed on that day is none.

    Args:
        session: to read from.
        today: the day on which calls are open.
        days_each: staff days for an application that isn't submitted yet.
        first_year: the first year of the city's budget; what a measure costs before it is over.
    """
    measures = {measure.id: measure for measure in session.exec(select(Measure))}
    gaps = {measure.number: _gap_of(measure, first_year) for measure in measures.values() if measure.gap}
    asked = _asked(session)
    corrections = corrections_of(session)
    awarded, answers = _awarded(session), answers_by_measure(session)
    pairs = _pairs(session) | set(asked)
    ids = {opportunity_id for _measure_id, opportunity_id in (*pairs, *awarded)}
    opportunities = {
        opportunity.id: corrected(opportunity, corrections.get(opportunity.id or 0, {}))
        for opportunity in session.exec(select(Opportunity))
        if opportunity.id in ids
    }
    plain = {number: combined_grant(call, f"call:{number}", None, own=False) for number, call in opportunities.items()}
    found, titles, unsized = [], {}, 0
    grants: dict[str, CombinedGrant] = {}
    for measure_id, opportunity_id in sorted(pairs):
        measure, opportunity = measures[measure_id], opportunities[opportunity_id]
        applied, stage = asked.get((measure_id, opportunity_id), (None, None))
        status, is_submitted = status_of(opportunity, today), stage in WAITING
        # an idea entered by hand belongs to a call of which nobody may know the dates
        is_open = is_submitted or status is OpportunityStatus.OPEN or (stage and status is not OpportunityStatus.CLOSED)
        if measure.number not in gaps or not is_open or _barred_by_award(measure, opportunity):
            continue
        running = [plain[call] for one, call in awarded if one == measure_id]
        if _barred_by_running(plain[opportunity_id], running, answers.get(measure_id or 0, {})):
            continue
        amount = applied or most_of(measure, opportunity)
        if amount is None:
            unsized += 1
            continue
        if amount < (opportunity.min_amount or 0):
            continue
        key = f"{measure.number}/{opportunity_id}"
        titles[key], grants[key] = opportunity.title, plain[opportunity_id]
        found.append(
            PossibleGrant(
                key=key,
                measure=measure.number,
                amount=amount,
                own_least=_own_least(measure, opportunity),
                days=0 if is_submitted else days_each,
            )
        )
    return Affordable(
        gaps,
        tuple(_each_other(found, grants, {measures[one].number: said for one, said in answers.items()})),
        titles,
        unsized,
    )


def _pairs(session: Session) -> set[tuple[int, int]]:
    """Measures and calls that are proposed and not dismissed, and may apply."""
    dismissed = {
        pair for pair, decision in current_decisions(session).items() if decision.kind is DecisionKind.DISMISSED
    }
    fitting = select(Match.measure_id, Match.opportunity_id).where(col(Match.eligibility) != Eligibility.NOT_ELIGIBLE)
    return set(session.exec(fitting).all()) - dismissed


def _asked(session: Session) -> dict[tuple[int, int], tuple[Decimal, ApplicationStage]]:
    """What is asked for, or meant to be, and isn't decided, by measure and call: what is planned of each measure."""
    rows = session.exec(
        select(FinancingItem, Application.opportunity_id, Application.stage)
        .join(Application, col(Application.id) == col(FinancingItem.application_id))
        .where(FinancingItem.state == FinancingState.PLANNED, col(Application.stage).in_(PENDING))
    )
    return {(item.measure_id or 0, call): (item.amount, ApplicationStage(stage)) for item, call, stage in rows}


def _awarded(session: Session) -> set[tuple[int, int]]:
    """Measures and the calls of which an award secures money of them."""
    rows = session.exec(
        select(FinancingItem.measure_id, Application.opportunity_id)
        .join(Application, col(Application.id) == col(FinancingItem.application_id))
        .where(FinancingItem.state == FinancingState.SECURED)
    )
    return {(measure_id or 0, opportunity_id) for measure_id, opportunity_id in rows}


def _gap_of(measure: Measure, first_year: int) -> OpenGap:
    by_year = {cost.year: cost.amount for cost in measure.year_costs}
    if not by_year and measure.ends_on is not None:
        start = measure.starts_on.year if measure.starts_on else first_year
        by_year = {year: Decimal(1) for year in range(start, measure.ends_on.year + 1)}
    own = (
        item.amount
        for item in measure.financing
        if item.state is FinancingState.SECURED and item.kind is FinancingKind.OWN_BUDGET
    )
    return OpenGap(
        measure=measure.number,
        gap=measure.gap or Decimal(0),
        by_year={year: weight for year, weight in by_year.items() if year >= first_year},
        own_secured=sum(own, Decimal(0)),
    )


def _own_least(measure: Measure, opportunity: Opportunity) -> Decimal:
    if opportunity.own_share_min is None or measure.cost is None:
        return Decimal(0)
    return (measure.cost * opportunity.own_share_min / 100).quantize(CENT, ROUND_UP)


def _barred_by_award(measure: Measure, opportunity: Opportunity) -> bool:
    """Does the call exclude other money where a grant is secured already that nobody knows the call of?"""
    granted = any(
        item.kind is FinancingKind.GRANT and item.state is FinancingState.SECURED and item.application_id is None
        for item in measure.financing
    )
    return granted and opportunity.cumulation is Cumulation.PROHIBITED


def _barred_by_running(grant: CombinedGrant, running: Sequence[CombinedGrant], answers: Answers) -> bool:
    """Can it not stand beside a grant that was awarded?"""
    others = [other for other in running if other.call != grant.call]
    return any(bars(grant, other, answers) or bars(other, grant, answers) for other in others)


def _each_other(
    candidates: list[PossibleGrant], grants: Mapping[str, CombinedGrant], answers: Mapping[str, Answers]
) -> list[PossibleGrant]:
    """Candidates of one measure of which one call, or an authority's answer, rules the other out."""
    by_level: dict[tuple[str, Level], set[str]] = defaultdict(set)
    key_of = {(each.measure, grants[each.key].call): each.key for each in candidates}
    for each in candidates:
        by_level[each.measure, grants[each.key].level].add(each.key)
    barred = {}
    for each in candidates:
        levels = barred_levels(grants[each.key])
        barred[each.key] = {each.key}.union(*(by_level[each.measure, level] for level in levels)) - {each.key}
    for measure, said in answers.items():
        for (asked, other), answer in said.items():
            one, two = key_of.get((measure, asked)), key_of.get((measure, other))
            if one and two:
                barred[one] = barred[one] | {two} if answer.says is Cumulation.PROHIBITED else barred[one] - {two}
    return [replace(each, bars=frozenset(barred[each.key])) for each in candidates]
