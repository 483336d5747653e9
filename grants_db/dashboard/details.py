"""What the screens show, read in one go: counts and sums in SQL, as plain values without a session.

Reads only; what is decided or imported is written in the modules of the things themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import Session, col, select

from grants_db.measures.store import listed_measures, secured_sums
from grants_db.messages import Message
from grants_db.models.archive import ArchivedPage
from grants_db.models.match import Decision, Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.as_of import statement as statement_of
from grants_db.opportunities.store import get_opportunity, versions
from grants_db.review.queue import MatchCounts, match_counts
from grants_db.rules.financing import gap, is_unfunded

if TYPE_CHECKING:
    from grants_db.opportunities.duplicates import Cluster


@dataclass(frozen=True)
class MeasureRow:
    """A measure with its sums in EUR (None: unknown) and how its matches stand."""

    measure: Measure
    cost: Decimal | None
    secured: Decimal | None
    gap: Decimal | None
    unfunded: bool
    matches: int
    waiting: int  # without a decision, or put off
    put_off: int
    accepted: int


@dataclass(frozen=True)
class MatchedMeasure:
    """A measure that a call was proposed for, and the decision that stands."""

    measure: Measure
    match: Match
    decision: Decision | None


#: raw answers of one call that its details name
KEPT_ANSWERS = 5


@dataclass(frozen=True)
class OpportunityDetails:
    """A call with its source, its history (oldest first) and the measures it was proposed for.

    Corrections lead in `opportunity`; `contradictions` say where the source says something else by now.
    """

    opportunity: Opportunity
    contradictions: Sequence[Message]
    source: Source | None
    versions: Sequence[OpportunityVersion]
    measures: Sequence[MatchedMeasure]
    programme: "Cluster | None" = None  # what others say of the same programme; None where nobody does
    kept: Sequence[ArchivedPage] = ()  # raw answers it was read from


@dataclass(frozen=True)
class Holdings:
    """How much there is of everything; tells an empty database from a night that brought nothing."""

    measures: int
    opportunities: int
    matches: int
    sources: int
    runs: int


def holdings(session: Session) -> Holdings:
    """Count the rows that the empty states ask for."""
    return Holdings(
        measures=_count(session, Measure),
        opportunities=_count(session, Opportunity),
        matches=_count(session, Match),
        sources=_count(session, Source),
        runs=_count(session, CrawlRun),
    )


def measure_rows(session: Session, *, unfunded_only: bool = False) -> list[MeasureRow]:
    """All measures in the order of field and number, each with its sums and how its matches stand."""
    counted, sums = match_counts(session), secured_sums(session)
    rows = []
    for measure in listed_measures(session):
        counts, secured = counted.get(measure.id or 0, MatchCounts()), sums.get(measure.id)
        unfunded = is_unfunded(measure.cost, secured, measure.state)
        if unfunded_only and not unfunded and not counts.matches:
            continue  # what was proposed once stays to be seen when the gap has closed
        rows.append(
            MeasureRow(
                measure=measure,
                cost=measure.cost,
                secured=secured,
                gap=gap(measure.cost, secured, measure.state),
                unfunded=unfunded,
                matches=counts.matches,
                waiting=counts.waiting,
                put_off=counts.put_off,
                accepted=counts.accepted,
            )
        )
    return rows


def measure_row(session: Session, measure_id: int) -> MeasureRow | None:
    """One measure's row; None where there is no such measure."""
    return next((row for row in measure_rows(session) if row.measure.id == measure_id), None)


def opportunity_details(session: Session, opportunity_id: int, today: date | None = None) -> OpportunityDetails:
    """Everything one screen shows of a call on `today` (None: the day it was last seen)."""
    from grants_db.opportunities.duplicates import (
        cluster_of,  # comparing titles loads a library the first screen does without
    )

    opportunity = get_opportunity(session, opportunity_id)
    standing = select(Decision).where(Decision.opportunity_id == opportunity_id, col(Decision.undone_at).is_(None))
    decisions = {decision.measure_id: decision for decision in session.exec(standing.order_by(col(Decision.id)))}
    statement = (
        select(Measure, Match)
        .join(Match, col(Match.measure_id) == col(Measure.id))
        .where(Match.opportunity_id == opportunity_id)
        .order_by(col(Match.score).desc(), col(Measure.number))
    )
    programme = cluster_of(session, opportunity_id, today or opportunity.last_seen.date())
    return OpportunityDetails(
        opportunity=opportunity,
        contradictions=statement_of(session, opportunity_id).contradictions,
        source=session.get(Source, opportunity.source_name),
        versions=versions(session, opportunity_id),
        measures=[
            MatchedMeasure(measure, match, decisions.get(match.measure_id))
            for measure, match in session.exec(statement)
        ],
        programme=programme if len(programme.members) > 1 else None,
        kept=_kept_answers(session, opportunity),
    )


def _kept_answers(session: Session, opportunity: Opportunity) -> Sequence[ArchivedPage]:
    """What the archive keeps of the call's pages, the newest first."""
    addresses = {opportunity.page_url, opportunity.url} - {""}
    statement = select(ArchivedPage).where(
        ArchivedPage.source_name == opportunity.source_name, col(ArchivedPage.url).in_(addresses)
    )
    return session.exec(statement.order_by(col(ArchivedPage.confirmed_at).desc()).limit(KEPT_ANSWERS)).all()


def _count(session: Session, table: type[Measure | Opportunity | Match | Source | CrawlRun]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()
