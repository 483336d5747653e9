"""The near misses of a stored measure: calls that fit by topic and are out of reach, with the change that helps."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from grants_db.applications.agenda_queries import forecast
from grants_db.applications.early_start import contract_days
from grants_db.measures.store import get_measure, list_measures
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.store import deadline_of, get_opportunity
from grants_db.review.decisions import current_decisions
from grants_db.rules.deadline import next_date
from grants_db.settings import City
from grants_db.storage.database import reading
from grants_db.vocabulary import DeadlineKind, DecisionKind, OpportunityStatus
from matching.encoder import Encoder
from matching.feedback import funder_shares
from matching.incremental.ranking_file import read_ranking
from matching.incremental.single import best_of, tells_of
from matching.near_misses.near_misses import NearMiss, near_misses
from matching.near_misses.obstacles import Candidate, NextRound
from matching.text.documents import MeasureText
from tui.jobs.call_heads import portions, read_texts
from tui.jobs.matching_input import (
    Decisions,
    Stock,
    call_facts,
    fit,
    measure_text,
    opportunity_text,
    ranking_file,
    read_stock,
    taught_by,
)

#: how deep the ranking is looked through
DEPTH = 40


def measure_near_misses(
    engine: Engine, city: City, number: str, today: date, encoder: Encoder | None = None
) -> tuple[Measure, list[NearMiss]]:
    """The measure and its near misses, best first; what it has dismissed or accepted is left out."""
    with reading(engine) as session:
        asked_id = get_measure(session, number).id
        measures, decisions = list_measures(session), current_decisions(session)
        contracts = contract_days(session)
        retired = col(Opportunity.retired_at).is_(None)
        listed = {str(key) for key in session.exec(select(Opportunity.id).where(retired))}
    measure = next(known for known in measures if known.id == asked_id)
    settled = {
        str(call_id)
        for (owner, call_id), decision in decisions.items()
        if owner == asked_id and decision.kind is not DecisionKind.LATER
    }
    asked = measure_text(measure)
    ranked = None if encoder else _by_what_is_kept(engine, measures, decisions, asked, listed - settled, today)
    if ranked is None:
        matcher = fit(read_stock(engine), city, today, {}, encoder).matcher
        found = matcher.rank([asked], DEPTH, {asked.id: listed - settled}, explained=False)[asked.id]
        ranked = [(match.opportunity_id, match.score) for match in found]
    candidates = []
    with reading(engine) as session:
        for key, score in ranked:
            call = get_opportunity(session, int(key))
            facts = call_facts(call, city, today)
            closed = facts.status is OpportunityStatus.CLOSED
            again = next_round(session, call, today) if closed else None
            candidates.append(Candidate(score, opportunity_text(call, today), facts, again))
    stock = Stock(measures, (), decisions, contracts)
    others = [measure_text(other) for other in stock.unfunded()]
    return measure, near_misses(asked, stock.carrier_of(measure), candidates, others, today)


def _by_what_is_kept(
    engine: Engine,
    measures: Sequence[Measure],
    decisions: Decisions,
    asked: MeasureText,
    among: Collection[str],
    today: date,
) -> list[tuple[str, float]] | None:
    """The best calls of a measure by what the last night kept; None where there is nothing of it."""
    path = ranking_file(engine.url)
    kept = None if path is None else read_ranking(path)
    if kept is None or not tells_of(kept, today):
        return None
    taught = taught_by(decisions, {each.id or 0: each.action_field_number for each in measures})
    taught = [each for each in taught if each.action_field not in kept.dropped]
    with reading(engine) as session:
        ids = sorted({int(each.opportunity_id) for each in taught})
        funders = {
            str(key): funder
            for some in portions(ids)
            for key, funder in session.exec(
                select(Opportunity.id, Opportunity.funder).where(col(Opportunity.id).in_(some))
            )
        }
    shares = funder_shares(taught, funders)
    return best_of(
        kept, asked, among, lambda keys: read_texts(engine, [int(key) for key in keys], today), shares, DEPTH
    )


def next_round(session: Session, call: Opportunity, today: date) -> NextRound | None:
    """When a closed call is expected again: its yearly day, or a year after the last of several rounds."""
    deadline = deadline_of(call)
    if deadline.kind is DeadlineKind.ANNUAL:
        day = next_date(deadline, today)
        return NextRound(day, stated=True) if day else None
    expected = forecast(session, call, today)
    return NextRound(expected, stated=False) if expected else None
