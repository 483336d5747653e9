"""Matches stored measures and calls: eligibility first, then rank, then keep what people decided."""

from datetime import date, datetime

from grants_db.regions import region_ok
from sqlalchemy import Engine

from grants_db.database import reading, writing
from grants_db.deadline import next_date
from grants_db.matches import Proposal, replace_undecided
from grants_db.measures import gap, unfunded_measures
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities import deadline_of, list_opportunities, status_of
from grants_db.settings import City
from grants_db.vocabulary import Eligibility
from matching.documents import MeasureText, OpportunityText
from matching.eligibility import CallFacts, Carrier, Verdict, judge
from matching.matcher import Match, Matcher

#: matches kept for each measure
KEPT = 20


def run_matching(engine: Engine, city: City, today: date, now: datetime) -> int:
    """Rank the calls for every unfunded measure and store the best; gives how many matches were stored."""
    with reading(engine) as session:
        measures = unfunded_measures(session)
        opportunities = list(list_opportunities(session))
    proposals = propose(measures, opportunities, city, today)
    with writing(engine) as session:
        return replace_undecided(session, proposals, now)


def propose(
    measures: list[Measure], opportunities: list[Opportunity], city: City, today: date
) -> dict[int, list[Proposal]]:
    """The ranked calls of each measure (by id) that its carrier may use or might use."""
    calls = {str(call.id): call_facts(call, city, today) for call in opportunities}
    verdicts = {
        str(measure.id): {
            key: judge(call, Carrier(measure.carrier_kind, measure.starts_on), today) for key, call in calls.items()
        }
        for measure in measures
    }
    allowed = {
        key: {call for call, verdict in judged.items() if verdict.value is not Eligibility.NOT_ELIGIBLE}
        for key, judged in verdicts.items()
    }
    matcher = Matcher().fit([opportunity_text(call, today) for call in opportunities])
    ranked = matcher.rank([measure_text(measure) for measure in measures], top=KEPT, allowed=allowed)
    return {
        int(key): [_proposal(match, verdicts[key][match.opportunity_id]) for match in matches]
        for key, matches in ranked.items()
    }


def call_facts(call: Opportunity, city: City, today: date) -> CallFacts:
    """What eligibility needs to know of a stored call."""
    return CallFacts(
        route=call.applicant_route,
        applicant_types=frozenset(call.applicant_types),
        region_ok=region_ok(call.regions, state=city.state, city=city.name),
        regions=tuple(call.regions),
        status=status_of(call, today),
        instruments=frozenset(call.instruments),
        early_start=call.early_start,
        evidence=call.evidence,
    )


def opportunity_text(call: Opportunity, today: date) -> OpportunityText:
    """A stored call in the form the matcher reads."""
    due = next_date(deadline_of(call), today)
    return OpportunityText(
        id=str(call.id),
        title=call.title,
        short_description=call.short_description,
        description=call.description or call.guideline,
        language=call.language,
        level=call.level.value,
        funder=call.funder,
        regions=tuple(call.regions),
        min_amount=call.min_amount,
        max_amount=call.max_amount,
        days_left=(due - today).days if due else None,
    )


def measure_text(measure: Measure) -> MeasureText:
    """A stored measure in the form the matcher reads."""
    return MeasureText(
        id=str(measure.id),
        title=measure.title,
        text=measure.description,
        action_field=measure.action_field_number,
        gap=gap(measure.cost, measure.secured),
        goal=measure.goal.title if measure.goal else "",
    )


def _proposal(match: Match, verdict: Verdict) -> Proposal:
    return Proposal(
        opportunity_id=int(match.opportunity_id),
        score=match.score,
        parts=match.parts,
        eligibility=verdict.value,
        eligibility_reasons=[reason.as_json() for reason in verdict.reasons],
        reasons=[reason.as_json() for reason in match.reasons],
        terms=[term.as_json() for term in match.terms],
    )
