"""The near misses of a stored measure: calls that fit by topic and are out of reach, with the change that helps."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session

from grants_db.applications.next_round import forecast
from grants_db.measures.store import get_measure
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.store import deadline_of
from grants_db.rules.deadline import next_date
from grants_db.settings import City
from grants_db.storage.database import reading
from grants_db.vocabulary import DeadlineKind, DecisionKind, OpportunityStatus
from matching.near_misses.near_misses import NearMiss, near_misses
from matching.near_misses.obstacles import Candidate, NextRound
from tui.jobs.matching_input import call_facts, fit, measure_text, opportunity_text, read_stock

#: how deep the ranking is looked through
DEPTH = 40


def measure_near_misses(engine: Engine, city: City, number: str, today: date) -> tuple[Measure, list[NearMiss]]:
    """The measure and its near misses, best first; what it has dismissed or accepted is left out."""
    with reading(engine) as session:
        measure_id = get_measure(session, number).id
    stock = read_stock(engine)
    fitted = fit(stock, city, today)
    measure = next(known for known in stock.measures if known.id == measure_id)
    calls = {str(call.id): call for call in stock.calls if call.retired_at is None}
    settled = {
        str(call_id)
        for (owner, call_id), decision in stock.decisions.items()
        if owner == measure_id and decision.kind is not DecisionKind.LATER
    }
    asked = measure_text(measure)
    ranked = fitted.matcher.rank([asked], top=DEPTH, allowed={asked.id: calls.keys() - settled})[asked.id]
    candidates = []
    with reading(engine) as session:
        for match in ranked:
            call = calls[match.opportunity_id]
            facts = call_facts(call, city, today)
            closed = facts.status is OpportunityStatus.CLOSED
            candidates.append(
                Candidate(
                    match, opportunity_text(call, today), facts, next_round(session, call, today) if closed else None
                )
            )
    others = [measure_text(other) for other in fitted.unfunded()]
    return measure, near_misses(asked, stock.carrier_of(measure), candidates, others, today)


def next_round(session: Session, call: Opportunity, today: date) -> NextRound | None:
    """When a closed call is expected again: its yearly day, or a year after the last of several rounds."""
    deadline = deadline_of(call)
    if deadline.kind is DeadlineKind.ANNUAL:
        day = next_date(deadline, today)
        return NextRound(day, stated=True) if day else None
    expected = forecast(session, call, today)
    return NextRound(expected, stated=False) if expected else None
