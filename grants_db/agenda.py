"""The agenda: the dates of everything accepted, next first."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from grants_db.deadline import next_date
from grants_db.decisions import current_decisions
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities import deadline_of, status_of
from grants_db.vocabulary import DeadlineKind, DecisionKind, OpportunityStatus


@dataclass(frozen=True)
class AgendaEntry:
    """One accepted call for one measure; `due` is its next application date, None where no day is stated."""

    due: date | None
    days_left: int | None
    kind: DeadlineKind
    status: OpportunityStatus
    measure: Measure
    opportunity: Opportunity


def agenda(session: Session, today: date) -> list[AgendaEntry]:
    """Everything accepted: dated entries first by date, then those without a day (rolling, none …)."""
    entries = []
    for (measure_id, opportunity_id), decision in current_decisions(session).items():
        measure, opportunity = session.get(Measure, measure_id), session.get(Opportunity, opportunity_id)
        if decision.kind is not DecisionKind.ACCEPTED or measure is None or opportunity is None:
            continue
        deadline = deadline_of(opportunity)
        due = next_date(deadline, today)
        entries.append(
            AgendaEntry(
                due=due,
                days_left=(due - today).days if due else None,
                kind=deadline.kind,
                status=status_of(opportunity, today),
                measure=measure,
                opportunity=opportunity,
            )
        )
    return sorted(entries, key=lambda entry: (entry.due or date.max, entry.measure.number, entry.opportunity.title))
